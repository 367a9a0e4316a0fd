"""The case library: shared by choice, read twice, found again, hidden with a reason, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.curating import KEY
from tests.webapp.pages import Visitor
from webapp.services.case_library import TEXTS, warnings

WRITTEN = {
    "titel": "Voorbeeld: nieuws over werk aan de weg",
    "casus": "Voorbeeldtekst. Wij plaatsen nieuws.",
    "waarden": "Bereik tegenover autonomie.",
    "afweging": "Voorbeeld van een afweging.",
    "minderheid": "Een lid wilde meteen stoppen.",
    "besluit": "Wij bouwen af.",
    "geleerd": "Begin met de eigen website.",
    "wie": "anoniem",
    "gelezen": "ja",
}
HOSTILE = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application with a curator and a name."""
    return make_app(curator_sleutel=KEY, organisatie="Gemeente Voorbeeld")


def share(visitor: Visitor, edit: str, **changes: object) -> None:
    visitor.get(f"{edit}/casus")
    visitor.submit({**WRITTEN, **changes})


def another(app: Flask) -> tuple[Visitor, str]:
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    return visitor, edit


def test_the_form_holds_what_people_wrote_and_what_was_worked_out(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Wij telden dit in mei."}, ("naar", "hier"))
    visitor.get(f"{edit}/gesprek")
    form = visitor.main_form()
    point = next(name for name in form.names if name.startswith("oordeel-")).removeprefix("oordeel-")
    visitor.submit({f"oordeel-{point}": "niet_eens", f"opmerking-{point}": "Dit weegt zwaarder."})
    visitor.get(f"{edit}/casus")
    fields = visitor.main_form().fields
    assert "Wij wogen X" in fields["casus"][0]
    assert "Wij telden dit in mei." in fields["afweging"][0]
    assert "Dit weegt zwaarder." in fields["minderheid"][0]
    assert fields["besluit"][0].startswith("Het advies was: ")
    assert fields["geleerd"] == [""]
    assert fields["naam"] == ["Gemeente Voorbeeld"]
    assert "wie" not in fields, "nobody chose for them"
    assert "gelezen" not in fields


def test_a_case_is_shared_found_changed_and_taken_back(app: Flask, visitor: Visitor, edit: str) -> None:
    share(visitor, edit, waarde=["autonomie"])
    assert visitor.url.startswith("/casussen/"), visitor.page.text
    address = visitor.url
    other = Visitor(app.test_client())
    other.get("/casussen?zoek=werk+weg&vragenlijst=sociale-media")
    assert WRITTEN["titel"] in other.page.text
    assert "Zonder naam" in other.page.text
    other.get("/casussen?zoek=bestaatniet")
    assert "Niets gevonden." in other.page.text
    other.get(address)
    for field in ("casus", "afweging", "minderheid", "besluit", "geleerd"):
        assert WRITTEN[field] in other.page.text
    assert "Gemeente Voorbeeld" not in other.page.text.replace("Basislijn Gemeente Voorbeeld", "")
    assert "/w/" not in other.response.text, "a case gives no way to the assessment"
    share(visitor, edit, wie="naam", titel="Voorbeeld, beter")
    other.get(address)
    assert "Gedeeld door Gemeente Voorbeeld" in other.page.text
    visitor.get(f"{edit}/casus")
    form = next(form for form in visitor.page.forms if form.action.endswith("/intrekken"))
    visitor.post(form.action, form.fields)
    assert "De casus is weggehaald." in visitor.page.text
    other.get(address)
    assert other.status == 404


def test_deleting_the_assessment_takes_the_case_back(visitor: Visitor, edit: str) -> None:
    share(visitor, edit)
    address = visitor.url
    visitor.get(f"{edit}/verwijder")
    assert "Ook die verdwijnt." in visitor.page.text
    visitor.submit({})
    visitor.get(address)
    assert visitor.status == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titel": ""}, "Geef de casus een titel"),
        ({"titel": "x" * 121}, "Deze titel is te lang"),
        ({"casus": ""}, "wat er speelde"),
        ({"besluit": ""}, "Schrijf op wat u besloot"),
        ({"geleerd": "x" * 4001}, "Deze tekst is te lang: 4001 tekens"),
        ({"wie": ""}, "Kies of de naam"),
        ({"wie": "naam", "naam": ""}, "Vul de naam van uw organisatie in"),
        ({"gelezen": ""}, "Lees de teksten nog een keer door"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    visitor: Visitor, edit: str, changes: dict[str, str], said: str
) -> None:
    share(visitor, edit, **changes)
    assert visitor.status == 422
    assert visitor.page.title.startswith("Fout: ")
    assert said in visitor.page.text
    fields = visitor.main_form().fields
    for field in TEXTS:
        assert fields[field] == [{**WRITTEN, **changes}[field]]
    visitor.get("/casussen")
    assert "Er is nog geen casus gedeeld." in visitor.page.text


def test_what_points_to_a_person_has_to_be_looked_at(visitor: Visitor, edit: str) -> None:
    text = "Mevrouw Anna de Wit (anna@voorbeeld.nl, 06-12345678) van gemeente Voorbeeld zei nee."
    share(visitor, edit, minderheid=text)
    assert visitor.status == 422
    for what in ("een naam", "een e-mailadres", "een telefoonnummer", "de naam van uw organisatie"):
        assert f"lijkt op {what}" in visitor.page.text
    visitor.submit({"minderheid": text + " Bel wethouder Jansen.", "gelezen": "ja"})
    assert visitor.status == 422, "something new has to be looked at again"
    visitor.submit({"gelezen": "ja"})
    assert visitor.status == 200


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("bel 020 123 45 67", "een telefoonnummer"),
        ("+31 6 12 34 56 78", "een telefoonnummer"),
        ("bsn 123456789", "een nummer dat een burgerservicenummer kan zijn"),
        ("1234 AB", "een postcode"),
        ("de heer Van der Berg", "een naam"),
        ("in gemeente Den Voorbeeld", "een gemeente"),
        ("bij Voorbeeldstad", "de naam van uw organisatie"),
    ],
)
def test_every_kind_of_trace_is_seen(text: str, what: str) -> None:
    assert what in [item.what for item in warnings({"casus": text}, "Voorbeeldstad", anonymous=True)]


