"""Exactly what can still be, without trying every world.

The parts of a layout are gone through one by one. All ways so far that leave the same residual of the
rules and the same principles begun are one state; its reachable totals are bits of one whole number
(`tally.py`). So the work grows with the number of parts, not with the number of worlds. Two *lanes*
follow two worlds that differ in one question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.conditions import NOTHING
from engine.cones import Choice
from engine.layout import Layout, Part
from engine.residual import OpenCount
from engine.score import rounded
from engine.tally import Points

Lane = tuple[int, Points, int]  # the residual, the principles begun, and the weight so far
Move = tuple[int, Points, int, int, bool]  # residual, begun, weight added, shift; the score is of no use


@dataclass(frozen=True)
class Fixed:
    """A question held at one answer."""

    question: str
    choice: Choice


class Walk:
    """Goes through a layout; remembers every move, so a second walk is quick."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.remainder, self.tally = layout.remainder, layout.tally
        self.seen: dict[int, set[int | None]] = {}
        steps = [dict.fromkeys(step for _, step in part.ways) for part in layout.parts]
        self._steps = [tuple(table) for table in steps]
        self._index = [{step: i for i, step in enumerate(table)} for table in self._steps]
        self._moves: list[dict[tuple[int, int, Points, bool], Move]] = [{} for _ in layout.parts]

    def symbols(self, fixed: Fixed | None = None) -> frozenset[str]:
        """Return every symbol that the target can still have; of a count, every number."""
        found: set[str] = set()
        for (number, _, weight), bits in self._through(fixed, found).items():
            found.update(result for result, _ in self._results(number, weight, bits))
        return frozenset(found)

    def scores(self) -> tuple[set[int | None], dict[int, set[int | None]]]:
        """Return the lowest and highest total score (None: nothing counts), and each principle's scores."""
        ends: set[int | None] = set()
        for (_, _, weight), bits in self._through(None, set()).items():
            ends.add(self.tally.value((bits & -bits).bit_length() - 1, weight))
            ends.add(self.tally.value(bits.bit_length() - 1, weight))
        return ends, self.seen

    def differs(self, first: Fixed, second: Fixed) -> bool:
        """Whether two worlds that differ only in this question differ in the target."""
        for (one, other, apart), bits in self._through_both(first, second).items():
            for result, own in self._results(one[0], one[2], bits):
                there = own >> apart if apart >= 0 else own << -apart
                if any(found != result for found, _ in self._results(other[0], other[2], there)):
                    return True
        return False

    # -- one world ------------------------------------------------------------------------------------

    def _start(self, keep: bool) -> tuple[Lane, int]:
        number = self.remainder.start if self.remainder else 0
        number, begun, weight, shift, free = self._closed(number, (), self.layout.settled, keep)
        return (number, begun, weight), 1 if free else 1 << shift

    def _through(self, fixed: Fixed | None, decided: set[str]) -> dict[Lane, int]:
        """Return the states after all parts, with their totals; what is decided on the way is set apart."""
        lane, bits = self._start(False)
        states = {lane: bits} if not self._decided(lane[0], decided) else {}
        for at, part in enumerate(self.layout.parts):
            steps = self._ways(at, part, fixed)
            fresh: dict[Lane, int] = {}
            for (number, begun, weight), bits in states.items():
                for step in steps:
                    to, after, more, shift, free = self._move(at, step, number, begun, False)
                    if self._decided(to, decided):
                        continue
                    key = (to, after, 0 if free else weight + more)
                    fresh[key] = fresh.get(key, 0) | (1 if free else bits << shift)
            states = fresh
        return states

    def _decided(self, number: int, decided: set[str]) -> bool:
        result = self.remainder.result(number) if self.remainder else None
        if isinstance(result, str):
            decided.add(result)
            return True
        return False

    def _ways(self, at: int, part: Part, fixed: Fixed | None) -> Iterable[int]:
        """Return the steps through a part, with a question held."""
        if fixed is None or fixed.question not in part.questions:
            return range(len(self._steps[at]))
        asked = part.questions.index(fixed.question)
        index = self._index[at]
        return dict.fromkeys(index[step] for row, step in part.ways if row[asked] == fixed.choice)

    # -- two worlds -----------------------------------------------------------------------------------

    def _through_both(self, first: Fixed, second: Fixed) -> dict[tuple[Lane, Lane, int], int]:
        """Return the states of two worlds: both lanes, and how far the second total lies below the first."""
        lane, bits = self._start(True)
        states = {(lane, lane, 0): bits}
        for at, part in enumerate(self.layout.parts):
            steps = self._both_ways(at, part, first, second)
            fresh: dict[tuple[Lane, Lane, int], int] = {}
            for (one, other, apart), bits in states.items():
                for step, twin in steps:
                    to, after, more, shift, _ = self._move(at, step, one[0], one[1], True)
                    to2, after2, more2, shift2, _ = self._move(at, twin, other[0], other[1], True)
                    if self._alike(to, to2):
                        continue
                    lanes = (to, after, one[2] + more), (to2, after2, other[2] + more2)
                    key = (*lanes, apart + shift - shift2)
                    fresh[key] = fresh.get(key, 0) | bits << shift
            states = fresh
        return states

    def _alike(self, one: int, other: int) -> bool:
        """Whether both lanes are decided, and the same; such states need not be followed."""
        assert self.remainder is not None
        result = self.remainder.result(one)
        return isinstance(result, str) and result == self.remainder.result(other)

    def _both_ways(self, at: int, part: Part, first: Fixed, second: Fixed) -> list[tuple[int, int]]:
        if first.question not in part.questions:
            return [(step, step) for step in range(len(self._steps[at]))]
        asked, index = part.questions.index(first.question), self._index[at]

        def table(fixed: Fixed) -> dict[object, int]:
            rows = ((row, step) for row, step in part.ways if row[asked] == fixed.choice)
            return {(*row[:asked], *row[asked + 1 :]): index[step] for row, step in rows}

        twins = table(second)
        return list(dict.fromkeys((step, twins[rest]) for rest, step in table(first).items()))

    # -- moves ------------------------------------------------------------------------------------------

    def _move(self, at: int, step: int, number: int, begun: Points, keep: bool) -> Move:
        key = step, number, begun, keep
        move = self._moves[at].get(key)
        if move is None:
            pairs, points = self._steps[at][step]
            if self.remainder is not None:
                number = self.remainder.step(number, pairs)
            begun = self._added(begun, points)
            move = self._moves[at][key] = self._closed(number, begun, self.layout.parts[at].finishes, keep)
        return move

    def _added(self, begun: Points, points: Points) -> Points:
        if not points:
            return begun
        sums = {p: (total, size) for p, total, size in begun}
        for p, total, size in points:
            before = sums.get(p) or self.layout.base[p]
            sums[p] = before[0] + total, before[1] + size
        return tuple((p, *row) for p, row in sorted(sums.items()))

    def _closed(self, number: int, begun: Points, principles: tuple[int, ...], keep: bool) -> Move:
        """Close principles: add them to the total, and make their scores known."""
        sums = {p: (total, size) for p, total, size in begun}
        shift = weight = 0
        for p in principles:
            total, size = sums.pop(p) if p in sums else self.layout.base[p]
            if self.remainder is None:
                self.seen.setdefault(p, set()).add(self._value(total, size))
            elif self.tally.names[p] in self.layout.principles:
                pair = self.tally.names[p], self.tally.cell(p, total, size)
                number = self.remainder.step(number, (pair,))
            if self.layout.total:
                shift += self.tally.shift(p, total, size)
                weight += self.tally.weights[p] if size else 0
        if not keep and not self._scored(number):
            return number, (), 0, 0, True
        return number, tuple((p, *row) for p, row in sorted(sums.items())), weight, shift, False

    def _scored(self, number: int) -> bool:
        """Whether a residual still looks at a score."""
        return self.remainder is None or not self.layout.principles.isdisjoint(self.remainder.uses(number))

    def _value(self, total: int, size: int) -> int | None:
        return rounded(Fraction(100 * total, self.tally.score.highest * size)) if size else None

    # -- results ----------------------------------------------------------------------------------------

    def _results(self, number: int, weight: int, bits: int) -> Iterator[tuple[str, int]]:
        """Yield what the target becomes for these totals, with the totals for which it does."""
        assert self.remainder is not None
        rest = self.remainder.result(number)
        if isinstance(rest, OpenCount) and not rest.parts:
            yield str(rest.so_far), bits
        elif isinstance(rest, str):
            yield rest, bits
        else:
            for symbol, within in self._cells(weight, bits):
                step = self.remainder.step(number, (("score", symbol),))
                assert step != number, "a residual looks at something that no part makes known"
                yield from self._results(step, weight, within)

    def _cells(self, weight: int, bits: int) -> Iterator[tuple[str, int]]:
        """Yield the cells of the total score that these totals lie in, with the totals in each."""
        if not weight:
            yield NOTHING, bits
            return
        for cell in self.tally.score.cells["score"]:
            within = bits & self.tally.mask(cell, weight)
            if within:
                yield cell.symbol, within
