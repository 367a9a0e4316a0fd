"""The advice on the real content: the six worked cases, and what every advice must be able to show."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.advice import Advice, Because, Missed, ScoreRange
from engine.answers import read_answers, subject_answers
from engine.checks.examples import example_answers
from engine.diagnostics import Place
from engine.report_json import advice_json
from tests.conftest import ROOT
from tests.engine.real import KEY, engine, many, real

DAY = date(2026, 11, 23)
CASES = real().examples[KEY].cases
SIX = [
    ("platform/x", "uitfaseren", "12 maanden", (37, 37, 37)),
    ("platform/instagram", "voorwaarden", "", (48, 48, 48)),
    ("platform/linkedin", "voorwaarden", "", (61, 61, 61)),
    ("platform/youtube", "voorwaarden", "", (70, 70, 70)),
    ("platform/mastodon", "gebruiken", "", (96, 96, 96)),
    ("platform/pubhubs", "voorwaarden", "", (85, 90, 89)),
]


def advise(number: int) -> Advice:
    case = CASES[number]
    return engine().advise(example_answers(real(), engine(), case), case.day)


def advice_on(subject: str = "", **raw: Any) -> Advice:
    form = engine().questionnaire
    base = subject_answers(form, real().subjects[subject]) if subject else {}
    return engine().advise(read_answers(form, raw, base), DAY)


@pytest.mark.parametrize("number", range(6))
def test_the_six_worked_cases(number: int) -> None:
    subject, outcome, term, score = SIX[number]
    advice = advise(number)
    assert CASES[number].subject == subject
    assert advice.outcome is not None
    assert (advice.outcome.id, advice.outcome.term) == (outcome, term)
    assert (advice.score.min, advice.score.max, advice.score.now) == score
    assert advice.exact
    assert advice.settled
    assert advice.deciding == ()


def test_pubhubs_is_certain_while_a_question_is_open() -> None:
    advice = advise(5)
    assert [(q.code, q.decides) for q in advice.open_questions] == [("DB9a", False)]
    assert [b.code for b in advice.deciders] == ["GE12"]
    assert {s.id: s.certain for s in advice.alerts}["grensgeval"] is False


def test_what_decided_about_x() -> None:
    missed, need = advise(0).deciders
    assert (missed.question, missed.code) == ("handhaving", "DB1a")
    assert missed.text.startswith("Er ligt een definitief besluit dat het platform de wet overtreedt.")
    assert missed.answer_label == "Er is een definitief besluit van overtreding, niet aantoonbaar hersteld"
    assert [s.id for s in missed.sources] == ["dsa_73_76", "avg_58_83", "dma_5_7"]
    assert (missed.dated, missed.confirmed) == (date(2026, 6, 1), False)
    assert (need.code, need.answer_label) == ("GE2 en GE3", "")
    assert advise(0).missed == Missed(1, 1, ("rechtsnaleving",))
    assert advise(0).block == "nee"


def test_measures_come_by_urgency_with_certain_ones_first() -> None:
    terms = [m.term for m in advise(0).measures]
    assert terms[0] == "direct"
    assert terms[-1] == "elk half jaar"
    order = ["direct", "binnen 1 maand", "binnen 3 maanden", "bij elk bericht", "voor de einddatum",
             "op de einddatum", "elk half jaar"]  # fmt: skip
    assert [order.index(t) for t in terms] == sorted(order.index(t) for t in terms)
    for _, raw in many(range(5), 0.3):
        certain = [
            m.certain for m in engine().advise(read_answers(engine().questionnaire, raw), DAY).measures
        ]
        assert certain == sorted(certain, reverse=True)


def test_a_measure_says_why() -> None:
    reasons = {m.id: m.reasons for m in advise(0).measures}
    assert reasons["archief_veiligstellen"] == (
        "U bewaart nog niet alle berichten, reacties en privéberichten.",
        "Dit hoort bij het advies ‘Uitfaseren’.",
    )
    assert reasons["website_eerst"] == ("Dit geldt altijd.",)


def test_what_must_stop_is_certain_or_possible_and_comes_whatever_the_outcome_is() -> None:
    stop = advice_on(betaald="eigen_bestanden").stops
    assert [(s.certain, s.severity) for s in stop if "bestand" in s.text or "bestand" in s.title] != []
    certain = {s.id for s in stop if s.certain}
    possible = {s.id for s in advice_on().stops}
    assert certain
    assert certain <= possible
    assert not {s.id for s in advice_on().stops if s.certain}
    assert certain & {s.id for s in advice_on(betaald="nee").stops} == set()


def test_own_use_is_tallied() -> None:
    tally = next(t for t in advise(0).tallies if t.id == "eigen_inzet")
    assert (tally.done, tally.open, tally.total, len(tally.items)) == (11, 0, 13, 14)
    states = {item.question: item.state for item in tally.items}
    assert (states["archief"], states["dpia"], states["uitgaven_bekend"]) == ("nee", "ja", "nvt")
    empty = next(t for t in advice_on().tallies if t.id == "eigen_inzet")
    assert (empty.done, empty.open) == (0, empty.total)
    assert {item.state for item in empty.items} == {"onbekend"}


def test_an_advice_is_provisional_until_a_person_confirmed_the_floor_facts() -> None:
    advice = advise(0)
    assert advice.provisional
    facts = {q: {"antwoord": g.value, "bron": g.source} for q, g in
             subject_answers(engine().questionnaire, real().subjects["platform/x"]).items()}  # fmt: skip
    confirmed = advice_on("platform/x", **facts)
    assert confirmed.provisional == ()
    some = {q: fact for q, fact in facts.items() if q != advice.provisional[0]}
    assert advice_on("platform/x", **some).provisional == (advice.provisional[0],)


def test_with_nothing_known_everything_is_possible_and_said_to_be_so() -> None:
    advice = advice_on()
    assert advice.outcome is None
    assert [o.rank for o in advice.possible] == [1, 2, 3, 4, 5]
    assert advice.score == ScoreRange(0, 100, None)
    assert [r.id for r in advice.reservations] == ["nog_geen_advies"]
    assert advice.block == "mogelijk"
    assert advice.deciding
    assert {q.id for q in advice.deciding} <= {q.id for q in advice.open_questions}
    shown, perhaps = engine().visibility(read_answers(engine().questionnaire, {}), DAY)
    assert not shown & perhaps
    assert [q.id for q in advice.open_questions] == [
        q for q in engine().questionnaire.questions if q in shown
    ]


def test_unknown_answers_stay_open_and_hidden_questions_are_not_asked() -> None:
    advice = advice_on(betaald="nee", dpia="onbekend")
    open_ids = {q.id for q in advice.open_questions}
    assert "dpia" in open_ids
    assert "betaald" not in open_ids
    assert "uitgaven_bekend" not in open_ids
    assert "uitgaven_bekend" in {q.id for q in advice_on(betaald="platform_kiest").open_questions}


@cache
def advices() -> list[Advice]:
    form = engine().questionnaire
    rows = [raw for share in (0.0, 0.1, 0.3) for _, raw in many(range(5), share)]
    return [*map(advise, range(len(CASES))), *(engine().advise(read_answers(form, raw), DAY) for raw in rows)]


def exists(place: Place) -> bool:
    path = ROOT / place.file
    rows = path.read_text(encoding="utf-8").splitlines()
    return 1 <= place.line <= len(rows) and 1 <= place.column <= len(rows[place.line - 1]) + 1


def test_every_line_of_an_advice_leads_back_to_a_rule_and_a_source() -> None:
    for advice in advices():
        becauses: list[Because] = list(advice.deciders)
        for principle in advice.principles:
            for criterion in principle.criteria:
                assert exists(criterion.place)
                assert criterion.questions
                assert criterion.judgements
                assert criterion.because or len(criterion.judgements) > 1, criterion.id
                becauses += [criterion.because] if criterion.because else []
        for because in becauses:
            assert because.text
            assert exists(because.place)
            assert because.place.file.startswith(("rules/", "questionnaires/"))
            assert because.sources or because.code, because.text
        for signal in (*advice.stops, *advice.alerts, *advice.reservations):
            assert signal.text
            assert exists(signal.place)
        for measure in advice.measures:
            assert measure.reasons, measure.id
        for outcome in advice.possible:
            assert outcome.because
            assert exists(outcome.place)


def test_one_to_three_facts_decide() -> None:
    for advice in advices():
        if advice.outcome:
            assert 1 <= len(advice.deciders) <= 3, advice.outcome


KEYS = {
    "vragenlijst", "versie", "hash", "peildatum", "uitkomst", "mogelijke_uitkomsten", "exact", "score",
    "beginselen", "criteria", "kenmerken", "beginselen_gemist", "blokkade", "signalen", "maatregelen",
    "voorbehoud", "open_vragen", "waarom",
}  # fmt: skip


def test_the_json_of_every_advice_has_the_keys_that_programs_rely_on() -> None:
    for advice in advices():
        data = json.loads(json.dumps(advice_json(advice)))
        assert set(data) >= KEYS
        assert set(data["score"]) == {"min", "max", "nu"}
        assert (data["uitkomst"] is None) == (len(data["mogelijke_uitkomsten"]) > 1)
        assert set(data["criteria"]) == set(engine().ruleset.criteria)
        assert set(data["kenmerken"]) == set(engine().ruleset.facts)
        assert set(data["signalen"].values()) | set(data["maatregelen"].values()) <= {"geldt", "mogelijk"}
        assert data["blokkade"] in ("ja", "nee", "mogelijk")
        assert data["hash"] == real().version_hash(KEY)


def test_the_json_of_a_worked_case() -> None:
    data = advice_json(advise(0))
    assert (data["vragenlijst"], data["versie"], data["peildatum"]) == (KEY, "v1", "2026-11-23")
    assert (data["uitkomst"], data["termijn"]) == ("uitfaseren", "12 maanden")
    assert data["score"] == {"min": 37, "max": 37, "nu": 37}
    assert data["beginselen"]["rechtsnaleving"]["gemist"] == "ja"
    assert data["kenmerken"]["noodzaak"] == ["laag"]
    assert data["beginselen_gemist"] == {"min": 1, "max": 1, "welke": ["rechtsnaleving"]}
    assert data["signalen"]["crisis_achter_inlog"] == "geldt"
    first = data["waarom"][0]
    assert (first["vraag"], first["code"], first["peildatum"]) == ("handhaving", "DB1a", "2026-06-01")
    assert Path(ROOT / first["regel"].split(":")[0]).is_file()
    assert advice_json(advice_on())["uitkomst"] is None
