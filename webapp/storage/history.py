"""The versions of answers: reading them, and keeping what was not chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from webapp.storage import answers as written
from webapp.storage.database import Database
from webapp.storage.records import AnswerRecord
from webapp.storage.work_records import VersionRecord
from webapp.storage.work_tables import AnswerVersion


class History:
    """Reads of every version; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of_question(self, assessment_id: int, question: str) -> list[VersionRecord]:
        """Every version of one answer, the latest first."""
        with self.database.sessions() as session:
            return written.versions(session, assessment_id, question, written.KEPT_VERSIONS)

    def latest(self, assessment_id: int, most: int) -> list[VersionRecord]:
        """The latest versions of all answers, the latest first."""
        with self.database.sessions() as session:
            return written.versions(session, assessment_id, "", most)

    def all(self, assessment_id: int) -> list[VersionRecord]:
        """Every version of every answer, the oldest first."""
        with self.database.sessions() as session:
            return written.versions(session, assessment_id, "", None)[::-1]

    def restore(self, assessment_id: int, versions: Sequence[VersionRecord], now: datetime) -> None:
        """Put back the history that was in a file, the oldest version first."""
        with self.database.writing.begin() as session:
            written.restore(session, assessment_id, versions, now)

    def counts(self, assessment_id: int) -> dict[str, int]:
        """How many versions there are, by question."""
        query = (
            select(AnswerVersion.question, func.count())
            .where(AnswerVersion.assessment_id == assessment_id)
            .group_by(AnswerVersion.question)
        )
        with self.database.sessions() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def find(self, assessment_id: int, version_id: int) -> VersionRecord | None:
        """One version of this assessment."""
        with self.database.sessions() as session:
            row = session.get(AnswerVersion, version_id)
            return written.record_of(row) if row and row.assessment_id == assessment_id else None

    def set_aside(
        self, assessment_id: int, answers: Sequence[AnswerRecord], now: datetime, author: str = ""
    ) -> None:
        """Keep what somebody typed and did not choose in a clash."""
        with self.database.writing.begin() as session:
            written.set_aside(session, assessment_id, answers, now, author)
