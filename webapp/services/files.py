"""A whole assessment as one file, and back: nothing is lost, and what is wrong is said in Dutch.

The file to share leaves the work around the answers out; the complete file adds it, see `work_files`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from engine.cases import SubjectFile
from engine.profile_file import profile_data
from webapp.services.decision_files import DecisionFileError, decisions_json, read_decisions
from webapp.services.dutch import count_text, date_text
from webapp.services.duties import FIRST_YEAR, LAST_YEAR, OWNER_LENGTH
from webapp.services.duties import STATES as TASK_STATES
from webapp.services.file_parts import (
    KEY,
    LENGTHS,
    FileError,
    answer_json,
    read_answer,
    read_day,
    read_moment,
    read_text,
    read_value,
)
from webapp.services.meeting_file import RoundsError, read_rounds, rounds_json
from webapp.services.weighing import Weighing, fits
from webapp.services.work_files import Contents, Work, work_json
from webapp.services.work_reading import read_work
from webapp.storage.decision_records import DecisionRecord
from webapp.storage.meeting_records import RoundRecord
from webapp.storage.records import AnswerRecord, PointRecord, TaskRecord

KIND = "basislijn-afweging"
DOSSIER = "basislijn-dossier"  # holds the same file as `afweging`
FORMAT = 1
MOST_ANSWERS = 500
MOST_POINTS = 50
MOST_TASKS = 300


@dataclass(frozen=True)
class Opened:
    """What a file holds."""

    questionnaire: str
    subject: str | None
    title: str
    attendees: str
    answers: tuple[AnswerRecord, ...]
    points: tuple[PointRecord, ...]
    content_hash: str
    profile: dict[str, Any] | None = None
    day: date | None = None
    tasks: tuple[TaskRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    rounds: tuple[RoundRecord, ...] = ()
    work: Work | None = None


def to_file(
    weighing: Weighing,
    points: Mapping[str, PointRecord],
    tasks: Mapping[str, TaskRecord],
    decisions: Mapping[str, DecisionRecord],
    rounds: Sequence[RoundRecord] = (),
    work: Work | None = None,
) -> str:
    """The assessment as JSON text; complete with ``work``."""
    record = weighing.record
    data = {
        "soort": KIND,
        "formaat": FORMAT,
        "vragenlijst": record.questionnaire,
        "versie": record.content_hash,
        "onderwerp": record.subject,
        "profiel": record.profile,
        "titel": record.title,
        "aangemaakt": record.created_at.isoformat(timespec="seconds"),
        "gewijzigd": record.updated_at.isoformat(timespec="seconds"),
        "antwoorden": {key: _answer_json(record.answers[key]) for key in sorted(record.answers)},
        "profielfeiten": {
            key: {
                "waarde": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
                "bron": fact.source,
                "peildatum": fact.dated.isoformat() if fact.dated else None,
            }
            for key, fact in weighing.found.items()
            if key not in record.answers
        },
        "gesprek": {
            "aanwezig": record.attendees,
            "punten": {p.point: {"oordeel": p.verdict, "opmerking": p.remark} for p in points.values()},
        },
        "taken": {key: _task_json(task) for key, task in sorted(tasks.items()) if not task.empty},
        "besluiten": decisions_json(decisions),
        "gesprekken": rounds_json(rounds),
    }
    if work is not None:
        data["werk"] = work_json(work)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _answer_json(answer: AnswerRecord) -> dict[str, Any]:
    at = answer.updated_at
    return {**answer_json(answer), "gewijzigd": at.isoformat(timespec="seconds") if at else None}


def _task_json(task: TaskRecord) -> dict[str, Any]:
    return {
        "eigenaar": task.owner,
        "klaar_op": task.due.isoformat() if task.due else None,
        "stand": task.state,
        "opmerking": task.note,
        "gewijzigd": task.updated_at.isoformat(timespec="seconds") if task.updated_at else None,
    }


def saved_data(content: bytes) -> dict[str, Any] | None:
    """The data in a file that was saved here, or in a full dossier; None for any other file.

    Raises:
        FileError: when it holds half signs, which no database can keep.
    """
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data.get("soort") == DOSSIER:
        data = data.get("afweging")
    if not isinstance(data, dict) or data.get("soort") != KIND:
        return None
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise FileError("In dit bestand staan tekens die niet bestaan. Bewaar het opnieuw.") from None
    return data


def from_data(data: dict[str, Any], contents: Contents | None = None) -> Opened:
    """Read a file that was saved here; raises FileError with a message for people.

    Args:
        data: what the file says.
        contents: what `work_files.lift` took out of it.
    """
    if data.get("formaat") != FORMAT:
        raise FileError("Dit bestand komt van een andere versie van Basislijn en is hier niet te lezen.")
    answers = data.get("antwoorden")
    if not isinstance(answers, dict) or len(answers) > MOST_ANSWERS:
        raise FileError("In dit bestand ontbreekt de lijst met antwoorden, of zij is te lang.")
    records = [read_answer(key, value) for key, value in answers.items()]
    records += _profile_facts(data.get("profielfeiten"), {record.question for record in records})
    talk = data.get("gesprek") if isinstance(data.get("gesprek"), dict) else {}
    return Opened(
        questionnaire=read_text(data, "vragenlijst", 80),
        subject=read_text(data, "onderwerp", 120) or None,
        title=read_text(data, "titel", 120) or "Zonder naam",
        attendees=read_text(talk, "aanwezig", 2000),
        answers=tuple(records),
        points=tuple(_points(talk.get("punten"))),
        content_hash=read_text(data, "versie", 80),
        profile=_profile(data.get("profiel")),
        tasks=tuple(_tasks(data.get("taken"))),
        decisions=_decisions(data.get("besluiten")),
        rounds=_rounds(data.get("gesprekken")),
        work=read_work(data["werk"], contents or {}) if "werk" in data else None,
    )


def _decisions(value: Any) -> tuple[DecisionRecord, ...]:
    try:
        return read_decisions(value)
    except DecisionFileError as error:
        raise FileError(str(error)) from None


def _rounds(value: Any) -> tuple[RoundRecord, ...]:
    try:
        return read_rounds(value)
    except RoundsError as error:
        raise FileError(str(error)) from None


def _profile(value: Any) -> dict[str, Any] | None:
    """Read the profile that another municipality shared."""
    if value is None:
        return None
    try:
        return profile_data(SubjectFile.model_validate(value))
    except ValidationError:
        raise FileError("In dit bestand staat iets verkeerds bij ‘profiel’. Bewaar het opnieuw.") from None


def _no_constant(_text: str) -> None:
    raise ValueError


def _profile_facts(facts: Any, taken: set[str]) -> list[AnswerRecord]:
    if not isinstance(facts, dict) or len(facts) > MOST_ANSWERS:
        return []
    return [
        AnswerRecord(
            question=key,
            state="answered",
            value=read_value(key, fact.get("waarde")),
            source=read_text(fact, "bron", LENGTHS["bron"]),
            dated=read_day(key, fact.get("peildatum")),
            confirmed=False,
        )
        for key, fact in facts.items()
        if KEY.fullmatch(key) and key not in taken and isinstance(fact, dict)
    ]


def _points(points: Any) -> list[PointRecord]:
    if not isinstance(points, dict) or len(points) > MOST_POINTS:
        return []
    return [
        PointRecord(key, read_text(value, "oordeel", 10), read_text(value, "opmerking", 2000))
        for key, value in points.items()
        if isinstance(key, str) and len(key) <= 120 and isinstance(value, dict)
    ]


def _tasks(tasks: Any) -> list[TaskRecord]:
    if tasks is None:
        return []
    if not isinstance(tasks, dict) or len(tasks) > MOST_TASKS:
        raise FileError("In dit bestand is de lijst ‘taken’ niet te lezen, of zij is te lang.")
    return [_task(key, value) for key, value in tasks.items()]


def _task(key: str, value: Any) -> TaskRecord:
    if not KEY.fullmatch(key):
        raise FileError(f"In dit bestand staat een maatregel die niet kan bestaan: ‘{key[:60]}’.")
    state = value.get("stand") if isinstance(value, dict) else None
    if not isinstance(state, str) or state not in TASK_STATES:
        raise FileError(f"Wat u afsprak bij ‘{key}’ is niet te lezen: de stand ontbreekt of klopt niet.")
    due = read_day(key, value.get("klaar_op"))
    if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
        raise FileError(f"De datum bij ‘{key}’ kan niet kloppen: het jaar ligt ver weg.")
    owner, note = (
        read_text(value, "eigenaar", OWNER_LENGTH),
        read_text(value, "opmerking", LENGTHS["notitie"]),
    )
    return TaskRecord(key, owner, due, state, note, updated_at=read_moment(key, value.get("gewijzigd")))


def without_known(opened: Opened, weighing: Weighing) -> tuple[AnswerRecord, ...]:
    """The answers to store: a profile fact that is the same here needs no copy."""
    return tuple(
        answer
        for answer in opened.answers
        if answer.confirmed
        or answer.question not in weighing.found
        or (answer.value, answer.source, answer.dated)
        != (
            weighing.found[answer.question].value,
            weighing.found[answer.question].source,
            weighing.found[answer.question].dated,
        )
    )


def report(opened: Opened, weighing: Weighing) -> list[str]:
    """What was opened, and what does not count any more."""
    own = [answer for answer in opened.answers if answer.state != "open" and answer.confirmed]
    lines = [f"Geopend: {count_text(len(own), 'antwoord', 'antwoorden')} over {opened.title}."]
    questions = weighing.questionnaire.questions
    if opened.day and opened.day != weighing.today:
        lines.append(f"Het bestand noemt {date_text(opened.day)} als datum. Hier geldt de datum van vandaag.")
    strange = [answer.question for answer in opened.answers if answer.question not in questions]
    if strange:
        lines.append(
            f"Deze vragen bestaan hier niet: {', '.join(strange[:10])}."
            " De antwoorden zijn bewaard, en tellen niet mee."
        )
    if opened.tasks:
        lines.append(f"Bij {count_text(len(opened.tasks), 'maatregel', 'maatregelen')} staat wie wat doet.")
    if opened.decisions:
        lines.append(f"Ook geopend: {count_text(len(opened.decisions), 'besluit', 'besluiten')}.")
    if opened.rounds:
        lines.append(f"Het verslag van {count_text(len(opened.rounds), 'gesprek', 'gesprekken')} is er ook.")
    for answer in opened.answers:
        if answer.question in questions:
            problem = fits(weighing.questionnaire, answer)
            if problem:
                code = questions[answer.question].code
                lines.append(
                    f"Het antwoord op {code} past niet meer bij de vraag. Het is bewaard; kies opnieuw."
                )
    return lines
