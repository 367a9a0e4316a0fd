"""Clauses and gates on python-sat: the only file that knows the solver.

A literal is a whole number, its negation the negative number. Gates are shared and folded, so a
condition over fixed answers costs nothing. Every search has a limit on conflicts: past it the answer
is `Undecided`, never "no".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from pysat.solvers import Solver as Backend

CONFLICTS = 20_000  # for one search
NAME = "cadical195"


class Undecided(Exception):
    """The limit was reached before there was an answer."""


class Model:
    """An assignment: which literals are true."""

    def __init__(self, values: Sequence[int]) -> None:
        self._values = values

    def __call__(self, literal: int) -> bool:
        """Whether the literal is true; one that the solver never saw is false."""
        index = abs(literal) - 1
        value = index < len(self._values) and self._values[index] > 0
        return value == (literal > 0)

    def sure(self, literal: int) -> bool:
        """Whether the literal is true, and the solver did see it."""
        return abs(literal) <= len(self._values) and self(literal)


Refine = Callable[[Model], bool]  # adds clauses that the model breaks; False when there are none


class Gates:
    """Variables, gates and searches over one growing set of clauses.

    Args:
        conflicts: the limit of one search.
        total: the limit of all searches together, in conflicts and tries, or None.
    """

    def __init__(self, conflicts: int = CONFLICTS, total: int | None = None) -> None:
        self.conflicts, self.total = conflicts, total
        self.refiners: list[Refine] = []
        self._backend = Backend(name=NAME)
        self._count = self._tries = 0
        self._gates: dict[tuple[int, ...], int] = {}
        self.true = self.var()
        self.add([self.true])

    def close(self) -> None:
        """Give back what the solver holds outside Python."""
        self._backend.delete()

    def var(self) -> int:
        """Return a new literal."""
        self._count += 1
        return self._count

    def add(self, clause: Iterable[int]) -> None:
        """Demand that one of the literals is true."""
        self._backend.add_clause(list(clause))

    # -- gates ------------------------------------------------------------------------------------------

    def all(self, literals: Iterable[int]) -> int:
        """Return a literal that is true exactly when all of them are."""
        parts = set(literals) - {self.true}
        if -self.true in parts or any(-part in parts for part in parts):
            return -self.true
        if len(parts) < 2:
            return next(iter(parts), self.true)
        key = tuple(sorted(parts))
        if key not in self._gates:
            gate = self._gates[key] = self.var()
            for part in key:
                self.add([-gate, part])
            self.add([gate, *(-part for part in key)])
        return self._gates[key]

    def any(self, literals: Iterable[int]) -> int:
        """Return a literal that is true exactly when one of them is."""
        return -self.all([-literal for literal in literals])

    def exactly_one(self, literals: Sequence[int]) -> None:
        """Demand that one of the literals is true, and only one."""
        self.add(literals)
        for first, second in combinations(literals, 2):
            self.add([-first, -second])

    def at_least(self, parts: Sequence[tuple[int, int]], bound: int) -> int:
        """Return a literal that is true exactly when the weights of the true literals reach `bound`.

        Args:
            parts: weight (at least 1) and literal.
            bound: what the sum has to reach.
        """
        rest = [0]
        for weight, _ in reversed(parts):
            rest.append(rest[-1] + weight)
        rest.reverse()
        memo: dict[tuple[int, int], int] = {}

        def node(index: int, left: int) -> int:
            if left <= 0:
                return self.true
            if rest[index] < left:
                return -self.true
            if (index, left) not in memo:
                weight, literal = parts[index]
                with_it, without = node(index + 1, left - weight), node(index + 1, left)
                memo[index, left] = self.any([without, self.all([literal, with_it])])
            return memo[index, left]

        return node(0, bound)

    # -- searches -----------------------------------------------------------------------------------------

    def search(
        self, assumptions: Sequence[int], accept: Callable[[Model], bool] | None = None
    ) -> Model | None:
        """Return an assignment in which every assumption holds, or None when there is none.

        Args:
            assumptions: literals to hold.
            accept: whether an assignment is good enough as it is; else the refiners have their say first.

        Raises:
            Undecided: when the limit is reached.
        """
        while True:
            self._backend.conf_budget(self._left())
            found = self._backend.solve_limited(assumptions=list(assumptions))
            if found is None:
                raise Undecided
            if not found:
                return None
            model = Model(self._backend.get_model() or [])
            if accept is not None and accept(model):
                return model
            refined = [refine(model) for refine in self.refiners]
            if not any(refined):
                return model

    def _left(self) -> int:
        if self.total is None:
            return self.conflicts
        self._tries += 1
        left = self.total - self._tries - int(self._backend.accum_stats()["conflicts"])
        if left < 1:
            raise Undecided
        return min(left, self.conflicts)

    def core(self, assumptions: Sequence[int]) -> list[int]:
        """Return assumptions that together were impossible in the last search, in their order."""
        core = set(self._backend.get_core() or ())
        return [literal for literal in assumptions if literal in core]
