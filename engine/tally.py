"""Adding up a score over principles: exact sums as bits of one whole number.

Every principle's mean is brought on one denominator, so a total is a whole number. A set of reachable
totals is a number with a bit per total; adding a contribution is a shift, joining two sets is an *or*.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from engine.program import Cell, Score
from engine.score import rounded

Points = tuple[int, int]  # the sum of the points, and how many criteria count


class Tally:
    """The arithmetic of one score, in whole numbers.

    Args:
        score: the score.
        points: every sum of points that a principle can still have.
    """

    def __init__(self, score: Score, points: Iterable[Points]) -> None:
        self.score = score
        self.weights = tuple(p.weight for p in score.principles)
        self.common = lcm(*(size for _, size in points if size))

    def adds(self, principle: int, points: Points) -> tuple[int, int]:
        """Return what a principle adds to the total, on the common denominator, and to the weight."""
        total, size = points
        weight = self.weights[principle]
        return (weight * total * (self.common // size), weight) if size else (0, 0)

    def mean(self, points: Points) -> int | None:
        """Return the rounded score of a principle; None when nothing counts."""
        total, size = points
        return rounded(Fraction(100 * total, self.score.highest * size)) if size else None

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
