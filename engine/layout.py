"""How one item hangs on the open questions: in independent parts, each gone through once.

Open questions that hang together through the items that a target looks at form a part. Each way to
answer a part makes symbols known and adds points to principles; symbols that no rule on the way tells
apart are one symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.conditions import leaves
from engine.cones import MAX_PART, Cones, Row, components
from engine.frontier import in_order
from engine.program import Case, Count, Decision, Score
from engine.residual import Remainder
from engine.tally import Points, Tally

Group = tuple[frozenset[str], tuple[str, ...]]  # open questions, and the items on them
Pairs = tuple[tuple[str, str], ...]
Step = tuple[Pairs, Points]  # what a way through a part makes known, and adds to the score


class TooWide(Exception):
    """Questions that hang together have more worlds than `MAX_PART`."""


@dataclass(frozen=True)
class Part:
    """Questions that hang together, and what each way to answer them makes known."""

    questions: tuple[str, ...]
    ways: tuple[tuple[Row, Step], ...]
    finishes: tuple[int, ...]  # the principles that are complete after this part


class Layout:
    """The parts on the way to one item; without an item, on the way to the scores alone."""

    def __init__(self, cones: Cones, name: str | None, values: Mapping[str, str] | None = None) -> None:
        """Lay out the parts.

        Args:
            cones: the open questions of an assessment.
            name: the item.
            values: what each symbol stands for; symbols that stand for the same are not told apart.

        Raises:
            TooWide: when too many questions hang together.
        """
        self.cones, self.name = cones, name
        self.score = cones.readers.score
        self.tally = Tally(self.score)
        self._expanded: set[str] = set()
        self._late: dict[str, bool] = {}
        if cones.blocked(name or self.score.id):
            raise TooWide
        while True:
            way, seen = self._way()
            groups = components({item: cones.of(item) for item in seen})
            wide = [g for g in groups if cones.worlds(g[0]) > MAX_PART]
            if not wide:
                break
            self._expand(wide[0][1])
        known = {i: s for i, s in cones.found.symbols.items() if s is not None}
        if values and way:
            way[-1] = _renamed(way[-1], values)
        self.remainder = Remainder(way, known) if way else None
        self._tests = self._classes(way)
        self.base, self.parts = self._parts(groups, way)

    # -- laying out ---------------------------------------------------------------------------------

    def _way(self) -> tuple[list[Decision | Count], list[str]]:
        """Return the items to decide on the way to the target, and the items they look at below that."""
        way: dict[str, Decision | Count] = {}
        seen: dict[str, None] = {}
        self.total, self.principles = self.name is None, set[str]()

        def visit(name: str) -> None:
            item = self.cones.items.get(name)
            if isinstance(item, Score):
                self.total = self.total or name == item.id
                self.principles.add(name)
            elif item is None or name in way or name in seen:
                return
            elif isinstance(item, (Decision, Count)) and self._is_late(name, item):
                for condition in item.conditions():
                    for leaf in leaves(condition):
                        if self.cones.of(leaf.item):
                            visit(leaf.item)
                way[name] = item
            else:
                seen[name] = None

        if self.name is not None:
            visit(self.name)
        counted = [c for c in self.score.criteria if self._counts(c)]
        return list(way.values()), [*seen, *(c for c in counted if c not in seen)]

    def _is_late(self, name: str, item: Decision | Count) -> bool:
        if name == self.name or name in self._expanded:
            return True
        return isinstance(item, Count) or self._looks_at_score(name)

    def _looks_at_score(self, name: str) -> bool:
        """Whether an undecided list looks at a score or a count, also through other lists."""
        if name not in self._late:
            self._late[name] = self._looks_up(name)
        return self._late[name]

    def _looks_up(self, name: str) -> bool:
        item = self.cones.items.get(name)
        if isinstance(item, Score):
            return True
        if not isinstance(item, Decision) or not self.cones.of(name):
            return False
        return any(
            isinstance(self.cones.items.get(leaf.item), (Score, Count)) or self._looks_at_score(leaf.item)
            for condition in item.conditions()
            for leaf in leaves(condition)
        )

    def _counts(self, criterion: str) -> bool:
        """Whether the target needs the points of a criterion."""
        return self.total or f"score.{self._principle(criterion)}" in self.principles

    def _principle(self, criterion: str) -> str:
        return self.score.principles[self.tally.principle[criterion]].id

    def _expand(self, names: tuple[str, ...]) -> None:
        """Look through the widest list that holds too many questions together."""
        lists = [
            n
            for n in names
            if isinstance(self.cones.items[n], (Decision, Count)) and n not in self.tally.principle
        ]
        if not lists:
            raise TooWide
        self._expanded.add(max(lists, key=lambda n: self.cones.worlds(self.cones.of(n))))

    def _classes(self, way: list[Decision | Count]) -> dict[str, dict[str, str]]:
        """Return per item a representative of the symbols that no test on the way tells apart."""
        tests: dict[str, list[frozenset[str]]] = {}
        for item in way:
            for condition in item.conditions():
                for leaf in leaves(condition):
                    tests.setdefault(leaf.item, []).append(leaf.symbols)  # type: ignore[union-attr]
        table: dict[str, dict[str, str]] = {}
        for name, sets in tests.items():
            first: dict[tuple[bool, ...], str] = {}
            names = self.cones.readers.compiled.bits[name]
            table[name] = {s: first.setdefault(tuple(s in wanted for wanted in sets), s) for s in names}
        return table

    def _parts(
        self, groups: list[Group], way: list[Decision | Count]
    ) -> tuple[dict[int, tuple[int, int]], list[Part]]:
        """Return what certain criteria add per principle, and the parts in the order to go through them."""
        counted = [c for c in self.score.criteria if self._counts(c)]
        open_criteria = {c for c in counted if self.cones.of(c)}
        certain = self.tally.points(self.cones.found.symbols, [c for c in counted if c not in open_criteria])
        base = {p: (total, size) for p, total, size in certain}
        base |= {self.tally.principle[c]: (0, 0) for c in counted if self.tally.principle[c] not in base}

        groups = self._in_order(groups, way, open_criteria)
        last: dict[int, int] = {}
        for at, (_, names) in enumerate(groups):
            for name in names:
                if name in open_criteria:
                    last[self.tally.principle[name]] = at
        parts = []
        for at, (questions, names) in enumerate(groups):
            finishes = tuple(p for p, end in last.items() if end == at)
            parts.append(Part(*self._ways(questions, names, open_criteria), finishes))
        self.settled = tuple(p for p in base if p not in last)
        return base, parts

    def _in_order(
        self, groups: list[Group], way: list[Decision | Count], open_criteria: set[str]
    ) -> list[Group]:
        """Return the parts with those close together that a principle or a condition joins."""
        principles: dict[int, list[str]] = {}
        for criterion in self.score.criteria:
            if criterion in open_criteria:
                principles.setdefault(self.tally.principle[criterion], []).append(criterion)
        joined = [[leaf.item for leaf in leaves(c)] for item in way for c in item.conditions()]

        def first_principle(group: Group) -> int:
            return min((self.tally.principle[c] for c in group[1] if c in open_criteria), default=-1)

        groups = sorted(groups, key=first_principle)
        order = in_order([names for _, names in groups], [*principles.values(), *joined])
        return [groups[at] for at in order]

    def _ways(
        self, questions: frozenset[str], names: tuple[str, ...], open_criteria: set[str]
    ) -> tuple[tuple[str, ...], tuple[tuple[Row, Step], ...]]:
        asked = self.cones.ordered(questions)
        tested = [n for n in names if n in self._tests]
        criteria = [n for n in names if n in open_criteria]
        ways = []
        for row, found in self.cones.completed(asked, names):
            pairs = tuple((n, self._tests[n][str(found[n])]) for n in tested)
            ways.append((row, (pairs, self.tally.points({c: found[c] for c in criteria}, criteria))))
        return tuple(asked), tuple(ways)


def _renamed(item: Decision | Count, values: Mapping[str, str]) -> Decision | Count:
    """Return a list whose symbols are what they stand for."""
    if isinstance(item, Count):
        return item
    cases = tuple(Case(values.get(c.symbol, c.symbol), c.when, c.note) for c in item.cases)
    return Decision(item.id, cases, item.otherwise)
