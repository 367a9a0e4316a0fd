"""What storage hands out about a round of conversation: frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

JOINING, BLIND, OPEN, DONE, STOPPED = "binnen", "blind", "verschil", "klaar", "gestopt"
RUNNING = (JOINING, BLIND, OPEN)
AGREED, NOT_AGREED = "eens", "niet_eens"
ANSWERED, UNKNOWN, NOT_APPLICABLE, NO_OPINION = "answered", "unknown", "nvt", "geen"

Value = str | tuple[str, ...] | None


@dataclass(frozen=True)
class Choice:
    """An answer: its state, and its value when it has one."""

    state: str
    value: Value = None


@dataclass(frozen=True)
class Shape:
    """A question as it was put in a round, whatever happens to the questions later."""

    code: str
    text: str
    help: str = ""
    kind: str = "keuze"
    options: Mapping[str, str] = field(default_factory=dict)
    not_applicable: bool = False
    unknown: bool = True
    about: str = "inzet"
    why: str = ""


@dataclass(frozen=True)
class Count:
    """How many participants gave an answer."""

    choice: Choice
    number: int


@dataclass(frozen=True)
class Agreement:
    """What the room agreed about one question. ``verdict`` is eens, niet_eens, or nothing yet."""

    question: str
    verdict: str = ""
    agreed: Choice | None = None
    reason: str = ""
    minority: str = ""
    minority_role: str = ""
    version: int = 0

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""
        return (self.verdict, self.agreed, self.reason, self.minority, self.minority_role)


@dataclass(frozen=True)
class ItemRecord:
    """One question of a round: as it was put, what was answered, what was agreed.

    before: the answer in the assessment before the round was opened.
    taken: whether the agreement went into it.
    """

    question: str
    shape: Shape
    counts: tuple[Count, ...] = ()
    reasons: tuple[str, ...] = ()
    agreement: Agreement = Agreement("")
    before: Mapping[str, object] | None = None
    taken: bool = False


@dataclass(frozen=True)
class RoundRecord:
    """One round of conversation. ``joined`` and ``done`` are numbers of participants, never who."""

    id: int
    assessment_id: int
    number: int
    kind: str
    code: str
    state: str
    minutes: int
    content_hash: str
    created_at: datetime
    expires_at: datetime
    started_at: datetime | None = None
    closed_at: datetime | None = None
    finished_at: datetime | None = None
    roles: tuple[str, ...] = ()
    joined: int = 0
    done: int = 0
    items: tuple[ItemRecord, ...] = ()

    @property
    def running(self) -> bool:
        """Whether the round is not over yet."""
        return self.state in RUNNING


@dataclass(frozen=True)
class GivenRecord:
    """What one participant answered to one question."""

    question: str
    choice: Choice
    reason: str = ""


@dataclass(frozen=True)
class ParticipantRecord:
    """One telephone in the room, with its own answers while they may change."""

    token: str
    meeting_id: int
    role: str
    done: bool
    given: Mapping[str, GivenRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class AgreementConflict:
    """Another tab recorded something else since the page was shown."""

    theirs: Agreement
    mine: Agreement


@dataclass(frozen=True)
class AgreementsSaved:
    """What a save of agreements did."""

    saved: tuple[str, ...] = ()
    conflicts: tuple[AgreementConflict, ...] = ()
    closed: bool = False