@pytest.mark.parametrize("text", ["In 2026 kostte dit 120.000 euro.", "Artikel 16, lid 2", "de gemeente wil"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert warnings({"casus": text}, "Voorbeeldstad", anonymous=True) == []


def test_hostile_text_stays_text(visitor: Visitor, edit: str) -> None:
    share(visitor, edit, titel=HOSTILE, casus=HOSTILE)
    for address in (visitor.url, visitor.url + "/forum", "/casussen?zoek=%3Cscript%3Ealert"):
        visitor.get(address)
        assert visitor.status == 200
        assert "<script>alert" not in visitor.response.text
        assert "{{7*7}}" in visitor.page.text


def test_a_case_stands_beside_an_assessment_that_looks_like_it(
    app: Flask, visitor: Visitor, edit: str
) -> None:
    share(visitor, edit)
    visitor.get(f"{edit}/advies")
    assert "lijkt voor" not in visitor.page.text, "its own case does not count"
    other, there = another(app)
    other.get(f"{there}/advies")
    assert "lijkt voor 100% hierop · zelfde onderwerp" in other.page.text
    assert "Zelfde antwoord op" in other.page.text
    elsewhere = other.begin("platform/mastodon")
    other.answer(elsewhere, 1, {"account": "nieuw", "bereik": "aantoonbaar", "alternatief": "nee"})
    other.get(f"{elsewhere}/advies")
    assert "Er is nog geen casus die hierop lijkt" in other.page.text


def test_the_text_for_the_forum_can_be_copied(visitor: Visitor, edit: str) -> None:
    share(visitor, edit)
    visitor.get(f"{visitor.url}/forum")
    for text in (
        WRITTEN["titel"],
        WRITTEN["besluit"],
        "Wat wij leerden",
        "een organisatie die haar naam niet",
    ):
        assert text in visitor.page.text


def test_the_curator_hides_a_case_with_a_reason(curator: Visitor, visitor: Visitor, edit: str) -> None:
    share(visitor, edit)
    address = visitor.url
    curator.get("/curator/casussen")
    curator.submit({"reden": ""}, ("doe", "verberg"))
    assert (curator.status, curator.page.title.startswith("Fout: ")) == (422, True)
    curator.submit({"reden": "Er staat een naam in."}, ("doe", "verberg"))
    visitor.get(address)
    assert visitor.status == 404
    visitor.get(f"{edit}/casus")
    assert "Reden: Er staat een naam in." in visitor.page.text
    visitor.submit({"gelezen": "ja"})
    assert "blijft verborgen" in visitor.page.text
    curator.get(address)
    assert "Alleen de curator ziet hem nog." in curator.page.text
    curator.get("/curator/casussen")
    curator.submit({}, ("doe", "toon"))
    visitor.get(address)
    assert visitor.status == 200


def test_many_cases_come_in_pages(app: Flask, visitor: Visitor) -> None:
    for number in range(22):
        edit = visitor.begin()
        share(visitor, edit, titel=f"Voorbeeld {number}")
    visitor.get("/casussen?pagina=x")
    assert "22 casussen, bladzijde 1 van 2." in visitor.page.text
    visitor.get("/casussen?pagina=2")
    assert "Voorbeeld 0" in visitor.page.text
