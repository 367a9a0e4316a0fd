"""Why another outcome was not reached, on the worked cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.answers import Answers, read_answers, subject_answers
from engine.engine import Engine
from tests.engine.brute import DAY
from tests.engine.real import real

FIRST = {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(real(), "sociale-media/v1")
    yield made
    made.close()


def of(engine: Engine, subject: str, **raw: object) -> Answers:
    known = subject_answers(engine.questionnaire, real().subjects[f"platform/{subject}"])
    return read_answers(engine.questionnaire, {**FIRST, **raw}, known)


def test_what_keeps_every_other_outcome_away(engine: Engine) -> None:
    rows = engine.why_not(of(engine, "x"), DAY)
    assert [row.outcome for row in rows] == ["gebruiken", "voorwaarden", "afbouwen", "niet_gebruiken"]
    first = rows[0]
    assert first.instead.startswith("Het platform haalt de democratische basislijn op één beginsel niet")
    assert first.because[0].code == "DB1a"
    slower = next(row for row in rows if row.outcome == "afbouwen")
    assert "U bereikt hier geen inwoners die u anders mist, en er is een goed alternatief." in [
        because.text for because in slower.because
    ]
    start = next(row for row in rows if row.outcome == "niet_gebruiken")
    assert "GE15" in [because.code for because in start.because]


def test_nothing_is_said_while_several_outcomes_are_possible(engine: Engine) -> None:
    assert engine.why_not(Answers({}), DAY) == ()


def test_an_own_agreement_keeps_the_best_outcome_away(engine: Engine) -> None:
    case = next(c for c in real().examples["sociale-media/v1"].cases if c.name == "Mastodon zonder DPIA")
    known = subject_answers(engine.questionnaire, real().subjects[case.subject])
    rows = engine.why_not(read_answers(engine.questionnaire, case.answers, known), DAY)
    assert rows[0].outcome == "gebruiken"
    assert "De privacyrisico's zijn nog niet onderzocht." in [because.text for because in rows[0].because]
