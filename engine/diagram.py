"""Functions over answers as decision diagrams: ordered, reduced and shared.

A node tests one variable and has one node below per value; a leaf is a result. Variables are tested in one
order, and equal nodes are one, so two functions are equal exactly when they are the same node, whatever
rules they came from (Bryant, 1986). A function depends on a variable exactly when a node in it tests that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

LEAF = 1 << 30  # the level of a leaf, below every variable

Results = frozenset[Hashable]


class TooWide(Exception):
    """There is more to go through than the limit allows."""


class Diagrams:
    """Nodes by number. `level` is the place of the variable that a node tests, `below` the nodes per value.

    Args:
        most: how many nodes there may be; past it `TooWide` is raised.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.level: list[int] = []
        self.below: list[tuple[int, ...]] = []
        self.result: dict[int, Hashable] = {}
        self._leaves: dict[Hashable, int] = {}
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self.no, self.yes = self.leaf(False), self.leaf(True)

    def leaf(self, result: Hashable) -> int:
        """Return the function that is always this result."""
        if result not in self._leaves:
            self._leaves[result] = self._add(LEAF, ())
            self.result[self._leaves[result]] = result
        return self._leaves[result]

    def node(self, level: int, below: tuple[int, ...]) -> int:
        """Return the function that tests a variable first; raises TooWide."""
        if below.count(below[0]) == len(below):
            return below[0]
        key = level, below
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._add(level, below)
        return found

    def _add(self, level: int, below: tuple[int, ...]) -> int:
        if len(self.level) == self.most:
            raise TooWide
        self.level.append(level)
        self.below.append(below)
        return len(self.level) - 1

    def choose(self, test: int, one: int, other: int) -> int:
        """Return the function that is `one` where a test (yes or no) holds, and `other` elsewhere."""
        if test == self.yes or one == other:
            return one
        if test == self.no:
            return other
        if one == self.yes and other == self.no:
            return test
        key = test, one, other
        found = self._chosen.get(key)
        if found is None:
            levels, below = self.level, self.below
            level = min(levels[test], levels[one], levels[other])
            width = next(len(below[n]) for n in key if levels[n] == level)
            rows = [below[n] if levels[n] == level else (n,) * width for n in key]
            found = self._chosen[key] = self.node(level, tuple(map(self.choose, *rows)))
        return found

    def opposite(self, test: int) -> int:
        """Return the test that holds where this one does not."""
        return self.choose(test, self.no, self.yes)

    def map(self, root: int, change: Callable[..., Hashable]) -> int:
        """Return the function with each result changed."""
        done: dict[int, int] = {}

        def visit(node: int) -> int:
            if node not in done:
                if self.level[node] == LEAF:
                    done[node] = self.leaf(change(self.result[node]))
                else:
                    done[node] = self.node(self.level[node], tuple(map(visit, self.below[node])))
            return done[node]

        return visit(root)

    def finish(self) -> None:
        """Forget what only making functions needs, more than half of it all; none can be made after this."""
        del self._nodes, self._chosen


class Look:
    """What functions can be and what they look at, remembered. Not for more than one thread at a time."""

    def __init__(self, diagrams: Diagrams) -> None:
        self._level, self._below, self._result = diagrams.level, diagrams.below, diagrams.result
        self._results: dict[int, Results] = {}
        self._tested: dict[int, int] = {}

    def results(self, node: int) -> Results:
        """Return everything that a function can be, were every total score possible."""
        found = self._results.get(node)
        if found is None:
            below = self._below[node]
            if below:
                found = frozenset[Hashable]().union(*map(self.results, below))
            else:
                found = frozenset([self._result[node]])
            self._results[node] = found
        return found

    def tested(self, node: int) -> int:
        """Return the variables that a function looks at, as bits by their level."""
        found = self._tested.get(node)
        if found is None:
            below = self._below[node]
            found = 1 << self._level[node] if below else 0
            for other in below:
                found |= self.tested(other)
            self._tested[node] = found
        return found
