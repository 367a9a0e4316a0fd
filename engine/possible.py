"""What can still be: outcomes, scores, judgements, signals and measures over all ways to answer on.

For each item that is not certain, the open questions that it still looks at (its *cone*) are collected.
A small cone is tried out; a large one is gone through part by part (`reach.py`); where too many questions
hang together, the solver is asked (`wide.py`). All are exact. Only the ends of a score that is too wide,
and what the solver leaves undecided, keep the three-valued result: it contains the exact one, and is
marked as not exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from engine.assess import Assessment, WorldReaders
from engine.conditions import holds
from engine.cones import Cones
from engine.influence import SMALL, deciding
from engine.layout import Layout, TooWide
from engine.program import Count, Decision
from engine.reach import Walk
from engine.score import ScoreRange
from engine.solver import Undecided


@dataclass(frozen=True)
class Range:
    """The possible symbols per item and the range of each score.

    exact: whether the possible outcomes and the scores' ends are exact; `exact_items` tells it per item, with
        "score" for all scores.
    """

    symbols: Mapping[str, frozenset[str]]
    scores: Mapping[str, ScoreRange]
    counts: Mapping[str, tuple[int, int]]
    exact: bool
    exact_items: frozenset[str]
    outcomes: tuple[str, ...]
    cones: Cones = field(repr=False, compare=False)

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """The open questions that can change the outcome, in order; found when somebody asks.

        Two worlds that differ in that question alone (and in what it shows or hides) differ in outcome. While
        not exact: questions that may do so.
        """
        values = self.cones.readers.program.values["uitkomst"]
        return tuple(deciding(self.cones, values)) if len(self.outcomes) > 1 else ()


def possible(readers: WorldReaders, assessment: Assessment, wanted: frozenset[str] | None = None) -> Range:
    """Return the range of an assessment.

    Args:
        readers: the readers of one program.
        assessment: what is certain.
        wanted: the items that are asked for, with "score" for the scores; without it, everything. The others
            keep the three-valued result.
    """
    return _Explorer(readers, assessment, wanted).run()


def settled(assessment: Assessment, reach: Range) -> Mapping[str, str | None]:
    """Return the symbol of every item that is certain, also where only the range shows that it is."""
    found = assessment.evaluation.symbols
    if None not in found.values():
        return found
    more = {k: next(iter(left)) for k, left in reach.symbols.items() if len(left) == 1 and found[k] is None}
    return {**found, **more} if more else found


class _Explorer:
    def __init__(self, readers: WorldReaders, assessment: Assessment, wanted: frozenset[str] | None) -> None:
        self.readers, self.assessment, self.wanted = readers, assessment, wanted
        self.found = assessment.evaluation
        self.cones = Cones(readers, assessment)
        self.symbols = {name: frozenset(left) for name, left in self.found.possible.items()}
        self.counts = dict(self.found.counts)
        self.exact = {name for name, left in self.found.possible.items() if len(left) == 1}
        self.values = readers.program.values["uitkomst"]

    def run(self) -> Range:
        """Find everything."""
        large: list[str] = []
        small: dict[frozenset[str], list[str]] = {}
        for item in self.readers.program.items:
            if self._is_wanted(item.id) and self._is_open(item):
                cone = self.cones.of(item.id)
                if self.cones.worlds(cone) <= SMALL:
                    small.setdefault(cone, []).append(item.id)
                else:
                    large.append(item.id)
        for cone, names in small.items():
            self._try_out(cone, names)
        for name in large:
            if not self._follow(name):
                self._go_through(name)
        scores = self._scores()
        outcomes = dict.fromkeys(self.values.get(s, s) for s in sorted(self.symbols["uitkomst"], key=_number))
        outcome_exact = "uitkomst" in self.exact or len(outcomes) == 1
        return Range(
            self.symbols,
            scores,
            self.counts,
            outcome_exact and "score" in self.exact,
            frozenset(self.exact),
            tuple(outcomes),
            self.cones,
        )

    def _is_wanted(self, name: str) -> bool:
        return self.wanted is None or name in self.wanted

    def _is_open(self, item: object) -> bool:
        if isinstance(item, Count):
            return self.cones.open_count(item)
        return isinstance(item, Decision) and item.id not in self.exact

    # -- symbols and counts ---------------------------------------------------------------------------

    def _try_out(self, cone: frozenset[str], names: list[str]) -> None:
        """Try every world of a small cone."""
        seen: dict[str, set[str]] = {name: set() for name in names}
        numbers: dict[str, set[int]] = {name: set() for name in names}
        for _, found in self.cones.completed(self.cones.ordered(cone), names):
            for name in names:
                if name in self.counts:
                    numbers[name].update(found.count(name))
                else:
                    seen[name].update(found.possible(name))
        for name in names:
            self._take(name, seen[name], numbers[name])

    def _follow(self, name: str) -> bool:
        """Read an item off the one item that it still looks at, when it looks at only one list."""
        item = self.cones.items[name]
        below = self.cones.looks_at(item)
        only = self.cones.items.get(next(iter(below), ""))
        if len(below) != 1 or not isinstance(item, Decision) or not isinstance(only, Decision):
            return False
        if only.id not in self.exact:
            return False
        known = dict(self.found.symbols)
        left = set()
        for symbol in self.symbols[only.id]:
            known[only.id] = symbol
            left.add(next((c.symbol for c in item.cases if holds(c.when, known)), item.otherwise))
        self._take(name, left, set())
        return True

    def _go_through(self, name: str) -> None:
        """Find everything that an item can still be, part by part."""
        try:
            found = Walk(Layout(self.cones, name)).symbols()
        except TooWide:
            self._ask(name)
            return
        is_count = name in self.counts
        self._take(name, set() if is_count else found, {int(n) for n in found} if is_count else set())

    def _ask(self, name: str) -> None:
        """Ask the solver; what it can't decide, and the numbers of counts, stay as wide as they are."""
        if name not in self.counts:
            with suppress(Undecided):
                self._take(name, self.cones.asker.symbols(name, self.symbols[name]), set())

    def _take(self, name: str, symbols: Iterable[str], numbers: set[int]) -> None:
        if numbers:
            self.counts[name] = min(numbers), max(numbers)
        else:
            self.symbols[name] = frozenset(symbols)
        self.exact.add(name)

    # -- scores ---------------------------------------------------------------------------------------

    def _scores(self) -> Mapping[str, ScoreRange]:
        """Return the score ranges."""
        if not any(self.cones.of(c) for c in self.readers.score.criteria):
            self.exact.add("score")
        if "score" in self.exact or not self._is_wanted("score"):
            return self.found.scores
        try:
            walk = Walk(Layout(self.cones, None))
        except TooWide:
            return self.found.scores
        self.exact.add("score")
        ends, per_principle = walk.scores()
        table = {"score": _ends(ends, self.found.scores["score"].now)}
        for at, name in enumerate(walk.tally.names):
            seen = per_principle.get(at)
            now = self.found.scores[name]
            table[name] = now if seen is None else _ends(seen, now.now)
        return table


def _ends(values: set[int | None], now: int | None) -> ScoreRange:
    numbers = [value for value in values if value is not None]
    return ScoreRange(min(numbers, default=None), max(numbers, default=None), now, None in values)


def _number(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else 10**6
