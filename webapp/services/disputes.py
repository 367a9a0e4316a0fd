"""Who says that a fact is not right, and why: kept for the curator, counted per organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.services.facts import answer_label
from webapp.services.weighing import Weighing
from webapp.storage.knowledge_records import NEW, DisputeRecord
from webapp.storage.records import AssessmentRecord
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Snapshot


ORGANISATION = "organisatie-"


def giver_of(record: AssessmentRecord) -> str:
    """Under which key an organisation counts; without an account, its werkmap."""
    if record.organisation_id is not None:
        return f"{ORGANISATION}{record.organisation_id}"
    return f"werkmap-{record.workspace_id}" if record.workspace_id else f"afweging-{record.id}"


def reconcile(repository: Repository, weighing: Weighing, questions: Iterable[str], now: datetime) -> None:
    """Keep what the answers say about the facts of a known subject; an answer that agrees ends it."""
    subject = weighing.record.subject
    about = [key for key in questions if key in weighing.found and weighing.questions[key].kind != "tekst"]
    if subject is None or not about:
        return
    agreed = []
    for key in about:
        answer, fact = weighing.record.answers.get(key), weighing.found[key]
        differs = answer is not None and answer.state == "answered" and answer.value != fact.value
        if answer is None or not (differs and answer.confirmed and answer.note and answer.value is not None):
            agreed.append(key)
            continue
        repository.shared.facts.dispute(
            DisputeRecord(
                assessment_id=weighing.record.id,
                organisation_key=giver_of(weighing.record),
                subject=subject,
                question=key,
                fact_value=fact.value,
                value=answer.value,
                reason=answer.note,
                source=answer.source,
                dated=answer.dated,
            ),
            now,
        )
    if agreed:
        repository.shared.facts.agree(weighing.record.id, agreed)


@dataclass(frozen=True)
class DisputeGroup:
    """All disagreements with one fact."""

    subject: str
    subject_name: str
    question: str
    text: str
    given: str
    counts: dict[str, int]
    organisations: int
    waiting: int
    rows: tuple[tuple[DisputeRecord, str], ...]


def open_counts(records: Iterable[DisputeRecord]) -> dict[tuple[str, str], int]:
    """How many organisations wait for an answer, by fact."""
    waiting: dict[tuple[str, str], set[str]] = {}
    for record in records:
        if record.state == NEW:
            waiting.setdefault((record.subject, record.question), set()).add(record.organisation_key)
    return {fact: len(keys) for fact, keys in waiting.items()}


def dispute_groups(records: Iterable[DisputeRecord], snapshot: Snapshot) -> list[DisputeGroup]:
    """Disagreements by fact, those with most organisations that wait first."""
    found: dict[tuple[str, str], list[DisputeRecord]] = {}
    for record in records:
        found.setdefault((record.subject, record.question), []).append(record)
    groups = [_group(subject, key, rows, snapshot) for (subject, key), rows in found.items()]
    return sorted(groups, key=lambda group: (-group.waiting, -group.organisations, group.subject_name))


def _group(subject: str, key: str, rows: list[DisputeRecord], snapshot: Snapshot) -> DisputeGroup:
    known = snapshot.content.subjects.get(subject)
    asked = (topic.questionnaire.questions.get(key) for topic in snapshot.latest())
    question = next((q for q in asked if q is not None), None)

    def label(value: object) -> str:
        return answer_label(question, value) if question else str(value)

    by_value: dict[str, set[str]] = {}
    for row in rows:
        by_value.setdefault(label(row.value), set()).add(row.organisation_key)
    fact = known.facts.get(key) if known else None
    return DisputeGroup(
        subject=subject,
        subject_name=known.name if known else subject,
        question=key,
        text=question.text if question else key,
        given=label(fact.answer) if fact else "geen feit",
        counts=dict(Counter({text: len(keys) for text, keys in by_value.items()}).most_common()),
        organisations=len({row.organisation_key for row in rows}),
        waiting=open_counts(rows).get((subject, key), 0),
        rows=tuple((row, label(row.value)) for row in rows),
    )
