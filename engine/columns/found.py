"""What the columnar reader finds: columns of codes, and one row of them as the other readers give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any as Anything

import numpy as np
import numpy.typing as npt

from engine.conditions import Is
from engine.evaluate import Evaluation
from engine.score import ScoreRange

OPEN, BLANK = -1, -2  # unknown; nothing filled in, so a profile's fact holds

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[Anything]  # int8, or int16 for an item with many symbols
Truths = tuple[Flags, Flags]  # certainly true, certainly false


@dataclass(frozen=True)
class Profile:
    """Facts that hold where a row says nothing: a code per input, and which questions' facts are old."""

    codes: Mapping[str, int] = field(default_factory=dict)
    old: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoreColumns:
    """The range of one score per row; -1 stands for None."""

    low: Codes
    high: Codes
    now: Codes
    maybe_nothing: Flags

    def at(self, row: int) -> ScoreRange:
        """Return the range of one row."""
        low, high, now = (None if c[row] < 0 else int(c[row]) for c in (self.low, self.high, self.now))
        return ScoreRange(low, high, now, bool(self.maybe_nothing[row]))


@dataclass
class Found:
    """What was found on a number of rows.

    codes: per item its column; left: per decision a column per symbol, whether it can still be;
    counts: per count its lowest and highest number; scores: per score its range; share: the share of
    the weight that is still open, once asked for; given: per input the answers, facts filled in.
    """

    names: Mapping[str, tuple[str, ...]]
    rows: int
    codes: dict[str, Codes] = field(default_factory=dict)
    left: dict[str, list[Flags]] = field(default_factory=dict)
    counts: dict[str, tuple[Codes, Codes]] = field(default_factory=dict)
    scores: dict[str, ScoreColumns] = field(default_factory=dict)
    share: Codes | None = None
    given: Mapping[str, Codes] = field(default_factory=dict)
    tests: dict[Is, Truths] = field(default_factory=dict)

    def symbols(self, item: str) -> list[str | None]:
        """Return the symbol of an item on every row, None while it is not certain."""
        names = (*self.names[item], None)
        return [names[code] for code in self.codes[item].tolist()]

    def possible(self, item: str) -> list[tuple[str, ...]]:
        """Return on every row the symbols that a decision can still have."""
        columns = [column.tolist() for column in self.left[item]]
        seen: dict[tuple[bool, ...], tuple[str, ...]] = {}
        result = []
        for row in zip(*columns, strict=True):
            if row not in seen:
                seen[row] = tuple(s for s, can in zip(self.names[item], row, strict=True) if can)
            result.append(seen[row])
        return result

    def evaluation(self, row: int) -> Evaluation:
        """Return one row as the other readers give it."""
        return Evaluation(
            {item: (*self.names[item], None)[column[row]] for item, column in self.codes.items()},
            {
                item: tuple(s for s, can in zip(self.names[item], columns, strict=True) if can[row])
                for item, columns in self.left.items()
            },
            {item: (int(low[row]), int(high[row])) for item, (low, high) in self.counts.items()},
            {name: score.at(row) for name, score in self.scores.items()},
        )
