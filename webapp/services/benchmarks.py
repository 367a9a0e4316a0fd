"""Figures to compare with: what an organisation gives, and the tables that may be published of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.models import Question
from webapp.services.disputes import ORGANISATION
from webapp.services.dutch import local
from webapp.services.k_anonymity import LEAST, floor_to, publish_cells
from webapp.services.weighing import Weighing
from webapp.storage.knowledge_records import ContributionRecord, ReleaseRecord, Value
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Topic

OPEN, NONE_GIVEN = "!open", "!geen"
YES, NO = "!ja", "!nee"
BANDS = ((0, 20), (21, 40), (41, 60), (61, 80), (81, 100))
CHOICES = ("keuze", "meerkeuze")
EVERYTHING = ("onderwerp", "inzet", "organisatie")


def least(setting: int) -> int:
    """The smallest group that may be known: the setting, and never fewer than five."""
    return max(LEAST, setting)


def options_of(weighing: Weighing, about: Iterable[str] = EVERYTHING) -> dict[str, Value]:
    """The options that were chosen, without any text that somebody wrote."""
    about = frozenset(about)
    found: dict[str, Value] = {}
    for key, question in weighing.questions.items():
        given = weighing.answers.given.get(key)
        if question.kind not in CHOICES or question.about not in about or key not in weighing.shown:
            continue
        if given is not None and given.state == "answered" and isinstance(given.value, (str, tuple)):
            found[key] = given.value
    return found


def contribution(weighing: Weighing, key: str, organisation: str, named: bool) -> ContributionRecord:
    """What an organisation gives: outcome, score and options; a name only when it wants to be named."""
    advice = weighing.advice
    firm = advice.score.min is not None and advice.score.min == advice.score.max
    return ContributionRecord(
        topic=weighing.topic.id,
        organisation_key=key,
        assessment_id=weighing.record.id,
        questionnaire=weighing.topic.id,
        organisation=organisation if named else "",
        named=named,
        outcome=advice.outcome.id if advice.outcome else OPEN,
        score=advice.score.min if firm else None,
        options=options_of(weighing),
    )


# --- tables ---------------------------------------------------------------------------------------------


def tables(rows: list[ContributionRecord], topic: Topic, k: int) -> dict[str, Any]:
    """Return everything that is published over these organisations, as plain data."""
    outcomes = dict.fromkeys([*topic.ruleset.outcomes, OPEN], 0)
    bands = dict.fromkeys([*(band(low) for low, _ in BANDS), OPEN], 0)
    for row in rows:
        outcomes[row.outcome if row.outcome in outcomes else OPEN] += 1
        bands[band(row.score)] += 1
    questions: dict[str, Any] = {}
    for key, question in topic.questionnaire.questions.items():
        if question.kind in CHOICES:
            questions[key] = _question(rows, key, question, k)
    return {
        "k": k,
        "organisaties": floor_to(len(rows), k),
        "uitkomst": publish_cells(outcomes, k),
        "score": publish_cells(bands, k),
        "vragen": questions,
    }


def band(score: int | None) -> str:
    """The band in which a score falls."""
    found = (f"{low}-{high}" for low, high in BANDS if score is not None and low <= score <= high)
    return next(found, OPEN)


def _question(rows: list[ContributionRecord], key: str, question: Question, k: int) -> dict[str, Any]:
    """One table per question; with more answers at once one table per option."""
    given = [row.options.get(key) for row in rows]
    if question.kind == "keuze":
        counts = dict.fromkeys([*question.options, OPEN], 0)
        for value in given:
            counts[value if isinstance(value, str) and value in question.options else OPEN] += 1
        return dict(publish_cells(counts, k))
    found = {}
    for option in question.options:
        counts = {YES: 0, NO: 0, OPEN: 0}
        for value in given:
            counts[OPEN if value is None else YES if option in value else NO] += 1
        found[option] = publish_cells(counts, k)[YES]
    return found


# --- releases -------------------------------------------------------------------------------------------


def release(
    repository: Repository, topic: Topic, k: int, now: datetime, *, accounts: bool
) -> ReleaseRecord | None:
    """Publish new tables when at least k organisations joined, changed or left; else nothing changes.

    So two releases never differ by one organisation that everybody saw come or go. With accounts only
    organisations count, also when werkmappen without one gave something before there were accounts.
    """
    store = repository.shared.benchmarks
    rows = [
        row
        for row in store.contributions(topic.id)
        if not row.named and (row.organisation_key.startswith(ORGANISATION) or not accounts)
    ]
    latest = store.latest(topic.id)
    number = latest.number if latest else 0
    fresh = sum(row.release != number for row in rows) if latest else len(rows)
    gone = latest.members - (len(rows) - fresh) if latest else 0
    if len(rows) < k or max(fresh, gone) < k:
        return latest
    keys = [row.organisation_key for row in rows]
    store.publish(topic.id, number + 1, keys, tables(rows, topic, k), now)
    return store.latest(topic.id)


# --- the page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """One table in words: per cell the count, or None when it is hidden."""

    key: str
    title: str
    code: str
    rows: tuple[tuple[str, int | None], ...]
    multiple: bool = False

    @property
    def shown(self) -> bool:
        """Whether anything of it is shown."""
        return any(count for _, count in self.rows)


@dataclass(frozen=True)
class ComparePage:
    """What the page shows."""

    organisations: int
    since: date | None
    outcome: Table | None
    score: Table | None
    questions: tuple[Table, ...]
    hidden_questions: int
    named: tuple[tuple[str, str], ...]


def compare_page(
    topic: Topic, latest: ReleaseRecord | None, rows: Iterable[ContributionRecord], k: int
) -> ComparePage:
    """Lay out the published tables; what was published with a smaller k than now is not shown."""
    titles = {key: outcome.title for key, outcome in topic.ruleset.outcomes.items()} | {OPEN: "Nog open"}
    named = sorted((row.organisation, titles.get(row.outcome, "Nog open")) for row in rows if row.named)
    if latest is None or int(str(latest.tables["k"])) < k:
        return ComparePage(0, None, None, None, (), 0, tuple(named))
    data: Mapping[str, Any] = latest.tables
    questions = [
        _table(key, question, data["vragen"][key])
        for key, question in topic.questionnaire.questions.items()
        if key in data["vragen"]
    ]
    scores = {f"{low}-{high}": f"{low} tot en met {high}" for low, high in BANDS} | {
        OPEN: "Nog open of geen score"
    }
    return ComparePage(
        organisations=data["organisaties"],
        since=local(latest.created_at).date(),
        outcome=_named("uitkomst", "Het advies", data["uitkomst"], titles),
        score=_named("score", "De score", data["score"], scores),
        questions=tuple(table for table in questions if table.shown),
        hidden_questions=sum(not table.shown for table in questions),
        named=tuple(named),
    )


def _named(key: str, title: str, cells: Mapping[str, int | None], titles: Mapping[str, str]) -> Table:
    return Table(
        key, title, "", tuple((text, cells.get(cell)) for cell, text in titles.items() if cell in cells)
    )


def _table(key: str, question: Question, cells: Mapping[str, int | None]) -> Table:
    titles = {**question.options}
    if question.kind == "keuze":
        titles[OPEN] = "Geen antwoord, of niet gevraagd"
    rows = tuple((text, cells.get(cell)) for cell, text in titles.items())
    return Table(key, question.text, question.code, rows, question.kind == "meerkeuze")
