"""The dossier as JSON: the report, block by block, and back without loss.

The file that Basislijn itself opens again is `afweging` (see services/files.py); `rapport` is the dossier as
other programs may read it; `kwitantie` is the receipt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from webapp.services.dossier.model import (
    Bar,
    Block,
    Bullets,
    Entry,
    Figure,
    Heading,
    Item,
    Pair,
    Paragraph,
    Report,
    Source,
    Sources,
    Table,
    Words,
)

KIND, FORMAT = "basislijn-dossier", 1
KINDS: dict[str, type] = {
    "kop": Heading,
    "alinea": Paragraph,
    "lijst": Bullets,
    "tabel": Table,
    "figuur": Figure,
    "post": Entry,
    "bronnen": Sources,
}
DUTCH = {
    "title": "titel",
    "subtitle": "ondertitel",
    "date": "datum",
    "organisation": "organisatie",
    "facts": "kenmerken",
    "blocks": "blokken",
    "public": "om_te_publiceren",
    "level": "niveau",
    "text": "tekst",
    "style": "vorm",
    "items": "punten",
    "ordered": "genummerd",
    "details": "details",
    "caption": "bijschrift",
    "header": "koppen",
    "rows": "rijen",
    "alt": "beschrijving",
    "bars": "balken",
    "label": "naam",
    "now": "nu",
    "low": "laagste",
    "high": "hoogste",
    "line": "lijn",
    "value": "waarde",
    "pairs": "delen",
    "mark": "code",
    "article": "artikel",
    "url": "url",
    "seen": "bekeken",
    "origin": "herkomst",
    "key": "sleutel",
}
NAMES = {type_: name for name, type_ in KINDS.items()}


def dossier_json(report: Report, receipt: Mapping[str, Any], assessment: str | None = None) -> str:
    """The dossier as JSON text; `assessment` is the file to open again, and a public dossier has none."""
    data: dict[str, Any] = {"soort": KIND, "formaat": FORMAT, "rapport": plain(report), "kwitantie": receipt}
    if assessment is not None:
        data["afweging"] = json.loads(assessment)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def plain(thing: object) -> Any:
    """Part of a report as plain data."""
    if isinstance(thing, Words) and thing == Words(thing.text):
        return thing.text
    if is_dataclass(thing) and not isinstance(thing, type):
        made = {DUTCH[field.name]: plain(getattr(thing, field.name)) for field in fields(thing)}
        return {"soort": NAMES[type(thing)], **made} if type(thing) in NAMES else made
    if isinstance(thing, tuple):
        return [plain(part) for part in thing]
    return thing.isoformat() if isinstance(thing, date) else thing


def report_from(data: Mapping[str, Any]) -> Report:
    """The report again, from what `plain` gave."""
    return Report(
        title=_words(data["titel"]),
        subtitle=_words(data["ondertitel"]),
        date=date.fromisoformat(data["datum"]),
        organisation=data["organisatie"],
        facts=_pairs(data["kenmerken"]),
        blocks=tuple(_block(block) for block in data["blokken"]),
        public=data["om_te_publiceren"],
    )


def _words(data: Any) -> Words:
    if isinstance(data, str):
        return Words(data)
    return Words(data["tekst"], data["herkomst"], data["sleutel"], data["naam"])


def _pairs(data: Any) -> tuple[Pair, ...]:
    return tuple(Pair(pair["naam"], _words(pair["waarde"])) for pair in data)


def _block(data: Mapping[str, Any]) -> Block:
    match data["soort"]:
        case "kop":
            return Heading(data["niveau"], _words(data["tekst"]))
        case "alinea":
            return Paragraph(_words(data["tekst"]), data["vorm"])
        case "lijst":
            items = (
                Item(_words(item["tekst"]), tuple(map(_words, item["details"]))) for item in data["punten"]
            )
            return Bullets(tuple(items), data["genummerd"])
        case "tabel":
            rows = tuple(tuple(map(_words, row)) for row in data["rijen"])
            return Table(data["bijschrift"], tuple(data["koppen"]), rows)
        case "figuur":
            return Figure(data["beschrijving"], data["bijschrift"], tuple(map(_bar, data["balken"])))
        case "post":
            return Entry(_words(data["titel"]), _pairs(data["delen"]), data["code"])
        case _:
            return Sources(tuple(map(_source, data["punten"])))


def _bar(data: Mapping[str, Any]) -> Bar:
    return Bar(data["naam"], data["nu"], data["laagste"], data["hoogste"], data["lijn"], data["waarde"])


def _source(data: Mapping[str, Any]) -> Source:
    seen = date.fromisoformat(data["bekeken"]) if data["bekeken"] else None
    return Source(_words(data["titel"]), _words(data["artikel"]), _words(data["url"]), seen)
