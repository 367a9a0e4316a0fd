"""'Als wij dit regelen': what an assessment would say with other answers about one's own conduct.

A scenario is weighed as an assessment in which those answers are saved, by the same function. Nothing of it
is stored, unless somebody keeps the choices by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from engine.advice import MeasureView
from engine.arrange import arranged
from engine.models import Question
from webapp.services.answers_in_words import stored_label
from webapp.services.comparison import Column, Comparison, answer_text, compare
from webapp.services.dutch import lower_first
from webapp.services.weighing import Weighing
from webapp.services.wording import headline, score_text
from webapp.storage.records import AnswerRecord, TaskRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

MOST_STEPS = 12
NOW, THEN = "Nu", "Als u dit regelt"
FROM_SCENARIO = "Overgenomen uit een scenario."


@dataclass(frozen=True)
class Choices:
    """What somebody chose: measures to arrange, and answers that would be others."""

    measures: tuple[str, ...] = ()
    answers: Mapping[str, AnswerRecord] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """How many steps that is."""
        return len(self.measures) + len(self.answers)


@dataclass(frozen=True)
class Move:
    """An answer that would be another, in words."""

    question: str
    text: str
    code: str
    now: str
    becomes: str


@dataclass(frozen=True)
class Offer:
    """A measure that one can choose, and the answers that carry it out."""

    measure: MeasureView
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Step:
    """One chosen measure or answer: what it does alone, and what is left when only this one is not done."""

    title: str
    moves: tuple[Move, ...]
    alone: Weighing
    without: Weighing


@dataclass(frozen=True)
class Scenario:
    """The present, the same with everything that was chosen, and each step by itself."""

    before: Weighing
    after: Weighing
    steps: tuple[Step, ...]
    chosen: frozenset[str]
    left_out: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the advice becomes another."""
        return headline(self.before.advice) != headline(self.after.advice)

    @cached_property
    def comparison(self) -> Comparison:
        """The present beside the scenario."""
        return compare((Column(NOW, self.before), Column(THEN, self.after)))

    @cached_property
    def ends(self) -> tuple[MeasureView, ...]:
        """Other measures that are certain now and then no longer."""
        then = {measure.id for measure in self.after.advice.measures if measure.certain}
        return tuple(
            measure
            for measure in self.before.advice.measures
            if measure.certain and measure.id not in then | self.chosen
        )

    @cached_property
    def begins(self) -> tuple[MeasureView, ...]:
        """Measures that are certain then and not now."""
        now = {measure.id for measure in self.before.advice.measures if measure.certain}
        return tuple(
            measure for measure in self.after.advice.measures if measure.certain and measure.id not in now
        )

    def role(self, step: Step) -> str:
        """What a step means for the advice that all steps together give; the order plays no part in it."""
        if not self.changes:
            return ""
        if len(self.steps) == 1:
            return "Dit geeft het andere advies."
        if headline(step.alone.advice) == headline(self.after.advice):
            return "Genoeg, ook zonder de andere stappen."
        if headline(step.without.advice) != headline(self.after.advice):
            return "Nodig: zonder deze stap wordt het advies anders."
        return "Voor dit advies niet nodig."


# --- what one can choose ------------------------------------------------------------------------------


def offers(weighing: Weighing) -> tuple[Offer, ...]:
    """The measures of the advice that one can arrange by own conduct, in the order of the advice."""
    found = []
    for measure in weighing.advice.measures:
        answers = arranged(weighing.topic.engine, weighing.assessment, measure.id)
        if answers:
            records = _records(weighing, answers)
            found.append(Offer(measure, _moves(weighing, records)))
    return tuple(found)


def own_questions(weighing: Weighing) -> dict[str, Question]:
    """The questions about one's own use whose answer can be tried; a text weighs nothing."""
    here = weighing.shown | weighing.perhaps
    return {
        key: question
        for key, question in weighing.questions.items()
        if question.about != "onderwerp" and question.kind != "tekst" and key in here
    }


# --- what it leads to ---------------------------------------------------------------------------------


