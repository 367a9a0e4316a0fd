"""MDTO 1.0.1 as XML: what the archive needs to know of the dossier and of each file in it.

The order of the elements is that of the schema of MDTO 1.0.1. What only the municipality can decide comes
from the settings, or says that it is still to be decided: nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from xml.etree import ElementTree as Xml

from webapp.services.dossier.extras import EvidenceFile

SPACE = "https://www.nationaalarchief.nl/mdto"
UNDECIDED = "nog te bepalen"
OURS = "Basislijn"
#: Values and codes of the list of MDTO itself.
VALUATIONS = {"B": "Blijvend te bewaren", "V": "Tijdelijk te bewaren"}
PERIOD = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
#: Codes of PRONOM, by the end of the name.
FORMATS = {
    "pdf": ("PDF/A-2a", "fmt/476"),
    "json": ("JSON", "fmt/817"),
    "xml": ("XML 1.0", "fmt/101"),
    "txt": ("Platte tekst", "x-fmt/111"),
}


@dataclass(frozen=True)
class ArchiveSettings:
    """What the municipality decided; empty is not decided yet."""

    organisation: str = ""
    organisation_id: str = ""
    valuation: str = ""
    period: str = ""
    openness: str = ""


@dataclass(frozen=True)
class About:
    """The dossier itself."""

    key: str
    name: str
    description: str
    made: datetime


def information_object(
    about: About, settings: ArchiveSettings, files: Iterable[str], evidence: Sequence[EvidenceFile] = ()
) -> bytes:
    """The metadata of the dossier as a whole; each file of evidence is a part of it."""
    parts = [("bevatOnderdeel", item.title, _key(about, item)) for item in evidence]
    return _object(about, settings, "Dossier", parts, [(name, f"{about.key}/{name}") for name in files])


def evidence_object(about: About, settings: ArchiveSettings, item: EvidenceFile) -> bytes:
    """The metadata of a file of evidence as a part of the dossier."""
    part = About(_key(about, item), item.title, f"Bewijs {item.number} bij {about.name}.", item.added)
    whole = [("isOnderdeelVan", about.name, about.key)]
    return _object(part, settings, "Archiefstuk", whole, [(item.place, f"{about.key}/{item.place}")])


def _key(about: About, item: EvidenceFile) -> str:
    return f"{about.key}/bewijs-{item.number:02}"


def _object(
    about: About,
    settings: ArchiveSettings,
    level: str,
    relations: Iterable[tuple[str, str, str]],
    files: Iterable[tuple[str, str]],
) -> bytes:
    root, main = _document("informatieobject")
    _identified(main, "identificatie", about.key)
    _add(main, "naam", about.name)
    _term(main, "aggregatieniveau", level, "Begrippenlijst Aggregatieniveaus MDTO")
    _add(main, "omschrijving", about.description)
    _add(main, "taal", "nl")
    event = Xml.SubElement(main, "event")
    _term(event, "eventType", "Creatie", "Begrippenlijst EventTypeLijst MDTO")
    _add(event, "eventTijd", about.made.isoformat(timespec="seconds"))
    value = VALUATIONS.get(settings.valuation, "")
    if value:
        _term(main, "waardering", value, "Begrippenlijst Waarderingen MDTO", settings.valuation)
    else:
        _term(main, "waardering", UNDECIDED, UNDECIDED)
    if PERIOD.fullmatch(settings.period):
        _add(Xml.SubElement(main, "bewaartermijn"), "termijnLooptijd", settings.period)
    for relation, title, key in relations:
        _reference(main, relation, title, key)
    for name, key in files:
        _reference(main, "heeftRepresentatie", name, key)
    _reference(main, "archiefvormer", settings.organisation or UNDECIDED, settings.organisation_id, "TOOI")
    limit = Xml.SubElement(main, "beperkingGebruik")
    openness = settings.openness or UNDECIDED
    _term(
        limit,
        "beperkingGebruikType",
        openness,
        f"Opgave van {settings.organisation or 'de gemeente'}" if settings.openness else UNDECIDED,
    )
    return _written(root)


def file_metadata(about: About, name: str, content: bytes) -> bytes:
    """The metadata of one file of ours."""
    label, code = FORMATS[name.rpartition(".")[2]]
    return _file(about, name, content, (label, "PRONOM-register", code), (about.name, about.key))


def evidence_metadata(about: About, item: EvidenceFile) -> bytes:
    """The metadata of a file that somebody added; of its format we know the media type only."""
    term = (item.media, "IANA Media Types", item.media)
    return _file(about, item.place, item.content, term, (item.title, _key(about, item)))


def _file(
    about: About, name: str, content: bytes, term: tuple[str, str, str], whole: tuple[str, str]
) -> bytes:
    root, main = _document("bestand")
    _identified(main, "identificatie", f"{about.key}/{name}")
    _add(main, "naam", name)
    _add(main, "omvang", str(len(content)))
    _term(main, "bestandsformaat", *term)
    checksum = Xml.SubElement(main, "checksum")
    _term(checksum, "checksumAlgoritme", "SHA-256", "Begrippenlijst ChecksumAlgoritme MDTO")
    _add(checksum, "checksumWaarde", sha256(content).hexdigest())
    _add(checksum, "checksumDatum", about.made.isoformat(timespec="seconds"))
    _reference(main, "isRepresentatieVan", *whole)
    return _written(root)


def metadata_files(
    about: About,
    settings: ArchiveSettings,
    files: Mapping[str, bytes],
    evidence: Sequence[EvidenceFile] = (),
) -> dict[str, bytes]:
    """Every MDTO file, by its name in the archive."""
    made = {"mdto/dossier.mdto.xml": information_object(about, settings, files, evidence)}
    for name, content in files.items():
        made[f"mdto/{name}.mdto.xml"] = file_metadata(about, name, content)
    for item in evidence:
        made[f"mdto/bewijs-{item.number:02}.mdto.xml"] = evidence_object(about, settings, item)
        made[f"mdto/{item.place}.mdto.xml"] = evidence_metadata(about, item)
    return made


def _document(kind: str) -> tuple[Xml.Element, Xml.Element]:
    root = Xml.Element("MDTO", {"xmlns": SPACE})
    return root, Xml.SubElement(root, kind)


def _written(root: Xml.Element) -> bytes:
    Xml.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="utf-8") + b"\n"


def _add(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = text


def _identified(parent: Xml.Element, name: str, key: str, origin: str = OURS) -> None:
    found = Xml.SubElement(parent, name)
    _add(found, "identificatieKenmerk", key)
    _add(found, "identificatieBron", origin)


def _term(parent: Xml.Element, name: str, label: str, book: str, code: str = "") -> None:
    found = Xml.SubElement(parent, name)
    _add(found, "begripLabel", label)
    if code:
        _add(found, "begripCode", code)
    _reference(found, "begripBegrippenlijst", book)


def _reference(parent: Xml.Element, name: str, title: str, key: str = "", origin: str = OURS) -> None:
    found = Xml.SubElement(parent, name)
    _add(found, "verwijzingNaam", title)
    if key:
        _identified(found, "verwijzingIdentificatie", key, origin)
