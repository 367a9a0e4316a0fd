"""The dossier as PDF: accessible (PDF/UA-1) and to be kept (PDF/A-2a), made by Typst from data."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from webapp.services.dossier.model import (
    Bar,
    Block,
    Bullets,
    Entry,
    Figure,
    Heading,
    Paragraph,
    Report,
    Sources,
    Table,
)
from webapp.services.dutch import date_text

FOLDER = Path(__file__).parent
STANDARDS = ["a-2a", "ua-1"]
TRIES = 8
TOGETHER = 1800  # an entry with less than this stays on one page
#: Typst names the signs that none of its fonts has.
MISSING = re.compile(r"the text `(\"(?:[^\"\\]|\\.)*\")`")
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
WEB = re.compile(r"https?://[^\s]+")
KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Bullets: "bullets",
    Table: "table",
    Figure: "figure",
    Entry: "entry",
    Sources: "sources",
}


def pdf(report: Report, contents: bool = True) -> bytes:
    """The report as PDF; the same report gives the same bytes.

    A sign that no font has (an emoji, Chinese) is written as its number, such as [U+1F600]: a PDF to keep
    may not hold a sign that can't be shown.
    """
    name = report.title.text or "Dossier"
    kind = "Dossier om te publiceren" if report.public else "Dossier"
    data = {
        "title": f"{kind}: {_line(name)}" if contents else _line(name),
        "author": report.organisation or "Basislijn",
        "description": _line(report.subtitle.text),
        "footer": f"{_shorter(_line(name))} · {date_text(report.date)}",
        "above": " · ".join(
            filter(None, (kind if contents else "", report.organisation, date_text(report.date)))
        ),
        "name": name,
        "subtitle": report.subtitle.text,
        "facts": [{"label": pair.label, "value": pair.value.text} for pair in report.facts],
        "contents": contents,
        "blocks": [_block(block) for block in report.blocks],
    }
    moment = datetime.combine(report.date, time(12), UTC)
    return _compiled("dossier.typ", "rapport", data, moment)


def picture(figure: Figure) -> bytes:
    """The bars as PNG, for the formats of text processors."""
    import typst

    return typst.compile(
        str(FOLDER / "figuur.typ"),
        format="png",
        ppi=200.0,
        sys_inputs={"balken": json.dumps([_bar(bar) for bar in figure.bars])},
        ignore_system_fonts=True,
    )


def _compiled(template: str, name: str, data: Mapping[str, Any], moment: datetime) -> bytes:
    """Compile; write as numbers what no font can show, and try again."""
    import typst

    text = _spelled(
        json.dumps(data, ensure_ascii=False), lambda sign: unicodedata.category(sign) in ("Co", "Cn")
    )
    for _ in range(TRIES):
        try:
            return typst.compile(
                str(FOLDER / template),
                format="pdf",
                sys_inputs={name: text},
                pdf_standards=STANDARDS,
                ignore_system_fonts=True,
                timestamp=int(moment.timestamp()),
            )
        except typst.TypstError as error:
            found = missing_signs(f"{error}\n{getattr(error, 'diagnostic', '')}")
            if not found:
                raise
            text = _spelled(text, found.__contains__)
    plain = _spelled(text, lambda sign: ord(sign) > 0x17F and sign not in "–—‘’“”…€✓")
    return typst.compile(
        str(FOLDER / template),
        format="pdf",
        sys_inputs={name: plain},
        pdf_standards=STANDARDS,
        ignore_system_fonts=True,
        timestamp=int(moment.timestamp()),
    )


def missing_signs(message: str) -> frozenset[str]:
    """The signs that an error of Typst says it can't show."""
    texts = (ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in MISSING.findall(message))
    return frozenset(sign for text in texts for sign in text if ord(sign) > 0x7F)


def _spelled(text: str, wanted: Any) -> str:
    return "".join(f"[U+{ord(sign):04X}]" if ord(sign) > 0x7F and wanted(sign) else sign for sign in text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _shorter(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:67].rstrip()}…"


def _block(block: Block) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": KINDS[type(block)]}
    match block:
        case Heading():
            made |= {"level": block.level, "text": block.text.text}
        case Paragraph():
            made |= {"style": block.style, "text": block.text.text}
        case Bullets():
            items = [
                {"text": item.text.text, "details": [words.text for words in item.details if words]}
                for item in block.items
            ]
            made |= {"ordered": block.ordered, "items": items}
        case Table():
            rows = [[words.text for words in row] for row in block.rows]
            made |= {
                "caption": block.caption,
                "header": list(block.header),
                "rows": rows,
                "widths": widths(block),
            }
        case Figure():
            made |= {"alt": block.alt, "caption": block.caption, "bars": [_bar(bar) for bar in block.bars]}
        case Entry():
            pairs = [{"label": pair.label, "value": pair.value.text} for pair in block.pairs]
            long = sum(len(pair.value.text) + 80 for pair in block.pairs) > TOGETHER
            made |= {"title": block.title.text, "mark": block.mark, "pairs": pairs, "long": long}
        case Sources():
            made["items"] = [
                {
                    "title": item.title.text,
                    "article": item.article.text,
                    "url": item.url.text,
                    "link": bool(WEB.fullmatch(item.url.text)),
                    "seen": date_text(item.seen),
                }
                for item in block.items
            ]
    return made


def _bar(bar: Bar) -> dict[str, Any]:
    now = bar.now if bar.now is not None else bar.low
    return {
        "label": bar.label,
        "now": now,
        "low": bar.low,
        "high": bar.high,
        "line": bar.line,
        "value": bar.value,
    }


def widths(table: Table) -> list[int]:
    """How wide columns are to each other: by what is in them, within bounds."""
    found = []
    for place, name in enumerate(table.header):
        longest = max([len(name) * 2, *(len(row[place].text) for row in table.rows)])
        found.append(min(max(longest, 14), 60))
    return found
