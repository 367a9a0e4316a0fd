"""Records of the decision, as storage hands them to the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class DecisionRecord:
    """What was decided about one item; ``choice`` is gevolgd, uitgelegd, uitgesteld, or nothing yet."""

    item: str
    choice: str = ""
    reason: str = ""
    decider: str = ""
    decided: date | None = None
    review: date | None = None
    seen_hash: str = ""
    seen_outcome: str = ""
    seen_score: str = ""
    version: int = 0
    updated_at: datetime | None = None

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""
        return (self.choice, self.reason, self.decider, self.decided, self.review)

    def seen(self) -> tuple[str, str, str]:
        """Which advice lay on the table."""
        return (self.seen_hash, self.seen_outcome, self.seen_score)

    @property
    def empty(self) -> bool:
        """Whether nothing was decided."""
        return self.content() == DecisionRecord(self.item).content()


@dataclass(frozen=True)
class DecisionConflict:
    """Somebody else changed this decision since the page was shown."""

    theirs: DecisionRecord
    mine: DecisionRecord


@dataclass(frozen=True)
class DecisionsSaved:
    """What a save of decisions did: the items saved, and what clashed."""

    saved: tuple[str, ...] = ()
    conflicts: tuple[DecisionConflict, ...] = ()


@dataclass(frozen=True)
class DossierRecord:
    """A dossier that was signed off."""

    assessment_id: int
    decider: str
    decided: date
    snapshot: str
    sha256: str
    created_at: datetime
