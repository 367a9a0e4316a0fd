"""Small random programs and answers, as YAML-free models, for differential and property tests."""

from __future__ import annotations

import random
from itertools import product

from engine.conditions import HIDDEN, NOT_APPLICABLE, All, Any, Condition, Is, Not
from engine.diagnostics import Place
from engine.program import (
    Case,
    Cell,
    Count,
    Decision,
    Input,
    Item,
    Note,
    Program,
    Score,
    WeightedPrinciple,
    layered,
)

NOTE = Note("", "omdat het zo is", (), Place("willekeurig.yaml"))


class ModelMaker:
    """Makes one random program: inputs with visibility and n.v.t., decisions, counts, a score, a ladder.

    The last `several` questions are multiple choices of two or three options.
    """

    def __init__(
        self, seed: int, questions: int = 6, decisions: int = 5, criteria: int = 4, several: int = 0
    ) -> None:
        self.random = random.Random(seed)
        self.items: list[Item] = []
        self.symbols: dict[str, tuple[str, ...]] = {"?open": ("ja", "nee")}
        for i in range(questions):
            self._input(i, i >= questions - several)
        for i in range(decisions):
            self._decision(f"d{i}")
        if self.random.random() < 0.6:
            self._count()
        self._score(criteria)
        for name in ("uit0", "uitkomst"):
            self._decision(name)

    def program(self) -> Program:
        """Return the program; several rungs of its ladder may lead to one outcome."""
        layers = layered(self.items, {"?open"})
        outcomes = {str(i): ("gebruiken", "afbouwen", "gebruiken", "stoppen")[i - 1] for i in range(1, 5)}
        values = {"uitkomst": outcomes}
        return Program("willekeurig/v1", "0", layers, values, {}, {}, {"?open": ()}, {}, {})

    def _input(self, number: int, several: bool) -> None:
        values = tuple(f"o{i}" for i in range(self.random.randint(2, 4)))
        shown = self._condition(1) if number > 1 and self.random.random() < 0.35 else None
        key, off = f"q{number}", self.random.random() < 0.25
        if several:
            for value in values[:3]:
                self._add(Input(f"{key}.{value}", key, ("ja", "nee"), shown, off))
        else:
            self._add(Input(key, key, values, shown, off))

    def _decision(self, name: str) -> None:
        cases = tuple(
            Case(str(i + 1), self._condition(self.random.randint(0, 3)), NOTE)
            for i in range(self.random.randint(1, 4))
        )
        self._add(Decision(name, cases))

    def _count(self) -> None:
        parts = tuple(self._condition(1) for _ in range(self.random.randint(1, 5)))
        cut = self.random.randint(0, len(parts))
        cells = (Cell("laag", 0, cut), *([Cell("hoog", cut + 1, len(parts))] if cut < len(parts) else []))
        self._add(Count("telling", parts, cells))

    def _score(self, criteria: int) -> None:
        names = []
        for i in range(criteria):
            name = f"c{i}"
            cases = [Case(str(n + 1), self._condition(self.random.randint(0, 1)), NOTE) for n in range(3)]
            self._add(Decision(name, tuple(cases), "4"))
            names.append(name)
        half = max(1, criteria // 2)
        principles = (
            WeightedPrinciple("a", self.random.randint(1, 14), tuple(names[:half])),
            WeightedPrinciple("b", self.random.randint(1, 14), tuple(names[half:])),
        )
        points = {n: {str(s): self.random.choice([0, 1, 2, 3, None]) for s in range(1, 5)} for n in names}
        first = self.random.randint(1, 99)
        cells = (Cell("onder", 0, first - 1), Cell("boven", first, 100))
        score = Score(principles, 3, points, {"score": cells, "score.a": cells, "score.b": cells})
        self.items.append(score)
        for name in score.cells:
            self.symbols[name] = ("onder", "boven", "*geen")

    def _add(self, item: Input | Decision | Count) -> None:
        self.items.append(item)
        self.symbols[item.id] = item.symbols

    def _condition(self, depth: int) -> Condition:
        if depth == 0 or self.random.random() < 0.3:
            name = self.random.choice(list(self.symbols))
            known = [s for s in self.symbols[name] if s not in (HIDDEN, NOT_APPLICABLE)]
            most = max(1, len(known) - 1)
            least = 0 if self.random.random() < 0.05 else 1  # a test on nothing: never true
            return Is(name, frozenset(self.random.sample(known, self.random.randint(least, most))))
        parts = tuple(self._condition(depth - 1) for _ in range(self.random.randint(1, 3)))
        match self.random.randint(0, 3):
            case 0:
                return Not(parts[0])
            case 1:
                return All(parts)
        return Any(parts)


def answers(program: Program, rng: random.Random, open_share: float) -> dict[str, str | None]:
    """Return a symbol or None per input; a multiple choice is open, or n.v.t., as a whole."""
    given: dict[str, str | None] = {}
    for inputs in program.inputs_of.values():
        is_open = rng.random() < open_share
        given |= {item.id: None for item in inputs} if is_open else answer(inputs, rng)
    return given


def answer(inputs: tuple[Input, ...], rng: random.Random) -> dict[str, str]:
    """Return an answer to one question: a symbol per input."""
    first, *rest = inputs
    head = rng.choice(first.answers)
    others = {item.id: head if head == NOT_APPLICABLE else rng.choice(item.values) for item in rest}
    return {first.id: head, **others}


def worlds(program: Program, given: dict[str, str | None]) -> list[dict[str, str]]:
    """Return every way to complete the answers."""
    choices = [[s] if (s := given[i.id]) is not None else list(i.answers) for i in program.inputs]
    ids = [i.id for i in program.inputs]
    return [dict(zip(ids, row, strict=True)) for row in product(*choices)]
