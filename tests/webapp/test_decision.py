"""'Besluit': pas toe of leg uit; an explanation never changes the advice, and nothing typed gets lost."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.conftest import TODAY
from tests.webapp.pages import Page, Visitor
from tests.webapp.test_advice import read_only
from webapp.storage.decision_records import DecisionRecord

SAVED = "Uw besluiten zijn opgeslagen."


def items(visitor: Visitor, edit: str) -> list[str]:
    """Everything that the page asks a decision about."""
    visitor.get(f"{edit}/besluit")
    return [name[2:] for name in visitor.main_form().names if name.startswith("z-")]


def decide(visitor: Visitor, edit: str, **values: str) -> Page:
    """Fill in fields of the advice (``c`` is ``c-advies``) and save."""
    visitor.get(f"{edit}/besluit")
    return visitor.submit({f"{key}-advies": value for key, value in values.items()})


def decide_all(visitor: Visitor, edit: str, who: str = "Het college") -> Page:
    """Follow everything that can be followed, and explain the rest."""
    visitor.get(f"{edit}/besluit")
    page = visitor.response.text if visitor.response else ""
    values: dict[str, object] = {}
    for item in items(visitor, edit):
        follow = f'id="c-{item}-gevolgd"' in page
        values |= {f"c-{item}": "gevolgd" if follow else "uitgelegd", f"w-{item}": who}
        values |= {} if follow else {f"r-{item}": "Wij doen dit omdat inwoners ons hier zoeken."}
    return visitor.submit(values)


def test_there_is_a_row_for_the_advice_and_for_every_missed_floor(visitor: Visitor, edit: str) -> None:
    advice = visitor.advice(edit)
    missed = [key for key, row in advice["beginselen"].items() if row["gemist"] == "ja"]
    assert missed
    found = items(visitor, edit)
    assert "advies" in found
    assert {key for key in found if key.startswith("grens-")} == {f"grens-{key}" for key in missed}
    assert "We handelen ernaar" in visitor.page.text


def test_a_decision_is_kept_with_its_reason_and_shown_to_readers(visitor: Visitor, edit: str) -> None:
    page = decide(
        visitor, edit, c="uitgelegd", r="Wij bereiken hier jongeren.", w="Directeur", d="2026-11-20"
    )
    assert SAVED in page.text
    read = visitor.get(f"{read_only(visitor, edit)}/besluit").text
    assert "We wijken af, en leggen uit waarom. Wij bereiken hier jongeren." in read
    assert "Directeur, 20 november 2026" in read
    assert "Wij bereiken hier jongeren." in visitor.get(f"{edit}/notitie").text
    assert "Wij bereiken hier jongeren." in visitor.get(f"{edit}/notitie.txt").text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"c": "uitgelegd", "w": "FG"}, "Schrijf op waarom u dit besluit."),
        ({"c": "uitgesteld", "w": "FG", "r": "Later", "h": ""}, "Vul in wanneer u hier opnieuw naar kijkt."),
        ({"c": "uitgesteld", "w": "FG"}, "Schrijf op waarom u later beslist."),
        ({"c": "gevolgd", "w": ""}, "Vul in wie dit besluit."),
        ({"c": "gevolgd", "w": "FG", "d": ""}, "Vul de dag van het besluit in."),
        ({"c": "gevolgd", "w": "FG", "d": "2026-11-24"}, "Deze dag moet nog komen."),
        ({"c": "gevolgd", "w": "FG", "d": "31-02-2026"}, "Vul een datum in, bijvoorbeeld 23-11-2026."),
        ({"c": "gevolgd", "w": "FG", "h": "2026-11-01"}, "Deze dag ligt niet na het besluit."),
        ({"c": "gevolgd", "w": "F" * 81}, "Deze tekst is te lang: 81 tekens."),
        ({"c": "gevolgd", "w": "FG", "r": "x" * 2001}, "Deze tekst is te lang: 2001 tekens."),
        ({"c": "anders", "w": "FG"}, "Kies wat u besluit"),
        ({"c": "", "w": "FG", "r": "Want"}, "Kies wat u besluit"),
        ({"c": "gevolgd", "w": "FG", "h": "1-1-0001"}, "Controleer het jaar."),
    ],
)
def test_what_is_wrong_is_said_and_kept_on_the_page(
    visitor: Visitor, edit: str, values: dict[str, str], message: str
) -> None:
    page = decide(visitor, edit, **values)
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")
    assert message in page.text
    shown = visitor.main_form().fields
    assert shown["w-advies"] == [values["w"]]
    assert shown["r-advies"] == [values.get("r", "")]


def test_the_review_date_is_proposed_from_the_content(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/besluit")
    fields = visitor.main_form().fields
    assert fields["h-advies"][0] > TODAY
    assert fields["d-advies"] == [TODAY]


def test_an_open_advice_cannot_be_followed(visitor: Visitor) -> None:
    edit = visitor.begin("anders", "Zaakherkenner", "ai-verordening")
    page = visitor.get(f"{edit}/besluit")
    assert "Dit advies staat nog open." in page.text
    assert "We volgen het advies" not in page.text
    assert decide(visitor, edit, c="gevolgd", w="FG").title.startswith("Fout: ")


def test_two_windows_choose_what_stays(visitor: Visitor, edit: str, app: Flask) -> None:
    other = Visitor(app.test_client())
    visitor.get(f"{edit}/besluit")
    form = visitor.main_form()
    decide(other, edit, c="gevolgd", w="Directeur")
    page = visitor.post(
        form.action, {**form.fields, "c-advies": "uitgelegd", "r-advies": "Want", "w-advies": "FG"}
    )
    assert visitor.status == 409
    assert "Iemand anders heeft dit ondertussen veranderd." in page.text
    assert "We volgen het advies, Directeur" in page.text
    assert visitor.main_form().fields["r-advies"] == ["Want"]
    stamp = visitor.find(r'id="k-advies-mijn" name="k-advies" value="[^"]+').rpartition('"')[2]
    assert SAVED in visitor.submit({"k-advies": stamp}).text
    assert visitor.file(edit)["besluiten"]["advies"]["reden"] == "Want"


def test_two_windows_theirs_stays(visitor: Visitor, edit: str, app: Flask) -> None:
    other = Visitor(app.test_client())
    visitor.get(f"{edit}/besluit")
    form = visitor.main_form()
    decide(other, edit, c="gevolgd", w="Directeur")
    visitor.post(form.action, {**form.fields, "c-advies": "uitgelegd", "r-advies": "Want", "w-advies": "FG"})
    visitor.submit({"k-advies": "hun"})
    assert visitor.file(edit)["besluiten"]["advies"]["besluit_door"] == "Directeur"


def test_a_changed_advice_warns_until_the_decision_is_confirmed(visitor: Visitor, edit: str) -> None:
    decide(visitor, edit, c="gevolgd", w="Het college")
    visitor.answer(edit, 1, {"account": "nieuw"}, "hier")
    page = visitor.get(f"{edit}/besluit")
    assert "veranderde na dit besluit. Toen:" in page.text
    assert "veranderden na uw besluit" in visitor.get(f"{edit}/advies").text
    visitor.get(f"{edit}/besluit")
    visitor.submit({"b-advies": "ja"})
    assert "veranderde na dit besluit" not in visitor.get(f"{edit}/besluit").text


def test_what_no_longer_applies_stays_until_it_is_emptied(app: Flask, visitor: Visitor, edit: str) -> None:
    store = app.extensions["basislijn"].repository
    record = store.by_edit_token(edit.rpartition("/")[2])
    gone = DecisionRecord("grens-oud", "uitgelegd", "Om iets.", "FG", date(2026, 1, 1))
    store.decisions.save(record.id, [gone], {}, record.updated_at)
    page = visitor.get(f"{edit}/besluit")
    assert "Hoort niet meer bij dit advies" in page.text
    assert "Om iets." in visitor.find(r"Om iets\.")
    visitor.submit({"c-grens-oud": "", "r-grens-oud": ""})
    assert "grens-oud" not in visitor.file(edit)["besluiten"]


def test_an_unknown_item_from_a_form_is_ignored(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/besluit")
    visitor.submit({"z-grens-verzonnen": "0.", "c-grens-verzonnen": "gevolgd", "w-grens-verzonnen": "FG"})
    assert visitor.file(edit)["besluiten"] == {}


def test_the_file_brings_decisions_along(visitor: Visitor, edit: str) -> None:
    decide(visitor, edit, c="uitgesteld", r="Wij wachten.", w="FG", h="2027-01-01")
    text = json.dumps(visitor.file(edit))
    visitor.get("/open")
    form = next(form for form in visitor.page.forms if "bestand" in form.names)
    data = {**form.fields, "bestand": (io.BytesIO(text.encode()), "afweging.json")}
    page = visitor.post("/open", data)
    assert "Ook geopend: 1 besluit." in page.text
    new = visitor.url.removesuffix("/advies")
    assert visitor.file(new)["besluiten"] == json.loads(text)["besluiten"]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"Advies!": {"keuze": "gevolgd"}},
        {"advies": {"keuze": "misschien"}},
        {"advies": {"keuze": "gevolgd", "reden": 3}},
        {"advies": {"keuze": "gevolgd", "op": "gisteren"}},
        {"advies": None},
    ],
)
def test_a_broken_file_is_refused_in_dutch(visitor: Visitor, edit: str, wrong: object) -> None:
    text = json.dumps({**visitor.file(edit), "besluiten": wrong})
    visitor.get("/open")
    form = next(form for form in visitor.page.forms if "bestand" in form.names)
    visitor.post("/open", {**form.fields, "bestand": (io.BytesIO(text.encode()), "afweging.json")})
    assert visitor.status == 422
    assert "besluit" in visitor.page.text


days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
decisions = st.builds(
    DecisionRecord,
    item=st.sampled_from(["advies", "grens-publieke_controle", "grens-privacy", "stop-x", "voorbehoud-y"]),
    choice=st.sampled_from(["gevolgd", "uitgelegd", "uitgesteld"]),
    reason=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
    decider=st.text("abc ", max_size=20),
    decided=days,
    review=days,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(decisions, max_size=5, unique_by=lambda row: row.item))
def test_an_explanation_never_changes_the_advice(
    app: Flask, visitor: Visitor, edit: str, rows: list[DecisionRecord]
) -> None:
    """Whatever was decided: outcome, score, measures and all other data of the advice stay the same."""
    store = app.extensions["basislijn"].repository
    before = visitor.client.get(f"{edit}/advies.json").data
    record = store.by_edit_token(edit.rpartition("/")[2])
    seen = {key: row.version for key, row in store.decisions.of(record.id).items()}
    store.decisions.save(record.id, rows, seen, record.updated_at + timedelta(minutes=1))
    assert visitor.client.get(f"{edit}/advies.json").data == before
