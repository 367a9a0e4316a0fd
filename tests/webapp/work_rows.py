"""A row in every table of working together and of deciding."""

from __future__ import annotations

from datetime import date, datetime

from webapp.storage.decision_records import DecisionRecord, DossierRecord
from webapp.storage.records import AssessmentRecord
from webapp.storage.repository import Repository
from webapp.storage.work_records import AssignmentRecord, EvidenceRecord


def fill_work(repository: Repository, record: AssessmentRecord, now: datetime) -> None:
    """A share of the work, a comment, a link as evidence and a decision."""
    day = date(2026, 12, 1)
    repository.assignments.save(record.id, [AssignmentRecord("deel-1", "FG", day)], {}, now)
    repository.comments.add(record.id, "a", "Zie de bijlage.", now, author="Noor", browser="b1")
    link = EvidenceRecord("", "a", "Besluit", url="https://voorbeeld.example/besluit")
    repository.evidence.add(record.id, link, now, 1_000_000)
    decided = DecisionRecord("advies", "uitgesteld", "Eerst kijken.", "College", day, day)
    repository.decisions.save(record.id, [decided], {}, now)


def fill_signed_off(repository: Repository, now: datetime) -> None:
    """An assessment that was signed off, and the new look that goes on from it."""
    old = repository.create(
        workspace_id=None,
        questionnaire="proef/v1",
        content_hash="h1",
        subject=None,
        title="Vastgesteld",
        answers=[],
        now=now,
    )
    signed = DossierRecord(old.id, "College", date(2026, 11, 1), "{}", "0" * 64, now)
    assert repository.decisions.freeze(old, {}, signed)
    repository.decisions.new_look(
        old, questionnaire="proef/v1", content_hash="h1", answers=[], tasks=[], now=now
    )
