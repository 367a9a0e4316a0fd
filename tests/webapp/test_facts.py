"""The page to confirm: klopt, klopt niet, weten we nog niet, and confirming a group at once."""

from __future__ import annotations

from tests.webapp.pages import Visitor


def confirm_groups(visitor: Visitor, edit: str) -> int:
    """Press 'Alles klopt wat hier staat' until there is none left; say how often."""
    for times in range(30):
        visitor.get(f"{edit}/feiten")
        waiting = [value for name, value in visitor.main_form().buttons if value.startswith("klopt:")]
        if not waiting:
            return times
        visitor.submit({}, ("naar", waiting[0]))
    raise AssertionError("there is always another group")


def test_deciding_facts_come_first_with_source_and_date(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/feiten")
    assert "Eerst deze: zij bepalen het advies" in page.text
    assert next(key for key in page.ids if key.startswith("vraag-")) == "vraag-handhaving"
    assert page.ids.index("vraag-sturing_debat") < page.ids.index("vraag-uitleg_tijdlijn")
    assert "Er is een definitief besluit van overtreding, niet aantoonbaar hersteld" in page.text
    assert "Europese Commissie, besluit over X, 5 december 2025" in page.text
    assert "stand van 1 juni 2026" in page.text


def test_nothing_is_confirmed_by_saving_an_untouched_page(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    visitor.submit({}, ("naar", "verder"))
    assert visitor.url == f"{edit}/advies"
    assert set(visitor.file(edit)["antwoorden"]) == {"account", "bereik", "alternatief"}
    assert len(visitor.advice(edit)["voorlopig"]) == 9


def test_confirming_the_first_group_makes_the_advice_firm(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    visitor.submit({}, ("naar", "klopt:0"))
    assert visitor.advice(edit)["voorlopig"] == []
    page = visitor.get(f"{edit}/advies")
    assert "Dit advies staat vast" in page.text
    assert visitor.file(edit)["antwoorden"]["handhaving"]["bevestigd"] is True


def test_one_button_leaves_what_somebody_decided(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    visitor.submit({"f-handhaving": "onbekend", "w-handhaving": "jurist"}, ("naar", "klopt:0"))
    stored = visitor.file(edit)["antwoorden"]["handhaving"]
    assert (stored["staat"], stored["wie"]) == ("onbekend", "jurist")
    visitor.get(f"{edit}/feiten")
    assert visitor.main_form().fields["f-handhaving"] == ["onbekend"]


def test_disagreeing_needs_another_answer_and_a_reason(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    page = visitor.submit({"f-handhaving": "klopt_niet"}, ("naar", "hier"))
    assert visitor.status == 422
    assert "Kies het antwoord dat wel klopt." in page.text
    page = visitor.submit({"f-handhaving": "klopt_niet", "v-handhaving": "geen_procedure"}, ("naar", "hier"))
    assert "Schrijf erbij waarom het anders is." in page.text
    visitor.submit(
        {
            "f-handhaving": "klopt_niet",
            "v-handhaving": "geen_procedure",
            "n-handhaving": "Vernietigd door de rechter",
        },
        ("naar", "hier"),
    )
    assert visitor.status == 200
    stored = visitor.file(edit)["antwoorden"]["handhaving"]
    assert (stored["waarde"], stored["notitie"]) == ("geen_procedure", "Vernietigd door de rechter")
    assert "handhaving" not in visitor.advice(edit)["voorlopig"]


def test_all_facts_can_be_confirmed_group_by_group(visitor: Visitor, edit: str) -> None:
    assert 2 <= confirm_groups(visitor, edit) <= 13
    page = visitor.get(f"{edit}/feiten")
    assert "te bevestigen" not in page.text
    assert len(visitor.file(edit)["antwoorden"]) == 3 + 23


def test_a_group_that_does_not_exist_confirms_nothing(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    for target in ("klopt:99", "klopt:-1", "klopt:x", "klopt:" + "9" * 60):
        visitor.submit({}, ("naar", target))
        assert visitor.status == 200
    assert len(visitor.file(edit)["antwoorden"]) == 3


def test_hostile_values(visitor: Visitor, edit: str) -> None:
    for fields in (
        {"f-handhaving": "altijd"},
        {"f-handhaving": "klopt_niet", "v-handhaving": "verzonnen", "n-handhaving": "x"},
        {"f-handhaving": "klopt", "n-handhaving": "x" * 3000},
    ):
        visitor.get(f"{edit}/feiten")
        visitor.submit(fields, ("naar", "hier"))
        assert visitor.status == 422
    assert len(visitor.file(edit)["antwoorden"]) == 3


def test_confirming_at_once_with_script(visitor: Visitor, edit: str) -> None:
    reply = visitor.save_one(edit, "handhaving", {"f-handhaving": "klopt", "z-handhaving": "0."})
    assert reply["opgeslagen"] is True
    reply = visitor.save_one(
        edit, "handhaving", {"f-handhaving": "klopt_niet", "z-handhaving": reply["stempel"]}
    )
    assert reply["opgeslagen"] is False
    assert reply["nodig"] == "Kies het antwoord dat wel klopt."
    assert visitor.file(edit)["antwoorden"]["handhaving"]["waarde"] == "besluit"


def test_two_tabs_on_a_fact(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/feiten")
    old = visitor.main_form().fields
    visitor.submit({"f-handhaving": "klopt"}, ("naar", "hier"))
    page = visitor.post(f"{edit}/feiten", {**old, "f-handhaving": "onbekend"}, ("naar", "hier"))
    assert visitor.status == 409
    assert "Iemand anders heeft dit ondertussen veranderd." in page.text


def test_an_empty_profile_says_what_it_costs_and_starts_empty(visitor: Visitor) -> None:
    page = visitor.get("/begin/sociale-media")
    assert "Voor het hele advies zoekt u 23 feiten op: samen ongeveer 2 uur." in page.text
    edit = visitor.begin("anders", "Dorpsplein")
    page = visitor.get(f"{edit}/feiten")
    assert "Van Dorpsplein hebben wij nog geen feiten." in page.text
    visitor.submit({"v-handhaving": "besluit", "b-handhaving": "Persbericht"}, ("naar", "hier"))
    assert visitor.file(edit)["antwoorden"]["handhaving"]["bron"] == "Persbericht"


def test_choosing_a_subject_badly(visitor: Visitor) -> None:
    for subject, name, message in (
        ("", "", "Kies een platform, of vul zelf een naam in."),
        ("platform/bestaat-niet", "", "Dit platform kennen wij niet."),
        ("anders", "   ", "Kies een platform, of vul zelf een naam in."),
        ("anders", "x" * 81, "Deze naam is te lang. Er passen 80 tekens."),
    ):
        visitor.get("/begin/sociale-media")
        page = visitor.submit({"onderwerp": subject, "naam": name})
        assert visitor.status == 422
        assert message in page.text


def test_a_typed_name_of_a_known_subject_gets_its_profile(visitor: Visitor) -> None:
    edit = visitor.begin("anders", " linkedin ")
    assert visitor.file(edit)["onderwerp"] == "platform/linkedin"
