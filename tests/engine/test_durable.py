"""durable-rules is trusted only as far as it is seen: faults, limits, and mutations that must be noticed."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any as Anything

import pytest

from engine import chains, compiled, ruleset
from engine.answers import read_answers
from engine.assess import ShadowError
from engine.compiled import Compiled
from engine.conditions import FALSE, TRUE, All, Any, Condition, Is, Not
from engine.diagnostics import Place
from engine.engine import Engine
from engine.evaluate import partial
from engine.program import Case, Decision, Input, Item, Note, Program, layered
from engine.ruleset import DurableRules, EngineFault
from tests.engine import test_readers_agree
from tests.engine.brute import DAY
from tests.engine.klein import RULES, load, small
from tests.engine.random_models import ModelMaker, answers

NOTE = Note("", "", (), Place("a.yaml"))
YES = frozenset(["ja"])


class Durable:
    """The C library, with some functions replaced, and a count of what was called."""

    def __init__(self, **replaced: Callable[..., Anything]) -> None:
        self.real, self.replaced = ruleset.durable, replaced
        self.calls: dict[str, int] = {}

    def __getattr__(self, name: str) -> Callable[..., Anything]:
        function = self.replaced.get(name) or getattr(self.real, name)
        if name == "error":
            return function

        def counted(*args: Anything) -> Anything:
            self.calls[name] = self.calls.get(name, 0) + 1
            return function(*args)

        return counted


def program_of(*conditions: Condition) -> Program:
    """Return a program of yes/no questions with one decision per condition."""
    names = sorted({leaf.item for c in conditions for leaf in _tests(c)})
    inputs: list[Item] = [Input(name, name, ("ja", "nee")) for name in names]
    decisions = [Decision(f"d{i}", (Case("ja", c, NOTE),), "nee") for i, c in enumerate(conditions)]
    layers = layered([*inputs, *decisions], set())
    return Program("groot/v1", "0", layers, {}, {}, {}, {}, {}, {})


def _tests(condition: Condition) -> Iterator[Is]:
    if isinstance(condition, Is):
        yield condition
    elif isinstance(condition, Not):
        yield from _tests(condition.part)
    elif isinstance(condition, (All, Any)):
        for part in condition.parts:
            yield from _tests(part)


def agree(program: Program, turns: int = 60) -> DurableRules:
    """Assert that durable-rules means the same as the plain evaluator; return the closed reader."""
    rng = random.Random(1)
    with DurableRules(program) as durable:
        for turn in range(turns):
            given = answers(program, rng, (0.0, 0.1, 0.6)[turn % 3])
            assert durable.evaluate(given, {}) == partial(program, given, {})
    return durable


# -- faults ---------------------------------------------------------------------------------------------


def refuse(*_: object) -> None:
    raise ruleset.durable.error("Could not assert fact, error code: 202")


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


FAULTS: list[tuple[str, Callable[..., Anything], str]] = [
    ("assert_fact", lambda *_: (5, 0), "durable-rules refused a fact (code 5)"),
    ("assert_fact", refuse, "Could not assert fact, error code: 202"),
    ("start_action_for_state", lambda *_: None, "the closing rule e1_0 was not seen last"),
    ("complete_and_start_action", lambda *_: None, "the closing rule e1_0 was not seen last"),
    ("delete_state", refuse, "Could not assert fact, error code: 202"),
]
PAIR = All((Is("a", YES), Is("b", YES)))


@pytest.mark.parametrize(("function", "replaced", "message"), FAULTS, ids=range(len(FAULTS)))
def test_a_run_that_does_not_finish_is_a_fault_and_the_next_starts_afresh(
    function: str, replaced: Callable[..., Anything], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = program_of(PAIR)
    with DurableRules(program) as durable:
        broken = Durable(**{function: replaced})
        with monkeypatch.context() as patch:
            patch.setattr(ruleset, "durable", broken)
            with pytest.raises(EngineFault) as caught:
                durable.evaluate({"a": "ja", "b": "ja"}, {})
        assert str(caught.value) == message
        assert broken.calls.get("delete_state", 0) == (function == "delete_state")
        for a, b in (("ja", "nee"), ("ja", "ja"), ("nee", None), (None, "ja")):
            given = {"a": a, "b": b}
            assert durable.evaluate(given, {}) == partial(program, given, {})


def test_an_interrupted_run_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    program = program_of(PAIR)
    with DurableRules(program) as durable:
        with monkeypatch.context() as patch:
            patch.setattr(ruleset, "durable", Durable(start_action_for_state=interrupt))
            with pytest.raises(KeyboardInterrupt):
                durable.evaluate({"a": "ja", "b": "ja"}, {})
        given = {"a": "nee", "b": "ja"}
        assert durable.evaluate(given, {}) == partial(program, given, {})


def test_a_session_is_deleted_after_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    program = program_of(Is("a", YES))
    watched = Durable()
    monkeypatch.setattr(ruleset, "durable", watched)
    with DurableRules(program) as durable:
        for _ in range(7):
            durable.evaluate({"a": "ja"}, {})
    assert watched.calls["delete_state"] == 7


def test_a_closed_reader_refuses_and_may_be_closed_twice() -> None:
    durable = DurableRules(program_of(Is("a", YES)))
    durable.close()
    durable.close()
    with pytest.raises(EngineFault, match=r"^closed$"):
        durable.evaluate({"a": "ja"}, {})


def test_a_forgotten_reader_gives_its_memory_back(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Durable()
    monkeypatch.setattr(ruleset, "durable", watched)
    DurableRules(program_of(Is("a", YES)))
    gc.collect()
    assert watched.calls["delete_ruleset"] == 1


def test_threads_may_share_one_reader() -> None:
    program = ModelMaker(7).program()
    rng = random.Random(7)
    cases = [answers(program, rng, 0.2) for _ in range(400)]
    known = {"?open": "ja"}
    with DurableRules(program) as durable, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda given: durable.evaluate(given, known), cases))
    assert found == [partial(program, given, known) for given in cases]


# -- limits ---------------------------------------------------------------------------------------------


def yes(number: int) -> Is:
    return Is(f"q{number}", YES)


def test_an_and_of_many_ors_is_split_over_helpers() -> None:
    wide = All(tuple(Any(tuple(yes(3 * i + j) for j in range(3))) for i in range(21)))
    reader = agree(program_of(wide))
    assert reader.plan.helpers


def test_an_or_of_many_ands_is_split_over_helpers() -> None:
    wide = Any(tuple(All((yes(2 * i), Not(yes(2 * i + 1)))) for i in range(32)))
    reader = agree(program_of(wide))
    assert reader.plan.helpers


def test_one_or_over_sixty_four_questions_needs_helpers_of_single_tests() -> None:
    reader = agree(program_of(Any(tuple(yes(i) for i in range(64))), All(tuple(yes(i) for i in range(64)))))
    assert reader.plan.helpers


def test_a_part_that_was_decided_before_is_used_again() -> None:
    part = All(tuple(Any((yes(2 * i), yes(2 * i + 1))) for i in range(5)))
    agree(program_of(part, Any((part, yes(40))), Not(part), All((Not(part), yes(41)))))


def test_deep_conditions_and_constants() -> None:
    deep: Condition = yes(0)
    for i in range(1, 8):
        deep = Not(All((deep, yes(i)))) if i % 2 else Any((Not(deep), yes(i)))
    agree(program_of(deep, TRUE, FALSE, Not(TRUE), Any((FALSE, yes(1))), All((TRUE, yes(2), Not(FALSE)))))
    agree(
        program_of(
            Any((yes(0), TRUE)), All((yes(1), FALSE)), Any((TRUE, Not(yes(2)))), Not(Any((yes(3), TRUE)))
        )
    )
    agree(program_of(Is("q0", frozenset()), Is("q1", frozenset(["ja", "nee"])), Any((yes(0), Not(yes(0))))))


def test_a_measure_that_always_holds_and_also_follows_from_an_open_rule(tmp_path: Path) -> None:
    """The signal is open here; that the measure holds all the same is certain to every reader."""
    content = load(
        tmp_path,
        (RULES, "    omdat: Er is geen tijd.", "    omdat: Er is geen tijd.\n    maatregelen: [opnieuw]"),
    )
    with closing(Engine(content, "klein/v1")) as engine:
        advice = engine.advise(read_answers(engine.questionnaire, {"account": "bestaand"}), DAY)
    assert [m.id for m in advice.measures if m.certain] == ["opnieuw"]


def test_many_conditions_are_laid_out_over_several_facts() -> None:
    conditions = [All((yes(i), yes(i + 1), Not(yes(i + 2)))) for i in range(0, 240, 2)]
    assert len(agree(program_of(*conditions), 20).plan.stages[-1]) > 1


def test_more_than_one_fact_can_hold_is_refused() -> None:
    with pytest.raises(chains.TooLarge, match="één voorwaarde vraagt"):
        DurableRules(program_of(All(tuple(yes(i) for i in range(300)))))


def test_more_rules_than_durable_rules_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset, "MAX_RULES", 2)
    with pytest.raises(EngineFault, match=r"^4 rules; durable-rules is trusted with 2$"):
        DurableRules(program_of(yes(0), yes(1), yes(2)))


def test_names_that_share_a_hash_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ruleset._fnv("costarring") == ruleset._fnv("liquid")
    assert ruleset._fnv("p1") != ruleset._fnv("p2")
    with DurableRules(program_of(yes(0), yes(1))) as durable:
        monkeypatch.setattr(durable.plan, "property", {"q0": "costarring", "q1": "liquid"})
        with pytest.raises(EngineFault, match="share a hash"):
            durable._check_names({})


# -- mutations: the comparison of readers must be able to fail --------------------------------------------


def mutated(program: Program, at: int) -> Program:
    """Return the program with the condition of one case turned around."""
    decisions = [item for item in program.items if isinstance(item, Decision)]
    chosen = decisions[at % len(decisions)]
    cases = (replace(chosen.cases[0], when=Not(chosen.cases[0].when)), *chosen.cases[1:])
    changed = replace(chosen, cases=cases)
    layers = tuple(tuple(changed if item is chosen else item for item in layer) for layer in program.layers)
    return replace(program, layers=layers)


@pytest.mark.parametrize("reader", ["Compiled", "DurableRules"])
@pytest.mark.parametrize("at", range(6))
def test_a_rule_turned_around_in_one_reader_fails_the_comparison(
    reader: str, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(test_readers_agree, reader)
    monkeypatch.setattr(test_readers_agree, reader, lambda program: real(mutated(program, at)))
    with pytest.raises(AssertionError):
        test_readers_agree.compare(range(3), 20)


def swapped(word: str, parts: list[str], empty: str) -> str:
    return f"({' or '.join(parts)})" if parts else empty


OPERATORS: list[tuple[object, str, object]] = [
    (compiled, "_join", swapped),
    (chains, "_between", lambda name, low, high, size: ({name: low},)),
    (chains, "positive_form", lambda condition, symbols, negated=False: condition),
    (ruleset, "same_cell", lambda cells, low, high: cells[0].symbol),
    (ruleset, "HIDDEN", "*nvt"),
]


@pytest.mark.parametrize(("module", "name", "mutant"), OPERATORS, ids=lambda value: str(value)[:20])
def test_a_mutated_operator_fails_the_comparison(
    module: object, name: str, mutant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, mutant)
    with pytest.raises((AssertionError, TypeError, KeyError)):
        test_readers_agree.compare(range(20), 20)


def test_readers_that_differ_stop_an_assessment_and_keep_both_results() -> None:
    engine = Engine(small(), "klein/v1")
    try:
        taken = read_answers(engine.questionnaire, {"bereik": "ja", "tijdlijn": "vrij", "doel": ["nieuws"]})
        assert engine.assess(taken, DAY).value("nodig") == "hoog"
        decisions = [item.id for item in engine.program.items if isinstance(item, Decision)]
        engine.readers.compiled = Compiled(mutated(engine.program, decisions.index("nodig")))
        with pytest.raises(ShadowError) as caught:
            engine.assess(taken, DAY)
        assert caught.value.record.symbols["nodig"] == "1"
        assert caught.value.shadow.symbols["nodig"] == "2"
        assert "'nodig'" in str(caught.value)
    finally:
        engine.close()


@pytest.mark.parametrize(("limit", "value"), [("MAX_CHAINS", 3), ("MAX_CHAINS", 5), ("GROUP", 4)])
def test_readers_agree_when_everything_is_split(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, limit, value)
    assert test_readers_agree.compare(range(500, 560), 20) == 1_200
