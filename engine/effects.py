"""What each measure does to the advice once it is done: other answers, and the engine looks again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from engine.advice import MeasureView, ScoreRange
from engine.answers import Answers, read_answer
from engine.assess import Assessment
from engine.conditions import holds, leaves
from engine.engine import Engine
from engine.possible import Range, possible

MOST = 36  # answers to try for one measure


@dataclass(frozen=True)
class Effect:
    """What the advice becomes when a measure is done and all else stays.

    outcomes: id and title of what the advice can then be, best first.
    score: the score then.
    answers: the questions that get another answer, and that answer as it stands in a file.
    """

    outcomes: tuple[tuple[str, str], ...]
    score: ScoreRange
    answers: tuple[tuple[str, str], ...]


def effects(engine: Engine, assessment: Assessment, measures: tuple[MeasureView, ...]) -> dict[str, Effect]:
    """Return the effect of each measure that holds; of the others, and of what no answer ends, nothing."""
    found = ((measure.id, _effect(engine, assessment, measure.id)) for measure in measures if measure.certain)
    return {key: effect for key, effect in found if effect is not None}


def _effect(engine: Engine, assessment: Assessment, measure: str) -> Effect | None:
    """Try what can be answered instead; of the answers that end the measure take the most favourable."""
    best: tuple[tuple[int, int], Effect] | None = None
    item = f"maatregel.{measure}"
    for change in _answers(engine, assessment, measure):
        reach = _with(engine, assessment, change, item)
        if "ja" in reach.symbols[item]:
            continue
        effect = _told(engine, reach, change)
        rank = (_worst(engine, effect), -(effect.score.now or 0))
        if best is None or rank < best[0]:
            best = rank, effect
    return best[1] if best else None


def _answers(engine: Engine, assessment: Assessment, measure: str) -> Iterator[dict[str, str]]:
    """Yield other answers to the questions that the measure rests on and one can arrange."""
    program, symbols = engine.program, assessment.evaluation.symbols
    active = [trigger.when for trigger in program.triggers.get(measure, ()) if holds(trigger.when, symbols)]
    names = {leaf.item for when in active for leaf in leaves(when)}
    below = frozenset[str]().union(*(program.conduct[name] for name in names))
    questions = [
        (key, question)
        for key, question in engine.questionnaire.questions.items()
        if key in below and question.arrangeable
    ]
    if not questions or any(question.kind != "keuze" for _, question in questions):
        return
    tried = product(*(question.options for _, question in questions))
    for _, answers in zip(range(MOST), tried, strict=False):
        yield {key: answer for (key, _), answer in zip(questions, answers, strict=True)}


def _with(engine: Engine, assessment: Assessment, change: Mapping[str, str], item: str) -> Range:
    given = dict(assessment.answers.given)
    questions = engine.questionnaire.questions
    given |= {key: read_answer(questions[key], answer) for key, answer in change.items()}
    after = engine.assess(Answers(given), assessment.on)
    return possible(engine.readers, after, frozenset({"uitkomst", "score", item}))


def _told(engine: Engine, reach: Range, change: Mapping[str, str]) -> Effect:
    outcomes = engine.ruleset.outcomes
    order = sorted(reach.outcomes, key=lambda key: outcomes[key].rank)
    return Effect(
        tuple((key, outcomes[key].title) for key in order),
        ScoreRange.of(reach.scores["score"]),
        tuple(change.items()),
    )


def _worst(engine: Engine, effect: Effect) -> int:
    return max(engine.ruleset.outcomes[key].rank for key, _ in effect.outcomes)
