"""The pages of the dossier without scripts, the redaction, the archive and the accessible PDF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest

from tests.webapp.dossier_parts import KINDS, SLUGS, Words, assessment, extras, made, squeeze, texts
from tests.webapp.pages import Visitor
from tests.webapp.pdf_reader import TaggedPdf
from webapp.content_store import Snapshot
from webapp.services.dossier import formats
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.model import Entry, Heading, every_words
from webapp.services.dossier.note import note_report
from webapp.services.dossier.pdf import pdf
from webapp.services.dossier.redact import choice_id, scrub
from webapp.services.duties import duties, summary

NAME, MAIL, PHONE = "Roosmarijn Kwakernaat", "r.kwakernaat@voorbeeld.example", "06-98765432"
SPACE = "{https://www.nationaalarchief.nl/mdto}"


# -- accessible PDF -----------------------------------------------------------------------------------------


def test_the_pdf_is_accessible_and_to_be_kept(snapshot: Snapshot) -> None:
    words = Words()
    weighing = assessment(snapshot, "sociale-media", words, title="Kanaal")
    dossier = formats.full(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    found = TaggedPdf(made(dossier, "pdf"))
    root = found.root
    assert str(root.Lang).lower() == "nl-nl"
    assert root.ViewerPreferences.DisplayDocTitle
    assert root.MarkInfo.Marked
    assert str(found.pdf.docinfo["/Title"]) == "Dossier: Kanaal"
    assert root.OutputIntents[0].S == "/GTS_PDFA1"
    meta = root.Metadata.read_bytes().decode()
    for part in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert part in meta
    levels = [node.kind for node in found.nodes("H1", "H2", "H3", "H4")]
    assert levels[0] == "H1"
    assert levels.count("H1") == 1
    assert all(int(b[1]) <= int(a[1]) + 1 for a, b in pairwise(levels))
    figures = found.nodes("Figure")
    assert figures
    assert all(str(node.element.Alt).startswith("Balken") for node in figures)
    for table in found.nodes("Table"):
        assert any(node.kind == "TH" for node in table.walk())
    for font in found.fonts():
        assert "/ToUnicode" in font
        below = font.DescendantFonts[0].FontDescriptor
        assert any(name in below for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    assert len(found.pdf.open_outline().root) >= 1


@pytest.mark.parametrize("slug", SLUGS)
def test_the_order_of_reading_is_that_of_the_report(snapshot: Snapshot, slug: str) -> None:
    words = Words()
    weighing = assessment(snapshot, slug, words)
    report = formats.full(weighing, extras(weighing, words), "").report
    found = TaggedPdf(pdf(report))
    heads = [squeeze(node.text) for node in found.nodes("H1", "H2", "H3")]
    wanted = [report.title, *(block.text for block in report.blocks if isinstance(block, Heading))]
    assert heads == [squeeze(item.text) for item in wanted]
    text, place = squeeze(found.text), 0
    for block in report.blocks:
        if isinstance(block, Entry):
            for item in (block.title, *(pair.value for pair in block.pairs)):
                place = text.index(squeeze(item.text), place)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_note_is_one_page(snapshot: Snapshot, slug: str) -> None:
    weighing = assessment(snapshot, slug, Words())
    report = note_report(weighing, "Gemeente Voorbeeld", summary(duties(weighing, {})))
    found = TaggedPdf(pdf(report, contents=False))
    assert len(found.pdf.pages) == 1
    assert squeeze("Het college volgt dit advies") in squeeze(found.text)


# -- to publish ---------------------------------------------------------------------------------------------


def planted(snapshot: Snapshot, slug: str) -> tuple[formats.Dossier, formats.Dossier, formats.Dossier]:
    """A dossier with a name, an address and a number in every text: full, public, and public with ticks."""
    words = Words(f", zegt {NAME} ({MAIL}, {PHONE})")
    weighing = assessment(snapshot, slug, words)
    found = extras(weighing, words)
    roles = tuple(replace(line, role="het college") for line in found.decisions)
    rounds = tuple(replace(line, attendees=(NAME,)) for line in found.rounds)
    found = replace(found, decisions=roles, rounds=rounds)
    full = formats.full(weighing, found, "Gemeente Voorbeeld")
    ticks = frozenset(choice_id(item) for item in every_words(full.report) if item.origin == "vrij" and item)
    public = formats.public(weighing, found, "Gemeente Voorbeeld", frozenset())
    return full, public, formats.public(weighing, found, "Gemeente Voorbeeld", ticks)


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_personal_is_in_the_version_to_publish(snapshot: Snapshot, slug: str) -> None:
    full, public, ticked = planted(snapshot, slug)
    for kind in KINDS:
        assert squeeze(NAME) in squeeze(texts(made(full, kind), kind))
        for dossier in (public, ticked):
            there = squeeze(texts(made(dossier, kind), kind)).lower()
            for secret in ("roosmarijn", "kwakernaat", MAIL, PHONE, "98765432"):
                assert secret.lower() not in there, (kind, secret)
        assert squeeze("het college") in squeeze(texts(made(public, kind), kind))
    notes = squeeze(texts(made(ticked, "html"), "html"))
    assert "notitie" in notes
    assert squeeze("[weggelaten]") in notes


@pytest.mark.parametrize(
    "text",
    [
        "Bel 06 12345678",
        "tel:+31612345678",
        "(010) 123 45 67",
        "0031 10 1234567",
        "mail a.b@c.example!",
        "a.b @ c.example",
        "mailto:x@y.example",
    ],
)
def test_addresses_and_numbers_are_found(text: str) -> None:
    assert "[weggelaten]" in scrub(text)
    assert not re.search(r"\d{4}|@", scrub(text))


def test_a_text_that_changed_is_not_ticked_any_more(snapshot: Snapshot) -> None:
    weighing = assessment(snapshot, "cloud", Words())
    report = formats.full(weighing, DossierExtras(), "").report
    first = next(item for item in every_words(report) if item.origin == "vrij")
    assert choice_id(first) != choice_id(replace(first, text="Iets anders"))


# -- pages --------------------------------------------------------------------------------------------------


def test_the_pages_and_files_by_both_links(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    for link in (edit, read):
        assert "Het dossier" in visitor.get(f"{link}/dossier").text
        assert "Kwitantie" in visitor.get(f"{link}/dossier/lezen").text
        for kind in KINDS:
            answer = visitor.client.get(f"{link}/dossier/volledig.{kind}")
            assert answer.status_code == 200
            assert "attachment" in answer.headers["Content-Disposition"]
        assert visitor.client.get(f"{link}/notitie.pdf").data.startswith(b"%PDF")
    assert visitor.client.get(f"{edit}/dossier/volledig.exe").status_code == 404
    assert visitor.client.get("/w/" + "x" * 32 + "/dossier").status_code == 404


def test_publishing_asks_to_read_and_keeps_the_ticks(visitor: Visitor, edit: str) -> None:
    visitor.save_one(edit, "bereik", {"v-bereik": "nee", "n-bereik": "Anna belde 06 12345678"})
    page = visitor.get(f"{edit}/dossier/publiceren")
    assert "Lees het zelf na." in page.text
    form = visitor.main_form()
    page = visitor.post(f"{edit}/dossier/publiceren", form.fields, ("vorm", "pdf"))
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")
    page = visitor.post(f"{edit}/dossier/publiceren", {**form.fields, "gelezen": "ja"}, ("vorm", "exe"))
    assert visitor.status == 422
    visitor.post(f"{edit}/dossier/publiceren", {**form.fields, "gelezen": "ja"}, ("vorm", "json"))
    assert visitor.status == 200
    assert "afweging" not in json.loads(visitor.response.data)


def test_a_full_dossier_opens_again(visitor: Visitor, edit: str) -> None:
    raw = visitor.client.get(f"{edit}/dossier/volledig.json").data
    before = visitor.file(edit)["antwoorden"]
    token = visitor.get("/open").forms[0].fields["csrf_token"][0]
    data = {"csrf_token": token, "bestand": (BytesIO(raw), "dossier.json")}
    answer = visitor.client.post("/open", data=data, follow_redirects=True)
    again = answer.request.path.removesuffix("/advies")
    after = visitor.file(again)["antwoorden"]
    assert {key: row["waarde"] for key, row in before.items()} == {k: r["waarde"] for k, r in after.items()}
