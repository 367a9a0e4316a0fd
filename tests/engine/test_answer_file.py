"""A file with answers: YAML by hand, JSON by a program, or saved from the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.answer_file import AnswerFile, read_answer_file
from engine.diagnostics import ContentError
from engine.source import MAX_BYTES


def refused(raw: bytes, name: str = "a.yaml") -> str:
    with pytest.raises(ContentError) as caught:
        read_answer_file(raw, name)
    return caught.value.diagnostics[0].line


def test_bare_answers() -> None:
    assert read_answer_file(b"bereik: nee\nGE3: [a, b]\nuren: 1.10\n", "a.yaml") == AnswerFile(
        {"bereik": "nee", "GE3": ["a", "b"], "uren": "1.10"}
    )
    assert read_answer_file(b'{"bereik": "nee", "uren": 1.5}', "a.json").answers == {
        "bereik": "nee",
        "uren": 1.5,
    }


def test_json_is_known_by_its_first_letter_too() -> None:
    assert read_answer_file(b' \n{"bereik": true}', "-").answers == {"bereik": True}
    assert read_answer_file(b"{bereik: nee}", "-.yaml").answers == {"bereik": "nee"}


def test_framed_answers_say_their_subject_and_date() -> None:
    text = "vragenlijst: x/v1\nonderwerp: platform/x\npeildatum: 2026-11-23\nantwoorden: {bereik: nee}\n"
    expected = AnswerFile({"bereik": "nee"}, "platform/x", date(2026, 11, 23))
    assert read_answer_file(text.encode(), "a.yaml") == replace(expected, questionnaire="x/v1")
    frame = {"onderwerp": "platform/x", "peildatum": "2026-11-23", "antwoorden": {"bereik": "nee"}}
    assert read_answer_file(json.dumps(frame).encode(), "a.json") == expected
    assert read_answer_file(b"antwoorden:\n", "a.yaml") == AnswerFile({})
    assert read_answer_file(b"naam: x\nverwacht: {}\nantwoorden: {a: b}\n", "a.yaml") == AnswerFile(
        {"a": "b"}, title="x"
    )


def test_what_is_refused_in_a_frame() -> None:
    known = "vragenlijst, onderwerp, peildatum, naam, antwoorden, verwacht"
    assert refused(b"antwoorden: {}\nqqqq: 1\n") == (
        f"a.yaml:1:1: A001 ‘qqqq’ is hier geen bekend woord; wat hier kan: {known}"
    )
    assert refused(b"antwoorden: {}\npeildatm: 1\n").endswith("bedoelt u ‘peildatum’?")
    assert refused(b"antwoorden: {}\nnaam: [x]\n") == (
        "a.yaml:1:1: A001 bij ‘naam’ hoort een tekst; laat de regel weg, of schrijf een naam"
    )
    assert refused(b"antwoorden: ja\n") == (
        "a.yaml:1:1: A001 ‘antwoorden’ is geen blok; schrijf daaronder regels als ‘vraag: antwoord’"
    )
    assert refused(b"antwoorden: {}\npeildatum: gisteren\n") == (
        "a.yaml:1:1: A001 ‘gisteren’ is geen datum; schrijf bijvoorbeeld 2026-11-23"
    )
    assert refused(b'{"antwoorden": {}, "peildatum": 5}', "a.json").startswith("a.json:1:1: A001 ‘5’ is geen")


BROKEN = [
    (b"- a\n- b\n", "a.yaml",
     "a.yaml:1:1: A001 dit bestand bevat geen antwoorden; schrijf regels als ‘vraag: antwoord’"),
    (b"", "a.yaml",
     "a.yaml:1:1: A001 dit bestand bevat geen antwoorden; schrijf regels als ‘vraag: antwoord’"),
    (b'{"a": 1, "b": {"c": 1, "c": 2}}', "a.json",
     "a.json:1:1: A001 ‘c’ staat er dubbel in; laat een van de twee weg"),
    (b"[]", "a.json",
     "a.json:1:1: A001 dit bestand bevat geen antwoorden; geef een blok met ‘vraag: antwoord’"),
    (b'{"a": 1', "a.json",
     "a.json:1:1: A001 dit is geen leesbaar JSON-bestand; bewaar het opnieuw vanuit Basislijn"),
    (b"\xff\xfe{}", "a.json",
     "a.json:1:1: A001 dit is geen leesbaar JSON-bestand; bewaar het opnieuw vanuit Basislijn"),
    (b"{" * 100_000, "a.json",
     "a.json:1:1: A001 dit is geen leesbaar JSON-bestand; bewaar het opnieuw vanuit Basislijn"),
    (b'{"a":' * 100_000, "a.json",
     "a.json:1:1: A001 dit is geen leesbaar JSON-bestand; bewaar het opnieuw vanuit Basislijn"),
    (b"9" * 10_000, "a.json",
     "a.json:1:1: A001 dit is geen leesbaar JSON-bestand; bewaar het opnieuw vanuit Basislijn"),
    (b"{" + b" " * MAX_BYTES, "a.json",
     "a.json:1:1: A001 dit bestand is groter dan 512 kB; kies het bestand met antwoorden"),
    (b"a: b\n" * 200_000, "a.yaml",
     "a.yaml:1:1: Y004 dit bestand is groter dan 512 kB; splits het in kleinere bestanden"),
    (b"a: 'b\n", "a.yaml",
     "a.yaml:1:4: Y001 hier begint een aanhalingsteken dat niet wordt gesloten; "
     "zet aan het eind van de tekst hetzelfde aanhalingsteken"),
    (b"a: b\na: c\n", "a.yaml",
     "a.yaml:2:1: Y002 ‘a’ staat hier dubbel (eerder op regel 1); geef een van de twee een andere naam"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "name", "line"), BROKEN, ids=range(len(BROKEN)))
@pytest.mark.timeout(10)
def test_broken_files_are_refused_in_dutch(raw: bytes, name: str, line: str) -> None:
    assert refused(raw, name) == line


def row(state: str, value: object = None, **more: object) -> dict[str, object]:
    fields = {
        "staat": state,
        "waarde": value,
        "bron": "",
        "peildatum": None,
        "notitie": None,
        "bevestigd": True,
    }
    return {**fields, **more}


def saved(**parts: Any) -> bytes:
    return json.dumps({"soort": "basislijn-afweging", "antwoorden": {}, **parts}).encode()


FACT = {"waarde": "besluit", "bron": "toezichthouder", "peildatum": "2026-06-01"}


def test_a_file_saved_from_the_browser() -> None:
    given = {
        "bereik": row("beantwoord", "nee", bron="Jan", notitie="navragen"),
        "doel": row("beantwoord", ["a"]),
        "dpia": row("onbekend"),
        "archief": row("nvt"),
        "open": row("open"),
        "weg": row("open"),
    }
    facts = {"feit": FACT, "weg": FACT}
    raw = saved(antwoorden=given, profielfeiten=facts, titel="X", vragenlijst="sociale-media/v1")
    found = read_answer_file(raw, "a.json")
    assert (found.title, found.questionnaire) == ("X", "sociale-media/v1")
    assert found.answers["bereik"] == {
        "antwoord": "nee",
        "bron": "Jan",
        "peildatum": None,
        "notitie": "navragen",
        "bevestigd": True,
    }
    assert found.answers["doel"]["antwoord"] == ["a"]
    assert found.answers["dpia"]["antwoord"] == "onbekend"
    assert found.answers["archief"]["antwoord"] == "nvt"
    assert found.answers["feit"] == {
        "antwoord": "besluit",
        "bron": "toezichthouder",
        "peildatum": "2026-06-01",
        "bevestigd": False,
    }
    assert set(found.answers) == {"bereik", "doel", "dpia", "archief", "feit"}


INCOMPLETE = [
    saved(antwoorden={"a": {"staat": "beantwoord"}}),
    saved(antwoorden={"a": []}),
    saved(antwoorden=[]),
    saved(antwoorden={"a": row("x", staat=[])}),
    saved(profielfeiten={"a": {"waarde": "x"}}),
    saved(profielfeiten=[1]),
    json.dumps({"soort": "basislijn-afweging"}).encode(),
]


@pytest.mark.parametrize("raw", INCOMPLETE, ids=range(len(INCOMPLETE)))
def test_a_saved_file_that_is_not_complete(raw: bytes) -> None:
    assert refused(raw, "a.json") == (
        "a.json:1:1: A001 dit bewaarde bestand is niet compleet; bewaar het opnieuw vanuit Basislijn"
    )


@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.json", "-"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    try:
        found = read_answer_file(raw, name)
    except ContentError:
        return
    assert isinstance(found.answers, dict)


WORDS = st.sampled_from(["soort", "antwoorden", "profielfeiten", "staat", "waarde", "bron", "peildatum", "a"])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda part: st.one_of(st.lists(part, max_size=3), st.dictionaries(WORDS, part, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, JSON, max_size=5), st.booleans())
def test_any_json_is_read_or_refused(value: dict[str, object], is_saved: bool) -> None:
    raw = json.dumps({**value, **({"soort": "basislijn-afweging"} if is_saved else {})}).encode()
    try:
        found = read_answer_file(raw, "a.json")
    except ContentError:
        return
    assert isinstance(found.answers, dict)
