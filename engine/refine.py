"""Exactly what can still be on rows with open questions, for many rows at once.

The columnar reader knows three truth values: what it calls possible contains the truth, and may be more.
Rows that leave the same of the rules are one case. Of each case a number of worlds is tried on whole columns:
where all that is called possible is seen, it is proven. What is left is gone through exactly (`possible.py`).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any as Anything

from engine.answers import Answers
from engine.assess import Assessment, WorldReaders
from engine.columns import Cases, Columns, Found
from engine.possible import possible

KNOWN_CASES = 50_000  # remembered at most
ANY_DAY = date(2026, 1, 1)  # dates are in what is known already


@dataclass(frozen=True, slots=True)
class Exact:
    """What can still be on a row.

    rungs: the possible rungs of the ladder; low, high: the ends of the total score, -1 for none;
    flags: per flag its symbol, None while it can be more than one; proven: whether all this is exact.
    """

    rungs: tuple[str, ...]
    low: int
    high: int
    flags: tuple[str | None, ...]
    proven: bool


class Refiner:
    """Finds what is exact, one block of rows after another. Not for more than one thread at a time.

    Args:
        columns: the columnar reader.
        flags: the decisions that are reported beside outcome and score.
        labels: what a rung stands for; rungs that stand for the same are not told apart.
    """

    def __init__(self, columns: Columns, flags: Sequence[str], labels: Mapping[str, Anything]) -> None:
        self.program, self.flags = columns.program, tuple(flags)
        self.readers = WorldReaders(self.program)
        self.wanted = frozenset(["uitkomst", *flags])
        self.cases = Cases(columns, flags, labels)
        self._known: dict[bytes, Exact] = {}

    def rows(self, found: Found, skip: Container[int] = ()) -> dict[int, Exact]:
        """Return what is exact, per row on which something that is reported is not certain.

        Args:
            found: what the columns say.
            skip: rows that nobody asks for.
        """
        rows = [row for row in self.cases.unsettled(found) if row not in skip]
        keys = self.cases.keys(found, rows) if rows else []
        fresh = {key: row for key, row in zip(keys, rows, strict=True) if key not in self._known}
        here = {key: self._known[key] for key in keys if key not in fresh}
        sure = self.cases.proven(found, list(fresh.values())) if fresh else []
        for (key, row), proven in zip(fresh.items(), sure, strict=True):
            here[key] = (
                self._columnar(found, row) if all(proven) else self._gone_through(found, row, proven[0])
            )
        self._known |= here
        while len(self._known) > KNOWN_CASES:
            del self._known[next(iter(self._known))]
        return {row: here[key] for row, key in zip(rows, keys, strict=True)}

    # -- what is exact -------------------------------------------------------------------------------------

    def _columnar(self, found: Found, row: int) -> Exact:
        """Return what the columns say."""
        left = found.left["uitkomst"]
        score = found.scores["score"]
        return Exact(
            tuple(s for s, can in zip(found.names["uitkomst"], left, strict=True) if can[row]),
            int(score.low[row]),
            int(score.high[row]),
            tuple((*found.names[flag], None)[found.codes[flag][row]] for flag in self.flags),
            True,
        )

    def _gone_through(self, found: Found, row: int, ends: bool) -> Exact:
        """Return what every way to answer on can give; `ends`: the columns have the ends of the score right."""
        names = found.names
        given = {item.id: (*names[item.id], None)[found.given[item.id][row]] for item in self.program.inputs}
        known = {name: names[name][found.codes[name][row]] for name in self.program.knowledge}
        share = 0 if found.share is None else int(found.share[row])
        evaluation = found.evaluation(row)
        assessment = Assessment(self.program, Answers({}), ANY_DAY, given, known, evaluation, share)
        reach = possible(self.readers, assessment, self.wanted)
        low, high = reach.scores["score"].low, reach.scores["score"].high
        flags = (reach.symbols[flag] for flag in self.flags)
        return Exact(
            tuple(s for s in names["uitkomst"] if s in reach.symbols["uitkomst"]),
            -1 if low is None else low,
            -1 if high is None else high,
            tuple(next(iter(left)) if len(left) == 1 else None for left in flags),
            (ends or reach.exact_scores) and reach.exact_items >= self.wanted,
        )
