"""The program as generated Python: the shadow of durable-rules, and the reader for many worlds.

A symbol becomes one bit, unknown becomes 0. A condition becomes two expressions, one that is truthy
when it is certainly true and one when it is certainly false, so three truth values cost no objects.
Only whole numbers and names made here reach the generated text; an author's words never do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any as Anything

from engine.conditions import HIDDEN, All, Any, Condition, Is, Not, items
from engine.evaluate import Evaluation, same_cell, score_symbols
from engine.program import Count, Decision, Input, Item, Program, Score, cell_of
from engine.score import Points, Scorer, ScoreRange

TABLE_LIMIT = 64  # symbols of one item for which a decision becomes a look-up


class Compiled:
    """A program turned into Python; has no state, so threads may share it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        symbols = program.symbols()
        self.bits = {item: {s: 1 << i for i, s in enumerate(names)} for item, names in symbols.items()}
        self.names = {item: {bit: s for s, bit in table.items()} for item, table in self.bits.items()}
        self.full = {item: (1 << len(names)) - 1 for item, names in symbols.items()}
        self.slot = {item: f"v{i}" for i, item in enumerate(symbols)}
        self.at = {item: i for i, item in enumerate(symbols)}
        self.input_ids = tuple(item.id for item in program.inputs)
        self.known_ids = tuple(program.knowledge)
        self.decisions = tuple(i for i in program.items if isinstance(i, Decision))
        self.counts = tuple(i for i in program.items if isinstance(i, Count))
        self.decision_at = {d.id: i for i, d in enumerate(self.decisions)}
        self.count_at = {c.id: i for i, c in enumerate(self.counts)}
        self.score = next((i for i in program.items if isinstance(i, Score)), None)
        self._run = _Writer(self).function()
        self._sets: dict[tuple[str, int], tuple[str, ...]] = {}

    def evaluate(self, given: Mapping[str, str | None], known: Mapping[str, str]) -> Evaluation:
        """Return the same as `evaluate.partial`."""
        seen = self.look(self.masks(given), self.known_masks(known))
        symbols = {
            item: self.names[item][value] if value else None
            for item, value in zip(self.slot, seen.values, strict=True)
        }
        possible = {
            d.id: self.symbols_in(d.id, mask) for d, mask in zip(self.decisions, seen.left, strict=True)
        }
        counts = dict(zip((c.id for c in self.counts), seen.counts, strict=True))
        return Evaluation(symbols, possible, counts, seen.scores)

    def masks(self, given: Mapping[str, str | None]) -> list[int]:
        """Return the inputs as bits, in the order of `input_ids`."""
        return [self._mask(item, given[item]) for item in self.input_ids]

    def known_masks(self, known: Mapping[str, str]) -> list[int]:
        """Return what is known as bits, in the order of `known_ids`."""
        return [self._mask(item, known[item]) for item in self.known_ids]

    def look(self, masks: list[int], known: list[int]) -> Glance:
        """Return what is found, unpacked only where somebody looks."""
        return Glance(self, *self._run(masks, known))

    def _mask(self, item: str, symbol: str | None) -> int:
        return 0 if symbol is None else self.bits[item][symbol]

    def symbols_in(self, item: str, mask: int) -> tuple[str, ...]:
        """Return the symbols behind the bits of an item."""
        key = item, mask
        if key not in self._sets:
            self._sets[key] = tuple(s for s, bit in self.bits[item].items() if bit & mask)
        return self._sets[key]


class Glance:
    """What one run found, as bits; a symbol is looked up when it is asked for."""

    __slots__ = ("compiled", "counts", "left", "scores", "values")

    def __init__(
        self,
        compiled: Compiled,
        values: tuple[int, ...],
        left: tuple[int, ...],
        counts: list[tuple[int, int]],
        scores: dict[str, ScoreRange],
    ) -> None:
        self.compiled, self.values, self.left = compiled, values, left
        self.counts, self.scores = counts, scores

    def __getitem__(self, item: str) -> str | None:
        """Return the symbol of an item, or None while it is not certain."""
        value = self.values[self.compiled.at[item]]
        return self.compiled.names[item][value] if value else None

    def possible(self, item: str) -> tuple[str, ...]:
        """Return the symbols that a decision can still have."""
        return self.compiled.symbols_in(item, self.left[self.compiled.decision_at[item]])

    def count(self, item: str) -> tuple[int, int]:
        """Return the lowest and highest number of a count."""
        return self.counts[self.compiled.count_at[item]]


