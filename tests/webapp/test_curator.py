"""The curator: the way in, facts in versions, and what municipalities say about them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from engine.receipt import make_receipt
from engine.replay import read_receipt, replay
from tests.webapp.conftest import FIRST
from tests.webapp.curating import FACT, GOOD, KEY, confirm, publish
from tests.webapp.pages import Visitor
from webapp.storage.knowledge_records import CuratedFactRecord
from webapp.views import common

HOSTILE = "<script>alert(1)</script>\u202e{{7*7}}"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application with a curator."""
    return make_app(curator_sleutel=KEY)


def test_without_a_key_there_is_no_curator(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app().test_client())
    for path in ("/curator", "/curator/feiten", "/curator/meldingen", "/curator/opmerkingen"):
        visitor.get(path)
        assert visitor.status == 404


def test_only_the_curator_gets_in(app: Flask, visitor: Visitor) -> None:
    for path in ("/curator/feiten", FACT, "/curator/meldingen", "/curator/opmerkingen", "/curator/casussen"):
        visitor.get(path)
        assert visitor.status == 403
    visitor.get("/curator")
    visitor.submit({"naam": "", "sleutel": KEY})
    assert visitor.page.title.startswith("Fout: ")
    visitor.submit({"naam": "Anna", "sleutel": KEY + "x"})
    assert (visitor.status, "Deze sleutel klopt niet" in visitor.page.text) == (422, True)
    visitor.submit({"naam": "Anna", "sleutel": KEY})
    assert visitor.url == "/curator"
    visitor.post("/curator/sluiten", visitor.page.forms[-1].fields)
    visitor.get("/curator/feiten")
    assert visitor.status == 403


def test_guessing_the_key_is_limited(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app(curator_sleutel=KEY, limieten=True).test_client())
    visitor.get("/curator")
    codes = []
    for _ in range(12):
        visitor.get("/curator")
        visitor.submit({"naam": "Anna", "sleutel": "fout"})
        codes.append(visitor.status)
    assert codes[0] == 422
    assert codes[-1] == 429


def test_a_fact_is_published_at_once_with_who_and_source(
    curator: Visitor, visitor: Visitor, edit: str
) -> None:
    publish(curator)
    assert curator.status == 200, curator.page.text
    assert "Rapport over melden" in curator.page.text
    assert "versie 1, Anna" in curator.page.text
    visitor.get(f"{edit}/feiten")
    assert "Rapport over melden" in visitor.page.text
    assert "geldig tot en met 20 november 2027" in visitor.page.text
    assert "https://voorbeeld.nl/rapport" in visitor.page.links
    publish(curator, waarde="moeizaam", bron="Rapport over melden", titel="", url="", gezien="")
    curator.get(FACT)
    assert "Versie 2" in curator.page.text
    assert "Versie 1" in curator.page.text
    assert curator.page.links.count("https://voorbeeld.nl/rapport") == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"waarde": "verzonnen"}, "Dit past niet bij de vraag"),
        ({"waarde": ""}, "Kies een antwoord."),
        ({"bron": ""}, "Kies waar dit staat"),
        ({"bron": "bestaat_niet"}, "Kies waar dit staat"),
        ({"titel": ""}, "Geef de bron een titel"),
        ({"titel": "x" * 301}, "Deze titel is te lang"),
        ({"url": "javascript:alert(1)"}, "Begin met https://"),
        ({"gezien": "31-02-2026"}, "Vul een datum in"),
        ({"peildatum": "2027-01-01"}, "Deze dag moet nog komen"),
        ({"peildatum": ""}, "Vul een datum in"),
        ({"geldig": "2026-11-22"}, "Deze dag is al voorbij"),
        ({"geldig": "2099-01-01"}, "binnen 5 jaar"),
        ({"toelichting": "x" * 2001}, "te lang"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    curator: Visitor, changes: dict[str, str], said: str
) -> None:
    publish(curator, **changes)
    assert curator.status == 422
    assert curator.page.title.startswith("Fout: ")
    assert said in curator.page.text
    kept = {**GOOD, **changes}
    assert curator.main_form().fields["titel"] == [kept["titel"]]
    assert curator.main_form().fields["toelichting"] == [kept["toelichting"]]


