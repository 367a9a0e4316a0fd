"""What a measure does to the advice: computed by the engine, in one sentence, honest when it can't be."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from engine.advice import ScoreRange
from engine.answers import Answers, read_answer, read_answers
from engine.effects import Effect, effects
from tests.webapp.conftest import FIRST
from tests.webapp.pages import Visitor
from webapp.content_store import Snapshot, Topic
from webapp.services.effects import sentence

ON = date(2026, 11, 23)
TOPICS = ("sociale-media/v1", "cloud/v1", "collectivisering/v1", "ai-verordening/v1")


def worst(topic: Topic) -> Answers:
    """The last option of every question with a choice."""
    questions = topic.questionnaire.questions.items()
    raw = {key: list(q.options)[-1] for key, q in questions if q.kind == "keuze"}
    return read_answers(topic.questionnaire, raw)


@pytest.mark.parametrize("key", TOPICS)
def test_an_effect_is_what_the_engine_says_on_those_answers(snapshot: Snapshot, key: str) -> None:
    topic = snapshot.topics[key]
    engine, answers = topic.engine, worst(topic)
    assessment = engine.assess(answers, ON)
    advice = engine.explain(assessment, engine.possible(assessment))
    found = effects(engine, assessment, advice.measures)
    assert set(found) <= {measure.id for measure in advice.measures if measure.certain}
    for measure, effect in found.items():
        questions = topic.questionnaire.questions
        assert all(questions[name].arrangeable for name, _ in effect.answers)
        changed = {name: read_answer(questions[name], answer) for name, answer in effect.answers}
        after = engine.advise(Answers({**answers.given, **changed}), ON)
        assert {o.id for o in after.possible} == {name for name, _ in effect.outcomes}
        assert after.score == effect.score
        assert measure not in {row.id for row in after.measures}


def test_some_measures_have_an_effect(snapshot: Snapshot) -> None:
    topic = snapshot.topics["sociale-media/v1"]
    assessment = topic.engine.assess(worst(topic), ON)
    advice = topic.engine.explain(assessment, topic.engine.possible(assessment))
    assert effects(topic.engine, assessment, advice.measures)


def test_the_list_says_it_in_words(visitor: Visitor) -> None:
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    assert "is niet te berekenen: geen antwoord in deze vragenlijst gaat erover." in (
        visitor.get(f"{edit}/plichten").text
    )
    visitor.answer(edit, 2, {"betaald": "platform_kiest", "uitgaven_bekend": "nee"}, "hier")
    text = visitor.get(f"{edit}/plichten").text
    assert "Als dit klaar is: het advies en de score blijven gelijk." in text
    assert "Bij 1 maatregel staat wat zij met het advies doet" in text


def range_of(now: int | None) -> ScoreRange:
    return ScoreRange(now, now, now)


@pytest.mark.parametrize(
    ("before", "after", "score", "text"),
    [
        (["a"], ["a"], (48, 61), "van 48 naar 61 punten, het advies blijft hetzelfde"),
        (["a"], ["a"], (48, 48), "het advies en de score blijven gelijk"),
        (["a"], ["b"], (48, 61), "van 48 naar 61 punten, het advies wordt dan: titel b"),
        (["a"], ["b", "c"], (None, 61), "het advies wordt dan: titel b of titel c"),
        (["a", "b"], ["b", "a"], (48, 61), "van 48 naar 61 punten, het advies blijft open"),
        (["a", "b"], ["a", "b"], (48, None), "het advies blijft open"),
    ],
)
def test_the_sentence(
    before: list[str], after: list[str], score: tuple[int | None, int | None], text: str
) -> None:
    advice = SimpleNamespace(possible=[SimpleNamespace(id=key) for key in before], score=range_of(score[0]))
    effect = Effect(tuple((key, f"Titel {key}") for key in after), range_of(score[1]), ())
    assert sentence(advice, effect) == f"Als dit klaar is: {text}."  # type: ignore[arg-type]
