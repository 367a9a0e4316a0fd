"""From a filled-in form to answers to save, and from stored answers to a form to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask_wtf import FlaskForm

from engine.models import Question
from webapp import forms
from webapp.forms import name
from webapp.services.facts import Found
from webapp.services.stamps import stamp
from webapp.storage.records import AnswerRecord

CHOOSE = "Kies een antwoord, of kies ‘Dat weten we nog niet’."
CHOOSE_ONLY = "Kies een antwoord."
FILL_IN = "Vul een antwoord in, of kies ‘Dat weten we nog niet’."
FILL_IN_ONLY = "Vul een antwoord in."
BOTH = "U vulde een antwoord in en koos ook een van de rondjes. Kies een van beide."
EVIDENCE = "Schrijf erbij waar dit staat: bij deze vraag hoort een bron."
CHOOSE_RIGHT = "Kies het antwoord dat wel klopt."
SAY_WHY = "Schrijf erbij waarom het anders is."


@dataclass(frozen=True)
class Reading:
    """What one question's fields say: an answer to save, or what is wrong, or what is missing."""

    record: AnswerRecord | None = None
    problem: str = ""
    missing: str = ""


def missing_text(question: Question) -> str:
    """What to do when a question has no answer."""
    if question.kind in forms.TYPED:
        return FILL_IN if question.unknown else FILL_IN_ONLY
    return CHOOSE if question.unknown else CHOOSE_ONLY


def read_question(form: FlaskForm, key: str, question: Question) -> Reading:
    """Read one ordinary question; the form has been validated."""
    problem = _field_problem(form, key)
    if problem:
        return Reading(problem=problem)
    state, value = _state_and_value(form, key, question)
    if state == "both":
        return Reading(problem=BOTH)
    record = _with_notes(form, key, AnswerRecord(key, state, value))
    if state == "open":
        kept = record if (record.note or record.source or record.dated) else None
        return Reading(record=kept, missing=missing_text(question))
    if state == "answered" and question.evidence == "verplicht" and not record.source:
        return Reading(record=record, missing=EVIDENCE)
    return Reading(record=record)


def read_fact(form: FlaskForm, key: str, question: Question, found: Found | None) -> Reading:
    """Read one fact of the page to confirm."""
    if found is None:
        return read_question(form, key, question)
    choice = form[name(forms.FACT, key)].data
    problem = _field_problem(form, key, value=choice == forms.WRONG)
    if problem:
        return Reading(problem=problem)
    if not choice:
        return Reading(missing=CHOOSE)
    note = form[name(forms.NOTE, key)].data
    if choice == forms.RIGHT:
        return Reading(record=confirmed(key, found, note))
    if choice == forms.DONT_KNOW:
        return Reading(record=_with_notes(form, key, AnswerRecord(key, "unknown", None)))
    state, value = _state_and_value(form, key, question)
    if state in ("open", "both"):
        return Reading(missing=CHOOSE_RIGHT)
    if not note and question.kind != "tekst":
        return Reading(missing=SAY_WHY)
    return Reading(record=_with_notes(form, key, AnswerRecord(key, state, value)))


def confirmed(key: str, found: Found, note: str = "") -> AnswerRecord:
    """The found fact, now confirmed by a person."""
    return AnswerRecord(key, "answered", found.value, note=note, source=found.source, dated=found.dated)


def _field_problem(form: FlaskForm, key: str, value: bool = True) -> str:
    parts = [forms.NOTE, forms.SOURCE, forms.DATED, forms.WHO, forms.SEEN, forms.FACT, forms.STATE]
    if value:
        parts.insert(0, forms.VALUE)
    for part in parts:
        field = form._fields.get(name(part, key))
        if field is not None and field.errors:
            return str(field.errors[0])
    return ""


def _state_and_value(
    form: FlaskForm, key: str, question: Question
) -> tuple[str, str | tuple[str, ...] | None]:
    data = form[name(forms.VALUE, key)].data
    if question.kind == "meerkeuze":
        return _multiple(list(data or ()), question)
    apart = form[name(forms.STATE, key)].data if name(forms.STATE, key) in form._fields else ""
    if question.kind in forms.TYPED and apart and data:
        return "both", None
    marker = apart or data or ""
    if marker == forms.UNKNOWN:
        return "unknown", None
    if marker == forms.NOT_APPLICABLE:
        return "nvt", None
    if not marker:
        return "open", None
    if question.kind == "getal":
        return "answered", str(forms.read_number(question, data))
    if question.kind == "datum":
        day = forms.read_date(data)
        return "answered", day.isoformat() if day else None
    return "answered", data


def _multiple(data: list[str], question: Question) -> tuple[str, tuple[str, ...] | None]:
    if not data:
        return "open", None
    if forms.UNKNOWN in data:
        return "unknown", None
    if forms.NOT_APPLICABLE in data:
        return "nvt", None
    if forms.NONE_OF_THESE in data:
        return "answered", ()
    return "answered", tuple(option for option in question.options if option in data)


def _with_notes(form: FlaskForm, key: str, record: AnswerRecord) -> AnswerRecord:
    dated: date | None = forms.read_date(form[name(forms.DATED, key)].data)
    return replace(
        record,
        note=form[name(forms.NOTE, key)].data or "",
        source=form[name(forms.SOURCE, key)].data or "",
        dated=dated,
        who=(form[name(forms.WHO, key)].data or "") if record.state == "unknown" else "",
    )


def form_data(
    questions: Mapping[str, Question], answers: Mapping[str, AnswerRecord], found: Mapping[str, Found]
) -> dict[str, object]:
    """What a form shows before anybody touches it."""
    data: dict[str, object] = {}
    for key, question in questions.items():
        record = answers.get(key)
        data[name(forms.SEEN, key)] = stamp(record)
        if record is None:
            continue
        data[name(forms.NOTE, key)] = record.note
        data[name(forms.SOURCE, key)] = record.source
        data[name(forms.DATED, key)] = record.dated.isoformat() if record.dated else ""
        data[name(forms.WHO, key)] = record.who
        _show_value(data, key, question, record)
        if key in found:
            data[name(forms.FACT, key)] = fact_choice(record, found[key])
    return data


def fact_choice(record: AnswerRecord | None, found: Found) -> str:
    """Which of the three choices a stored answer stands for."""
    if record is None or not record.confirmed or record.state == "open":
        return ""
    if record.state == "unknown":
        return forms.DONT_KNOW
    return forms.RIGHT if record.value == found.value else forms.WRONG


def _show_value(data: dict[str, object], key: str, question: Question, record: AnswerRecord) -> None:
    special = {"unknown": forms.UNKNOWN, "nvt": forms.NOT_APPLICABLE}.get(record.state)
    if question.kind == "meerkeuze":
        if special:
            data[name(forms.VALUE, key)] = [special]
        elif record.state == "answered":
            data[name(forms.VALUE, key)] = list(record.value or ()) or [forms.NONE_OF_THESE]
    elif question.kind in forms.TYPED:
        data[name(forms.STATE, key)] = special or ""
        data[name(forms.VALUE, key)] = record.value or ""
    else:
        data[name(forms.VALUE, key)] = special or record.value or ""
