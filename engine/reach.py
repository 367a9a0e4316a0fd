"""Exactly what can still be, without trying every world: a walk through the variables that are open.

All ways so far that leave the same function of the rest, and the same of the principles under way, are one
state; the totals that it can have are bits of one whole number (`tally.py`). So the work grows with what has
to be remembered, not with the number of worlds. What no longer looks at the total score is done: its results
can be read off.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from heapq import nlargest
from typing import TypeVar

from engine.diagram import Results, TooWide
from engine.restricted import Restricted

MOST_STATES = 5_000  # at one variable
FEW = 20  # states that are followed first: most often they tell enough

Rest = tuple[int, tuple[int, ...]]  # what is left of the target, and of each principle under way
Move = tuple[Rest, int, int]  # where an answer leads, and what it adds to the total and to the weight
Totals = dict[int, int]  # per weight the totals that can be, as bits
States = dict[Rest, Totals]
K = TypeVar("K")


class Walk:
    """Goes through the open variables on the way to a target; remembers every move.

    Args:
        restricted: the functions of an assessment.
        target: the function; without one, the walk is for the scores alone.
    """

    def __init__(self, restricted: Restricted, target: int | None) -> None:
        self.restricted, self.target = restricted, target
        self.tally, self.level, self.below = (
            restricted.tally,
            restricted.diagrams.level,
            restricted.diagrams.below,
        )
        self._added = restricted.diagrams.leaf(None)
        scored = target is None or restricted.scored(target)
        tested = {p: restricted.tested(node) for p, node in enumerate(restricted.points) if scored}
        self.open = [p for p, bits in tested.items() if bits]
        levels = 0 if target is None else restricted.tested(target)
        for bits in tested.values():
            levels |= bits
        self.levels = [n for n in range(restricted.score_level) if levels >> n & 1]
        self._order_principles({p: tested[p] for p in self.open})
        self._moves: list[dict[Rest, tuple[Move, ...]]] = [{} for _ in self.levels]
        self._steps: list[dict[Rest, tuple[Move, ...]]] = [{} for _ in self.levels]
        self._able: Results = frozenset() if target is None else restricted.results(target)
        self._start: States = {(-1 if target is None else target, ()): self._certain()} if scored else {}

    def _order_principles(self, tested: dict[int, int]) -> None:
        """Set apart which principles begin at each level, and which of those under way go on after it."""
        self._begin: list[tuple[int, ...]] = []
        self._under_way: list[tuple[int, ...]] = []
        self._stay: list[tuple[int, ...]] = []
        under_way: tuple[int, ...] = ()
        for level in self.levels:
            begin = tuple(p for p, bits in tested.items() if bits & -bits == 1 << level)
            under_way += begin
            stay = tuple(i for i, p in enumerate(under_way) if tested[p] >> (level + 1))
            self._begin.append(tuple(self.restricted.points[p] for p in begin))
            self._under_way.append(under_way)
            self._stay.append(stay)
            under_way = tuple(under_way[i] for i in stay)

    def _certain(self) -> Totals:
        """Return the total of the principles that are known."""
        total = weight = 0
        for p, node in enumerate(self.restricted.points):
            if p not in self.open:
                more, own = self.tally.adds(p, self.restricted.sums(node)[0])
                total, weight = total + more, weight + own
        return {weight: 1 << total}

    # -- what is asked ----------------------------------------------------------------------------------

    @cached_property
    def results(self) -> Results:
        """Everything that the target can still be; found once, later walks look for nothing else."""
        if self._start:
            self._able = self.rest(0, self._start, set())
        return self._able

    def rest(self, at: int, states: States, found: set[Hashable]) -> Results:
        """Return what is found already, with everything that states at a level lead to."""
        if not self._go_on(at, states, found, FEW):
            self._go_on(at, states, found, MOST_STATES)
        return frozenset(found)

    def _go_on(self, at: int, states: States, found: set[Hashable], most: int) -> bool:
        """Add what states lead to; of more than `most` only some are followed: return whether that is all."""
        whole = True
        for place in range(at, len(self.levels)):
            states = self._of_use(states, found)
            if not states:
                break
            whole, states = whole and len(states) <= most, few_of(states, most)
            done: set[int] = set()
            states = self.step(place, states, done)
            found |= self._results_of(done)
        for (left, _), totals in self._of_use(states, found).items():
            for cell in self.cells(totals):
                found |= self.restricted.results(self.below[left][cell])
        return whole

    def ends(self) -> set[int | None]:
        """Return the lowest and the highest total score; None: nothing counts."""
        states = self._start
        for at in range(len(self.levels)):
            states = self.step(at, states, set())
        found: set[int | None] = set()
        for totals in states.values():
            for weight, bits in totals.items():
                found.add(self.tally.value((bits & -bits).bit_length() - 1, weight))
                found.add(self.tally.value(bits.bit_length() - 1, weight))
        return found

    def cells(self, totals: Totals) -> Iterable[int]:
        """Return the cells of the total score that these totals lie in, by their place."""
        cells = self.tally.score.cells[self.tally.score.id]
        found: set[int] = set()
        for weight, bits in totals.items():
            if not weight:
                found.add(len(cells))
            else:
                found.update(at for at, cell in enumerate(cells) if bits & self.tally.mask(cell, weight))
        return found

    # -- states -----------------------------------------------------------------------------------------

    def before(self, at: int) -> States:
        """Return the states before a level."""
        return self._gone_through[at][0]

    def done(self, at: int) -> frozenset[int]:
        """Return the functions without a total that ways up to a level lead to."""
        return self._gone_through[at][1]

    @cached_property
    def _gone_through(self) -> list[tuple[States, frozenset[int]]]:
        """The states before each level and after the last, and what was done by then."""
        states, done = self._start, set[int]()
        if self.target is not None and not states:
            done.add(self.target)
        rows = [(states, frozenset(done))]
        for at in range(len(self.levels)):
            states = self.step(at, states, done)
            rows.append((states, frozenset(done)))
        return rows

    def step(self, at: int, states: States, done: set[int], choice: int | None = None) -> States:
        """Return the states after a level, by every answer or by one; add what is done to `done`.

        Raises:
            TooWide: when there are too many.
        """
        fresh: States = {}
        for state, totals in states.items():
            moves = self.steps(at, state) if choice is None else (self.move(at, state, choice),)
            for to, more, own in moves:
                if self.target is not None and not self.restricted.scored(to[0]):
                    done.add(to[0])
                    continue
                there = fresh.setdefault(to, {})
                for weight, bits in totals.items():
                    there[weight + own] = there.get(weight + own, 0) | bits << more
        if len(fresh) > MOST_STATES:
            raise TooWide
        return fresh

    def steps(self, at: int, state: Rest) -> tuple[Move, ...]:
        """Return where the answers lead, each way once."""
        found = self._steps[at].get(state)
        if found is None:
            found = self._steps[at][state] = tuple(dict.fromkeys(self.moves(at, state)))
        return found

    def move(self, at: int, state: Rest, choice: int) -> Move:
        """Return where one answer leads."""
        moves = self.moves(at, state)
        return moves[choice] if len(moves) > 1 else moves[0]

    def moves(self, at: int, state: Rest) -> tuple[Move, ...]:
        """Return where each answer leads; one move where the answer makes no difference."""
        found = self._moves[at].get(state)
        if found is None:
            found = self._moves[at][state] = tuple(self._made(at, state))
        return found

    def _made(self, at: int, state: Rest) -> Iterable[Move]:
        level, (left, nodes) = self.levels[at], state
        looks = left >= 0 and self.level[left] == level
        if left >= 0 and not self.restricted.scored(left):
            yield from (((other, ()), 0, 0) for other in (self.below[left] if looks else (left,)))
            return
        nodes += self._begin[at]
        moving = [i for i, node in enumerate(nodes) if self.level[node] == level]
        width = len(self.below[left if looks else nodes[moving[0]]]) if looks or moving else 1
        for choice in range(width):
            to, after = self.below[left][choice] if looks else left, list(nodes)
            total = weight = 0
            for i in moving:
                after[i] = self.below[nodes[i]][choice]
                if not self.below[after[i]]:
                    more, own = self._adds(self._under_way[at][i], after[i])
                    total, weight, after[i] = total + more, weight + own, self._added
            if to >= 0 and not self.restricted.scored(to):
                yield (to, ()), 0, 0
            else:
                yield (to, tuple(after[i] for i in self._stay[at])), total, weight

    def _adds(self, principle: int, node: int) -> tuple[int, int]:
        sums = self.restricted.diagrams.result[node]
        assert isinstance(sums, tuple)
        return self.tally.adds(principle, sums)

    def _results_of(self, nodes: Iterable[int]) -> set[Hashable]:
        return set[Hashable]().union(*map(self.restricted.results, nodes))

    def _of_use(self, states: States, found: set[Hashable]) -> States:
        """Return the states that can lead to something that was not found yet."""
        missing = self._able - found
        return {
            state: totals
            for state, totals in states.items()
            if not missing.isdisjoint(self.restricted.results(state[0]))
        }


def reached(restricted: Restricted, target: int) -> Results:
    """Return everything that a function can still be; raises TooWide."""
    return Walk(restricted, target).results if restricted.scored(target) else restricted.results(target)


def few_of(states: Mapping[K, Totals], most: int) -> dict[K, Totals]:
    """Return the states, or those with the most totals when there are many."""
    if len(states) <= most:
        return dict(states)
    return dict(nlargest(most, states.items(), key=lambda row: sum(b.bit_count() for b in row[1].values())))
