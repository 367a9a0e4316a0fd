"""The score on whole columns: the arithmetic of `score.py` in whole numbers, also with open judgements.

A mean is a whole number of parts of `common`, a multiple of every number of criteria, so nothing is
divided before the one rounding. Numbers that could pass 64 bits are computed as Python's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import Any as Anything
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from engine.columns.found import OPEN, Codes, Flags, Found, ScoreColumns
from engine.conditions import NOTHING
from engine.program import Program, Score, WeightedPrinciple, cell_of

MAX_WHOLE = 2**62
MAX_SEEN = 65_536

Numbers = npt.NDArray[Anything]  # int64, or Python's own whole numbers
CodeTable = Mapping[str, Mapping[str, int]]


class _Mean(NamedTuple):
    """The means that a principle can have, in parts; as numbers, or as columns of them.

    low, high: the ends; counts: whether any criterion can count; skip: whether it may be that none does;
    now, present: the mean of the settled criteria, and whether there is one; the rest: the same, rounded.
    """

    low: Anything
    high: Anything
    counts: Anything
    skip: Anything
    now: Anything
    present: Anything
    low_score: Anything
    high_score: Anything
    now_score: Anything


class Scoring:
    """The score of one program."""

    def __init__(self, score: Score, program: Program, codes: CodeTable) -> None:
        self.score, self.codes = score, codes
        self.common = lcm(*range(1, 1 + max((len(p.criteria) for p in score.principles), default=1)))
        self.kind = np.dtype(np.int64 if self._largest() < MAX_WHOLE else object)
        self.parts = [_Principle(p, self) for p in score.principles]
        self.judged = {c: _by_judgement(program, c, codes[c]) for c in score.criteria}
        self.weights = np.array([[p.weight] for p in score.principles], self.kind)

    def _largest(self) -> int:
        points = (p or 0 for table in self.score.points.values() for p in table.values())
        weight = sum(p.weight for p in self.score.principles)
        return 1_000 * (1 + weight) * self.common * max(self.score.highest, *points, 1)

    def run(self, found: Found) -> None:
        """Add the ranges of the total and of each principle, and the cells they lie in."""
        means = [part.means(found) for part in self.parts]
        for part, mean in zip(self.parts, means, strict=True):
            ends = (mean.low_score, mean.high_score, mean.now_score)
            found.scores[f"score.{part.id}"] = ScoreColumns(*ends, mean.skip)
        found.scores["score"] = self._total(means, found.rows)
        for name in self.score.cells:
            found.codes[name] = self._cells(name, found.scores[name])

    def _total(self, means: list[_Mean], rows: int) -> ScoreColumns:
        shape = len(means), rows

        def table(column: str) -> Numbers:
            return np.array([getattr(mean, column) for mean in means]).reshape(shape)

        counts, skip, present = (table(c).astype(np.bool_) for c in ("counts", "skip", "present"))
        weights = self.weights.reshape(-1, 1)
        down, down_by = _best(weights, -table("low"), counts, skip)
        up, up_by = _best(weights, table("high"), counts, skip)
        shown, shown_by = (weights * table("now") * present).sum(axis=0), (weights * present).sum(axis=0)
        return ScoreColumns(
            self._rounded(-down, down_by),
            self._rounded(up, up_by),
            self._rounded(shown, shown_by),
            np.logical_and.reduce(skip, axis=0),
        )

    def _rounded(self, parts: Numbers, weight: Numbers) -> Codes:
        """Return floor(score + 1/2), or -1 where nothing weighs."""
        whole = np.maximum(weight, 1) * (self.score.highest * self.common)
        value = (200 * parts + whole) // (2 * whole)
        return np.where(weight > 0, value, OPEN).astype(np.int16)

    def _cells(self, name: str, score: ScoreColumns) -> Codes:
        """Return the code of the cell in which the whole range lies."""
        codes, cells = self.codes[name], self.score.cells[name]
        table = np.array([codes[cell_of(cells, n)] for n in range(101)], np.int16)
        low, high = table[score.low], table[score.high]
        same = np.where((low == high) & ~score.maybe_nothing, low, OPEN)
        return np.where(score.low < 0, codes[NOTHING], same).astype(np.int16)

    def open_share(self, found: Found) -> Codes:
        """Return the share, 0 to 100, of the weight of criteria with more than one judgement possible."""
        total, open_weight = np.zeros(found.rows, self.kind), np.zeros(found.rows, self.kind)
        for part in self.parts:
            size, several = np.zeros(found.rows, np.int64), np.zeros(found.rows, np.int64)
            for criterion in part.criteria:
                left = found.left[criterion]
                counts = _any_of(left, self.codes[criterion], part.counting[criterion])
                kinds = sum(
                    (_any_of_places(left, places).astype(np.int16) for places in self.judged[criterion]), 0
                )
                size += counts
                several += counts & (kinds > 1)
            total += np.where(size > 0, part.weight, 0)
            open_weight += (part.weight * self.common // np.maximum(size, 1)) * several
        whole = np.where(total > 0, total, 1) * self.common
        share = (200 * open_weight + whole) // (2 * whole)
        return np.where(total > 0, share, 0).astype(np.int16)


class _Principle:
    """The means of one principle, looked up by what its criteria can still be."""

    def __init__(self, principle: WeightedPrinciple, scoring: Scoring) -> None:
        self.id, self.weight, self.criteria = principle.id, principle.weight, principle.criteria
        self.common, self.highest, self.kind = scoring.common, scoring.score.highest, scoring.kind
        points = scoring.score.points
        self.options = {
            c: sorted({points[c].get(s) for s in scoring.codes[c]}, key=str) for c in self.criteria
        }
        self.places = {
            c: [
                [code for s, code in scoring.codes[c].items() if points[c].get(s) == option]
                for option in options
            ]
            for c, options in self.options.items()
        }
        self.counting = {c: {s for s, p in points[c].items() if p is not None} for c in self.criteria}
        bits = sum(map(len, self.options.values()))
        self.key_kind = np.dtype(np.int64 if bits < 62 else object)
        self.seen: dict[int, _Mean] = {}

    def means(self, found: Found) -> _Mean:
        """Return the means per row."""
        key = np.zeros(found.rows, self.key_kind)
        for criterion, places in self.places.items():
            for group in places:
                key = key * 2 + _any_of_places(found.left[criterion], group).astype(self.key_kind)
        keys, rows = np.unique(key, return_inverse=True)
        table = zip(*(self._mean(int(key)) for key in keys), strict=True)
        whole, flag, score = self.kind, np.dtype(np.bool_), np.dtype(np.int16)
        kinds = (whole, whole, flag, flag, whole, flag, score, score, score)
        return _Mean(*(np.array(c, kind)[rows] for c, kind in zip(table, kinds, strict=True)))

    def _mean(self, key: int) -> _Mean:
        if key not in self.seen:
            if len(self.seen) >= MAX_SEEN:
                self.seen = {}
            self.seen[key] = self._compute(key)
        return self.seen[key]

    def _compute(self, key: int) -> _Mean:
        left = []
        for criterion in reversed(self.criteria):
            options = self.options[criterion]
            left.append([p for i, p in enumerate(reversed(options)) if key >> i & 1])
            key >>= len(options)
        values, skip = self._sums(left)
        settled, _ = self._sums([options for options in left if len(options) == 1])
        low, high, now = min(values, default=0), max(values, default=0), next(iter(settled), 0)
        flags = bool(values), skip, bool(settled)
        rounded = (
            self._rounded(v, there)
            for v, there in zip((low, high, now), (flags[0], *flags[::2]), strict=True)
        )
        return _Mean(low, high, flags[0], skip, now, flags[2], *rounded)

    def _rounded(self, parts: int, there: bool) -> int:
        whole = self.highest * self.common
        return (200 * parts + whole) // (2 * whole) if there else OPEN

    def _sums(self, left: list[list[int | None]]) -> tuple[set[int], bool]:
        """Return every mean, in parts, and whether it may be that nothing counts."""
        sums = {(0, 0)}
        for options in left:
            sums = {(total, n) if p is None else (total + p, n + 1) for total, n in sums for p in options}
        return {total * (self.common // n) for total, n in sums if n}, (0, 0) in sums


def _best(weights: Numbers, values: Numbers, counts: Flags, skip: Flags) -> tuple[Numbers, Numbers]:
    """Return, as numerator and denominator, the largest weighted mean when optional parts may be left out.

    Dinkelbach (1967), on every row at once: keep what lies above the guess, until it stays. Where every part
    is optional the largest alone is best; a part's weight cancels out there.
    """
    firm, optional = counts & ~skip, counts & skip
    total, weight = (weights * values * firm).sum(axis=0), (weights * firm).sum(axis=0)
    while optional.any():
        keep = firm | (optional & (values * weight > total))
        new_total, new_weight = (weights * values * keep).sum(axis=0), (weights * keep).sum(axis=0)
        if (new_total * weight == total * new_weight).all():
            break
        total, weight = new_total, new_weight
    alone = ~firm.any(axis=0) & counts.any(axis=0)
    if alone.any():
        least = values.min() if values.size else 0
        total = np.where(alone, np.where(counts, values, least).max(axis=0), total)
        weight = np.where(alone, 1, weight)
    return total, weight


def _any_of(left: list[Flags], codes: Mapping[str, int], symbols: set[str]) -> Flags:
    return _any_of_places(left, [codes[s] for s in symbols if s in codes])


def _any_of_places(left: list[Flags], places: list[int]) -> Flags:
    """Return where one of these symbols can still be."""
    result = np.zeros(len(left[0]), np.bool_)
    for place in places:
        result |= left[place]
    return result


def _by_judgement(program: Program, criterion: str, codes: Mapping[str, int]) -> list[list[int]]:
    """Return per judgement the codes of the symbols that mean it."""
    values = program.values.get(criterion, {})
    groups: dict[str | None, list[int]] = {}
    for symbol, code in codes.items():
        groups.setdefault(values.get(symbol), []).append(code)
    return list(groups.values())
