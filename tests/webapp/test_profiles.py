"""Sharing what was worked out, and taking it over: nothing personal goes along, nothing is lost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
import yaml
from flask import Flask

from engine.cases import SubjectFile
from engine.profile_file import is_profile, profile_text, read_profile
from tests.webapp.pages import Visitor

FIELDS = {
    "doel": "Nieuws over werk aan de weg.",
    "gedeeld_door": "Gemeente Voorbeeld",
    "kosten": "Twee uur per week: alleen “eigen” tijd",
    "dpia": "https://voorbeeld.nl/dpia",
}


def fill_in(visitor: Visitor, edit: str, **more: str) -> None:
    visitor.get(f"{edit}/delen")
    visitor.submit({**FIELDS, **more})


def file_of(visitor: Visitor) -> SubjectFile:
    assert visitor.response is not None
    assert visitor.status == 200, visitor.page.text
    assert visitor.response.mimetype == "application/yaml"
    return read_profile(visitor.response.data, "gedeeld.yaml")


def open_profile(visitor: Visitor, raw: bytes) -> None:
    visitor.get("/open")
    form = visitor.page.forms[0]
    data = {**form.fields, "bestand": (io.BytesIO(raw), "gedeeld.yaml")}
    visitor.response = visitor.client.post("/open", data=data, follow_redirects=True)
    visitor.url = visitor.response.request.path


def test_the_file_holds_facts_and_what_was_worked_out_but_no_notes(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    changed = {"f-handhaving": "klopt_niet", "v-handhaving": "onderzoek", "n-handhaving": "Geheime notitie"}
    visitor.submit({**changed, "b-handhaving": "Besluit", "d-handhaving": "2026-05-01"}, ("naar", "hier"))
    measure = next(m for m, state in visitor.advice(edit)["maatregelen"].items() if state == "geldt")
    fill_in(visitor, edit, **{f"hoe-{measure}": "Met een werkinstructie."})
    text = visitor.response.text
    shared = file_of(visitor)
    assert "Geheime notitie" not in text
    assert (shared.kind, shared.name, shared.status) == ("platform", "X", "voorstel")
    assert shared.profile is not None
    assert (shared.profile.purpose, shared.profile.costs) == (FIELDS["doel"], FIELDS["kosten"])
    fact = shared.facts["handhaving"]
    assert (fact.answer, fact.source, str(fact.dated)) == ("onderzoek", "Besluit", "2026-05-01")
    assert shared.worked_out[measure].how == "Met een werkinstructie."
    assert "bereik" not in shared.facts  # the own use stays one's own


def test_a_file_is_written_as_it_is_read(visitor: Visitor, edit: str) -> None:
    fill_in(visitor, edit)
    raw = visitor.response.data
    shared = file_of(visitor)
    assert is_profile(raw)
    assert read_profile(profile_text(shared).encode(), "x.yaml") == shared
    assert yaml.safe_load(raw)["onderwerp"]["soort"] == "platform"


def test_another_municipality_takes_it_over(app: Flask, visitor: Visitor, edit: str) -> None:
    certain = [m for m, state in visitor.advice(edit)["maatregelen"].items() if state == "geldt"]
    fill_in(visitor, edit, **{f"hoe-{certain[0]}": "Zo.", f"url-{certain[0]}": "https://voorbeeld.nl/zo"})
    raw = visitor.response.data
    other = Visitor(app.test_client())
    open_profile(other, raw)
    assert "feiten over X. Bevestig ze straks." in other.page.text
    there = other.url.removesuffix("/advies")
    other.answer(there, 1, {"account": "bestaand", "bereik": "nee", "alternatief": "ja"})
    page = other.get(f"{there}/advies")
    assert f"1 van {len(certain)} maatregelen zijn al uitgewerkt door Gemeente Voorbeeld" in page.text
    profile = other.get(f"{there}/profiel").text
    assert "Nieuws over werk aan de weg." in profile
    assert "https://voorbeeld.nl/dpia" in profile
    facts = other.get(f"{there}/feiten").text
    assert "te bevestigen" in facts
    saved = other.file(there)
    again = Visitor(app.test_client())
    open_profile(again, json.dumps(saved).encode())
    assert f"{again.url.removesuffix('/advies')}/profiel" in again.page.links


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("doel", " ", "Schrijf in één of twee zinnen waarvoor u het gebruikt."),
        ("gedeeld_door", "", "Vul de naam van uw gemeente in."),
        ("dpia", "javascript:alert(1)", "Dit is geen adres. Begin met https://"),
        ("register", "http://a b", "Dit is geen adres."),
        ("kosten", "x" * 601, "Deze tekst is te lang: 601 tekens. Er passen er 600."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    visitor: Visitor, edit: str, field: str, text: str, said: str
) -> None:
    fill_in(visitor, edit, **{"evaluatie": "Het werkte.", field: text})
    assert visitor.status == 422
    assert said in visitor.page.text
    assert visitor.page.title.startswith("Fout: ")
    assert visitor.main_form().fields["evaluatie"] == ["Het werkte."]


def test_an_address_needs_words(visitor: Visitor, edit: str) -> None:
    measure = next(m for m, state in visitor.advice(edit)["maatregelen"].items() if state == "geldt")
    fill_in(visitor, edit, **{f"url-{measure}": "https://voorbeeld.nl"})
    assert visitor.status == 422
    assert "Schrijf erbij hoe u dit uitwerkte." in visitor.page.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda text: text.replace("soort: platform", "soort: raket"),
            "Voor ‘raket’ is hier geen vragenlijst.",
        ),
        (
            lambda text: text.replace("doel:", "deol:"),
            "in dit bestand klopt niet: ",
        ),
        (lambda text: text + "\n  - [\n", "in dit bestand klopt niet:"),
    ],
)
def test_a_strange_file_is_refused_with_a_reason(
    visitor: Visitor, edit: str, change: Callable[[str], str], said: str
) -> None:
    fill_in(visitor, edit)
    open_profile(visitor, change(visitor.response.text).encode())
    assert visitor.status == 422
    assert said in visitor.page.text


def test_facts_that_fit_nothing_are_told(visitor: Visitor, edit: str) -> None:
    fill_in(visitor, edit)
    data = yaml.safe_load(visitor.response.data)
    data["feiten"]["bestaat_niet"] = {"antwoord": "ja", "bron": "x", "peildatum": "2026-01-01"}
    data["feiten"]["handhaving"] = {"antwoord": "raar", "bron": "x", "peildatum": "2026-01-01"}
    open_profile(visitor, yaml.safe_dump(data, sort_keys=False, allow_unicode=True).encode())
    assert visitor.status == 200
    assert "Deze feiten passen hier niet en tellen niet mee: handhaving, bestaat_niet." in visitor.page.text


def test_only_what_was_shared_has_a_page(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/profiel")
    assert visitor.status == 404
