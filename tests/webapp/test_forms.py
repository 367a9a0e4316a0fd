"""One field builder per kind of question, with good, missing and hostile values."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from engine.models import Question
from webapp import forms
from webapp.form_reading import Reading, form_data, read_question
from webapp.forms import section_form
from webapp.storage.records import AnswerRecord

BASE = {"code": "P1", "over": "inzet", "vraag": "Hoe zit het?"}
KINDS = {
    "keuze": Question.model_validate({**BASE, "opties": {"a": "A", "b": "B"}, "nvt": "ja"}),
    "meerkeuze": Question.model_validate(
        {**BASE, "soort": "meerkeuze", "opties": {"a": "A", "b": "B"}, "nvt": "ja"}
    ),
    "getal": Question.model_validate({**BASE, "soort": "getal", "van": "1", "tot": "5000", "decimalen": "1"}),
    "datum": Question.model_validate({**BASE, "soort": "datum", "nvt": "ja"}),
    "tekst": Question.model_validate({**BASE, "soort": "tekst"}),
    "zeker": Question.model_validate({**BASE, "opties": {"a": "A"}, "onbekend": "nee"}),
    "bewijs": Question.model_validate({**BASE, "opties": {"a": "A"}, "bewijs": "verplicht"}),
}


def read(app: Flask, kind: str, fields: dict[str, object]) -> Reading:
    """Read one question from a sent form."""
    question = KINDS[kind]
    data = MultiDict({f"{part}-q": value for part, value in fields.items()})
    with app.test_request_context(method="POST", data=data):
        app.config["WTF_CSRF_ENABLED"] = False
        form = section_form({"q": question}, {"fg": "FG"})(data)
        form.validate()
        return read_question(form, "q", question)


@pytest.mark.parametrize(
    ("kind", "fields", "state", "value"),
    [
        ("keuze", {"v": "a"}, "answered", "a"),
        ("keuze", {"v": "!onbekend"}, "unknown", None),
        ("keuze", {"v": "!nvt"}, "nvt", None),
        ("meerkeuze", {"v": ["b", "a"]}, "answered", ("a", "b")),
        ("meerkeuze", {"v": ["!geen"]}, "answered", ()),
        ("meerkeuze", {"v": ["!onbekend"]}, "unknown", None),
        ("meerkeuze", {"v": ["!nvt"]}, "nvt", None),
        ("getal", {"v": "1.250,5"}, "answered", "1250.5"),
        ("getal", {"v": "12"}, "answered", "12"),
        ("getal", {"s": "!onbekend"}, "unknown", None),
        ("datum", {"v": "2026-11-23"}, "answered", "2026-11-23"),
        ("datum", {"v": "3-11-2026"}, "answered", "2026-11-03"),
        ("datum", {"s": "!nvt"}, "nvt", None),
        ("tekst", {"v": " Dorpsplein "}, "answered", "Dorpsplein"),
        ("tekst", {"s": "!onbekend"}, "unknown", None),
    ],
)
def test_good_values(app: Flask, kind: str, fields: dict[str, object], state: str, value: object) -> None:
    reading = read(app, kind, fields)
    assert reading.problem == ""
    assert reading.record is not None
    assert (reading.record.state, reading.record.value) == (state, value)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("keuze", {"v": "c"}, "staat niet bij de vraag"),
        ("keuze", {"v": "!geen"}, "staat niet bij de vraag"),
        ("zeker", {"v": "!onbekend"}, "staat niet bij de vraag"),
        ("meerkeuze", {"v": ["a", "c"]}, "staat niet bij de vraag"),
        ("meerkeuze", {"v": ["a", "!onbekend"]}, "Kies een van beide."),
        ("getal", {"v": "veel"}, "Vul een getal in"),
        ("getal", {"v": "1e9"}, "Vul een getal in"),
        ("getal", {"v": "NaN"}, "Vul een getal in"),
        ("getal", {"v": "٣"}, "Vul een getal in"),
        ("getal", {"v": "0"}, "van 1 of hoger"),
        ("getal", {"v": "5001"}, "van 5000 of lager"),
        ("getal", {"v": "1,25"}, "hoogstens 1 cijfers achter de komma"),
        ("getal", {"v": "9" * 41}, "te lang"),
        ("getal", {"v": "5", "s": "!onbekend"}, "Kies een van beide."),
        ("datum", {"v": "31-02-2026"}, "Vul een datum in"),
        ("datum", {"v": "morgen"}, "Vul een datum in"),
        ("tekst", {"v": "x" * 8001}, "te lang"),
        ("tekst", {"v": "x", "s": "iets"}, "staat niet bij de vraag"),
        ("keuze", {"v": "a", "d": "gisteren"}, "Vul een datum in"),
    ],
)
def test_bad_values(app: Flask, kind: str, fields: dict[str, object], message: str) -> None:
    reading = read(app, kind, fields)
    assert reading.record is None
    assert message in reading.problem


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("keuze", "Kies een antwoord, of kies ‘Dat weten we nog niet’."),
        ("zeker", "Kies een antwoord."),
        ("meerkeuze", "Kies een antwoord, of kies ‘Dat weten we nog niet’."),
        ("getal", "Vul een antwoord in, of kies ‘Dat weten we nog niet’."),
        ("datum", "Vul een antwoord in, of kies ‘Dat weten we nog niet’."),
        ("tekst", "Vul een antwoord in, of kies ‘Dat weten we nog niet’."),
    ],
)
def test_missing_values(app: Flask, kind: str, message: str) -> None:
    assert read(app, kind, {}) == Reading(missing=message)


def test_a_note_without_an_answer_is_kept(app: Flask) -> None:
    reading = read(app, "keuze", {"n": "Navragen bij de FG"})
    assert reading.record is not None
    assert (reading.record.state, reading.record.note) == ("open", "Navragen bij de FG")
    assert reading.missing


def test_evidence_is_asked_for_and_the_answer_kept(app: Flask) -> None:
    reading = read(app, "bewijs", {"v": "a"})
    assert reading.record is not None
    assert "hoort een bron" in reading.missing
    assert read(app, "bewijs", {"v": "a", "b": "Rapport"}).missing == ""


def test_who_can_know_goes_only_with_not_known(app: Flask) -> None:
    assert read(app, "keuze", {"v": "!onbekend", "w": "fg"}).record.who == "fg"
    assert read(app, "keuze", {"v": "a", "w": "fg"}).record.who == ""


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("keuze", AnswerRecord("q", "answered", "a", note="n", source="b", dated=date(2026, 5, 1))),
        ("keuze", AnswerRecord("q", "unknown", None, who="fg")),
        ("meerkeuze", AnswerRecord("q", "answered", ())),
        ("meerkeuze", AnswerRecord("q", "nvt", None)),
        ("getal", AnswerRecord("q", "answered", "12.5")),
        ("datum", AnswerRecord("q", "answered", "2026-11-23")),
        ("tekst", AnswerRecord("q", "unknown", None)),
    ],
)
def test_what_is_shown_reads_back_the_same(app: Flask, kind: str, record: AnswerRecord) -> None:
    data = form_data({"q": KINDS[kind]}, {"q": record}, {})
    fields = {key.partition("-")[0]: value for key, value in data.items()}
    reading = read(app, kind, fields)
    assert reading.record is not None
    assert reading.record.same_content(record)


def test_a_question_cannot_take_a_name_of_the_form() -> None:
    questions = dict.fromkeys(("data", "errors", "validate", "meta", "process", "csrf_token"), KINDS["keuze"])
    made = section_form(questions, {})
    assert made.validate is not None
    assert all(hasattr(made, f"v-{key}") for key in questions)


def test_tidy_keeps_lines_and_drops_control() -> None:
    assert forms.tidy(" a\r\nb\x00\u202e\tc ") == "a\nb\tc"
    assert forms.tidy(None) == ""
