"""'Afspraken': what is late, what is due, and when to look again, over several assessments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from webapp.services.decisions import ADVICE, decision_rows
from webapp.services.dutch import local, lower_first
from webapp.services.duties import BUSY, GONE, TO_DO, duties
from webapp.services.weighing import Weighing, weigh
from webapp.services.wording import review_date
from webapp.storage.records import AssessmentRecord
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

TASK, DECISION, WEIGHING = "taak", "besluit", "weging"
LATE, MONTH, LATER, UNDATED = "te_laat", "deze_maand", "later", "zonder_datum"
TITLES = {LATE: "Te laat", MONTH: "Deze maand", LATER: "Later", UNDATED: "Nog zonder datum"}
LINE = 73  # bytes in a line of a calendar file, its end left out


@dataclass(frozen=True)
class Appointment:
    """Something to do or to look at again, and where it stands."""

    kind: str
    record: AssessmentRecord
    item: str
    title: str
    owner: str
    day: date | None
    note: str


@dataclass(frozen=True)
class AgendaGroup:
    """Appointments that stand together."""

    key: str
    title: str
    appointments: tuple[Appointment, ...]


def appointments(
    repository: Repository, records: Iterable[AssessmentRecord], snapshot: Snapshot, today: date
) -> tuple[Appointment, ...]:
    """Everything that waits in these assessments, the first day first; earlier looks are left out."""
    found: list[Appointment] = []
    for record in records:
        if record.next_id is None and record.questionnaire in snapshot.topics:
            found += _of(repository, weigh(record, snapshot, today))
    return tuple(sorted(found, key=lambda row: (row.day or date.max, row.record.title.casefold())))


def _of(repository: Repository, weighing: Weighing) -> Iterator[Appointment]:
    record = weighing.record
    for duty in duties(weighing, repository.tasks.of(record.id)):
        task = duty.task
        if duty.kind != GONE and task.state in (TO_DO, BUSY) and (task.owner or task.due):
            yield Appointment(TASK, record, duty.id, duty.do, task.owner, task.due, duty.state)
    stored = repository.decisions.of(record.id)
    again = None
    for row in decision_rows(weighing, stored):
        decision = row.decision
        if decision.review and not row.gone:
            again = decision.review if row.item == ADVICE else again
            title = f"Besluit opnieuw bekijken: {lower_first(row.title)}"
            yield Appointment(DECISION, record, row.item, title, decision.decider, decision.review, row.label)
    since = local(record.updated_at).date()
    review = review_date(weighing.advice, since)
    if review and not again:
        yield Appointment(WEIGHING, record, ADVICE, "Opnieuw wegen", "", review, "")


def owners(rows: Iterable[Appointment]) -> tuple[str, ...]:
    """Everybody who is named, once, in the order of the alphabet."""
    names: dict[str, str] = {}
    for row in rows:
        if row.owner:
            names.setdefault(row.owner.casefold(), row.owner)
    return tuple(names[key] for key in sorted(names))


def only(rows: Iterable[Appointment], owner: str) -> tuple[Appointment, ...]:
    """What is of one owner; everything without a name."""
    wanted = owner.casefold()
    return tuple(row for row in rows if not wanted or row.owner.casefold() == wanted)


def grouped(rows: Iterable[Appointment], today: date) -> tuple[AgendaGroup, ...]:
    """The appointments by when they are; groups without any are left out."""
    groups: dict[str, list[Appointment]] = {key: [] for key in TITLES}
    for row in rows:
        groups[_group(row.day, today)].append(row)
    return tuple(AgendaGroup(key, TITLES[key], tuple(rows)) for key, rows in groups.items() if rows)


def _group(day: date | None, today: date) -> str:
    if day is None:
        return UNDATED
    if day < today:
        return LATE
    return MONTH if (day.year, day.month) == (today.year, today.month) else LATER


# --- a calendar file --------------------------------------------------------------------------------


def calendar(rows: Iterable[Appointment], now: datetime) -> str:
    """The dated appointments as a calendar file (RFC 5545); without links, as those open everything."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Basislijn//Afspraken//NL",
        "CALSCALE:GREGORIAN",
    ]
    for row in rows:
        if row.day:
            lines += _event(row, row.day, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(row: Appointment, day: date, now: datetime) -> list[str]:
    name = f"{row.record.created_at.isoformat()}|{row.record.read_token}|{row.kind}|{row.item}"
    uid = hashlib.sha256(name.encode()).hexdigest()[:32]
    told = [row.note, f"Eigenaar: {row.owner}" if row.owner else ""]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@basislijn",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'{row.record.title}: {row.title}')}",
        f"DESCRIPTION:{_escaped('. '.join(part for part in told if part))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A long line in parts of at most 75 bytes; a part after the first begins with a space."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
