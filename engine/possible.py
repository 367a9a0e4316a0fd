"""What can still be: outcomes, scores, judgements, signals and measures over all ways to answer on.

For each item that is not certain, the open questions that it still looks at (its *cone*) are few as a
rule. Their answers are enumerated, so the result is exact. Where a cone has more than `MAX_WORLDS`
worlds, the possible symbols of the items just below are enumerated instead, as if they were
independent: that contains the exact result, and is marked as not exact unless one symbol is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from engine.assess import Assessment, Readers
from engine.conditions import NOTHING, Condition, holds, leaves
from engine.evaluate import Evaluation
from engine.program import Count, Decision, Input, Score
from engine.score import Points, ScoreRange

MAX_WORLDS = 2_000  # for one cone
MAX_TOTAL = 6_000  # for one assessment


@dataclass(frozen=True)
class Range:
    """The possible symbols per item and the range of each score.

    exact: whether the possible outcomes and the total's ends are exact; `exact_items` tells it per item.
    deciding: open questions that can change the outcome: two worlds that differ in that question alone
        (and in what it shows or hides) differ in outcome. While not exact: questions that may do so.
    """

    symbols: Mapping[str, frozenset[str]]
    scores: Mapping[str, ScoreRange]
    counts: Mapping[str, tuple[int, int]]
    exact: bool
    exact_items: frozenset[str]
    deciding: tuple[str, ...]
    outcomes: tuple[str, ...]


Choice = tuple[str | None, ...]  # the symbols of one question's inputs


def possible(readers: Readers, assessment: Assessment) -> Range:
    """Return the range of an assessment."""
    return _Explorer(readers, assessment).run()


def settled(assessment: Assessment, reach: Range) -> Mapping[str, str | None]:
    """Return the symbol of every item that is certain, also where only the range shows that it is."""
    found = assessment.evaluation.symbols
    if None not in found.values():
        return found
    more = {k: next(iter(left)) for k, left in reach.symbols.items() if len(left) == 1 and found[k] is None}
    return {**found, **more} if more else found


class _Explorer:
    def __init__(self, readers: Readers, assessment: Assessment) -> None:
        self.readers, self.assessment = readers, assessment
        self.found: Evaluation = assessment.evaluation
        self.items = readers.program.by_name
        self.cones: dict[str, frozenset[str]] = {}
        self.inputs = readers.program.inputs_of
        self.symbols: dict[str, frozenset[str]] = {
            name: frozenset(left) for name, left in self.found.possible.items()
        }
        self.counts = dict(self.found.counts)
        self.exact = {name for name, left in self.found.possible.items() if len(left) == 1}
        self.deciding: frozenset[str] | None = None

    def run(self) -> Range:
        open_items = [
            i.id
            for i in self.readers.program.items
            if (isinstance(i, Decision) and i.id not in self.exact)
            or (isinstance(i, Count) and self.counts[i.id][0] != self.counts[i.id][1])
        ]
        groups: dict[frozenset[str], list[str]] = {}
        for name in open_items:
            groups.setdefault(self.cone(name), []).append(name)
        budget = MAX_TOTAL
        for cone in sorted(groups, key=lambda c: ("uitkomst" not in groups[c], self._worlds(c))):
            size = self._worlds(cone)
            if size <= MAX_WORLDS and size <= budget:
                budget -= size
                self._enumerate(cone, groups[cone])
        scores, score_exact = self._scores()
        self._narrow(scores)
        values = self.readers.program.values["uitkomst"]
        outcomes = dict.fromkeys(values.get(s, s) for s in sorted(self.symbols["uitkomst"], key=_number))
        outcome_exact = "uitkomst" in self.exact or len(outcomes) == 1
        deciding = (
            self.deciding
            if self.deciding is not None
            else (frozenset() if outcome_exact else self.cone("uitkomst"))
        )
        order = [q for q in self.inputs if q in deciding]
        return Range(
            self.symbols,
            scores,
            self.counts,
            outcome_exact and score_exact,
            frozenset(self.exact),
            tuple(order) if len(outcomes) > 1 else (),
            tuple(outcomes),
        )

    # -- cones ----------------------------------------------------------------------------------------

    def cone(self, name: str) -> frozenset[str]:
        """Return the open questions that an item still looks at."""
        if name not in self.cones:
            self.cones[name] = self._cone(name)
        return self.cones[name]

    def _cone(self, name: str) -> frozenset[str]:
        if name.startswith("?") or self.found.symbols[name] is not None:
            item = self.items.get(name)
            if not (isinstance(item, Count) and self.counts[name][0] != self.counts[name][1]):
                return frozenset()
        match item := self.items[name]:
            case Input():
                own = (
                    frozenset([item.question]) if self.assessment.given[item.id] is None else frozenset[str]()
                )
                return own | (self._through([item.shown]) if item.shown is not None else frozenset())
            case Decision():
                return self._through(self._undecided(item))
            case Count():
                return self._through(item.parts)
            case Score():
                return frozenset().union(*(self.cone(c) for c in self._criteria_of(item, name)))
        raise TypeError(item)

    def _undecided(self, item: Decision) -> Iterable[Condition]:
        for case in item.cases:
            truth = holds(case.when, self.found.symbols)
            if truth is True:
                return
            if truth is None:
                yield case.when

    def _through(self, conditions: Iterable[Condition]) -> frozenset[str]:
        cones = [
            self.cone(leaf.item)
            for c in conditions
            if holds(c, self.found.symbols) is None
            for leaf in leaves(c)
        ]
        return frozenset().union(*cones)

    def _criteria_of(self, score: Score, name: str) -> tuple[str, ...]:
        return next((p.criteria for p in score.principles if f"score.{p.id}" == name), score.criteria)

    # -- enumeration ------------------------------------------------------------------------------------

    def _worlds(self, cone: frozenset[str]) -> int:
        return prod(prod(len(i.answers) for i in self.inputs[q]) for q in cone)

    def _choices(self, question: str) -> list[Choice]:
        """Return every answer to a question, as the symbols of its inputs."""
        inputs = self.inputs[question]
        rows = list(product(*(i.values for i in inputs)))
        if inputs[0].not_applicable:
            rows.append(tuple(i.answers[-1] for i in inputs))
        return rows  # type: ignore[return-value]

    def _enumerate(self, cone: frozenset[str], targets: list[str]) -> None:
        questions = [q for q in self.inputs if q in cone]
        seen: dict[str, set[str]] = {name: set() for name in targets}
        numbers: dict[str, set[int]] = {name: set() for name in targets}
        outcome: dict[tuple[Choice, ...], str] = {}
        for row, found in self._completed(questions):
            for name in targets:
                if name in found.counts:
                    numbers[name].update(found.counts[name])
                else:
                    seen[name].update(found.possible[name])
            if "uitkomst" in seen:
                outcome[row] = self.readers.program.values["uitkomst"].get(found.possible["uitkomst"][0], "")
        for name in targets:
            if numbers[name]:
                self.counts[name] = min(numbers[name]), max(numbers[name])
            else:
                self.symbols[name] = frozenset(seen[name])
            self.exact.add(name)
        if outcome:
            self.deciding = frozenset(_deciding(questions, outcome))

    def _completed(self, questions: list[str]) -> Iterator[tuple[tuple[Choice, ...], Evaluation]]:
        """Yield every way to answer these questions, with what then is found."""
        ids = [i.id for q in questions for i in self.inputs[q]]
        given = dict(self.assessment.given)
        for row in product(*(self._choices(q) for q in questions)):
            given.update(zip(ids, (s for choice in row for s in choice), strict=True))
            yield row, self.readers.compiled.evaluate(given, self.assessment.known)

    # -- what is too large to enumerate -----------------------------------------------------------------

    def _narrow(self, scores: Mapping[str, ScoreRange]) -> None:
        """Narrow the decisions that were not enumerated, from the possible symbols just below them."""
        for item in self.readers.program.items:
            if isinstance(item, Decision) and item.id not in self.exact:
                below = sorted({leaf.item for c in item.conditions() for leaf in leaves(c)})
                options = [self._options(name, scores) for name in below]
                if prod(map(len, options)) > MAX_WORLDS:
                    continue
                left = {_first(item, dict(zip(below, row, strict=True))) for row in product(*options)}
                self.symbols[item.id] = frozenset(left)
                if len(left) == 1:
                    self.exact.add(item.id)

    def _options(self, name: str, scores: Mapping[str, ScoreRange]) -> tuple[str, ...]:
        """Return the symbols that an item can still have, or more."""
        if name.startswith("?"):
            return (self.assessment.known[name],)
        symbol = self.found.symbols[name]
        if symbol is not None:
            return (symbol,)
        match item := self.items[name]:
            case Decision():
                return tuple(self.symbols[name])
            case Count(cells=cells):
                low, high = self.counts[name]
                return tuple(c.symbol for c in cells if c.low <= high and c.high >= low)
            case Score(cells=table):
                reach = scores[name]
                nothing = (NOTHING,) if reach.maybe_nothing else ()
                if reach.low is None or reach.high is None:
                    return nothing
                return (
                    *nothing,
                    *(c.symbol for c in table[name] if c.low <= reach.high and c.high >= reach.low),
                )
        return item.symbols

    # -- scores ----------------------------------------------------------------------------------------

    def _scores(self) -> tuple[Mapping[str, ScoreRange], bool]:
        """Return the score ranges; exact when open criteria look at different questions, or at few."""
        score = self.readers.score
        open_criteria = [c for c in score.criteria if len(self.symbols[c]) > 1]
        if all(len(self.found.possible[c]) == 1 for c in score.criteria):
            return self.found.scores, True
        cones = [self.cone(c) for c in open_criteria]
        together = frozenset[str]().union(*cones)
        apart = sum(map(len, cones)) == len(together) and all(c in self.exact for c in open_criteria)
        scorer = self.readers.scorer
        points: list[frozenset[Points]] = [
            frozenset(score.points[c].get(s) for s in self.symbols[c]) for c in score.criteria
        ]
        reach = scorer.ranges(points)
        if apart or self._worlds(together) > MAX_WORLDS:
            return reach, apart
        seen: dict[str, set[int | None]] = {name: set() for name in reach}
        for _, found in self._completed([q for q in self.inputs if q in together]):
            for name, values in seen.items():
                values.add(found.scores[name].low)
        return {name: _ends(values, reach[name].now) for name, values in seen.items()}, True


def _deciding(questions: list[str], outcome: Mapping[tuple[Choice, ...], str]) -> Iterable[str]:
    for at, question in enumerate(questions):
        rest: dict[tuple[Choice, ...], str] = {}
        for row, result in outcome.items():
            if rest.setdefault((*row[:at], *row[at + 1 :]), result) != result:
                yield question
                break


def _ends(values: set[int | None], now: int | None) -> ScoreRange:
    numbers = [value for value in values if value is not None]
    return ScoreRange(min(numbers, default=None), max(numbers, default=None), now, None in values)


def _first(item: Decision, symbols: Mapping[str, str | None]) -> str:
    return next((case.symbol for case in item.cases if holds(case.when, symbols)), item.otherwise)


def _number(symbol: str) -> int:
    return int(symbol) if symbol.isdigit() else 10**6
