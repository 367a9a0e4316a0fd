"""Decisions, the dossier that is signed off, and the looks that follow each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.storage import answers as written
from webapp.storage import audit, convert
from webapp.storage.database import Database
from webapp.storage.decision_records import (
    DecisionConflict,
    DecisionRecord,
    DecisionsSaved,
    DossierRecord,
)
from webapp.storage.decision_tables import Decision, Dossier, Look
from webapp.storage.frozen import open_to_change
from webapp.storage.models import Assessment, Task
from webapp.storage.records import AnswerRecord, AssessmentRecord, TaskRecord
from webapp.storage.tokens import new_token


class Decisions:
    """Reads and writes of decisions; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> dict[str, DecisionRecord]:
        """The decisions of an assessment, by item; emptied ones too, for their version."""
        query = select(Decision).where(Decision.assessment_id == assessment_id).order_by(Decision.id)
        with self.database.sessions() as session:
            return {row.item: _record(row) for row in session.scalars(query)}

    def save(
        self,
        assessment_id: int,
        decisions: Sequence[DecisionRecord],
        seen: Mapping[str, int],
        now: datetime,
    ) -> DecisionsSaved:
        """Save decisions; one that somebody else changed since ``seen`` is a conflict and is left alone.

        Raises:
            Frozen: when the dossier was signed off.
        """
        saved: list[str] = []
        conflicts: list[DecisionConflict] = []
        with self.database.writing.begin() as session:
            if open_to_change(session, assessment_id) is None:
                return DecisionsSaved()
            query = select(Decision).where(Decision.assessment_id == assessment_id)
            rows = {row.item: row for row in session.scalars(query)}
            for decision in decisions:
                row = rows.get(decision.item)
                stored = _record(row) if row else DecisionRecord(decision.item)
                same = decision.content() == stored.content()
                if same and (decision.empty or decision.seen() == stored.seen()):
                    continue
                if stored.version != seen.get(decision.item, 0):
                    conflicts.append(DecisionConflict(stored, decision))
                    continue
                if row is None:
                    row = Decision(assessment_id=assessment_id, item=decision.item, version=0)
                    session.add(row)
                _fill(row, decision, now)
                row.version += 1
                saved.append(decision.item)
        return DecisionsSaved(tuple(saved), tuple(conflicts))

    # --- signing off ------------------------------------------------------------------------------

    def freeze(
        self,
        record: AssessmentRecord,
        decisions: Mapping[str, DecisionRecord],
        dossier: DossierRecord,
    ) -> bool:
        """Sign off; False when something changed since ``record`` and ``decisions`` were read.

        Raises:
            Frozen: when it was signed off already.
        """
        with self.database.writing.begin() as session:
            row = open_to_change(session, record.id)
            if row is None or not _as_read(session, row, record, decisions):
                return False
            session.add(
                Dossier(
                    assessment_id=record.id,
                    decider=dossier.decider,
                    decided=dossier.decided,
                    snapshot=dossier.snapshot,
                    sha256=dossier.sha256,
                    created_at=dossier.created_at,
                )
            )
            if row.organisation_id is not None:
                audit.write(session, "vastgesteld", f"afweging {row.id}", dossier.created_at)
            return True

    def dossier(self, assessment_id: int) -> DossierRecord | None:
        """What was signed off; None when nothing was."""
        query = select(Dossier).where(Dossier.assessment_id == assessment_id)
        with self.database.sessions() as session:
            row = session.scalar(query)
            if row is None:
                return None
            return DossierRecord(
                row.assessment_id, row.decider, row.decided, row.snapshot, row.sha256, row.created_at
            )

    # --- looks ------------------------------------------------------------------------------------

    def new_look(
        self,
        previous: AssessmentRecord,
        *,
        questionnaire: str,
        content_hash: str,
        answers: Iterable[AnswerRecord],
        tasks: Iterable[TaskRecord],
        now: datetime,
    ) -> AssessmentRecord:
        """An assessment that goes on from one that was signed off; the one that already does, if any."""
        with self.database.writing.begin() as session:
            old = session.get(Assessment, previous.id, with_for_update=True)
            if old is None:
                raise KeyError(previous.id)
            query = select(Look.assessment_id).where(Look.previous_id == previous.id).limit(1)
            have = session.scalar(query)
            if have is not None:
                found = session.get(Assessment, have)
                assert found is not None
                return convert.assessment(found)
            row = Assessment(
                edit_token=new_token(),
                read_token=new_token(),
                workspace_id=old.workspace_id,
                questionnaire=questionnaire,
                content_hash=content_hash,
                subject=old.subject,
                title=old.title,
                matter_id=old.matter_id,
                organisation_id=old.organisation_id,
                profile=old.profile,
                created_at=now,
                updated_at=now,
                answers=[convert.new_answer(answer, now) for answer in answers],
            )
            session.add(row)
            session.flush()
            written.begin(session, row, now)
            session.add(Look(assessment_id=row.id, previous_id=old.id, created_at=now))
            for task in tasks:
                new = Task(assessment_id=row.id, measure=task.measure, version=1)
                convert.fill_task(new, task, now)
                session.add(new)
            session.flush()
            if row.organisation_id is not None:
                audit.write(session, "nieuwe_blik", f"afweging {row.id}", now)
            return convert.assessment(row)

    def assessment(self, assessment_id: int | None) -> AssessmentRecord | None:
        """An assessment by its number, as looks name each other."""
        with self.database.sessions() as session:
            row = session.get(Assessment, assessment_id) if assessment_id else None
            return convert.assessment(row) if row else None

    def chain(self, record: AssessmentRecord) -> tuple[AssessmentRecord, ...]:
        """All looks that belong together, the oldest first; at least the one that was given."""
        before: list[AssessmentRecord] = []
        at = self.assessment(record.previous_id)
        while at is not None:
            before.insert(0, at)
            at = self.assessment(at.previous_id)
        after: list[AssessmentRecord] = []
        at = self.assessment(record.next_id)
        while at is not None:
            after.append(at)
            at = self.assessment(at.next_id)
        return (*before, record, *after)


def _as_read(
    session: Session,
    row: Assessment,
    record: AssessmentRecord,
    decisions: Mapping[str, DecisionRecord],
) -> bool:
    """Whether the stored answers and decisions are those that were read."""
    query = select(Decision).where(Decision.assessment_id == row.id)
    versions = {item.item: item.version for item in session.scalars(query)}
    answers = {item.question: item.version for item in row.answers}
    return (
        answers == {key: answer.version for key, answer in record.answers.items()}
        and versions == {key: decision.version for key, decision in decisions.items()}
        and row.updated_at == record.updated_at
    )


def _record(row: Decision) -> DecisionRecord:
    return DecisionRecord(
        item=row.item,
        choice=row.choice,
        reason=row.reason,
        decider=row.decider,
        decided=row.decided,
        review=row.review,
        seen_hash=row.seen_hash,
        seen_outcome=row.seen_outcome,
        seen_score=row.seen_score,
        version=row.version,
        updated_at=row.updated_at,
    )


def _fill(row: Decision, record: DecisionRecord, now: datetime) -> None:
    row.choice, row.reason, row.decider = record.choice, record.reason, record.decider
    row.decided, row.review = record.decided, record.review
    row.seen_hash, row.seen_outcome, row.seen_score = record.seen()
    row.updated_at = now
