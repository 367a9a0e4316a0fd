"""What can still be: outcomes, scores, judgements, signals and measures over all ways to answer on.

What is open is gone through as functions of the answers (`functions.py`, `reach.py`), so everything is exact.
Where the rules hang together too much for that, the solver is asked (`wide.py`). Only the ends of a score
that is too wide, and what the solver leaves undecided, keep the three-valued result: it contains the exact
one, and is marked as not exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from engine.assess import Assessment, WorldReaders
from engine.diagram import TooWide
from engine.influence import Influence, open_questions
from engine.program import Count, Decision, Item
from engine.reach import Walk, reached
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
    influence: Influence = field(repr=False, compare=False)

    @cached_property
    def deciding(self) -> tuple[str, ...]:
        """The open questions that can change the outcome, in order; found when somebody asks.

        Two worlds that differ in that question alone (and in what it shows or hides) differ in outcome. While
        not exact: questions that may do so.
        """
        if len(self.outcomes) == 1:
            return ()
        return tuple(filter(self.influence.decides, open_questions(self.influence.assessment)))


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
        self.influence = Influence(readers, assessment)
        self.symbols = {name: frozenset(left) for name, left in self.found.possible.items()}
        self.counts = dict(self.found.counts)
        self.exact = {name for name, left in self.found.possible.items() if len(left) == 1}
        self.open = [item for item in readers.program.items if self._is_open(item)]

    def run(self) -> Range:
        """Find everything."""
        values = self.readers.program.values["uitkomst"]
        for item in self.open:
            if self._is_wanted(item.id):
                self._look(item.id)
        scores = self._scores()
        outcomes = dict.fromkeys(values.get(s, s) for s in sorted(self.symbols["uitkomst"], key=_number))
        outcome_exact = "uitkomst" in self.exact or len(outcomes) == 1
        return Range(
            self.symbols,
            scores,
            self.counts,
            outcome_exact and "score" in self.exact,
            frozenset(self.exact),
            tuple(outcomes),
            self.influence,
        )

    def _is_wanted(self, name: str) -> bool:
        return self.wanted is None or name in self.wanted

    def _is_open(self, item: Item) -> bool:
        if isinstance(item, Count):
            low, high = self.counts[item.id]
            return low != high
        return isinstance(item, Decision) and item.id not in self.exact

    # -- symbols and counts ---------------------------------------------------------------------------

    def _look(self, name: str) -> None:
        """Find everything that an item can still be."""
        is_count, restricted = name in self.counts, self.influence.restricted
        try:
            if restricted is None:
                raise TooWide
            found = reached(restricted, restricted.number(name) if is_count else restricted.symbol(name))
        except TooWide:
            if not is_count:  # the numbers of a count stay as wide as they are
                self._ask(name)
            return
        if is_count:
            numbers = [int(number) for number in found if isinstance(number, int)]  # 0 and 1 are no and yes
            self.counts[name] = min(numbers), max(numbers)
            self.exact.add(name)
        else:
            self._take(name, (symbol for symbol in found if isinstance(symbol, str)))

    def _ask(self, name: str) -> None:
        """Ask the solver; what it can't decide stays as wide as it is."""
        with suppress(Undecided):
            self._take(name, self.influence.asker.symbols(name, self.symbols[name]))

    def _take(self, name: str, symbols: Iterable[str]) -> None:
        self.symbols[name] = frozenset(symbols)
        self.exact.add(name)

    # -- scores ---------------------------------------------------------------------------------------

    def _scores(self) -> Mapping[str, ScoreRange]:
        """Return the score ranges."""
        now, score = self.found.scores, self.readers.score
        if all(len(self.found.possible[criterion]) == 1 for criterion in score.criteria):
            self.exact.add("score")
        if "score" in self.exact or not self._is_wanted("score"):
            return now
        restricted = self.influence.restricted
        try:
            if restricted is None:
                raise TooWide
            table = {"score": _ends(Walk(restricted, None).ends(), now["score"].now)}
        except TooWide:
            return now
        self.exact.add("score")
        for principle, node in zip(score.principles, restricted.points, strict=True):
            name = f"score.{principle.id}"
            table[name] = _ends({restricted.tally.mean(row) for row in restricted.sums(node)}, now[name].now)
        return table


def _ends(values: set[int | None], now: int | None) -> ScoreRange:
    numbers = [value for value in values if value is not None]
    return ScoreRange(min(numbers, default=None), max(numbers, default=None), now, None in values)


def _number(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else 10**6
