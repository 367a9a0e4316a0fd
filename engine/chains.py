"""Conditions to and-chains over one flat fact of whole numbers: all that durable-rules is asked to match.

durable-rules errs, hangs or crashes outside a small subset (docs/adr/0002). So every condition becomes
a few chains of comparisons on numbered properties: an unknown item is an absent property, which matches
no comparison. A condition on several items gets chains for "certainly true" and for "certainly false";
when all its items are known, "false" is simply: not true. What would need too many chains gets a helper of
its own, decided in a fact before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any as Anything

from engine.conditions import FALSE, TRUE, All, Any, Condition, Is, Not, holds, items
from engine.program import Count, Decision, Input, Item, Program

MAX_CHAINS = 32  # chains of one condition; above it a part becomes a helper
GROUP = 24  # chains behind one group property: bounds the nodes waiting in the C code (64)
GROUPS = 30  # groups in one fact
FALSE_GROUPS = 1_000  # the number of the first group for "certainly false"
PROPERTIES = 200  # properties in one fact (the C code takes 252)

Atom = dict[str, Anything]
Chain = tuple[Atom, ...]


class TooLarge(Exception):
    """The rules can't be brought within the limits; the message says which."""


@dataclass
class Fact:
    """One flat fact: the items that its chains look at, the conditions it decides, and the chains.

    A row of `rules` is (condition number, truth, group, chain). Chains for "certainly false" stand in
    groups of their own, from `FALSE_GROUPS` on: they are only asked for while an item is open.
    """

    used: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    rules: list[tuple[int, bool, int, Chain]] = field(default_factory=list)

    def groups_for(self, complete: bool) -> list[int]:
        """Return the groups to assert: all, or those for "certainly true" when every item is known."""
        groups = sorted({group for *_, group, _ in self.rules})
        return [group for group in groups if group < FALSE_GROUPS] if complete else groups

    def takes(self, used: set[str], chains: int) -> bool:
        """Whether so many more chains on these items fit."""
        groups = 2 + (len(self.rules) + chains) // GROUP
        return groups <= GROUPS and len(self.used | used) + groups < PROPERTIES

    def add(self, number: int, truth: bool, chain: Chain) -> None:
        """Take in one chain."""
        group = sum(row[1] is truth for row in self.rules) // GROUP
        self.rules.append((number, truth, group if truth else FALSE_GROUPS + group, chain))


