"""A complete file that somebody tampered with: a message in Dutch, nothing half done, nothing else lost."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.webapp.complete_files import complete, open_file, opened, store_of
from tests.webapp.pages import Visitor
from tests.webapp.test_evidence import PDF, files


def row(name: str, content: bytes, **more: object) -> dict[str, object]:
    """Evidence in a file."""
    return {
        "vraag": "bereik",
        "titel": f"Stuk {name}",
        "bestandsnaam": name,
        "mediatype": "application/pdf",
        "grootte": 5,
        "sha256": hashlib.sha256(content).hexdigest(),
        "inhoud": base64.b64encode(content).decode(),
        "door": "",
        "op": "2026-11-01T10:00:00",
        **more,
    }


HTML = b"<!doctype html><script>alert(1)</script>" * 20
BAD = {
    "html": (row("x.html", HTML), "Dit soort bestand nemen wij niet aan."),
    "html as text": (row("x.txt", HTML), "van binnen geen gewone tekst"),
    "program": (row("x.exe", b"MZ\x90\x00" * 200), "Dit soort bestand nemen wij niet aan."),
    "program as pdf": (row("x.pdf", b"MZ\x90\x00" * 200), "van binnen geen pdf"),
    "empty": (row("x.pdf", b""), "Dit bestand is leeg"),
    "too large": (row("x.txt", b"x" * 1_100_000), "groter dan 1 MB"),
    "wrong sha256": (row("x.pdf", PDF, sha256="0" * 64), "Het bestand is onderweg veranderd."),
    "base64 rubbish": (row("x.pdf", PDF, inhoud="%%%%" * 100), "De inhoud in het bestand is niet te lezen."),
    "no content": (row("x.pdf", PDF, inhoud=None), "De inhoud in het bestand is niet te lezen."),
    "a script as link": ({**row("", b""), "adres": "javascript:alert(1)"}, "Dit is geen adres"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_evidence_is_left_out_and_all_else_is_kept(make_app: Callable[..., Flask], case: str) -> None:
    app = make_app(bewijs_mb=1)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    visitor.get(f"{edit}/opmerkingen")
    visitor.submit({"tekst": "Blijft", "naam": "Anna"})
    saved = complete(visitor, edit)
    bad, why = BAD[case]
    good = row("../../goed.pdf", PDF, mediatype="text/html")
    saved["werk"]["bewijs"] = [bad, good]
    other, again = opened(app, saved)
    assert f"Niet bewaard: ‘{bad['titel']}’." in other.page.text
    assert why in other.page.text
    work = complete(other, again)["werk"]
    assert [(item["bestandsnaam"], item["mediatype"]) for item in work["bewijs"]] == [
        ("goed.pdf", "application/pdf")
    ]
    assert [item["tekst"] for item in work["opmerkingen"]] == ["Blijft"]
    assert len(files(app)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"werk": []},
        {"opmerkingen": "x"},
        {"opmerkingen": [{"tekst": "x" * 2001, "op": "2026-11-01"}]},
        {"verdeling": {"1": {"klaar_op": "0001-01-01"}}},
        {"geschiedenis": [{"vraag": "bereik", "nummer": 1, "hoe": "x", "op": "2026-11-01"}]},
        {"bewijs": [row("x.pdf", PDF, titel=["x"])]},
        {"bewijs": [row("x.pdf", PDF)] * 201},
        {"opmerkingen": [{"tekst": "half teken \ud800", "op": "2026-11-01"}]},
    ],
)
def test_work_that_cannot_be_is_refused_whole(
    app: Flask, visitor: Visitor, edit: str, change: dict[str, object]
) -> None:
    saved = complete(visitor, edit)
    if "werk" in change:
        saved.update(change)
    else:
        saved["werk"].update(change)
    before = visitor.get("/afwegingen").text
    open_file(visitor, json.dumps(saved).encode())
    assert visitor.status == 422
    assert visitor.page.title.startswith("Fout: ")
    assert "Dit ging niet" in visitor.page.text
    assert visitor.get("/afwegingen").text == before
    assert files(app) == []


def test_half_a_sign_in_an_answer_is_refused(visitor: Visitor, edit: str) -> None:
    saved = visitor.file(edit)
    saved["antwoorden"]["bereik"]["notitie"] = "\udc00"
    open_file(visitor, json.dumps(saved).encode())
    assert visitor.status == 422
    assert "tekens die niet bestaan" in visitor.page.text


def test_the_scanner_looks_at_what_comes_in_a_file(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    script = tmp_path / "scan.sh"
    script.write_text('#!/bin/sh\ngrep -q EICAR "$1" && exit 1; exit 0\n', encoding="utf-8")
    script.chmod(0o700)
    app = make_app(scan=str(script))
    visitor = Visitor(app.test_client())
    saved = complete(visitor, visitor.begin())
    saved["werk"]["bewijs"] = [row("ziek.txt", b"EICAR"), row("gezond.txt", b"tekst")]
    other, again = opened(app, saved)
    assert "De controle op virussen keurt dit bestand af." in other.page.text
    assert [item["bestandsnaam"] for item in complete(other, again)["werk"]["bewijs"]] == ["gezond.txt"]
    assert len(files(app)) == 1


def test_a_crash_before_the_rows_leaves_no_file(
    app: Flask, visitor: Visitor, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = complete(visitor, edit)
    saved["werk"]["bewijs"] = [row("a.pdf", PDF), row("b.pdf", PDF)]

    def crash(*_args: object) -> None:
        raise RuntimeError("stroom weg")

    monkeypatch.setattr(store_of(app).evidence, "restore", crash)
    open_file(visitor, json.dumps(saved).encode())
    assert visitor.status == 500
    assert files(app) == []


def test_the_quota_holds_for_a_file(make_app: Callable[..., Flask]) -> None:
    app = make_app(bewijs_totaal_mb=1)
    visitor = Visitor(app.test_client())
    saved = complete(visitor, visitor.begin())
    saved["werk"]["bewijs"] = [row("a.txt", b"a" * 700_000), row("b.txt", b"b" * 700_000)]
    other, _again = opened(app, saved)
    assert "Niet bewaard: ‘Stuk b.txt’. Bij deze afweging past geen bewijs meer bij." in other.page.text
    assert len(files(app)) == 1
