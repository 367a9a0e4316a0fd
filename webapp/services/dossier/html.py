"""The dossier as HTML: a part of a page, or a file of its own without scripts or anything from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path

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
)
from webapp.services.dutch import date_text

STYLE = Path(__file__).parents[2] / "static" / "dossier.css"
LEFT, WIDE, ROW = 290, 300, 30
WEB = ("https://", "http://")


def page(report: Report) -> str:
    """One file that holds everything: it can be opened without a network, and printed."""
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="nl" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{escape(title_of(report))}</title>\n<style>\n{style}</style>\n</head>\n"
        f'<body class="dossier-los">\n<main>\n{fragment(report)}</main>\n</body>\n</html>\n'
    )


def title_of(report: Report) -> str:
    """The name of the document."""
    return f"Dossier: {report.title.text}"


def fragment(report: Report, shift: int = 0) -> str:
    """The dossier inside a page; `shift` makes every heading that much lower."""
    top = 1 + shift
    parts = [
        '<article class="dossier">\n<header>',
        f'<p class="boven">{escape(_above(report))}</p>',
        f"<h{top}>{_text(report.title.text)}</h{top}>",
        f'<p class="onder">{_text(report.subtitle.text)}</p>',
        _pairs(report.facts),
        "</header>",
        *(_block(block, shift) for block in report.blocks),
        "</article>\n",
    ]
    return "\n".join(parts)


def _above(report: Report) -> str:
    kind = "Dossier om te publiceren" if report.public else "Dossier"
    return " · ".join(part for part in (kind, report.organisation, date_text(report.date)) if part)


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _block(block: Block, shift: int) -> str:
    match block:
        case Heading():
            level = min(block.level + shift, 6)
            return f"<h{level}>{_text(block.text.text)}</h{level}>"
        case Paragraph():
            kind = f' class="{block.style}"' if block.style else ""
            return f"<p{kind}>{_text(block.text.text)}</p>"
        case Bullets():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(map(_item, block.items))}</{tag}>"
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Entry():
            return _entry(block)
        case Sources():
            return f'<ol class="bronnen">{"".join(map(_source, block.items))}</ol>'


def _item(item: Item) -> str:
    details = "".join(
        f'<br><span class="klein">{_text(words.text)}</span>' for words in item.details if words
    )
    return f"<li>{_text(item.text.text)}{details}</li>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.header)
    rows = []
    for first, *rest in table.rows:
        cells = "".join(
            f'<td data-kop="{escape(name)}">{_text(words.text)}</td>'
            for name, words in zip(table.header[1:], rest, strict=True)
        )
        rows.append(f'<tr><th scope="row">{_text(first.text)}</th>{cells}</tr>')
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _figure(figure: Figure) -> str:
    high = ROW * len(figure.bars) + 6
    bars = "".join(_bar(bar, number * ROW) for number, bar in enumerate(figure.bars))
    drawing = f'<svg viewBox="0 0 720 {high}" role="img" aria-label="{escape(figure.alt)}">{bars}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(figure.caption)}</figcaption></figure>"


def _bar(bar: Bar, top: int) -> str:
    now = (bar.now if bar.now is not None else bar.low) * WIDE // 100
    low, high = bar.low * WIDE // 100, bar.high * WIDE // 100
    letters = 'font-size="13" fill="#16202e"'
    parts = [
        f'<text x="0" y="{top + 19}" {letters}>{escape(bar.label)}</text>',
        f'<rect x="{LEFT}" y="{top + 8}" width="{WIDE}" height="14" fill="#e6e2d9"/>',
    ]
    if high > low:
        parts.append(
            f'<rect x="{LEFT + low}" y="{top + 8}" width="{high - low}" height="14" fill="#9cc4c6"/>'
        )
    parts.append(f'<rect x="{LEFT}" y="{top + 8}" width="{max(now, 2)}" height="14" fill="#0a5c63"/>')
    if bar.line is not None:
        place = LEFT + bar.line * WIDE // 100
        parts.append(f'<rect x="{place}" y="{top + 2}" width="2" height="26" fill="#16202e"/>')
    parts.append(f'<text x="{LEFT + WIDE + 10}" y="{top + 19}" {letters}>{escape(bar.value)}</text>')
    return "".join(parts)


def _entry(entry: Entry) -> str:
    mark = f' <span class="code">{escape(entry.mark)}</span>' if entry.mark else ""
    return f'<div class="post"><p class="naam">{_text(entry.title.text)}{mark}</p>{_pairs(entry.pairs)}</div>'


def _pairs(pairs: tuple[Pair, ...]) -> str:
    rows = (f"<div><dt>{escape(pair.label)}</dt><dd>{_text(pair.value.text)}</dd></div>" for pair in pairs)
    return f"<dl>{''.join(rows)}</dl>" if pairs else ""


def _source(source: Source) -> str:
    title = _text(source.title.text)
    if source.url.text.startswith(WEB):
        title = f'<a href="{escape(source.url.text)}" rel="noreferrer noopener">{title}</a>'
    article = f", {_text(source.article.text)}" if source.article else ""
    seen = f' <span class="klein">Bekeken {date_text(source.seen)}.</span>' if source.seen else ""
    url = f'<br><span class="klein adres">{_text(source.url.text)}</span>' if source.url else ""
    return f"<li>{title}{article}.{seen}{url}</li>"
