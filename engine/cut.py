"""Numbers and dates, cut into the intervals between the constants that conditions use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.conditions import Between, Condition, Is, leaves, rewrite
from engine.program import Case, Cell, Count, Decision, Input, Item, Program, Score, Trigger, layered
from engine.terms import OPEN_SHARE

Ends = tuple[int | None, int | None]


@dataclass
class Draft:
    """A program in the making: its numbers are not cut yet, and its items not layered."""

    parts: list[Item] = field(default_factory=list)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    triggers: dict[str, list[Trigger]] = field(default_factory=dict)
    starts: dict[str, list[tuple[Condition, date]]] = field(default_factory=dict)
    numbers: dict[str, tuple[int, int]] = field(default_factory=dict)
    floors: dict[str, Condition] = field(default_factory=dict)
    tallies: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
    grounds: dict[str, tuple[Case, ...]] = field(default_factory=dict)

    def finish(self, ruleset: str, version: str) -> Program:
        """Return the program; `version` is its content hash. Raises Circle."""
        used = self._used()
        cells = {item: cells_between(ends, used.get(item, set())) for item, ends in self.numbers.items()}
        knowledge: dict[str, tuple[Cell, ...]] = dict.fromkeys(sorted(self._knowledge()), ())
        if OPEN_SHARE in knowledge:
            knowledge[OPEN_SHARE] = cells[OPEN_SHARE] = cells_between((0, 100), used.get(OPEN_SHARE, set()))
        cut = Cut(cells)
        return Program(
            id=ruleset,
            hash=version,
            layers=layered([cut.item(part) for part in self.parts if _is_asked(part, used)], set(knowledge)),
            values=self.values,
            triggers={k: tuple(Trigger(cut(t.when), t.reason) for t in v) for k, v in self.triggers.items()},
            starts={k: tuple((cut(c), day) for c, day in v) for k, v in self.starts.items() if v},
            knowledge=knowledge,
            floors={k: cut(c) for k, c in self.floors.items()},
            tallies={k: tuple(cut(c) for c in v) for k, v in self.tallies.items()},
            grounds={k: cut.cases(v) for k, v in self.grounds.items()},
        )

    def _tests(self) -> Iterator[Is | Between]:
        for part in self.parts:
            for condition in part.conditions():
                yield from leaves(condition)
        for rows in self.starts.values():
            for condition, _ in rows:
                yield from leaves(condition)

    def _used(self) -> dict[str, set[Ends]]:
        used: dict[str, set[Ends]] = {}
        for test in self._tests():
            if isinstance(test, Between):
                used.setdefault(test.item, set()).add((test.low, test.high))
        return used

    def _knowledge(self) -> set[str]:
        return {test.item for test in self._tests() if test.item.startswith("?")}


def _is_asked(part: Item, used: Mapping[str, set[Ends]]) -> bool:
    """Whether an item is of use: how many options were chosen counts only where a rule asks for it."""
    return not part.id.endswith("#") or part.id in used


class Cut:
    """Replaces tests on numbers by tests on the intervals between the constants used."""

    def __init__(self, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        self.cells = cells

    def __call__(self, condition: Condition) -> Condition:
        """Return the condition without tests on numbers."""
        return rewrite(condition, self._leaf)

    def _leaf(self, leaf: Is | Between) -> Condition:
        if isinstance(leaf, Is):
            return leaf
        inside = (
            cell.symbol
            for cell in self.cells[leaf.item]
            if (leaf.low is None or cell.low >= leaf.low) and (leaf.high is None or cell.high <= leaf.high)
        )
        return Is(leaf.item, frozenset(inside))

    def cases(self, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """Return the cases with their conditions cut."""
        return tuple(Case(case.symbol, self(case.when), case.note) for case in cases)

    def item(self, part: Item) -> Item:
        """Return the item with its conditions cut and its cells filled in."""
        match part:
            case Input(key, question, values, shown, not_applicable, _, decimals):
                cells = self.cells.get(key, ())
                names = tuple(cell.symbol for cell in cells) or values
                return Input(key, question, names, shown and self(shown), not_applicable, cells, decimals)
            case Decision(key, cases, otherwise):
                return Decision(key, self.cases(cases), otherwise)
            case Count(key, parts, _):
                return Count(key, tuple(map(self, parts)), self.cells[key])
            case Score(principles, highest, points, names):
                return Score(principles, highest, points, {name: self.cells[name] for name in names})


def cells_between(bounds: tuple[int, int], used: set[Ends]) -> tuple[Cell, ...]:
    """Cut the interval `bounds` at every constant used."""
    lowest, highest = bounds
    starts = {lowest}
    for low, high in used:
        starts |= {low} if low is not None else set()
        starts |= {high + 1} if high is not None else set()
    edges = sorted(s for s in starts if lowest <= s <= highest)
    ends = [*(edge - 1 for edge in edges[1:]), highest]
    return tuple(Cell(f"{a}..{b}", a, b) for a, b in zip(edges, ends, strict=True))
