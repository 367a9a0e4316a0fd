"""The small program that every reader reads: items in layers, each over a finite set of symbols.

Four kinds of item are all there is. An `Input` is (an option of) a question. A `Decision` is a
first-match list. A `Count` tells how many conditions hold. The one `Score` is the weighted mean.
A reader that needs to know an author's keyword is a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from engine.conditions import GAP, HIDDEN, NOT_APPLICABLE, NOTHING, Condition, items
from engine.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Cell:
    """An interval [low, high] of whole numbers, and the symbol that stands for it."""

    symbol: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Note:
    """What an author wrote beside a rule: its value, reason, sources and place."""

    value: str
    because: str
    sources: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """One rule of a decision: when it is the first that holds, the item has this symbol."""

    symbol: str
    when: Condition
    note: Note


@dataclass(frozen=True, slots=True)
class Input:
    """A question with one value, or one option of a multiple choice (symbols ja and nee).

    `cells` is set for numbers (in units of 10**-decimals) and dates (ordinals); `shown` is None for a
    question that is always shown.
    """

    id: str
    question: str
    values: tuple[str, ...]
    shown: Condition | None = None
    not_applicable: bool = False
    cells: tuple[Cell, ...] = ()
    decimals: int = 0

    @property
    def answers(self) -> tuple[str, ...]:
        """The symbols that a person can give."""
        return (*self.values, NOT_APPLICABLE) if self.not_applicable else self.values

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every symbol that the item can have in a world."""
        return self.answers if self.shown is None else (*self.answers, HIDDEN)

    def conditions(self) -> Iterator[Condition]:
        """Yield what decides whether the question is shown."""
        if self.shown is not None:
            yield self.shown


@dataclass(frozen=True, slots=True)
class Decision:
    """A first-match list; without a case that holds the symbol is `otherwise`."""

    id: str
    cases: tuple[Case, ...]
    otherwise: str = GAP

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every symbol that the item can have."""
        return (*(case.symbol for case in self.cases), self.otherwise)

    def conditions(self) -> Iterator[Condition]:
        """Yield the conditions of the cases."""
        for case in self.cases:
            yield case.when

    def note(self, symbol: str) -> Note | None:
        """Return what was written beside the case with this symbol."""
        return next((case.note for case in self.cases if case.symbol == symbol), None)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the parts hold."""

    id: str
    parts: tuple[Condition, ...]
    cells: tuple[Cell, ...]

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every symbol that the item can have."""
        return tuple(cell.symbol for cell in self.cells)

    def conditions(self) -> Iterator[Condition]:
        """Yield the parts."""
        yield from self.parts


@dataclass(frozen=True, slots=True)
class WeightedPrinciple:
    """A principle in the score: its weight and its criteria (ids of decisions)."""

    id: str
    weight: int
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The weighted mean, from 0 to 100, of the principles, and the mean of each principle.

    `points` gives per criterion and symbol the points, or None where it does not count;
    `cells` gives per item ("score", "score.<principle>") the intervals that conditions use.
    """

    principles: tuple[WeightedPrinciple, ...]
    highest: int
    points: Mapping[str, Mapping[str, int | None]]
    cells: Mapping[str, tuple[Cell, ...]]
    id: str = "score"

    def conditions(self) -> Iterator[Condition]:
        """A score looks at judgements, not at conditions."""
        return iter(())

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria that can count."""
        return tuple(c for principle in self.principles for c in principle.criteria)


Item = Input | Decision | Count | Score


@dataclass(frozen=True, slots=True)
class Trigger:
    """Why a measure applies: a condition with the reason an author gave."""

    when: Condition
    reason: str


@dataclass(frozen=True)
class Program:
    """One version of a rule set, desugared and layered.

    `values` gives per item the author's value behind each symbol; `starts` the dated starts of
    measures and outcomes; `knowledge` the items that tell what is known (always known themselves);
    `grounds` per value of a collecting fact every rule that gives it, each with its own reason.
    """

    id: str
    hash: str
    layers: tuple[tuple[Item, ...], ...]
    values: Mapping[str, Mapping[str, str]] = field(repr=False)
    triggers: Mapping[str, tuple[Trigger, ...]] = field(repr=False)
    starts: Mapping[str, tuple[tuple[Condition, date], ...]] = field(repr=False)
    knowledge: Mapping[str, tuple[Cell, ...]] = field(repr=False)
    floors: Mapping[str, Condition] = field(repr=False)
    tallies: Mapping[str, tuple[Condition, ...]] = field(repr=False)
    grounds: Mapping[str, tuple[Case, ...]] = field(default_factory=dict, repr=False)

    @property
    def items(self) -> Iterator[Item]:
        """All items, each after everything it looks at."""
        for layer in self.layers:
            yield from layer

    @cached_property
    def by_name(self) -> Mapping[str, Item]:
        """Each item by its id; the score by each of its names."""
        table: dict[str, Item] = {}
        for item in self.items:
            for name in item.cells if isinstance(item, Score) else (item.id,):
                table[name] = item
        return table

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The questions and options, in layer order."""
        return tuple(item for item in self.items if isinstance(item, Input))

    @cached_property
    def inputs_of(self) -> Mapping[str, tuple[Input, ...]]:
        """The inputs of each question: one, or one per option of a multiple choice."""
        table: dict[str, tuple[Input, ...]] = {}
        for item in self.inputs:
            table[item.question] = (*table.get(item.question, ()), item)
        return table

    def questions_in(self, conditions: Iterable[Condition]) -> tuple[str, ...]:
        """Return the questions that conditions directly look at, in order."""
        names = (name for condition in conditions for name in items(condition))
        found = (getattr(self.by_name.get(name), "question", "") for name in names)
        return tuple(dict.fromkeys(question for question in found if question))

    @cached_property
    def questions_below(self) -> Mapping[str, frozenset[str]]:
        """Per item the questions that it rests on, in any world; what is known rests on none."""
        table: dict[str, frozenset[str]] = dict.fromkeys(self.knowledge, frozenset[str]())
        for item in self.items:
            own = frozenset([item.question]) if isinstance(item, Input) else frozenset[str]()
            below = own.union(*(table[name] for name in looks_at(item)))
            table.update(dict.fromkeys(item.cells if isinstance(item, Score) else (item.id,), below))
        return table

    @cached_property
    def conduct(self) -> Mapping[str, frozenset[str]]:
        """Per item the questions that it looks at, itself or through facts and signals.

        Judgements, and what follows from them, are not looked through.
        """
        score = self.by_name.get("score")
        judged = (
            {*score.criteria, "uitkomst", "blokkade", "beginselen_gemist"} if isinstance(score, Score) else ()
        )
        table: dict[str, frozenset[str]] = dict.fromkeys(self.knowledge, frozenset[str]())
        for item in self.items:
            weighs = isinstance(item, Score) or item.id in judged or item.id.startswith("ondergrens.")
            below = (
                frozenset[str]() if weighs else frozenset[str]().union(*(table[n] for n in looks_at(item)))
            )
            own = frozenset([item.question]) if isinstance(item, Input) else below
            table.update(dict.fromkeys(item.cells if isinstance(item, Score) else (item.id,), own))
        return table

    def symbols(self) -> dict[str, tuple[str, ...]]:
        """Return every item's symbols, scores and knowledge included."""
        table: dict[str, tuple[str, ...]] = {}
        for item in self.items:
            if isinstance(item, Score):
                table.update(score_symbols(item))
            else:
                table[item.id] = item.symbols
        for name, cells in self.knowledge.items():
            table[name] = tuple(cell.symbol for cell in cells) or ("ja", "nee", HIDDEN)
        return table


