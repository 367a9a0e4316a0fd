"""What storage hands over about the work on an assessment: who does what, remarks, evidence, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from webapp.storage.records import AnswerRecord


@dataclass(frozen=True)
class AssignmentRecord:
    """Whose a section is, and by when. Versioned as answers are."""

    section: str
    who: str = ""
    due: date | None = None
    version: int = 0

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""
        return (self.who, self.due)

    @property
    def empty(self) -> bool:
        """Whether nobody was named and no day was set."""
        return not self.who and self.due is None


@dataclass(frozen=True)
class AssignmentConflict:
    """Somebody else divided this section differently since the page was shown."""

    theirs: AssignmentRecord
    mine: AssignmentRecord


@dataclass(frozen=True)
class CommentRecord:
    """What one colleague said to the others about a question; ``question`` is empty for the whole."""

    id: int
    question: str
    text: str
    author: str
    in_dossier: bool
    created_at: datetime
    resolved_at: datetime | None = None
    browser: str = ""

    @property
    def open(self) -> bool:
        """Whether nobody dealt with it yet."""
        return self.resolved_at is None


@dataclass(frozen=True)
class EvidenceRecord:
    """A file or a link that shows where an answer comes from; ``question`` is empty for the whole."""

    key: str
    question: str
    title: str
    url: str = ""
    file_name: str = ""
    media: str = ""
    size: int = 0
    sha256: str = ""
    stored: str = ""
    author: str = ""
    created_at: datetime | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is a file rather than a link."""
        return bool(self.stored)


@dataclass(frozen=True)
class VersionRecord:
    """One version of one answer: what it said, when, by whom and how it came about.

    ``answer`` is None when the answer was taken away. ``how`` is one of :data:`HOW`.
    """

    id: int
    question: str
    number: int
    answer: AnswerRecord | None
    how: str
    author: str
    created_at: datetime


#: begun: there at the start; saved; aside: not chosen in a clash, kept; restored; undone
BEGUN, SAVED, ASIDE, RESTORED, UNDONE = "begin", "bewaard", "opzij", "terug", "ongedaan"
HOW = (BEGUN, SAVED, ASIDE, RESTORED, UNDONE)


@dataclass(frozen=True)
class HeadRecord:
    """An assessment without its answers: enough for a list, cheap for hundreds at a time."""

    id: int
    edit_token: str
    read_token: str
    questionnaire: str
    content_hash: str
    subject: str | None
    title: str
    updated_at: datetime
    revision: int
    frozen_at: datetime | None = None
    next_id: int | None = None
    meeting_until: datetime | None = None
    assigned: tuple[AssignmentRecord, ...] = ()
