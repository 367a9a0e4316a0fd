"""A draft for a publication standard: what each field gets, what is missing, and how it is written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answers import read_answers
from engine.cli import main
from engine.engine import Engine
from engine.load import load_content
from engine.publication import About, Draft, Entry, Link, draft
from engine.publication_text import draft_csv, draft_data, draft_json, draft_text, in_one_line, why
from tests.engine.klein import FORM, HOME, LOKET, Edit, small, write

DAY = date(2026, 11, 28)
ABOUT = About("Acme", "Stad")
KNOWN = {"account": "bestaand", "bereik": "ja", "doel": ["nieuws", "werving"], "uren": "3,5"}
GATE = (
    "      opmerking:\n        code: A6",
    "      meer:\n        code: A7\n        over: inzet\n        vraag: Wilt u meer vertellen?\n"
    "      opmerking:\n        code: A6\n        toon_als: {meer: ja}",
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(Engine(small(), "klein/v1")) as made:
        yield made


def made(engine: Engine, answers: dict[str, object], about: About = ABOUT) -> Draft:
    assessment = engine.assess(read_answers(engine.questionnaire, answers), DAY)
    form = engine.content.publications_of("klein/v1")["loket"]
    return draft(engine, form, assessment, engine.possible(assessment), about)


def made_with(folder: Path, answers: dict[str, object], *edits: Edit) -> Draft:
    with closing(Engine(load_content(write(folder, *edits)), "klein/v1")) as engine:
        return made(engine, answers)


def entry(found: Draft, key: str) -> Entry:
    return next(e for e in found.entries if e.key == key)


# -- where a value comes from -----------------------------------------------------------------------------


def test_what_is_known_of_the_assessment_itself(engine: Engine) -> None:
    data = draft_data(made(engine, {}))
    assert [data[key] for key in ("name", "owner", "seen_on", "version")] == [
        "Acme",
        "Stad",
        "2026-11",
        "1.0",
    ]


def test_answers_come_in_the_words_of_the_standard(engine: Engine) -> None:
    data = draft_data(made(engine, {**KNOWN, "tijdlijn": "verstopt", "sinds": "2020-02-29"}))
    assert data["goals"] == ["News"], "werving has no word there"
    assert data["hours"] == "3.5"
    assert data["since"] == "2020-02"
    assert data["timeline"] == "Ja, maar verstopt"


def test_an_answer_without_a_word_leaves_the_field_empty(engine: Engine) -> None:
    assert entry(made(engine, {"doel": ["werving"]}), "goals")[2:4] == (None, "past_niet")
    assert entry(made(engine, {"doel": "geen"}), "goals").value is None


def test_lines_become_rows_with_the_address_apart(engine: Engine) -> None:
    text = (
        "De wet: https://a.example/1\n\n  Een handreiking\nPagina (https://b.example/2)\nhttps://c.example/3"
    )
    found = entry(made(engine, {"opmerking": text}), "links")
    assert found.value == (
        Link("De wet", "https://a.example/1"),
        Link("Een handreiking"),
        Link("Pagina", "https://b.example/2"),
        Link("https://c.example/3", "https://c.example/3"),
    )
    assert found.state == "gevuld"


def test_rows_stand_there_when_their_question_has_such_an_answer(engine: Engine) -> None:
    answers = {"tijdlijn": "vast", "bezwaar": "ja", "doel": ["hulp"], "opmerking": "https://a.example"}
    assert draft_data(made(engine, answers))["checks"] == [
        {"title": "Objection", "link": "https://a.example"},
        {"title": "People", "link": None},
    ]
    hidden = {**answers, "tijdlijn": "vrij"}
    assert [r["title"] for r in draft_data(made(engine, hidden))["checks"]] == ["People"], (
        "hidden: does not count"
    )
    assert entry(made(engine, {**answers, "doel": ["nieuws"], "bezwaar": "nee"}), "checks").value is None


def test_an_open_question_behind_rows_is_where_to_go(engine: Engine) -> None:
    found = entry(made(engine, {"tijdlijn": "vast"}), "checks")
    assert (found.value, found.state, found.question) == (None, "leeg", "bezwaar")


def test_a_fact_counts_when_only_one_word_is_left(engine: Engine) -> None:
    assert entry(made(engine, {"bereik": "nee"}), "need").value == "Not needed", "whatever the goal is"
    open_yet = entry(made(engine, {"bereik": "ja"}), "need")
    assert (open_yet.value, open_yet.state, open_yet.left) == (None, "onzeker", ("Needed", "Not needed"))
    assert open_yet.question == "doel"
    assert why(open_yet) == (
        "Dit hangt nog af van open vragen. Het kan nog worden: ‘Needed’ of ‘Not needed’."
    )


def test_of_a_set_the_first_word_that_holds_counts(engine: Engine) -> None:
    both = {**KNOWN, "uren": "1"}
    assert entry(made(engine, both), "attention").value == "Time"
    assert entry(made(engine, {**both, "uren": "8"}), "attention").value == "Hiring"
    assert entry(made(engine, {**both, "doel": []}), "attention").value == "Time", (
        "a lower one may be open or not"
    )
    none = entry(made(engine, {**both, "uren": "8", "doel": []}), "attention")
    assert (none.value, none.state) == (None, "past_niet")
    unsure = entry(made(engine, {"account": "bestaand", "doel": ["werving"]}), "attention")
    assert (unsure.state, unsure.left, unsure.question) == ("onzeker", ("Time", "Hiring"), "uren")
    assert entry(made(engine, {"account": "bestaand", "uren": "1"}), "attention").value == "Time"


def test_two_values_with_one_word_need_no_certainty(tmp_path: Path) -> None:
    same = (LOKET, "waarden: {hoog: Needed, laag: Not needed}", "waarden: {hoog: Needed, laag: Needed}")
    assert entry(made_with(tmp_path, {}, same), "need").value == "Needed"


# -- what is missing --------------------------------------------------------------------------------------


def test_what_is_missing_comes_with_the_question_to_go_to(engine: Engine) -> None:
    found = made(engine, {"bereik": "nee"}, About())
    assert [(e.key, e.state, e.question) for e in found.missing] == [
        ("name", "leeg", ""),
        ("owner", "leeg", ""),
        ("remark", "leeg", "opmerking"),
    ]
    assert [e.key for e in found.shown_empty] == ["goals", "since"]


def test_a_hidden_question_leads_to_what_hides_it(engine: Engine, tmp_path: Path) -> None:
    assert entry(made(engine, {"account": "nieuw"}), "since").question == "account"
    found = made_with(tmp_path, {"meer": "nee", "opmerking": "Kort"}, (FORM, *GATE))
    assert entry(found, "remark")[2:4] == (None, "leeg"), "what is hidden does not count"
    assert entry(found, "remark").question == "meer"
    assert entry(made_with(tmp_path, {"meer": "ja"}, (FORM, *GATE)), "remark").question == "opmerking"


def test_a_question_hidden_by_an_open_fact_leads_to_what_is_open(tmp_path: Path) -> None:
    edit = (FORM, GATE[0], GATE[0] + "\n        toon_als: {nodig: hoog}")
    assert entry(made_with(tmp_path, {"bereik": "ja"}, edit), "remark").question == "doel"


def test_what_is_unknown_or_does_not_apply(engine: Engine) -> None:
    unknown = entry(made(engine, {"opmerking": "onbekend"}), "remark")
    assert (unknown.value, unknown.state, unknown.question) == (None, "leeg", "opmerking")
    assert entry(made(engine, {"doel": "nvt"}), "goals").state == "nvt"


def test_what_is_too_long_or_no_address_is_said_and_kept(engine: Engine) -> None:
    text = "Deze tekst heeft meer dan dertig tekens."
    found = made(engine, {"bereik": "nee", "opmerking": text, "doel": ["nieuws", "hulp"]})
    assert [(e.key, e.state, e.over) for e in found.missing] == [
        ("remark", "te_lang", len(text) - 30),
        ("page", "geen_adres", 0),
    ]
    assert draft_data(found)["remark"] == text
    assert why(entry(found, "remark")) == "De tekst is 10 tekens te lang."
    far = entry(made(engine, {"opmerking": "Wet https://example.org/" + "x" * 21}), "links")
    assert (far.state, far.over) == ("te_lang", 1)


def test_too_many_answers(tmp_path: Path) -> None:
    edit = (LOKET, "werving: geen}", "werving: Work}")
    found = entry(made_with(tmp_path, {"doel": ["nieuws", "hulp", "werving"]}, edit), "goals")
    assert (found.state, found.over, why(found)) == ("te_veel", 1, "Er staat er 1 te veel.")


def test_what_a_person_fills_in_later(engine: Engine) -> None:
    found = entry(made(engine, {}), "number")
    assert (found.value, found.state, why(found)) == (None, "zelf", "Het loket geeft dit nummer.")


def test_a_fact_from_a_profile_is_not_confirmed_yet(engine: Engine) -> None:
    answers = {"tijdlijn": {"antwoord": "vrij", "bron": "x", "bevestigd": False}}
    assert entry(made(engine, answers), "timeline").confirmed is False
    assert entry(made(engine, {"tijdlijn": "vrij"}), "timeline").confirmed is True


def test_a_subject_that_does_not_belong_there(engine: Engine, tmp_path: Path) -> None:
    edit = (LOKET, "laag: Not needed}", "laag: geen}")
    assert made_with(tmp_path, {"bereik": "nee"}, edit).fits is False
    assert made_with(tmp_path, {"bereik": "ja"}, edit).fits is True, "not sure yet"
    assert made(engine, {"bereik": "nee"}).fits is True


# -- what it is written as --------------------------------------------------------------------------------


def test_json_has_every_key_in_the_order_of_the_standard(engine: Engine) -> None:
    found = made(engine, {})
    keys = list(small().publications["loket/v1"].fields)
    assert list(json.loads(draft_json(found))) == keys
    assert json.loads(draft_json(found))["goals"] is None


def test_csv_has_one_row_that_is_no_formula(engine: Engine) -> None:
    found = made(
        engine, {"opmerking": "Wet\nhttps://a.example", "doel": ["nieuws", "hulp"]}, About("=1+1", "@x")
    )
    rows = list(csv.reader(io.StringIO(draft_csv(found)), delimiter=";"))
    assert [len(row) for row in rows] == [len(found.entries)] * 2
    row = dict(zip(*rows, strict=True))
    assert row["name"] == "'=1+1"
    assert row["owner"] == "'@x"
    assert row["goals"] == "News | Help"
    assert row["links"] == "Wet | https://a.example"
    assert row["number"] == ""


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_survives_csv_and_json(text: str, name: str) -> None:
    rows = (Entry("a", "A", text, "gevuld", ""), Entry("b", "B", (Link(name, "https://x"),), "gevuld", ""))
    found = Draft("x/v1", "X", "", DAY, rows, {})
    back = next(
        r for r in list(csv.reader(io.StringIO(draft_csv(found), newline=""), delimiter=";"))[1:] if r
    )
    assert back[0].removeprefix("'") == text.removeprefix("'")
    assert back[0][:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert json.loads(draft_json(found)) == {"a": text, "b": [{"title": name, "link": "https://x"}]}


def test_text_says_what_is_missing_first(engine: Engine) -> None:
    text = draft_text(made(engine, {"bereik": "nee"}))
    assert text.startswith("Concept voor het loket\nloket/v1, 2026-11-28\n\nDit ontbreekt nog\n- Opmerking:")
    assert text.index("Dit ontbreekt nog") < text.index("ook als zij leeg zijn") < text.index("Naam (name)")
    assert in_one_line(None) == ""


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "antwoorden.yaml"
    path.write_text(
        "naam: Acme\nonderwerp: dienst/acme\npeildatum: 2026-11-28\nantwoorden: {bereik: nee}\n",
        encoding="utf-8",
    )
    words = ["uitvoer", "loket", str(path), "--inhoud", str(HOME), "--organisatie", "Stad", "--vorm", "json"]
    assert main(words) == 1
    seen = capsys.readouterr()
    assert json.loads(seen.out)["timeline"] == "Ja", "the profile's fact"
    assert seen.err == "Opmerking (remark): Nog niet ingevuld.\n"
    path.write_text("{bereik: nee, opmerking: 'https://a.example'}", encoding="utf-8")
    assert main([*words, "--naam", "Acme"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["uitvoer", "lokket", str(path), "--inhoud", str(HOME)]) == 2
    assert capsys.readouterr().err == "de uitvoer ‘lokket’ bestaat niet; bedoelt u ‘loket’?\n"
