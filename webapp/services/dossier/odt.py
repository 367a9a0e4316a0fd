"""The dossier as ODT, the open standard to write on with."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import Any

from webapp.services.dossier.html import title_of
from webapp.services.dossier.model import (
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
from webapp.services.dossier.packing import repacked
from webapp.services.dossier.pdf import picture
from webapp.services.dutch import date_text

SIZES = {1: "26pt", 2: "18pt", 3: "13pt"}
WIDTH = 15.5
#: Unused parts of the template; the picture in it shows another document.
DROP = ("Thumbnails/thumbnail.png",)


def odt(report: Report) -> bytes:
    """The report as an OpenDocument text."""
    from odfdo import Document

    writer = _Writer(Document("text"))
    writer.prepare(report)
    writer.heading(1, report.title.text)
    writer.line(report.subtitle.text, "ondertitel")
    writer.pairs(report.facts)
    for block in report.blocks:
        writer.block(block)
    stream = BytesIO()
    for name in DROP:
        if name in writer.document.get_parts():
            writer.document.del_part(name)
            writer.document.manifest.del_full_path(name)
    writer.document.save(stream)
    return repacked(stream.getvalue())


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.body = document.body
        self.pictures = 0
        self.tables = 0

    def prepare(self, report: Report) -> None:
        """Title, language and styles."""
        moment = datetime.combine(report.date, time(12))
        about = self.document.meta
        about.title, about.language = title_of(report), "nl-NL"
        about.subject, about.description = report.subtitle.text, ""
        about.creator = about.initial_creator = report.organisation or "Basislijn"
        about.creation_date = about.date = moment
        about.generator = "Basislijn"
        self.body.clear()
        self.document.set_language("nl-NL")
        self._styles()

    def _styles(self) -> None:
        from odfdo import Style

        for outline in self.document.styles.root.get_elements("//text:outline-level-style"):
            outline.set_attribute("style:num-format", "")
        for level, size in SIZES.items():
            style = self.document.get_style("paragraph", f"Heading_20_{level}")
            style.set_properties(area="text", color="#16202e", size=size, weight="bold")
            style.set_properties({"fo:margin-top": "0.6cm", "fo:margin-bottom": "0.2cm"}, area="paragraph")
        looks = {
            "ondertitel": {"color": "#0a5c63", "size": "16pt"},
            "nadruk": {"color": "#16202e", "size": "14pt", "weight": "bold"},
            "stopregel": {"color": "#a6231b", "weight": "bold"},
            "klein": {"color": "#4d5a6a", "size": "9pt"},
            "naam": {"color": "#16202e", "weight": "bold"},
        }
        for name, look in looks.items():
            style = Style("paragraph", name=name, parent_style="Standard", area="text", **look)
            self.document.insert_style(style)
        self._more_styles()

    def _more_styles(self) -> None:
        from odfdo import Style

        name = self.document.get_style("paragraph", "naam")
        name.set_properties({"fo:margin-top": "0.35cm", "fo:keep-with-next": "always"}, area="paragraph")
        pairs = Style("paragraph", name="paar", parent_style="Standard")
        pairs.set_properties({"fo:margin-left": "4.5cm", "fo:text-indent": "-4.5cm"}, area="paragraph")
        self.document.insert_style(pairs)
        self.document.insert_style(Style("text", name="zacht", area="text", color="#4d5a6a"))
        line = {"border_bottom": "0.5pt solid #dcd8cf", "padding": "0.1cm"}
        cell = Style("table-cell", name="cel", area="table-cell", **line)
        self.document.insert_style(cell, automatic=True)

    def heading(self, level: int, text: str) -> None:
        """A heading with its level."""
        from odfdo import Header

        self.body.append(Header(level, text, style=f"Heading_20_{level}"))

    def line(self, text: str, style: str = "Standard") -> Any:
        """A paragraph; a line break that people typed stays one."""
        from odfdo import Paragraph as Line

        made = Line(text, style=style)
        self.body.append(made)
        return made

    def block(self, block: Block) -> None:
        """One block of the report."""
        match block:
            case Heading():
                self.heading(block.level, block.text.text)
            case Paragraph():
                styles = {"lead": "nadruk", "stop": "stopregel", "small": "klein"}
                self.line(block.text.text, styles.get(block.style, "Standard"))
            case Bullets():
                self._list([_lines(item) for item in block.items], block.ordered)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Entry():
                self.line(f"{block.title.text}{f' ({block.mark})' if block.mark else ''}", "naam")
                self.pairs(block.pairs)
            case Sources():
                self._list([_source(source) for source in block.items], ordered=True)

    def _list(self, items: list[tuple[str, ...]], ordered: bool) -> None:
        from odfdo import List, ListItem
        from odfdo import Paragraph as Line

        made = List(style="Numbering_20_1" if ordered else "List_20_1")
        for first, *rest in items:
            item = ListItem()
            item.append(Line(first))
            for text in rest:
                item.append(Line(text, style="klein"))
            made.append(item)
        self.body.append(made)

    def _table(self, table: Table) -> None:
        from odfdo import Element, Row
        from odfdo import Table as Grid

        self.tables += 1
        self.line(table.caption, "klein")
        made = Grid(f"Tabel {self.tables}")
        made.append(
            Element.from_tag(f'<table:table-column table:number-columns-repeated="{len(table.header)}"/>')
        )
        head = Element.from_tag("<table:table-header-rows/>")
        head.append(_row(Row, table.header, "klein"))
        made.append(head)
        for row in table.rows:
            made.append(_row(Row, tuple(words.text for words in row), "Standard"))
        self.body.append(made)

    def _figure(self, figure: Figure) -> None:
        from odfdo import Element, Frame
        from odfdo import Paragraph as Line

        self.pictures += 1
        image = picture(figure)
        wide, high = int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")
        name = self.document.add_file(BytesIO(image))
        size = (f"{WIDTH}cm", f"{WIDTH * high / wide:.2f}cm")
        frame = Frame.image_frame(name, name=f"Figuur {self.pictures}", size=size, anchor_type="as-char")
        for tag, text in (("svg:title", "Score per beginsel"), ("svg:desc", figure.alt)):
            part = Element.from_tag(f"<{tag}/>")
            part.text = text
            frame.append(part)
        holder = Line()
        holder.append(frame)
        self.body.append(holder)
        self.line(figure.caption, "klein")

    def pairs(self, pairs: tuple[Pair, ...]) -> None:
        """Labels with what goes with them."""
        from odfdo import Span, Tab

        for pair in pairs:
            made = self.line("", "paar")
            made.append(Span(f"{pair.label}:", style="zacht"))
            made.append(Tab())
            made.append_plain_text(pair.value.text)


def _row(kind: Any, texts: tuple[str, ...], style: str) -> Any:
    from odfdo import Cell
    from odfdo import Paragraph as Line

    row = kind()
    for text in texts:
        cell = Cell(style="cel", cell_type="string")
        cell.append(Line(text, style=style))
        row.append(cell)
    return row


def _lines(item: Item) -> tuple[str, ...]:
    return (item.text.text, *(words.text for words in item.details if words))


def _source(source: Source) -> tuple[str, ...]:
    article = f", {source.article.text}" if source.article else ""
    seen = f" Bekeken {date_text(source.seen)}." if source.seen else ""
    return (f"{source.title.text}{article}.{seen}", *((source.url.text,) if source.url else ()))
