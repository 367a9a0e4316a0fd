"""A plan that municipalities may carry together: what the page says first, and what it leaves out."""

from __future__ import annotations

from tests.webapp.pages import Visitor

SLUG = "collectivisering"


def start(visitor: Visitor, subject: str, name: str = "", **first: str) -> str:
    """Begin, and answer the first section; return the address to edit it."""
    edit = visitor.begin(subject, name, SLUG)
    visitor.answer(edit, 1, dict(first))
    return edit


def test_what_is_open_is_named_briefly_and_what_is_certain_with_its_reason(visitor: Visitor) -> None:
    edit = start(visitor, "opgave/ai", verschil="nee", beleidsvrijheid="nee")
    text = visitor.get(f"{edit}/advies").text
    assert "Met alle overheden (interbestuurlijk) Andere overheden hebben dezelfde taak" in text
    found = text[
        text.index("Financiering: nog uit te werken") : text.index("Implementatie: nog uit te werken")
    ]
    assert "misschien: wat het kost; geld voor meer jaren; hoe u de kosten verdeelt" in found
    assert "De kosten van samen en apart zijn nog niet goed bekend." not in found


def test_doing_it_alone_takes_eight_answers_and_has_no_score(visitor: Visitor) -> None:
    edit = start(visitor, "anders", "Parkeerbeleid", verschil="ja", zelfde_taak="nee", beleidsvrijheid="ja")
    visitor.answer(edit, 2, {"landelijk_vereist": "nee", "buurgemeenten": "nee", "besluit_alv": "nee"})
    visitor.answer(edit, 5, {"standaard": "ja", "software": "werkt"})
    page = visitor.get(f"{edit}/advies")
    assert page.title.startswith("Advies over Parkeerbeleid: zelf doen, met uitleg")
    assert "Leg op papier uit waarom dit niet samen kan." in page.text
    assert "collectief waar het kan, decentraal waar het moet" in page.text
    assert "Splits de opgave." in page.text
    assert "Er is geen score" in page.text
    assert "Wat al is uitgewerkt" not in page.text
    assert "Niets. Alle vragen die meetellen hebben een antwoord." in page.text


def test_an_order_to_work_it_out_is_said_not_to_bind(visitor: Visitor) -> None:
    edit = start(visitor, "opgave/cloud", verschil="nee", beleidsvrijheid="nee")
    text = visitor.get(f"{edit}/advies").text
    assert "Een opdracht tot uitwerking is nog niet bindend." in text
    assert "niet vastgesteld door de VNG" in text
