"""A second solver, with an encoding of its own, agrees on the checks."""

from __future__ import annotations

from contextlib import closing

import pytest

from engine.conditions import Condition, Is, Not
from engine.desugar import compile_program
from engine.load import content_root, load_content
from engine.program import Decision, Program
from engine.search import Search
from tests.engine.klein import small
from tests.engine.test_search import random_program
from tests.engine.z3_reader import Z3Reader


def compare(program: Program, where: object) -> int:
    """Compare what can be; return how many comparisons were made."""
    reader, done = Z3Reader(program), 0
    with closing(Search(program)) as search:
        for item, symbols in program.symbols().items():
            if item in program.knowledge:
                continue
            for symbol in symbols:
                test = Is(item, frozenset([symbol]))
                assert (search.world(test) is not None) == reader.possible(test), (where, item, symbol)
                done += 1
    return done


def test_the_two_solvers_agree_on_random_models() -> None:
    assert sum(compare(random_program(seed), seed) for seed in range(12)) > 500


@pytest.mark.slow
def test_the_two_solvers_agree_on_many_random_models() -> None:
    assert sum(compare(random_program(seed), seed) for seed in range(5_000, 5_300)) > 12_000


def test_the_two_solvers_agree_on_written_content() -> None:
    program = compile_program(small(), "klein/v1")
    assert compare(program, "klein") > 80


@pytest.mark.slow
def test_the_two_solvers_agree_on_the_rules_in_use() -> None:
    program = compile_program(load_content(content_root()), "sociale-media/v1")
    assert compare(program, program.id) > 400
    best = Is("uitkomst", frozenset(["12"]))
    reader = Z3Reader(program)
    with closing(Search(program)) as search:
        tests: list[tuple[Condition, ...]] = [(floor, best) for floor in program.floors.values()]
        tests += [
            (Is(item.id, frozenset(["ja"])), best)
            for item in program.items
            if isinstance(item, Decision) and item.id.startswith("signaal.")
        ]
        tests += [
            (Not(case.when),) for item in program.items if isinstance(item, Decision) for case in item.cases
        ]
        for row in tests:
            assert (search.world(*row) is not None) == reader.possible(*row), row
