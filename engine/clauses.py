"""A program as clauses: each item a set of literals, one of which is true, made when first asked for.

A `Copy` is the program over one set of answers. A second copy over other answers shares every literal
that does not depend on what differs, so two worlds that differ in one question cost little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from engine.conditions import HIDDEN, NOT_APPLICABLE, All, Any, Condition, Is, Not
from engine.program import Count, Decision, Input, Program, Score, looks_at
from engine.solver import Gates
from engine.terms import KNOWN

Literals = Mapping[str, int]  # per symbol


class ScoreLiterals(Protocol):
    """Gives the literals of the scores over the literals of the judgements."""

    def table(self, name: str) -> Literals:
        """Return per symbol of a score the literal."""

    def among(self, symbols: frozenset[str]) -> int:
        """Return whether the total has one of these symbols."""


class ScoreMaker(Protocol):
    """Makes the score of a copy; `base` is the score of the copy that it shares literals with."""

    def __call__(self, score: Score, copy: Copy, base: ScoreLiterals | None) -> ScoreLiterals:
        """Return the score's literals."""


def answer_literals(
    gates: Gates, program: Program, fixed: Mapping[str, str] | None = None
) -> dict[str, dict[str, int]]:
    """Return per input and answer a literal; a multiple choice is n.v.t. as a whole.

    Args:
        gates: where the clauses go.
        program: the rules.
        fixed: inputs whose answer is already settled.
    """
    fixed = fixed or {}
    table: dict[str, dict[str, int]] = {}
    for inputs in program.inputs_of.values():
        off: int | None = None
        for item in inputs:
            if item.id in fixed:
                table[item.id] = {s: gates.true if s == fixed[item.id] else -gates.true for s in item.answers}
                continue
            row = {symbol: gates.var() for symbol in item.answers}
            if off is not None:
                row[NOT_APPLICABLE] = off
            off = row.get(NOT_APPLICABLE)
            gates.exactly_one(list(row.values()))
            table[item.id] = row
    return table


def known_literals(gates: Gates, program: Program) -> dict[str, dict[str, int]]:
    """Return per item about what is known its literals, free of each other.

    What is known about a question that can be hidden may be nothing in any world: only signals look at it,
    and they can't hold by that alone.
    """
    table: dict[str, dict[str, int]] = {}
    for name, cells in program.knowledge.items():
        symbols = [cell.symbol for cell in cells] or ["ja", "nee"]
        inputs = program.inputs_of.get(name.removeprefix(KNOWN), ())
        if any(item.shown is not None for item in inputs):
            symbols.append(HIDDEN)
        table[name] = {symbol: gates.var() for symbol in symbols}
        gates.exactly_one(list(table[name].values()))
    return table


def affected(program: Program, questions: Iterable[str]) -> frozenset[str]:
    """Return the items that can have another symbol when the answers to these questions differ."""
    return spread(program, (item.id for question in questions for item in program.inputs_of[question]))


def spread(program: Program, names: Iterable[str]) -> frozenset[str]:
    """Return these items, and every item that can have another symbol when theirs differ."""
    found = set(names)
    for item in program.items:
        if isinstance(item, Score):
            for principle in item.principles:
                if found & set(principle.criteria):
                    found |= {f"score.{principle.id}", "score"}
        elif looks_at(item) & found:
            found.add(item.id)
    return frozenset(found)


class Copy:
    """The literals of one world.

    Args:
        gates: where the clauses go.
        program: the rules.
        answers: per input and answer a literal; of a second copy only those that differ from `base`.
        known: the literals of what is known.
        scores: makes the literals of the score.
        base: a copy to share with, and `own` the items that can have another symbol here.
    """

    def __init__(
        self,
        gates: Gates,
        program: Program,
        answers: Mapping[str, Literals],
        known: Mapping[str, Literals],
        scores: ScoreMaker,
        base: Copy | None = None,
        own: frozenset[str] = frozenset(),
    ) -> None:
        self.gates, self.program, self.base, self._own = gates, program, base, own
        self.answers: dict[str, Literals] = {**(base.answers if base else {}), **answers}
        self._tables: dict[str, Literals] = dict(known)
        self._scores: ScoreLiterals | None = None
        self._score_maker = scores

    def table(self, name: str) -> Literals:
        """Return per symbol of an item the literal that it has that symbol."""
        if name not in self._tables:
            if self.base is not None and name not in self._own:
                return self.base.table(name)
            self._tables[name] = self._make(name)
        return self._tables[name]

    def literal(self, condition: Condition) -> int:
        """Return a literal that is true exactly when the condition holds."""
        match condition:
            case Is("score", symbols) if self.base is None or "score" in self._own:
                return self.scores.among(symbols)
            case Is("score", _) if self.base is not None:
                return self.base.literal(condition)
            case Is(item, symbols):
                return self.gates.any([lit for s, lit in self.table(item).items() if s in symbols])
            case All(parts):
                return self.gates.all([self.literal(part) for part in parts])
            case Any(parts):
                return self.gates.any([self.literal(part) for part in parts])
            case Not(part):
                return -self.literal(part)
        raise TypeError(condition)

    @property
    def scored(self) -> ScoreLiterals | None:
        """The scores of this copy alone, when something asked for them."""
        return self._scores

    @property
    def scores(self) -> ScoreLiterals:
        """The scores of this copy."""
        if self._scores is None:
            score = self.program.by_name["score"]
            assert isinstance(score, Score)
            self._scores = self._score_maker(score, self, self.base.scores if self.base else None)
        return self._scores

    def _make(self, name: str) -> Literals:
        match item := self.program.by_name[name]:
            case Input():
                return self._input(item)
            case Decision():
                return self._decision(item)
            case Count():
                return self._counted(item)
            case Score():
                return self.scores.table(name)
        raise TypeError(item)

    def _input(self, item: Input) -> Literals:
        given = self.answers[item.id]
        if item.shown is None:
            return given
        shown = self.literal(item.shown)
        return {**{s: self.gates.all([shown, lit]) for s, lit in given.items()}, HIDDEN: -shown}

    def _decision(self, item: Decision) -> Literals:
        table: dict[str, int] = {}
        earlier: list[int] = []
        for case in item.cases:
            when = self.literal(case.when)
            first = self.gates.all([when, *earlier])
            table[case.symbol] = self.gates.any([table.get(case.symbol, -self.gates.true), first])
            earlier.append(-when)
        none = self.gates.all(earlier)
        table[item.otherwise] = self.gates.any([table.get(item.otherwise, -self.gates.true), none])
        return table

    def _counted(self, item: Count) -> Literals:
        parts = [(1, self.literal(part)) for part in item.parts]
        return {
            cell.symbol: self.gates.all(
                [self.gates.at_least(parts, cell.low), -self.gates.at_least(parts, cell.high + 1)]
            )
            for cell in item.cells
        }
