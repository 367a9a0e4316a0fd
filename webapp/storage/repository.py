"""The one query layer: assessments, answers, workspaces and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.storage import answers as written
from webapp.storage import audit, convert, wall
from webapp.storage.accounts import Accounts
from webapp.storage.answers import KEPT_CHANGES
from webapp.storage.assignments import Assignments
from webapp.storage.audit import Audit
from webapp.storage.changes import Changes
from webapp.storage.claims import Claims
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
    WorkspaceAnswer,
)
from webapp.storage.records import (
    AnswerRecord,
    AssessmentRecord,
    FeedbackRecord,
    PointRecord,
    SaveResult,
)
from webapp.storage.scenarios import Scenarios
from webapp.storage.shared import Shared
from webapp.storage.sign_ins import SignIns
from webapp.storage.tasks import Tasks
from webapp.storage.tokens import digest, new_token
from webapp.storage.work_records import SAVED
from webapp.storage.workspaces import Workspaces

__all__ = ["KEPT_CHANGES", "Repository"]


class Repository(Workspaces):
    """Every read and write of the application goes through here."""

    def __init__(self, database: Database, files: EvidenceFolder | None = None) -> None:
        self.database = database
        self.matters = Matters(database)
        self.tasks = Tasks(database)
        self.changes = Changes(database)
        self.scenarios = Scenarios(database)
        self.shared = Shared(database)
        self.assignments = Assignments(database)
        self.comments = Comments(database)
        self.evidence = EvidenceItems(database, files)
        self.history = History(database)
        self.listings = Listings(database)
        self.decisions = Decisions(database)
        self.meetings = Meetings(database)
        self.accounts = Accounts(database)
        self.sign_ins = SignIns(database)
        self.claims = Claims(database)
        self.audit = Audit(database)

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
                organisation_id=wall.current().organisation,
                created_at=now,
                updated_at=now,
                answers=[convert.new_answer(answer, now) for answer in answers],
            )
            session.add(row)
            session.flush()
            written.begin(session, row, now)
            if row.organisation_id is not None:
                audit.write(session, "afweging_gemaakt", f"afweging {row.id}", now)
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
        with wall.system(), self.database.writing.begin() as session:
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
    if row.organisation_id is not None:
        owner = row.organisation_id
        audit.write(session, f"afweging_{reason}", f"afweging {row.id}", now, organisation=owner)
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
