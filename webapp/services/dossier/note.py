"""The note for the college as a report, so that it can be a PDF of one page."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.services.advice_page import AdvicePage, advice_page
from webapp.services.dossier.advice_part import heading, paragraph
from webapp.services.dossier.model import TITLE, Block, Bullets, Item, Report, Words
from webapp.services.dutch import count_text, lower_first
from webapp.services.duties import Summary
from webapp.services.memo import MOST_MEASURES, MOST_OPEN, closing, measure_line
from webapp.services.weighing import Weighing
from webapp.services.wording import DECISION, fact_line

MOST_REASONS = 6
ROOM = "Het college volgt dit advies / wijkt af, omdat: " + "." * 160


def note_report(weighing: Weighing, organisation: str, duties: Summary) -> Report:
    """The note; the same as on its page."""
    view = advice_page(weighing)
    of = f" van {organisation}" if organisation else ""
    return Report(
        title=Words(f"{weighing.name}: {lower_first(view.headline)}", TITLE),
        subtitle=Words(f"Notitie voor het college{of}"),
        date=weighing.today,
        organisation=f"Notitie voor het college{of}",
        facts=(),
        blocks=tuple(_blocks(weighing, view, duties)),
    )


def _blocks(weighing: Weighing, view: AdvicePage, duties: Summary) -> Iterator[Block]:
    advice = weighing.advice
    for stop in view.stops:
        yield paragraph(f"Stop hier vandaag mee: {lower_first(stop.title)}. {stop.text}", "stop")
    yield heading(2, "Advies")
    yield paragraph(" ".join(filter(None, (view.sentence, view.because))))
    yield paragraph(f"{view.firm.title}. {view.firm.text}".strip())
    if view.deciders:
        yield heading(2, "Wat dit bepaalt")
        reasons = [
            Item(Words(f"{item.text}{f' ({source})' if source else ''}")) for item, source in view.deciders
        ]
        yield Bullets((*reasons[:MOST_REASONS], *_more(len(reasons) - MOST_REASONS, "reden", "redenen")))
    if advice.shown_facts:
        yield heading(2, "Wat wij vaststellen")
        yield Bullets(tuple(Item(Words(fact_line(fact))) for fact in advice.shown_facts))
    yield heading(2, "Wat wij doen")
    doing = [Item(Words(measure_line(item, weighing.today))) for item in (*view.first, *view.rest)]
    more = _more(len(doing) - MOST_MEASURES, "maatregel", "maatregelen")
    yield Bullets((*doing[:MOST_MEASURES], *more) if doing else (Item(Words("Nog niets.")),))
    if duties.begun:
        yield paragraph(f"{duties.text}.")
    yield from _better(weighing, view)
    if weighing.deciding:
        yield heading(2, "Nog uit te zoeken")
        asked = (Item(Words(f"{item.text} ({item.code})")) for item in weighing.deciding[:MOST_OPEN])
        yield Bullets(tuple(asked))
    yield heading(2, "Besluit")
    yield paragraph(DECISION)
    yield paragraph(ROOM)
    yield paragraph(closing(weighing), "small")


def _better(weighing: Weighing, view: AdvicePage) -> Iterator[Block]:
    if view.better and view.better.measures:
        yield heading(2, f"Als wij dit regelen, wordt het advies: {view.better.title}")
        yield Bullets(tuple(Item(Words(measure_line(item, weighing.today))) for item in view.better.measures))
    elif view.better:
        yield paragraph("Met alleen eigen maatregelen verandert dit advies niet.")


def _more(rest: int, one: str, many: str) -> tuple[Item, ...]:
    return (Item(Words(f"En nog {count_text(rest, one, many)}; zie het dossier.")),) if rest > 0 else ()
