"""What the curator does, and what a municipality does with the curator's facts."""

from __future__ import annotations

from tests.webapp.pages import Visitor

KEY = "een-lange-sleutel"
FACT = "/curator/feiten/platform/x/melden"
GOOD = {
    "waarde": "goed",
    "bron": "!nieuw",
    "titel": "Rapport over melden",
    "url": "https://voorbeeld.nl/rapport",
    "gezien": "2026-11-20",
    "peildatum": "20-11-2026",
    "geldig": "2027-11-20",
    "toelichting": "Nagekeken.",
}


def publish(curator: Visitor, **changes: str) -> None:
    curator.get(FACT)
    curator.submit({**GOOD, **changes})


def confirm(visitor: Visitor, edit: str, **fields: str) -> None:
    visitor.get(f"{edit}/feiten")
    visitor.submit({"f-melden": "klopt", **fields}, ("naar", "hier"))
    assert visitor.status == 200, visitor.page.text