def test_two_curators_at_once(curator: Visitor) -> None:
    curator.get(FACT)
    form = curator.main_form().fields
    publish(curator)
    curator.post(FACT, {**form, **GOOD, "waarde": "moeizaam", "bron": "!nieuw", "titel": "Ander rapport"})
    assert (curator.status, "Iemand anders veranderde dit feit net" in curator.page.text) == (409, True)
    curator.submit({})
    assert curator.status == 200


def test_hostile_text_stays_text(curator: Visitor, visitor: Visitor, edit: str) -> None:
    publish(curator, titel=HOSTILE, toelichting=HOSTILE)
    assert curator.status == 200
    visitor.get(f"{edit}/feiten")
    assert "alert(1)" in visitor.page.text
    assert "{{7*7}}" in visitor.page.text
    assert "<script>alert" not in visitor.response.text
    assert "\u202e" not in visitor.response.text


def test_a_new_subject_can_be_chosen_at_once(curator: Visitor, visitor: Visitor) -> None:
    curator.get("/curator/feiten")
    curator.submit({"soort": "platform", "naam": "X", "uitleg": ""})
    assert (curator.status, "Dit onderwerp is er al" in curator.page.text) == (422, True)
    curator.submit({"soort": "platform", "naam": "Dorpsplein", "uitleg": "Voorbeeld"})
    assert curator.url == "/curator/feiten/platform/dorpsplein"
    curator.get("/curator/feiten/platform/dorpsplein/melden")
    curator.submit(GOOD)
    edit = visitor.begin("platform/dorpsplein")
    visitor.get(f"{edit}/feiten")
    assert "Rapport over melden" in visitor.page.text


# --- facts that change --------------------------------------------------------------------------------


def test_a_changed_fact_is_told_and_taken_over(curator: Visitor, visitor: Visitor, edit: str) -> None:
    confirm(visitor, edit)
    before = visitor.file(edit)["antwoorden"]["melden"]["waarde"]
    assert before == "moeizaam"
    publish(curator)
    visitor.get("/afwegingen")
    assert "1 feit veranderd of verlopen" in visitor.page.text
    visitor.get(f"{edit}/advies")
    assert "Feit veranderd sinds u bevestigde: was" in visitor.page.text
    assert "(20 november 2026)" in visitor.page.text
    form = next(form for form in visitor.page.forms if "/feit/melden" in form.action)
    visitor.post(form.action, form.fields, ("doe", "neem_over"))
    assert "Overgenomen." in visitor.page.text
    assert "Feit veranderd" not in visitor.page.text
    assert visitor.file(edit)["antwoorden"]["melden"]["waarde"] == "goed"
    assert visitor.file(edit)["antwoorden"]["melden"]["bron"] == "Rapport over melden"


