"""The score as clauses: exact, though n.v.t. leaves criteria and principles out of the mean.

A principle has few states: the sum of its points and how many criteria count. Its score is a function
of its state. The rounded total reaches a threshold T exactly when the sum over the counting principles of
weight x (mean - T + 1/2) is not negative: multiplied out, that is linear in the states, whatever counts.

Such a threshold is encoded at once where that is small. Else it stays a free variable, and an assignment
that has it wrong adds a clause that says why (the weakest reason that is still enough). When that takes
too many clauses, it is encoded after all, up to a limit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from engine.clauses import Copy, Literals, ScoreLiterals
from engine.conditions import NOTHING
from engine.program import Score, cell_of
from engine.score import rounded
from engine.solver import Gates, Model, Undecided

SMALL, LARGE = 200, 40_000  # nodes of a diagram: encoded at once, and at most
CUTS = 150  # clauses that explain one threshold before it is encoded after all

State = tuple[int, int]  # sum of points, number that count
Group = tuple[tuple[int, int], ...]  # (what it adds, literal) per state of one principle, lowest first


class TooLarge(Exception):
    """A diagram has more nodes than allowed."""


@dataclass
class Threshold:
    """Does the total reach `number`? `literal` says so; while `lazy`, explanations are added when wrong."""

    number: int
    literal: int
    groups: tuple[Group, ...]
    lazy: bool
    cuts: int = field(default=0)

    def holds(self, model: Model) -> bool:
        """Whether the total truly reaches the number in this assignment."""
        return sum(self.added(model)) >= 0

    def added(self, model: Model) -> list[int]:
        """Return what each principle adds in this assignment."""
        return [next(amount for amount, literal in group if model(literal)) for group in self.groups]


class ScoreClauses:
    """The scores of one copy of a program."""

    def __init__(self, score: Score, copy: Copy, base: ScoreLiterals | None, small: int = SMALL) -> None:
        self.score, self.gates, self.small = score, copy.gates, small
        self.base = base if isinstance(base, ScoreClauses) else None
        self.states = [self._states(copy, principle.criteria) for principle in score.principles]
        self.nothing = self.gates.all([table.get((0, 0), -self.gates.true) for table in self.states])
        self.thresholds: dict[int, Threshold] = {}
        self.gates.refiners.append(self.refine)

    def table(self, name: str) -> Literals:
        """Return per symbol of a score its literal."""
        if name == "score":
            symbols = [*(cell.symbol for cell in self.score.cells[name]), NOTHING]
            return {symbol: self.among(frozenset([symbol])) for symbol in symbols}
        at = next(i for i, p in enumerate(self.score.principles) if f"score.{p.id}" == name)
        found: dict[str, list[int]] = {cell.symbol: [] for cell in self.score.cells[name]}
        for (total, size), literal in self.states[at].items():
            if size:
                value = rounded(Fraction(100 * total, self.score.highest * size))
                found[cell_of(self.score.cells[name], value)].append(literal)
        table = {symbol: self.gates.any(literals) for symbol, literals in found.items()}
        return {**table, NOTHING: self.states[at].get((0, 0), -self.gates.true)}

    # -- states and thresholds --------------------------------------------------------------------------

    def _states(self, copy: Copy, criteria: Sequence[str]) -> dict[State, int]:
        """Return per state that a principle can be in a literal."""
        states: dict[State, int] = {(0, 0): self.gates.true}
        for criterion in criteria:
            by_points: dict[int | None, list[int]] = {}
            for symbol, literal in copy.table(criterion).items():
                by_points.setdefault(self.score.points[criterion].get(symbol), []).append(literal)
            options = {points: self.gates.any(literals) for points, literals in by_points.items()}
            following: dict[State, list[int]] = {}
            for (total, size), state in states.items():
                for points, option in options.items():
                    after = (total, size) if points is None else (total + points, size + 1)
                    following.setdefault(after, []).append(self.gates.all([state, option]))
            states = {after: self.gates.any(literals) for after, literals in following.items()}
            states = {after: literal for after, literal in states.items() if literal != -self.gates.true}
        return states

    def among(self, symbols: frozenset[str]) -> int:
        """Return whether the total has one of these symbols; only the ends of each stretch are thresholds."""
        cells, runs = self.score.cells["score"], [self.nothing] if NOTHING in symbols else []
        start: int | None = None
        for at, cell in enumerate([*cells, None]):
            inside = cell is not None and cell.symbol in symbols
            if inside and start is None:
                start = at
            elif not inside and start is not None:
                low = self.threshold(cells[start].low).literal if start else self.gates.true
                high = self.threshold(cell.low).literal if cell is not None else -self.gates.true
                runs.append(self.gates.all([-self.nothing, low, -high]))
                start = None
        return self.gates.any(runs)

    def threshold(self, number: int) -> Threshold:
        """Return whether the total reaches a number."""
        if number not in self.thresholds:
            groups = tuple(self._group(at, number) for at in range(len(self.states)))
            try:
                found = Threshold(number, diagram(self.gates, groups, self.small), groups, lazy=False)
            except TooLarge:
                found = Threshold(number, self.gates.var(), groups, lazy=True)
            for other in self.thresholds.values():
                low, high = sorted((found, other), key=lambda threshold: threshold.number)
                self.gates.add([-high.literal, low.literal])
            self.thresholds[number] = found
            if found.lazy and self.base is not None:
                self._compare(found, self.base.threshold(number))
        return self.thresholds[number]

    def _group(self, at: int, number: int) -> Group:
        """Return what each state of a principle adds to the sum that a threshold is about.

        weight x (100 total / (highest size) - number + 1/2), times a common multiple that makes it whole.
        """
        weight, highest = self.score.principles[at].weight, self.score.highest
        scale = 2 * highest * lcm(*range(1, 1 + max(len(p.criteria) for p in self.score.principles)))
        amounts: dict[int, list[int]] = {}
        for (total, size), literal in self.states[at].items():
            part = Fraction(100 * total, highest * size) - number + Fraction(1, 2) if size else Fraction(0)
            amounts.setdefault(int(weight * part * scale), []).append(literal)
        return tuple((amount, self.gates.any(literals)) for amount, literals in sorted(amounts.items()))

    def _compare(self, own: Threshold, other: Threshold) -> None:
        """Say that where no principle adds less than in the other copy, the total reaches no less."""
        for less, more in ((own, other), (other, own)):
            steps = [self._no_less(a, b) for a, b in zip(less.groups, more.groups, strict=True) if a != b]
            self.gates.add([-self.gates.all(steps), -less.literal, more.literal])

    def _no_less(self, less: Group, more: Group) -> int:
        pairs = [self.gates.all([a, b]) for low, a in less for high, b in more if low <= high]
        return self.gates.any(pairs)

    # -- explanations -------------------------------------------------------------------------------------

    def refine(self, model: Model) -> bool:
        """Add clauses for thresholds that an assignment has wrong; return whether there were any."""
        added = False
        for threshold in self.thresholds.values():
            if threshold.lazy and threshold.holds(model) != model(threshold.literal):
                self._explain(threshold, model)
                added = True
        return added

    def _explain(self, threshold: Threshold, model: Model) -> None:
        threshold.cuts += 1
        if threshold.cuts > CUTS:
            try:
                exact = diagram(self.gates, threshold.groups, LARGE)
            except TooLarge:
                raise Undecided from None
            self.gates.add([-threshold.literal, exact])
            self.gates.add([threshold.literal, -exact])
            threshold.lazy = False
            return
        amounts = threshold.added(model)
        if sum(amounts) >= 0:
            levels = [[-amount for amount, _ in reversed(group)] for group in threshold.groups]
            bounds = _loosest(levels, [-amount for amount in amounts], 0)
            self.gates.add([threshold.literal, *self._outside(threshold.groups, bounds, -1)])
        else:
            bounds = _loosest([[a for a, _ in g] for g in threshold.groups], amounts, -1)
            self.gates.add([-threshold.literal, *self._outside(threshold.groups, bounds, 1)])

    def _outside(self, groups: tuple[Group, ...], bounds: list[int], sign: int) -> list[int]:
        """Return literals of which one must be true for some principle to add more than its bound."""
        return [
            self.gates.any([literal for amount, literal in group if sign * amount > bound])
            for group, bound in zip(groups, bounds, strict=True)
        ]


def _loosest(levels: list[list[int]], amounts: list[int], most: int) -> list[int]:
    """Return bounds, at least `amounts`, whose sum is at most `most`: as many as can be wholly free."""
    slack = most - sum(amounts)
    bounds = list(amounts)
    for at in sorted(range(len(levels)), key=lambda i: levels[i][-1] - amounts[i]):
        higher = [level for level in levels[at] if level - amounts[at] <= slack]
        slack -= higher[-1] - amounts[at]
        bounds[at] = higher[-1]
    return bounds


def diagram(gates: Gates, groups: tuple[Group, ...], limit: int) -> int:
    """Return a literal that is true exactly when what the groups add is not negative.

    A decision diagram over the groups; sums that no longer make a difference share a node.

    Raises:
        TooLarge: when it has more nodes than `limit`.
    """
    return _Diagram(gates, groups, limit).node(0, 0)[0]


class _Diagram:
    """Nodes per level, each for an interval of sums so far."""

    def __init__(self, gates: Gates, groups: tuple[Group, ...], limit: int) -> None:
        self.gates, self.limit, self.size = gates, limit, 0
        self.groups = sorted(groups, key=lambda group: group[0][0] - group[-1][0])
        self.low, self.high = [0], [0]
        for group in reversed(self.groups):
            self.low.insert(0, self.low[0] + group[0][0])
            self.high.insert(0, self.high[0] + group[-1][0])
        self.choices: dict[tuple[tuple[int, ...], ...], int] = {}
        self.far = 1 + abs(self.low[0]) + abs(self.high[0])
        self.starts: list[list[int]] = [[] for _ in groups]
        self.nodes: list[list[tuple[int, int, int]]] = [[] for _ in groups]

    def node(self, level: int, so_far: int) -> tuple[int, int, int]:
        """Return the literal, and the interval of sums so far for which it is the same."""
        if so_far + self.low[level] >= 0:
            return self.gates.true, -self.low[level], self.far
        if so_far + self.high[level] < 0:
            return -self.gates.true, -self.far, -self.high[level] - 1
        at = bisect_right(self.starts[level], so_far)
        if at and so_far <= self.nodes[level][at - 1][2]:
            return self.nodes[level][at - 1]
        self.size += 1
        if self.size > self.limit:
            raise TooLarge
        first, last = -self.far, self.far
        below: dict[int, list[int]] = {}
        for amount, literal in self.groups[level]:
            under, start, end = self.node(level + 1, so_far + amount)
            first, last = max(first, start - amount), min(last, end - amount)
            below.setdefault(under, []).append(literal)
        here = self._choice(below)
        at = bisect_right(self.starts[level], so_far)
        self.starts[level].insert(at, first)
        self.nodes[level].insert(at, (here, first, last))
        return here, first, last

    def _choice(self, below: Mapping[int, list[int]]) -> int:
        """Return a literal that is what stands under the one literal that is true; exactly one is."""
        if len(below) == 1:
            return next(iter(below))
        key = tuple((under, *literals) for under, literals in below.items())
        if key not in self.choices:
            here = self.choices[key] = self.gates.var()
            for under, literals in below.items():
                for literal in literals:
                    if under != self.gates.true:
                        self.gates.add([-here, -literal, under])
                    if under != -self.gates.true:
                        self.gates.add([here, -literal, -under])
        return self.choices[key]
