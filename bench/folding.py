"""What engines that only match conditions leave to Python: from truths per layer to symbols and scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.conditions import HIDDEN
from engine.evaluate import score_symbols
from engine.program import Count, Decision, Input, Item, Program, Score, cell_of
from engine.score import Scorer

Decide = Callable[[int, Mapping[str, str]], set[int]]  # layer, symbols -> numbers of the true conditions


class Folder:
    """Runs a program layer by layer on complete answers; `decide` says which conditions of a layer hold."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.numbers = {}
        self.conditions: list[list[tuple[int, object]]] = []
        for layer in program.layers:
            rows = []
            for item in layer:
                own = []
                for condition in item.conditions():
                    own.append(len(self.numbers) * 1_000 + len(own))
                    rows.append((own[-1], condition))
                self.numbers[item.id] = own
            self.conditions.append(rows)
        self.score = next(item for item in program.items if isinstance(item, Score))
        self.scorer = Scorer(self.score)

    def run(self, given: Mapping[str, str], known: Mapping[str, str], decide: Decide) -> dict[str, str]:
        """Return the symbol of every item."""
        symbols = {**known, **{i.id: given[i.id] for i in self.program.inputs if i.shown is None}}
        for number, layer in enumerate(self.program.layers):
            true = decide(number, symbols) if self.conditions[number] else set()
            for item in layer:
                self._fold(item, given, symbols, true)
        return symbols

    def _fold(self, item: Item, given: Mapping[str, str], symbols: dict[str, str], true: set[int]) -> None:
        numbers = self.numbers[item.id]
        match item:
            case Input():
                if item.shown is not None:
                    symbols[item.id] = given[item.id] if numbers[0] in true else HIDDEN
            case Decision():
                pairs = zip(item.cases, numbers, strict=True)
                symbols[item.id] = next((c.symbol for c, n in pairs if n in true), item.otherwise)
            case Count():
                symbols[item.id] = cell_of(item.cells, sum(n in true for n in numbers))
            case Score():
                points = [frozenset([item.points[c].get(symbols[c])]) for c in item.criteria]
                found = score_symbols(item, self.scorer.ranges(points))
                symbols.update({name: str(symbol) for name, symbol in found.items()})
