"""From the filled-in list 'Wie doet wat' to tasks to save, and from tasks to what the form shows.

Field names are a letter, a hyphen and the measure's id, as on the pages with questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wtforms.validators import ValidationError

from webapp.forms import NOTE_LENGTH, name, read_date, tidy
from webapp.services.duties import FIRST_YEAR, LAST_YEAR, NOT_HERE, OWNER_LENGTH, STATES, TO_DO
from webapp.services.stamps import stamp
from webapp.storage.records import TaskRecord

OWNER, DUE, STATE, NOTE, SEEN, SETTLE = "e", "d", "s", "o", "z", "k"


@dataclass(frozen=True)
class TaskReading:
    """What the fields of one measure say, or what is wrong, by the name of the field."""

    task: TaskRecord
    problems: dict[str, str] = field(default_factory=dict)


def posted_measures(given: Iterable[str]) -> list[str]:
    """The measures whose fields were sent."""
    start = name(SEEN, "")
    return [key.removeprefix(start) for key in given if key.startswith(start)]


def read_task(measure: str, given: Mapping[str, str]) -> TaskReading:
    """Read the fields of one measure."""
    owner = " ".join(tidy(given.get(name(OWNER, measure))).split())
    note = tidy(given.get(name(NOTE, measure)))
    state = given.get(name(STATE, measure)) or TO_DO
    problems: dict[str, str] = {}
    due = None
    try:
        due = _due(tidy(given.get(name(DUE, measure))))
    except ValidationError as error:
        problems[name(DUE, measure)] = str(error)
    if len(owner) > OWNER_LENGTH:
        problems[name(OWNER, measure)] = _too_long(owner, OWNER_LENGTH)
    if state not in STATES:
        problems[name(STATE, measure)] = "Kies een stand uit de lijst."
    if len(note) > NOTE_LENGTH:
        problems[name(NOTE, measure)] = _too_long(note, NOTE_LENGTH)
    elif state == NOT_HERE and not note:
        problems[name(NOTE, measure)] = "Schrijf erbij waarom dit hier niet van toepassing is."
    return TaskReading(TaskRecord(measure, owner, due, state, note), problems)


def _too_long(text: str, most: int) -> str:
    return f"Deze tekst is te lang: {len(text)} tekens. Er passen er {most}."


def _due(text: str) -> date | None:
    day = read_date(text)
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Controleer het jaar. Vul een datum in tussen {FIRST_YEAR} en {LAST_YEAR}.")
    return day


def shown(task: TaskRecord) -> dict[str, str]:
    """What the form shows of a task before anybody touches it."""
    return {
        name(OWNER, task.measure): task.owner,
        name(DUE, task.measure): task.due.isoformat() if task.due else "",
        name(STATE, task.measure): task.state,
        name(NOTE, task.measure): task.note,
        name(SEEN, task.measure): stamp(task),
    }


def typed(measure: str, given: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed, to show again when it could not be saved."""
    names = [name(part, measure) for part in (OWNER, DUE, STATE, NOTE, SEEN)]
    return {key: tidy(given.get(key)) for key in names}
