"""'Wie doet wat': the measures of an advice, each with what the team agreed about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.advice import MeasureView
from webapp.services.dutch import date_text, upper_first
from webapp.services.stamps import seen_version, untouched
from webapp.services.weighing import Weighing
from webapp.services.wording import when_text
from webapp.storage.records import TaskRecord, TasksSaved
from webapp.storage.repository import Repository

TO_DO, BUSY, DONE, NOT_HERE = "te_doen", "bezig", "klaar", "nvt"
STATES = {TO_DO: "Te doen", BUSY: "Bezig", DONE: "Klaar", NOT_HERE: "Niet van toepassing hier"}
NOW, LATER, PERHAPS, GONE = "nu", "later", "misschien", "voorbij"
TITLES = {
    NOW: ("Dit geldt nu", ""),
    LATER: ("Dit geldt later", ""),
    PERHAPS: ("Misschien nodig", "Deze hangen af van vragen die nog openstaan."),
    GONE: (
        "Geldt niet meer",
        "Deze maatregelen horen niet meer bij uw antwoorden. Uw afspraak blijft staan tot u haar leegmaakt.",
    ),
}
NOBODY = "Nog niemand"
OWNER_LENGTH = 80
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Duty:
    """A measure with its task; ``measure`` is None when it no longer applies, ``do`` is always there."""

    id: str
    do: str
    kind: str
    measure: MeasureView | None
    when: str
    task: TaskRecord
    overdue: bool

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return STATES.get(self.task.state, self.task.state)


@dataclass(frozen=True)
class DutyGroup:
    """Duties that stand together on the page."""

    key: str
    title: str
    explanation: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Summary:
    """How far the certain measures are; what does not apply here is left out of the total."""

    done: int
    total: int
    overdue: int
    not_here: int
    begun: bool

    @property
    def text(self) -> str:
        """``4 van 19 geregeld, 2 over tijd``."""
        if not self.total and not self.not_here:
            return "Er is nog niets dat zeker moet"
        parts = [f"{self.done} van {self.total} geregeld"]
        if self.overdue:
            parts.append(f"{self.overdue} over tijd")
        if self.not_here:
            parts.append(f"{self.not_here} niet van toepassing hier")
        return ", ".join(parts)


def duties(weighing: Weighing, tasks: Mapping[str, TaskRecord], keep: Iterable[str] = ()) -> tuple[Duty, ...]:
    """Every measure in the order of the advice, then what was agreed about measures that no longer apply.

    Of those, an empty task is left out, unless it is among ``keep``.
    """
    current = [_duty(measure, weighing, tasks) for measure in weighing.advice.measures]
    gone = {key: task for key, task in tasks.items() if not task.empty}
    gone |= {key: tasks.get(key, TaskRecord(key)) for key in keep}
    for duty in current:
        gone.pop(duty.id, None)
    return (*current, *(_gone(task, weighing) for task in gone.values()))


def _duty(measure: MeasureView, weighing: Weighing, tasks: Mapping[str, TaskRecord]) -> Duty:
    task = tasks.get(measure.id, TaskRecord(measure.id))
    later = measure.starts is not None and measure.starts > weighing.today
    kind = PERHAPS if not measure.certain else LATER if later else NOW
    when = when_text(measure.starts, weighing.today)
    overdue = task.state in (TO_DO, BUSY) and task.due is not None and task.due < weighing.today
    return Duty(measure.id, measure.do, kind, measure, when, task, overdue)


def _gone(task: TaskRecord, weighing: Weighing) -> Duty:
    known = weighing.topic.ruleset.measures.get(task.measure)
    do = known.do if known else f"Een maatregel die niet meer bestaat (‘{task.measure}’)"
    return Duty(task.measure, do, GONE, None, "", task, overdue=False)


def grouped(rows: Iterable[Duty], by_owner: bool = False) -> tuple[DutyGroup, ...]:
    """The duties by what holds when, or what is certain by owner; what has no owner comes first."""
    groups: dict[str, list[Duty]] = {}
    titles: dict[str, tuple[str, str]] = {}
    for duty in rows:
        key, title = duty.kind, TITLES[duty.kind]
        if by_owner and duty.kind in (NOW, LATER):
            key = f"van:{duty.task.owner.casefold()}"
            title = (upper_first(duty.task.owner) or NOBODY, "")
        titles.setdefault(key, title)
        groups.setdefault(key, []).append(duty)
    order = [key for key in groups if key not in TITLES]
    order = sorted(order) + [key for key in TITLES if key in groups]
    return tuple(DutyGroup(key, *titles[key], tuple(groups[key])) for key in order)


def summary(rows: Sequence[Duty]) -> Summary:
    """Count the certain measures."""
    certain = [duty for duty in rows if duty.kind in (NOW, LATER)]
    count = [duty for duty in certain if duty.task.state != NOT_HERE]
    return Summary(
        done=sum(duty.task.state == DONE for duty in count),
        total=len(count),
        overdue=sum(duty.overdue for duty in count),
        not_here=len(certain) - len(count),
        begun=any(not duty.task.empty for duty in certain),
    )


def task_words(task: TaskRecord) -> str:
    """``Anna, klaar op 1 maart 2027, bezig, ‘bijna rond’``."""
    parts = [
        task.owner or NOBODY.lower(),
        f"klaar op {date_text(task.due)}" if task.due else "",
        STATES.get(task.state, task.state).lower(),
        f"‘{task.note}’" if task.note else "",
    ]
    return ", ".join(part for part in parts if part)


def summary_of(repository: Repository, weighing: Weighing) -> Summary:
    """How far an assessment is."""
    return summary(duties(weighing, repository.tasks.of(weighing.record.id)))


def save_tasks(
    repository: Repository,
    weighing: Weighing,
    tasks: Sequence[TaskRecord],
    stamps: Mapping[str, str],
    now: datetime,
) -> TasksSaved:
    """Save what a person changed; what they left as the page showed it is not touched."""
    changed = [task for task in tasks if not untouched(stamps.get(task.measure), task)]
    seen = {key: seen_version(text) for key, text in stamps.items()}
    return repository.tasks.save(weighing.record.id, changed, seen, now)
