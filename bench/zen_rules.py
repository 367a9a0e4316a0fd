"""A Program as a decision graph for zen-engine: the same items, layer by layer, one expression each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

import zen

from engine.conditions import GAP, HIDDEN, NOTHING, All, Any, Condition, Is, Not
from engine.program import Cell, Count, Decision, Input, Item, Program, Score

COMMON = 360_360  # a multiple of every number of criteria: a mean is a whole number of parts


class ZenRules:
    """Runs a program on zen-engine, with its trace on; complete answers only."""

    def __init__(self, program: Program) -> None:
        self.program = program
        names = [*program.symbols()]
        self.name = {item: f"v{i}" for i, item in enumerate(names)}
        self.decision = zen.ZenEngine().create_decision(json.dumps(self._graph()))

    def evaluate(self, given: Mapping[str, str], known: Mapping[str, str]) -> tuple[dict[str, str], int]:
        """Return the symbol of every item and the size of the trace in nodes."""
        context = {f"in_{self.name[item]}": symbol for item, symbol in given.items()}
        context |= {self.name[item]: symbol for item, symbol in known.items()}
        answer = self.decision.evaluate(context, {"trace": True})
        result = answer["result"]
        return {item: result[name] for item, name in self.name.items()}, len(answer["trace"])

    def _graph(self) -> dict[str, object]:
        nodes: list[dict[str, object]] = [{"id": "in", "type": "inputNode", "name": "in"}]
        for number, layer in enumerate(self.program.layers):
            rows = [row for item in layer for row in self._rows(item)]
            content = {
                "expressions": [
                    {"id": f"{number}_{i}", "key": key, "value": value} for i, (key, value) in enumerate(rows)
                ],
                "passThrough": True,
            }
            name = f"laag{number}"
            nodes.append({"id": name, "type": "expressionNode", "name": name, "content": content})
        nodes.append({"id": "out", "type": "outputNode", "name": "out"})
        ids = [str(node["id"]) for node in nodes]
        edges = [
            {"id": f"e{i}", "type": "edge", "sourceId": a, "targetId": b}
            for i, (a, b) in enumerate(pairwise(ids))
        ]
        return {"nodes": nodes, "edges": edges}

    def _rows(self, item: Item) -> list[tuple[str, str]]:
        match item:
            case Input():
                own = f"in_{self.name[item.id]}"
                shown = own if item.shown is None else f"({self._text(item.shown)}) ? {own} : '{HIDDEN}'"
                return [(self.name[item.id], shown)]
            case Decision():
                text = f"'{item.otherwise}'"
                for case in reversed(item.cases):
                    text = f"({self._text(case.when)}) ? '{case.symbol}' : ({text})"
                return [(self.name[item.id], text)]
            case Count():
                parts = " + ".join(f"(({self._text(part)}) ? 1 : 0)" for part in item.parts) or "0"
                count = f"n_{self.name[item.id]}"
                return [(count, parts), (self.name[item.id], _cell(f"$.{count}", item.cells))]
            case Score():
                return self._score(item)
        raise TypeError(item)

    def _score(self, score: Score) -> list[tuple[str, str]]:
        rows: list[tuple[str, str]] = []
        for principle in score.principles:
            points = [self._points(score, criterion) for criterion in principle.criteria]
            key = self.name[f"score.{principle.id}"]
            rows.append((f"sum_{key}", " + ".join(total for total, _ in points) or "0"))
            rows.append((f"num_{key}", " + ".join(counts for _, counts in points) or "0"))
            rows.append((f"mean_{key}", f"$.num_{key} == 0 ? 0 : {COMMON} * $.sum_{key} / $.num_{key}"))
            whole = f"({score.highest} * $.num_{key})"
            cells = score.cells[f"score.{principle.id}"]
            rows.append((key, self._scored(f"$.sum_{key}", whole, f"$.num_{key}", cells)))
        keys = [(p.weight, self.name[f"score.{p.id}"]) for p in score.principles]
        rows.append(("weights", " + ".join(f"($.num_{k} == 0 ? 0 : {w})" for w, k in keys)))
        rows.append(("weighted", " + ".join(f"($.num_{k} == 0 ? 0 : {w} * $.mean_{k})" for w, k in keys)))
        whole = f"({score.highest * COMMON} * $.weights)"
        rows.append(
            (self.name["score"], self._scored("$.weighted", whole, "$.weights", score.cells["score"]))
        )
        return rows

    def _points(self, score: Score, criterion: str) -> tuple[str, str]:
        total, counts = "0", "0"
        for symbol, points in score.points[criterion].items():
            test = f"{self.name[criterion]} == '{symbol}'"
            total = f"({test} ? {points or 0} : {total})"
            counts = f"({test} ? {int(points is not None)} : {counts})"
        return total, counts

    def _scored(self, parts: str, whole: str, counts: str, cells: tuple[Cell, ...]) -> str:
        """Return the cell of floor(100 * parts / whole + 1/2); one division, so a tie is a whole number."""
        rounded = f"floor((200 * {parts} + {whole}) / (2 * {whole}))"
        return f"{counts} == 0 ? '{NOTHING}' : ({_cell(rounded, cells)})"

    def _text(self, condition: Condition) -> str:
        match condition:
            case Is(item, symbols):
                return f"{self.name[item]} in [{', '.join(repr(s) for s in sorted(symbols))}]"
            case All(parts):
                return " and ".join(f"({self._text(part)})" for part in parts) or "true"
            case Any(parts):
                return " or ".join(f"({self._text(part)})" for part in parts) or "false"
            case Not(part):
                return f"not ({self._text(part)})"
        raise TypeError(condition)


def _cell(number: str, cells: tuple[Cell, ...]) -> str:
    text = f"'{cells[-1].symbol}'" if cells else f"'{GAP}'"
    for cell in reversed(cells[:-1]):
        text = f"({number}) <= {cell.high} ? '{cell.symbol}' : ({text})"
    return text
