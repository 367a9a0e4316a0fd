"""A file with answers as authors of rules write it (YAML or JSON), in and out of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.answers import MAX_TEXT, AnswerError, Given, read_answers
from engine.case_files import Assessed, cases_in
from engine.diagnostics import ContentError, Diagnostic
from engine.written import as_example, file_text
from webapp.services.dutch import full_stop, upper_first
from webapp.services.file_parts import LENGTHS, FileError
from webapp.services.files import MOST_ANSWERS, Opened, from_data, saved_data
from webapp.services.weighing import Weighing
from webapp.services.work_files import Contents
from webapp.storage.records import AnswerRecord

if TYPE_CHECKING:
    from engine.models import Questionnaire
    from webapp.content_store import Snapshot, Topic

MOST_LINES = 5
TITLE = 120


def read_upload(raw: bytes, name: str, snapshot: Snapshot, contents: Contents | None = None) -> Opened:
    """Read a file that somebody opens: saved here, or with answers; raises FileError.

    Args:
        raw: the file.
        name: how it is called.
        snapshot: the questionnaires that are here.
        contents: what `work_files.lift` took out of the file.
    """
    if not raw.strip():
        raise FileError("Er is nog geen bestand gekozen, of het is leeg. Kies een bestand.")
    data = saved_data(raw)
    if data is not None:
        return from_data(data, contents)
    try:
        cases = cases_in(raw, name)
    except ContentError as error:
        raise FileError(*_first([_sentence(finding) for finding in error.diagnostics])) from None
    if len(cases) != 1:
        raise FileError(
            f"In dit bestand staan {len(cases)} gevallen.",
            "Zet het geval dat u wilt openen in een eigen bestand.",
        )
    return _opened(cases[0], snapshot)


def to_example(weighing: Weighing) -> str:
    """The answers as YAML, with what the rules give now; sources, notes and free texts stay behind."""
    known = weighing.record.subject if weighing.subject else None
    parts = as_example(weighing.topic.engine, weighing.answers, weighing.advice, weighing.name, known or "")
    return file_text({"vragenlijst": weighing.record.questionnaire, **parts})


def _opened(case: Assessed, snapshot: Snapshot) -> Opened:
    topic = _topic(case, snapshot)
    if len(case.answers) > MOST_ANSWERS:
        raise FileError(f"In dit bestand staan meer dan {MOST_ANSWERS} antwoorden. Dat is te veel.")
    try:
        answers = read_answers(topic.questionnaire, case.answers)
    except AnswerError as error:
        problems = [full_stop(f"{_name(p.question)}: {p.message}") for p in error.problems]
        raise FileError("Niet elk antwoord in dit bestand klopt.", *_first(problems)) from None
    subject = snapshot.content.subjects.get(case.subject)
    title = "".join(letter for letter in case.title if letter.isprintable())
    title = title or (subject.name if subject else "Antwoorden uit een bestand")
    return Opened(
        questionnaire=topic.id,
        subject=case.subject[:TITLE] or None,
        title=title if len(title) <= TITLE else f"{title[: TITLE - 1]}…",
        attendees="",
        answers=tuple(_record(key, given) for key, given in answers.given.items()),
        points=(),
        content_hash="",
        day=case.on,
    )


def answer_records(questionnaire: Questionnaire, answers: Mapping[str, object]) -> tuple[AnswerRecord, ...]:
    """Answers of a worked example as they are stored."""
    given = read_answers(questionnaire, answers).given
    return tuple(_record(key, answer) for key, answer in given.items())


def _topic(case: Assessed, snapshot: Snapshot) -> Topic:
    """The questionnaire that a file names, or the only one with all these questions."""
    if case.questionnaire:
        topic = snapshot.topic(case.questionnaire)
        if topic is None:
            raise unknown_questionnaire(case.questionnaire, snapshot)
        return topic
    fitting = [t for t in snapshot.latest() if case.answers and set(case.answers) <= _names(t)]
    if len(fitting) != 1:
        raise FileError(
            "In dit bestand staat niet bij welke vragenlijst de antwoorden horen.",
            f"Zet bovenaan een regel als ‘vragenlijst: {snapshot.latest()[0].id}’,"
            " en de antwoorden onder ‘antwoorden:’.",
        )
    return fitting[0]


def _names(topic: Topic) -> set[str]:
    questions = topic.questionnaire.questions
    return {*questions, *(question.code for question in questions.values())}


def unknown_questionnaire(name: str, snapshot: Snapshot) -> FileError:
    """What to say of a questionnaire that is not here."""
    known = ", ".join(sorted(snapshot.topics))
    return FileError(f"De vragenlijst ‘{name[:60]}’ is hier niet bekend. Bekend zijn: {known}.")


def _record(key: str, given: Given) -> AnswerRecord:
    value = given.value
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = f"{value:f}"
    texts = (("het antwoord", value, MAX_TEXT), ("de notitie", given.note, LENGTHS["notitie"]))
    for what, text, most in (*texts, ("de bron", given.source, LENGTHS["bron"])):
        if isinstance(text, str) and len(text) > most:
            raise FileError(f"Bij ‘{key}’ is {what} langer dan {most} tekens. Maak de tekst korter.")
    return AnswerRecord(
        question=key,
        state=given.state,
        value=value,
        note=given.note,
        source=given.source,
        dated=given.dated,
        confirmed=given.confirmed,
    )


def _sentence(finding: Diagnostic) -> str:
    """A finding for people: what is wrong and what to do, with the line where it is."""
    where = f"Regel {finding.place.line}: " if finding.place.line > 1 else ""
    sentences = [upper_first(text) for text in (finding.message, finding.hint) if text]
    return where + " ".join(full_stop(text) for text in sentences)


def _name(question: str) -> str:
    return question if len(question) <= 60 else f"{question[:59]}…"


def _first(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return lines if more <= 0 else [*lines[:MOST_LINES], f"Er zijn nog {more} meldingen."]
