"""Adding up a score over parts of a questionnaire: exact sums as bits of one whole number.

Every principle's mean is brought on one denominator, so a total is a whole number. A set of reachable
totals is a number with a bit per total; adding a contribution is a shift, joining two sets is an *or*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

from engine.conditions import NOTHING
from engine.evaluate import same_cell
from engine.program import Cell, Score
from engine.score import rounded

Points = tuple[tuple[int, int, int], ...]  # (principle, sum of points, how many criteria count), sorted


class Tally:
    """The arithmetic of one score, in whole numbers."""

    def __init__(self, score: Score) -> None:
        self.score = score
        self.names = tuple(f"score.{p.id}" for p in score.principles)
        self.weights = tuple(p.weight for p in score.principles)
        self.principle = {c: i for i, p in enumerate(score.principles) for c in p.criteria}
        longest = max((len(p.criteria) for p in score.principles), default=1)
        self.common = lcm(*range(1, longest + 1))

    def points(self, symbols: Mapping[str, str | None], criteria: Iterable[str]) -> Points:
        """Return what these criteria add, given their symbols."""
        sums: dict[int, tuple[int, int]] = {}
        for criterion in criteria:
            symbol = symbols[criterion]
            value = None if symbol is None else self.score.points[criterion].get(symbol)
            total, size = sums.get(self.principle[criterion], (0, 0))
            sums[self.principle[criterion]] = (total, size) if value is None else (total + value, size + 1)
        return tuple((p, *row) for p, row in sorted(sums.items()))

    def shift(self, principle: int, total: int, size: int) -> int:
        """Return what a finished principle adds to the total, on the common denominator."""
        return self.weights[principle] * total * (self.common // size) if size else 0

    def cell(self, principle: int, total: int, size: int) -> str:
        """Return the cell of a finished principle's score."""
        if not size:
            return NOTHING
        value = rounded(Fraction(100 * total, self.score.highest * size))
        cell = same_cell(self.score.cells[self.names[principle]], value, value)
        assert cell is not None
        return cell

    def value(self, total: int, weight: int) -> int | None:
        """Return the rounded total score; None when nothing counts."""
        if not weight:
            return None
        return rounded(Fraction(100 * total, self.score.highest * self.common * weight))

    def first(self, value: int, weight: int) -> int:
        """Return the smallest total whose rounded score is at least `value`."""
        whole = self.score.highest * self.common * weight
        return max(0, -((whole - 2 * whole * value) // 200))

    def mask(self, cell: Cell, weight: int) -> int:
        """Return the bits of all totals whose rounded score lies in a cell."""
        return (1 << self.first(cell.high + 1, weight)) - (1 << self.first(cell.low, weight))
