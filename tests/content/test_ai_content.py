"""What a municipal lawyer looks for first: sources, dates, what is not settled, and no circle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from engine.answers import read_answers
from engine.engine import Engine
from engine.report_json import advice_json
from tests.content.ai_reader import RULES, content, program

FOLLOW_UP = {
    "sociale_score": "score_hoe",
    "misdaad": "misdaad_hoe",
    "emotie_werk": "emotie_reden",
    "biometrie_gevoelig": "biometrie_reden",
    "live_gezicht": "live_grond",
    "naaktbeeld": "naaktbeeld_hoe",
    "kindermisbruik": "misbruik_bevoegd",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(content(), RULES)
    yield made
    made.close()


def stop(engine: Engine, **raw: object) -> str | None:
    answers = read_answers(engine.questionnaire, {"techniek": "geleerd", "buiten": "nee", **raw})
    return engine.assess(answers, date(2026, 11, 23)).value("signaal.verbod_onbekend")


def test_what_may_be_prohibited_stops_until_it_is_settled(engine: Engine) -> None:
    """P12: open is no permission. Every practice with an exception has a question of its own for it."""
    assert stop(engine) == "ja"
    assert stop(engine, praktijken=[]) == "nee"
    for practice, question in FOLLOW_UP.items():
        assert stop(engine, praktijken=[practice]) == "ja", practice
        assert stop(engine, praktijken=[practice], **{question: "onbekend"}) == "ja", practice
        first = next(iter(engine.questionnaire.questions[question].options))
        assert stop(engine, praktijken=[practice], **{question: first}) == "nee", practice


@pytest.mark.parametrize(
    ("practice", "follow_up"),
    [("naaktbeeld", {"naaktbeeld_hoe": "gebruikt"}), ("kindermisbruik", {"misbruik_bevoegd": "nee"})],
)
def test_two_prohibitions_start_on_2_december(
    engine: Engine, practice: str, follow_up: dict[str, str]
) -> None:
    raw = {"techniek": "algemeen", "buiten": "nee", "praktijken": [practice], **follow_up}
    answers = read_answers(engine.questionnaire, raw)
    results = []
    for day in (date(2026, 12, 1), date(2026, 12, 2)):
        advice = engine.advise(answers, day)
        assert advice.outcome is not None
        assert (advice.outcome.id, advice.outcome.starts) == ("verboden", date(2026, 12, 2))
        results.append({**advice_json(advice), "peildatum": ""})
    assert results[0] == results[1]  # the day labels; it changes nothing else
    also = read_answers(engine.questionnaire, {**raw, "praktijken": [practice, "misleiding"]})
    advice = engine.advise(also, date(2026, 12, 1))
    assert advice.outcome is not None
    assert advice.outcome.starts == date(2025, 2, 2)


def test_every_duty_of_the_act_names_its_article() -> None:
    rules = content().rulesets[RULES]
    for key, measure in rules.measures.items():
        cited = [rules.sources[name] for name in measure.sources]
        if key.startswith(
            ("a1", "a2", "ap", "gb", "im", "di", "gm", "r1", "c2", "t", "g1", "g2", "g3", "stop")
        ):
            assert any(c.article and c.title.startswith("AI-verordening") for c in cited), key
        assert cited, key


def test_class_never_rests_on_role() -> None:
    """The change of role of article 25 looks at the class; the class looks at no role: no circle."""
    below = program().questions_below
    roles = {"eigen_naam", "deelt_handel", "verandering", "invoer"}
    classes = [name for name in below if name.startswith(("klasse.", "kandidaat.", "punt."))]
    assert len(classes) > 40
    for name in classes:
        assert not roles & below[name], name
    assert "verandering" in below["rol.aanbieder"]


def test_profiling_is_asked_before_the_small_tasks_and_closes_them() -> None:
    order = list(content().questionnaires[RULES].questions)
    assert order.index("profilering") < order.index("deeltaak")
    assert {"profilering", "oordeel_over_zaak", "groter_geheel"} < program().questions_below[
        "deeltaak.procedure"
    ]
