"""What a team agreed about measures: whose it is, by when, how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from webapp.storage import convert
from webapp.storage.database import Database
from webapp.storage.locking import lock
from webapp.storage.models import Task
from webapp.storage.records import TaskConflict, TaskRecord, TasksSaved


class Tasks:
    """Reads and writes of tasks; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> dict[str, TaskRecord]:
        """The tasks of an assessment, by measure."""
        query = select(Task).where(Task.assessment_id == assessment_id).order_by(Task.id)
        with self.database.sessions() as session:
            return {row.measure: convert.task(row) for row in session.scalars(query)}

    def save(
        self, assessment_id: int, tasks: Sequence[TaskRecord], seen: Mapping[str, int], now: datetime
    ) -> TasksSaved:
        """Save tasks; one that somebody else changed since ``seen`` is a conflict and is left alone.

        An emptied task keeps its row and its version, so that a page from before cannot overwrite unseen.
        """
        saved: list[str] = []
        conflicts: list[TaskConflict] = []
        with self.database.writing.begin() as session:
            if lock(session, assessment_id) is None:
                return TasksSaved()
            query = select(Task).where(Task.assessment_id == assessment_id)
            rows = {row.measure: row for row in session.scalars(query)}
            for task in tasks:
                row = rows.get(task.measure)
                stored = convert.task(row) if row else TaskRecord(task.measure)
                if task.content() == stored.content():
                    continue
                if stored.version != seen.get(task.measure, 0):
                    conflicts.append(TaskConflict(stored, task))
                    continue
                if row is None:
                    row = Task(assessment_id=assessment_id, measure=task.measure, version=0)
                    session.add(row)
                convert.fill_task(row, task, now)
                row.version += 1
                saved.append(task.measure)
        return TasksSaved(tuple(saved), tuple(conflicts))

    def restore(self, assessment_id: int, tasks: Sequence[TaskRecord], now: datetime) -> None:
        """Put back those that were in a file, with their moments.

        A moment that lies ahead becomes the present one: it would keep an assessment from being purged.
        """
        with self.database.writing.begin() as session:
            if lock(session, assessment_id) is None:
                return
            for task in tasks:
                row = Task(assessment_id=assessment_id, measure=task.measure, version=1)
                convert.fill_task(row, task, min(task.updated_at or now, now))
                session.add(row)
