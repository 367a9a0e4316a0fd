"""Raw input becomes typed answers, or a Dutch message per question."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answers import (
    MAX_NOTE,
    MAX_TEXT,
    AnswerError,
    Answers,
    Given,
    read_answer,
    read_answers,
    subject_answers,
)
from engine.models import Question
from tests.engine.klein import small

FORM = small().questionnaires["klein/v1"]
Q = FORM.questions
CODES = {question.code for question in Q.values()}
TOO_LONG = "x" * 100_000

TAKEN: list[tuple[str, Any, Given]] = [
    ("account", "nieuw", Given("nieuw")),
    ("bereik", True, Given("ja")),
    ("bereik", False, Given("nee")),
    ("bereik", "onbekend", Given(None, "unknown")),
    ("toezicht", "nvt", Given(None, "nvt")),
    ("doel", ["hulp", "nieuws"], Given(("nieuws", "hulp"))),
    ("doel", ("nieuws", "nieuws"), Given(("nieuws",))),
    ("doel", "hulp", Given(("hulp",))),
    ("doel", "geen", Given(())),
    ("doel", [], Given(())),
    ("doel", "nvt", Given(None, "nvt")),
    ("uren", "12,5", Given(Decimal("12.5"))),
    ("uren", "12.5", Given(Decimal("12.5"))),
    ("uren", " 7 ", Given(Decimal(7))),
    ("uren", 7, Given(Decimal(7))),
    ("uren", 0.5, Given(Decimal("0.5"))),
    ("uren", Decimal("99.9"), Given(Decimal("99.9"))),
    ("uren", "0", Given(Decimal(0))),
    ("uren", "100.00", Given(Decimal(100))),
    ("sinds", "2020-02-29", Given(date(2020, 2, 29))),
    ("sinds", date(2020, 2, 29), Given(date(2020, 2, 29))),
    ("opmerking", "  Een <b>tekst</b> \n met regels ", Given("Een <b>tekst</b> \n met regels")),
    ("opmerking", "", Given("")),
    ("opmerking", "x" * MAX_TEXT, Given("x" * MAX_TEXT)),
]


@pytest.mark.parametrize(("key", "raw", "expected"), TAKEN)
def test_what_is_taken(key: str, raw: object, expected: Given) -> None:
    assert read_answer(Q[key], raw) == expected


CHOICES = "‘{}’ is hier geen antwoord (nieuw, bestaand)"
DATE = "‘{}’ is geen datum; schrijf bijvoorbeeld 2026-11-23"
NUMBER = "‘{}’ is geen getal; schrijf alleen cijfers"
REFUSED: list[tuple[str, Any, str]] = [
    ("account", "nieuwe", CHOICES.format("nieuwe") + "; bedoelt u ‘nieuw’?"),
    ("account", "", CHOICES.format("")),
    ("account", None, "kies één antwoord uit: nieuw, bestaand"),
    ("account", 1, "kies één antwoord uit: nieuw, bestaand"),
    ("account", ["nieuw"], "kies één antwoord uit: nieuw, bestaand"),
    ("account", True, CHOICES.format("ja")),
    ("account", TOO_LONG, CHOICES.format("x" * 60)),
    ("account", "'; DROP TABLE x; --", CHOICES.format("'; DROP TABLE x; --")),
    ("account", "nvt", "deze vraag is altijd van toepassing; kies een antwoord, of ‘onbekend’"),
    ("bezwaar", "onbekend", "bij deze vraag kan ‘onbekend’ niet; kies een antwoord"),
    ("doel", ["hulp", "kunst"], "‘kunst’ is hier geen antwoord (nieuws, hulp, werving)"),
    ("doel", ["hulp", ["nieuws"]], "kies één antwoord uit: nieuws, hulp, werving"),
    ("doel", 5, "geef een lijst met antwoorden uit: nieuws, hulp, werving"),
    ("doel", None, "geef een lijst met antwoorden uit: nieuws, hulp, werving"),
    ("uren", "veel", NUMBER.format("veel")),
    ("uren", "", NUMBER.format("")),
    ("uren", "1.2.3", NUMBER.format("1.2.3")),
    ("uren", "1e3", NUMBER.format("1e3")),
    ("uren", "1e1000000", NUMBER.format("1e1000000")),
    ("uren", "NaN", NUMBER.format("NaN")),
    ("uren", "1_0", NUMBER.format("1_0")),
    ("uren", "1" * 50, NUMBER.format("1" * 40)),
    ("uren", float("inf"), NUMBER.format("Infinity")),
    ("uren", "9" * 30, "dit getal is te groot"),
    ("uren", "-1", "dit getal hoort tussen 0 en 100 te liggen"),
    ("uren", "100,1", "dit getal hoort tussen 0 en 100 te liggen"),
    ("uren", "1,25", "schrijf dit getal met hoogstens 1 cijfers achter de komma"),
    ("uren", "1.000", "schrijf dit getal zonder punten: 1000"),
    ("uren", True, "hier hoort een getal"),
    ("uren", None, "hier hoort een getal"),
    ("uren", ["1"], "hier hoort een getal"),
    ("sinds", "2020-02-30", DATE.format("2020-02-30")),
    ("sinds", "29-02-2020", DATE.format("29-02-2020")),
    ("sinds", None, DATE.format("None")),
    ("sinds", "x" * 1000, DATE.format("x" * 40)),
    ("opmerking", "x" * (MAX_TEXT + 1), "de tekst bij ‘antwoord’ is langer dan 8000 tekens; maak hem korter"),
    ("opmerking", "a\x00b", "bij ‘antwoord’ staat een teken dat geen tekst is; haal het weg"),
    ("opmerking", "\ud800", "bij ‘antwoord’ staat een teken dat geen tekst is; haal het weg"),
    ("opmerking", 5, "bij ‘antwoord’ hoort een tekst"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "raw", "message"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused(key: str, raw: object, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answers(FORM, {key: raw})
    (problem,) = caught.value.problems
    assert (problem.question, problem.message) == (key, message)


def test_an_answer_with_its_source_date_and_note() -> None:
    raw = {
        "antwoord": "ja",
        "bron": " Archief ",
        "peildatum": "2026-06-01",
        "notitie": "Let op",
        "bevestigd": False,
    }
    expected = Given("ja", source="Archief", dated=date(2026, 6, 1), note="Let op", confirmed=False)
    assert read_answer(Q["bereik"], raw) == expected
    assert read_answer(Q["bereik"], {"antwoord": "onbekend", "notitie": "vraag Jan"}).note == "vraag Jan"
    assert read_answer(Q["bereik"], {"antwoord": "ja", "peildatum": ""}).dated is None
    assert read_answer(Q["bereik"], {"antwoord": "ja", "peildatum": date(2026, 6, 1)}).dated
    for word, confirmed in (("ja", True), ("nee", False), (True, True), ("misschien", False), (None, False)):
        assert read_answer(Q["bereik"], {"antwoord": "ja", "bevestigd": word}).confirmed is confirmed


LONG = "de tekst bij ‘bron’ is langer dan 4000 tekens; maak hem korter"
FORMAT = "schrijf ‘antwoord’, en als u wilt ‘bron’, ‘peildatum’, ‘notitie’ en ‘bevestigd’"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({}, FORMAT),
        ({"bron": "x"}, FORMAT),
        ({"antwoord": "ja", "hoezo": "x"}, FORMAT),
        ({"antwoord": {"antwoord": "ja"}}, "kies één antwoord uit: ja, nee"),
        ({"antwoord": "ja", "bron": 5}, "bij ‘bron’ hoort een tekst"),
        ({"antwoord": "ja", "bron": "x" * (MAX_NOTE + 1)}, LONG),
        ({"antwoord": "ja", "notitie": ["x"]}, "bij ‘notitie’ hoort een tekst"),
        ({"antwoord": "ja", "peildatum": "gisteren"}, DATE.format("gisteren")),
    ],
)  # fmt: skip
def test_what_is_refused_around_an_answer(raw: object, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        read_answer(Q["bereik"], raw)
    assert str(caught.value) == message


def test_codes_and_ids() -> None:
    assert read_answers(FORM, {"A2": "ja", "B1": "vast"}).given == {
        "bereik": Given("ja"),
        "tijdlijn": Given("vast"),
    }
    with pytest.raises(AnswerError) as caught:
        read_answers(FORM, {"bereik": "ja", "A2": "ja", "B9": "x", "berijk": "x", "qqqq": "x", "account": 3})
    assert [(p.question, p.message) for p in caught.value.problems] == [
        ("A2", "deze vraag is al beantwoord als ‘bereik’; laat een van de twee weg"),
        ("B9", "deze vraag bestaat niet; kijk met ‘basislijn vragen’ welke er zijn"),
        ("berijk", "deze vraag bestaat niet; bedoelt u ‘bereik’?"),
        ("qqqq", "deze vraag bestaat niet; kijk met ‘basislijn vragen’ welke er zijn"),
        ("account", "kies één antwoord uit: nieuw, bestaand"),
    ]
    assert str(caught.value).startswith("A2: deze vraag is al beantwoord")


def test_answers_come_on_top_of_a_profile() -> None:
    base = subject_answers(FORM, small().subjects["dienst/acme"])
    assert base["tijdlijn"] == Given("vrij", source="handboek", dated=date(2026, 6, 1), confirmed=False)
    assert base["toezicht"].note == "Verzonnen."
    taken = read_answers(FORM, {"tijdlijn": "vast"}, base)
    assert taken.given["tijdlijn"] == Given("vast")
    assert taken.given["toezicht"] == base["toezicht"]
    assert taken.value("tijdlijn") == "vast"
    assert taken.value("bereik") is None
    assert Answers().given == {}


LIMITLESS = Question(code="X1", over="inzet", vraag="Hoeveel?", soort="getal", decimalen="2")  # type: ignore[call-arg]


def test_a_number_without_limits() -> None:
    assert read_answer(LIMITLESS, "-12,34") == Given(Decimal("-12.34"))
    assert read_answer(LIMITLESS, str(2**53 - 1)).value == 2**53 - 1
    for text in (str(2**53), str(-(2**53))):
        with pytest.raises(ValueError, match="te groot"):
            read_answer(LIMITLESS, text)


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates()),
    lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(st.text(), part, max_size=3)),
    max_leaves=5,
)
WRAPPED = st.fixed_dictionaries(
    {"antwoord": JUNK},
    optional={"bron": JUNK, "peildatum": JUNK, "notitie": JUNK, "bevestigd": JUNK},
)


@given(st.sampled_from(list(Q)), st.one_of(JUNK, WRAPPED))
def test_any_input_is_taken_or_refused_in_dutch(key: str, raw: object) -> None:
    try:
        taken = read_answers(FORM, {key: raw}).given[key]
    except AnswerError as error:
        taken = None
        messages = [p.message for p in error.problems]
    if taken is None:
        assert len(messages) == 1
        assert 0 < len(messages[0]) < 300
    else:
        assert taken.state in ("answered", "unknown", "nvt")
        assert (taken.value is None) == (taken.state != "answered")


@given(st.dictionaries(st.text(), JUNK, max_size=4))
def test_foreign_names_are_refused(raw: dict[str, object]) -> None:
    foreign = {name: value for name, value in raw.items() if name not in Q and name not in CODES}
    if not foreign:
        return
    with pytest.raises(AnswerError) as caught:
        read_answers(FORM, foreign)
    assert {p.question for p in caught.value.problems} == set(foreign)
