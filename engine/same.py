"""Whether two programs over the same questions always say the same: proved, or shown by one world.

What a program says is what an advice shows: which questions are asked; of every list its value and reason;
of every count its number; per measure the day from which it holds. The place of a rule is not part of it,
nor are the reasons that are listed beside a measure: they follow from the rules that ask for it. The solver
gets both programs over one set of answers and looks for a world in which they differ; what it finds is
replayed in the plain evaluator.

The score needs no look of its own: both programs make the same score out of the same judgements.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from engine.aligned import Different, aligned
from engine.clauses import Copy, answer_literals, known_literals, spread
from engine.clauses_score import ScoreClauses
from engine.conditions import FALSE, HIDDEN, All, Any, Condition, Is, Not, holds
from engine.evaluate import world
from engine.program import Count, Decision, Input, Item, Program, Score
from engine.score import open_shares
from engine.search import Wrong
from engine.solver import Gates, Model, Undecided
from engine.terms import OPEN_SHARE

Statement = tuple[str, *tuple[Hashable, ...]]
Way = tuple[Condition, Condition]  # when the one says something, and when the other does


@dataclass(frozen=True)
class Differing:
    """A world in which two programs differ: the program on fine intervals, its answers, what is known."""

    program: Program
    given: Mapping[str, str]
    known: Mapping[str, str]


def difference(one: Program, two: Program) -> Differing | None:
    """Return a world in which two programs say something else; None is a proof that there is none.

    Raises:
        Undecided: when that can't be told.
    """
    with closing(Pair(one, two)) as pair:
        return pair.differ({})


class Pair:
    """Two programs over one set of answers. Close it; not for more than one thread at a time.

    Raises:
        Undecided: when they ask something else or weigh otherwise.
    """

    def __init__(self, one: Program, two: Program) -> None:
        try:
            self.one, self.two = one, two = aligned(one, two)
        except Different as error:
            raise Undecided from error
        self.gates = gates = Gates()
        self.answers, self.known = answer_literals(gates, one), known_literals(gates, one)
        self._rule_out_shares()
        self.first = Copy(gates, one, self.answers, self.known, ScoreClauses)
        own = spread(two, _changed(one, two))
        self.second = Copy(gates, two, {}, self.known, ScoreClauses, self.first, own)
        said = dict(statements(one)), dict(statements(two))
        self.ways: dict[str, list[Way]] = {}
        for name in {**said[0], **said[1]}:
            self.ways.setdefault(name[0], []).append((said[0].get(name, FALSE), said[1].get(name, FALSE)))

    def _rule_out_shares(self) -> None:
        """Leave out intervals of what is unknown in which no share of the weight can lie."""
        score = next(item for item in self.one.items if isinstance(item, Score))
        shares = open_shares(score) if OPEN_SHARE in self.known else frozenset[int]()
        for cell in self.one.knowledge.get(OPEN_SHARE, ()):
            if not any(cell.low <= share <= cell.high for share in shares):
                self.gates.add([-self.known[OPEN_SHARE][cell.symbol]])

    def close(self) -> None:
        """Give back what the solver holds outside Python."""
        self.gates.close()

    def differ(self, given: Mapping[str, str], about: Collection[str] | None = None) -> Differing | None:
        """Return a world with these answers in which the two say something else, or None: there is none.

        Args:
            given: the symbol of some inputs of `one`.
            about: the items that they have to differ in; None for anything at all.

        Raises:
            Undecided: when the solver's limit is reached.
        """
        ways = [way for item, own in self.ways.items() if about is None or item in about for way in own]
        goal = self.gates.any(self._apart(self.first.literal(a), self.second.literal(b)) for a, b in ways)
        wanted = [goal, *(self.answers[item][symbol] for item, symbol in given.items())]
        model = self.gates.search(wanted, lambda m: self._differs(self._read(m), ways))
        if model is None:
            return None
        found = self._read(model)
        if not self._differs(found, ways):
            raise Wrong(given)
        return found

    def _apart(self, a: int, b: int) -> int:
        return self.gates.any([self.gates.all([a, -b]), self.gates.all([-a, b])])

    def _read(self, model: Model) -> Differing:
        def chosen(table: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
            return {item: next(s for s, lit in row.items() if model(lit)) for item, row in table.items()}

        return Differing(self.one, chosen(self.answers), chosen(self.known))

    def _differs(self, found: Differing, ways: Iterable[Way]) -> bool:
        here, there = (world(p, found.given, found.known) for p in (self.one, self.two))
        return any(holds(a, here) != holds(b, there) for a, b in ways)


def statements(program: Program) -> Iterator[tuple[Statement, Condition]]:
    """Yield what a program can say, each with the condition under which it does.

    A statement begins with the item that it is about; of a measure's first day, the measure.
    Counts are on unit intervals (see `aligned.py`).
    """
    for item in program.items:
        yield from _of_item(item, program.values.get(item.id, {}))
    for measure, starts in program.starts.items():
        for day in dict.fromkeys(day for _, day in starts):
            firsts = tuple(
                All((when, *(Not(earlier) for earlier, _ in starts[:at])))
                for at, (when, own) in enumerate(starts)
                if own == day
            )
            yield (measure, "vanaf", day), Any(firsts)


def _of_item(item: Item, values: Mapping[str, str]) -> Iterator[tuple[Statement, Condition]]:
    match item:
        case Input() if item.shown is not None:
            yield (item.id, HIDDEN), Is(item.id, frozenset([HIDDEN]))
        case Decision():
            groups: dict[tuple[str, str], set[str]] = {}
            for case in item.cases:
                value = values.get(case.symbol, case.symbol)
                groups.setdefault((value, case.note.because), set()).add(case.symbol)
            for said, symbols in groups.items():
                yield (item.id, *said), Is(item.id, frozenset(symbols))
        case Count():
            for cell in item.cells:
                yield (item.id, cell.low), Is(item.id, frozenset([cell.symbol]))


def _changed(one: Program, two: Program) -> frozenset[str]:
    """Return the items of the second program that the first does not have, or not like that."""
    return frozenset(
        item.id
        for item in two.items
        if item.id not in one.by_name or _meaning(item) != _meaning(one.by_name[item.id])
    )


def _meaning(item: Item) -> object:
    """Return what an item does, without the words beside it."""
    if isinstance(item, Decision):
        return item.otherwise, tuple((case.symbol, case.when) for case in item.cases)
    if isinstance(item, Score):
        return item.principles, item.highest, dict(item.points), dict(item.cells)
    return item
