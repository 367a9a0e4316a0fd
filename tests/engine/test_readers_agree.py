"""The readers mean the same: plain, compiled and durable-rules, with and without open questions."""

from __future__ import annotations

import random

import pytest

from engine.compiled import Compiled
from engine.evaluate import Evaluation, partial, world, world_scores
from engine.program import Program, Score
from engine.ruleset import DurableRules
from tests.engine.random_models import ModelMaker, answers, worlds

MODELS, ANSWERS = 80, 50  # 4,000 comparisons, and 100,000 in the long run
KNOWN = [{"?open": "ja"}, {"?open": "nee"}]


def compare(seeds: range, per_model: int) -> int:
    """Compare all readers on random models and answers; return how many comparisons were made."""
    done = 0
    for seed in seeds:
        rng = random.Random(seed)
        program = ModelMaker(seed, rng.randint(3, 9), rng.randint(2, 10), rng.randint(2, 6)).program()
        compiled = Compiled(program)
        with DurableRules(program) as durable:
            for turn in range(per_model):
                given = answers(program, rng, (0.0, 0.15, 0.5)[turn % 3])
                known = rng.choice(KNOWN)
                plain = partial(program, given, known)
                assert compiled.evaluate(given, known) == plain, (seed, given)
                assert durable.evaluate(given, known) == plain, (seed, given)
                if turn % 3 == 0:
                    assert_is_world(program, plain, {k: v for k, v in given.items() if v}, known)
                done += 1
    return done


def assert_is_world(
    program: Program, plain: Evaluation, given: dict[str, str], known: dict[str, str]
) -> None:
    meant = world(program, given, known)
    assert {k: v for k, v in plain.symbols.items() if not k.startswith("?")} == {
        k: v for k, v in meant.items() if not k.startswith("?")
    }
    score = next(item for item in program.items if isinstance(item, Score))
    for name, value in world_scores(score, meant).items():
        found = plain.scores[name]
        assert (found.low, found.high, found.settled) == (value, value, True)


def test_readers_agree_on_random_models() -> None:
    assert compare(range(MODELS), ANSWERS) == MODELS * ANSWERS


@pytest.mark.slow
def test_readers_agree_on_many_random_models() -> None:
    assert compare(range(10_000, 12_000), ANSWERS) == 100_000


def test_partial_contains_every_completion() -> None:
    for seed in range(150):
        rng = random.Random(seed)
        program = ModelMaker(seed, 5, 4, 3).program()
        given = answers(program, rng, 0.5)
        known = rng.choice(KNOWN)
        found = partial(program, given, known)
        for completed in worlds(program, given):
            meant = world(program, completed, known)
            for item, left in found.possible.items():
                assert meant[item] in left, (seed, item)
            for item, symbol in found.symbols.items():
                assert symbol is None or meant[item] == symbol, (seed, item)
