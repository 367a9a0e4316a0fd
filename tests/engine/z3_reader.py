"""A program for z3, encoded in its own way: numbers for symbols, and the score as whole-number arithmetic.

It shares no code with the clauses of the engine, so a fault in one of the two shows as a difference.
"""

from __future__ import annotations

from math import lcm
from typing import Any as Anything

import z3

from engine.conditions import HIDDEN, NOT_APPLICABLE, NOTHING, All, Any, Condition, Is, Not
from engine.program import Cell, Count, Decision, Input, Program, Score

Expression = Anything  # z3 ships without type information


class Z3Reader:
    """Every item is a whole number: the place of its symbol."""

    def __init__(self, program: Program) -> None:
        self.program, self.solver = program, z3.Solver()
        self.symbols = program.symbols()
        self.value: dict[str, Expression] = {name: z3.Int(name) for name in self.symbols}
        for name, value in self.value.items():
            self.solver.add(value >= 0, value < len(self.symbols[name]))
        self._answers()
        for item in self.program.items:
            match item:
                case Input():
                    self._input(item)
                case Decision():
                    self._decision(item)
                case Count():
                    number = z3.Sum([z3.If(self.holds(part), 1, 0) for part in item.parts] or [z3.IntVal(0)])
                    self._in_cell(item.id, item.cells, number, None)
                case Score():
                    self._score(item)

    def _answers(self) -> None:
        """Say what goes together: n.v.t. holds for a whole question, and what is known is a yes or a no."""
        program = self.program
        for name, cells in program.knowledge.items():
            inputs = program.inputs_of.get(name.removeprefix("?bekend:"), ())
            if not cells and all(item.shown is None for item in inputs):
                self.solver.add(z3.Not(self.is_symbol(name, HIDDEN)))
        for inputs in program.inputs_of.values():
            for other in inputs[1:]:
                if other.not_applicable:
                    off = [self.is_symbol(item.id, NOT_APPLICABLE) for item in (inputs[0], other)]
                    self.solver.add(off[0] == off[1])

    def possible(self, *conditions: Condition) -> bool:
        """Whether a world exists in which all conditions hold."""
        self.solver.push()
        self.solver.add(*(self.holds(condition) for condition in conditions))
        found = self.solver.check()
        self.solver.pop()
        assert found != z3.unknown
        return bool(found == z3.sat)

    def is_symbol(self, item: str, symbol: str) -> Expression:
        return self.value[item] == self.symbols[item].index(symbol)

    def holds(self, condition: Condition) -> Expression:
        match condition:
            case Is(item, symbols):
                return z3.Or([self.is_symbol(item, s) for s in symbols if s in self.symbols[item]])
            case All(parts):
                return z3.And([self.holds(part) for part in parts])
            case Any(parts):
                return z3.Or([self.holds(part) for part in parts])
            case Not(part):
                return z3.Not(self.holds(part))
        raise TypeError(condition)

    def _input(self, item: Input) -> None:
        if item.shown is not None:
            self.solver.add(self.is_symbol(item.id, HIDDEN) == z3.Not(self.holds(item.shown)))

    def _decision(self, item: Decision) -> None:
        place = self.symbols[item.id].index
        result = z3.IntVal(place(item.otherwise))
        for case in reversed(item.cases):
            result = z3.If(self.holds(case.when), z3.IntVal(place(case.symbol)), result)
        self.solver.add(self.value[item.id] == result)

    def _in_cell(
        self, name: str, cells: tuple[Cell, ...], number: Expression, nothing: Expression | None
    ) -> None:
        """Say in which cell a number lies; `number` is None-like where `nothing` holds."""
        for cell in cells:
            inside = z3.And(number >= cell.low, number <= cell.high)
            inside = inside if nothing is None else z3.And(z3.Not(nothing), inside)
            self.solver.add(self.is_symbol(name, cell.symbol) == inside)
        if nothing is not None:
            self.solver.add(self.is_symbol(name, NOTHING) == nothing)

    def _score(self, score: Score) -> None:
        common = lcm(*range(1, 1 + max(len(p.criteria) for p in score.principles)))
        total, weights = z3.IntVal(0), z3.IntVal(0)
        for principle in score.principles:
            points, size = z3.IntVal(0), z3.IntVal(0)
            for criterion in principle.criteria:
                for symbol in self.symbols[criterion]:
                    worth = score.points[criterion].get(symbol)
                    if worth is not None:
                        here = self.is_symbol(criterion, symbol)
                        points, size = points + z3.If(here, worth, 0), size + z3.If(here, 1, 0)
            per = z3.IntVal(0)  # common * points / size
            for n in range(1, len(principle.criteria) + 1):
                per = z3.If(size == n, points * (common // n), per)
            name = f"score.{principle.id}"
            self._rounded(name, score, per, z3.If(size > 0, 1, 0), common)
            total = total + principle.weight * per
            weights = weights + z3.If(size > 0, principle.weight, 0)
        self._rounded("score", score, total, weights, common)

    def _rounded(self, name: str, score: Score, total: Expression, weights: Expression, common: int) -> None:
        """Define floor(100 total / (highest common weights) + 1/2) as a whole number."""
        number = z3.Int(f"{name}!")
        below = score.highest * common * weights
        self.solver.add(z3.Implies(weights == 0, number == 0))
        for weight in self._weights(name, score):
            part = score.highest * common * weight
            exact = z3.And(
                2 * part * number <= 200 * total + part, 200 * total + part < 2 * part * (number + 1)
            )
            self.solver.add(z3.Implies(below == part, exact))
        self._in_cell(name, score.cells[name], number, weights == 0)

    def _weights(self, name: str, score: Score) -> list[int]:
        """Return every sum of weights that can count, so that no product of unknowns is needed."""
        if name != "score":
            return [1]
        sums = {0}
        for principle in score.principles:
            sums |= {value + principle.weight for value in sums}
        return sorted(sums - {0})
