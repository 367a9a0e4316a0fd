"""Filling in: pages, one answer at a time, what no longer counts, two tabs, and taking over."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Visitor


def test_first_advice_appears_after_three_answers(visitor: Visitor) -> None:
    edit = visitor.begin()
    page = visitor.answer(edit, 1, FIRST)
    assert visitor.url == f"{edit}/advies"
    assert "Uitfaseren, binnen 12 maanden" in page.text
    assert "Dit advies is voorlopig" in page.text


def test_missing_answer_is_asked_for_and_the_others_are_kept(visitor: Visitor) -> None:
    edit = visitor.begin()
    page = visitor.answer(edit, 1, {"account": "bestaand"})
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")
    assert "Kies een antwoord, of kies ‘Dat weten we nog niet’." in page.text
    assert "#vraag-bereik" in page.links
    assert visitor.file(edit)["antwoorden"]["account"]["waarde"] == "bestaand"


def test_going_back_never_asks_for_more(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 2, {"betaald": "nee"}, "terug")
    assert visitor.url == f"{edit}/vragen/1"
    assert visitor.file(edit)["antwoorden"]["betaald"]["waarde"] == "nee"


def test_a_new_question_on_the_same_page_is_shown_before_going_on(visitor: Visitor, edit: str) -> None:
    answers = {"betaald": "platform_kiest", "formele_berichten": "nee", "volgen_personen": "nee"}
    page = visitor.answer(edit, 2, answers)
    assert visitor.url == f"{edit}/vragen/2"
    assert "er een vraag bij gekomen" in page.text
    assert "v-uitgaven_bekend" in visitor.main_form().names


def test_hidden_answers_are_named_kept_and_can_come_back(visitor: Visitor, edit: str) -> None:
    answers = {"betaald": "platform_kiest", "formele_berichten": "nee", "volgen_personen": "nee"}
    visitor.answer(edit, 2, answers)
    visitor.answer(edit, 2, {"uitgaven_bekend": "ja"})
    page = visitor.answer(edit, 2, {"betaald": "nee"})
    assert "telt nu niet meer mee" in page.text
    assert "GE6a" in page.text
    assert visitor.file(edit)["antwoorden"]["uitgaven_bekend"]["waarde"] == "ja"
    undo = next(form for form in page.forms if "/ongedaan/" in form.action)
    page = visitor.post(undo.action, dict(undo.fields))
    assert "Uw vorige antwoord staat er weer." in page.text
    assert visitor.file(edit)["antwoorden"]["betaald"]["waarde"] == "platform_kiest"


def test_unknown_asks_who_can_know_and_feeds_the_list(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/3")
    visitor.submit({"v-dpia": "!onbekend", "w-dpia": "ciso"}, ("naar", "hier"))
    page = visitor.get(f"{edit}/wie")
    text = page.text[page.text.index("Informatiebeveiliging (CISO)") :]
    assert "Zijn de privacyrisico's onderzocht en de afspraken vastgelegd?" in text.replace("’", "'")
    assert "Beste collega" in text


def test_note_and_source_are_kept_with_the_answer(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit(
        {"n-bereik": "Gemeten in <b>mei</b>", "b-bereik": "Bewonersonderzoek", "d-bereik": "2026-05-01"},
        ("naar", "hier"),
    )
    stored = visitor.file(edit)["antwoorden"]["bereik"]
    assert (stored["notitie"], stored["bron"], stored["peildatum"]) == (
        "Gemeten in <b>mei</b>",
        "Bewonersonderzoek",
        "2026-05-01",
    )
    visitor.get(f"{edit}/advies")
    assert "<b>mei</b>" not in visitor.response.text
    assert "Gemeten in &lt;b&gt;mei&lt;/b&gt;" in visitor.response.text


def test_one_answer_at_a_time_says_what_changed(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/2")
    reply = visitor.save_one(
        edit, "betaald", {"v-betaald": "platform_kiest", "z-betaald": "0.", "aanwezig": "betaald"}
    )
    assert reply["opgeslagen"] is True
    assert reply["tekst"].startswith("Opgeslagen ")
    assert "uitgaven_bekend" in reply["volgorde"]
    assert "v-uitgaven_bekend" in reply["nieuw"]["uitgaven_bekend"]
    assert "Advies tot nu toe" in reply["paneel"]
    visitor.get(f"{edit}/vragen/2")
    visitor.save_one(edit, "uitgaven_bekend", {"v-uitgaven_bekend": "nee", "z-uitgaven_bekend": "0."})
    reply = visitor.save_one(edit, "betaald", {"v-betaald": "nee", "z-betaald": reply["stempel"]})
    assert "uitgaven_bekend" not in reply["volgorde"]
    assert "telt nu niet meer mee" in reply["melding"]


def test_two_tabs_lose_nothing(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    old = visitor.main_form().fields
    visitor.submit({"v-bereik": "aantoonbaar"}, ("naar", "hier"))
    page = visitor.post(f"{edit}/vragen/1", {**old, "v-bereik": "aannemelijk"}, ("naar", "verder"))
    assert visitor.status == 409
    assert "Iemand anders heeft dit ondertussen veranderd." in page.text
    assert "Ja, met cijfers" in page.text
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aantoonbaar"
    mine = next(
        button for button in visitor.main_form().buttons if button[0] == "k-bereik" and button[1] != "hun"
    )
    visitor.submit({}, mine)
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aannemelijk"


def test_two_tabs_keeping_theirs(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    old = visitor.main_form().fields
    visitor.submit({"v-bereik": "aantoonbaar"}, ("naar", "hier"))
    visitor.post(f"{edit}/vragen/1", {**old, "v-bereik": "aannemelijk"}, ("naar", "verder"))
    visitor.submit({}, ("k-bereik", "hun"))
    assert visitor.status == 200
    assert visitor.file(edit)["antwoorden"]["bereik"]["waarde"] == "aantoonbaar"


def test_a_stale_tab_that_changed_nothing_overwrites_nothing(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    old = visitor.main_form().fields
    visitor.submit({"v-bereik": "aantoonbaar"}, ("naar", "hier"))
    visitor.post(f"{edit}/vragen/1", {**old, "v-account": "nieuw"}, ("naar", "hier"))
    assert visitor.status == 200
    stored = visitor.file(edit)["antwoorden"]
    assert (stored["bereik"]["waarde"], stored["account"]["waarde"]) == ("aantoonbaar", "nieuw")


def test_two_tabs_with_script_get_the_question_back(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    stamp = visitor.main_form().fields["z-bereik"][0]
    visitor.save_one(edit, "bereik", {"v-bereik": "aantoonbaar", "z-bereik": stamp})
    visitor.get(f"{edit}/vragen/1")
    reply = visitor.save_one(edit, "bereik", {"v-bereik": "aannemelijk", "z-bereik": stamp})
    assert reply["opgeslagen"] is False
    assert "Iemand anders heeft dit ondertussen veranderd." in reply["vraag"]
    assert "Kies welk antwoord blijft staan" in reply["nodig"]


def test_organisation_answers_are_taken_over_and_count(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 2, {"betaald": "nee", "formele_berichten": "nee", "volgen_personen": "trends"})
    second = visitor.begin("platform/linkedin")
    page = visitor.get(f"{second}/vragen/2")
    assert page.text.count("Overgenomen: dit antwoord gaf u al eerder.") == 2
    assert visitor.main_form().fields["v-volgen_personen"] == ["trends"]
    visitor.answer(second, 2, {"betaald": "nee"})
    assert visitor.url == f"{second}/vragen/3"
    visitor.answer(second, 2, {"volgen_personen": "nee"})
    assert visitor.file(second)["antwoorden"]["volgen_personen"]["overgenomen"] is False
    assert visitor.file(edit)["antwoorden"]["volgen_personen"]["waarde"] == "trends"


def test_another_team_gets_nothing(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 2, {"betaald": "nee", "formele_berichten": "nee", "volgen_personen": "trends"})
    other = Visitor(app.test_client())
    second = other.begin("platform/linkedin")
    assert "Overgenomen" not in other.get(f"{second}/vragen/2").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"v-bereik": "bestaat_niet"}, "Dit antwoord staat niet bij de vraag"),
        ({"v-bereik": ["nee", "ja"]}, ""),
        ({"n-bereik": "x" * 2001}, "Deze tekst is te lang: 2001 tekens."),
        ({"b-bereik": "x" * 501}, "Deze tekst is te lang"),
        ({"d-bereik": "32-13-2026"}, "Vul een datum in"),
        ({"w-bereik": "niemand"}, "Dit antwoord staat niet bij de vraag"),
        ({"z-bereik": "x" * 200}, "te lang"),
        ({"t-bereik": "iets"}, ""),
        ({"v-bereik": "\x00<script>alert(1)</script>"}, "Dit antwoord staat niet bij de vraag"),
        ({"v-bestaat_niet": "ja", "v-__class__": "x", "csrf": "y"}, ""),
        ({"z-bereik": "-1.zz"}, ""),
        ({"z-bereik": "9" * 30}, ""),
        ({"naar": "opmerking:../../etc"}, ""),
        ({"k-bereik": "anders"}, ""),
    ],
)
def test_hostile_fields(visitor: Visitor, edit: str, fields: dict[str, object], message: str) -> None:
    before = visitor.file(edit)["antwoorden"]["account"]
    visitor.get(f"{edit}/vragen/1")
    page = visitor.submit({"naar": "verder", **fields})
    assert visitor.status in (200, 409, 422)
    if message:
        assert visitor.status == 422
        assert message in page.text
    assert "<script>alert" not in visitor.response.text
    assert visitor.file(edit)["antwoorden"]["account"] == before


def test_control_characters_are_taken_out_of_texts(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "a\x00b\x1b[31m\r\nc\u202e"}, ("naar", "hier"))
    assert visitor.file(edit)["antwoorden"]["bereik"]["notitie"] == "ab[31m\nc"


def test_multiple_choice_none_is_an_answer_and_excludes_the_rest(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/5")
    page = visitor.submit({"v-doel": ["informeren", "!geen"]}, ("naar", "hier"))
    assert visitor.status == 422
    assert "Kies een van beide." in page.text
    visitor.get(f"{edit}/vragen/5")
    visitor.submit({"v-doel": ["!geen"]}, ("naar", "hier"))
    assert visitor.file(edit)["antwoorden"]["doel"]["waarde"] == []
    visitor.get(f"{edit}/vragen/5")
    assert visitor.main_form().fields["v-doel"] == ["!geen"]


@pytest.mark.parametrize("path", ["vragen/0", "vragen/99", "vragen/7", "antwoord/bestaatniet"])
def test_pages_that_do_not_exist(visitor: Visitor, edit: str, path: str) -> None:
    visitor.get(f"{edit}/{path}")
    assert visitor.status in (404, 405)


def test_remark_on_a_question_is_kept_and_saves_the_page_too(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/2")
    page = visitor.submit(
        {"v-betaald": "nee", "t-betaald": "onduidelijk", "o-betaald": "Wat is betaald?"},
        ("naar", "opmerking:betaald"),
    )
    assert "Dank u wel" in page.text
    assert visitor.file(edit)["antwoorden"]["betaald"]["waarde"] == "nee"
    (remark,) = app.extensions["basislijn"].repository.feedback()
    assert (remark.question, remark.kind, remark.text) == ("betaald", "onduidelijk", "Wat is betaald?")
