"""The ZIP for the archive: what is in it, its checksums, its metadata, and the evidence."""

from __future__ import annotations

import json
import xml.etree.ElementTree as Xml
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.webapp.dossier_parts import Words, assessment, extras, made, texts
from tests.webapp.pages import Visitor
from tests.webapp.test_evidence import PDF, PNG, send
from webapp.content_store import Snapshot
from webapp.services.dossier import formats, gather
from webapp.settings import read_settings

REPORT = PDF * 3
SPACE = "{https://www.nationaalarchief.nl/mdto}"
ORDER = {
    "informatieobject": "identificatie naam aggregatieniveau omschrijving taal event waardering bewaartermijn"
    " isOnderdeelVan bevatOnderdeel heeftRepresentatie archiefvormer beperkingGebruik",
    "bestand": "identificatie naam omvang bestandsformaat checksum isRepresentatieVan",
    "identificatie": "identificatieKenmerk identificatieBron",
    "verwijzingIdentificatie": "identificatieKenmerk identificatieBron",
    "aggregatieniveau": "begripLabel begripCode begripBegrippenlijst",
    "waardering": "begripLabel begripCode begripBegrippenlijst",
    "bestandsformaat": "begripLabel begripCode begripBegrippenlijst",
    "checksum": "checksumAlgoritme checksumWaarde checksumDatum",
    "beperkingGebruik": "beperkingGebruikType",
    "event": "eventType eventTijd",
}
OPTIONAL = {"bewaartermijn", "begripCode", "isOnderdeelVan", "bevatOnderdeel"}


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files in an archive; every checksum is right and every description follows the schema."""
    with ZipFile(BytesIO(archive)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    sums = dict(reversed(line.split("  ", 1)) for line in files["sha256sums.txt"].decode().splitlines())
    assert sums == {n: sha256(c).hexdigest() for n, c in files.items() if n != "sha256sums.txt"}
    for name, content in files.items():
        if name.endswith(".mdto.xml"):
            _in_order(Xml.fromstring(content))
    return files


def test_the_archive_holds_what_it_says(snapshot: Snapshot) -> None:
    words = Words()
    weighing = assessment(snapshot, "cloud", words)
    dossier = formats.full(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    files = unpacked(made(dossier, "zip"))
    assert json.loads(files["kwitantie.json"])["kwitantie_hash"] in texts(files["dossier.pdf"], "pdf")
    about = Xml.fromstring(files["mdto/dossier.pdf.mdto.xml"])
    assert about.findtext(f".//{SPACE}checksumWaarde") == sha256(files["dossier.pdf"]).hexdigest()
    assert about.findtext(f".//{SPACE}omvang") == str(len(files["dossier.pdf"]))
    main = Xml.fromstring(files["mdto/dossier.mdto.xml"])
    assert main.findtext(f".//{SPACE}waardering/{SPACE}begripLabel") == "nog te bepalen"
    assert main.findtext(f".//{SPACE}archiefvormer/{SPACE}verwijzingNaam") == "Gemeente Voorbeeld"


def _in_order(element: Xml.Element) -> None:
    """The elements stand in the order of the schema, and none that is needed is missing."""
    name, names = element.tag.removeprefix(SPACE), [child.tag.removeprefix(SPACE) for child in element]
    if name in ORDER:
        order = ORDER[name].split()
        assert [order.index(child) for child in names] == sorted(order.index(child) for child in names)
        assert set(order) - OPTIONAL <= set(names)
    for child in element:
        _in_order(child)


def test_settings_of_the_archive_are_checked() -> None:
    assert read_settings({"archief_bewaartermijn": "P10Y", "archief_waardering": "V"}, {})
    for wrong in ({"archief_bewaartermijn": "tien jaar"}, {"archief_waardering": "X"}):
        with pytest.raises(ValueError, match="archief_"):
            read_settings(wrong, {})


# --- evidence ---------------------------------------------------------------------------------------


@pytest.fixture
def proved(visitor: Visitor, edit: str) -> str:
    """An assessment with a link, a picture and a report as evidence, in this order."""
    visitor.get(f"{edit}/bewijs")
    form = next(form for form in visitor.page.forms if form.action.endswith("/bewijs/link"))
    visitor.post(
        form.action, {**form.fields, "linktitel": "Besluit", "adres": "https://voorbeeld.nl/besluit"}
    )
    send(visitor, edit, "scherm.png", PNG, titel="Schermafbeelding")
    send(visitor, edit, "rapport.pdf", REPORT)
    return edit


def archive_of(visitor: Visitor, link: str) -> dict[str, bytes]:
    return unpacked(visitor.client.get(f"{link}/dossier/volledig.zip").data)


def test_evidence_goes_along_with_metadata_of_its_own(visitor: Visitor, proved: str) -> None:
    files = archive_of(visitor, proved)
    assert files["bewijs/02-scherm.png"] == PNG
    assert files["bewijs/03-rapport.pdf"] == REPORT
    assert "- bewijs/02-scherm.png: bewijs 2, Schermafbeelding" in files["LEESMIJ.txt"].decode()
    whole = Xml.fromstring(files["mdto/dossier.mdto.xml"])
    parts = [part.findtext(f"{SPACE}verwijzingNaam") for part in whole.iter(f"{SPACE}bevatOnderdeel")]
    assert parts == ["Schermafbeelding", "rapport.pdf"]
    piece = Xml.fromstring(files["mdto/bewijs-02.mdto.xml"])
    assert piece.findtext(f".//{SPACE}aggregatieniveau/{SPACE}begripLabel") == "Archiefstuk"
    file = Xml.fromstring(files["mdto/bewijs/02-scherm.png.mdto.xml"])
    assert file.findtext(f".//{SPACE}bestandsformaat/{SPACE}begripLabel") == "image/png"
    assert file.findtext(f".//{SPACE}checksumWaarde") == sha256(PNG).hexdigest()


def test_who_only_reads_gets_no_evidence(visitor: Visitor, proved: str) -> None:
    visitor.get(f"{proved}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    assert not [name for name in archive_of(visitor, read) if "bewijs" in name]


def test_what_does_not_fit_is_named(visitor: Visitor, proved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "MOST_EVIDENCE", len(PNG))
    files = archive_of(visitor, proved)
    assert [name for name in files if name.startswith("bewijs/")] == ["bewijs/02-scherm.png"]
    _, left = files["LEESMIJ.txt"].decode().split("WAT ER NIET BIJ PASTE")
    assert "- rapport.pdf" in left
