"""What one assessment says in a list: its advice in a few words, how far it is, when to look again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from webapp.services.dutch import local
from webapp.services.progress import progress
from webapp.services.weighing import weigh
from webapp.services.wording import Firmness, firmness, headline, review_date
from webapp.storage.records import AssessmentRecord
from webapp.storage.work_records import HeadRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

MOST_KEPT = 5000


@dataclass(frozen=True)
class Summary:
    """What a list shows and sorts by. Computed from the answers; never stored, only remembered."""

    headline: str
    firm: Firmness
    outcome: str
    stops: tuple[str, ...]
    review: date | None
    overdue: bool
    left: int
    facts_left: int
    unfinished: frozenset[str]


def summarise(record: AssessmentRecord, snapshot: Snapshot, today: date) -> Summary:
    """Weigh one assessment; raises KeyError when its questionnaire is gone."""
    weighing = weigh(record, snapshot, today)
    advice = weighing.advice
    review = review_date(advice, local(record.updated_at).date())
    path = progress(weighing)
    return Summary(
        headline=headline(advice),
        firm=firmness(advice),
        outcome=advice.outcome.id if advice.outcome else "",
        stops=tuple(stop.title for stop in advice.stops if stop.certain),
        review=review,
        overdue=review is not None and review <= today and record.next_id is None,
        left=path.left,
        facts_left=path.facts_left,
        unfinished=frozenset(step.key for step in path.steps if step.total and not step.complete),
    )


class Summaries:
    """Summaries of this process, remembered until an answer, the content or the day changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Summary] = OrderedDict()
        self._lock = Lock()

    def get(self, head: HeadRecord, version: str, today: date) -> Summary | None:
        """What is remembered of an assessment as it is now."""
        key = self._key(head, version, today)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, head: HeadRecord, version: str, today: date, summary: Summary) -> None:
        """Remember one; what nobody asked for longest goes first."""
        with self._lock:
            self._kept[self._key(head, version, today)] = summary
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    @staticmethod
    def _key(head: HeadRecord, version: str, today: date) -> tuple[object, ...]:
        return head.edit_token, head.revision, head.updated_at, version, today
