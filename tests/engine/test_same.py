"""Two programs say the same, or there is a world in which they do not: compared with trying every world."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from engine.aligned import Different, aligned
from engine.assess import Readers, open_share
from engine.conditions import FALSE, TRUE, Not, holds
from engine.coverage import Trial
from engine.desugar import compile_program
from engine.evaluate import world
from engine.load import Content, content_root, load_content
from engine.mutants import mutants
from engine.program import Case, Cell, Decision, Item, Program
from engine.same import Pair, difference, statements
from engine.score import open_shares
from engine.solver import Undecided
from tests.engine.klein import small
from tests.engine.random_models import ModelMaker, worlds
from tests.engine.test_search import KNOWN


def with_item(program: Program, name: str, item: Item) -> Program:
    """Return the program with another item in the place of one."""
    layers = tuple(tuple(item if i.id == name else i for i in layer) for layer in program.layers)
    return replace(program, layers=layers)


def variants(program: Program, rng: random.Random) -> Iterator[Program]:
    """Yield programs that differ a little: a case dropped, turned round, moved, renamed; a question shown."""
    decisions = [item for item in program.items if isinstance(item, Decision)]
    for item in rng.sample(decisions, min(4, len(decisions))):
        at = rng.randrange(len(item.cases))
        case = item.cases[at]
        rest = (*item.cases[:at], *item.cases[at + 1 :])
        yield with_item(program, item.id, replace(item, cases=rest))
        yield with_item(program, item.id, replace(item, cases=item.cases[::-1]))
        for changed in (
            Case(case.symbol, Not(case.when), case.note),
            Case(case.symbol, case.when, replace(case.note, because="om een andere reden")),
        ):
            cases = (*item.cases[:at], changed, *item.cases[at + 1 :])
            yield with_item(program, item.id, replace(item, cases=cases))
        never = Case(case.symbol, FALSE, case.note)
        yield with_item(program, item.id, replace(item, cases=(never, *item.cases)))
    for question in program.inputs:
        if question.shown is not None:
            yield with_item(program, question.id, replace(question, shown=TRUE))


def said(program: Program, given: dict[str, str], known: dict[str, str]) -> set[object]:
    """Return everything that a program says in a world."""
    symbols = world(program, given, known)
    return {name for name, when in statements(program) if holds(when, symbols)}


def compare(seed: int, questions: int) -> tuple[int, int]:
    """Compare with every world; return how many variants say the same, and how many do not."""
    one, rng = ModelMaker(seed, questions, 4, 3).program(), random.Random(seed)
    same = other = 0
    nothing: dict[str, str | None] = {item.id: None for item in one.inputs}
    for two in variants(one, rng):
        first, second = aligned(one, two)
        differs = any(
            said(first, given, known) != said(second, given, known)
            for given in worlds(one, nothing)
            for known in KNOWN
        )
        found = difference(one, two)
        assert (found is not None) == differs, (seed, two)
        if found is not None:
            assert said(first, dict(found.given), dict(found.known)) != said(
                second, dict(found.given), dict(found.known)
            )
        same, other = same + (not differs), other + differs
    return same, other


def test_a_difference_is_found_exactly_where_trying_every_world_finds_one() -> None:
    counts = [compare(seed, 2) for seed in range(15)]
    assert sum(same for same, _ in counts) > 60
    assert sum(other for _, other in counts) > 60


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_the_same_for_many_programs(part: int) -> None:
    for seed in range(1_000 + part, 1_300, 20):
        compare(seed, 3 + seed % 2)


def test_with_some_answers_fixed_and_about_some_items() -> None:
    one = ModelMaker(3, 3, 4, 3).program()
    item = next(i for i in one.items if isinstance(i, Decision) and i.id == "uitkomst")
    two = with_item(one, "uitkomst", replace(item, cases=item.cases[1:]))
    nothing: dict[str, str | None] = {i.id: None for i in one.inputs}
    first, second = aligned(one, two)
    with closing(Pair(one, two)) as pair:
        for given in worlds(one, nothing):
            differs = any(said(first, given, known) != said(second, given, known) for known in KNOWN)
            assert (pair.differ(given) is not None) == differs
            assert pair.differ(given, {"uit0"}) is None
            assert (pair.differ(given, {"uitkomst", "uit0"}) is not None) == differs


def variant(content: Content, ruleset: str, clause: str) -> tuple[Program, Program]:
    """Return the program, and that of the mutant with this clause."""
    trial = Trial(content, ruleset)
    (mutant,) = (m for m in mutants(content, ruleset) if m.clause == clause)
    found = trial.variant(mutant)
    assert found is not None
    return trial.program, found[1]


def cell_with(cells: tuple[Cell, ...], symbol: str) -> str:
    """Return the coarse interval around a fine one; another symbol stays."""
    low = symbol.partition("..")[0]
    return next((c.symbol for c in cells if low.isdigit() and c.low <= int(low) <= c.high), symbol)


def test_finer_intervals_mean_the_same() -> None:
    program, other = variant(
        small(), "klein/v1", "in het signaal ‘weinig_tijd’ ‘minder_dan’ bij ‘uren’ 2 was in plaats van 1"
    )
    fine, also = aligned(program, other)
    hours = fine.inputs_of["uren"][0]
    assert len(hours.cells) > len(program.inputs_of["uren"][0].cells)
    assert hours.cells == also.inputs_of["uren"][0].cells
    rng = random.Random(2)
    for _ in range(300):
        given = {i.id: rng.choice(i.answers) for i in fine.inputs}
        known = {
            name: rng.choice([c.symbol for c in cells] or ["ja", "nee"])
            for name, cells in fine.knowledge.items()
        }
        coarse = {i.id: cell_with(i.cells, given[i.id]) for i in program.inputs}
        rough = {name: cell_with(program.knowledge[name], symbol) for name, symbol in known.items()}
        one, two = world(fine, given, known), world(program, coarse, rough)
        assert all(one[i.id] == two[i.id] for i in program.items if isinstance(i, Decision))


@pytest.mark.parametrize(
    ("clause", "same"),
    [
        ("in het signaal ‘weinig_tijd’ ‘minder_dan’ bij ‘uren’ 2 was in plaats van 1", False),
        ("in het voorbehoud ‘veel_open’ ‘meer_dan’ bij ‘kennislacune’ 41 was in plaats van 40", True),
        ("in het voorbehoud ‘veel_open’ ‘meer_dan’ bij ‘kennislacune’ 39 was in plaats van 40", False),
        ("het voorbehoud ‘veel_open’ nooit verscheen", False),
        ("de vraag ‘sinds’ altijd getoond werd", False),
        ("‘veel’ 3 was in plaats van 2", True),
    ],
)
def test_numbers_and_what_is_known(clause: str, same: bool) -> None:
    found = difference(*variant(small(), "klein/v1", clause))
    assert (found is None) is same


def test_another_weight_is_not_compared() -> None:
    one, two = variant(small(), "klein/v1", "het gewicht van ‘keuze’ 4 was in plaats van 3")
    with pytest.raises(Different):
        aligned(one, two)
    with pytest.raises(Undecided):
        difference(one, two)


def test_other_questions_are_not_compared() -> None:
    one = ModelMaker(1).program()
    first = one.inputs[0]
    two = with_item(one, first.id, replace(first, values=(*first.values, "nog_een")))
    with pytest.raises(Undecided):
        difference(one, two)


def test_the_solver_proves_what_the_rules_for_social_media_can_not_show() -> None:
    content = load_content(content_root())
    for clause, same in (
        ("regel 6 van de ladder niet naar ‘noodzaak’ keek", True),
        ("‘meldgrens’ 49 was in plaats van 50", True),
        ("‘meldgrens’ 51 was in plaats van 50", False),
        ("het voorbehoud ‘veel_onbekend’ nooit verscheen", False),
    ):
        found = difference(*variant(content, "sociale-media/v1", clause))
        assert (found is None) is same, clause


def test_every_open_share_is_among_the_possible_ones() -> None:
    content = small()
    program = compile_program(content, "klein/v1")
    readers, rng = Readers(program), random.Random(4)
    possible = open_shares(readers.score)
    seen = set()
    for _ in range(400):
        given = {i.id: rng.choice([None, None, *i.answers]) for i in program.inputs}
        found = readers.compiled.evaluate(given, {name: _first(c) for name, c in program.knowledge.items()})
        seen.add(open_share(readers.score, program, found))
    readers.close()
    assert seen <= possible
    assert len(seen) > 5
    assert len(possible) < 101


def _first(cells: tuple[Cell, ...]) -> str:
    return cells[0].symbol if cells else "nee"
