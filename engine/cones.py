"""Which open questions an item still looks at, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from math import prod

from engine.assess import Assessment, WorldReaders
from engine.compiled import Compiled, Glance
from engine.conditions import Condition, holds, leaves
from engine.evaluate import Evaluation
from engine.program import Count, Decision, Input, Item, Score
from engine.wide import Asker

MAX_PART = 5_000  # worlds of questions that hang together
Choice = tuple[str, ...]  # the symbols of one question's inputs
Row = tuple[Choice, ...]


class Cones:
    """The open questions behind every item of one assessment (the item's *cone*)."""

    def __init__(self, readers: WorldReaders, assessment: Assessment) -> None:
        self.readers, self.assessment = readers, assessment
        self.found: Evaluation = assessment.evaluation
        self.items = readers.program.by_name
        self.inputs = readers.program.inputs_of
        self._cones: dict[str, frozenset[str]] = {}
        self._blocked: dict[str, bool] = {}
        self._choices: dict[str, list[Choice]] = {}
        self._early: dict[tuple[str, ...], list[tuple[Row, Glance]]] = {}

    @cached_property
    def asker(self) -> Asker:
        """The solver, for what is too wide to go through."""
        return Asker(self.assessment, self.readers.compiled)

    def of(self, name: str) -> frozenset[str]:
        """Return the open questions that an item still looks at."""
        if name not in self._cones:
            self._cones[name] = self._cone(name)
        return self._cones[name]

    def open_count(self, item: Count) -> bool:
        """Whether a count can still be more than one number."""
        low, high = self.found.counts[item.id]
        return low != high

    def _cone(self, name: str) -> frozenset[str]:
        item = self.items.get(name)
        settled = name.startswith("?") or self.found.symbols[name] is not None
        if settled and not (isinstance(item, Count) and self.open_count(item)):
            return frozenset()
        match item:
            case Input():
                own = self.assessment.given[item.id] is None
                asked = frozenset([item.question]) if own else frozenset[str]()
                return asked | (self.through([item.shown]) if item.shown is not None else frozenset())
            case Decision():
                return self.through(self._undecided(item))
            case Count():
                return self.through(item.parts)
            case Score():
                return frozenset[str]().union(*(self.of(c) for c in criteria_of(item, name)))
        raise TypeError(item)

    def _undecided(self, item: Decision) -> Iterable[Condition]:
        for case in item.cases:
            truth = holds(case.when, self.found.symbols)
            if truth is True:
                return
            if truth is None:
                yield case.when

    def through(self, conditions: Iterable[Condition]) -> frozenset[str]:
        """Return the open questions behind the undecided ones among these conditions."""
        undecided = (c for c in conditions if holds(c, self.found.symbols) is None)
        return frozenset[str]().union(*(self.of(leaf.item) for c in undecided for leaf in leaves(c)))

    def blocked(self, name: str) -> bool:
        """Whether an item rests on a question that hangs together with more than `MAX_PART` worlds.

        Lists can be looked through to what lies below them, questions can't; so no way to lay out the item in
        parts will do.
        """
        if name not in self._blocked:
            self._blocked[name] = bool(self.of(name)) and self._is_blocked(name)
        return self._blocked[name]

    def _is_blocked(self, name: str) -> bool:
        match self.items.get(name):
            case Decision() as item:
                return any(self.blocked(leaf.item) for c in self._undecided(item) for leaf in leaves(c))
            case Count(_, parts, _):
                undecided = (c for c in parts if holds(c, self.found.symbols) is None)
                return any(self.blocked(leaf.item) for c in undecided for leaf in leaves(c))
            case Score() as item:
                return any(self.blocked(criterion) for criterion in criteria_of(item, name))
        return self.worlds(self.of(name)) > MAX_PART

    def looks_at(self, item: Item) -> set[str]:
        """Return the open items that an item's undecided conditions directly look at."""
        conditions = self._undecided(item) if isinstance(item, Decision) else item.conditions()
        names = {leaf.item for c in conditions for leaf in leaves(c)}
        return {name for name in names if self.of(name)}

    def worlds(self, questions: Iterable[str]) -> int:
        """Return in how many ways these questions can be answered."""
        return prod(len(self.choices(question)) for question in questions)

    def choices(self, question: str) -> list[Choice]:
        """Return every answer to a question, as the symbols of its inputs."""
        if question not in self._choices:
            inputs = self.inputs[question]
            rows: list[Choice] = list(product(*(i.values for i in inputs)))
            if inputs[0].not_applicable:
                rows.append(tuple(i.answers[-1] for i in inputs))
            self._choices[question] = rows
        return self._choices[question]

    def ordered(self, questions: Iterable[str]) -> list[str]:
        """Return the questions in the order of the program."""
        wanted = set(questions)
        return [q for q in self.inputs if q in wanted]

    def completed(self, questions: list[str], names: Iterable[str]) -> list[tuple[Row, Glance]]:
        """Return every way to answer these questions, with what is found of these items.

        Where no count or score is asked for, a smaller reader does, and what it finds is remembered for as
        long as the assessment is looked at.
        """
        if not all(name in self.readers.early.bits for name in names):
            return list(self._completed(questions, self.readers.compiled))
        key = tuple(questions)
        if key not in self._early:
            self._early[key] = list(self._completed(questions, self.readers.early))
        return self._early[key]

    def _completed(self, questions: list[str], reader: Compiled) -> Iterator[tuple[Row, Glance]]:
        masks = reader.masks(self.assessment.given)
        known = reader.known_masks(self.assessment.known)
        places = [reader.input_ids.index(i.id) for q in questions for i in self.inputs[q]]
        bits = [[self._bits(reader, q, choice) for choice in self.choices(q)] for q in questions]
        rows = product(*(self.choices(q) for q in questions))
        for row, answer in zip(rows, product(*bits), strict=True):
            for place, bit in zip(places, (b for part in answer for b in part), strict=True):
                masks[place] = bit
            yield row, reader.look(masks, known)

    def _bits(self, reader: Compiled, question: str, choice: Choice) -> tuple[int, ...]:
        return tuple(reader.bits[i.id][s] for i, s in zip(self.inputs[question], choice, strict=True))


def criteria_of(score: Score, name: str) -> tuple[str, ...]:
    """Return the criteria behind a principle's score, or behind the total."""
    return next((p.criteria for p in score.principles if f"score.{p.id}" == name), score.criteria)


def components(groups: Mapping[str, frozenset[str]]) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """Return the questions that hang together through items, each with these items.

    Args:
        groups: per item its open questions; items without any are left out.
    """
    found: list[tuple[frozenset[str], tuple[str, ...]]] = []
    for item, questions in groups.items():
        if not questions:
            continue
        touching = [part for part in found if part[0] & questions]
        found = [part for part in found if not part[0] & questions]
        merged = questions.union(*(part[0] for part in touching))
        found.append((merged, (*(name for part in touching for name in part[1]), item)))
    return found
