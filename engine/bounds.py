"""What a score can be for a price: clauses that keep the solver from trying what can't be enough.

A solver that knows "the total reaches 80" and "at most seven changes" apart tries combination after
combination. Here both are one decision diagram over the principles: how much each can add at most for what
its own changes cost. Nothing is lost: what a diagram rules out is impossible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.clauses import affected
from engine.clauses_score import Group, ScoreClauses, Threshold, TooLarge
from engine.program import Program, Score
from engine.solver import Gates, Undecided

NODES = 4_000  # of one diagram; a larger one is left out

Step = tuple[int, int]  # what it costs, and what the principle can add at most for that


@dataclass(frozen=True)
class Part:
    """One part of a price: what it costs when the literal is true, and the questions behind it."""

    weight: int
    literal: int
    questions: frozenset[str]


class Bounds:
    """Adds what follows from a score and a price together."""

    def __init__(self, gates: Gates, program: Program) -> None:
        self.gates, self.program = gates, program
        score = program.by_name["score"]
        assert isinstance(score, Score)
        self.names = [f"score.{principle.id}" for principle in score.principles]
        self._principles: dict[str, frozenset[int]] = {}
        self._steps: dict[tuple[Group, tuple[Part, ...]], tuple[Step, ...]] = {}
        self._done: set[tuple[int, tuple[Part, ...], int]] = set()

    def add(self, scores: ScoreClauses, parts: tuple[Part, ...], most: int, more: int) -> None:
        """Demand of each threshold that it is out of reach, or reached for this price, or that it costs more.

        Args:
            scores: the scores of one copy.
            parts: the price.
            most: what it costs at most.
            more: whether it costs more than that.
        """
        for threshold in scores.thresholds.values():
            key = id(threshold), parts, most
            if key not in self._done:
                self._done.add(key)
                self._cut(threshold, parts, most, more)

    def _cut(self, threshold: Threshold, parts: tuple[Part, ...], most: int, more: int) -> None:
        own: list[list[Part]] = [[] for _ in threshold.groups]
        for part in parts:
            touched = self._touched(part.questions)
            if len(touched) == 1:  # the price of what touches several is left out: less than the truth
                own[next(iter(touched))].append(part)
        rows = [
            (self._best(group, tuple(mine)), mine) for group, mine in zip(threshold.groups, own, strict=True)
        ]
        try:
            root = _Diagram(self.gates, rows, most).node(0, 0, most)
        except TooLarge:
            return
        if root != self.gates.true:
            self.gates.add([-threshold.literal, more, root])

    def _touched(self, questions: Iterable[str]) -> frozenset[int]:
        """Return the principles whose score can change by these questions."""
        found: frozenset[int] = frozenset()
        for question in questions:
            if question not in self._principles:
                items = affected(self.program, [question])
                self._principles[question] = frozenset(i for i, n in enumerate(self.names) if n in items)
            found |= self._principles[question]
        return found

    def _best(self, group: Group, parts: tuple[Part, ...]) -> tuple[Step, ...]:
        """Return the prices from which a principle can add more, each with what it then adds at most."""
        key = group, parts
        if key not in self._steps:
            steps: list[Step] = []
            for price in range(1 + sum(part.weight for part in parts)):
                most = self._most(group, parts, price, steps[-1][1] if steps else group[0][0])
                if not steps or most > steps[-1][1]:
                    steps.append((price, most))
                if most == group[-1][0]:
                    break
            self._steps[key] = tuple(steps)
        return self._steps[key]

    def _most(self, group: Group, parts: tuple[Part, ...], price: int, least: int) -> int:
        """Return what a principle can add at most for a price; where undecided, more than the truth."""
        limit = -self.gates.at_least([(part.weight, part.literal) for part in parts], price + 1)
        while True:
            higher = self.gates.any(literal for amount, literal in group if amount > least)
            try:
                model = self.gates.search([higher, limit], lambda _: True)
            except Undecided:
                return group[-1][0]
            if model is None:
                return least
            least = max(amount for amount, literal in group if amount > least and model(literal))


class _Diagram:
    """Nodes per principle, each for a sum so far and what may still be spent."""

    def __init__(self, gates: Gates, rows: list[tuple[tuple[Step, ...], list[Part]]], most: int) -> None:
        self.gates = gates
        self.steps = [steps for steps, _ in rows]
        self.ends = [self._ends(steps, parts) for steps, parts in rows]
        self.free = [0]  # what the rest adds at most for nothing
        self.best = [[0] * (most + 1)]  # the same for what may be spent
        for steps in reversed(self.steps):
            self.free.insert(0, self.free[0] + steps[0][1])
            after = self.best[0]
            self.best.insert(
                0,
                [
                    max(add + after[left - price] for price, add in steps if price <= left)
                    for left in range(most + 1)
                ],
            )
        self.nodes: dict[tuple[int, int, int], int] = {}

    def _ends(self, steps: tuple[Step, ...], parts: list[Part]) -> list[tuple[int, int]]:
        """Return per step whether its price is paid, and whether that of the next step is."""
        prices = [(part.weight, part.literal) for part in parts]
        paid = [self.gates.at_least(prices, price) for price, _ in steps]
        return list(zip(paid, [*paid[1:], -self.gates.true], strict=True))

    def node(self, level: int, so_far: int, left: int) -> int:
        """Return a literal that is true only where the rest can add enough."""
        if so_far + self.free[level] >= 0:
            return self.gates.true
        if so_far + self.best[level][left] < 0:
            return -self.gates.true
        key = level, so_far, left
        if key not in self.nodes:
            if len(self.nodes) == NODES:
                raise TooLarge
            here = self.nodes[key] = self.gates.var()
            for (price, add), (low, high) in zip(self.steps[level], self.ends[level], strict=True):
                under = (
                    self.node(level + 1, so_far + add, left - price) if price <= left else -self.gates.true
                )
                if under != self.gates.true:
                    self.gates.add([-here, -low, high, under])
        return self.nodes[key]
