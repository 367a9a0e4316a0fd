"""Numbers and dates, cut into the intervals between the constants that conditions use."""

from __future__ import annotations

from collections.abc import Mapping

from engine.conditions import Between, Condition, Is, rewrite
from engine.program import Case, Cell, Count, Decision, Input, Item, Score


class Cut:
    """Replaces tests on numbers by tests on the intervals between the constants used."""

    def __init__(self, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        self.cells = cells

    def __call__(self, condition: Condition) -> Condition:
        return rewrite(condition, self._leaf)

    def _leaf(self, leaf: Is | Between) -> Condition:
        if isinstance(leaf, Is):
            return leaf
        inside = (cell.symbol for cell in self.cells[leaf.item]
                  if (leaf.low is None or cell.low >= leaf.low) and (leaf.high is None or cell.high <= leaf.high))
        return Is(leaf.item, frozenset(inside))

    def item(self, part: Item) -> Item:
        match part:
            case Input(key, question, values, shown, not_applicable, _, decimals):
                cells = self.cells.get(key, ())
                names = tuple(cell.symbol for cell in cells) or values
                return Input(key, question, names, shown and self(shown), not_applicable, cells, decimals)
            case Decision(key, cases, otherwise):
                return Decision(key, tuple(Case(c.symbol, self(c.when), c.note) for c in cases), otherwise)
            case Count(key, parts, _):
                return Count(key, tuple(map(self, parts)), self.cells[key])
            case Score(principles, highest, points, names):
                return Score(principles, highest, points, {name: self.cells[name] for name in names})


def cells_between(bounds: tuple[int, int], used: set[tuple[int | None, int | None]]) -> tuple[Cell, ...]:
    """Cut the interval `bounds` at every constant used."""
    lowest, highest = bounds
    starts = {lowest}
    for low, high in used:
        starts |= {low} if low is not None else set()
        starts |= {high + 1} if high is not None else set()
    edges = sorted(s for s in starts if lowest <= s <= highest)
    ends = [*(edge - 1 for edge in edges[1:]), highest]
    return tuple(Cell(f"{a}..{b}", a, b) for a, b in zip(edges, ends, strict=True))
