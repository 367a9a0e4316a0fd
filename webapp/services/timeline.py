"""One subject over time: every look with its advice, what changed in between, and what is still to come.

A look is a weighing with a day and a name, wherever it comes from: a day on which answers changed, another
assessment of the same subject, or something that was kept when a decision was taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.difference import differences
from webapp.services.comparison import Row, answer_rows
from webapp.services.dutch import local, lower_first, upper_first
from webapp.services.line import Drawing, Mark, draw
from webapp.services.weighing import Weighing, weigh
from webapp.services.wording import firmness, headline, score_text
from webapp.storage.records import AssessmentRecord
from webapp.storage.scenario_records import ChangeRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

MOST_LOOKS = 12
MOST_RULES = 12
NOW = "Nu"


@dataclass(frozen=True)
class Look:
    """The subject as it was weighed on a day; ``url`` where one can look at it."""

    label: str
    day: date
    weighing: Weighing
    url: str = ""

    @property
    def headline(self) -> str:
        """The advice in a few words."""
        return headline(self.weighing.advice)

    @property
    def score(self) -> str:
        """The score in words."""
        return score_text(self.weighing.advice.score)

    @property
    def firm(self) -> str:
        """How firm it was."""
        return firmness(self.weighing.advice).title


@dataclass(frozen=True)
class Since:
    """What changed from one look to the next."""

    before: Look
    after: Look
    advice: str
    score: str
    answers: tuple[Row, ...]
    rules: tuple[str, ...]
    more_rules: int

    @property
    def nothing(self) -> bool:
        """Whether both say the same."""
        return not (self.advice or self.score or self.answers or self.rules)


@dataclass(frozen=True)
class Ahead:
    """A day on which something starts to hold, and what."""

    day: date
    advice: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """Everything on the page; the changes run from new to old."""

    looks: tuple[Look, ...]
    since: tuple[Since, ...]
    drawing: Drawing | None
    ahead: tuple[Ahead, ...]
    older: int


def timeline(looks: Iterable[Look], present: Weighing) -> Timeline:
    """Lay out the page; looks of one day keep the order in which they are given."""
    ordered = sorted(looks, key=lambda look: look.day)
    kept = tuple(ordered[-MOST_LOOKS:])
    since = tuple(_since(before, after) for before, after in pairwise(kept))
    line = present.advice.thresholds.get(present.topic.ruleset.line)
    drawing = draw([Mark(look.label, look.day, look.weighing.advice.score) for look in kept], line)
    return Timeline(kept, since[::-1], drawing, ahead(present), len(ordered) - len(kept))


def _since(before: Look, after: Look) -> Since:
    pair = before.weighing, after.weighing
    rules, more = _rules(*pair)
    return Since(
        before=before,
        after=after,
        advice="" if before.headline == after.headline else f"{before.headline} → {after.headline}",
        score="" if before.score == after.score else f"{before.score} → {after.score}",
        answers=tuple(row for row in answer_rows(pair) if row.differs),
        rules=rules,
        more_rules=more,
    )


def _rules(before: Weighing, after: Weighing) -> tuple[tuple[str, ...], int]:
    """What differs between the rules of two looks, in sentences; and how many more there are."""
    old, new = before.topic, after.topic
    if old.version_hash == new.version_hash:
        return (), 0
    if old.slug != new.slug:
        return ("Dit is een andere vragenlijst.",), 0
    found = [
        upper_first(change.text)
        for change in differences(old.engine.content, _rules_id(before), new.engine.content, _rules_id(after))
    ]
    return tuple(found[:MOST_RULES]), max(0, len(found) - MOST_RULES)


def _rules_id(weighing: Weighing) -> str:
    rulesets = weighing.topic.engine.content.rulesets
    return next(key for key, rules in rulesets.items() if rules is weighing.topic.ruleset)


def ahead(weighing: Weighing) -> tuple[Ahead, ...]:
    """What the rules say to hold from a day that is still to come."""
    advice, today = weighing.advice, weighing.today
    days: dict[date, tuple[list[str], list[str]]] = {}
    for outcome in (advice.outcome,) if advice.outcome else advice.possible:
        if outcome.starts and outcome.starts > today:
            perhaps = "" if advice.outcome else "misschien "
            days.setdefault(outcome.starts, ([], []))[0].append(f"{perhaps}{lower_first(outcome.title)}")
    for measure in advice.measures:
        if measure.starts and measure.starts > today:
            perhaps = "" if measure.certain else "Misschien: "
            days.setdefault(measure.starts, ([], []))[1].append(f"{perhaps}{measure.do}")
    return tuple(Ahead(day, tuple(days[day][0]), tuple(days[day][1])) for day in sorted(days))


# --- where looks come from ----------------------------------------------------------------------------


def own_looks(
    weighing: Weighing, changes: Sequence[ChangeRecord], snapshot: Snapshot, url: str, whole: bool = True
) -> list[Look]:
    """The assessment at the end of each day on which an answer changed, and now.

    Args:
        weighing: the assessment as it is.
        changes: what answers were before they changed, the latest first.
        snapshot: the content; also earlier days are weighed with the questions and rules of now.
        url: where the assessment stands.
        whole: whether no change was forgotten, so that the first answers are known too.
    """
    record, today = weighing.record, weighing.today
    answers = dict(record.answers)
    days = {}
    for change in changes:
        day = min(local(change.created_at).date(), today)
        days.setdefault(day, dict(answers))
        if change.before is None:
            answers.pop(change.question, None)
        else:
            answers[change.question] = change.before
    if whole:
        days.setdefault(min(local(record.created_at).date(), today), answers)
    looks = [
        Look(record.title, day, weigh(replace(record, answers=then), snapshot, day), url)
        for day, then in sorted(days.items())[-MOST_LOOKS:]
        if day < today
    ]
    return [*looks, Look(NOW, today, weighing, url)]


def same_subject(weighing: Weighing, records: Iterable[AssessmentRecord]) -> list[AssessmentRecord]:
    """The other assessments of the same subject with any version of the same questionnaire."""
    mine = weighing.record
    slug = weighing.topic.slug
    return [
        row
        for row in records
        if row.id != mine.id and row.questionnaire.partition("/")[0] == slug and _same(mine, row)
    ]


def _same(mine: AssessmentRecord, other: AssessmentRecord) -> bool:
    if mine.subject or other.subject:
        return mine.subject == other.subject
    return mine.title.casefold() == other.title.casefold()


def other_look(record: AssessmentRecord, snapshot: Snapshot, today: date, url: str) -> Look:
    """Another assessment of the subject, on the day on which somebody last filled something in."""
    day = min(local(record.updated_at).date(), today)
    return Look(record.title, day, weigh(record, snapshot, day), url)
