"""What storage hands to the services: frozen records, never rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class AnswerRecord:
    """One stored answer."""

    question: str
    state: str
    value: str | tuple[str, ...] | None
    note: str = ""
    source: str = ""
    dated: date | None = None
    who: str = ""
    confirmed: bool = True
    carried: bool = False
    version: int = 0
    updated_at: datetime | None = None

    def same_content(self, other: AnswerRecord | None) -> bool:
        """Whether both say the same, whatever their version and time."""
        return other is not None and self.content() == other.content()

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""
        return (self.state, self.value, self.note, self.source, self.dated, self.who, self.confirmed)


@dataclass(frozen=True)
class AssessmentRecord:
    """One assessment with its answers. ``updated_at`` is of the answers, ``touched_at`` of its tasks too.

    ``frozen_at`` is when it was signed off; ``previous_id`` and ``next_id`` are the looks before and after.
    meeting_until: until when a conversation that is not over hides the advice.
    """

    id: int
    edit_token: str
    read_token: str
    workspace_id: int | None
    questionnaire: str
    content_hash: str
    subject: str | None
    title: str
    attendees: str
    created_at: datetime
    updated_at: datetime
    touched_at: datetime
    matter_id: int | None = None
    profile: Mapping[str, object] | None = None
    organisation_id: int | None = None
    read_open: bool = False
    answers: Mapping[str, AnswerRecord] = field(default_factory=dict)
    revision: int = 0
    frozen_at: datetime | None = None
    previous_id: int | None = None
    next_id: int | None = None
    meeting_until: datetime | None = None


@dataclass(frozen=True)
class MatterRecord:
    """One subject that several questionnaires weigh."""

    id: int
    edit_token: str
    read_token: str
    workspace_id: int | None
    title: str
    created_at: datetime
    organisation_id: int | None = None


@dataclass(frozen=True)
class WorkspaceRecord:
    """A werkmap."""

    id: int
    token: str
    created_at: datetime
    organisation_id: int | None = None


@dataclass(frozen=True)
class FeedbackRecord:
    """One remark of the pilot."""

    questionnaire: str
    content_hash: str
    question: str | None
    kind: str
    text: str
    created_at: datetime


@dataclass(frozen=True)
class PointRecord:
    """What was said about one point in the conversation."""

    point: str
    verdict: str
    remark: str


@dataclass(frozen=True)
class TaskRecord:
    """What a team agreed about one measure; ``state`` is te_doen, bezig, klaar or nvt (the note says why)."""

    measure: str
    owner: str = ""
    due: date | None = None
    state: str = "te_doen"
    note: str = ""
    version: int = 0
    updated_at: datetime | None = None

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""
        return (self.owner, self.due, self.state, self.note)

    @property
    def empty(self) -> bool:
        """Whether nobody filled in anything."""
        return self.content() == TaskRecord(self.measure).content()


@dataclass(frozen=True)
class TaskConflict:
    """Somebody else changed this task since the page was shown."""

    theirs: TaskRecord
    mine: TaskRecord


@dataclass(frozen=True)
class TasksSaved:
    """What a save of tasks did: the measures saved, and what clashed."""

    saved: tuple[str, ...] = ()
    conflicts: tuple[TaskConflict, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Somebody else changed this answer since the page was shown; ``by`` is who, when they said so."""

    question: str
    theirs: AnswerRecord
    mine: AnswerRecord
    by: str = ""


@dataclass(frozen=True)
class SaveResult:
    """What a save did."""

    batch: str
    saved: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