class _Writer:
    """Writes the text of the function `run(x, k)` and makes it."""

    def __init__(self, compiled: Compiled) -> None:
        self.c = compiled
        self.lines: list[str] = []
        self.constants: dict[str, Anything] = {}
        self.left: list[str] = []
        self.number = 0

    def function(self) -> Callable[..., Anything]:
        for i, item in enumerate(self.c.known_ids):
            self.lines.append(f"{self.c.slot[item]} = k[{i}]")
        self.lines.append("scores = {}")
        for part in self.c.program.items:
            self._item(part)
        values = ", ".join(self.c.slot.values())
        counts = ", ".join(f"(a{self.c.slot[c.id]}, b{self.c.slot[c.id]})" for c in self.c.counts)
        self.lines.append(f"return ({values},), ({''.join(f'{x}, ' for x in self.left)}), [{counts}], scores")
        text = "def run(x, k):\n" + "\n".join(f"    {line}" for line in self.lines)
        space: dict[str, Anything] = dict(self.constants)
        exec(compile(text, f"<{self.c.program.id}>", "exec"), space)  # noqa: S102  (text is made here)
        run: Callable[..., Anything] = space["run"]
        return run

    def _item(self, item: Item) -> None:
        match item:
            case Input():
                self._input(item)
            case Decision():
                self._decision(item)
            case Count():
                self._count(item)
            case Score():
                self._score(item)

    def _input(self, item: Input) -> None:
        slot, index = self.c.slot[item.id], self.c.input_ids.index(item.id)
        if item.shown is None:
            self.lines.append(f"{slot} = x[{index}]")
            return
        hidden = self.c.bits[item.id][HIDDEN]
        true, false = self._both(item.shown)
        self.lines.append(f"{slot} = x[{index}] if {true} else {hidden} if {false} else 0")

    def _decision(self, item: Decision) -> None:
        slot = self.c.slot[item.id]
        left = f"p{slot}"
        self.left.append(left)
        bits = self.c.bits[item.id]
        seen = {name for condition in item.conditions() for name in items(condition)}
        if len(seen) == 1 and len(self.c.bits[next(iter(seen))]) <= TABLE_LIMIT:
            only = next(iter(seen))
            self.lines.append(f"{left} = {self._constant(self._table(item, only))}[{self.c.slot[only]}]")
        else:
            self.lines += [f"{left} = 0", "while 1:"]
            for case in item.cases:
                true, false = self._both(case.when)
                bit = bits[case.symbol]
                self.lines += [
                    f"    if {true}:",
                    f"        {left} |= {bit}",
                    "        break",
                    f"    if not ({false}): {left} |= {bit}",
                ]
            self.lines += [f"    {left} |= {bits[item.otherwise]}", "    break"]
        self.lines.append(f"{slot} = 0 if {left} & ({left} - 1) else {left}")

    def _table(self, item: Decision, only: str) -> dict[int, int]:
        """Return per value of the one item it looks at what is left of the decision."""
        bits = self.c.bits[item.id]
        table = {}
        for value in (0, *self.c.bits[only].values()):
            left = 0
            for case in item.cases:
                true, false = (eval(text, {self.c.slot[only]: value}) for text in self._both(case.when))  # noqa: S307
                left |= 0 if false else bits[case.symbol]
                if true:
                    break
            else:
                left |= bits[item.otherwise]
            table[value] = left
        return table

    def _count(self, item: Count) -> None:
        slot = self.c.slot[item.id]
        pairs = [self._both(part) for part in item.parts]
        least = " + ".join(f"(1 if {true} else 0)" for true, _ in pairs) or "0"
        most = " + ".join(f"(0 if {false} else 1)" for _, false in pairs) or "0"
        cell = self._constant([self.c.bits[item.id][cell_of(item.cells, n)] for n in range(len(pairs) + 1)])
        self.lines += [
            f"a{slot} = {least}",
            f"b{slot} = {most}",
            f"{slot} = {cell}[a{slot}] if {cell}[a{slot}] == {cell}[b{slot}] else 0",
        ]

    def _score(self, item: Score) -> None:
        points = self._constant(_Points(self.c, item))
        left = ", ".join(f"p{self.c.slot[c]}" for c in item.criteria)
        self.lines.append(f"scores, marks = {points}([{left}])")
        for i, name in enumerate(item.cells):
            self.lines.append(f"{self.c.slot[name]} = marks[{i}]")

    def _both(self, condition: Condition) -> tuple[str, str]:
        """Return the expressions for certainly true and certainly false."""
        match condition:
            case Is(item, symbols):
                mask = sum(self.c.bits[item].get(s, 0) for s in symbols)
                return f"{self.c.slot[item]} & {mask}", f"{self.c.slot[item]} & {self.c.full[item] & ~mask}"
            case All(parts):
                pairs = [self._both(part) for part in parts]
                return _join(" and ", [t for t, _ in pairs], "1"), _join(" or ", [f for _, f in pairs], "0")
            case Any(parts):
                pairs = [self._both(part) for part in parts]
                return _join(" or ", [t for t, _ in pairs], "0"), _join(" and ", [f for _, f in pairs], "1")
            case Not(part):
                true, false = self._both(part)
                return false, true
        raise TypeError(condition)

    def _constant(self, value: object) -> str:
        self.number += 1
        name = f"c{self.number}"
        self.constants[name] = value
        return name


def _join(word: str, parts: list[str], empty: str) -> str:
    return f"({word.join(parts)})" if parts else empty


class _Points:
    """From what is left of the judgements to score ranges and their bits; remembers what it saw."""

    LIMIT = 4096

    def __init__(self, compiled: Compiled, score: Score) -> None:
        self.compiled, self.score, self.scorer = compiled, score, Scorer(score)
        self.seen: dict[tuple[int, ...], tuple[dict[str, ScoreRange], list[int]]] = {}

    def __call__(self, left: list[int]) -> tuple[dict[str, ScoreRange], list[int]]:
        key = tuple(left)
        found = self.seen.get(key)
        if found is None:
            found = self._compute(key)
            if len(self.seen) >= self.LIMIT:
                self.seen = {}
            self.seen[key] = found
        return found

    def _compute(self, left: tuple[int, ...]) -> tuple[dict[str, ScoreRange], list[int]]:
        ranges = self.scorer.ranges(
            [self._points(c, mask) for c, mask in zip(self.score.criteria, left, strict=True)]
        )
        cells = score_symbols(self.score, ranges)
        bits = self.compiled.bits
        return ranges, [
            0 if (symbol := cells[name]) is None else bits[name][symbol] for name in self.score.cells
        ]

    def _points(self, criterion: str, mask: int) -> frozenset[Points]:
        table = self.score.points[criterion]
        return frozenset(table.get(s) for s, bit in self.compiled.bits[criterion].items() if bit & mask)


__all__ = ["Compiled", "same_cell"]
