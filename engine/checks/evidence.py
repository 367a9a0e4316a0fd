"""What the checks with proof share: worlds by the thousand, the rules as functions, and the solver.

Whether something can be is settled by the quickest of these that knows. What is reported with answers is a
world that was replayed in the plain evaluator.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

from engine.assess import WorldReaders
from engine.conditions import FALSE, All, Any, Condition, Is, Not
from engine.diagnostics import Diagnostic
from engine.diagram import Look
from engine.evaluate import world
from engine.load import Content
from engine.program import Program
from engine.search import Search, Undecided, World, settled
from engine.source import Path, Source
from engine.witness import Example, example

WORLDS, VARIED = 3_000, 150
ANSWERS = "*antwoord"  # stands for the answer to the question that varies

Bits = list[int]
Row = tuple[int, ...]


class Evidence:
    """The worlds of one rule set. Close it; not for more than one thread at a time.

    Args:
        content: everything that was read.
        program: the rules.
        worlds: how many random worlds to try.
        readers: the readers of the program, where somebody has them already.
    """

    def __init__(
        self, content: Content, program: Program, worlds: int = WORLDS, readers: WorldReaders | None = None
    ) -> None:
        self.content, self.program = content, program
        self.readers = readers or WorldReaders(program)
        self.rules = content.rulesets[program.id]
        self.form = content.questionnaires[self.rules.questionnaire]
        self.baseline = content.baselines[self.rules.baseline]
        self.source: Source = content.file("regels", program.id)
        self.undecided: list[tuple[Path, str]] = []
        self._compiled = self.readers.compiled
        self._slots = {name: i for i, name in enumerate(self._compiled.slot)}
        self._at = {name: i for i, name in enumerate(self._compiled.input_ids)}
        self._search: Search | None = None
        self._sample(worlds)

    def close(self) -> None:
        """Give back what the solver holds outside Python."""
        if self._search is not None:
            self._search.close()

    @property
    def search(self) -> Search:
        """The solver, made when first needed."""
        if self._search is None:
            self._search = Search(self.program)
        return self._search

    @property
    def best(self) -> Condition:
        """The condition that the outcome is the most favourable one that the ladder can give."""
        ranks = {s: self.rules.outcomes[v].rank for s, v in self.program.values["uitkomst"].items()}
        return Is("uitkomst", frozenset(s for s, rank in ranks.items() if rank == min(ranks.values())))

    @property
    def ranks(self) -> dict[str, int]:
        """Per rung the rank of its outcome."""
        return {s: self.rules.outcomes[v].rank for s, v in self.program.values["uitkomst"].items()}

    # -- questions to the evidence ------------------------------------------------------------------------

    def world(self, *conditions: Condition) -> World | None:
        """Return a world in which all conditions hold, or None; raises Undecided."""
        if all(self._seen(condition) for condition in conditions):
            for (given, known), row in zip(self._given, self._rows, strict=True):
                if all(self._holds(condition, row) for condition in conditions):
                    return self._world(given, known)
        return self.search.world(*conditions)

    def possible(self, test: Is) -> bool:
        """Whether an item has one of these symbols in some world; raises Undecided."""
        if self._any[self._slots[test.item]] & self._mask(test.item, test.symbols):
            return True
        functions = self.readers.functions
        if functions is not None:
            root = functions.roots[test.item]
            if not self._look.results(root) & test.symbols:
                return False
            if not self._loose(root):
                return True
        return self.search.world(test) is not None

    def influences(self, question: str, names: Iterable[str]) -> bool | None:
        """Whether the answer to a question makes a difference to one of the items; None when not sure."""
        functions = self.readers.functions
        if functions is None:
            return None
        own, level = functions.own(question), functions.level[self.readers.score.id]
        through_score = any(self._look.tested(points) & own for points in functions.points)
        loose = set()
        for root in map(functions.roots.__getitem__, names):
            tested = self._look.tested(root)
            if tested & own or (through_score and tested >> level & 1):
                loose.add(self._loose(root))
        return None if loose == {True} else bool(loose)

    @cached_property
    def _look(self) -> Look:
        """What the functions of the rules can be, and what they look at."""
        assert self.readers.functions is not None
        return Look(self.readers.functions.diagrams)

    def _loose(self, root: int) -> bool:
        """Whether a function looks at the total score or at what is known, which do not go with all answers.

        What such a function can't be is sure; what it can be, is not.
        """
        functions = self.readers.functions
        names = (self.readers.score.id, *self.program.knowledge)
        return functions is None or any(self._look.tested(root) >> functions.level[n] & 1 for n in names)

    def complete_world(self, *conditions: Condition) -> World | None:
        """Return a world in which nothing is unknown or old; raises Undecided."""
        return self.world(*conditions, *settled(self.program))

    def shown(self, found: World, *conditions: Condition) -> Example:
        """Return the fewest answers of a world for which the conditions hold in every completion."""
        try:
            questions: Iterable[str] = self.search.reason(found, *conditions)
        except Undecided:
            questions = self.form.questions
        return example(self.form, self.program, found.given, questions)

    @contextmanager
    def doubt(self, path: Path, what: str) -> Iterator[None]:
        """Note what stays undecided, instead of passing it over in silence."""
        try:
            yield
        except Undecided:
            self.undecided.append((path, what))

    def varied(self, question: str) -> Iterator[list[tuple[Bits, Row]]]:
        """Yield worlds as (answers, items) that differ in one question alone, several at a time."""
        inputs = self.program.inputs_of[question]
        places = [self._at[item.id] for item in inputs]
        for given, known in self._given[:: max(1, len(self._given) // VARIED)]:
            group = []
            for at in range(len(inputs[0].answers)):
                changed = list(given)
                for place, item in zip(places, inputs, strict=True):
                    changed[place] = self._compiled.bits[item.id][item.answers[at]]
                group.append((changed, self._compiled.bits_in(changed, known)))
            yield group

    def bit(self, row: Row, item: str) -> int:
        """Return the bit of an item in a row."""
        return row[self._slots[item]]

    def symbol(self, row: Row, item: str) -> str:
        """Return the symbol of an item in a row."""
        return self._compiled.names[item][self.bit(row, item)]

    # -- worlds by the thousand ---------------------------------------------------------------------------

    def _sample(self, worlds: int) -> None:
        """Evaluate random worlds: some at random, most of them leaning to the first or the last answers."""
        rng = random.Random(self.program.hash)  # noqa: S311  (a fixed sample, not a secret)
        lists = [
            [self._compiled.bits[item.id][symbol] for symbol in item.answers] for item in self.program.inputs
        ]
        self._given: list[tuple[Bits, Bits]] = []
        for turn in range(worlds):
            lean, firm = (turn // 3 % 5) / 4, (0.0, 0.7, 0.95)[turn % 3]
            given = [
                row[round(lean * (len(row) - 1))] if rng.random() < firm else rng.choice(row) for row in lists
            ]
            self._given.append((self._together(given), self._some_knowledge(rng)))
        self._rows = [self._compiled.bits_in(given, known) for given, known in self._given]
        self._any = [0] * len(self._slots)
        for row in self._rows:
            self._any = [a | b for a, b in zip(self._any, row, strict=True)]

    def _some_knowledge(self, rng: random.Random) -> Bits:
        return [
            self._compiled.bits[name][rng.choice([cell.symbol for cell in cells] or ["ja", "nee"])]
            for name, cells in self.program.knowledge.items()
        ]

    def _together(self, given: Bits) -> Bits:
        """Make a multiple choice n.v.t. as a whole, or not at all."""
        for inputs in self.program.inputs_of.values():
            if len(inputs) > 1 and inputs[0].not_applicable:
                off = [self._compiled.bits[item.id][item.answers[-1]] for item in inputs]
                places = [self._at[item.id] for item in inputs]
                whole = given[places[0]] == off[0]
                for place, bit, item in zip(places, off, inputs, strict=True):
                    if whole:
                        given[place] = bit
                    elif given[place] == bit:
                        given[place] = self._compiled.bits[item.id]["nee"]
        return given

    def _world(self, given: Bits, known: Bits) -> World:
        names = self._compiled.names
        answers = {item: names[item][bit] for item, bit in zip(self._compiled.input_ids, given, strict=True)}
        facts = {item: names[item][bit] for item, bit in zip(self._compiled.known_ids, known, strict=True)}
        return World(answers, facts, world(self.program, answers, facts))

    def _mask(self, item: str, symbols: Iterable[str]) -> int:
        return sum(self._compiled.bits[item].get(symbol, 0) for symbol in symbols)

    def _seen(self, condition: Condition) -> bool:
        """Whether some sampled world may meet the condition; a quick look at single tests only."""
        if isinstance(condition, Is):
            return bool(
                self._any[self._slots[condition.item]] & self._mask(condition.item, condition.symbols)
            )
        return condition != FALSE

    def _holds(self, condition: Condition, row: Row) -> bool:
        match condition:
            case Is(item, symbols):
                return bool(row[self._slots[item]] & self._mask(item, symbols))
            case All(parts):
                return all(self._holds(part, row) for part in parts)
            case Any(parts):
                return any(self._holds(part, row) for part in parts)
            case Not(part):
                return not self._holds(part, row)
        raise TypeError(condition)


def symbol_is(item: str, *symbols: str) -> Is:
    """Return the test that an item has one of these symbols."""
    return Is(item, frozenset(symbols))


def words(shown: Example) -> str:
    """Return an example inside a sentence."""
    return ", ".join(f"{question}: {answer}" for question, answer in shown) or "elk antwoord"


def with_example(found: Diagnostic, shown: Example, severity: str = "fout") -> Diagnostic:
    """Return a finding with its example."""
    return Diagnostic(found.place, found.code, found.message, found.hint, found.excerpt, severity, shown)
