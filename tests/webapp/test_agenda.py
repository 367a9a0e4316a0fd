"""'Afspraken': what is late and what comes, of the whole werkmap, on one page and as a calendar file."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.test_decision import decide, decide_all
from tests.webapp.test_duties import PLAN, fill
from tests.webapp.test_signing import new_look, sign
from webapp.services.agenda import Appointment, calendar, grouped, only, owners
from webapp.storage.records import AssessmentRecord

NOW = datetime(2026, 11, 23, 13, 3)
RECORD = AssessmentRecord(1, "w", "l", None, "x/v1", "h", None, "Proef; ‘één’, twee", "", NOW, NOW, NOW)


def row(day: date | None, owner: str = "", title: str = "Doe iets.") -> Appointment:
    return Appointment("taak", RECORD, f"m{day}", title, owner, day, "Te doen")


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 22), "te_laat"),
        (date(2026, 11, 23), "deze_maand"),
        (date(2026, 11, 30), "deze_maand"),
        (date(2026, 12, 1), "later"),
        (date(2027, 11, 24), "later"),
        (None, "zonder_datum"),
    ],
)
def test_when_something_is(day: date | None, key: str) -> None:
    assert [group.key for group in grouped([row(day)], date(2026, 11, 23))] == [key]


def test_owners_are_named_once_and_filter() -> None:
    rows = [row(None, "FG"), row(None, "fg"), row(None, "Anna"), row(None)]
    assert owners(rows) == ("Anna", "FG")
    assert len(only(rows, "fG")) == 2
    assert len(only(rows, "")) == 4


def test_a_calendar_file_is_folded_and_escaped() -> None:
    text = calendar([row(date(2026, 12, 31), "Anna", "Doe dit; dan dat, " + "é" * 80), row(None)], NOW)
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "DTSTAMP:20261123T130300Z" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    whole = text.replace("\r\n ", "")
    assert "SUMMARY:Proef\\; ‘één’\\, twee: Doe dit\\; dan dat\\, " + "é" * 80 in whole
    assert text == calendar([row(date(2026, 12, 31), "Anna", "Doe dit; dan dat, " + "é" * 80)], NOW)


def test_nothing_yet(visitor: Visitor) -> None:
    assert "Er staat nog niets." in visitor.get("/afspraken").text
    assert "BEGIN:VEVENT" not in visitor.client.get("/afspraken.ics").text


def test_tasks_and_days_to_look_again_stand_on_one_page(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "Team web", f"d_{PLAN}": "2026-11-01"})
    decide(visitor, edit, c="uitgesteld", r="Wij wachten.", w="Directeur", h="2027-02-01")
    assert "/afspraken" in visitor.get("/afwegingen").links
    page = visitor.get("/afspraken")
    assert "Te laat 1 afspraak" in page.text
    assert "1 november 2026 te laat" in page.text
    assert "Later 1 afspraak" in page.text
    assert "Besluit opnieuw bekijken:" in page.text
    assert f"{edit}/plichten#taak-{PLAN}" in page.links
    assert f"{edit}/besluit#besluit-advies" in page.links
    page = visitor.get("/afspraken?wie=directeur")
    assert "Te laat" not in page.text
    assert "/afspraken.ics?wie=directeur" in page.links
    text = visitor.client.get("/afspraken.ics?wie=directeur").text
    assert text.count("BEGIN:VEVENT") == 1
    assert edit.rpartition("/")[2] not in text
    assert "Voor Niemand staat niets open." in visitor.get("/afspraken?wie=Niemand").text
    fill(visitor, edit, **{f"s_{PLAN}": "klaar"})
    assert "Te laat" not in visitor.get("/afspraken").text


def test_others_do_not_see_it(visitor: Visitor, edit: str, app: Flask) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "Team web"})
    assert "Team web" not in Visitor(app.test_client()).get("/afspraken").text


def test_an_earlier_look_is_left_out(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "Team web", f"d_{PLAN}": "2026-11-01"})
    decide_all(visitor, edit)
    sign(visitor, edit)
    new = new_look(visitor, edit)
    page = visitor.get("/afspraken")
    assert "Te laat 1 afspraak" in page.text
    assert f"{new}/plichten#taak-{PLAN}" in page.links
