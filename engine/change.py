"""The smallest change that gives a better outcome, for a settled advice.

Only the questions that an author marked with `te_regelen: ja` may change: the municipality's own conduct, not
whom it reaches or why. When no own change helps, it says what would have to change about the subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass

from engine.answers import Answers, Given, read_answer
from engine.assess import Assessment
from engine.conditions import holds, leaves
from engine.engine import Engine
from engine.mover import Mover, Moves, Task
from engine.possible import Range
from engine.solver import Undecided
from engine.witness import example, raw_answers

MOST = 3


@dataclass(frozen=True)
class Move:
    """One answer that changes. `now` is empty while the question is open; `own` for own conduct."""

    question: str
    now: str
    becomes: str
    own: bool
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A set of changes, what it costs in effort, and the outcomes that are then possible, best first.

    `ends` are the measures that certainly apply now, and then certainly no longer.
    The effort is that of the measures that the answers now bring along, or 1 for an answer without any; facts
    about the subject are nobody's effort and cost nothing.
    """

    moves: tuple[Move, ...]
    cost: int
    outcomes: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """At most three smallest sets, smallest first; none contains another.

    own: sets of own conduct alone.
    subject: where `own` is empty, sets in which facts about the subject change too.
    complete: False when a limit was reached: what is given is right and nothing of it can be left out, but
        there may be other sets, and smaller ones.
    """

    own: tuple[Change, ...]
    subject: tuple[Change, ...]
    complete: bool


class NotVerified(Exception):
    """The engine does not confirm a change that the solver found: an internal error."""


def smallest_change(engine: Engine, assessment: Assessment, reach: Range) -> Changes:
    """Return what would give a better outcome; nothing when the advice is not settled or already the best.

    Raises:
        NotVerified: when the engine does not confirm what was found; an internal error.
    """
    found, better = own_changes(engine, assessment, reach), _better(engine, reach)
    if found.own or not found.complete or not better:
        return found
    questions = engine.questionnaire.questions
    both = tuple(key for key, q in questions.items() if q.arrangeable or q.about == "onderwerp")
    more, complete = _sets(engine, assessment, both, better)
    return Changes((), more, complete)


def own_changes(engine: Engine, assessment: Assessment, reach: Range) -> Changes:
    """Return the same, of own conduct alone; quick."""
    better = _better(engine, reach)
    if not better:
        return Changes((), (), True)
    own = tuple(key for key, question in engine.questionnaire.questions.items() if question.arrangeable)
    found, complete = _sets(engine, assessment, own, better)
    return Changes(found, (), complete)


def _better(engine: Engine, reach: Range) -> frozenset[str]:
    """Return the rungs with a better outcome than the settled one; none while it is not settled."""
    outcomes = engine.ruleset.outcomes
    if len(reach.outcomes) != 1 or reach.outcomes[0] not in outcomes:
        return frozenset()
    rank = outcomes[reach.outcomes[0]].rank
    rungs = engine.program.values["uitkomst"]
    return frozenset(symbol for symbol, value in rungs.items() if outcomes[value].rank < rank)


def _sets(
    engine: Engine, assessment: Assessment, movable: tuple[str, ...], better: frozenset[str]
) -> tuple[tuple[Change, ...], bool]:
    efforts = _efforts(engine, assessment, movable)
    questions = engine.questionnaire.questions
    heavy = frozenset(key for key in movable if not questions[key].arrangeable)
    task = Task(engine.readers.compiled, assessment.given, assessment.known, movable, better, efforts, heavy)
    found: list[Change] = []
    try:
        with closing(Mover(task)) as mover:
            for moves in mover.sets(MOST):
                found.append(_change(engine, assessment, task, moves))
    except Undecided:
        return tuple(found) or tuple(_some(engine, assessment, task)), False
    return tuple(found), True


def _some(engine: Engine, assessment: Assessment, task: Task) -> Iterator[Change]:
    """Yield a set of which nothing can be left out, when one is found within the limit."""
    with closing(Mover(task)) as mover, suppress(Undecided):
        moves = mover.some()
        if moves is not None:
            yield _change(engine, assessment, task, moves)


def _change(engine: Engine, assessment: Assessment, task: Task, moves: Moves) -> Change:
    form, program = engine.questionnaire, engine.program
    symbols = {
        item.id: symbol
        for question, answer in moves
        for item, symbol in zip(program.inputs_of[question], answer, strict=True)
    }
    keys = [question for question, _ in moves]
    after = dict(example(form, program, symbols, keys))
    given = assessment.answers.given
    rows = tuple(
        Move(
            key,
            _words(given.get(key)),
            after[key],
            form.questions[key].arrangeable,
            tuple(name for name, _ in task.efforts.get(key, ())),
        )
        for key in keys
    )
    outcomes, ends = _verified(engine, assessment, task, after)
    return Change(rows, task.cost(keys), outcomes, ends)


def _words(given: Given | None) -> str:
    """Return an answer as it stands in a file with answers; nothing while it is open."""
    if given is None or given.state == "unknown":
        return ""
    if given.state == "nvt":
        return "nvt"
    return ", ".join(given.value) or "geen" if isinstance(given.value, tuple) else str(given.value)


def _verified(
    engine: Engine, assessment: Assessment, task: Task, after: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Run the engine with the change; return the outcomes that are then possible, and measures that end."""
    form = engine.questionnaire
    raw = raw_answers(form, tuple(after.items()))
    given = dict(assessment.answers.given)
    given |= {key: read_answer(form.questions[key], answer) for key, answer in raw.items()}
    reach = engine.possible(engine.assess(Answers(given), assessment.on))
    values = engine.program.values["uitkomst"]
    wanted = {values[symbol] for symbol in task.better}
    left = [outcome for outcome in reach.outcomes if outcome in wanted]
    if not left or (reach.exact and len(left) < len(reach.outcomes)):
        raise NotVerified(after)
    now, symbols = assessment.evaluation.symbols, reach.symbols
    ends = (key for key in engine.ruleset.measures if now[f"maatregel.{key}"] == "ja")
    return (
        tuple(sorted(left, key=lambda outcome: engine.ruleset.outcomes[outcome].rank)),
        tuple(key for key in ends if "ja" not in symbols[f"maatregel.{key}"]),
    )


# -- what a change costs ------------------------------------------------------------------------------------


def _efforts(
    engine: Engine, assessment: Assessment, movable: Iterable[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Return per question the measures that its answer now brings along, with their effort."""
    program, symbols = engine.program, assessment.evaluation.symbols
    table: dict[str, list[tuple[str, int]]] = {key: [] for key in movable}
    for key, triggers in program.triggers.items():
        effort = engine.ruleset.measures[key].effort
        active = [trigger.when for trigger in triggers if holds(trigger.when, symbols) is True]
        names = {leaf.item for when in active for leaf in leaves(when)}
        for question in sorted(frozenset[str]().union(*(program.conduct[name] for name in names))):
            if question in table and engine.questionnaire.questions[question].arrangeable:
                table[question].append((key, effort))
    return {key: tuple(rows) for key, rows in table.items()}
