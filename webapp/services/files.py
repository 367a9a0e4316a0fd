"""A whole assessment as one file, and back: nothing is lost, and what is wrong is said in Dutch."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from engine.answers import MAX_TEXT
from engine.cases import SubjectFile
from engine.profile_file import profile_data
from webapp.services.decision_files import DecisionFileError, decisions_json, read_decisions
from webapp.services.dutch import count_text, date_text
from webapp.services.duties import FIRST_YEAR, LAST_YEAR, OWNER_LENGTH
from webapp.services.duties import STATES as TASK_STATES
from webapp.services.meeting_file import RoundsError, read_rounds, rounds_json
from webapp.services.weighing import Weighing, fits
from webapp.storage.decision_records import DecisionRecord
from webapp.storage.meeting_records import RoundRecord
from webapp.storage.records import AnswerRecord, PointRecord, TaskRecord

KIND = "basislijn-afweging"
DOSSIER = "basislijn-dossier"  # holds the same file as `afweging`
FORMAT = 1
MOST_ANSWERS = 500
MOST_POINTS = 50
MOST_TASKS = 300
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
STATES = {"beantwoord": "answered", "onbekend": "unknown", "nvt": "nvt", "open": "open"}
NAMES = {state: name for name, state in STATES.items()}
LENGTHS = {"notitie": 2000, "bron": 500, "wie": 80}


class FileError(Exception):
    """The file cannot be opened; the lines say why and what to do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(" ".join(lines))


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


def to_file(
    weighing: Weighing,
    points: Mapping[str, PointRecord],
    tasks: Mapping[str, TaskRecord],
    decisions: Mapping[str, DecisionRecord],
    rounds: Sequence[RoundRecord] = (),
) -> str:
    """The assessment as JSON text."""
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
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _answer_json(answer: AnswerRecord) -> dict[str, Any]:
    return {
        "staat": NAMES[answer.state],
        "waarde": list(answer.value) if isinstance(answer.value, tuple) else answer.value,
        "notitie": answer.note,
        "bron": answer.source,
        "peildatum": answer.dated.isoformat() if answer.dated else None,
        "wie": answer.who,
        "bevestigd": answer.confirmed,
        "overgenomen": answer.carried,
        "gewijzigd": answer.updated_at.isoformat(timespec="seconds") if answer.updated_at else None,
    }


def _task_json(task: TaskRecord) -> dict[str, Any]:
    return {
        "eigenaar": task.owner,
        "klaar_op": task.due.isoformat() if task.due else None,
        "stand": task.state,
        "opmerking": task.note,
        "gewijzigd": task.updated_at.isoformat(timespec="seconds") if task.updated_at else None,
    }


def saved_data(content: bytes) -> dict[str, Any] | None:
    """The data in a file that was saved here, or in a full dossier; None for any other file."""
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    if isinstance(data, dict) and data.get("soort") == DOSSIER:
        data = data.get("afweging")
    return data if isinstance(data, dict) and data.get("soort") == KIND else None


def from_data(data: dict[str, Any]) -> Opened:
    """Read a file that was saved here; raises FileError with a message for people."""
    if data.get("formaat") != FORMAT:
        raise FileError("Dit bestand komt van een andere versie van Basislijn en is hier niet te lezen.")
    answers = data.get("antwoorden")
    if not isinstance(answers, dict) or len(answers) > MOST_ANSWERS:
        raise FileError("In dit bestand ontbreekt de lijst met antwoorden, of zij is te lang.")
    records = [_answer(key, value) for key, value in answers.items()]
    records += _profile_facts(data.get("profielfeiten"), {record.question for record in records})
    talk = data.get("gesprek") if isinstance(data.get("gesprek"), dict) else {}
    return Opened(
        questionnaire=_text(data, "vragenlijst", 80),
        subject=_text(data, "onderwerp", 120) or None,
        title=_text(data, "titel", 120) or "Zonder naam",
        attendees=_text(talk, "aanwezig", 2000),
        answers=tuple(records),
        points=tuple(_points(talk.get("punten"))),
        content_hash=_text(data, "versie", 80),
        profile=_profile(data.get("profiel")),
        tasks=tuple(_tasks(data.get("taken"))),
        decisions=_decisions(data.get("besluiten")),
        rounds=_rounds(data.get("gesprekken")),
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


def _text(data: dict[str, Any], key: str, most: int) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise FileError(
            f"In dit bestand staat iets verkeerds bij ‘{key}’: een tekst van hoogstens {most} tekens."
        )
    return value


def _answer(key: str, value: Any) -> AnswerRecord:
    if not KEY.fullmatch(key):
        raise FileError(f"In dit bestand staat een vraag die niet kan bestaan: ‘{key[:60]}’.")
    state = value.get("staat") if isinstance(value, dict) else None
    if not isinstance(state, str) or state not in STATES:
        raise FileError(f"Het antwoord op ‘{key}’ is niet te lezen.")
    state = STATES[state]
    return AnswerRecord(
        question=key,
        state=state,
        value=_value(key, value.get("waarde")) if state == "answered" else None,
        note=_text(value, "notitie", LENGTHS["notitie"]),
        source=_text(value, "bron", LENGTHS["bron"]),
        dated=_date(key, value.get("peildatum")),
        who=_text(value, "wie", LENGTHS["wie"]),
        confirmed=value.get("bevestigd") is not False,
        carried=value.get("overgenomen") is True,
    )


def _value(key: str, value: Any) -> str | tuple[str, ...]:
    if isinstance(value, list) and len(value) <= 100 and all(_short(item) for item in value):
        return tuple(value)
    if _short(value):
        return str(value)
    raise FileError(f"Het antwoord op ‘{key}’ is niet te lezen: er hoort een tekst of een lijst van teksten.")


def _short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT and "\x00" not in value


def _date(key: str, value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FileError(
            f"De datum bij ‘{key}’ is niet te lezen. Verwacht is bijvoorbeeld 2026-11-23."
        ) from None


def _profile_facts(facts: Any, taken: set[str]) -> list[AnswerRecord]:
    if not isinstance(facts, dict) or len(facts) > MOST_ANSWERS:
        return []
    return [
        AnswerRecord(
            question=key,
            state="answered",
            value=_value(key, fact.get("waarde")),
            source=_text(fact, "bron", LENGTHS["bron"]),
            dated=_date(key, fact.get("peildatum")),
            confirmed=False,
        )
        for key, fact in facts.items()
        if KEY.fullmatch(key) and key not in taken and isinstance(fact, dict)
    ]


def _points(points: Any) -> list[PointRecord]:
    if not isinstance(points, dict) or len(points) > MOST_POINTS:
        return []
    return [
        PointRecord(key, _text(value, "oordeel", 10), _text(value, "opmerking", 2000))
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
    due = _date(key, value.get("klaar_op"))
    if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
        raise FileError(f"De datum bij ‘{key}’ kan niet kloppen: het jaar ligt ver weg.")
    owner, note = _text(value, "eigenaar", OWNER_LENGTH), _text(value, "opmerking", LENGTHS["notitie"])
    return TaskRecord(key, owner, due, state, note)


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
