"""The one query layer: assessments, answers, workspaces and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.storage import answers as written
from webapp.storage import convert
from webapp.storage.assignments import Assignments
from webapp.storage.comments import Comments
from webapp.storage.database import Database
from webapp.storage.decisions import Decisions
from webapp.storage.evidence import EvidenceItems
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.frozen import open_to_change
from webapp.storage.history import History
from webapp.storage.listings import Listings
from webapp.storage.matters import Matters, forget_empty
from webapp.storage.meetings import Meetings
from webapp.storage.models import (
    Assessment,
    Feedback,
    Gone,
    TalkingPoint,
    Workspace,
    WorkspaceAnswer,
)
from webapp.storage.records import (
    AnswerRecord,
    AssessmentRecord,
    FeedbackRecord,
    PointRecord,
    SaveResult,
    WorkspaceRecord,
)
from webapp.storage.shared import Shared
from webapp.storage.tasks import Tasks
from webapp.storage.tokens import digest, new_token
from webapp.storage.work_records import SAVED


class Repository:
    """Every read and write of the application goes through here."""

    def __init__(self, database: Database, files: EvidenceFolder | None = None) -> None:
        self.database = database
        self.matters = Matters(database)
        self.tasks = Tasks(database)
        self.shared = Shared(database)
        self.assignments = Assignments(database)
        self.comments = Comments(database)
        self.evidence = EvidenceItems(database, files)
        self.history = History(database)
        self.listings = Listings(database)
        self.decisions = Decisions(database)
        self.meetings = Meetings(database)

    # --- workspaces -------------------------------------------------------------------------------

    def create_workspace(self, now: datetime) -> WorkspaceRecord:
        """Make an empty workspace."""
        with self.database.writing.begin() as session:
            row = Workspace(token=new_token(), created_at=now)
            session.add(row)
            session.flush()
            return WorkspaceRecord(row.id, row.token, row.created_at)

    def workspace(self, token: str) -> WorkspaceRecord | None:
        """Find a workspace by its token."""
        with self.database.sessions() as session:
            row = session.scalar(select(Workspace).where(Workspace.token == token))
            return WorkspaceRecord(row.id, row.token, row.created_at) if row else None

    def workspace_answers(self, workspace_id: int) -> dict[str, dict[str, AnswerRecord]]:
        """The organisation's answers in this workspace, per questionnaire; the latest questionnaire last."""
        query = (
            select(WorkspaceAnswer)
            .where(WorkspaceAnswer.workspace_id == workspace_id)
            .order_by(WorkspaceAnswer.updated_at, WorkspaceAnswer.id)
        )
        found: dict[str, dict[str, AnswerRecord]] = {}
        with self.database.sessions() as session:
            for row in session.scalars(query):
                found.setdefault(row.questionnaire, {})[row.question] = convert.carried_answer(row)
        return found

    def keep_workspace_answers(
        self, workspace_id: int, questionnaire: str, answers: Iterable[AnswerRecord], now: datetime
    ) -> None:
        """Remember answers about the organisation for the next assessment."""
        with self.database.writing.begin() as session:
            query = select(WorkspaceAnswer).where(
                WorkspaceAnswer.workspace_id == workspace_id, WorkspaceAnswer.questionnaire == questionnaire
            )
            rows = {row.question: row for row in session.scalars(query)}
            for answer in answers:
                row = rows.get(answer.question)
                if row is None:
                    row = WorkspaceAnswer(
                        workspace_id=workspace_id, questionnaire=questionnaire, question=answer.question
                    )
                    session.add(row)
                convert.fill_workspace_answer(row, answer, now)

    def assessments(self, workspace_id: int) -> list[AssessmentRecord]:
        """All assessments of a workspace, the latest first."""
        query = (
            select(Assessment)
            .where(Assessment.workspace_id == workspace_id)
            .order_by(Assessment.updated_at.desc(), Assessment.id.desc())
        )
        with self.database.sessions() as session:
            return [convert.assessment(row) for row in session.scalars(query)]

    # --- assessments ------------------------------------------------------------------------------

    def create(
        self,
        *,
        workspace_id: int | None,
        questionnaire: str,
        content_hash: str,
        subject: str | None,
        title: str,
        answers: Iterable[AnswerRecord],
        now: datetime,
        matter_id: int | None = None,
        profile: Mapping[str, object] | None = None,
    ) -> AssessmentRecord:
        """Start an assessment, with the answers that are known already."""
        with self.database.writing.begin() as session:
            row = Assessment(
                edit_token=new_token(),
                read_token=new_token(),
                workspace_id=workspace_id,
                questionnaire=questionnaire,
                content_hash=content_hash,
                subject=subject,
                title=title,
                matter_id=matter_id,
                profile=dict(profile) if profile else None,
                created_at=now,
                updated_at=now,
                answers=[convert.new_answer(answer, now) for answer in answers],
            )
            session.add(row)
            session.flush()
            written.begin(session, row, now)
            return convert.assessment(row)

    def by_edit_token(self, token: str) -> AssessmentRecord | None:
        """Find an assessment by the link that may change it."""
        return self._find(Assessment.edit_token == token)

    def by_read_token(self, token: str) -> AssessmentRecord | None:
        """Find an assessment by the link that may only look."""
        return self._find(Assessment.read_token == token)

    def _find(self, condition: object) -> AssessmentRecord | None:
        with self.database.sessions() as session:
            row = session.scalar(select(Assessment).where(condition))  # type: ignore[arg-type]
            return convert.assessment(row) if row else None

    def gone(self, token: str) -> str | None:
        """Why this link no longer works ('gewist' or 'verlopen'), if it ever did."""
        with self.database.sessions() as session:
            row = session.get(Gone, digest(token))
            return row.reason if row else None

    def delete(self, assessment_id: int, reason: str, now: datetime) -> None:
        """Delete an assessment for real, its evidence too; only digests of its two links remain."""
        files: list[str] = []
        with self.database.writing.begin() as session:
            row = session.get(Assessment, assessment_id)
            if row is not None:
                files = self.evidence.files_of(session, [row.id])
                _erase(session, row, reason, now)
        self.evidence.remove_files(files)

    def purge(self, days: int, now: datetime) -> int:
        """Delete what nobody worked on for so many days, except what was signed off; zero means never."""
        if days <= 0:
            return 0
        with self.database.writing.begin() as session:
            edge = now - timedelta(days=days)
            tasks = func.coalesce(Assessment.tasks_at, Assessment.updated_at)
            work = func.coalesce(Assessment.worked_at, Assessment.updated_at)
            old = (
                Assessment.updated_at < edge,
                tasks < edge,
                work < edge,
                Assessment.frozen_at.is_(None),
            )
            rows = list(session.scalars(select(Assessment).where(*old)))
            files = self.evidence.files_of(session, [row.id for row in rows])
            for row in rows:
                _erase(session, row, "verlopen", now)
        self.evidence.remove_files(files)
        return len(rows)

    # --- answers ----------------------------------------------------------------------------------

    def save_answers(
        self,
        assessment_id: int,
        answers: Sequence[AnswerRecord],
        seen: Mapping[str, int],
        content_hash: str,
        now: datetime,
        *,
        author: str = "",
        how: str = SAVED,
    ) -> SaveResult:
        """Save answers; one that another window changed since ``seen`` is a conflict and is left alone."""
        with self.database.writing.begin() as session:
            return written.save(
                session, assessment_id, answers, seen, content_hash, now, author=author, how=how
            )

    def undo(self, assessment_id: int, batch: str, now: datetime, author: str = "") -> tuple[str, ...]:
        """Put back what a batch changed, except answers that were changed again since."""
        with self.database.writing.begin() as session:
            return written.undo(session, assessment_id, batch, now, author)

    # --- the conversation -------------------------------------------------------------------------

    def points(self, assessment_id: int) -> dict[str, PointRecord]:
        """What was said, per talking point."""
        query = select(TalkingPoint).where(TalkingPoint.assessment_id == assessment_id)
        with self.database.sessions() as session:
            return {
                row.point: PointRecord(row.point, row.verdict, row.remark) for row in session.scalars(query)
            }

    def keep_conversation(
        self, assessment_id: int, attendees: str, points: Iterable[PointRecord], now: datetime
    ) -> None:
        """Remember who was there and what was said."""
        with self.database.writing.begin() as session:
            assessment = open_to_change(session, assessment_id)
            if assessment is None:
                return
            assessment.attendees = attendees
            assessment.updated_at = now
            query = select(TalkingPoint).where(TalkingPoint.assessment_id == assessment_id)
            rows = {row.point: row for row in session.scalars(query)}
            for point in points:
                row = rows.get(point.point)
                if row is None:
                    row = TalkingPoint(assessment_id=assessment_id, point=point.point)
                    session.add(row)
                row.verdict, row.remark = point.verdict, point.remark

    # --- the pilot's voice ------------------------------------------------------------------------

    def add_feedback(self, record: FeedbackRecord) -> None:
        """Keep one remark."""
        with self.database.writing.begin() as session:
            session.add(
                Feedback(
                    questionnaire=record.questionnaire,
                    content_hash=record.content_hash,
                    question=record.question,
                    kind=record.kind,
                    text=record.text,
                    created_at=record.created_at,
                )
            )

    def feedback(self) -> list[FeedbackRecord]:
        """All remarks, the oldest first."""
        with self.database.sessions() as session:
            return [
                FeedbackRecord(r.questionnaire, r.content_hash, r.question, r.kind, r.text, r.created_at)
                for r in session.scalars(select(Feedback).order_by(Feedback.id))
            ]


def _erase(session: Session, row: Assessment, reason: str, now: datetime) -> None:
    for token in (row.edit_token, row.read_token):
        session.merge(Gone(digest=digest(token), reason=reason, created_at=now))
    team, matter = row.workspace_id, row.matter_id
    session.delete(row)
    session.flush()
    forget_empty(session, matter)
    if (
        team is not None
        and session.scalar(select(Assessment.id).where(Assessment.workspace_id == team)) is None
    ):
        session.execute(delete(WorkspaceAnswer).where(WorkspaceAnswer.workspace_id == team))
