"""The dossier as DOCX, for whoever works in Word: real headings, table headings, language and title."""

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

INK, ACCENT, QUIET, RED = "16202E", "0A5C63", "4D5A6A", "A6231B"
SIZES = {"Title": 30, "Heading 1": 24, "Heading 2": 18, "Heading 3": 13}
PAIR, NAME = "Gegeven", "Naam van een onderdeel"
SERIF, SANS = "Georgia", "Segoe UI"


def docx(report: Report) -> bytes:
    """The report as a Word document."""
    from docx import Document

    writer = _Writer(Document())
    writer.prepare(report)
    writer.line(report.title.text, "Heading 1")
    writer.line(report.subtitle.text, "Subtitle")
    writer.pairs(report.facts)
    for block in report.blocks:
        writer.block(block)
    stream = BytesIO()
    writer.document.save(stream)
    return repacked(stream.getvalue())


class _Writer:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles: dict[str, str] = {}  # to look a style up by name is slow

    def prepare(self, report: Report) -> None:
        """Title, language and styles."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        about = self.document.core_properties
        about.title, about.language = _short(title_of(report)), "nl-NL"
        about.author = _short(report.organisation or "Basislijn")
        about.subject, about.comments = _short(report.subtitle.text), ""
        about.created = about.modified = datetime.combine(report.date, time(12))
        about.last_modified_by, about.revision = "Basislijn", 1
        styles = self.document.styles
        fonts = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        language = fonts.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            fonts.append(language)
        language.set(qn("w:val"), "nl-NL")
        self._styles(styles)

    def _styles(self, styles: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt, RGBColor

        styles["Normal"].font.name, styles["Normal"].font.size = SANS, Pt(10.5)
        for name, size in {**SIZES, "Subtitle": 16}.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.italic = SERIF, Pt(size), False
            style.font.color.rgb = RGBColor.from_string(ACCENT if name == "Subtitle" else INK)
            made = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                made.attrib.pop(qn(f"w:{key}"), None)
            made.set(qn("w:hAnsi"), SERIF)

        for name in (PAIR, NAME):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        form = styles[PAIR].paragraph_format
        form.left_indent, form.first_line_indent, form.space_after = Cm(4.5), Cm(-4.5), Pt(2)
        form.tab_stops.add_tab_stop(Cm(4.5))
        form = styles[NAME].paragraph_format
        form.keep_with_next, form.space_before, form.space_after = True, Pt(8), Pt(2)

    def line(self, text: str, style: str | None = None) -> Any:
        """A paragraph; a line break that people typed stays one."""
        made = self.document.add_paragraph(text)
        if style:
            if style not in self.styles:
                self.styles[style] = self.document.styles[style].style_id
            made._p.style = self.styles[style]
        return made

    def block(self, block: Block) -> None:
        """One block of the report."""
        match block:
            case Heading():
                self.line(block.text.text, f"Heading {min(block.level, 9)}")
            case Paragraph():
                made = self.line(block.text.text)
                _look(
                    made.runs,
                    bold=block.style in ("lead", "stop"),
                    color=RED if block.style == "stop" else "",
                )
            case Bullets():
                for item in block.items:
                    self._item(item, "List Number" if block.ordered else "List Bullet")
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Entry():
                self._entry(block)
            case Sources():
                for source in block.items:
                    self._source(source)

    def _item(self, item: Item, style: str) -> None:
        made = self.line(item.text.text, style)
        for words in filter(None, item.details):
            made.add_run().add_break()
            _look([made.add_run(words.text)], color=QUIET)

    def _table(self, table: Table) -> None:
        from docx.oxml import OxmlElement
        from docx.table import _Cell

        self.line(table.caption, "Caption")
        made = self.document.add_table(rows=1, cols=len(table.header), style="Light List")
        made.autofit = True
        for cell, text in zip(made.rows[0].cells, table.header, strict=True):
            cell.text = text
        made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for _ in table.rows:
            made.add_row()
        for line, row in zip(made._tbl.tr_lst[1:], table.rows, strict=True):
            for cell, words in zip(line.tc_lst, row, strict=True):
                _Cell(cell, made).text = words.text
        self.line("")

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Cm

        self.document.add_picture(BytesIO(picture(figure)), width=Cm(15.5))
        about = self.document.inline_shapes[-1]._inline.docPr
        about.set("descr", figure.alt)
        about.set("title", "Score per beginsel")
        self.line(figure.caption, "Caption")

    def _entry(self, entry: Entry) -> None:
        made = self.line("", NAME)
        _look([made.add_run(entry.title.text)], bold=True)
        if entry.mark:
            _look([made.add_run(f" ({entry.mark})")], color=QUIET)
        self.pairs(entry.pairs)

    def pairs(self, pairs: tuple[Pair, ...]) -> None:
        """Labels with what goes with them."""
        for pair in pairs:
            made = self.line("", PAIR)
            _look([made.add_run(f"{pair.label}:")], color=QUIET)
            made.add_run(f"\t{pair.value.text}")

    def _source(self, source: Source) -> None:
        article = f", {source.article.text}" if source.article else ""
        seen = f" Bekeken {date_text(source.seen)}." if source.seen else ""
        made = self.line(f"{source.title.text}{article}.{seen}", "List Number")
        if source.url:
            made.add_run().add_break()
            _look([made.add_run(source.url.text)], color=QUIET)


def _look(runs: list[Any], bold: bool = False, color: str = "") -> None:
    from docx.shared import RGBColor

    for run in runs:
        run.bold = bold or None
        if color:
            run.font.color.rgb = RGBColor.from_string(color)


def _short(text: str) -> str:
    return text[:250]
