"""The range holds every world, and exactly those where it says so; completing answers never leaves it."""

from __future__ import annotations

import random

import pytest

from engine import functions, lanes, reach
from engine.answers import read_answers
from engine.engine import Engine
from engine.possible import Range, possible
from engine.program import Program
from tests.engine.brute import DAY, Brute, assert_range, assessment_of, quick_readers
from tests.engine.klein import small
from tests.engine.random_models import ModelMaker, answer, answers

KNOWN = ({"?open": "ja"}, {"?open": "nee"})


def random_program(seed: int) -> Program:
    rng = random.Random(seed)
    return ModelMaker(
        seed, rng.randint(3, 5), rng.randint(2, 6), rng.randint(2, 5), int(seed % 3 == 0)
    ).program()


def ranges(seeds: range, turns: int) -> int:
    """Compare ranges with every world on random models; return how many were exact."""
    exact = 0
    for seed in seeds:
        rng, program = random.Random(seed), random_program(seed)
        readers = quick_readers(program)
        for _ in range(turns):
            given, known = answers(program, rng, rng.choice([0.3, 0.6, 0.9])), rng.choice(KNOWN)
            reach = possible(readers, assessment_of(readers, given, known))
            assert_range(reach, Brute(program, given, known), (seed, given))
            exact += reach.exact
    return exact


def test_ranges_hold_every_world_of_random_models() -> None:
    assert ranges(range(70), 4) == 280


@pytest.mark.slow
def test_ranges_hold_every_world_of_many_random_models() -> None:
    assert ranges(range(1_000, 4_000), 6) == 18_000


def test_rules_that_hang_together_too_much_are_said_to_be_inexact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "MOST", 5)
    assert ranges(range(300, 320), 3) < 30  # of 60


def test_rules_too_wide_as_a_whole_are_written_with_the_answers_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(functions, "MOST", 150)
    assert 30 < ranges(range(300, 320), 3) < 60


def test_completing_an_answer_never_leaves_the_range() -> None:
    for seed in range(60):
        rng, program = random.Random(seed), random_program(seed)
        readers = quick_readers(program)
        given, known = dict.fromkeys((i.id for i in program.inputs), None), rng.choice(KNOWN)
        before: Range | None = None
        order = list(program.inputs_of.values())
        rng.shuffle(order)
        for inputs in ((), *order):
            if inputs:
                given |= answer(inputs, rng)
            after = possible(readers, assessment_of(readers, given, known))
            if before is not None:
                assert_inside(after, before, (seed, given))
            before = after


def assert_inside(after: Range, before: Range, where: object) -> None:
    assert set(after.outcomes) <= set(before.outcomes), where
    for item, left in after.symbols.items():
        assert left <= before.symbols[item], (where, item)
    for item, (low, high) in after.counts.items():
        assert before.counts[item][0] <= low <= high <= before.counts[item][1], (where, item)
    for name, found in after.scores.items():
        wide = before.scores[name]
        assert wide.maybe_nothing or not found.maybe_nothing, (where, name)
        if found.low is not None and found.high is not None:
            assert wide.low is not None, (where, name)
            assert wide.high is not None, (where, name)
            assert wide.low <= found.low <= found.high <= wide.high, (where, name)


SMALL: list[dict[str, object]] = [
    {},
    {"account": "bestaand", "uren": "0.5"},
    {"bereik": "ja", "tijdlijn": "verstopt"},
    {"account": "nieuw", "toezicht": "nvt", "doel": "nvt"},
    {"doel": ["nieuws", "werving"], "bezwaar": "nee", "toezicht": "slecht"},
    {"tijdlijn": "vast", "account": "bestaand", "uren": "onbekend"},
]


@pytest.mark.parametrize("raw", SMALL, ids=range(len(SMALL)))
def test_ranges_hold_every_world_of_written_content(raw: dict[str, object]) -> None:
    engine = Engine(small(), "klein/v1")
    try:
        assessment = engine.assess(read_answers(engine.questionnaire, raw), DAY)
        reach = engine.possible(assessment)
        brute = Brute(engine.program, assessment.given, assessment.known)
        assert_range(reach, brute)
        assert reach.exact
    finally:
        engine.close()


@pytest.mark.parametrize(("most", "states"), [(5, 0), (10**6, 0), (10**6, 3)])
def test_the_solver_answers_what_is_too_wide_to_go_through(
    most: int, states: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions, "MOST", most)
    monkeypatch.setattr(reach, "MOST_STATES", states)
    monkeypatch.setattr(lanes, "MOST_LANES", states)
    for seed in range(400, 460):
        rng, program = random.Random(seed), random_program(seed)
        readers = quick_readers(program)
        given, known = answers(program, rng, 0.6), rng.choice(KNOWN)
        found = possible(readers, assessment_of(readers, given, known))
        brute = Brute(program, given, known)
        assert set(found.outcomes) == brute.outcomes, (seed, given)
        assert set(found.deciding) == brute.deciding, (seed, given)
        for item, left in found.symbols.items():
            assert left == brute.symbols(item), (seed, item)
