"""The solver finds what is there and nothing else: every world of small random models is tried as well."""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import closing

import pytest

from engine.conditions import Is, holds
from engine.evaluate import world
from engine.program import Program
from engine.search import Search, World
from engine.solver import Gates, Undecided
from tests.engine.random_models import ModelMaker, worlds

KNOWN = ({"?open": "ja"}, {"?open": "nee"})
RESULTS = ("uitkomst", "uit0", "d0", "c0", "score")


def random_program(seed: int) -> Program:
    rng = random.Random(seed)
    return ModelMaker(seed, rng.randint(3, 5), rng.randint(2, 6), rng.randint(2, 6)).program()


def every_world(program: Program) -> list[World]:
    nothing: dict[str, str | None] = {item.id: None for item in program.inputs}
    return [
        World(given, known, world(program, given, known))
        for given in worlds(program, nothing)
        for known in KNOWN
    ]


def compare(program: Program, small: int, where: object) -> int:
    """Compare what can be, with every world; return how many comparisons were made."""
    done, every = 0, every_world(program)
    with closing(Search(program, small=small)) as search:
        for item, symbols in program.symbols().items():
            for symbol in symbols:
                test = Is(item, frozenset([symbol]))
                there = any(w.symbols[item] == symbol for w in every)
                found = search.world(test)
                assert (found is not None) == there, (where, item, symbol)
                if found is not None and item in RESULTS:
                    assert_reason(search, program, found, test, every)
                done += 1
        done += compare_pairs(search, program, every, where)
    return done


def assert_reason(search: Search, program: Program, found: World, test: Is, every: list[World]) -> None:
    """The reason is enough in every world, and nothing of it can be left out."""
    questions = search.reason(found, test)
    assert enough(questions, found, test, every)
    for question in questions:
        assert not enough([q for q in questions if q != question], found, test, every)


def enough(questions: list[str], found: World, test: Is, every: list[World]) -> bool:
    return all(
        holds(test, w.symbols)
        for w in every
        if w.known == found.known and all(w.given[q] == found.given[q] for q in questions)
    )


def compare_pairs(search: Search, program: Program, every: list[World], where: object) -> int:
    """Compare per question whether the outcome can differ by it alone, and with one answer in particular."""
    for question in program.inputs_of:
        groups: dict[tuple[str, ...], list[World]] = {}
        for w in every:
            rest = [a for item, a in w.given.items() if item != question]
            groups.setdefault((*rest, *w.known.values()), []).append(w)
        differs = any(len({w.symbols["uitkomst"] for w in group}) > 1 for group in groups.values())
        assert (search.different(question, ["uitkomst"]) is not None) == differs, (where, question)
        first, second = Is(question, frozenset(["o0"])), Is("uitkomst", frozenset(["1"]))
        there = any(
            any(holds(first, a.symbols) for a in group) and any(holds(second, b.symbols) for b in group)
            for group in groups.values()
        )
        found = search.pair(question, [(first, second)])
        assert (found is not None) == there, (where, question)
        if found is not None:
            needed = search.reason_of_pair(question, found, [first], [second])
            enough = pair_is_enough(question, needed, found, (first, second), groups.values())
            assert enough, (where, question)
    return 2 * len(program.inputs_of)


def pair_is_enough(
    question: str, needed: list[str], found: tuple[World, World], tests: tuple[Is, Is], groups: Iterable
) -> bool:
    """Whether what is needed makes both tests hold, however the rest is answered."""
    for group in groups:
        rest = group[0]
        if rest.known == found[0].known and all(rest.given[q] == found[0].given[q] for q in needed):
            pair = [next(w for w in group if w.given[question] == one.given[question]) for one in found]
            if not all(holds(test, w.symbols) for test, w in zip(tests, pair, strict=True)):
                return False
    return True


@pytest.mark.parametrize("small", [0, 200])
def test_the_solver_equals_every_world_of_random_models(small: int) -> None:
    assert sum(compare(random_program(seed), small, seed) for seed in range(60)) > 3_000


@pytest.mark.slow
def test_the_solver_equals_every_world_of_many_random_models() -> None:
    done = [compare(random_program(seed), seed % 2 * 200, seed) for seed in range(1_000, 4_000)]
    assert sum(done) > 180_000


def test_past_the_limit_there_is_no_answer() -> None:
    gates = Gates(conflicts=5)
    holes, pigeons = 6, 7
    rows = [[gates.var() for _ in range(holes)] for _ in range(pigeons)]
    for row in rows:
        gates.add(row)
    for hole in range(holes):
        for one in range(pigeons):
            for two in range(one):
                gates.add([-rows[one][hole], -rows[two][hole]])
    with pytest.raises(Undecided):
        gates.search([])
    gates.close()


def test_all_searches_together_have_a_limit_too() -> None:
    gates = Gates(total=0)
    with pytest.raises(Undecided):
        gates.search([])
    gates.close()


def test_a_weighted_sum_is_counted_right() -> None:
    gates = Gates()
    parts = [(3, gates.var()), (1, gates.var()), (2, gates.var())]
    for bound in range(8):
        reached = gates.at_least(parts, bound)
        for row in range(8):
            chosen = [literal if row >> i & 1 else -literal for i, (_, literal) in enumerate(parts)]
            weight = sum(w for (w, literal) in parts if literal in chosen)
            assert (gates.search([*chosen, reached]) is not None) == (weight >= bound)
    gates.close()
