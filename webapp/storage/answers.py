"""Answers: saved with their version, and put back again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.storage import convert
from webapp.storage.database import Database
from webapp.storage.models import Answer, Assessment, Change
from webapp.storage.records import AnswerRecord, Conflict, SaveResult
from webapp.storage.tokens import new_token

KEPT_CHANGES = 400


class Answers:
    """Reads and writes of answers; part of the one query layer."""

    database: Database

    def save_answers(
        self,
        assessment_id: int,
        answers: Sequence[AnswerRecord],
        seen: Mapping[str, int],
        content_hash: str,
        now: datetime,
    ) -> SaveResult:
        """Save answers; one that another window changed since ``seen`` is a conflict and is left alone."""
        batch = new_token()
        saved: list[str] = []
        conflicts: list[Conflict] = []
        with self.database.writing.begin() as session:
            assessment = session.get(Assessment, assessment_id, with_for_update=True)
            if assessment is None:
                return SaveResult(batch)
            rows = {row.question: row for row in assessment.answers}
            for answer in answers:
                row = rows.get(answer.question)
                stored = convert.answer(row) if row else None
                if answer.same_content(stored):
                    continue
                if stored is not None and stored.version != seen.get(answer.question, 0):
                    conflicts.append(Conflict(answer.question, stored, answer))
                    continue
                _put(session, assessment, row, answer, batch, now)
                saved.append(answer.question)
            if saved:
                assessment.updated_at = now
                assessment.content_hash = content_hash
                _forget_old_changes(session, assessment_id)
        return SaveResult(batch, tuple(saved), tuple(conflicts))

    def undo(self, assessment_id: int, batch: str, now: datetime) -> tuple[str, ...]:
        """Put back what a batch changed, except answers that were changed again since."""
        undone: list[str] = []
        with self.database.writing.begin() as session:
            query = select(Change).where(Change.assessment_id == assessment_id, Change.batch == batch)
            for change in list(session.scalars(query)):
                row = session.scalar(
                    select(Answer).where(
                        Answer.assessment_id == assessment_id, Answer.question == change.question
                    )
                )
                if row is None or row.version != change.version_after:
                    continue
                if change.before is None:
                    session.delete(row)
                else:
                    convert.fill_answer(row, convert.from_json(change.question, change.before), now)
                    row.version = change.version_after + 1
                undone.append(change.question)
                session.delete(change)
        return tuple(undone)


def _put(
    session: Session,
    assessment: Assessment,
    row: Answer | None,
    answer: AnswerRecord,
    batch: str,
    now: datetime,
) -> None:
    before = convert.to_json(convert.answer(row)) if row else None
    if row is None:
        row = convert.new_answer(answer, now)
        assessment.answers.append(row)
        row.version = 1
    else:
        convert.fill_answer(row, answer, now)
        row.version += 1
    session.add(
        Change(
            assessment_id=assessment.id,
            batch=batch,
            question=answer.question,
            before=before,
            version_after=row.version,
            created_at=now,
        )
    )


def _forget_old_changes(session: Session, assessment_id: int) -> None:
    session.flush()
    query = (
        select(Change.id)
        .where(Change.assessment_id == assessment_id)
        .order_by(Change.id.desc())
        .offset(KEPT_CHANGES)
        .limit(1)
    )
    edge = session.scalar(query)
    if edge is not None:
        session.execute(delete(Change).where(Change.assessment_id == assessment_id, Change.id <= edge))
