"""What must always hold: hidden answers never matter, nor does the order; threads stay apart."""

from __future__ import annotations

import gc
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import psutil
import pytest

from engine.advice import Advice
from engine.answers import Answers, read_answers
from engine.conditions import HIDDEN, Any, Is, Not
from engine.diagnostics import Place
from engine.evaluate import partial, world
from engine.program import Case, Decision, Input, Item, Note, Program, looks_at
from engine.report_json import advice_json
from tests.engine.random_models import ModelMaker, answers
from tests.engine.real import engine, many, random_answer

DAY = date(2026, 11, 23)
OLD = date(2001, 1, 1)


def test_hidden_answers_never_matter_in_random_models() -> None:
    changed = 0
    for seed in range(200):
        rng = random.Random(seed)
        program = ModelMaker(seed, 6, 5, 4).program()
        given = answers(program, rng, 0.2)
        found = partial(program, given, {"?open": "ja"})
        for item in program.inputs:
            if found.symbols[item.id] == HIDDEN:
                for symbol in (*item.answers, None):
                    assert partial(program, {**given, item.id: symbol}, {"?open": "ja"}) == found
                    changed += 1
    assert changed > 200


def test_hidden_answers_never_matter_in_the_real_content() -> None:
    form, changed = engine().questionnaire, 0
    for seed, raw in many(range(60), 0.1):
        rng = random.Random(seed)
        assessment = engine().assess(read_answers(form, raw), DAY)
        hidden = [q for q in form.questions if assessment.hidden(q)]
        before = engine().advise(read_answers(form, raw), DAY)
        for question in hidden:
            answer = {"antwoord": random_answer(form.questions[question], rng), "peildatum": OLD}
            for other in ({**raw, question: answer}, {k: v for k, v in raw.items() if k != question}):
                assert engine().advise(read_answers(form, other), DAY) == before, (seed, question)
                changed += 1
    assert changed > 50


def test_a_hidden_fact_of_a_profile_does_not_keep_an_advice_provisional() -> None:
    form = engine().questionnaire
    for seed, raw in many(range(20), 0.0):
        taken = read_answers(form, raw)
        waiting = Answers({key: replace(given, confirmed=False) for key, given in taken.given.items()})
        assessment, advice = engine().assess(waiting, DAY), engine().advise(waiting, DAY)
        assert advice.provisional
        assert not [q for q in advice.provisional if assessment.hidden(q)], seed


def test_the_order_of_answering_never_matters() -> None:
    form = engine().questionnaire
    for seed, raw in many(range(15), 0.15):
        rows = list(raw.items())
        random.Random(seed).shuffle(rows)
        first, second = read_answers(form, raw), read_answers(form, dict(rows))
        assert advice_json(engine().advise(first, DAY)) == advice_json(engine().advise(second, DAY))


def test_completing_an_answer_never_leaves_the_possible_outcomes_of_the_real_content() -> None:
    form = engine().questionnaire
    for seed, raw in many(range(2), 0.0):
        order = list(raw)
        random.Random(seed).shuffle(order)
        outcomes, low, high = set(engine().ruleset.outcomes), 0, 100
        for number in range(0, len(order) + 1, 5):
            given = {key: raw[key] for key in order[:number]}
            advice = engine().advise(read_answers(form, given), DAY)
            found = {outcome.id for outcome in advice.possible}
            assert found <= outcomes, (seed, number)
            assert advice.score.min is not None
            assert advice.score.max is not None
            assert low <= advice.score.min <= advice.score.max <= high, (seed, number)
            outcomes, low, high = found, advice.score.min, advice.score.max


def test_with_every_answer_the_advice_is_the_meaning() -> None:
    form, program = engine().questionnaire, engine().program
    ladder = program.by_name["uitkomst"]
    assert isinstance(ladder, Decision)
    for seed, raw in many(range(150), 0.0):
        assessment = engine().assess(read_answers(form, raw), DAY)
        given = {key: symbol for key, symbol in assessment.given.items() if symbol is not None}
        meant = world(program, given, assessment.known)
        advice = engine().advise(read_answers(form, raw), DAY)
        assert advice.exact
        assert advice.outcome is not None
        assert advice.outcome.id == program.values["uitkomst"][meant["uitkomst"]], seed
        signals = {s.id for s in (*advice.stops, *advice.alerts)}
        assert signals == {k for k in engine().ruleset.signals if meant[f"signaal.{k}"] == "ja"}, seed
        measures = {m.id for m in advice.measures}
        assert measures == {k for k in engine().ruleset.measures if meant[f"maatregel.{k}"] == "ja"}, seed


def test_eight_threads_on_one_engine_give_what_one_gives() -> None:
    form = engine().questionnaire
    cases = [read_answers(form, raw) for _, raw in many(range(64), 0.05)]
    alone = [engine().advise(case, DAY) for case in cases]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda case: engine().advise(case, DAY), cases))
    assert together == alone


def test_an_engine_gives_the_same_twice() -> None:
    form = engine().questionnaire
    for _, raw in many(range(5), 0.2):
        first: Advice = engine().advise(read_answers(form, raw), DAY)
        assert engine().advise(read_answers(form, raw), DAY) == first


def test_the_date_changes_labels_only() -> None:
    form = engine().questionnaire
    for _, raw in many(range(10), 0.2):
        now = engine().advise(read_answers(form, raw), DAY)
        later = engine().advise(read_answers(form, raw), date(2031, 1, 1))
        assert (later.possible, later.score, later.principles) == (now.possible, now.score, now.principles)


def memory_after(times: int) -> int:
    """Assess so many times; return the memory of this process in bytes."""
    form = engine().questionnaire
    cases = [read_answers(form, raw) for _, raw in many(range(50), 0.1)]
    for number in range(times):
        engine().assess(cases[number % len(cases)], DAY)
    gc.collect()
    return int(psutil.Process().memory_info().rss)


@pytest.mark.parametrize("times", [1_000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_memory_stays_flat_over_many_assessments(times: int) -> None:
    before = memory_after(500)
    assert memory_after(times) - before < 30 * 2**20


def test_what_an_item_rests_on_is_found_in_one_pass() -> None:
    for seed in range(40):
        program = ModelMaker(seed, 6, 5, 4).program()
        for name, below in program.questions_below.items():
            assert below == _below(program, name), (seed, name)
    ladder: list[Item] = [Input("vraag", "vraag", ("ja", "nee"))]
    for step in range(80):  # two ways down at each step: as many paths as there are grains of sand
        before = Is(ladder[-1].id, frozenset(["ja"]))
        note = Note("ja", "", (), Place("rules/x/v1.yaml"))
        ladder.append(Decision(f"stap_{step}", (Case("ja", Any((before, Not(before))), note),), "nee"))
    deep = replace(ModelMaker(0, 2, 1, 1).program(), layers=tuple((item,) for item in ladder))
    assert deep.questions_below["stap_79"] == {"vraag"}


def _below(program: Program, name: str) -> set[str]:
    """Return the questions below an item, by walking every path."""
    if name in program.knowledge:
        return set()
    item = program.by_name[name]
    own = {item.question} if isinstance(item, Input) else set[str]()
    return own.union(*(_below(program, below) for below in looks_at(item)))
