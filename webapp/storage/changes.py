"""What answers were before they changed."""

from __future__ import annotations

from sqlalchemy import select

from webapp.storage import convert
from webapp.storage.database import Database
from webapp.storage.models import Change
from webapp.storage.scenario_records import ChangeRecord


class Changes:
    """Reads of changes; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> list[ChangeRecord]:
        """The changes that are still known, the latest first."""
        query = select(Change).where(Change.assessment_id == assessment_id).order_by(Change.id.desc())
        with self.database.sessions() as session:
            return [
                ChangeRecord(
                    row.question,
                    None if row.before is None else convert.from_json(row.question, row.before),
                    row.created_at,
                )
                for row in session.scalars(query)
            ]