def with_answers(weighing: Weighing, answers: Mapping[str, AnswerRecord], snapshot: Snapshot) -> Weighing:
    """The same assessment as if these answers were saved."""
    record = replace(weighing.record, answers={**weighing.record.answers, **answers})
    return weighing.with_record(record, snapshot)


def play(weighing: Weighing, choices: Choices, snapshot: Snapshot) -> Scenario:
    """Weigh the choices: together, each alone, and all but each.

    An answer that somebody chose goes before what a measure would answer. Measures are carried out in the
    order of the advice, so the order of choosing plays no part.
    """
    parts: list[tuple[str, dict[str, AnswerRecord]]] = []
    after = weighing
    for key, record in choices.answers.items():
        parts.append((weighing.questions[key].text, {key: record}))
        after = with_answers(after, {key: record}, snapshot)
    left_out = []
    for key in _in_order(weighing, choices.measures):
        fixed = {question for _, answers in parts for question in answers}
        answers = arranged(after.topic.engine, after.assessment, key, fixed)
        if not answers:
            left_out.append(_do(weighing, key))
            continue
        records = _records(weighing, answers)
        parts.append((_do(weighing, key), records))
        after = with_answers(after, records, snapshot)
    steps = tuple(_step(weighing, at, parts, snapshot) for at in range(len(parts)))
    return Scenario(weighing, after, steps, frozenset(choices.measures), tuple(left_out))


def _step(
    weighing: Weighing, at: int, parts: list[tuple[str, dict[str, AnswerRecord]]], snapshot: Snapshot
) -> Step:
    title, answers = parts[at]
    others = {k: v for place, (_, rest) in enumerate(parts) if place != at for k, v in rest.items()}
    alone = with_answers(weighing, answers, snapshot)
    without = with_answers(weighing, others, snapshot) if others else weighing
    return Step(title, _moves(weighing, answers), alone, without)


def effect(before: Weighing, after: Weighing) -> tuple[str, ...]:
    """What changes from one to the other, in one or two sentences."""
    then, now = headline(after.advice), headline(before.advice)
    scores = score_text(before.advice.score), score_text(after.advice.score)
    advice = f"Advies: {lower_first(then)}." if then != now else "Het advies blijft hetzelfde."
    score = f"Score: {scores[1]}, was {scores[0]}." if scores[0] != scores[1] else ""
    return tuple(filter(None, (advice, score)))


def _in_order(weighing: Weighing, measures: tuple[str, ...]) -> list[str]:
    here = [measure.id for measure in weighing.advice.measures if measure.id in measures]
    return [*here, *(key for key in dict.fromkeys(measures) if key not in here)]


def _do(weighing: Weighing, measure: str) -> str:
    known = weighing.topic.ruleset.measures.get(measure)
    return known.do if known else "Een maatregel die niet meer bestaat"


def _records(weighing: Weighing, answers: Mapping[str, str]) -> dict[str, AnswerRecord]:
    return {key: answered(weighing, key, value) for key, value in answers.items()}


def answered(
    weighing: Weighing, key: str, value: str | tuple[str, ...], state: str = "answered"
) -> AnswerRecord:
    """The stored answer of a question with another value; its note and source stay."""
    record = weighing.record.answers.get(key, AnswerRecord(key, "open", None))
    return replace(record, state=state, value=value if state == "answered" else None, confirmed=True)


def _moves(weighing: Weighing, answers: Mapping[str, AnswerRecord]) -> tuple[Move, ...]:
    return tuple(
        Move(
            key,
            weighing.questions[key].text,
            weighing.questions[key].code,
            answer_text(weighing, key),
            stored_label(weighing, record),
        )
        for key, record in answers.items()
    )


# --- the plan -----------------------------------------------------------------------------------------


def plan(
    weighing: Weighing, measures: tuple[str, ...], tasks: Mapping[str, TaskRecord]
) -> tuple[list[TaskRecord], int]:
    """The tasks to make of chosen measures, and how many measures had an agreement already."""
    known = [key for key in _in_order(weighing, measures) if key in weighing.topic.ruleset.measures]
    new = [key for key in known if key not in tasks or tasks[key].empty]
    made = [TaskRecord(key, note=FROM_SCENARIO) for key in new]
    return made, len(known) - len(new)