class Planner:
    """Lays out all conditions of a program over facts, layer by layer.

    numbers: the number of each condition that must be matched.
    looks_at: number of a condition -> the items that its chains look at.
    helpers: number of a helper condition -> the item that hands it on.
    stages: per layer, facts in the order in which they are asserted.
    """

    def __init__(self, program: Program) -> None:
        self.symbols: dict[str, tuple[str, ...]] = dict(program.symbols())
        self.codes = {item: {s: i for i, s in enumerate(names)} for item, names in self.symbols.items()}
        self.property: dict[str, str] = {}
        self.numbers: dict[Condition, int] = {}
        self.looks_at: dict[int, set[str]] = {}
        self.helpers: dict[int, str] = {}
        self._depth: dict[int, int] = {}  # of conditions decided in the layer that is being laid out
        self._after: dict[str, int] = {}  # the same, by the helper that hands such a condition on
        self.stages: list[list[Fact]] = [self._layer(layer) for layer in program.layers]

    def name(self, item: str) -> str:
        """Return the property that carries an item."""
        return self.property.setdefault(item, f"p{len(self.property)}")

    def _layer(self, layer: Iterable[Item]) -> list[Fact]:
        depths: list[list[Fact]] = [[Fact()]]
        self._depth, self._after = {}, {}
        for condition in conditions_of(layer):
            if condition not in self.numbers and condition not in (TRUE, FALSE):
                self._place(condition, depths)
        return [fact for facts in depths for fact in facts if fact.numbers]

    def _place(self, condition: Condition, depths: list[list[Fact]]) -> None:
        """Put a condition in the first fact after its helpers."""
        seen = set(items(condition))
        if len(seen) == 1:
            self._place_single(condition, next(iter(seen)), depths)
            return
        positive, below = self._fit(positive_form(condition, self.symbols), depths)
        negative, below_too = self._fit(positive_form(Not(condition), self.symbols), depths)
        depth = max(below, below_too)
        number = self._number(condition)
        used = set(items(positive)) | set(items(negative))
        chains = [(True, c) for c in self._chains(positive)] + [(False, c) for c in self._chains(negative)]
        self._add(number, used, chains, depths, depth)

    def _place_single(self, condition: Condition, item: str, depths: list[list[Fact]]) -> None:
        number, constant = self._number(condition), holds(condition, {item: None})
        if constant is not None:  # settled by a part that always holds, or never does
            self._add(number, set(), [(constant, ())], depths, 0)
            return
        true = frozenset(s for s in self.symbols[item] if holds(condition, {item: s}))
        self._add(number, {item}, [(True, c) for c in self._chains(Is(item, true))], depths, 0)

    def _add(
        self,
        number: int,
        used: set[str],
        chains: list[tuple[bool, Chain]],
        depths: list[list[Fact]],
        depth: int,
    ) -> None:
        while len(depths) <= depth:
            depths.append([Fact()])
        if not depths[depth][-1].takes(used, len(chains)):
            depths[depth].append(Fact())
        fact = depths[depth][-1]
        if not fact.takes(used, len(chains)):
            raise TooLarge(f"één voorwaarde vraagt {len(chains)} ketens over {len(used)} vragen")
        fact.used |= used
        self.looks_at[number] = used
        fact.numbers.add(number)
        self._depth[number] = depth
        for truth, chain in chains:
            fact.add(number, truth, chain)

    def _number(self, condition: Condition) -> int:
        return self.numbers.setdefault(condition, len(self.numbers))

    def _fit(self, condition: Condition, depths: list[list[Fact]]) -> tuple[Condition, int]:
        """Return the condition with its largest parts replaced by helpers, and the depth it needs."""
        if not isinstance(condition, (All, Any)):
            return condition, max((self._after.get(item, -1) + 1 for item in items(condition)), default=0)
        fitted = [self._fit(part, depths) for part in condition.parts]
        parts, depth = [part for part, _ in fitted], max((below for _, below in fitted), default=0)
        total = prod if isinstance(condition, All) else sum
        while total([self._size(part) for part in parts]) > MAX_CHAINS:
            at = max(range(len(parts)), key=lambda i: self._size(parts[i]))
            if self._size(parts[at]) == 1:
                half = len(parts) // 2
                group = type(condition)(tuple(parts[:half]))
                parts = [group, *parts[half:]]
                at = 0
            helper, below = self._helper(parts[at], depths)
            parts[at], depth = helper, max(depth, below + 1)
        return type(condition)(tuple(parts)), depth

    def _helper(self, part: Condition, depths: list[list[Fact]]) -> tuple[Condition, int]:
        """Return a test on the helper that decides `part`, and that helper's depth (-1: an earlier layer)."""
        if part not in self.numbers:
            self._place(part, depths)
        number = self.numbers[part]
        if number not in self.helpers:
            self.helpers[number] = item = f"helper {number}"
            self.symbols[item] = ("nee", "ja")
            self.codes[item] = {"nee": 0, "ja": 1}
        depth = self._after[self.helpers[number]] = self._depth.get(number, -1)
        return Is(self.helpers[number], frozenset(["ja"])), depth

    def _size(self, condition: Condition) -> int:
        match condition:
            case Is():
                return len(self._runs(condition))
            case All(parts):
                return prod(self._size(part) for part in parts)
            case Any(parts):
                return sum(self._size(part) for part in parts)
        raise TypeError(condition)

    def _chains(self, condition: Condition) -> list[Chain]:
        """Return the disjunctive form as chains."""
        match condition:
            case Is():
                return self._runs(condition)
            case All(parts):
                return [
                    tuple(atom for chain in row for atom in chain)
                    for row in product(*(self._chains(part) for part in parts))
                ]
            case Any(parts):
                return [chain for part in parts for chain in self._chains(part)]
        raise TypeError(condition)

    def _runs(self, test: Is) -> list[Chain]:
        """Return comparisons for a test: one per run of neighbouring codes, or one `!=`."""
        name, size = self.name(test.item), len(self.symbols[test.item])
        codes = sorted(self.codes[test.item][s] for s in test.symbols if s in self.codes[test.item])
        if len(codes) == size:
            return [({"$ex": {name: 1}},)]
        if size > 2 and len(codes) == size - 1:
            missing = next(iter(set(range(size)) - set(codes)))
            return [({"$neq": {name: missing}},)]
        runs: list[list[int]] = []
        for code in codes:
            if runs and runs[-1][-1] == code - 1:
                runs[-1].append(code)
            else:
                runs.append([code])
        return [_between(name, run[0], run[-1], size) for run in runs]


def _between(name: str, low: int, high: int, size: int) -> Chain:
    if low == high:
        return ({name: low},)
    atoms: list[Atom] = []
    if low > 0:
        atoms.append({"$gte": {name: low}})
    if high < size - 1:
        atoms.append({"$lte": {name: high}})
    return tuple(atoms)


def conditions_of(layer: Iterable[Item]) -> Iterable[Condition]:
    """Yield every condition that a layer needs decided."""
    for item in layer:
        if isinstance(item, (Input, Decision, Count)):
            yield from item.conditions()


def positive_form(
    condition: Condition, symbols: Mapping[str, tuple[str, ...]], negated: bool = False
) -> Condition:
    """Return an equal condition without `Not`: a negated test is a test on the other symbols."""
    match condition:
        case Is(item, wanted):
            return Is(item, frozenset(symbols[item]) - wanted) if negated else condition
        case Not(part):
            return positive_form(part, symbols, not negated)
        case All(parts) | Any(parts):
            kind = Any if isinstance(condition, All) == negated else All
            return kind(tuple(positive_form(part, symbols, negated) for part in parts))
    raise TypeError(condition)
