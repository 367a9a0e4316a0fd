"""The note for the college: one page, in plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import wrap

from engine.advice import Because, MeasureView
from engine.models import Citation
from webapp.services.decisions import DecisionRow, row_words
from webapp.services.dutch import count_text, date_text, full_stop, join_words
from webapp.services.duties import Summary
from webapp.services.weighing import Weighing
from webapp.services.what_would_change import better
from webapp.services.wording import DECISION, fact_line, firmness, headline, review_date, sentence, when_text

WIDTH = 78
MOST_MEASURES = 5
MOST_OPEN = 4


def memo_text(
    weighing: Weighing,
    organisation: str,
    duties: Summary,
    decided: Sequence[DecisionRow] = (),
    conversation: Sequence[str] = (),
) -> str:
    """The note as text to copy; lines are wrapped for mail."""
    advice = weighing.advice
    firm = firmness(advice)
    lines = [
        f"NOTITIE VOOR HET COLLEGE{' VAN ' + organisation.upper() if organisation else ''}",
        f"{weighing.questionnaire.title}: {weighing.name}",
        f"{date_text(weighing.today)}",
        "",
    ]
    for stop in advice.stops:
        if stop.certain:
            lines += _paragraph(f"Stop hier vandaag mee: {stop.title}. {stop.text}")
    lines += ["ADVIES", *_paragraph(f"{headline(advice)}. {sentence(advice)}")]
    lines += _paragraph(f"{firm.title}. {firm.text}".strip())
    lines += ["WAT DIT BEPAALT", *_bullets(_because(item, weighing.sources) for item in advice.deciders)]
    if advice.shown_facts:
        lines += ["WAT WIJ VASTSTELLEN", *_bullets(map(fact_line, advice.shown_facts))]
    certain = [measure for measure in advice.measures if measure.certain]
    lines += [
        "WAT WIJ DOEN",
        *_bullets(measure_line(item, weighing.today) for item in certain[:MOST_MEASURES]),
    ]
    rest = len(certain) - MOST_MEASURES
    if rest > 0:
        lines[-1:] = [
            f"- En nog {count_text(rest, 'maatregel', 'maatregelen')}; zie het volledige advies.",
            "",
        ]
    if duties.begun:
        lines += _paragraph(f"{duties.text}.")
    lines += _better(weighing)
    if advice.deciding:
        lines += [
            "NOG UIT TE ZOEKEN",
            *_bullets(f"{q.text} ({q.code})" for q in weighing.deciding[:MOST_OPEN]),
        ]
    lines += conversation
    lines += ["BESLUIT", *_paragraph(DECISION)]
    lines += _decided(decided)
    lines += _paragraph(closing(weighing))
    return "\n".join(lines).rstrip() + "\n"


def _decided(rows: Sequence[DecisionRow]) -> list[str]:
    """What was decided, or a line to write it on."""
    if rows:
        return _bullets(row_words(row) for row in rows)
    return _paragraph(
        "Het college volgt dit advies / wijkt af, omdat: ........................................"
    )


def _better(weighing: Weighing) -> list[str]:
    """What brings a better advice."""
    found = better(weighing)
    if found is None:
        return []
    if not found.measures:
        return _paragraph("Met alleen eigen maatregelen verandert dit advies niet.")
    title = f"ALS WIJ DIT REGELEN, WORDT HET ADVIES: {found.title.upper()}"
    return [title, *_bullets(measure_line(item, weighing.today) for item in found.measures)]


def closing(weighing: Weighing) -> str:
    """Status, version and when to weigh again."""
    advice = weighing.advice
    review = review_date(advice, weighing.today)
    again = f" Weeg opnieuw voor {date_text(review)}." if review else ""
    return (
        f"{full_stop(advice.status_note or advice.status)} Versie {weighing.topic.id}"
        f" ({weighing.topic.version_hash[:10]}).{again}"
    )


def _because(item: Because, known: Mapping[str, Citation]) -> str:
    source = source_line(item, known)
    return f"{item.text} ({source})" if source else item.text


def source_line(item: Because, known: Mapping[str, Citation]) -> str:
    """Where a deciding fact comes from, in one line."""
    parts = []
    if item.source_text in known:
        parts.append(f"bron: {known[item.source_text].title}")
    elif item.source_text:
        parts.append(f"bron: {item.source_text}")
    elif item.sources:
        parts.append("bron: " + join_words([source.title for source in item.sources]))
    elif item.code:
        several = " en " in item.code or "," in item.code
        parts.append(f"uw {'antwoorden' if several else 'antwoord'} {item.code}")
    if item.dated:
        parts.append(f"stand van {date_text(item.dated)}")
    if item.question and not item.confirmed:
        parts.append("nog niet bevestigd")
    return ", ".join(parts)


def measure_line(measure: MeasureView, on: date) -> str:
    """What, who and when in one line."""
    when = when_text(measure.starts, on)
    return f"{measure.do.rstrip('.')} ({', '.join(filter(None, (measure.who, measure.term, when)))})."


def _paragraph(text: str) -> list[str]:
    return [*wrap(text, WIDTH), ""]


def _bullets(items: object) -> list[str]:
    lines: list[str] = []
    for item in items:  # type: ignore[attr-defined]
        lines += wrap(str(item), WIDTH, initial_indent="- ", subsequent_indent="  ")
    return [*(lines or ["- Nog niets."]), ""]
