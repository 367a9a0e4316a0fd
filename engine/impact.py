"""Whom a change would hit: two versions of a topic over the same assessments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.advice import Advice, OutcomeView
from engine.answers import (
    AnswerError,
    AnswerProblem,
    Answers,
    Given,
    read_answer,
    read_answers,
    subject_answers,
)
from engine.case_files import Assessed
from engine.cause import Cause, Found, cause_of
from engine.difference import Change, differences
from engine.engine import Engine
from engine.load import Content

Direction = Literal["gelijk", "gunstiger", "strenger", "termijn", "zekerder", "onzekerder", "anders"]
DIRECTIONS: tuple[Direction, ...] = (
    "strenger",
    "gunstiger",
    "termijn",
    "onzekerder",
    "zekerder",
    "anders",
    "gelijk",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one version advises: an outcome, or the ones still possible."""

    outcomes: tuple[str, ...]
    label: str
    because: tuple[str, ...]
    score: tuple[int | None, int | None, int | None]
    measures: tuple[str, ...]
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One assessment under both versions.

    dropped: what could not be carried over to the new version, in Dutch.
    """

    name: str
    old: Result
    new: Result
    direction: Direction
    cause: Cause | None
    dropped: tuple[str, ...]

    @property
    def moved(self) -> bool:
        """Whether the advice differs."""
        return self.direction != "gelijk"

    @property
    def other_work(self) -> bool:
        """Whether the advice is the same, but not what to do or to heed."""
        same = self.old.measures == self.new.measures and self.old.signals == self.new.signals
        return not self.moved and not same


@dataclass(frozen=True, slots=True)
class Version:
    """Which version, and the hash of its content."""

    id: str
    hash: str


@dataclass(frozen=True)
class Impact:
    """The differences between two versions, and what they do to each assessment."""

    old: Version
    new: Version
    changes: tuple[Change, ...]
    cases: tuple[Case, ...]

    @property
    def moved(self) -> tuple[Case, ...]:
        """The assessments with another advice."""
        return tuple(case for case in self.cases if case.moved)

    @property
    def directions(self) -> dict[str, int]:
        """How many assessments move in which direction."""
        counts = Counter(case.direction for case in self.cases)
        return {word: counts[word] for word in DIRECTIONS if counts[word]}

    @property
    def moves(self) -> dict[tuple[str, str], int]:
        """How many assessments go from which advice to which, most first."""
        counts = Counter((case.old.label, case.new.label) for case in self.moved)
        return dict(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def impact(
    old: Content, old_id: str, new: Content, new_id: str, cases: Iterable[Assessed], on: date
) -> Impact:
    """Compare two versions over assessments.

    Args:
        old: the content of the old version; `new` may be the same.
        old_id: the old version, such as "sociale-media/v1".
        new: the content of the new version.
        new_id: the new version.
        cases: the assessments, answered under the old version.
        on: the date for assessments that have none.

    Raises:
        AnswerError: when an assessment does not fit the old version.
        ContentError: when one of the versions has findings.
    """
    with closing(Engine(old, old_id)) as before, closing(Engine(new, new_id)) as after:
        return Impact(
            Version(old_id, before.program.hash),
            Version(new_id, after.program.hash),
            differences(old, old_id, new, new_id),
            tuple(_case(before, after, case, case.on or on) for case in cases),
        )


def _case(before: Engine, after: Engine, case: Assessed, on: date) -> Case:
    old = _found(before, _old_answers(before, case), on)
    answers, dropped = _carried(before, after, case)
    new = _found(after, answers, on)
    return Case(
        case.name, _result(old.advice), _result(new.advice), direction(old, new), cause_of(old, new), dropped
    )


def _found(engine: Engine, answers: Answers, on: date) -> Found:
    assessment = engine.assess(answers, on)
    reach = engine.possible(assessment)
    return Found(engine, assessment, reach, engine.explain(assessment, reach))


# -- answers ----------------------------------------------------------------------------------------------


def _facts(engine: Engine, subject: str) -> dict[str, Given]:
    found = engine.content.subjects.get(subject)
    return subject_answers(engine.questionnaire, found) if found else {}


def _old_answers(engine: Engine, case: Assessed) -> Answers:
    """Return the answers under the old version; problems name the assessment."""
    if case.subject and case.subject not in engine.content.subjects:
        raise AnswerError((AnswerProblem(case.name, f"het onderwerp ‘{case.subject}’ is niet bekend"),))
    try:
        return read_answers(engine.questionnaire, case.answers, _facts(engine, case.subject))
    except AnswerError as error:
        named = (AnswerProblem(f"{case.name}: {p.question}", p.message) for p in error.problems)
        raise AnswerError(tuple(named)) from None


def _carried(before: Engine, after: Engine, case: Assessed) -> tuple[Answers, tuple[str, ...]]:
    """Return the answers under the new version, and what no longer fits; that is open again."""
    codes = {q.code: key for key, q in before.questionnaire.questions.items()}
    questions = after.questionnaire.questions
    given, dropped = _facts(after, case.subject), []
    for name, raw in case.answers.items():
        key = name if name in before.questionnaire.questions else codes[name]
        if key not in questions:
            dropped.append(f"de vraag ‘{key}’ is er niet meer")
            continue
        try:
            given[key] = read_answer(questions[key], raw)
        except ValueError as error:
            given.pop(key, None)
            dropped.append(f"het antwoord op {questions[key].code} past niet meer: {error}")
    return Answers(given), tuple(dropped)


# -- results ----------------------------------------------------------------------------------------------


def _result(advice: Advice) -> Result:
    return Result(
        tuple(o.id for o in advice.possible),
        " of ".join(map(_label, advice.possible)),
        tuple(dict.fromkeys(o.because for o in advice.possible)),
        (advice.score.min, advice.score.max, advice.score.now),
        tuple(sorted(m.id for m in advice.measures if m.certain)),
        tuple(sorted(s.id for s in (*advice.stops, *advice.alerts) if s.certain)),
    )


def _label(outcome: OutcomeView) -> str:
    return f"{outcome.title}, binnen {outcome.term}" if outcome.term else outcome.title


def direction(old: Found, new: Found) -> Direction:
    """Return how the advice moves; outcomes are compared by the rank that their own version gives them."""
    before, after = ({o.id: o for o in found.advice.possible} for found in (old, new))
    if set(before) == set(after):
        same = all(before[key].term == after[key].term for key in before)
        return "gelijk" if same else "termijn"
    if len(before) == len(after) == 1:
        return _single(next(iter(before.values())), next(iter(after.values())))
    if set(after) < set(before):
        return "zekerder"
    return "onzekerder" if set(before) < set(after) else _ends(before, after)


def _single(old: OutcomeView, new: OutcomeView) -> Direction:
    if old.rank == new.rank:
        return "anders"
    return "gunstiger" if new.rank < old.rank else "strenger"


def _ends(before: Mapping[str, OutcomeView], after: Mapping[str, OutcomeView]) -> Direction:
    """Compare several possible outcomes by the best and the worst of them."""
    old, new = (sorted(o.rank for o in side.values()) for side in (before, after))
    moves = (new[0] - old[0], new[-1] - old[-1])
    if max(moves) <= 0 and min(moves) < 0:
        return "gunstiger"
    return "strenger" if min(moves) >= 0 and max(moves) > 0 else "anders"
