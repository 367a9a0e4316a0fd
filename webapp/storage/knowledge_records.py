"""What storage hands out about shared knowledge: frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Value = str | tuple[str, ...]
#: What a withdrawn fact says; no question about a subject may have an answer with this name.
WITHDRAWN = "onbekend"

NEW, ANSWERED, USED = "nieuw", "beantwoord", "verwerkt"
PUBLISHED, HIDDEN = "gepubliceerd", "verborgen"


@dataclass(frozen=True)
class CuratedFactRecord:
    """One version of a fact. ``since`` and ``changed_at`` say with which version it became this value."""

    subject: str
    question: str
    value: Value
    source: str
    dated: date
    valid_until: date
    who: str
    url: str = ""
    seen: date | None = None
    note: str = ""
    version: int = 0
    created_at: datetime | None = None
    since: int = 1
    changed_at: datetime | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether the curator took the fact back: then nobody knows it, and ``note`` says why."""
        return self.value == WITHDRAWN


@dataclass(frozen=True)
class CuratedSubjectRecord:
    """A subject that the curator added."""

    key: str
    kind: str
    name: str
    explanation: str
    who: str
    created_at: datetime | None = None


@dataclass(frozen=True)
class DisputeRecord:
    """A disagreement with a fact."""

    assessment_id: int
    organisation_key: str
    subject: str
    question: str
    fact_value: Value
    value: Value
    reason: str
    source: str = ""
    dated: date | None = None
    created_at: datetime | None = None
    state: str = NEW
    reply: str = ""
    replied_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class CaseRecord:
    """A case in the library."""

    questionnaire: str
    subject: str
    subject_name: str
    title: str
    organisation: str
    texts: Mapping[str, str]
    principles: tuple[str, ...]
    outcome: str
    options: Mapping[str, Value]
    deciding: tuple[str, ...]
    assessment_id: int | None = None
    state: str = PUBLISHED
    hidden_because: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True)
class ContributionRecord:
    """What one organisation gave to compare; ``release`` is the number of the release that counts it."""

    topic: str
    organisation_key: str
    assessment_id: int
    questionnaire: str
    organisation: str
    named: bool
    outcome: str
    score: int | None
    options: Mapping[str, Value]
    release: int = 0
    created_at: datetime | None = None

    def content(self) -> tuple[object, ...]:
        """What is counted."""
        return (self.named, self.outcome, self.score, dict(self.options), self.questionnaire)


@dataclass(frozen=True)
class ReleaseRecord:
    """Published tables."""

    topic: str
    number: int
    members: int
    tables: Mapping[str, object]
    created_at: datetime


@dataclass(frozen=True)
class TicketRecord:
    """A remark with what came back."""

    id: int
    questionnaire: str
    content_hash: str
    question: str | None
    kind: str
    text: str
    created_at: datetime
    token: str = ""
    state: str = NEW
    reply: str = ""
    replied_at: datetime | None = None


@dataclass(frozen=True)
class Curated:
    """All that the curator added to the files: the newest version of each fact, and new subjects."""

    facts: Mapping[tuple[str, str], CuratedFactRecord] = field(default_factory=dict)
    subjects: tuple[CuratedSubjectRecord, ...] = ()

    @property
    def stamp(self) -> int:
        """A number that grows with every version that is published."""
        return sum(fact.version for fact in self.facts.values()) + len(self.subjects)
