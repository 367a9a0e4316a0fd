"""What one answers once a measure is carried out.

A measure can rest on own conduct and on other things, such as an outcome. It is carried out when nothing in
one's own conduct asks for it any more; what else asks for it stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product

from engine.answers import Answers, Given
from engine.assess import Assessment
from engine.conditions import holds, leaves
from engine.engine import Engine
from engine.program import Trigger

MOST_TOGETHER = 2


def conduct_of(engine: Engine, measure: str) -> tuple[str, ...]:
    """Return the questions about own conduct that bring a measure along, in the order of the questions."""
    found = frozenset[str]().union(*(_asked(engine, trigger) for trigger in _triggers(engine, measure)))
    return tuple(
        key for key, q in engine.questionnaire.questions.items() if key in found and q.kind == "keuze"
    )


def arranged(
    engine: Engine, assessment: Assessment, measure: str, fixed: Collection[str] = ()
) -> Mapping[str, str] | None:
    """Return the answers that carry out a measure; None when there are none.

    The fewest answers that change; among those the ones that leave the fewest measures to arrange; and
    else the first in the order of the questionnaire. A measure that own conduct does not ask for needs no
    answer.

    Args:
        engine: the rules.
        assessment: the answers as they are.
        measure: the id of the measure.
        fixed: questions whose answer has to stay.
    """
    if _carried_out(engine, assessment, measure):
        return {}
    movable = [key for key in conduct_of(engine, measure) if key not in fixed]
    for size in range(1, MOST_TOGETHER + 1):
        best: tuple[int, Mapping[str, str]] | None = None
        for moves in _moves(engine, assessment, movable, size):
            given = {**assessment.answers.given, **{key: Given(value) for key, value in moves.items()}}
            after = engine.assess(Answers(given), assessment.on)
            if _carried_out(engine, after, measure):
                left = sum(not _carried_out(engine, after, key) for key in engine.ruleset.measures)
                if best is None or left < best[0]:
                    best = left, moves
        if best is not None:
            return best[1]
    return None


def _carried_out(engine: Engine, assessment: Assessment, measure: str) -> bool:
    symbols = assessment.evaluation.symbols
    return all(holds(trigger.when, symbols) is False for trigger in _triggers(engine, measure))


def _triggers(engine: Engine, measure: str) -> list[Trigger]:
    """Return what asks for a measure because of own conduct."""
    return [trigger for trigger in engine.program.triggers.get(measure, ()) if _asked(engine, trigger)]


def _asked(engine: Engine, trigger: Trigger) -> frozenset[str]:
    questions = engine.questionnaire.questions
    found = (engine.program.conduct[leaf.item] for leaf in leaves(trigger.when))
    return frozenset(key for key in frozenset[str]().union(*found) if questions[key].arrangeable)


def _moves(
    engine: Engine, assessment: Assessment, movable: list[str], size: int
) -> Iterator[Mapping[str, str]]:
    questions, given = engine.questionnaire.questions, assessment.answers
    for keys in combinations(movable, size):
        others = ([v for v in questions[key].options if v != given.value(key)] for key in keys)
        for values in product(*others):
            yield dict(zip(keys, values, strict=True))
