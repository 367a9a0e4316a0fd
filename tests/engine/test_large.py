"""On large rule sets too, what can still be is what every world says: tried by the ten thousand."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod
from pathlib import Path

import numpy as np
import pytest

from bench.answer_sets import answers
from bench.large_models import TOPIC, content
from engine import influence
from engine.assess import Assessment, Readers, symbol_of
from engine.columns import Columns
from engine.desugar import compile_program
from engine.influence import verdicts
from engine.possible import Range, possible
from engine.program import Count, Decision, Program
from engine.wide import Asker
from tests.engine.brute import Symbols, assessment_of, open_questions, quick_readers
from tests.engine.random_models import answer

WORLDS = 40_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("groot")


def made(seed: int, folder: Path, open_share: float, lean: int) -> tuple[Readers, Symbols, dict[str, str]]:
    """Return a large program, answers to it and what is known."""
    made = content(seed, folder / str(seed))
    program = compile_program(made, TOPIC)
    form = made.questionnaires[TOPIC]
    given = answers(form, random.Random(seed), open_share, lean).given
    symbols = {item.id: symbol_of(item, given.get(item.question)) for item in program.inputs}
    known = {name: cells[-1].symbol if cells else "nee" for name, cells in program.knowledge.items()}
    return quick_readers(program), symbols, known


def narrowed(program: Program, given: Symbols, rng: random.Random, most: int) -> Symbols:
    """Return the answers with as many more, that at most so many worlds are left."""
    given = dict(given)
    while prod(map(len, open_questions(program, given).values())) > most:
        given |= answer(program.inputs_of[rng.choice(list(open_questions(program, given)))], rng)
    return given


class Every:
    """What every world finds, in columns: one axis per open question."""

    def __init__(self, program: Program, given: Symbols, known: dict[str, str]) -> None:
        self.program, self.reader = program, Columns(program)
        self.questions = open_questions(program, given)
        self.shape = tuple(map(len, self.questions.values()))
        rows = prod(self.shape)
        places = np.unravel_index(np.arange(rows), self.shape) if self.shape else ()
        code = self.reader.code
        columns = {item: np.full(rows, code(item, symbol)) for item, symbol in given.items()}
        for (question, choices), place in zip(self.questions.items(), places, strict=True):
            for at, item in enumerate(program.inputs_of[question]):
                columns[item.id] = np.array([code(item.id, choice[at]) for choice in choices])[place]
        facts = {item: np.full(rows, code(item, symbol)) for item, symbol in known.items()}
        self.found = self.reader.run(columns, facts)  # type: ignore[arg-type]  # arrays are sequences here

    def symbols(self, item: str) -> set[str]:
        return {self.reader.names[item][code] for code in np.unique(self.found.codes[item])}

    def outcomes(self) -> np.ndarray:
        values = self.program.values["uitkomst"]
        names = [values.get(symbol, symbol) for symbol in self.reader.names["uitkomst"]]
        table = np.array([names.index(name) for name in names])
        return table[self.found.codes["uitkomst"]].reshape(self.shape)

    def differ(self, item: str) -> set[str]:
        """The questions by which alone an item differs."""
        column = self.outcomes() if item == "uitkomst" else self.found.codes[item].reshape(self.shape)
        return {
            question
            for axis, question in enumerate(self.questions)
            if (column != column.take([0], axis)).any()
        }

    def effect(self, question: str) -> Fraction:
        column = np.moveaxis(self.outcomes(), list(self.questions).index(question), 0)
        left = [len(np.unique(part)) for part in column]
        return len(np.unique(column)) - Fraction(sum(left), len(left))


def assert_same(reach: Range, every: Every, where: object) -> None:
    for item in every.program.items:
        if isinstance(item, Decision):
            assert reach.symbols[item.id] == every.symbols(item.id), (where, item.id)
        elif isinstance(item, Count):
            low, high = every.found.counts[item.id]
            assert reach.counts[item.id] == (low.min(), high.max()), (where, item.id)
    for name, score in every.found.scores.items():
        counted = score.low[score.low >= 0]
        ends = (counted.min(), counted.max()) if counted.size else (None, None)
        assert (reach.scores[name].low, reach.scores[name].high) == ends, (where, name)
        assert reach.scores[name].maybe_nothing == bool((score.low < 0).any()), (where, name)
    assert len(reach.outcomes) == len(np.unique(every.outcomes())), where
    assert reach.exact, where
    assert set(reach.deciding) == every.differ("uitkomst"), where


def assert_same_verdicts(readers: Readers, assessment: Assessment, every: Every, where: object) -> None:
    by_item = {i.id: every.differ(i.id) for i in every.program.items if isinstance(i, Decision)}
    actions = {
        q for name, questions in by_item.items() if name.startswith(influence.ACTIONS) for q in questions
    }
    judged = {q for name in readers.score.criteria for q in by_item[name]}
    for verdict in verdicts(readers, assessment):
        question, kind = verdict.question, "niets"
        kind = "score" if question in judged else kind
        kind = "maatregel" if question in actions else kind
        kind = "advies" if question in by_item["uitkomst"] else kind
        assert (verdict.kind, verdict.effect) == (kind, every.effect(question)), (where, question)


def compare(seed: int, folder: Path, turns: int) -> int:
    """Compare on one large program; return how many outcomes were still possible in all."""
    seen = 0
    for turn in range(turns):
        readers, given, known = made(seed, folder, 0.5, 1 + turn % 2)
        given = narrowed(readers.program, given, random.Random(turn), WORLDS)
        assessment = assessment_of(readers, given, known)
        every = Every(readers.program, given, known)
        reach = possible(readers, assessment)
        assert_same(reach, every, (seed, turn))
        assert_same_verdicts(readers, assessment, every, (seed, turn))
        seen += len(reach.outcomes)
    return seen


def test_large_rule_sets_equal_every_world(folder: Path) -> None:
    assert sum(compare(seed, folder, 2) for seed in range(4)) > 8


@pytest.mark.slow
def test_many_large_rule_sets_equal_every_world(folder: Path) -> None:
    assert sum(compare(seed, folder, 6) for seed in range(100, 160)) > 400  # of 360: many stay open


def test_no_world_of_a_large_rule_set_lies_outside_its_range(folder: Path) -> None:
    for seed in range(3):
        readers, given, known = made(seed, folder, 0.5 + 0.25 * seed, 1)
        reach = possible(readers, assessment_of(readers, given, known))
        assert reach.exact
        rng = random.Random(seed)
        for _ in range(40):
            every = Every(readers.program, narrowed(readers.program, given, rng, 100), known)
            for item, left in reach.symbols.items():
                assert every.symbols(item) <= left, (seed, item)
            low, high = (
                int(end)
                for end in (every.found.scores["score"].low.min(), every.found.scores["score"].high.max())
            )
            assert reach.scores["score"].low <= low <= high <= reach.scores["score"].high, seed


@pytest.mark.slow
def test_the_solver_agrees_on_large_rule_sets(folder: Path) -> None:
    for seed in range(200, 212):
        readers, given, known = made(seed, folder, 0.5, seed % 3)
        assessment = assessment_of(readers, given, known)
        reach = possible(readers, assessment)
        asker = Asker(assessment, readers.compiled)
        every = readers.program.by_name["uitkomst"].symbols
        assert asker.symbols("uitkomst", every) == reach.symbols["uitkomst"], seed
