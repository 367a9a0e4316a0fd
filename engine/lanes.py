"""What one question does to a target: walks with its answer held, and two worlds that differ in it alone.

Two *lanes* follow two worlds that have the same answers, except to that question. How far their totals lie
apart is part of the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from engine.conditions import NOT_APPLICABLE
from engine.diagram import Results, TooWide
from engine.reach import FEW, Move, Rest, States, Totals, Walk, few_of

MOST_LANES = 20_000  # at one variable

Pair = tuple[Rest, Rest, int, int]  # both lanes; how much more the total and the weight of the second are
Left = tuple[Fraction, States, frozenset[int]]  # its weight, the states, and the functions without a total


class Lanes:
    """One question on the way to the target of a walk."""

    def __init__(self, walk: Walk, question: str) -> None:
        self.walk, self.restricted, self.question = walk, walk.restricted, question
        own = self.restricted.own(question)
        self.places = [at for at, level in enumerate(walk.levels) if own >> level & 1]
        self.bits = sum(1 << walk.levels[at] for at in self.places)

    # -- the answer held --------------------------------------------------------------------------------

    def left(self) -> list[tuple[Fraction, Results]]:
        """Return what the target can be after each answer, with how many answers it stands for."""
        walk, (first, last) = self.walk, (self.places[0], self.places[-1])
        rows: list[Left] = [(Fraction(1), walk.before(first), walk.done(first))]
        for at in range(first, last + 1):
            rows = _merged([after for row in rows for after in self._answered(at, row)])
        found = []
        for weight, states, done in rows:
            seen = set().union(*map(self.restricted.results, done))
            found.append((weight, walk.rest(last + 1, states, seen)))
        return found

    def _answered(self, at: int, row: Left) -> Iterator[Left]:
        """Yield what is left after a level: for each answer, where the question is asked there."""
        weight, states, before = row
        if at not in self.places:
            done = set(before)
            yield weight, self.walk.step(at, states, done), frozenset(done)
            return
        level = self.walk.levels[at]
        for choice, share in enumerate(self._shares(level)):
            done = {self.restricted.held(node, level, choice) for node in before}
            yield weight * share, self.walk.step(at, states, done, choice), frozenset(done)

    def _shares(self, level: int) -> list[Fraction]:
        """Return how many answers each value stands for.

        The options of a multiple choice are answered one by one, but n.v.t. is one answer to all of them.
        """
        variable = self.restricted.functions.variables[level]
        rows = self.restricted.program.inputs_of[self.question]
        others = len(rows) - 1
        if variable.name != rows[0].id or not others:
            return [Fraction(1)] * len(variable.symbols)
        looked_at = len(self.places) - 1
        off, on = Fraction(1, 2**looked_at), Fraction(2 ** (others - looked_at))
        return [off if symbol == NOT_APPLICABLE else on for symbol in variable.symbols]

    # -- two worlds -------------------------------------------------------------------------------------

    def differs(self) -> bool:
        """Whether two worlds that differ in the question alone differ in the target."""
        if not self.places:
            return False
        if any(self.restricted.tested(node) & self.bits for node in self.walk.done(len(self.walk.levels))):
            return True
        found = self._follow(FEW)
        return bool(self._follow(MOST_LANES) if found is None else found)

    def _follow(self, most: int) -> bool | None:
        """Whether lanes differ; of more than `most` only some are followed, and None is "not found"."""
        first, last, whole = self.places[0], self.places[-1], True
        lanes: dict[Pair, Totals] = {(s, s, 0, 0): totals for s, totals in self.walk.before(first).items()}
        for at in range(first, len(self.walk.levels)):
            fresh: dict[Pair, Totals] = {}
            for pair, totals in lanes.items():
                for one, other in self._moves(at, pair):
                    if self._apart(pair, one, other, at >= last, totals, fresh):
                        return True
            if len(fresh) > most == MOST_LANES:
                raise TooWide
            whole, lanes = whole and len(fresh) <= most, few_of(fresh, most)
        found = any(self._end(pair, totals) for pair, totals in lanes.items())
        return found if whole or found else None

    def _moves(self, at: int, pair: Pair) -> dict[tuple[Move, Move], None]:
        """Return the moves of both lanes: each its own where the question is asked, else the same answer."""
        one, other = self.walk.moves(at, pair[0]), self.walk.moves(at, pair[1])
        if at in self.places:
            return dict.fromkeys((a, b) for a in one for b in other)
        width = max(len(one), len(other))
        return dict.fromkeys(zip(one * (width // len(one)), other * (width // len(other)), strict=True))

    def _apart(
        self, pair: Pair, one: Move, other: Move, all_asked: bool, totals: Totals, fresh: dict[Pair, Totals]
    ) -> bool:
        """Follow both lanes one level on; return whether they certainly differ from there."""
        (a, more, own), (b, more2, own2) = one, other
        apart, heavier = pair[2] + more2 - more, pair[3] + own2 - own
        if a[0] != b[0]:
            scored = self.restricted.scored(a[0]), self.restricted.scored(b[0])
            if not any(scored) or self.restricted.results(a[0]).isdisjoint(self.restricted.results(b[0])):
                return True
            if not scored[0]:  # the first lane is one with a total
                totals = {w + pair[3]: _shifted(bits, pair[2]) for w, bits in totals.items()}
                a, b, more, own = b, a, more2, own2
            if not all(scored):
                apart = heavier = 0
        elif not self.restricted.scored(a[0]) or (all_asked and a == b and not apart and not heavier):
            return not all_asked and bool(self.restricted.tested(a[0]) & self.bits)
        there = fresh.setdefault((a, b, apart, heavier), {})
        for weight, bits in totals.items():
            there[weight + own] = there.get(weight + own, 0) | bits << more
        return False

    def _end(self, pair: Pair, totals: Totals) -> bool:
        """Whether both lanes differ for one of these totals."""
        (one, _), (other, _), apart, heavier = pair
        below, results = self.walk.below, self.restricted.results
        cells = self.walk.tally.score.cells[self.walk.tally.score.id]
        for weight, bits in totals.items():
            for at in self.walk.cells({weight: bits}):
                here = bits & self.walk.tally.mask(cells[at], weight) if weight else bits
                there = {weight + heavier: _shifted(here, apart)}
                ends = [below[other][c] for c in self.walk.cells(there)] if below[other] else [other]
                if any(results(below[one][at]) != results(end) for end in ends):
                    return True
        return False


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _merged(rows: list[Left]) -> list[Left]:
    """Return the rows with those that leave the same as one."""
    found: dict[object, Left] = {}
    for weight, states, done in rows:
        key = done, frozenset((state, tuple(sorted(totals.items()))) for state, totals in states.items())
        before = found.get(key)
        found[key] = (weight + (before[0] if before else 0), states, done)
    return list(found.values())
