"""Level and form of working together, against a second reading of the framework, over every answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from itertools import product

import pytest

from engine.answers import read_answers
from engine.checks.examples import example_answers
from engine.engine import Engine
from tests.engine.real import real

KEY = "collectivisering/v1"
YES, PARTLY, NO = "ja", "deels", "nee"

#: from the worst answer to the best: a better one must never worsen the outcome
BETTER = {
    "verschil": ("ja", "enigszins", "nee"),
    "beleidsvrijheid": ("ja", "deels", "nee"),
    "buurgemeenten": ("nee", "deels", "ja"),
    "landelijk_vereist": ("nee", "ja"),
    "standaard": ("nee", "deels", "ja"),
    "urgent": ("klein", "enig", "groot"),
    "bewezen": ("nee", "proef", "ja"),
    "brede_vraag": ("minder", "vijf", "vijfentwintig", "honderd"),
    "initiatief": ("0", "4", "5", "40"),
    "eigen_bestuur": ("nee", "steun", "besluit"),
    "kernteam": ("nee", "deels", "ja"),
    "afbakening": ("nee", "deels", "ja"),
}


@cache
def engine() -> Engine:
    """Return one engine for all tests here."""
    return Engine(real(), KEY)


def found(answers: Mapping[str, object]) -> dict[str, str]:
    """Return the certain value of every fact and of the outcome."""
    on = real().examples[KEY].cases[0].day
    assessment = engine().assess(read_answers(engine().questionnaire, answers), on)
    symbols, values = assessment.evaluation.symbols, engine().program.values
    return {k: values[k][s] for k in values if (s := symbols.get(k)) is not None and s in values[k]}


def level(differ: str, same_task: str, choice: str, required: str, neighbours: str) -> str:
    """Return the level: the order of the framework, read once more (docs/pdr/0020-niveaus.md)."""
    if same_task == YES and choice == NO:
        return "interbestuurlijk"
    if (differ == NO or required == YES) and choice != YES:
        return "gemeenten_collectief"
    if choice == YES and differ == YES and neighbours != YES:
        return "decentraal"
    return "regionaal"


def form(software: str, standard: str, owner: str, money: str, client: str) -> str:
    """Return the form: the most collective one that fits (docs/pdr/0021-vormen.md)."""
    if software == "werkt" and owner in ("samen", "een") and money == "structureel":
        return "samen_exploiteren"
    if software == "te_maken" and client == YES:
        return "samen_bouwen"
    if standard in (PARTLY, NO) or software in ("werkt", "te_maken"):
        return "samen_denken"
    return "geen_vorm"


def test_every_answer_gives_the_level_of_the_framework() -> None:
    names = ("verschil", "zelfde_taak", "beleidsvrijheid", "landelijk_vereist", "buurgemeenten")
    options = [tuple(engine().questionnaire.questions[name].options) for name in names]
    for row in product(*options):
        assert found(dict(zip(names, row, strict=True)))["niveau"] == level(*row), row


def test_every_answer_gives_the_form_of_the_framework() -> None:
    here = {"verschil": NO, "zelfde_taak": YES, "beleidsvrijheid": NO, "besluit_alv": NO}
    names = ("software", "standaard", "eigenaar", "geld", "opdrachtgever")
    options = [tuple(engine().questionnaire.questions[name].options) for name in names]
    for row in product(*options):
        assert found({**here, **dict(zip(names, row, strict=True))})["vorm"] == form(*row), row


@pytest.mark.parametrize("question", BETTER)
def test_a_better_answer_never_worsens_the_outcome(question: str) -> None:
    rng = random.Random(question)
    ranks = {key: outcome.rank for key, outcome in engine().ruleset.outcomes.items()}
    for _ in range(40):
        answers: dict[str, object] = {
            key: rng.choice(list(q.options)) if q.options else rng.choice(["0", "4", "5", "20"])
            for key, q in engine().questionnaire.questions.items()
        }
        if rng.random() < 0.7:
            answers["besluit_alv"] = NO
        steps = [found({**answers, question: option})["uitkomst"] for option in BETTER[question]]
        reached = [ranks[outcome] for outcome in steps]
        assert reached == sorted(reached, reverse=True), (answers, steps)


def test_doing_it_alone_always_asks_for_an_explanation() -> None:
    for case in real().examples[KEY].cases:
        advice = engine().advise(example_answers(real(), engine(), case), case.day)
        if advice.facts["niveau"].values == ("decentraal",):
            assert "uitleg_geven" in {measure.id for measure in advice.measures}, case.name
