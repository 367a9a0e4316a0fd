"""The program on whole columns of answers: many assessments at once, with numpy.

A column holds one small number per row: the place of the symbol among the item's symbols, -1 while it
is unknown. A condition becomes two columns of truth values, certainly true and certainly false. On every
row the result equals `evaluate.partial`, open questions included. Memory follows the rows of one call, so
callers hand over a few ten thousand rows at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import numpy as np
import numpy.typing as npt

from engine.columns.found import BLANK, OPEN, Codes, Flags, Found, Profile, Truths
from engine.columns.scoring import Scoring
from engine.conditions import HIDDEN, All, Any, Condition, Is, Not, items
from engine.program import Count, Decision, Input, Item, Program, Score, cell_of
from engine.terms import KNOWN, OLDER

CHUNK = 32_768  # rows of one call: the columns stay near the processor


class Columns:
    """A program for whole columns; has no state, so threads may share it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.names = program.symbols()
        self.codes = {item: {s: i for i, s in enumerate(names)} for item, names in self.names.items()}
        self.kinds = {item: np.int8 if len(n) < 127 else np.int16 for item, n in self.names.items()}
        self.scorer = next(
            (Scoring(i, program, self.codes) for i in program.items if isinstance(i, Score)), None
        )
        self.after_knowledge = self._after_knowledge()

    def code(self, item: str, symbol: str | None) -> int:
        """Return the number that stands for a symbol, or for unknown."""
        return OPEN if symbol is None else self.codes[item][symbol]

    def _after_knowledge(self) -> tuple[Item, ...]:
        """Return the items that look, however indirectly, at what is known."""
        reached = set(self.program.knowledge)
        later = []
        for item in self.program.items:
            if any(name in reached for condition in item.conditions() for name in items(condition)):
                reached.add(item.id)
                later.append(item)
        return tuple(later)

    # -- running ----------------------------------------------------------------------------------

    def run(self, given: Mapping[str, Sequence[int]], known: Mapping[str, Sequence[int]]) -> Found:
        """Evaluate a number of rows at once.

        Args:
            given: per input its column, with -1 where the answer is unknown.
            known: per item about what is known its column.
        """
        found = Found(self.names, len(next(iter(given.values()))))
        for name in self.program.knowledge:
            found.codes[name] = self._column(name, known[name])
        inputs = {name: self._column(name, given[name]) for name in given}
        found.given = inputs
        for item in self.program.items:
            self._item(item, inputs, found)
        return found

    def chunks(
        self,
        given: Mapping[str, Sequence[int]],
        known: Mapping[str, Sequence[int]],
        size: int = CHUNK,
    ) -> Iterator[Found]:
        """Evaluate many rows, a bounded number at a time."""
        for start in range(0, len(next(iter(given.values()))), size):
            part = slice(start, start + size)
            yield self.run(
                {name: column[part] for name, column in given.items()},
                {name: column[part] for name, column in known.items()},
            )

    def assess(
        self,
        given: Mapping[str, Sequence[int]],
        profiles: Sequence[Profile] = (Profile(),),
        which: Sequence[int] | None = None,
    ) -> Found:
        """Evaluate rows with what is known about them, as `assess.assess` does.

        Args:
            given: per input its column; -2 where the row says nothing.
            profiles: facts that may hold there.
            which: per row the place of its profile; without it, the first.
        """
        rows = len(next(iter(given.values())))
        chosen = np.zeros(rows, np.intp) if which is None else np.asarray(which, np.intp)
        inputs, blank = {}, {}
        for part in self.program.inputs:
            column = self._column(part.id, given[part.id])
            blank[part.question] = column == BLANK
            if blank[part.question].any():
                fill = np.array([p.codes.get(part.id, OPEN) for p in profiles], column.dtype)
                column = np.where(blank[part.question], fill[chosen], column)
            inputs[part.id] = column
        nothing = {name: np.zeros(rows, np.int8) for name in self.program.knowledge}
        found = self.run(inputs, nothing)  # type: ignore[arg-type]  # arrays are sequences here
        if self.scorer is not None:
            found.share = self.scorer.open_share(found)
        for name in self.program.knowledge:
            found.codes[name] = self._known(name, found, inputs, (blank, profiles, chosen))
        found.tests = {}
        for item in self.after_knowledge:
            self._item(item, inputs, found)
        return found

    def _column(self, item: str, codes: Sequence[int]) -> Codes:
        return np.asarray(codes, self.kinds[item])

    def _known(
        self,
        name: str,
        found: Found,
        inputs: Mapping[str, Codes],
        base: tuple[Mapping[str, Flags], Sequence[Profile], npt.NDArray[np.intp]],
    ) -> Codes:
        """Return an item about what is known; what is hidden is neither known, nor unknown, nor old."""
        codes, of = self.codes[name], self.program.inputs_of
        if name.startswith(KNOWN):
            first = of[name.removeprefix(KNOWN)][0]
            answered = np.where(inputs[first.id] >= 0, codes["ja"], codes["nee"])
            return np.where(self._hidden(first, found), codes[HIDDEN], answered)
        if name.startswith(OLDER):
            blank, profiles, chosen = base
            old = np.zeros(found.rows, np.bool_)
            for question in sorted({q for p in profiles for q in p.old.get(name, ())} & set(of)):
                has = np.array([question in p.old.get(name, ()) for p in profiles])
                old |= blank[question] & has[chosen] & ~self._hidden(of[question][0], found)
            return np.where(old, codes["ja"], codes["nee"])
        assert found.share is not None
        table = np.array([codes[cell_of(self.program.knowledge[name], n)] for n in range(101)])
        return np.asarray(table[found.share])

    def _hidden(self, item: Input, found: Found) -> Flags:
        if item.shown is None:
            return np.zeros(found.rows, np.bool_)
        return np.asarray(found.codes[item.id] == self.codes[item.id][HIDDEN])

    # -- the four kinds of item -----------------------------------------------------------------------

    def _item(self, item: Item, inputs: Mapping[str, Codes], found: Found) -> None:
        match item:
            case Input():
                found.codes[item.id] = self._input(item, inputs[item.id], found)
            case Decision():
                self._decision(item, found)
            case Count():
                self._count(item, found)
            case Score():
                assert self.scorer is not None
                self.scorer.run(found)

    def _input(self, item: Input, given: Codes, found: Found) -> Codes:
        if item.shown is None:
            return given
        true, false = self._truths(item.shown, found)
        column = np.where(true, given, given.dtype.type(OPEN))
        column[false] = self.codes[item.id][HIDDEN]
        return column

    def _decision(self, item: Decision, found: Found) -> None:
        """First match: each case that is not false is left, up to the first that is true."""
        kind = self.kinds[item.id]
        going = np.ones(found.rows, np.bool_)
        once, twice = np.zeros(found.rows, np.bool_), np.zeros(found.rows, np.bool_)
        column: Codes = np.zeros(found.rows, kind)
        left = []
        for place, case in enumerate(item.cases):
            true, false = self._truths(case.when, found)
            can = going & ~false
            going = going & ~true
            left.append(can)
            twice |= once & can
            once |= can
            column += can.view(np.int8) * kind(place)  # of one symbol; more than one are overwritten
        twice |= once & going
        column += going.view(np.int8) * kind(len(item.cases))
        if twice.any():
            column[twice] = OPEN
        found.left[item.id] = [*left, going]
        found.codes[item.id] = column

    def _count(self, item: Count, found: Found) -> None:
        truths = [self._truths(part, found) for part in item.parts]
        least, most = np.zeros(found.rows, np.int16), np.zeros(found.rows, np.int16)
        for true, false in truths:
            least += true
            most += ~false
        numbers = range(len(item.parts) + 1)
        table = np.array([self.codes[item.id][cell_of(item.cells, n)] for n in numbers], self.kinds[item.id])
        found.counts[item.id] = least, most
        found.codes[item.id] = np.where(table[least] == table[most], table[least], table.dtype.type(OPEN))

    def _truths(self, condition: Condition, found: Found) -> Truths:
        """Return where the condition is certainly true, and where it is certainly false."""
        match condition:
            case Is():
                if condition not in found.tests:
                    found.tests[condition] = self._test(condition, found.codes[condition.item])
                return found.tests[condition]
            case Not(part):
                true, false = self._truths(part, found)
                return false, true
            case All(parts) | Any(parts):
                both = isinstance(condition, All)
                yes, no = np.ones(found.rows, np.bool_), np.zeros(found.rows, np.bool_)
                pairs = [self._truths(part, found) for part in parts]
                if not pairs:
                    return (yes, no) if both else (no, yes)
                true = reduce(and_ if both else or_, [pair[0] for pair in pairs])
                return true, reduce(or_ if both else and_, [pair[1] for pair in pairs])
        raise TypeError(condition)

    def _test(self, test: Is, column: Codes) -> Truths:
        """Compare a column with the wanted symbols, one run of neighbouring codes at a time."""
        table = self.codes[test.item]
        true = np.zeros(len(column), np.bool_)
        for first, last in _runs(sorted(table[s] for s in test.symbols if s in table)):
            true |= column == first if first == last else (column >= first) & (column <= last)
        return true, ~true & (column >= 0)


def _runs(codes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1] = runs[-1][0], code
        else:
            runs.append((code, code))
    return runs
