"""Working together without scripts: lists, sections by name, remarks, clashes, and the way back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.pages import Page, Visitor

LIST = "/afwegingen"


def read_link(visitor: Visitor, edit: str) -> str:
    visitor.get(f"{edit}/bewaren")
    return visitor.find(r"/l/[^/\"]+")


# --- sections by name -------------------------------------------------------------------------------


def test_sections_are_given_to_people(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/verdeling")
    page = visitor.submit({"e-2": " Team\tcommunicatie ", "d-2": "2026-12-12", "e-feiten": "FG"})
    assert "De verdeling is opgeslagen." in page.text
    page = visitor.get(f"{edit}/vragen/2")
    assert "Voor: Team communicatie , klaar op 12 december 2026" in page.text
    assert "FG" in page.text
    assert "Voor: FG" in visitor.get(f"{edit}/feiten").text
    page = visitor.get(f"{LIST}?wie=FG")
    assert (
        "Wacht op: FG en Team communicatie" in page.text or "Wacht op: Team communicatie en FG" in page.text
    )


def test_two_people_divide_at_once(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/verdeling")
    old = visitor.main_form().fields
    visitor.submit({"e-2": "FG"})
    page = visitor.post(f"{edit}/verdeling", {**old, "e-2": "Jurist", "e-3": "CISO"})
    assert visitor.status == 409
    assert "Wat er nu staat" in page.text
    assert visitor.main_form().fields["e-2"] == ["Jurist"]
    mine = re.search(r'name="k-2" value="(1\.[^"]+)"', visitor.response.text)
    assert mine
    again = visitor.main_form().fields
    visitor.post(f"{edit}/verdeling", {**again, "k-2": mine[1]})
    fields = (visitor.get(f"{edit}/verdeling"), visitor.main_form().fields)[1]
    assert (fields["e-2"], fields["e-3"]) == (["Jurist"], ["CISO"])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"e-2": "x" * 81}, "Deze naam is te lang"),
        ({"d-2": "31-02-2027"}, "Vul een datum in"),
        ({"d-2": "1026-01-01"}, "Controleer het jaar"),
    ],
)
def test_a_wrong_division_says_what_to_do(
    visitor: Visitor, edit: str, fields: dict[str, object], told: str
) -> None:
    visitor.get(f"{edit}/verdeling")
    page = visitor.submit({"e-3": "FG", **fields})
    assert visitor.status == 422
    assert told in page.text
    assert page.title.startswith("Fout: ")
    assert visitor.main_form().fields["e-3"] == ["FG"]


# --- remarks ----------------------------------------------------------------------------------------


def say(visitor: Visitor, edit: str, text: str, **fields: str) -> Page:
    visitor.get(f"{edit}/opmerkingen?vraag=bereik")
    return visitor.submit({"tekst": text, **fields})


def press(visitor: Visitor, action: str) -> Page:
    form = next(form for form in visitor.page.forms if ("doe", action) in form.buttons)
    return visitor.post(form.action, form.fields, ("doe", action))


def test_a_remark_is_shown_at_the_question_and_dealt_with(visitor: Visitor, edit: str) -> None:
    page = say(visitor, edit, "Klopt dit <b>nog</b>?", naam="FG")
    assert "Klopt dit <b>nog</b>?" in page.text
    assert "<b>nog" not in visitor.response.text
    assert "Opmerkingen voor collega’s (1)" in visitor.get(f"{edit}/vragen/1").text
    page = visitor.get(f"{edit}/opmerkingen")
    assert "FG, " in page.text
    page = press(visitor, "afgehandeld")
    assert "Er staat niets open." in page.text
    page = press(visitor, "heropen")
    assert "Er staat niets open." not in page.text


def test_only_marked_remarks_are_for_who_may_only_read(visitor: Visitor, edit: str) -> None:
    say(visitor, edit, "Onder ons")
    say(visitor, edit, "Voor het dossier", meenemen="ja")
    read = read_link(visitor, edit)
    page = visitor.get(f"{read}/opmerkingen")
    assert "Voor het dossier" in page.text
    assert "Onder ons" not in page.text
    assert page.forms == []
    visitor.get(f"{edit}/opmerkingen")
    press(visitor, "niet_meenemen")
    assert "Voor het dossier" not in visitor.get(f"{read}/opmerkingen").text


def test_a_remark_is_deleted_only_where_it_was_written(app: Flask, visitor: Visitor, edit: str) -> None:
    say(visitor, edit, "Van mij")
    other = Visitor(app.test_client())
    page = other.get(f"{edit}/opmerkingen")
    assert not any(("doe", "verwijder") in form.buttons for form in page.forms)
    form = next(form for form in page.forms if ("doe", "afgehandeld") in form.buttons)
    page = other.post(form.action, form.fields, ("doe", "verwijder"))
    assert "kan alleen in de browser waarin" in page.text
    assert "Van mij" in page.text
    visitor.get(f"{edit}/opmerkingen")
    assert "Van mij" not in press(visitor, "verwijder").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"tekst": "  "}, "Schrijf eerst uw opmerking."),
        ({"tekst": "x" * 2001}, "Deze tekst is te lang: 2001 tekens."),
        ({"naam": "x" * 81}, "Deze tekst is te lang: 81 tekens."),
    ],
)
def test_a_wrong_remark_is_kept_on_the_page(
    visitor: Visitor, edit: str, fields: dict[str, str], told: str
) -> None:
    page = say(visitor, edit, fields.get("tekst", "Mijn tekst"), naam=fields.get("naam", ""))
    assert visitor.status == 422
    assert told in page.text
    assert visitor.main_form().fields["tekst"] == [fields.get("tekst", "Mijn tekst").strip()]


def test_hostile_remarks(visitor: Visitor, edit: str) -> None:
    say(visitor, edit, "Tekst", vraag="bestaat_niet")
    assert visitor.status == 404
    say(visitor, edit, "Tekst")
    form = next(form for form in visitor.page.forms if ("doe", "afgehandeld") in form.buttons)
    visitor.post(form.action, form.fields, ("doe", "iets"))
    assert visitor.status == 400
    other = visitor.begin("platform/mastodon")
    visitor.post(form.action.replace(edit, other), form.fields, ("doe", "afgehandeld"))
    assert "Tekst" in visitor.get(f"{edit}/opmerkingen").text
    assert "Er staat niets open." not in visitor.page.text


# --- beside a question ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "place"),
    [("gesprek", "/opmerkingen"), ("bewijs", "/bewijs"), ("geschiedenis", "/geschiedenis")],
)
def test_the_buttons_beside_a_question_save_first(visitor: Visitor, edit: str, kind: str, place: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    page = visitor.submit({"n-bereik": "Half af"}, ("naar", f"{kind}:bereik"))
    assert visitor.url == edit + place
    assert "Bereikt u hier inwoners" in page.text
    assert visitor.file(edit)["antwoorden"]["bereik"]["notitie"] == "Half af"
    visitor.get(f"{edit}/feiten")
    visitor.submit({}, ("naar", f"{kind}:handhaving"))
    assert visitor.url == edit + place
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({}, ("naar", f"{kind}:../../x"))
    assert visitor.status == 200


# --- clashes and history ----------------------------------------------------------------------------


def clash(visitor: Visitor, edit: str) -> Page:
    """Two tabs that give the same question another answer and note."""
    visitor.get(f"{edit}/vragen/1")
    old = visitor.main_form().fields
    visitor.submit({"v-bereik": "aantoonbaar", "n-bereik": "Hun notitie"}, ("naar", "hier"))
    mine = {**old, "v-bereik": "aannemelijk", "n-bereik": "Mijn notitie", "b-bereik": "Mijn bron"}
    return visitor.post(f"{edit}/vragen/1", mine, ("naar", "verder"))


def button(visitor: Visitor, theirs: bool) -> tuple[str, str]:
    return next(b for b in visitor.main_form().buttons if b[0] == "k-bereik" and (b[1] == "hun") is theirs)


@pytest.mark.parametrize("theirs", [True, False])
def test_whatever_is_chosen_the_other_text_stays_in_the_history(
    visitor: Visitor, edit: str, theirs: bool
) -> None:
    page = clash(visitor, edit)
    assert visitor.status == 409
    for text in ("Hun notitie", "Mijn notitie", "Mijn bron", "Ja, met cijfers", "Waarschijnlijk"):
        assert text in page.text
    visitor.submit({}, button(visitor, theirs))
    assert visitor.status == 200
    note = visitor.file(edit)["antwoorden"]["bereik"]["notitie"]
    assert note == ("Hun notitie" if theirs else "Mijn notitie")
    page = visitor.get(f"{edit}/geschiedenis?vraag=bereik")
    for text in ("Hun notitie", "Mijn notitie", "Mijn bron"):
        assert text in page.text


def test_going_on_without_a_choice_overwrites_nothing(visitor: Visitor, edit: str) -> None:
    clash(visitor, edit)
    for _try in range(2):
        visitor.submit({}, ("naar", "verder"))
        assert visitor.status == 409
        assert visitor.main_form().fields["n-bereik"] == ["Mijn notitie"]
    assert visitor.file(edit)["antwoorden"]["bereik"]["notitie"] == "Hun notitie"


def test_a_fault_elsewhere_does_not_hide_a_clash(visitor: Visitor, edit: str) -> None:
    """A page that comes back for a fault must not take what others saved meanwhile for seen."""
    visitor.get(f"{edit}/vragen/1")
    old = visitor.main_form().fields
    visitor.submit({"v-bereik": "aantoonbaar"}, ("naar", "hier"))
    visitor.post(f"{edit}/vragen/1", {**old, "n-account": "x" * 2001}, ("naar", "verder"))
    assert visitor.status == 422
    visitor.submit({"n-account": "kort"}, ("naar", "hier"))
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aantoonbaar"
    visitor.post(f"{edit}/vragen/1", {**old, "n-bereik": "x" * 2001, "v-bereik": "nee"}, ("naar", "verder"))
    visitor.submit({"n-bereik": "kort"}, ("naar", "hier"))
    assert visitor.status == 409
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aantoonbaar"


def test_a_third_change_during_a_choice_clashes_again(visitor: Visitor, edit: str) -> None:
    clash(visitor, edit)
    waiting, mine = visitor.main_form().fields, button(visitor, False)
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Derde notitie"}, ("naar", "hier"))
    page = visitor.post(f"{edit}/vragen/1", waiting, mine)
    assert visitor.status == 409
    assert "Derde notitie" in page.text


def test_a_version_is_put_back_and_that_is_undone(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 1, {"bereik": "aantoonbaar"}, "hier")
    visitor.get(f"{edit}/geschiedenis")
    page = visitor.get(f"{edit}/geschiedenis?vraag=bereik")
    assert page.text.count("staat er nu") == 1
    form = next(form for form in page.forms if "/geschiedenis/" in form.action)
    page = visitor.post(form.action, form.fields)
    assert "Dit antwoord staat er weer: Nee." in page.text
    assert "Teruggezet" in page.text
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "nee"
    undo = next(form for form in page.forms if "/ongedaan/" in form.action)
    visitor.post(undo.action, undo.fields)
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aantoonbaar"
    assert "Ongedaan gemaakt" in visitor.get(f"{edit}/geschiedenis?vraag=bereik").text


def test_putting_back_over_a_fresh_change_asks_first(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 1, {"bereik": "aantoonbaar"}, "hier")
    page = visitor.get(f"{edit}/geschiedenis?vraag=bereik")
    form = next(form for form in page.forms if "/geschiedenis/" in form.action)
    visitor.answer(edit, 1, {"bereik": "aannemelijk"}, "hier")
    page = visitor.post(form.action, form.fields)
    assert "Iemand anders veranderde dit antwoord net." in page.text
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aannemelijk"


def test_a_version_of_another_assessment_is_not_found(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 1, {"bereik": "aantoonbaar"}, "hier")
    page = visitor.get(f"{edit}/geschiedenis?vraag=bereik")
    form = next(form for form in page.forms if "/geschiedenis/" in form.action)
    other = visitor.begin("platform/mastodon")
    visitor.post(form.action.replace(edit, other), form.fields)
    assert visitor.status == 404
    visitor.get(f"{edit}/geschiedenis?vraag=bestaat_niet")
    assert visitor.status == 404


def test_a_name_stands_with_what_somebody_fills_in(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/geschiedenis")
    assert "‘Anna’" in visitor.submit({"naam": "Anna"}).text
    visitor.answer(edit, 1, {"bereik": "aantoonbaar"}, "hier")
    other = Visitor(app.test_client())
    other.get(f"{edit}/vragen/1")
    old = other.main_form().fields
    visitor.answer(edit, 1, {"bereik": "aannemelijk"}, "hier")
    page = other.post(f"{edit}/vragen/1", {**old, "v-bereik": "nee"}, ("naar", "verder"))
    assert "Anna deed dat om" in page.text
    visitor.get(f"{edit}/geschiedenis")
    visitor.submit({"naam": "x" * 81})
    assert visitor.status == 422


def test_the_pages_are_for_who_may_edit(make_app: Callable[..., Flask], visitor: Visitor, edit: str) -> None:
    read = read_link(visitor, edit)
    for page in ("verdeling", "geschiedenis", "geschiedenis?vraag=bereik"):
        assert visitor.client.get(f"{read}/{page}").status_code == 404
        token = read.rpartition("/")[2]
        assert visitor.client.get(f"/w/{token}/{page}").status_code == 404
