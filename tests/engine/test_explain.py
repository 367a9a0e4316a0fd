"""What an advice says on the small content: facts, dates, tallies, reasons and answers in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.advice import Advice
from engine.answers import Given, read_answers
from engine.assess import earlier, later
from engine.commands.advise import in_text
from engine.deciders import answer_label
from engine.engine import Engine
from engine.report_json import advice_json
from engine.urgency import urgency
from engine.ways import Ways
from tests.engine.brute import DAY
from tests.engine.klein import RULES, load, small

NO_WAYS = Ways(False, (), (), True)
Q = small().questionnaires["klein/v1"].questions


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    made = Engine(small(), "klein/v1")
    yield made
    made.close()


def advise(engine: Engine, **raw: Any) -> Advice:
    return engine.advise(read_answers(engine.questionnaire, raw), DAY)


def test_facts_of_each_kind(engine: Engine) -> None:
    facts = advise(engine, bereik="ja", doel=["nieuws", "werving"], account="bestaand", uren="2").facts
    assert (facts["nodig"].values, facts["nodig"].because) == (
        ("hoog",),
        "U bereikt inwoners met nieuws of hulp.",
    )
    assert facts["nodig"].place is not None
    assert facts["nodig"].place.line == 14
    assert facts["doelen"].values == ("2",)
    assert facts["aandacht"].values == ("werving", "tijd")
    assert facts["inzet"].values == ("1",)
    open_facts = advise(engine).facts
    assert open_facts["nodig"].values == ("hoog", "laag")
    assert open_facts["nodig"].because == ""
    assert open_facts["nodig"].place is None
    assert open_facts["doelen"].values == ("0", "1", "2", "3")
    assert open_facts["aandacht"].values == ()


def test_an_outcome_starts_on_a_date(tmp_path: Path) -> None:
    stop = "stoppen: {titel: Niet gebruiken, rang: 3, advies: Gebruik het niet."
    dated = "vanaf: [{als: {account: nieuw}, is: 2027-01-01}, {als: {account: bestaand}, is: 2026-01-01}]"
    content = load(tmp_path, (RULES, f"{stop}}}", f"{stop}, {dated}}}"))
    with closing(Engine(content, "klein/v1")) as changed:

        def found(**raw: Any) -> tuple[str, date | None]:
            advice = advise(changed, toezicht="goed", **raw)
            assert advice.outcome is not None
            days = advice_json(advice)["vanaf"]["uitkomsten"]
            assert days == ({"stoppen": str(advice.outcome.starts)} if advice.outcome.starts else {})
            return advice.outcome.id, advice.outcome.starts

        assert found(tijdlijn="vast", account="nieuw") == ("stoppen", date(2027, 1, 1))
        assert found(tijdlijn="vast", account="bestaand") == ("stoppen", date(2026, 1, 1))
        assert found(tijdlijn="vast") == ("stoppen", None)
        assert found(tijdlijn="vrij", account="nieuw")[1] is None
        assert "Advies: Niet gebruiken, vanaf 2027-01-01" in in_text(
            advise(changed, tijdlijn="vast", account="nieuw"), NO_WAYS
        )
        past = advise(changed, tijdlijn="vast", account="bestaand", bezwaar="ja")
        assert "vanaf" not in in_text(past, NO_WAYS).splitlines()[0]


def test_a_hidden_question_has_no_number_of_answers(engine: Engine) -> None:
    assert advise(engine, doel="nvt").facts["doelen"].values == ("0",)
    assert advise(engine, account="nieuw", uren="1", doel=[]).facts["aandacht"].values == ()


def test_a_measure_starts_on_a_date(engine: Engine) -> None:
    def starts(**raw: Any) -> dict[str, date | None]:
        return {m.id: m.starts for m in advise(engine, **raw).measures}

    assert starts(account="nieuw")["opnieuw"] == date(2027, 1, 1)
    known = {"account": "bestaand", "sinds": "2010-01-01", "doel": ["nieuws"]}
    assert starts(**known)["opnieuw"] == date(2026, 1, 1)
    assert starts(account="bestaand")["opnieuw"] is None
    assert starts()["opnieuw"] is None
    assert starts(account="bestaand", doel=["werving"])["letten"] is None


def test_measures_are_certain_or_possible_with_their_reasons(engine: Engine) -> None:
    found = {m.id: m for m in advise(engine, doel=["werving"], bereik="nee", tijdlijn="vast").measures}
    assert found["letten"].certain
    assert found["letten"].reasons == ("U werft hier mensen.", "De tijdlijn is vast.")
    assert "plannen" not in found
    possible = {m.id: m for m in advise(engine).measures}
    assert not possible["plannen"].certain
    assert possible["plannen"].reasons == ("U hebt dit nodig.",)


def test_a_tally_leaves_out_what_does_not_apply(engine: Engine) -> None:
    (tally,) = advise(engine, bereik="ja", account="nieuw").tallies
    assert (tally.done, tally.open, tally.total) == (1, 0, 1)
    assert [item.state for item in tally.items] == ["ja", "nvt"]
    (tally,) = advise(engine, bereik="nee", account="bestaand").tallies
    assert (tally.done, tally.open, tally.total) == (0, 1, 2)
    assert [item.state for item in tally.items] == ["nee", "onbekend"]


def test_a_principle_that_yields_counts_only_on_its_own(engine: Engine) -> None:
    both = advise(engine, toezicht="slecht", tijdlijn="vast", bezwaar="ja", account="nieuw")
    assert (both.missed.min, both.missed.max) == (1, 1)
    assert both.missed.ids == ("recht", "keuze")
    alone = advise(engine, toezicht="slecht", tijdlijn="vrij")
    assert (alone.missed.min, alone.missed.ids) == (1, ("recht",))


def test_a_criterion_says_whether_it_is_below_the_baseline(engine: Engine) -> None:
    def missed(**raw: Any) -> dict[str, str]:
        advice = advise(engine, **raw)
        return {c.id: c.missed for p in advice.principles for c in p.criteria}

    assert missed() == dict.fromkeys(["toezicht_goed", "tijdlijn_kiesbaar", "bezwaar_kan"], "mogelijk")
    assert missed(tijdlijn="vrij", toezicht="goed") == {
        "toezicht_goed": "nee",
        "tijdlijn_kiesbaar": "nee",
        "bezwaar_kan": "nee",
    }
    assert missed(tijdlijn="vast", bezwaar="nee", account="bestaand")["bezwaar_kan"] == "ja"


def test_a_floor_that_no_possible_judgement_misses_is_not_possible() -> None:
    content = small()
    engine = Engine(content, "klein/v1")
    try:
        advice = engine.advise(read_answers(engine.questionnaire, {"tijdlijn": "verstopt"}), DAY)
    finally:
        engine.close()
    states = {c.id: (c.missed, p.missed) for p in advice.principles for c in p.criteria}
    assert states["tijdlijn_kiesbaar"] == ("nee", "nee")


def test_an_outcome_that_is_certain_with_two_terms_shows_none(tmp_path: Any) -> None:
    edit = (
        RULES,
        "als: {score: {minstens: ruim}}\n    uitkomst: ja_graag",
        "als: {bereik: ja}\n    uitkomst: soms",
    )
    engine = Engine(load(tmp_path, edit), "klein/v1")
    try:
        advice = engine.advise(read_answers(engine.questionnaire, {"tijdlijn": "vrij"}), DAY)
    finally:
        engine.close()
    assert advice.outcome is not None
    assert (advice.outcome.id, advice.outcome.term) == ("soms", "")
    assert advice.exact
    assert advice.deciding == ()


LABELS = [
    ("account", Given("nieuw"), "Nog niet"),
    ("account", Given(None, "unknown"), "Dat weten we nog niet"),
    ("toezicht", Given(None, "nvt"), "Niet van toepassing"),
    ("doel", Given(("nieuws", "hulp")), "Nieuws, Hulp"),
    ("doel", Given(()), "Geen van deze"),
    ("uren", Given(Decimal("12.5")), "12,5"),
    ("sinds", Given(date(2026, 3, 1)), "1 maart 2026"),
    ("opmerking", Given("Vrij"), "Vrij"),
]


@pytest.mark.parametrize(("key", "given", "label"), LABELS)
def test_an_answer_in_words(key: str, given: Given, label: str) -> None:
    assert answer_label(Q[key], given) == label


DAYS = [
    (date(2026, 11, 23), "6 maanden", date(2026, 5, 23)),
    (date(2026, 3, 31), "1 maand", date(2026, 2, 28)),
    (date(2024, 3, 31), "1 maand", date(2024, 2, 29)),
    (date(2024, 2, 29), "1 jaar", date(2023, 2, 28)),
    (date(2026, 1, 1), "1 dag", date(2025, 12, 31)),
    (date(2026, 1, 15), "2 weken", date(2026, 1, 1)),
    (date(2026, 1, 15), "1 week", date(2026, 1, 8)),
    (date(1, 1, 1), "1 dag", date.min),
    (date(5, 1, 1), "999 jaar", date.min),
]


@pytest.mark.parametrize(("day", "duration", "expected"), DAYS)
def test_some_time_before(day: date, duration: str, expected: date) -> None:
    assert earlier(day, duration) == expected


def test_some_time_after() -> None:
    assert later(date(2026, 8, 31), "6 maanden") == date(2027, 2, 28)
    assert later(date(2026, 12, 31), "12 maanden") == date(2027, 12, 31)
    for duration in ("1 dag", "999 weken", "12 maanden", "999 jaar"):
        assert later(date(9999, 12, 31), duration) == date.max
    with pytest.raises(ValueError, match="een half jaar"):
        later(DAY, "een half jaar")


def test_facts_grow_old_after_exactly_so_long(engine: Engine) -> None:
    def old(day: str) -> bool:
        raw = {"bereik": {"antwoord": "ja", "peildatum": day}}
        return "oud" in {s.id for s in advise(engine, **raw).alerts}

    assert not old("2026-05-23")
    assert old("2026-05-22")


def test_terms_by_urgency() -> None:
    terms = ["direct", "vandaag", "binnen 2 dagen", "binnen 1 week", "binnen 3 weken", "binnen 1 maand",
             "voor de start", "binnen 3 maanden",
             "binnen 1 jaar", "bij elk bericht", "voor de einddatum",
             "elk half jaar", "jaarlijks"]  # fmt: skip
    assert [urgency(term) for term in terms] == sorted(urgency(term) for term in terms)
    assert urgency("Op de einddatum") == urgency("vóór 1 mei")
    begun = ("vóór de start", "voor het contract", "voordat u tekent", "voor ondertekening of verlenging")
    assert {urgency(term) for term in begun} == {urgency("voor de start")}


def test_the_open_share_is_the_weight_that_is_open(engine: Engine) -> None:
    def share(**raw: Any) -> int:
        return engine.assess(read_answers(engine.questionnaire, raw), DAY).open_share

    assert share() == 100  # recht 2, keuze 3, steun 1
    assert share(toezicht="goed") == 67
    assert share(toezicht="goed", tijdlijn="vrij") == 0  # bezwaar is not asked then
    assert share(toezicht="goed", tijdlijn="vast") == 17
    assert share(toezicht="nvt") == 100  # what does not count has no weight
    assert share(toezicht="nvt", tijdlijn="vast") == 25
