"""The figures of an organisation: what it weighed and decided, what falls short, what nobody knows yet."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING

from webapp.services.decisions import (
    ADVICE,
    EXPLAINED,
    FLOOR,
    FOLLOWED,
    LATER,
    RESERVATION,
    STOP,
    DecisionRow,
    decision_rows,
)
from webapp.services.duties import GONE, STATES, duties
from webapp.services.weighing import Weighing, weigh
from webapp.storage.records import AssessmentRecord
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

#: Per kind of item what is decided about it; in words for a table.
DECIDED = {
    ADVICE: "Het advies",
    STOP: "Wat moet stoppen",
    FLOOR: "Een ondergrens",
    RESERVATION: "Voorbehoud",
}
CHOICES = {FOLLOWED: "Gevolgd", EXPLAINED: "Uitgelegd", LATER: "Later", "": "Nog niet"}
OPEN = "Kan nog veranderen"
MOST_UNKNOWN = 10

Rows = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Deviation:
    """An advice or a floor from which the organisation deviates, with its reason."""

    record: AssessmentRecord
    title: str
    reason: str


@dataclass(frozen=True)
class Figures:
    """What the page and the file show. Every number counts what is in use: the last look at each subject."""

    weighed: int
    signed: int
    hidden: int
    outcomes: Mapping[str, Rows]
    short: Rows
    decided: Mapping[str, Mapping[str, int]]
    deviations: tuple[Deviation, ...]
    tasks: Mapping[str, int]
    late: int
    unknown: Rows


def figures(
    repository: Repository,
    records: Iterable[AssessmentRecord],
    snapshot: Snapshot,
    today: date,
    hidden: Callable[[AssessmentRecord], bool],
) -> Figures:
    """Count over the assessments of an organisation.

    Args:
        repository: for decisions and tasks.
        records: its assessments; a look that was followed by a new one is left out.
        snapshot: the content.
        today: for what is late.
        hidden: whether nobody may see the advice of an assessment yet, because a conversation runs.
    """
    current = [row for row in records if row.next_id is None and row.questionnaire in snapshot.topics]
    told = [weigh(record, snapshot, today) for record in current if not hidden(record)]
    outcomes: dict[str, Counter[str]] = {}
    decided = {kind: Counter[str]() for kind in DECIDED}
    short, unknown, tasks = Counter[str](), Counter[str](), Counter[str]()
    deviations: list[Deviation] = []
    late = 0
    for weighing in told:
        outcomes.setdefault(weighing.questionnaire.title, Counter())[_outcome(weighing)] += 1
        unknown.update(_unknown(weighing))
        short.update(row.title for row in weighing.advice.principles if row.missed == "ja")
        for row in _to_decide(repository, weighing):
            decided[row.kind][row.decision.choice] += 1
            if row.decision.choice == EXPLAINED:
                deviations.append(Deviation(weighing.record, row.title, row.decision.reason))
        for duty in duties(weighing, repository.tasks.of(weighing.record.id)):
            if duty.kind != GONE:
                tasks[duty.task.state] += 1
                late += duty.overdue
    return Figures(
        weighed=len(current),
        signed=sum(record.frozen_at is not None for record in current),
        hidden=len(current) - len(told),
        outcomes={title: _most(counts) for title, counts in sorted(outcomes.items())},
        short=_most(short),
        decided={kind: counts for kind, counts in decided.items() if counts},
        deviations=tuple(deviations),
        tasks={state: tasks[state] for state in STATES},
        late=late,
        unknown=_most(unknown)[:MOST_UNKNOWN],
    )


def _outcome(weighing: Weighing) -> str:
    return weighing.advice.outcome.title if weighing.advice.outcome else OPEN


def _unknown(weighing: Weighing) -> list[str]:
    """The questions that somebody answered with "we do not know yet"."""
    given = weighing.answers.given
    return [
        question.text
        for key, question in weighing.questions.items()
        if key in weighing.shown and key in given and given[key].state == "unknown"
    ]


def _to_decide(repository: Repository, weighing: Weighing) -> list[DecisionRow]:
    stored = repository.decisions.of(weighing.record.id)
    return [row for row in decision_rows(weighing, stored) if row.kind in DECIDED]


def _most(counts: Counter[str]) -> Rows:
    """The largest first; equal numbers in the order of the alphabet."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold())))


def figures_csv(found: Figures) -> str:
    """The same numbers for a spreadsheet: one per line, without reasons or names of people."""
    rows: list[tuple[str, str, int]] = [
        ("afwegingen", "alle", found.weighed),
        ("afwegingen", "vastgesteld", found.signed),
        *(
            (f"advies: {title}", name, number)
            for title, counts in found.outcomes.items()
            for name, number in counts
        ),
        *(("ondergrens niet gehaald", name, number) for name, number in found.short),
        *(
            (f"besluit: {DECIDED[kind].lower()}", label.lower(), counts.get(choice, 0))
            for kind, counts in found.decided.items()
            for choice, label in CHOICES.items()
        ),
        *(("maatregelen", STATES[state].lower(), number) for state, number in found.tasks.items()),
        ("maatregelen", "te laat", found.late),
        *(("weten we nog niet", name, number) for name, number in found.unknown),
    ]
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(("wat", "naam", "aantal"))
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()
