"""Looks for worlds in which conditions hold, and for the fewest answers that are reason enough.

What is found is replayed in the plain evaluator before it is handed on. Not found means that there is
none; where the limit is reached, `Undecided` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from engine.clauses import Copy, affected, answer_literals, known_literals
from engine.clauses_score import SMALL, ScoreClauses
from engine.conditions import HIDDEN, Condition, Is, holds
from engine.evaluate import world
from engine.program import Program, cell_of
from engine.solver import Gates, Model, Undecided
from engine.terms import KNOWN, OLDER, OPEN_SHARE

__all__ = ["Search", "Undecided", "World", "Wrong", "settled"]


class Wrong(Exception):
    """A world of the solver does not hold in the plain evaluator: an internal error."""


@dataclass(frozen=True)
class World:
    """A world: the answer per input, what is known, and the symbol of every item.

    A question that is not shown has an answer too; it has no effect.
    """

    given: Mapping[str, str]
    known: Mapping[str, str]
    symbols: Mapping[str, str]

    def holds(self, *conditions: Condition) -> bool:
        """Whether all conditions hold."""
        return all(holds(condition, self.symbols) for condition in conditions)


def settled(program: Program) -> tuple[Condition, ...]:
    """Return the conditions that nothing is unknown or old: what is so in a complete assessment."""
    found: list[Condition] = []
    for name, cells in program.knowledge.items():
        if name.startswith(KNOWN):
            found.append(Is(name, frozenset(["ja"])))
        elif name.startswith(OLDER):
            found.append(Is(name, frozenset(["nee"])))
        elif name == OPEN_SHARE:
            found.append(Is(name, frozenset([cell_of(cells, 0)])))
    return tuple(found)


class Search:
    """The worlds of one program. Not for more than one thread at a time.

    Args:
        program: the rules.
        fixed: inputs whose answer is already settled.
        small: up to how many nodes a threshold of the score is encoded at once.
    """

    def __init__(self, program: Program, fixed: Mapping[str, str] | None = None, small: int = SMALL) -> None:
        self.program, self.gates = program, Gates()
        self.known = known_literals(self.gates, program)
        self.scores = partial(ScoreClauses, small=small)
        answers = answer_literals(self.gates, program, fixed)
        self.copy = Copy(self.gates, program, answers, self.known, self.scores)
        self._others: dict[str, Copy] = {}

    def close(self) -> None:
        """Give back what the solver holds outside Python."""
        self.gates.close()

    # -- one world ----------------------------------------------------------------------------------------

    def world(self, *conditions: Condition) -> World | None:
        """Return a world in which all conditions hold, or None; raises Undecided."""
        wanted = [self.copy.literal(condition) for condition in conditions]
        found: list[World] = []

        def fits(model: Model) -> bool:
            found[:] = [self.read(model)]
            return found[0].holds(*conditions)

        if self.gates.search(wanted, fits) is None:
            return None
        if not found[0].holds(*conditions):
            raise Wrong(conditions)
        return found[0]

    def read(self, model: Model, copy: Copy | None = None) -> World:
        """Return the world of an assignment, by the plain evaluator."""
        answers = (copy or self.copy).answers
        given = {item: _true(model, row) for item, row in answers.items()}
        known = {item: _true(model, row) for item, row in self.known.items()}
        return World(given, known, world(self.program, given, known))

    # -- two worlds that differ in one question --------------------------------------------------------

    def other(self, question: str) -> Copy:
        """Return a second copy in which one question has an answer of its own."""
        if question not in self._others:
            own = answer_literals(self.gates, self.program)
            ids = [item.id for item in self.program.inputs_of[question]]
            answers = {item: own[item] for item in ids}
            self._others[question] = Copy(
                self.gates,
                self.program,
                answers,
                self.known,
                self.scores,
                self.copy,
                affected(self.program, [question]),
            )
        return self._others[question]

    def pair(self, question: str, ways: Sequence[tuple[Condition, Condition]]) -> tuple[World, World] | None:
        """Return two worlds that differ in the answer to one question alone, or None; raises Undecided.

        Args:
            question: the question.
            ways: what holds in the first and in the second world; one of these is enough.
        """
        copy = self.other(question)
        goal = self.gates.any(
            self.gates.all([self.copy.literal(one), copy.literal(two)]) for one, two in ways
        )
        return self._pair(copy, [goal], lambda a, b: any(a.holds(one) and b.holds(two) for one, two in ways))

    def different(self, question: str, items: Iterable[str]) -> tuple[World, World] | None:
        """Return two worlds that differ in one question alone, and in one of the items at least."""
        copy, names = self.other(question), list(items)
        rows = [(self.copy.table(name), copy.table(name)) for name in names]
        differs = self.gates.any(
            self.gates.all([literal, -two[symbol]]) for one, two in rows for symbol, literal in one.items()
        )
        return self._pair(copy, [differs], lambda a, b: any(a.symbols[n] != b.symbols[n] for n in names))

    def _pair(
        self, copy: Copy, wanted: list[int], fits: Callable[[World, World], bool]
    ) -> tuple[World, World] | None:
        model = self.gates.search(wanted, lambda m: fits(self.read(m), self.read(m, copy)))
        if model is None:
            return None
        found = self.read(model), self.read(model, copy)
        if not fits(*found):
            raise Wrong(wanted)
        return found

    # -- the fewest answers --------------------------------------------------------------------------------

    def reason(self, found: World, *conditions: Condition) -> list[str]:
        """Return questions whose answers in a world make the conditions hold, however the rest is answered.

        None of them can be left out. What is known stays as it is in the world.
        """
        goal = self.gates.all([self.copy.literal(c) for c in conditions])
        return self._reason((found,), goal, lambda m: not self.read(m).holds(*conditions))

    def reason_of_pair(
        self,
        question: str,
        pair: tuple[World, World],
        first: Sequence[Condition],
        second: Sequence[Condition],
    ) -> list[str]:
        """Return the same for a pair; the question itself is not among them."""
        copy = self.other(question)
        goal = self.gates.all([*map(self.copy.literal, first), *map(copy.literal, second)])
        fixed = [self.copy.answers[i.id][pair[0].given[i.id]] for i in self.program.inputs_of[question]]
        fixed += [copy.answers[i.id][pair[1].given[i.id]] for i in self.program.inputs_of[question]]

        def fails(model: Model) -> bool:
            return not (self.read(model).holds(*first) and self.read(model, copy).holds(*second))

        return self._reason(pair, goal, fails, fixed, {question})

    def _reason(
        self,
        found: Sequence[World],
        goal: int,
        fails: Callable[[Model], bool],
        fixed: Sequence[int] = (),
        without: Iterable[str] = (),
    ) -> list[str]:
        """Search among the answers of the first world, to every question that is shown in some world."""
        first = found[0]
        known = [self.known[name][symbol] for name, symbol in first.known.items()]
        rows: dict[int, str] = {}
        for question, inputs in self.program.inputs_of.items():
            shown = any(w.symbols[inputs[0].id] != HIDDEN for w in found)
            if shown and question not in set(without):
                answers = [self.copy.answers[item.id][first.given[item.id]] for item in inputs]
                rows[self.gates.all(answers)] = question
        needed, rest = list(rows), [-goal, *known, *fixed]
        while self.gates.search([*needed, *rest], fails) is not None:
            raise Wrong(goal)
        needed = self.gates.core(needed)
        for literal in reversed(list(needed)):
            fewer = [other for other in needed if other != literal]
            if self.gates.search([*fewer, *rest], fails) is None:
                needed = self.gates.core(fewer)
        return [rows[literal] for literal in rows if literal in set(needed)]


def _true(model: Model, row: Mapping[str, int]) -> str:
    return next((symbol for symbol, literal in row.items() if model(literal)), next(iter(row)))
