"""What can still be, for questions that hang together too much to go through.

Random worlds come first: generated Python tries hundreds in the time of one proof, and each tells of every
list at once. The solver is asked for what they did not show; what it finds is one more world, and what it
does not find can't be.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from engine.assess import Assessment
from engine.compiled import Compiled
from engine.conditions import NOT_APPLICABLE, All, Condition, Is, Not
from engine.program import Decision, Input
from engine.search import Search, World

WORLDS = 200  # random worlds to begin with
FLIPPED = 80  # worlds in which a question is answered otherwise, to see what changes
Bits = list[int]


class Asker:
    """Asks worlds, then the solver, about one assessment. Undecided may be raised by every question."""

    def __init__(self, assessment: Assessment, compiled: Compiled) -> None:
        self.assessment, self.compiled = assessment, compiled
        self.program = assessment.program
        self.known = tuple(Is(item, frozenset([symbol])) for item, symbol in assessment.known.items())
        self._known = compiled.known_masks(assessment.known)
        self._place = {item: at for at, item in enumerate(compiled.input_ids)}
        self._worlds: list[tuple[Bits, tuple[int, ...]]] = []  # the answers, and the bit of every item
        self._seen = [0] * len(compiled.at)
        self._sample()

    @cached_property
    def search(self) -> Search:
        """The solver, made when the worlds leave something to ask."""
        given = self.assessment.given.items()
        return Search(self.program, {item: symbol for item, symbol in given if symbol is not None})

    def symbols(self, name: str, among: Iterable[str]) -> frozenset[str]:
        """Return the symbols that a list has in some world."""
        return frozenset(symbol for symbol in among if self._occurs(name, symbol))

    def changes(self, name: str, question: str, values: Mapping[str, str]) -> bool:
        """Whether two worlds that differ in one question differ in what a list stands for."""
        results = self._results(name, values)
        if self._flips(name, question, results):
            return True
        tests = (Is(name, frozenset(symbols)) for symbols in results.values())
        ways = [(self._all(test), self._all(Not(test))) for test in tests]
        found = self.search.pair(question, ways) if len(ways) > 1 else None
        if found is not None:
            self._add(found[0])
        return found is not None

    # -- worlds ---------------------------------------------------------------------------------------

    def _sample(self) -> None:
        chance = random.Random(0)  # noqa: S311  (not for secrets; the same worlds every time)
        given = self.compiled.masks(self.assessment.given)
        open_questions = [
            inputs
            for inputs in self.program.inputs_of.values()
            if self.assessment.given[inputs[0].id] is None
        ]
        for _ in range(WORLDS):
            world = list(given)
            for inputs in open_questions:
                self._answer(world, inputs, chance)
            self._look(world)

    def _answer(self, world: Bits, inputs: tuple[Input, ...], chance: random.Random) -> None:
        first = inputs[0]
        if len(inputs) == 1:
            self._put(world, first, chance.choice(first.answers))
            return
        skip = first.not_applicable and chance.random() < 1 / (len(inputs) + 1)
        for item in inputs:
            self._put(world, item, NOT_APPLICABLE if skip else "ja" if chance.random() < 0.3 else "nee")

    def _put(self, world: Bits, item: Input, symbol: str) -> None:
        world[self._place[item.id]] = self.compiled.bits[item.id][symbol]

    def _look(self, world: Bits) -> None:
        found = self.compiled.bits_in(world, self._known)
        self._worlds.append((world, found))
        self._seen = [seen | bit for seen, bit in zip(self._seen, found, strict=True)]

    def _add(self, world: World) -> None:
        self._look(self.compiled.masks(world.given))

    def _occurs(self, name: str, symbol: str) -> bool:
        if self._seen[self.compiled.at[name]] & self.compiled.bits[name][symbol]:
            return True
        found = self.search.world(Is(name, frozenset([symbol])), *self.known)
        if found is not None:
            self._add(found)
        return found is not None

    # -- one question answered otherwise ----------------------------------------------------------------

    def _results(self, name: str, values: Mapping[str, str]) -> dict[str, set[str]]:
        """Return per result the symbols with which a list has it."""
        item = self.program.by_name[name]
        assert isinstance(item, Decision)
        groups: dict[str, set[str]] = {}
        for symbol in item.symbols:
            groups.setdefault(values.get(symbol, symbol), set()).add(symbol)
        return groups

    def _flips(self, name: str, question: str, results: Mapping[str, set[str]]) -> bool:
        """Whether some known world shows it."""
        place, bits = self.compiled.at[name], self.compiled.bits[name]
        result = {bits[s]: found for found, symbols in results.items() for s in symbols}
        for world, found in self._worlds[-FLIPPED:]:
            now = result.get(found[place])
            for other in self._others(world, question):
                if result.get(self.compiled.bits_in(other, self._known)[place]) != now:
                    return True
        return False

    def _others(self, world: Bits, question: str) -> Iterator[Bits]:
        """Yield the world with another answer: another option, or one option of a multiple choice turned."""
        inputs = self.program.inputs_of[question]
        for item in inputs:
            for symbol in item.values:
                bit = self.compiled.bits[item.id][symbol]
                if world[self._place[item.id]] != bit:
                    other = list(world)
                    other[self._place[item.id]] = bit
                    if len(inputs) == 1 or self._applies(world, inputs):
                        yield other

    def _applies(self, world: Bits, inputs: tuple[Input, ...]) -> bool:
        """Whether a multiple choice has an answer in a world; n.v.t. holds for all its options at once."""
        first = inputs[0]
        return not first.not_applicable or (
            world[self._place[first.id]] != self.compiled.bits[first.id][NOT_APPLICABLE]
        )

    def _all(self, test: Condition) -> Condition:
        return All((test, *self.known))
