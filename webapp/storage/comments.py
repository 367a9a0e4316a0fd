"""What colleagues say to each other about a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import func, select

from webapp.storage.database import Database
from webapp.storage.locking import lock, touch
from webapp.storage.work_records import CommentRecord
from webapp.storage.work_tables import Comment

#: At most so many per assessment.
MOST_COMMENTS = 500


class Comments:
    """Reads and writes of comments; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> list[CommentRecord]:
        """All of an assessment, the oldest first."""
        query = select(Comment).where(Comment.assessment_id == assessment_id).order_by(Comment.id)
        with self.database.sessions() as session:
            return [_record(row) for row in session.scalars(query)]

    def for_dossier(self, assessment_id: int) -> list[CommentRecord]:
        """Those that somebody marked to go into the dossier."""
        return [comment for comment in self.of(assessment_id) if comment.in_dossier]

    def open_counts(self, assessment_id: int) -> dict[str, int]:
        """How many are open, by question; the empty question is the whole assessment."""
        query = (
            select(Comment.question, func.count())
            .where(Comment.assessment_id == assessment_id, Comment.resolved_at.is_(None))
            .group_by(Comment.question)
        )
        with self.database.sessions() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def add(
        self,
        assessment_id: int,
        question: str,
        text: str,
        now: datetime,
        *,
        author: str = "",
        in_dossier: bool = False,
        browser: str = "",
    ) -> CommentRecord | None:
        """Keep one; None when the assessment is gone or has as many as it can have."""
        with self.database.writing.begin() as session:
            assessment = lock(session, assessment_id)
            number = session.scalar(
                select(func.count()).select_from(Comment).where(Comment.assessment_id == assessment_id)
            )
            if assessment is None or (number or 0) >= MOST_COMMENTS:
                return None
            row = Comment(
                assessment_id=assessment_id,
                question=question,
                text=text,
                author=author,
                in_dossier=in_dossier,
                browser=browser,
                created_at=now,
            )
            session.add(row)
            touch(assessment, now)
            session.flush()
            return _record(row)

    def restore(self, assessment_id: int, comments: Iterable[CommentRecord]) -> None:
        """Put back those that were in a file. No browser wrote them here, so nobody can delete one."""
        with self.database.writing.begin() as session:
            if lock(session, assessment_id) is None:
                return
            session.add_all(
                Comment(
                    assessment_id=assessment_id,
                    question=comment.question,
                    text=comment.text,
                    author=comment.author,
                    in_dossier=comment.in_dossier,
                    browser="",
                    created_at=comment.created_at,
                    resolved_at=comment.resolved_at,
                )
                for comment in comments
            )

    def resolve(self, assessment_id: int, comment_id: int, resolved: bool, now: datetime) -> bool:
        """Say that it was dealt with, or open it again."""

        def change(row: Comment) -> None:
            row.resolved_at = now if resolved else None

        return self._change(assessment_id, comment_id, now, change)

    def mark(self, assessment_id: int, comment_id: int, in_dossier: bool, now: datetime) -> bool:
        """Let it go into the dossier, or not."""

        def change(row: Comment) -> None:
            row.in_dossier = in_dossier

        return self._change(assessment_id, comment_id, now, change)

    def delete(self, assessment_id: int, comment_id: int, browser: str, now: datetime) -> bool:
        """Delete one that was written in the same browser."""
        with self.database.writing.begin() as session:
            assessment = lock(session, assessment_id)
            row = session.get(Comment, comment_id)
            mine = row is not None and row.assessment_id == assessment_id and row.browser == browser != ""
            if assessment is None or row is None or not mine:
                return False
            session.delete(row)
            touch(assessment, now)
            return True

    def _change(
        self, assessment_id: int, comment_id: int, now: datetime, change: Callable[[Comment], None]
    ) -> bool:
        with self.database.writing.begin() as session:
            assessment = lock(session, assessment_id)
            row = session.get(Comment, comment_id)
            if assessment is None or row is None or row.assessment_id != assessment_id:
                return False
            change(row)
            touch(assessment, now)
            return True


def _record(row: Comment) -> CommentRecord:
    return CommentRecord(
        id=row.id,
        question=row.question,
        text=row.text,
        author=row.author,
        in_dossier=row.in_dossier,
        created_at=row.created_at,
        resolved_at=row.resolved_at,
        browser=row.browser,
    )
