"""The score: a weighted mean of principles, exact, also while judgements are still open.

A principle's score is 100/highest times the mean of its criteria that count; the total is the
weighted mean of the principles that count. Both are rounded once, floor(x + 1/2), and the rounded
number is what rules read and people see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm

from engine.program import Score

Points = int | None  # None: does not count
MOST_SHARES = 100_000


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """What a score (0 to 100) can still be.

    `low` and `high` are None when nothing can count; `now` leaves open judgements out and is None
    while nothing counts; `maybe_nothing` tells that it is possible that nothing counts.
    """

    low: int | None
    high: int | None
    now: int | None
    maybe_nothing: bool = False

    @property
    def settled(self) -> bool:
        """Whether only one score is left."""
        return self.low == self.high and (self.low is None or not self.maybe_nothing)


def open_shares(score: Score) -> frozenset[int]:
    """Return every share, 0 to 100, that the weight of open criteria can be (*kennislacune*); maybe more."""
    rows = tuple(
        (p.weight, len(p.criteria), sum(None in score.points[c].values() for c in p.criteria))
        for p in score.principles
    )
    return _open_shares(rows)


@lru_cache(maxsize=64)
def _open_shares(rows: tuple[tuple[int, int, int], ...]) -> frozenset[int]:
    """Per principle: its weight, how many criteria, and how many of those may not count."""
    common = lcm(*range(1, 1 + max((size for _, size, _ in rows), default=1)))
    seen = {(0, 0)}  # weight that counts, and open weight times `common`
    for weight, size, maybe_off in rows:
        adds = {
            (weight, weight * open_ * common // counting) if counting else (0, 0)
            for counting in range(size - maybe_off, size + 1)
            for open_ in range(counting + 1)
        }
        seen = {(total + more, share + part) for total, share in seen for more, part in adds}
        if len(seen) > MOST_SHARES:
            return frozenset(range(101))
    return frozenset(rounded(Fraction(100 * share, total * common)) if total else 0 for total, share in seen)


def rounded(value: Fraction) -> int:
    """Return floor(value + 1/2)."""
    return _half_up(value.numerator, value.denominator)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


class Scorer:
    """Computes the scores of one program; holds no state between calls."""

    def __init__(self, score: Score) -> None:
        self.names = tuple(f"score.{p.id}" for p in score.principles)
        self.weights = tuple(p.weight for p in score.principles)
        self.highest = score.highest
        starts = [0]
        for principle in score.principles:
            starts.append(starts[-1] + len(principle.criteria))
        self.common = lcm(*range(1, 1 + max((len(p.criteria) for p in score.principles), default=1)))
        self.slices = tuple(slice(a, b) for a, b in pairwise(starts))

    def ranges(self, possible: Sequence[frozenset[Points]]) -> dict[str, ScoreRange]:
        """Return the range of the total ("score") and of each principle.

        Args:
            possible: per criterion, in program order, the points that it can still have.
        """
        if all(len(options) == 1 for options in possible):
            return self._settled([next(iter(options)) for options in possible])
        table: dict[str, ScoreRange] = {}
        means: list[tuple[frozenset[Fraction], bool]] = []
        now: list[Fraction | None] = []
        for name, part in zip(self.names, self.slices, strict=True):
            options = tuple(possible[part])
            reach = _means(options, self.highest)
            means.append(reach)
            certain = tuple(o for o in options if len(o) == 1)
            present = _means(certain, self.highest)[0]
            now.append(next(iter(present), None))
            table[name] = _range(reach[0], reach[1], now[-1])
        table["score"] = self._total(means, now)
        return {"score": table.pop("score"), **table}

    def _settled(self, points: Sequence[Points]) -> dict[str, ScoreRange]:
        """Return the scores when every judgement is known, in whole numbers."""
        total, weights, table = 0, 0, {"score": ScoreRange(None, None, None, True)}
        for name, part, weight in zip(self.names, self.slices, self.weights, strict=True):
            counting = [p for p in points[part] if p is not None]
            size = len(counting)
            if not size:
                table[name] = ScoreRange(None, None, None, True)
                continue
            value = _half_up(100 * sum(counting), self.highest * size)
            table[name] = ScoreRange(value, value, value)
            total += weight * sum(counting) * (self.common // size)
            weights += weight
        if weights:
            value = _half_up(100 * total, self.highest * self.common * weights)
            table["score"] = ScoreRange(value, value, value)
        return table

    def _total(
        self, means: Sequence[tuple[frozenset[Fraction], bool]], now: Sequence[Fraction | None]
    ) -> ScoreRange:
        maybe_nothing = all(skip for _, skip in means)
        present = [(w, m) for w, m in zip(self.weights, now, strict=True) if m is not None]
        shown = _mean(present)
        if all(len(m) + skip == 1 for m, skip in means):
            return _range(frozenset() if shown is None else frozenset([shown]), maybe_nothing, shown)
        parts = [(w, min(m), max(m), skip) for w, (m, skip) in zip(self.weights, means, strict=True) if m]
        if not parts:
            return ScoreRange(None, None, None, True)
        low = -_best([(w, -small, skip) for w, small, _, skip in parts])
        high = _best([(w, large, skip) for w, _, large, skip in parts])
        return _range(frozenset([low, high]), maybe_nothing, shown)


@lru_cache(maxsize=65536)
def _means(options: tuple[frozenset[Points], ...], highest: int) -> tuple[frozenset[Fraction], bool]:
    """Return every mean (0 to 100) that the criteria of a principle can have; and: can none count?"""
    sums: set[tuple[int, int]] = {(0, 0)}
    for option in options:
        sums = {(total, n) if p is None else (total + p, n + 1) for total, n in sums for p in option}
    return frozenset(Fraction(100 * total, highest * n) for total, n in sums if n), (0, 0) in sums


def _mean(parts: Sequence[tuple[int, Fraction]]) -> Fraction | None:
    weight = sum(w for w, _ in parts)
    return sum((w * m for w, m in parts), Fraction(0)) / weight if weight else None


def _best(parts: Sequence[tuple[int, Fraction, bool]]) -> Fraction:
    """Return the largest weighted mean when optional parts may be left out.

    Dinkelbach (1967): for a guess, keep what lies above it; its mean is the next guess, until it stays.
    At least one part is kept.
    """
    best = max(m for _, m, _ in parts) if all(skip for *_, skip in parts) else None
    if best is not None:
        return best
    guess = _mean([(w, m) for w, m, skip in parts if not skip])
    assert guess is not None
    while True:
        better = _mean([(w, m) for w, m, skip in parts if not skip or m > guess])
        assert better is not None
        if better == guess:
            return guess
        guess = better


def _range(reach: frozenset[Fraction], maybe_nothing: bool, now: Fraction | None) -> ScoreRange:
    shown = None if now is None else rounded(now)
    if not reach:
        return ScoreRange(None, None, shown, True)
    return ScoreRange(rounded(min(reach)), rounded(max(reach)), shown, maybe_nothing)


def points_of(score: Score, possible: Mapping[str, tuple[str, ...]]) -> list[frozenset[Points]]:
    """Return per criterion the points that its possible symbols stand for; a gap does not count."""
    return [frozenset(score.points[c].get(s) for s in possible[c]) for c in score.criteria]
