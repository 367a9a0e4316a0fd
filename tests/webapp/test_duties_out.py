"""'Wie doet wat' as a table, as text and in the file: what goes out says what the page says."""

from __future__ import annotations

import csv
import io
from datetime import date

from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.test_duties import ARCHIVE, PLAN, fill, rows_on
from webapp.services.duty_export import duties_csv
from webapp.storage.records import TaskRecord


def test_the_table_opens_in_a_spreadsheet(visitor: Visitor, edit: str) -> None:
    note = 'Zie; "daar"\nen hier'
    fill(visitor, edit, **{f"e_{PLAN}": "=HYPERLINK(1)", f"d_{PLAN}": "2026-11-01", f"o_{PLAN}": note})
    visitor.get(f"{edit}/plichten.csv")
    raw = visitor.response.data
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "attachment" in visitor.response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == len(visitor.advice(edit)["maatregelen"])
    assert rows[0]["maatregel"].startswith("Stel een afbouwplan vast")
    assert (rows[0]["geldt"], rows[0]["stand"], rows[0]["over tijd"]) == ("nu", "te doen", "ja")
    assert rows[0]["eigenaar"] == "'=HYPERLINK(1)"
    assert rows[0]["opmerking"] == note
    assert rows[0]["bron"] == "Gemeentewet, artikelen 160 en 169"
    assert {row["geldt"] for row in rows} == {"nu", "misschien"}


def test_the_table_has_the_dates_of_the_law() -> None:
    text = duties_csv(rows_on(date(2026, 12, 1), TaskRecord("weg", owner="FG")))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["geldt"], row["geldt vanaf"]) for row in rows] == [
        ("nu", "2025-02-02"),
        ("nu", ""),
        ("later", "2026-12-02"),
        ("misschien", ""),
        ("niet meer", ""),
    ]


def test_the_list_as_text(visitor: Visitor, edit: str) -> None:
    fill(
        visitor,
        edit,
        **{f"e_{PLAN}": "Team web", f"d_{PLAN}": "2026-11-01", f"s_{ARCHIVE}": "nvt", f"o_{ARCHIVE}": "Geen"},
    )
    visitor.get(f"{edit}/plichten.txt")
    text = visitor.response.text
    assert visitor.response.mimetype == "text/plain"
    for part in (
        "WIE DOET WAT: X",
        "0 van 6 geregeld, 1 over tijd, 1 niet van toepassing hier.",
        "1. Stel een afbouwplan vast met een einddatum en een vervangend kanaal.",
        "   Meestal Communicatie · binnen 1 maand",
        "   Eigenaar: Team web, klaar op 1 november 2026",
        "   Stand: te doen, over tijd",
        "   Reden: Geen",
        "   Bron: Gemeentewet, artikelen 160 en 169",
        "MISSCHIEN NODIG",
    ):
        assert part in text.splitlines(), part
    assert max(len(line) for line in text.splitlines()) <= 78


def test_the_file_says_what_it_holds_about_tasks(app: Flask, visitor: Visitor, edit: str) -> None:
    from tests.webapp.test_keep import open_file

    fill(visitor, edit, **{f"e_{PLAN}": "FG"})
    data = visitor.client.get(f"{edit}/bestand").data.replace(b"afbouwplan_maken", b"maatregel_van_toen")
    other = Visitor(app.test_client())
    open_file(other, data)
    assert "Bij 1 maatregel staat wie wat doet." in other.page.text
    page = other.get(other.url.replace("/advies", "/plichten"))
    assert "Een maatregel die niet meer bestaat (‘maatregel_van_toen’)" in page.text
    assert other.main_form().fields["e-maatregel_van_toen"] == ["FG"]
