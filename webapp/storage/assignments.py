"""Whose each section of an assessment is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from webapp.storage.database import Database
from webapp.storage.frozen import open_to_change
from webapp.storage.locking import touch
from webapp.storage.work_records import AssignmentConflict, AssignmentRecord
from webapp.storage.work_tables import Assignment


class Assignments:
    """Reads and writes of who fills in which section; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> dict[str, AssignmentRecord]:
        """By section; also those that were emptied, for their version."""
        query = select(Assignment).where(Assignment.assessment_id == assessment_id)
        with self.database.sessions() as session:
            return {row.section: record_of(row) for row in session.scalars(query)}

    def save(
        self,
        assessment_id: int,
        wanted: Sequence[AssignmentRecord],
        seen: Mapping[str, int],
        now: datetime,
    ) -> tuple[AssignmentConflict, ...]:
        """Save; a section that somebody else gave away since ``seen`` is a conflict and is left alone."""
        conflicts: list[AssignmentConflict] = []
        with self.database.writing.begin() as session:
            assessment = open_to_change(session, assessment_id)
            if assessment is None:
                return ()
            query = select(Assignment).where(Assignment.assessment_id == assessment_id)
            rows = {row.section: row for row in session.scalars(query)}
            for item in wanted:
                row = rows.get(item.section)
                stored = record_of(row) if row else AssignmentRecord(item.section)
                if item.content() == stored.content():
                    continue
                if stored.version != seen.get(item.section, 0):
                    conflicts.append(AssignmentConflict(stored, item))
                    continue
                if row is None:
                    row = Assignment(assessment_id=assessment_id, section=item.section, version=0)
                    session.add(row)
                row.who, row.due = item.who, item.due
                row.version += 1
                touch(assessment, now)
        return tuple(conflicts)


def record_of(row: Assignment) -> AssignmentRecord:
    """A row as a record."""
    return AssignmentRecord(row.section, row.who, row.due, row.version)
