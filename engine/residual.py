"""What is left of rules when part of their items is known.

A residual is what still has to be decided of a few items (first-match lists and counts) on the way to
one of them, the target. Two sets of answers that leave the same residual can't be told apart by the
target any more, so they may be counted as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.conditions import FALSE, TRUE, All, Any, Condition, Is, Not, items
from engine.evaluate import same_cell
from engine.program import Count, Decision


@dataclass(frozen=True, slots=True)
class OpenList:
    """A first-match list that is not decided yet: the cases left, and what holds without them."""

    cases: tuple[tuple[str, Condition], ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class OpenCount:
    """A count that is not decided yet: how many hold so far, and the conditions left."""

    so_far: int
    parts: tuple[Condition, ...]


Rest = OpenList | OpenCount | str | None  # str: decided; None: of no use any more
Residual = tuple[Rest, ...]


class Remainder:
    """The residuals of the way to one target, by number; the numbers make them quick to compare.

    Args:
        way: the items to decide, each after those it looks at; the last is the target.
        known: the symbols that are known from the start.
    """

    def __init__(self, way: list[Decision | Count], known: Mapping[str, str]) -> None:
        self.way = way
        self.names = tuple(item.id for item in way)
        self._numbers: dict[Residual, int] = {}
        self._residuals: list[Residual] = []
        self._steps: dict[tuple[int, tuple[tuple[str, str], ...]], int] = {}
        self._used: list[frozenset[str]] = []
        self.start = self._add(self._reduce(tuple(_fresh(item) for item in way), known))

    def step(self, number: int, found: tuple[tuple[str, str], ...]) -> int:
        """Return the residual that is left when these (item, symbol) pairs become known."""
        used = self._used[number]
        fresh = tuple(pair for pair in found if pair[0] in used)
        if not fresh:
            return number
        key = number, fresh
        if key not in self._steps:
            self._steps[key] = self._add(self._reduce(self._residuals[number], dict(fresh)))
        return self._steps[key]

    def uses(self, number: int) -> frozenset[str]:
        """Return the items that a residual still looks at."""
        return self._used[number]

    def result(self, number: int) -> Rest:
        """Return what is left of the target: its symbol when it is decided."""
        return self._residuals[number][-1]

    def _add(self, residual: Residual) -> int:
        if residual not in self._numbers:
            self._numbers[residual] = len(self._residuals)
            self._residuals.append(residual)
            self._used.append(frozenset(name for rest in residual for name in _looks_at(rest)))
        return self._numbers[residual]

    def _reduce(self, residual: Residual, known: Mapping[str, str]) -> Residual:
        """Fill in what is known, decide what can be, and drop what the target does not need."""
        known = dict(known)
        left: list[Rest] = []
        for item, rest in zip(self.way, residual, strict=True):
            rest = _filled(rest, known)
            if item is not self.way[-1] or isinstance(item, Decision):
                rest = _decided(item, rest)
            if isinstance(rest, str):
                known[item.id] = rest
            left.append(rest)
        return self._needed(left)

    def _needed(self, left: list[Rest]) -> Residual:
        needed = {self.names[-1]}
        for index in range(len(left) - 1, -1, -1):
            rest = left[index]
            last = index == len(left) - 1
            if not last and (isinstance(rest, str) or self.names[index] not in needed):
                left[index] = None
            else:
                needed.update(_looks_at(rest))
        return tuple(left)


def _fresh(item: Decision | Count) -> Rest:
    if isinstance(item, Count):
        return OpenCount(0, item.parts)
    return OpenList(tuple((case.symbol, case.when) for case in item.cases), item.otherwise)


def _filled(rest: Rest, known: Mapping[str, str]) -> Rest:
    match rest:
        case OpenList(cases, otherwise):
            kept: list[tuple[str, Condition]] = []
            for symbol, when in cases:
                when = filled(when, known)
                if when == TRUE:
                    return OpenList(tuple(kept), symbol)
                if when != FALSE:
                    kept.append((symbol, when))
            return OpenList(tuple(kept), otherwise)
        case OpenCount(so_far, parts):
            rows = [filled(part, known) for part in parts]
            return OpenCount(so_far + rows.count(TRUE), tuple(r for r in rows if r not in (TRUE, FALSE)))
    return rest


def _decided(item: Decision | Count, rest: Rest) -> Rest:
    """Return the symbol when only one is left."""
    match rest:
        case OpenList(cases, otherwise) if all(symbol == otherwise for symbol, _ in cases):
            return otherwise
        case OpenCount(so_far, parts):
            assert isinstance(item, Count)
            cell = same_cell(item.cells, so_far, so_far + len(parts))
            return rest if cell is None else cell
    return rest


def _looks_at(rest: Rest) -> Iterable[str]:
    match rest:
        case OpenList(cases, _):
            return (name for _, when in cases for name in items(when))
        case OpenCount(_, parts):
            return (name for part in parts for name in items(part))
    return ()


def filled(condition: Condition, known: Mapping[str, str]) -> Condition:
    """Return the condition with known items filled in, and constants folded."""
    match condition:
        case Is(item, symbols):
            symbol = known.get(item)
            return condition if symbol is None else TRUE if symbol in symbols else FALSE
        case Not(part):
            inner = filled(part, known)
            return FALSE if inner == TRUE else TRUE if inner == FALSE else Not(inner)
        case All(parts):
            return _folded(parts, known, All, FALSE)
        case Any(parts):
            return _folded(parts, known, Any, TRUE)
    raise TypeError(condition)


def _folded(
    parts: tuple[Condition, ...], known: Mapping[str, str], kind: type[All] | type[Any], end: Condition
) -> Condition:
    left: dict[Condition, None] = {}
    for part in parts:
        inner = filled(part, known)
        if inner == end:
            return end
        if inner not in (TRUE, FALSE):
            left[inner] = None
    rows = tuple(left)
    return rows[0] if len(rows) == 1 else kind(rows)
