"""Exactly what can still be on rows with open questions, for many rows at once.

The columnar reader knows three truth values: what it calls possible contains the truth, and may be more. A
number of worlds is tried on whole columns: where all that is called possible is seen, it is proven. What is
left is gone through exactly (`possible.py`), and remembered: rows that leave the same of the rules are one
case.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.answers import Answers
from engine.assess import Assessment, WorldReaders
from engine.columns import Cases, Found
from engine.possible import Range, possible

KNOWN_CASES = 200_000  # remembered at most
ANY_DAY = date(2026, 1, 1)  # dates are in what is known already


@dataclass(frozen=True, slots=True)
class Exact:
    """What can still be on a row, where that is not what the columns say.

    rungs: the possible rungs of the ladder, or None; ends: of the total score, -1 for none, or None;
    flags: symbols, None for one that can be more than one; proven: whether all that is reported is exact.
    """

    rungs: tuple[str, ...] | None = None
    ends: tuple[int, int] | None = None
    flags: Mapping[str, str | None] = field(default_factory=dict)
    proven: bool = True


AS_IN_COLUMNS = Exact()


class Refiner:
    """Finds what is exact, one block of rows after another. Not for more than one thread at a time.

    Args:
        cases: what is reported, and the rows on which it is not certain.
    """

    def __init__(self, cases: Cases) -> None:
        self.cases, self.program = cases, cases.program
        self.readers = WorldReaders(self.program)
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
        unproven = self.cases.unproven(found, list(fresh.values())) if fresh else []
        for (key, row), names in zip(fresh.items(), unproven, strict=True):
            here[key] = self._gone_through(found, row, names) if names else AS_IN_COLUMNS
        self._known |= here
        while len(self._known) > KNOWN_CASES:
            del self._known[next(iter(self._known))]
        return {row: here[key] for row, key in zip(rows, keys, strict=True)}

    def _gone_through(self, found: Found, row: int, wanted: frozenset[str]) -> Exact:
        """Return what every way to answer on can give for the items that are wanted."""
        names = found.names
        given = {item.id: (*names[item.id], None)[found.given[item.id][row]] for item in self.program.inputs}
        known = {name: names[name][found.codes[name][row]] for name in self.program.knowledge}
        share = 0 if found.share is None else int(found.share[row])
        assessment = Assessment(
            self.program, Answers({}), ANY_DAY, given, known, found.evaluation(row), share
        )
        reach = possible(self.readers, assessment, wanted)
        rungs = tuple(s for s in names["uitkomst"] if s in reach.symbols["uitkomst"])
        flags = {name: left for name, left in reach.symbols.items() if name in wanted and name != "uitkomst"}
        return Exact(
            rungs if "uitkomst" in wanted else None,
            _ends(reach) if "score" in wanted else None,
            {name: next(iter(left)) if len(left) == 1 else None for name, left in flags.items()},
            reach.exact_items >= wanted,
        )


def _ends(reach: Range) -> tuple[int, int]:
    low, high = reach.scores["score"].low, reach.scores["score"].high
    return -1 if low is None else low, -1 if high is None else high
