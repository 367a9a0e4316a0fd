"""'Wie doet wat' as plain text to mail, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO
from textwrap import wrap

from webapp.services.dutch import date_text
from webapp.services.duties import GONE, LATER, NOT_HERE, NOW, PERHAPS, Duty, grouped, summary
from webapp.services.memo import WIDTH
from webapp.services.weighing import Weighing

COLUMNS = (
    "maatregel",
    "waarom",
    "bron",
    "meestal",
    "termijn",
    "geldt",
    "geldt vanaf",
    "eigenaar",
    "klaar op",
    "stand",
    "over tijd",
    "opmerking",
)
HOLDS = {NOW: "nu", LATER: "later", PERHAPS: "misschien", GONE: "niet meer"}
#: A spreadsheet would run a text that begins like this as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def duties_csv(rows: tuple[Duty, ...]) -> str:
    """The list as CSV with semicolons and dates as 2026-11-23; the mark in front lets Excel read UTF-8."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for duty in rows:
        writer.writerow([_cell(text) for text in _row(duty)])
    return "\ufeff" + out.getvalue()


def _row(duty: Duty) -> list[str]:
    measure, task = duty.measure, duty.task
    return [
        duty.do,
        " ".join([*measure.reasons, measure.explanation]).strip() if measure else "",
        _sources(duty),
        measure.who if measure else "",
        measure.term if measure else "",
        HOLDS[duty.kind],
        measure.starts.isoformat() if measure and measure.starts else "",
        task.owner,
        task.due.isoformat() if task.due else "",
        duty.state.lower(),
        "ja" if duty.overdue else "",
        task.note,
    ]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _sources(duty: Duty) -> str:
    return "; ".join(source.title for source in duty.measure.sources) if duty.measure else ""


def duties_text(weighing: Weighing, rows: tuple[Duty, ...]) -> str:
    """The list as text to copy; lines are wrapped for mail."""
    lines = [
        f"WIE DOET WAT: {weighing.name}",
        f"{weighing.questionnaire.title}, {date_text(weighing.today)}",
        *wrap(f"{summary(rows).text}.", WIDTH),
        "",
    ]
    number = 0
    for group in grouped(rows):
        lines += [group.title.upper(), *wrap(group.explanation, WIDTH), ""]
        for duty in group.duties:
            number += 1
            lines += [*_lines(number, duty), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lines(number: int, duty: Duty) -> list[str]:
    measure, task = duty.measure, duty.task
    due = f", klaar op {date_text(task.due)}" if task.due else ""
    parts = [
        f"Eigenaar: {task.owner or 'nog niemand'}{due}",
        f"Stand: {duty.state.lower()}{', over tijd' if duty.overdue else ''}",
    ]
    if measure:
        usual = (f"Meestal {measure.who}", measure.term, duty.when)
        parts.insert(0, " · ".join(part for part in usual if part))
    if task.note:
        what = "Reden" if task.state == NOT_HERE else "Opmerking"
        parts.append(f"{what}: {' '.join(task.note.split())}")
    if _sources(duty):
        parts.append(f"Bron: {_sources(duty)}")
    head = f"{number}. "
    indent = " " * len(head)
    lines = wrap(f"{head}{duty.do}", WIDTH, subsequent_indent=indent)
    for part in parts:
        lines += wrap(part, WIDTH, initial_indent=indent, subsequent_indent=indent)
    return lines
