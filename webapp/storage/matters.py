"""What several questionnaires weigh together, such as an AI camera in the cloud."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.storage import convert
from webapp.storage.database import Database
from webapp.storage.models import Assessment, Matter
from webapp.storage.records import AssessmentRecord, MatterRecord
from webapp.storage.tokens import new_token


class Matters:
    """Reads and writes of matters; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment: AssessmentRecord, now: datetime) -> MatterRecord:
        """The matter of an assessment; made when it has none yet."""
        with self.database.writing.begin() as session:
            row = session.get(Assessment, assessment.id, with_for_update=True)
            if row is None:
                raise KeyError(assessment.id)
            found = session.get(Matter, row.matter_id) if row.matter_id else None
            if found is None:
                found = Matter(
                    edit_token=new_token(),
                    read_token=new_token(),
                    workspace_id=row.workspace_id,
                    title=row.title,
                    organisation_id=row.organisation_id,
                    created_at=now,
                )
                session.add(found)
                session.flush()
                row.matter_id = found.id
            return convert.matter(found)

    def by_id(self, matter_id: int | None) -> MatterRecord | None:
        """Find a matter by the number that its assessments carry."""
        with self.database.sessions() as session:
            row = session.get(Matter, matter_id) if matter_id else None
            return convert.matter(row) if row else None

    def by_edit_token(self, token: str) -> MatterRecord | None:
        """Find a matter by the link that leads to its assessments to edit."""
        return self._find(Matter.edit_token == token)

    def by_read_token(self, token: str) -> MatterRecord | None:
        """Find a matter by the link that may only look."""
        return self._find(Matter.read_token == token)

    def assessments(self, matter_id: int) -> list[AssessmentRecord]:
        """The assessments of a matter, the oldest first; of several looks only the latest."""
        here = (Assessment.matter_id == matter_id, Assessment.next_id.is_(None))
        query = select(Assessment).where(*here).order_by(Assessment.id)
        with self.database.sessions() as session:
            return [convert.assessment(row) for row in session.scalars(query)]

    def _find(self, condition: object) -> MatterRecord | None:
        with self.database.sessions() as session:
            row = session.scalar(select(Matter).where(condition))  # type: ignore[arg-type]
            return convert.matter(row) if row else None


def forget_empty(session: Session, matter_id: int | None) -> None:
    """Delete a matter that has no assessment left."""
    if matter_id is None:
        return
    left = session.scalar(select(Assessment.id).where(Assessment.matter_id == matter_id).limit(1))
    row = session.get(Matter, matter_id)
    if row is not None and left is None:
        session.delete(row)
