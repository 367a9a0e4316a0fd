"""'Onze afwegingen': everything that one team weighed, with advice and review date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from webapp.services.dutch import local
from webapp.services.progress import progress
from webapp.services.weighing import Weighing, weigh
from webapp.services.wording import Firmness, firmness, headline, review_date
from webapp.storage.records import AssessmentRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot


@dataclass(frozen=True)
class Row:
    """One row."""

    record: AssessmentRecord
    weighing: Weighing | None
    headline: str
    firm: Firmness | None
    stops: tuple[str, ...]
    review: date | None
    overdue: bool
    left: int
    facts_left: int


def overview(records: Iterable[AssessmentRecord], snapshot: Snapshot, today: date) -> list[Row]:
    """All assessments, those to look at again first."""
    rows = [_row(record, snapshot, today) for record in records]
    return sorted(rows, key=lambda row: not row.overdue)


def _row(record: AssessmentRecord, snapshot: Snapshot, today: date) -> Row:
    if record.questionnaire not in snapshot.topics:
        return Row(record, None, "Deze vragenlijst is er niet meer", None, (), None, False, 0, 0)
    weighing = weigh(record, snapshot, today)
    advice = weighing.advice
    review = review_date(advice, local(record.updated_at).date())
    path = progress(weighing)
    return Row(
        record=record,
        weighing=weighing,
        headline=headline(advice),
        firm=firmness(advice),
        stops=tuple(stop.title for stop in advice.stops if stop.certain),
        review=review,
        overdue=review is not None and review <= today and record.next_id is None,
        left=path.left,
        facts_left=path.facts_left,
    )
