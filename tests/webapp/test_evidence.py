"""Evidence: what is taken, what is refused and why, and that nothing stays behind or is shown here."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from tests.webapp.pages import Page, Visitor
from webapp.services.evidence_kinds import safe_name
from webapp.storage.repository import Repository

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00" + b"\x00" * 24
OOXML = "application/vnd.openxmlformats-officedocument"
TYPES = f'<Types><Override PartName="/x" ContentType="{OOXML}.{{}}.main+xml"/></Types>'


def zipped(parts: dict[str, bytes | str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": TYPES.format("wordprocessingml.document"),
            "word/document.xml": "<w/>",
            **more,
        }
    )


XLSX = zipped({"[Content_Types].xml": TYPES.format("spreadsheetml.sheet"), "xl/workbook.xml": "<x/>"})


def odf(kind: str, **more: bytes | str) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": media, "content.xml": "<o/>", "META-INF/manifest.xml": "<m/>", **more})


def locked_zip() -> bytes:
    raw = bytearray(docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at] |= 1
            place = raw.find(mark, place + 4)
    return bytes(raw)


GOOD = {
    "cijfers.csv": b"maand;bereik\n1;200\n",
    "notitie.txt": "Eén café".encode(),
    "oud.txt": "Eén café".encode("cp1252"),
    "scherm.PNG": PNG,
    "foto.jpeg": JPG,
    "foto.webp": WEBP,
    "stuk.pdf": PDF,
    "brief.docx": docx(),
    "lijst.xlsx": XLSX,
    "brief.odt": odf("text"),
    "lijst.ods": odf("spreadsheet"),
}
BAD = {
    "programma als pdf": ("rapport.pdf", b"MZ\x90\x00" + b"\x00" * 200, "van binnen geen pdf"),
    "programma": ("x.exe", b"MZ\x90\x00", "Dit soort bestand nemen wij niet aan"),
    "twee endings": ("rapport.pdf.exe", PDF, "Dit soort bestand nemen wij niet aan"),
    "svg met script": ("x.svg", b"<svg onload=alert(1)>", "Dit soort bestand nemen wij niet aan"),
    "svg als png": ("x.png", b"<svg onload=alert(1)>", "van binnen geen png"),
    "html": ("x.html", b"<script>alert(1)</script>", "Dit soort bestand nemen wij niet aan"),
    "html als tekst": (
        "x.txt",
        b"\n <!doctype html><script>alert(1)</script>",
        "van binnen geen gewone tekst",
    ),
    "binair als csv": ("x.csv", b"a;b\x00\x01", "van binnen geen csv"),
    "leeg": ("x.pdf", b"", "Dit bestand is leeg"),
    "zonder ending": ("pdf", PDF, "Dit soort bestand nemen wij niet aan"),
    "macro": ("x.docx", docx(**{"word/vbaProject.bin": b"x"}), "macro"),
    "macro in type": (
        "x.docx",
        zipped({"[Content_Types].xml": "ms-word.document.macroEnabled.main+xml", "word/document.xml": "x"}),
        "macro",
    ),
    "macro odt": ("x.odt", odf("text", **{"Basic/Standard/Module1.xml": "x"}), "macro"),
    "zipbom": ("x.docx", docx(**{"word/media/x": b"\x00" * 40_000_000}), "veel te groot"),
    "wachtwoord": ("x.docx", locked_zip(), "wachtwoord"),
    "wachtwoord oud": ("x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "wachtwoord"),
    "zip als docx": ("x.docx", zipped({"a.txt": "x"}), "van binnen geen Word"),
    "xlsx als docx": ("x.docx", XLSX, "van binnen geen Word"),
    "ods als odt": ("x.odt", odf("spreadsheet"), "van binnen geen tekstdocument"),
    "pad in zip": ("x.docx", docx(**{"../../etc/passwd": "x"}), "van binnen geen Word"),
    "kapotte zip": ("x.docx", docx()[:60], "van binnen geen Word"),
    "exe met zip": ("x.docx", b"MZ" + docx(), "van binnen geen Word"),
}


def files(app: Flask) -> list[Path]:
    folder = app.extensions["basislijn"].settings.files_folder
    return sorted(folder.iterdir()) if folder.exists() else []


def body(fields: dict[str, str], name: str, data: bytes) -> bytes:
    """A form with a file as a browser sends it; kept in memory, whatever its size."""
    parts = [
        f'--grens\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--grens\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n'
    return b"".join([*parts, head.encode(), b"Content-Type: text/html\r\n\r\n", data, b"\r\n--grens--\r\n"])


def send(visitor: Visitor, edit: str, name: str, data: bytes, path: str = "/bewijs", **fields: str) -> Page:
    """Choose a file on a page and send it."""
    token = visitor.get(edit + path).forms[0].fields["csrf_token"][0]
    given = {"csrf_token": token, "vraag": "", "titel": "", **fields}
    visitor.response = visitor.client.post(
        visitor.url,
        data=body(given, name, data),
        content_type="multipart/form-data; boundary=grens",
        follow_redirects=True,
    )
    return visitor.page


def keys(visitor: Visitor, edit: str) -> list[str]:
    return [link for link in visitor.get(f"{edit}/bewijs").links if f"{edit}/bewijs/" in link]


@pytest.mark.parametrize("name", GOOD)
def test_what_is_taken(app: Flask, visitor: Visitor, edit: str, name: str) -> None:
    page = send(visitor, edit, name, GOOD[name], vraag="bereik", titel="Een stuk")
    assert visitor.status == 200, page.text
    assert "Het bestand staat erbij." in page.text
    (link,) = keys(visitor, edit)
    with visitor.client.get(link) as answer:
        assert answer.data == GOOD[name]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "html" not in answer.mimetype
    (path,) = files(app)
    assert name not in path.name


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused(app: Flask, visitor: Visitor, edit: str, case: str) -> None:
    name, data, why = BAD[case]
    page = send(visitor, edit, name, data, titel="Mijn titel", vraag="bereik")
    assert visitor.status == 422
    assert why in page.text
    assert page.title.startswith("Fout: ")
    assert "Mijn titel" in visitor.response.text
    assert files(app) == []
    assert keys(visitor, edit) == []


def test_too_large_says_what_to_do_and_loses_nothing(make_app: Callable[..., Flask]) -> None:
    app = make_app(bewijs_mb=1)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    send(visitor, edit, "klein.txt", b"tekst")
    for size in (1_100_000, 3_000_000):
        page = send(visitor, edit, "groot.txt", b"x" * size)
        assert visitor.status in (413, 422)
        assert "Dit bestand is groter dan 1 MB. Maak het kleiner, of zet hieronder een link" in page.text
        assert page.title.startswith("Fout: ")
    assert visitor.status == 413
    assert len(files(app)) == len(keys(visitor, edit)) == 1


def test_a_file_larger_than_other_forms_is_taken(visitor: Visitor, edit: str) -> None:
    send(visitor, edit, "groot.txt", b"x" * 3_000_000)
    assert visitor.status == 200
    send(visitor, "", "x.json", b"x" * 3_000_000, path="/open")
    assert visitor.status == 413


def test_the_quota_of_an_assessment(make_app: Callable[..., Flask]) -> None:
    app = make_app(bewijs_totaal_mb=1)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    send(visitor, edit, "a.txt", b"x" * 700_000)
    page = send(visitor, edit, "b.txt", b"x" * 700_000)
    assert (visitor.status, len(files(app))) == (422, 1)
    assert "past geen bewijs meer bij" in page.text


SCANNERS = {
    "clean": ("exit 0", "", "Het bestand staat erbij."),
    "infected": ('grep -q EICAR "$1" && exit 1; exit 0', "EICAR", "keurt dit bestand af"),
    "broken": ("exit 2", "", "keurt dit bestand af"),
    "slow": ("sleep 30", "", "nu niet controleren"),
}


@pytest.mark.parametrize("case", SCANNERS)
def test_the_scanner_decides(make_app: Callable[..., Flask], tmp_path: Path, case: str) -> None:
    script, text, told = SCANNERS[case]
    path = tmp_path / "scanner met spatie.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    app = make_app(scan=f"'{path}'", scan_seconden=1)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    page = send(visitor, edit, "$(touch x);.txt", f"tekst {text}".encode())
    assert told in page.text
    assert len(files(app)) == (case == "clean")


def test_a_scanner_that_is_not_there_refuses(make_app: Callable[..., Flask]) -> None:
    app = make_app(scan="/bestaat/niet --snel")
    visitor = Visitor(app.test_client())
    page = send(visitor, visitor.begin(), "x.txt", b"tekst")
    assert "nu niet controleren" in page.text
    assert files(app) == []


def test_a_crash_before_the_row_leaves_nothing(
    app: Flask, visitor: Visitor, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store: Repository = app.extensions["basislijn"].repository

    def crash(*_args: object) -> None:
        raise RuntimeError("stroom weg")

    monkeypatch.setattr(store.evidence, "add", crash)
    send(visitor, edit, "x.txt", b"tekst")
    assert visitor.status == 500
    assert files(app) == []
    assert keys(visitor, edit) == []


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Anna\\stuk.pdf", "stuk.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie- x.pdf"),
        ("fdp\u202efdp.txt", "fdpfdp.txt"),
        ("..pdf", "bestand.pdf"),
        (".pdf", "bestand.pdf"),
        ("", "bestand"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ('x"<y>.pdf', "x--y-.pdf"),
    ],
)
def test_names_are_made_safe(raw: str, safe: str) -> None:
    assert safe_name(raw) == safe


@pytest.mark.parametrize(
    "address",
    [
        "http://voorbeeld.nl",
        "javascript:alert(1)",
        "https://",
        "https://a@voorbeeld.nl",
        "https://voorbeeld.nl/a b",
        "//voorbeeld.nl",
        "https://[",
        "https://voorbeeld.nl/" + "x" * 500,
        "",
    ],
)
def test_links_that_are_no_links(visitor: Visitor, edit: str, address: str) -> None:
    visitor.get(f"{edit}/bewijs")
    form = next(form for form in visitor.page.forms if form.action.endswith("/bewijs/link"))
    page = visitor.post(form.action, {**form.fields, "adres": address, "linktitel": "Besluit"})
    assert visitor.status == 422
    assert "Begint met https://" in page.text
    assert "Besluit" in visitor.response.text


def test_a_link_is_kept_and_deleted(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/bewijs?vraag=bereik")
    form = next(form for form in visitor.page.forms if form.action.endswith("/bewijs/link"))
    assert form.fields["vraag"] == ["bereik"]
    page = visitor.post(
        form.action, {**form.fields, "adres": "https://voorbeeld.nl/z", "linktitel": "Besluit"}
    )
    assert "https://voorbeeld.nl/z" in page.links
    form = next(form for form in page.forms if form.action.endswith("/verwijder"))
    page = visitor.post(form.action, form.fields)
    assert "‘Besluit’ is verwijderd." in page.text
    assert "https://voorbeeld.nl/z" not in page.links


def test_the_read_link_sees_what_there_is_and_gets_no_file(visitor: Visitor, edit: str) -> None:
    send(visitor, edit, "x.txt", b"tekst", titel="Ons stuk")
    (link,) = keys(visitor, edit)
    visitor.get(f"{edit}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    page = visitor.get(f"{read}/bewijs")
    assert "Ons stuk" in page.text
    assert page.forms == []
    assert not any("/bewijs/" in found for found in page.links)
    assert visitor.client.get(link.replace(edit, read)).status_code == 404
    token = edit.rpartition("/")[2]
    assert visitor.client.get(link.replace(token, read.rpartition("/")[2])).status_code == 404


def test_a_file_of_another_assessment_is_not_found(visitor: Visitor, edit: str) -> None:
    send(visitor, edit, "x.txt", b"tekst")
    (link,) = keys(visitor, edit)
    other = visitor.begin("platform/mastodon")
    assert visitor.client.get(link.replace(edit, other)).status_code == 404
    assert send(visitor, edit, "y.txt", b"tekst", vraag="bestaat_niet")
    assert visitor.status == 404


def test_files_go_with_the_assessment(app: Flask, visitor: Visitor, edit: str) -> None:
    send(visitor, edit, "x.txt", b"tekst")
    assert len(files(app)) == 1
    visitor.get(f"{edit}/verwijder")
    visitor.submit({})
    assert files(app) == []
