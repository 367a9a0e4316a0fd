"""Two programs over the same questions, brought on the same intervals, so that they compare.

A program cuts numbers and dates at the constants of its own conditions. Here both are cut at the constants
of both, and every count number by number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from engine.conditions import Between, Condition, Is, rewrite
from engine.program import Case, Cell, Count, Decision, Input, Item, Program, Score, Trigger

Cells = tuple[Cell, ...]
Cutter = Callable[[Condition], Condition]


class Different(Exception):
    """The programs do not ask or weigh the same; the message says what differs."""


def aligned(one: Program, two: Program) -> tuple[Program, Program]:
    """Return both programs on the same intervals.

    Raises:
        Different: when they have other inputs or answers, or weigh otherwise.
    """
    both = [
        replace(program, knowledge={**other.knowledge, **program.knowledge})
        for program, other in ((one, two), (two, one))
    ]
    tables = [dict(_cells(program)) for program in both]
    shared = {name: _common(cells, tables[1][name]) for name, cells in tables[0].items() if name in tables[1]}
    first, second = (_finer(program, shared) for program in both)
    asked = [{i.id: (i.question, i.answers, i.decimals) for i in p.inputs} for p in (first, second)]
    if asked[0] != asked[1]:
        raise Different("answers")
    if not _weigh_the_same(first, second):
        raise Different("score")
    return first, second


def _cells(program: Program) -> Iterator[tuple[str, Cells]]:
    """Yield the intervals of every question and score with numbers, and of what is known."""
    for item in program.items:
        if isinstance(item, Score):
            yield from item.cells.items()
        elif isinstance(item, Input) and item.cells:
            yield item.id, item.cells
    yield from ((name, cells) for name, cells in program.knowledge.items() if cells)


def _common(one: Cells, two: Cells) -> Cells:
    """Return intervals that both sets can be built from; those of the first when their ends differ."""
    if (one[0].low, one[-1].high) != (two[0].low, two[-1].high):
        return one
    starts = sorted({cell.low for cell in (*one, *two)})
    return _between(starts, one[-1].high)


def _between(starts: list[int], highest: int) -> Cells:
    ends = [*(start - 1 for start in starts[1:]), highest]
    return tuple(Cell(f"{low}..{high}", low, high) for low, high in zip(starts, ends, strict=True))


def _finer(program: Program, shared: Mapping[str, Cells]) -> Program:
    """Return the same program on finer intervals."""
    counts = {
        item.id: _between(list(range(len(item.parts) + 1)), len(item.parts))
        for item in program.items
        if isinstance(item, Count)
    }
    cells = {**shared, **counts}
    old = dict(_cells(program)) | {i.id: i.cells for i in program.items if isinstance(i, Count)}
    parts = {
        name: {
            cell.symbol: frozenset(c.symbol for c in cells[name] if cell.low <= c.low <= cell.high)
            for cell in found
        }
        for name, found in old.items()
        if name in cells
    }

    def test(leaf: Is | Between) -> Condition:
        if isinstance(leaf, Between) or leaf.item not in parts:
            return leaf
        table = parts[leaf.item]
        return Is(leaf.item, frozenset[str]().union(*(table.get(s, frozenset([s])) for s in leaf.symbols)))

    def cut(condition: Condition) -> Condition:
        return rewrite(condition, test)

    return replace(
        program,
        layers=tuple(tuple(_item(item, cells, cut) for item in layer) for layer in program.layers),
        triggers={k: tuple(Trigger(cut(t.when), t.reason) for t in v) for k, v in program.triggers.items()},
        starts={k: tuple((cut(when), day) for when, day in v) for k, v in program.starts.items()},
        knowledge={name: cells.get(name, found) for name, found in program.knowledge.items()},
        floors={k: cut(when) for k, when in program.floors.items()},
        tallies={k: tuple(map(cut, v)) for k, v in program.tallies.items()},
    )


def _item(item: Item, cells: Mapping[str, Cells], cut: Cutter) -> Item:
    match item:
        case Input():
            found = cells.get(item.id, ())
            values = tuple(cell.symbol for cell in found) or item.values
            return replace(item, values=values, shown=item.shown and cut(item.shown), cells=found)
        case Decision():
            return replace(item, cases=tuple(Case(c.symbol, cut(c.when), c.note) for c in item.cases))
        case Count():
            return replace(item, parts=tuple(map(cut, item.parts)), cells=cells[item.id])
        case Score():
            return replace(item, cells={name: cells[name] for name in item.cells})


def _weigh_the_same(one: Program, two: Program) -> bool:
    """Whether the score is the same function of the judgements."""
    scores = [next(i for i in program.items if isinstance(i, Score)) for program in (one, two)]
    if (scores[0].principles, scores[0].highest) != (scores[1].principles, scores[1].highest):
        return False
    points: dict[tuple[str, str], int | None] = {}
    for program, score in zip((one, two), scores, strict=True):
        for criterion, row in score.points.items():
            for symbol, number in row.items():
                value = program.values.get(criterion, {}).get(symbol, symbol)
                if points.setdefault((criterion, value), number) != number:
                    return False
    return True
