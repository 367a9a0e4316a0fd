"""A list of assessments: searched, filtered, sorted, and a page at a time.

An advice costs a moment to compute. So only what a page shows is computed, and what a filter asks;
and only while there is time. What was not reached is said, and comes along at the next look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from webapp.services.overview import Summaries, Summary, summarise
from webapp.services.wording import FIRM, OPEN, PROVISIONAL
from webapp.storage.records import AssessmentRecord
from webapp.storage.work_records import HeadRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic

PAGE = 25
LONGEST = 80
MOST_WORDS = 6
AGAIN = "opnieuw"
STATES = {
    OPEN: "Begonnen: kan nog veranderen",
    PROVISIONAL: "Voorlopig: er zijn nog feiten te bevestigen",
    FIRM: "Advies staat vast",
    AGAIN: "Nu opnieuw wegen",
}
CHANGED, NAME, REVIEW = "gewijzigd", "naam", "opnieuw"
ORDERS = {CHANGED: "Laatst gewijzigd", NAME: "Onderwerp, A tot Z", REVIEW: "Eerst opnieuw te wegen"}
NOBODY = "!niemand"

Load = Callable[[Iterable[int]], Mapping[int, AssessmentRecord]]


@dataclass(frozen=True)
class Query:
    """What somebody asks of a list; the address of the page holds it."""

    words: str = ""
    topic: str = ""
    state: str = ""
    outcome: str = ""
    who: str = ""
    order: str = CHANGED
    page: int = 1

    @property
    def parts(self) -> tuple[str, ...]:
        """The words, apart."""
        return tuple(self.words.split()[:MOST_WORDS])

    @property
    def asks(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.topic or self.state or self.outcome or self.who)

    def arguments(self, page: int = 1) -> dict[str, str]:
        """The query for an address."""
        given = {
            "zoek": self.words,
            "vragenlijst": self.topic,
            "stand": self.state,
            "uitkomst": self.outcome,
            "wie": self.who,
            "volgorde": self.order if self.order != CHANGED else "",
            "pagina": str(page) if page > 1 else "",
        }
        return {key: value for key, value in given.items() if value}


def read_query(given: Mapping[str, str]) -> Query:
    """What an address asks; what makes no sense counts as not asked."""
    page = given.get("pagina", "")
    state, order = given.get("stand", ""), given.get("volgorde", "")
    return Query(
        words=" ".join(given.get("zoek", "").replace("\x00", "").split())[:LONGEST],
        topic=given.get("vragenlijst", "")[:LONGEST],
        state=state if state in STATES else "",
        outcome=given.get("uitkomst", "")[:160],
        who=given.get("wie", "")[:LONGEST],
        order=order if order in ORDERS else CHANGED,
        page=int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
    )


@dataclass(frozen=True)
class Row:
    """One assessment in a list; without a summary when there was no time, or no questionnaire."""

    head: HeadRecord
    summary: Summary | None
    topic_title: str
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class Listing:
    """A page of a list, and what there is to choose from."""

    rows: tuple[Row, ...]
    total: int
    all: int
    page: int
    pages: int
    unreached: int
    topics: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, str]]
    people: tuple[str, ...]


class Known:
    """Summaries on demand, as long as there is time."""

    def __init__(
        self,
        summaries: Summaries,
        load: Load,
        snapshot: Snapshot,
        today: date,
        in_time: Callable[[], bool],
        hidden: Callable[[HeadRecord], bool] = lambda _head: False,
    ) -> None:
        self.summaries, self.load, self.snapshot = summaries, load, snapshot
        self.today, self.in_time, self.hidden = today, in_time, hidden

    def tells(self, head: HeadRecord) -> bool:
        """Whether the list may say what the advice is: there is one, and no conversation hides it."""
        return head.questionnaire in self.snapshot.topics and not self.hidden(head)

    def of(self, heads: Sequence[HeadRecord]) -> dict[int, Summary]:
        """Summaries by assessment; at least one new one, and more while there is time."""
        found: dict[int, Summary] = {}
        missing: list[HeadRecord] = []
        for head in heads:
            if not self.tells(head):
                continue
            topic = self.snapshot.topics[head.questionnaire]
            known = self.summaries.get(head, self._version(topic), self.today)
            if known is None:
                missing.append(head)
            else:
                found[head.id] = known
        for start in range(0, len(missing), PAGE):
            part = missing[start : start + PAGE]
            records = self.load(head.id for head in part)
            for head in part:
                if head.id not in records:
                    continue
                found[head.id] = self._weigh(head, records[head.id])
                if not self.in_time():
                    return found
        return found

    def _version(self, topic: Topic) -> str:
        """What an advice rests on beside the answers: the content, and the facts of the curator."""
        return f"{topic.version_hash}+{self.snapshot.curated.stamp}"

    def _weigh(self, head: HeadRecord, record: AssessmentRecord) -> Summary:
        topic = self.snapshot.topics[record.questionnaire]
        summary = summarise(record, self.snapshot, self.today)
        seen = replace(head, revision=record.revision, updated_at=record.updated_at)
        self.summaries.keep(seen, self._version(topic), self.today, summary)
        return summary


def listing(
    everything: Sequence[HeadRecord], found: Sequence[HeadRecord], query: Query, known: Known
) -> Listing:
    """The page that a query asks. ``found`` are those of ``everything`` in which its words occur."""
    heads = [head for head in found if _cheap(head, query)]
    needs = bool(query.state or query.outcome or query.order == REVIEW)
    summaries = known.of(heads) if needs else {}
    readable = [head for head in heads if known.tells(head)]
    unreached = len(readable) - len(summaries) if needs else 0
    if query.state or query.outcome:
        heads = [h for h in heads if h.id in summaries and _fits(h, summaries[h.id], query)]
    heads = _sorted(heads, summaries, query.order)
    pages = max(1, -(-len(heads) // PAGE))
    page = min(query.page, pages)
    shown = heads[(page - 1) * PAGE : page * PAGE]
    if not needs:
        summaries = known.of(shown)
        unreached = sum(h.id not in summaries for h in shown if known.tells(h))
    return Listing(
        rows=tuple(_row(head, summaries.get(head.id), known.snapshot) for head in shown),
        total=len(heads),
        all=len(everything),
        page=page,
        pages=pages,
        unreached=unreached,
        topics=_topics(everything, known.snapshot),
        outcomes=_outcomes(everything, known.snapshot),
        people=tuple(sorted({a.who for h in everything for a in h.assigned if a.who}, key=str.casefold)),
    )


def _cheap(head: HeadRecord, query: Query) -> bool:
    """What can be told without an advice."""
    if query.topic and head.questionnaire != query.topic:
        return False
    if query.outcome and head.questionnaire != query.outcome.partition("|")[0]:
        return False
    people = {item.who for item in head.assigned if item.who}
    if query.who == NOBODY:
        return not people
    return not query.who or query.who in people


def _fits(head: HeadRecord, summary: Summary, query: Query) -> bool:
    if query.outcome and f"{head.questionnaire}|{summary.outcome}" != query.outcome:
        return False
    if query.state == AGAIN:
        return summary.overdue
    return not query.state or summary.firm.kind == query.state


def _sorted(heads: list[HeadRecord], summaries: Mapping[int, Summary], order: str) -> list[HeadRecord]:
    if order == NAME:
        return sorted(heads, key=lambda head: (head.title.casefold(), head.id))
    if order == REVIEW:
        days = {key: summary.review or date.max for key, summary in summaries.items()}
        return sorted(heads, key=lambda head: days.get(head.id, date.max))
    return heads


def _row(head: HeadRecord, summary: Summary | None, snapshot: Snapshot) -> Row:
    topic = snapshot.topics.get(head.questionnaire)
    waiting = [a.who for a in head.assigned if a.who and (not summary or a.section in summary.unfinished)]
    title = topic.questionnaire.title if topic else ""
    return Row(head, summary, title, tuple(dict.fromkeys(waiting)))


def _topics(heads: Iterable[HeadRecord], snapshot: Snapshot) -> dict[str, str]:
    used = {head.questionnaire for head in heads}
    return {key: topic.questionnaire.title for key, topic in snapshot.topics.items() if key in used}


def _outcomes(heads: Iterable[HeadRecord], snapshot: Snapshot) -> dict[str, dict[str, str]]:
    return {
        title: {
            f"{key}|{outcome}": view.title for outcome, view in snapshot.topics[key].ruleset.outcomes.items()
        }
        for key, title in _topics(heads, snapshot).items()
    }
