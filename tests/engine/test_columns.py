"""The columnar reader says the same as the others, on every row, with and without open questions."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from engine.answers import Answers, Given, subject_answers
from engine.assess import earlier
from engine.columns import BLANK, Columns, Profile
from engine.compiled import Compiled
from engine.desugar import compile_program
from engine.engine import Engine
from engine.evaluate import partial
from engine.load import content_root, load_content
from engine.program import Program, Score
from engine.terms import OLDER
from tests.engine.random_models import ModelMaker, answers

TOPIC, DAY = "sociale-media/v1", date(2026, 11, 23)
Row = tuple[dict[str, str | None], dict[str, str]]


def rows_of(program: Program, rng: random.Random, count: int) -> list[Row]:
    """Return random answers, complete and half open, with what is known."""
    symbols = program.symbols()
    rows = []
    for turn in range(count):
        known = {name: rng.choice(symbols[name]) for name in program.knowledge}
        rows.append((answers(program, rng, (0.0, 0.15, 0.5)[turn % 3]), known))
    return rows


def compare(program: Program, rows: list[Row], size: int = 2_000) -> int:
    """Compare the columnar reader with the compiled one on whole evaluations; return how many rows."""
    columns, compiled = Columns(program), Compiled(program)
    given = {i.id: [columns.code(i.id, row[i.id]) for row, _ in rows] for i in program.inputs}
    known = {name: [columns.code(name, k[name]) for _, k in rows] for name in program.knowledge}
    done = 0
    for found in columns.chunks(given, known, size):
        for row in range(found.rows):
            assert found.evaluation(row) == compiled.evaluate(*rows[done]), rows[done]
            done += 1
    return done


def random_program(seed: int) -> Program:
    rng = random.Random(seed)
    return ModelMaker(seed, rng.randint(3, 9), rng.randint(2, 10), rng.randint(2, 6)).program()


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_program(load_content(content_root()), TOPIC)


def test_the_columns_equal_the_plain_meaning_on_random_models() -> None:
    for seed in range(60):
        program = random_program(seed)
        columns, rows = Columns(program), rows_of(program, random.Random(seed), 30)
        given = {i.id: [columns.code(i.id, row[i.id]) for row, _ in rows] for i in program.inputs}
        known = {name: [columns.code(name, k[name]) for _, k in rows] for name in program.knowledge}
        found = columns.run(given, known)
        for at, row in enumerate(rows):
            plain = partial(program, *row)
            assert found.evaluation(at) == plain, (seed, row)
            for item, left in plain.possible.items():
                assert (found.possible(item)[at], found.symbols(item)[at]) == (left, plain.symbols[item])


def test_the_columns_equal_the_compiled_reader(program: Program) -> None:
    assert compare(program, rows_of(program, random.Random(7), 2_000)) == 2_000
    for seed in range(100, 160):
        model = random_program(seed)
        assert compare(model, rows_of(model, random.Random(seed), 50), size=20) == 50


@pytest.mark.slow
def test_the_columns_equal_the_compiled_reader_on_100_000_answer_sets(program: Program) -> None:
    for seed in range(10):
        assert compare(program, rows_of(program, random.Random(seed), 10_000)) == 10_000
    for seed in range(1_000, 2_000):
        model = random_program(seed)
        assert compare(model, rows_of(model, random.Random(seed), 100)) == 100


def heavy(program: Program) -> Program:
    """Return the program with weights for which 64 bits are too few, and with points beyond counting."""
    score = next(item for item in program.items if isinstance(item, Score))
    principles = tuple(replace(p, weight=p.weight * 10**17 + 1) for p in score.principles)
    layers = tuple(
        tuple(replace(i, principles=principles) if isinstance(i, Score) else i for i in layer)
        for layer in program.layers
    )
    return replace(program, layers=layers)


def test_large_weights_stay_exact(program: Program) -> None:
    rows = rows_of(program, random.Random(3), 60)
    assert compare(heavy(program), rows) == 60
    for seed in range(20):
        model = heavy(random_program(seed))
        assert compare(model, rows_of(model, random.Random(seed), 30)) == 30


def test_rows_and_profiles_give_what_an_assessment_gives() -> None:
    """Facts from profiles, old facts and the share that is open count as in a single assessment."""
    content, rng = load_content(content_root()), random.Random(5)
    with closing(Engine(content, TOPIC)) as engine:
        columns, form = Columns(engine.program), engine.questionnaire
        names = ["", "platform/x", "platform/mastodon"]
        bases = [subject_answers(form, content.subjects[n]) if n else {} for n in names]
        day = date(2026, 12, 20)
        profiles = [_profile(columns, engine, base, day) for base in bases]
        given: dict[str, list[int]] = {item.id: [] for item in engine.program.inputs}
        which, expected = [], []
        for _ in range(120):
            which.append(rng.randrange(3))
            own = {q: g for q in form.questions if (g := _answer(engine, q, rng)) is not None}
            expected.append(engine.assess(Answers({**bases[which[-1]], **own}), day))
            one = engine.assess(Answers(own), day).given
            for item in engine.program.inputs:
                said = item.question in own
                given[item.id].append(columns.code(item.id, one[item.id]) if said else BLANK)
        found = columns.assess(given, profiles, which)
        for at, assessment in enumerate(expected):
            assert found.evaluation(at) == assessment.evaluation
            assert found.share is not None
            assert int(found.share[at]) == assessment.open_share
        assert len({a.open_share for a in expected}) > 10
        signals = {a.evaluation.symbols["signaal.profiel_oud"] for a in expected}
        assert signals == {"ja", "nee"}


def _profile(columns: Columns, engine: Engine, base: dict[str, Given], day: date) -> Profile:
    symbols = engine.assess(Answers(base), day).given
    codes = {i.id: columns.code(i.id, symbols[i.id]) for i in columns.program.inputs if i.question in base}
    old = {
        name: frozenset(
            q for q, g in base.items() if g.dated and g.dated < earlier(day, name.removeprefix(OLDER))
        )
        for name in columns.program.knowledge
        if name.startswith(OLDER)
    }
    return Profile(codes, old)


def _answer(engine: Engine, key: str, rng: random.Random) -> Given | None:
    question = engine.questionnaire.questions[key]
    dice = rng.random()
    if dice < 0.4:
        return None
    if dice < 0.5:
        return Given(None, "unknown")
    options = list(question.options)
    if question.kind == "meerkeuze":
        return Given(tuple(o for o in options if rng.random() < 0.4))
    return Given(rng.choice(options))
