"""The draft for a public register: what is missing first, every field, and the files to take along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.webapp.pages import Visitor

SLUG = "ai-verordening"
PAGE = "uitvoer/algoritmeregister"
#: A system with a high risk for people, as far as the register asks.
HIGH = {
    "techniek": "geleerd",
    "buiten": "nee",
    "praktijken": [],
    "positie": ["koopt", "gebruikt"],
    "raakt": ["besluit", "gegevens"],
    "gebieden": ["diensten"],
    "punt_diensten": ["p5a"],
    "profilering": "ja",
    "ap_lijst": ["profiel"],
    "dpia": "ja",
    "voor_register": "ja",
}
TEXTS = {
    "omschrijving": "Het systeem helpt bij een aanvraag.",
    "thema": ["zorg"],
    "stand": "gebruik",
    "begindatum": "2026-03-15",
    "contact": "algoritmes@voorbeeld.example",
    "wetten": "Wmo 2015 https://wet.example/wmo",
    "dpia_adres": "https://www.voorbeeld.example/dpia",
}


@pytest.fixture
def named(make_app: Callable[..., Flask]) -> Visitor:
    """Somebody in a municipality that has a name."""
    return Visitor(make_app(organisatie="Gemeente Voorbeeld").test_client())


def opened(visitor: Visitor, answers: dict[str, Any], name: str = "Wmo-hulp") -> str:
    """Open an assessment with these answers; return its address."""
    rows = {
        key: {"staat": value} if value in ("onbekend", "nvt") else {"staat": "beantwoord", "waarde": value}
        for key, value in answers.items()
    }
    data = {
        "soort": "basislijn-afweging",
        "formaat": 1,
        "vragenlijst": f"{SLUG}/v1",
        "titel": name,
        "antwoorden": rows,
    }
    token = visitor.get("/open").forms[0].fields["csrf_token"][0]
    file = (io.BytesIO(json.dumps(data).encode()), "afweging.json")
    found = visitor.client.post("/open", data={"csrf_token": token, "bestand": file}, follow_redirects=False)
    assert found.status_code == 303, found.text
    return found.headers["Location"].removesuffix("/advies")


def test_a_complete_draft_says_so(named: Visitor) -> None:
    edit = opened(named, {**HIGH, **TEXTS})
    page = named.get(f"{edit}/{PAGE}")
    assert page.title.startswith("Concept voor het Algoritmeregister · Wmo-hulp")
    assert "Alles wat verplicht is, staat erin." in page.text
    assert "Hoog-risico AI-systeem" in page.text
    assert "https://wet.example/wmo" in page.links
    assert not page.inline


def test_what_is_missing_leads_to_its_question(visitor: Visitor) -> None:
    edit = opened(visitor, HIGH)
    page = visitor.get(f"{edit}/{PAGE}")
    assert "4 velden zijn nog niet klaar." in page.text
    assert f"{edit}/vragen/8#vraag-omschrijving" in page.links
    assert f"{edit}/vragen/9#vraag-contact" in page.links
    assert "De naam van uw organisatie staat nog niet in de instellingen." in page.text
    assert page.text.index("Dit moet nog") < page.text.index("Dit laat het register leeg zien")


def test_who_said_later_sees_one_question_for_all_texts(named: Visitor) -> None:
    edit = opened(named, {**HIGH, "voor_register": "later", **TEXTS})
    page = named.get(f"{edit}/{PAGE}")
    links = [link for link in page.links if "#vraag-" in link]
    assert links == [f"{edit}/vragen/8#vraag-voor_register"]
    assert "Voor korte omschrijving, status en contactgegevens. Ook voor thema" in page.text
    assert "Het systeem helpt" not in page.text, "what is hidden does not count"


def test_what_is_too_long_is_kept_and_said(named: Visitor) -> None:
    edit = opened(named, {**HIGH, **TEXTS, "omschrijving": "x" * 360, "technische_werking": "y" * 5500})
    page = named.get(f"{edit}/{PAGE}")
    assert "De tekst is 10 tekens te lang." in page.text
    assert "De tekst is 500 tekens te lang." in page.text
    assert json.loads(named.client.get(f"{edit}/{PAGE}/json").text)["methods_and_models"] == "y" * 5500


def test_the_files(named: Visitor) -> None:
    edit = opened(named, {**HIGH, **TEXTS})
    found = named.client.get(f"{edit}/{PAGE}/json")
    data = json.loads(found.text)
    assert found.headers["Content-Disposition"] == (
        'attachment; filename="algoritmeregister-wmo-hulp-2026-11-23.json"'
    )
    assert (data["organization"], data["begin_date"], data["goal"]) == ("Gemeente Voorbeeld", "2026-03", None)
    assert data["lawful_basis_grouping"] == [{"title": "Wmo 2015", "link": "https://wet.example/wmo"}]
    assert data["impacttoetsen_grouping"] == [
        {"title": "Data Protection Impact Assessment (DPIA)", "link": "https://www.voorbeeld.example/dpia"}
    ]
    table = named.client.get(f"{edit}/{PAGE}/csv")
    assert table.content_type == "text/csv; charset=utf-8"
    head, row = csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";")
    assert head == list(data)
    assert row[head.index("category")] == "Zorg en gezondheid"


def test_an_address_that_is_none_is_no_link(named: Visitor) -> None:
    answers = {
        **HIGH,
        **TEXTS,
        "publiekspagina": "javascript:alert(1)",
        "dpia_adres": "javascript:" + "x" * 600,
    }
    page = named.get(f"{opened(named, answers)}/{PAGE}")
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "Dit is geen adres. Begin met https://." in page.text


def test_who_may_only_read_gets_no_links_to_questions(named: Visitor) -> None:
    edit = opened(named, HIGH)
    app = named.client.application
    read = app.extensions["basislijn"].repository.by_edit_token(edit.rpartition("/")[2]).read_token
    page = named.get(f"/l/{read}/{PAGE}")
    assert named.status == 200
    assert not [link for link in page.links if "#vraag-" in link]
    assert "Wat doet het systeem, in een paar zinnen?" in page.text


def test_a_subject_that_does_not_belong_there_has_no_draft(visitor: Visitor) -> None:
    edit = opened(visitor, {"techniek": "geen_algoritme"}, "Ladekast")
    page = visitor.get(f"{edit}/{PAGE}")
    assert "hoort Ladekast niet in dit register" in page.text
    assert "description_short" not in page.text
    assert f"{edit}/{PAGE}" not in visitor.get(f"{edit}/advies").links


def test_the_advice_leads_to_the_draft_and_tells_the_questions_apart(visitor: Visitor) -> None:
    edit = opened(visitor, HIGH)
    page = visitor.get(f"{edit}/advies")
    assert f"{edit}/{PAGE}" in page.links
    assert "Dit is alleen voor uw concept voor het Algoritmeregister" in page.text
    other = visitor.begin()
    assert not [link for link in visitor.get(f"{other}/advies").links if "uitvoer" in link]


@pytest.mark.parametrize(
    "path", ["uitvoer/iets", "uitvoer/iets/json", f"{PAGE}/xml", "uitvoer/algoritmeregister/"]
)
def test_what_is_not_there(visitor: Visitor, path: str) -> None:
    edit = opened(visitor, HIGH)
    visitor.get(f"{edit}/{path}")
    assert visitor.status == 404


# -- texts from a shared profile --------------------------------------------------------------------------


def test_a_text_of_another_can_be_taken_over_or_adapted(named: Visitor) -> None:
    edit = named.begin("ai-systeem/basislijn", slug=SLUG)
    for question, answer in (("positie", ["gebruikt"]), ("raakt", ["gegevens"]), ("voor_register", "ja")):
        named.save_one(edit, question, {f"v-{question}": answer})
    page = named.get(f"{edit}/{PAGE}")
    assert "Dit komt van een ander" in page.text
    assert page.text.count("Nog niet bevestigd") > 5
    page = named.get(f"{edit}/feiten")
    assert "Wij passen de tekst aan" in page.text
    named.save_one(edit, "maker", {"f-maker": "klopt"})
    own = {"f-omschrijving": "klopt_niet", "v-omschrijving": "Eigen tekst"}
    assert named.save_one(edit, "omschrijving", own)["nodig"] == ""
    data = json.loads(named.client.get(f"{edit}/{PAGE}/json").text)
    assert data["description_short"] == "Eigen tekst"
    assert data["provider"].startswith("De makers van Basislijn")
    assert data["publication_category"] == "Overige algoritmes"
