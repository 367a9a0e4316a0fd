"""What other parts of Basislijn add to a dossier; each part gives its own lines, and none is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from webapp.storage.records import PointRecord, TaskRecord


@dataclass(frozen=True)
class DecisionLine:
    """A decision. `outcome` comes from a fixed list; `text` and `reason` are typed by people.

    `role` is the function that decided ("het college", "FG"): it is public. `who` is a name: it is not.
    """

    outcome: str
    text: str = ""
    reason: str = ""
    role: str = ""
    who: str = ""
    decided_on: date | None = None
    review_on: date | None = None
    version: str = ""


@dataclass(frozen=True)
class MinorityView:
    """What somebody thought otherwise, with the reason."""

    text: str
    who: str = ""
    reason: str = ""


@dataclass(frozen=True)
class RoundLine:
    """One round of the conversation about one subject or question."""

    title: str
    agreed: str = ""
    reasons: tuple[str, ...] = ()
    minority: tuple[MinorityView, ...] = ()
    attendees: tuple[str, ...] = ()
    held_on: date | None = None
    question: str = ""


@dataclass(frozen=True)
class CommentLine:
    """A comment that somebody marked for the dossier; `about` is the question id or a fixed text."""

    text: str
    who: str = ""
    about: str = ""
    written_on: date | None = None


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence: a file or an address."""

    title: str
    question: str = ""
    note: str = ""
    url: str = ""
    sha256: str = ""
    size: int | None = None
    dated: date | None = None
    who: str = ""


@dataclass(frozen=True)
class EvidenceFile:
    """A file of evidence as it goes into the archive, under the number that it has in the dossier."""

    number: int
    name: str
    title: str
    media: str
    added: datetime
    content: bytes

    @property
    def place(self) -> str:
        """Its name in the archive."""
        return f"bewijs/{self.number:02}-{self.name}"


@dataclass(frozen=True)
class DossierExtras:
    """Everything beside the answers; empty parts say so in the dossier."""

    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)
    points: Mapping[str, PointRecord] = field(default_factory=dict)
    decisions: tuple[DecisionLine, ...] = ()
    rounds: tuple[RoundLine, ...] = ()
    comments: tuple[CommentLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    file: str = ""  # the assessment as Basislijn opens it again, with all that belongs to it
