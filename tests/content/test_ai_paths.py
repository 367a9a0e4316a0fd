"""Every way through the AI questionnaire ends in a conclusion, and the plain cases end soon.

There is no loop, because a question is shown by earlier ones only (R012), and no dead end: whoever answers
what is asked, in order, is never left with a question of which it is not decided whether it is asked,
and comes out at one outcome.
"""

from __future__ import annotations

import random
from functools import cache
from statistics import median

from engine.cases import Example
from engine.checks import order
from engine.checks.examples import example_answers
from engine.conditions import GAP, Is, holds
from engine.engine import Engine
from engine.program import Decision, Input
from engine.search import Search
from tests.content.ai_reader import RULES, Seen, content, knowledge, program, reader

ON = {"techniek": "geleerd", "buiten": "nee", "praktijken": "", "positie": "positie.gebruikt"}
FEW = 10  # questions: what is plainly harmless or plainly prohibited stays below this
EXTRA = "Algoritmeregister"  # how the sections begin that only make a text for the register


def test_no_question_is_shown_by_a_later_one() -> None:
    assert list(order.check(content(), program())) == []


def test_no_answers_leave_the_ladder_or_a_fact_without_a_value() -> None:
    search = Search(program())
    try:
        for item in program().items:
            if isinstance(item, Decision) and item.otherwise == GAP:
                assert search.world(Is(item.id, frozenset([GAP]))) is None, item.id
    finally:
        search.close()


def test_every_walk_ends_in_one_outcome() -> None:
    lengths, outcomes = [], set()
    for seed in range(400):
        asked, outcome = walk(random.Random(seed))
        lengths.append(asked)
        outcomes.add(outcome)
    assert outcomes == set(content().rulesets[RULES].outcomes)
    assert median(lengths) < 30
    assert max(lengths) < 60


def walk(rng: random.Random) -> tuple[int, str]:
    """Answer what is asked, in order; return how many questions that took, and the outcome."""
    given: dict[str, str | None] = dict.fromkeys(reader().input_ids, None)
    asked, share = 0, rng.choice((0.1, 0.2, 0.4))
    for question in content().questionnaires[RULES].questions:
        inputs = program().inputs_of[question]
        if inputs[0].shown is not None:
            shown = holds(inputs[0].shown, _seen(given))
            assert shown is not None, f"it is not decided whether {question} is asked"
            if not shown:
                continue
        asked += question not in for_the_register()
        given |= answered(inputs, rng, share)
    rung = _seen(given)["uitkomst"]
    assert rung is not None
    return asked, program().values["uitkomst"][rung]


@cache
def for_the_register() -> frozenset[str]:
    """Return the questions that no advice waits for: they make a text, for who wants it."""
    sections = content().questionnaires[RULES].sections
    return frozenset(q for part in sections if part.title.startswith(EXTRA) for q in part.questions)


def _seen(given: dict[str, str | None]) -> Seen:
    return Seen(reader().bits_in(reader().masks(given), knowledge()))


def answered(inputs: tuple[Input, ...], rng: random.Random, share: float) -> dict[str, str | None]:
    """Return an answer at random; most times one with which the walk goes on."""
    further = ON.get(inputs[0].question)
    if further is not None and rng.random() < 0.8:
        return {
            item.id: ("ja" if item.id == further else "nee") if len(inputs) > 1 else further
            for item in inputs
        }
    if len(inputs) == 1:
        return {inputs[0].id: rng.choice(inputs[0].values)}
    return {item.id: "ja" if rng.random() < share else "nee" for item in inputs}


def test_the_text_for_the_register_is_asked_of_those_who_want_it() -> None:
    program_, found = program(), for_the_register()
    assert len(found) > 20
    for question in found - {"voor_register"}:
        shown = program_.inputs_of[question][0].shown
        assert shown is not None
        later = Is("voor_register", frozenset({"later"}))
        search = Search(program_)
        try:
            assert search.world(later, shown) is None, question
        finally:
            search.close()


# -- the examples -----------------------------------------------------------------------------------------


@cache
def asked_in_examples() -> dict[str, int]:
    """Return per example how many questions somebody is asked."""
    engine = Engine(content(), RULES)
    try:
        return {case.name: _asked(engine, case) for case in content().examples[RULES].cases}
    finally:
        engine.close()


def _asked(engine: Engine, case: Example) -> int:
    assessment = engine.assess(example_answers(content(), engine, case), case.day)
    questions = set(engine.questionnaire.questions) - for_the_register()
    return sum(assessment.shown(question) for question in questions)


def test_the_plainly_harmless_and_the_plainly_prohibited_are_done_soon() -> None:
    asked, soon = asked_in_examples(), {"verboden", "geen_algoritme", "geen_ai", "geen_rol"}
    cases = [c for c in content().examples[RULES].cases if c.expected.outcome in soon]
    assert len(cases) > 20
    long = {c.name: asked[c.name] for c in cases if asked[c.name] >= FEW}
    assert not long
    assert asked["Foto's van asfalt: waar komen scheuren?"] < FEW


def test_most_cases_take_less_than_half_of_the_questions() -> None:
    lengths = sorted(asked_in_examples().values())
    assert median(lengths) <= 20
    assert lengths[-1] <= 40 < len(content().questionnaires[RULES].questions)