def score_symbols(score: Score) -> dict[str, tuple[str, ...]]:
    """Return the symbols of the total and of each principle's score."""
    return {name: (*(cell.symbol for cell in cells), NOTHING) for name, cells in score.cells.items()}


def cell_of(cells: tuple[Cell, ...], number: int) -> str:
    """Return the symbol of the cell that holds `number`; raises ValueError outside all cells."""
    for cell in cells:
        if cell.low <= number <= cell.high:
            return cell.symbol
    raise ValueError(number)


def looks_at(item: Item) -> set[str]:
    """Return the items that an item looks at."""
    found = {name for condition in item.conditions() for name in items(condition)}
    return found | set(item.criteria) if isinstance(item, Score) else found


class Circle(Exception):
    """References form a circle; `path` names its items in order, the first one repeated."""

    def __init__(self, path: list[str]) -> None:
        self.path = path
        super().__init__(" → ".join(path))


def layered(parts: list[Item], knowledge: set[str]) -> tuple[tuple[Item, ...], ...]:
    """Return the items in layers: each looks only at earlier layers.

    Raises:
        Circle: when references form one.
    """
    by_id: dict[str, Item] = {}
    for part in parts:
        for name in part.cells if isinstance(part, Score) else (part.id,):
            by_id[name] = part
    level: dict[str, int] = {}

    def visit(name: str, trail: list[str]) -> int:
        part = by_id[name]
        if part.id in level:
            return level[part.id]
        if part.id in trail:
            raise Circle([*trail[trail.index(part.id) :], part.id])
        below = [visit(other, [*trail, part.id]) for other in sorted(looks_at(part) - knowledge)]
        level[part.id] = 1 + max(below, default=-1)
        return level[part.id]

    for name in by_id:
        visit(name, [])
    depth = 1 + max(level.values(), default=-1)
    return tuple(tuple(p for p in parts if level[p.id] == layer) for layer in range(depth))
