"""Every item of a program as a function of the answers.

Made once per program, and read-only after that, so threads may share it. What one assessment knows is
filled in by `restricted.py`. The total score has too many values to be a function worth writing down: it is a
variable of its own, tested last, and `reach.py` adds it up; a principle's score is a function like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.conditions import HIDDEN, NOT_APPLICABLE, NOTHING, All, Any, Condition, Is, Not
from engine.diagram import Diagrams, TooWide
from engine.ordering import orders
from engine.program import Count, Decision, Input, Program, Score, cell_of
from engine.score import rounded

MOST = 400_000  # nodes of one program
DEEPEST = 600  # variables: a function calls itself once for each


@dataclass(frozen=True, slots=True)
class Variable:
    """What a function can test: an input, an item about what is known, or the total score."""

    name: str
    symbols: tuple[str, ...]


class Functions:
    """The functions of one program.

    roots: per item (and score of a principle) the symbol that it has; numbers: per count the number.
    points: per principle, in order, the sum of its points and how many criteria count.

    Args:
        program: the rules.
        order: the inputs, in the order in which functions test them.
        given: answers that are filled in at once; None or absent while open.
        most: how many nodes there may be.

    Raises:
        TooWide: when there are more.
    """

    def __init__(
        self,
        program: Program,
        order: list[str],
        given: Mapping[str, str | None] | None = None,
        most: int | None = None,
    ) -> None:
        self.program, self.diagrams = program, Diagrams(MOST if most is None else most)
        self.variables: list[Variable] = []
        self.level: dict[str, int] = {}
        self.roots: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.points: list[int] = []
        self._tests: dict[tuple[str, frozenset[str]], int] = {}
        for name, symbols in program.symbols().items():
            if name in program.knowledge:
                self.roots[name] = self._variable(name, symbols)
        self._answers = self._inputs(order, given or {})
        for item in program.items:
            self._item(item)
        self._tests.clear()
        self.diagrams.finish()

    # -- variables --------------------------------------------------------------------------------------

    def _variable(self, name: str, symbols: tuple[str, ...]) -> int:
        if len(self.variables) == DEEPEST:
            raise TooWide
        self.level[name] = len(self.variables)
        self.variables.append(Variable(name, symbols))
        return self.diagrams.node(self.level[name], tuple(map(self.diagrams.leaf, symbols)))

    def _inputs(self, order: list[str], given: Mapping[str, str | None]) -> dict[str, int]:
        """Return what is answered to each input, whether it is shown or not.

        A multiple choice is n.v.t. as a whole: its first option says so, the others follow.
        """
        inputs = {item.id: item for item in self.program.inputs}
        first = {rows[0].id for rows in self.program.inputs_of.values()}
        own = {}
        for name in order:
            item, symbol = inputs[name], given.get(name)
            symbols = item.answers if name in first else item.values
            own[name] = self._variable(name, symbols) if symbol is None else self.diagrams.leaf(symbol)
        for head, *rest in self.program.inputs_of.values():
            if head.not_applicable:
                off = self.diagrams.map(own[head.id], lambda symbol: symbol == NOT_APPLICABLE)
                for item in rest:
                    own[item.id] = self.diagrams.choose(off, self.diagrams.leaf(NOT_APPLICABLE), own[item.id])
        return own

    # -- items ------------------------------------------------------------------------------------------

    def _item(self, item: Input | Decision | Count | Score) -> None:
        match item:
            case Input():
                self.roots[item.id] = self._input(item)
            case Decision():
                self.roots[item.id] = self._decision(item)
            case Count():
                self.numbers[item.id] = number = self._counted(item)
                self.roots[item.id] = self.diagrams.map(number, lambda n: cell_of(item.cells, n))
            case Score():
                self._score(item)

    def _input(self, item: Input) -> int:
        answer = self._answers[item.id]
        if item.shown is None:
            return answer
        return self.diagrams.choose(self.test(item.shown), answer, self.diagrams.leaf(HIDDEN))

    def _decision(self, item: Decision) -> int:
        found = self.diagrams.leaf(item.otherwise)
        for case in reversed(item.cases):
            found = self.diagrams.choose(self.test(case.when), self.diagrams.leaf(case.symbol), found)
        return found

    def _counted(self, item: Count) -> int:
        number = self.diagrams.leaf(0)
        for part in reversed(item.parts):
            more = self.diagrams.map(number, lambda n: n + 1)
            number = self.diagrams.choose(self.test(part), more, number)
        return number

    def _score(self, score: Score) -> None:
        for principle in score.principles:
            name = f"score.{principle.id}"
            points = self.diagrams.leaf((0, 0))
            for criterion in reversed(principle.criteria):
                points = self._added(points, criterion, score.points[criterion])
            self.points.append(points)
            self.roots[name] = self.diagrams.map(points, _cell(score, name))
        symbols = (*(cell.symbol for cell in score.cells[score.id]), NOTHING)
        self.roots[score.id] = self._variable(score.id, symbols)

    def _added(self, points: int, criterion: str, worth: Mapping[str, int | None]) -> int:
        """Return the points of a principle with those of one more criterion."""
        added = points
        for value in sorted({v for v in worth.values() if v is not None}):
            symbols = frozenset(s for s, v in worth.items() if v == value)
            more = self.diagrams.map(points, lambda sums, value=value: (sums[0] + value, sums[1] + 1))
            added = self.diagrams.choose(self._is(criterion, symbols), more, added)
        return added

    def own(self, question: str) -> int:
        """Return the variables of a question, as bits by their level."""
        names = (item.id for item in self.program.inputs_of[question])
        return sum(1 << self.level[name] for name in names if name in self.level)

    # -- conditions -------------------------------------------------------------------------------------

    def test(self, condition: Condition) -> int:
        """Return the function that is true where a condition holds."""
        join, yes, no = self.diagrams.choose, self.diagrams.yes, self.diagrams.no
        match condition:
            case Is(item, symbols):
                return self._is(item, symbols)
            case Not(part):
                return self.diagrams.opposite(self.test(part))
            case All(parts):
                found = yes
                for part in reversed(parts):
                    found = join(self.test(part), found, no)
                return found
            case Any(parts):
                found = no
                for part in reversed(parts):
                    found = join(self.test(part), yes, found)
                return found
        raise TypeError(condition)

    def _is(self, item: str, symbols: frozenset[str]) -> int:
        key = item, symbols
        if key not in self._tests:
            self._tests[key] = self.diagrams.map(self.roots[item], lambda symbol: symbol in symbols)
        return self._tests[key]


def _cell(score: Score, name: str) -> Callable[[tuple[int, int]], str]:
    """Return what tells the cell of a principle's score from its points."""

    def cell(sums: tuple[int, int]) -> str:
        total, size = sums
        if not size:
            return NOTHING
        return cell_of(score.cells[name], rounded(Fraction(100 * total, score.highest * size)))

    return cell


def functions_of(program: Program) -> Functions | None:
    """Return the functions of a program, in the order that keeps them small; None when too wide."""
    best: Functions | None = None
    for order in orders(program):
        most = None if best is None else len(best.diagrams.level)
        try:
            best = Functions(program, order, most=most)
        except TooWide:
            continue
    return best