def test_ones_own_answer_may_stay_until_the_next_change(
    curator: Visitor, visitor: Visitor, edit: str
) -> None:
    confirm(visitor, edit)
    publish(curator)
    visitor.get(f"{edit}/advies")
    form = next(form for form in visitor.page.forms if "/feit/melden" in form.action)
    visitor.post(form.action, {**form.fields, "stand": "oud"}, ("doe", "blijft"))
    assert "intussen weer veranderd" in visitor.page.text
    visitor.post(form.action, form.fields, ("doe", "blijft"))
    assert "Feit veranderd" not in visitor.page.text
    assert visitor.file(edit)["antwoorden"]["melden"]["waarde"] == "moeizaam"
    visitor.post(form.action, form.fields, ("doe", "iets"))
    assert visitor.status == 422
    visitor.get(f"{edit}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    publish(curator, waarde="moeizaam", titel="Weer een rapport")
    visitor.get(f"{read}/advies")
    assert "Feit veranderd" not in visitor.page.text, "it says again what was confirmed"


def test_the_same_fact_with_a_new_date_is_no_change_for_who_disagreed(
    curator: Visitor, visitor: Visitor, edit: str
) -> None:
    confirm(visitor, edit, **{"f-melden": "klopt_niet", "v-melden": "goed", "n-melden": "Het ging snel."})
    publish(curator, waarde="moeizaam")
    visitor.get(f"{edit}/advies")
    assert "Feit veranderd" not in visitor.page.text


def test_an_expired_fact_is_told_here_and_to_the_curator(
    app: Flask, curator: Visitor, visitor: Visitor, edit: str
) -> None:
    old = CuratedFactRecord(
        "platform/x", "melden", "moeizaam", "Oud", date(2025, 1, 1), date(2026, 1, 1), "Anna"
    )
    with app.test_request_context():
        common.repository().shared.facts.publish(old, common.now())
    visitor.get(f"{edit}/feiten")
    assert "verlopen, kijk na" in visitor.page.text
    assert "Wat verlopen is, kijkt u een voor een na." in visitor.page.text
    group = next(b for b in visitor.main_form().buttons if b[1].startswith("klopt:"))
    for button in [b for b in visitor.main_form().buttons if b[1].startswith("klopt:")]:
        visitor.submit({}, button)
    assert group
    assert "melden" not in visitor.file(edit)["antwoorden"], "who confirms all at once did not look at it"
    visitor.get(f"{edit}/advies")
    assert "gold tot en met 1 januari 2026" in visitor.page.text
    curator.get("/curator")
    assert "1 verlopen feit" in curator.page.text
    form = next(form for form in visitor.page.forms if "/feit/melden" in form.action)
    visitor.post(form.action, form.fields, ("doe", "neem_over"))
    assert visitor.file(edit)["antwoorden"]["melden"]["waarde"] == "moeizaam"
    assert "gold tot en met" not in visitor.page.text


def test_a_receipt_holds_the_curated_facts_and_is_computed_again(
    app: Flask, curator: Visitor, visitor: Visitor, edit: str
) -> None:
    publish(curator)
    with app.test_request_context():
        weighing = common.open_to_edit(edit.rpartition("/")[2]).weighing
        receipt = make_receipt(weighing.topic.engine, weighing.answers, weighing.today, "platform/x")
        row = receipt["antwoorden"]["melden"]
        assert (row["waarde"], row["bron"], row["peildatum"]) == ("goed", "Rapport over melden", "2026-11-20")
        assert receipt["inhoud"]["hash"] == weighing.topic.version_hash
        content = common.parts().contents.current().content
        read = read_receipt(json.dumps(receipt).encode(), "kwitantie.json")
        found = replay(content, read, weighing.topic.engine)
    assert found.differs == ()


# --- disagreements --------------------------------------------------------------------------------------


def test_who_disagrees_gets_an_answer_at_that_fact(curator: Visitor, visitor: Visitor, edit: str) -> None:
    why = {"f-melden": "klopt_niet", "v-melden": "goed", "n-melden": f"Het ging snel. {HOSTILE}"}
    confirm(visitor, edit, **why)
    assert "Uw melding ligt bij de curator" in visitor.page.text
    curator.get("/curator/meldingen")
    assert "1 organisatie zegt iets anders" in curator.page.text
    assert "Het ging snel." in curator.page.text
    assert "<script>alert" not in curator.response.text
    curator.submit({"antwoord": ""})
    assert curator.status == 422
    curator.submit({"antwoord": "Dank, wij keken het na."})
    assert "Het antwoord staat bij 1 melding." in curator.page.text
    visitor.get(f"{edit}/feiten")
    assert "Antwoord van de curator op uw melding" in visitor.page.text
    assert "Dank, wij keken het na." in visitor.page.text
    confirm(visitor, edit)
    curator.get("/curator/meldingen")
    assert "Er zijn geen meldingen." in curator.page.text


def test_agreeing_after_all_takes_the_disagreement_back(
    curator: Visitor, visitor: Visitor, edit: str
) -> None:
    why = {"f-melden": "klopt_niet", "v-melden": "goed", "n-melden": "Het ging snel."}
    confirm(visitor, edit, **why)
    curator.get("/curator/meldingen")
    assert "1 organisatie" in curator.page.text
    assert visitor.save_one(edit, "melden", {"f-melden": "klopt", "z-melden": stamp_of(visitor, edit)})[
        "opgeslagen"
    ]
    curator.get("/curator/meldingen")
    assert "Er zijn geen meldingen." in curator.page.text


def stamp_of(visitor: Visitor, edit: str) -> str:
    visitor.get(f"{edit}/feiten")
    return visitor.main_form().fields["z-melden"][0]


def test_organisations_are_counted_not_assessments(
    app: Flask, curator: Visitor, visitor: Visitor, edit: str
) -> None:
    why = {"f-melden": "klopt_niet", "v-melden": "goed", "n-melden": "Het ging snel."}
    confirm(visitor, edit, **why)
    second = visitor.begin()
    visitor.answer(second, 1, FIRST)
    confirm(visitor, second, **why)
    other = Visitor(app.test_client())
    third = other.begin()
    confirm(other, third, **why)
    curator.get("/curator/meldingen")
    assert "2 organisaties zeggen iets anders: 2× " in curator.page.text
