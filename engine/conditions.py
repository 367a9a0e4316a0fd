"""The condition tree Is / All / Any / Not over finite domains, and how authors write it.

An item (a question, a fact, a judgement, a score) has one symbol out of a finite set. `Is` holds
when the item's symbol is among the given ones. A number is cut into the intervals between the
constants that conditions use; until the cut is known, `Between` stands in for `Is`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

HIDDEN = "*verborgen"  # the question is not shown: every test on it is false
NOT_APPLICABLE = "*nvt"
NOTHING = "*geen"  # a score over nothing
GAP = "*gat"  # no rule holds


@dataclass(frozen=True, slots=True)
class Is:
    """The item's symbol is one of `symbols`."""

    item: str
    symbols: frozenset[str]


@dataclass(frozen=True, slots=True)
class Between:
    """The item's number lies in [low, high]; None leaves an end open. Replaced by `Is` by the cut."""

    item: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds; without parts it is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Is | Between | All | Any | Not

TRUE = All(())
FALSE = Any(())


def holds(condition: Condition, symbols: Mapping[str, str | None]) -> bool | None:
    """Return whether the condition is true, or None when that is unknown (Kleene's strong logic).

    Args:
        condition: a tree without `Between`.
        symbols: the symbol of each item, or None while it is unknown.
    """
    match condition:
        case Is(item, wanted):
            symbol = symbols[item]
            return None if symbol is None else symbol in wanted
        case All(parts):
            return _settle((holds(part, symbols) for part in parts), stop=False)
        case Any(parts):
            return _settle((holds(part, symbols) for part in parts), stop=True)
        case Not(part):
            inner = holds(part, symbols)
            return None if inner is None else not inner
    raise TypeError(condition)


def _settle(truths: Iterator[bool | None], stop: bool) -> bool | None:
    unknown = False
    for truth in truths:
        if truth is stop:
            return stop
        unknown = unknown or truth is None
    return None if unknown else not stop


def items(condition: Condition) -> Iterator[str]:
    """Yield every item that the condition looks at, in order, with repeats."""
    match condition:
        case Is(item, _) | Between(item, _, _):
            yield item
        case All(parts) | Any(parts):
            for part in parts:
                yield from items(part)
        case Not(part):
            yield from items(part)


def leaves(condition: Condition) -> Iterator[Is | Between]:
    """Yield the tests at the ends of the tree."""
    match condition:
        case Is() | Between():
            yield condition
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)


def rewrite(condition: Condition, leaf: Callable[[Is | Between], Condition]) -> Condition:
    """Return the tree with every test replaced."""
    match condition:
        case All(parts):
            return All(tuple(rewrite(part, leaf) for part in parts))
        case Any(parts):
            return Any(tuple(rewrite(part, leaf) for part in parts))
        case Not(part):
            return Not(rewrite(part, leaf))
        case _:
            return leaf(condition)


def all_of(*parts: Condition) -> Condition:
    """Return the conjunction, without needless layers."""
    return parts[0] if len(parts) == 1 else All(parts)


def any_of(*parts: Condition) -> Condition:
    """Return the disjunction, without needless layers."""
    return parts[0] if len(parts) == 1 else Any(parts)
