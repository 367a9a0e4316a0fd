"""A Program as JsonLogic: one array of expressions per layer, results handed on by Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Anything

import datalogic_py

from engine.conditions import GAP, HIDDEN, NOTHING, All, Any, Condition, Is, Not
from engine.program import Cell, Count, Decision, Input, Item, Program, Score

Logic = Anything
Stage = list[tuple[str, Logic]]
COMMON = 360_360  # a multiple of every number of criteria: a mean is a whole number of parts


class LogicRules:
    """Runs a program on a JsonLogic library; complete answers only."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.name = {item: f"v{i}" for i, item in enumerate(program.symbols())}
        engine = datalogic_py.Engine()
        self.stages = []
        for layer in program.layers:
            for stage in self._stages(layer):
                rule = engine.compile([logic for _, logic in stage])
                self.stages.append(([name for name, _ in stage], rule))

    def evaluate(self, given: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
        """Return the symbol of every item."""
        context: dict[str, Anything] = {f"in_{self.name[item]}": symbol for item, symbol in given.items()}
        context |= {self.name[item]: symbol for item, symbol in known.items()}
        for names, rule in self.stages:
            context.update(zip(names, rule.evaluate(context), strict=True))
        return {item: context[name] for item, name in self.name.items()}

    def _stages(self, layer: tuple[Item, ...]) -> list[Stage]:
        plain: Stage = []
        counted: Stage = []
        later: list[Stage] = []
        for item in layer:
            key = self.name.get(item.id, "")
            match item:
                case Input():
                    own = {"var": f"in_{key}"}
                    shown = own if item.shown is None else {"if": [self._logic(item.shown), own, HIDDEN]}
                    plain.append((key, shown))
                case Decision():
                    rows = [part for case in item.cases for part in (self._logic(case.when), case.symbol)]
                    plain.append((key, {"if": [*rows, item.otherwise]}))
                case Count():
                    parts = [{"if": [self._logic(part), 1, 0]} for part in item.parts]
                    plain.append((f"n_{key}", {"+": [0, *parts]}))
                    counted.append((key, _cell({"var": f"n_{key}"}, item.cells)))
                case Score():
                    later = self._score(item)
        return [stage for stage in (plain, counted, *later) if stage]

    def _score(self, score: Score) -> list[Stage]:
        """Return the stages of the score; whole numbers, so that the rounding is exact."""
        sums, means, totals, result = [], [], [], []
        keys = [(p, self.name[f"score.{p.id}"]) for p in score.principles]
        for principle, key in keys:
            pairs = [self._points(score, criterion) for criterion in principle.criteria]
            sums += [(f"sum_{key}", {"+": [0, *(p for p, _ in pairs)]})]
            sums += [(f"num_{key}", {"+": [0, *(n for _, n in pairs)]})]
            number, total = {"var": f"num_{key}"}, {"var": f"sum_{key}"}
            means.append((f"mean_{key}", {"if": [number, {"/": [{"*": [total, COMMON]}, number]}, 0]}))
            whole = {"*": [score.highest, number]}
            value = _cell(_rounded({"*": [100, total]}, whole), score.cells[f"score.{principle.id}"])
            means.append((key, {"if": [number, value, NOTHING]}))
            totals.append((principle.weight, {"var": f"mean_{key}"}, number))
        result = [
            ("weighted", {"+": [0, *({"*": [w, mean]} for w, mean, _ in totals)]}),
            ("weights", {"+": [0, *({"if": [n, w, 0]} for w, _, n in totals)]}),
        ]
        whole = {"*": [score.highest * COMMON, {"var": "weights"}]}
        value = _cell(_rounded({"*": [100, {"var": "weighted"}]}, whole), score.cells["score"])
        last = [(self.name["score"], {"if": [{"var": "weights"}, value, NOTHING]})]
        return [sums, means, result, last]

    def _points(self, score: Score, criterion: str) -> tuple[Logic, Logic]:
        points: Logic = 0
        counts: Logic = 0
        for symbol, value in score.points[criterion].items():
            test = {"===": [{"var": self.name[criterion]}, symbol]}
            points = {"if": [test, value or 0, points]}
            counts = {"if": [test, int(value is not None), counts]}
        return points, counts

    def _logic(self, condition: Condition) -> Logic:
        match condition:
            case Is(item, wanted):
                return {"in": [{"var": self.name[item]}, sorted(wanted)]}
            case All(parts):
                return {"and": [self._logic(part) for part in parts]} if parts else True
            case Any(parts):
                return {"or": [self._logic(part) for part in parts]} if parts else False
            case Not(part):
                return {"!": [self._logic(part)]}
        raise TypeError(condition)


def _rounded(numerator: Logic, denominator: Logic) -> Logic:
    """Return floor(x + 1/2) in whole numbers."""
    double = {"*": [2, denominator]}
    above = {"+": [{"*": [2, numerator]}, denominator]}
    return {"/": [{"-": [above, {"%": [above, double]}]}, double]}


def _cell(number: Logic, cells: tuple[Cell, ...]) -> Logic:
    rows = [part for cell in cells[:-1] for part in ({"<=": [number, cell.high]}, cell.symbol)]
    last = cells[-1].symbol if cells else GAP
    return {"if": [*rows, last]} if rows else last
