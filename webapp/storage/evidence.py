"""Evidence: files and links that show where an answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.storage import wall
from webapp.storage.database import Database
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.frozen import open_to_change
from webapp.storage.locking import touch
from webapp.storage.tokens import new_token
from webapp.storage.work_records import EvidenceRecord
from webapp.storage.work_tables import Evidence

#: At most so many per assessment.
MOST_EVIDENCE = 200


class Full(Exception):
    """There is no room left for this assessment."""


class EvidenceItems:
    """Reads and writes of evidence; part of the one query layer."""

    def __init__(self, database: Database, files: EvidenceFolder | None = None) -> None:
        self.database = database
        self.files = files

    def of(self, assessment_id: int) -> list[EvidenceRecord]:
        """All of an assessment, the oldest first."""
        query = select(Evidence).where(Evidence.assessment_id == assessment_id).order_by(Evidence.id)
        with self.database.sessions() as session:
            return [_record(row) for row in session.scalars(query)]

    def find(self, assessment_id: int, key: str) -> EvidenceRecord | None:
        """One item of this assessment."""
        query = select(Evidence).where(Evidence.assessment_id == assessment_id, Evidence.key == key)
        with self.database.sessions() as session:
            row = session.scalar(query)
            return _record(row) if row else None

    def counts(self, assessment_id: int) -> dict[str, int]:
        """How many there are, by question; the empty question is the whole assessment."""
        query = (
            select(Evidence.question, func.count())
            .where(Evidence.assessment_id == assessment_id)
            .group_by(Evidence.question)
        )
        with self.database.sessions() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def add(
        self, assessment_id: int, item: EvidenceRecord, now: datetime, quota: int
    ) -> EvidenceRecord | None:
        """Keep one; None when the assessment is gone.

        Raises:
            Full: when its files together would take more than ``quota`` bytes, or there are too many.
        """
        with self.database.writing.begin() as session:
            assessment = open_to_change(session, assessment_id)
            if assessment is None:
                return None
            query = select(func.count(), func.coalesce(func.sum(Evidence.size), 0))
            number, used = session.execute(query.where(Evidence.assessment_id == assessment_id)).one()
            if number >= MOST_EVIDENCE or used + item.size > quota:
                raise Full
            made = replace(item, key=new_token(), created_at=now)
            session.add(_row(assessment_id, made))
            touch(assessment, now)
            return made

    def restore(
        self, assessment_id: int, items: Iterable[EvidenceRecord], now: datetime, quota: int
    ) -> list[EvidenceRecord]:
        """Put back evidence that was in a file, with its moments; gives what does not fit.

        The file of what does not fit is still there: whoever wrote it removes it.
        """
        left: list[EvidenceRecord] = []
        with self.database.writing.begin() as session:
            if open_to_change(session, assessment_id) is None:
                return list(items)
            query = select(func.count(), func.coalesce(func.sum(Evidence.size), 0))
            number, used = session.execute(query.where(Evidence.assessment_id == assessment_id)).one()
            for item in items:
                if number >= MOST_EVIDENCE or used + item.size > quota:
                    left.append(item)
                    continue
                number, used = number + 1, used + item.size
                moment = item.created_at or now
                session.add(_row(assessment_id, replace(item, key=new_token(), created_at=moment)))
        return left

    def delete(self, assessment_id: int, key: str, now: datetime) -> EvidenceRecord | None:
        """Delete one, and then its file; gives what it was."""
        with self.database.writing.begin() as session:
            assessment = open_to_change(session, assessment_id)
            query = select(Evidence).where(Evidence.assessment_id == assessment_id, Evidence.key == key)
            row = session.scalar(query)
            if assessment is None or row is None:
                return None
            was = _record(row)
            session.delete(row)
            touch(assessment, now)
        self.remove_files([was.stored])
        return was

    def files_of(self, session: Session, assessments: Sequence[int]) -> list[str]:
        """The names of the files of these assessments."""
        query = select(Evidence.stored).where(Evidence.assessment_id.in_(assessments), Evidence.stored != "")
        return list(session.scalars(query))

    def remove_files(self, names: Iterable[str]) -> None:
        """Remove files of which the rows are gone."""
        if self.files is not None:
            self.files.remove(name for name in names if name)

    def sweep(self) -> int:
        """Remove files that no row knows, such as after a crash."""
        if self.files is None:
            return 0
        with wall.system(), self.database.sessions() as session:
            known = list(session.scalars(select(Evidence.stored).where(Evidence.stored != "")))
        return self.files.sweep(known)


def _row(assessment_id: int, item: EvidenceRecord) -> Evidence:
    return Evidence(
        key=item.key,
        assessment_id=assessment_id,
        question=item.question,
        title=item.title,
        url=item.url,
        file_name=item.file_name,
        media=item.media,
        size=item.size,
        sha256=item.sha256,
        stored=item.stored,
        author=item.author,
        created_at=item.created_at,
    )


def _record(row: Evidence) -> EvidenceRecord:
    return EvidenceRecord(
        key=row.key,
        question=row.question,
        title=row.title,
        url=row.url,
        file_name=row.file_name,
        media=row.media,
        size=row.size,
        sha256=row.sha256,
        stored=row.stored,
        author=row.author,
        created_at=row.created_at,
    )
