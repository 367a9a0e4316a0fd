"""Werkmappen: the assessments of one team, and its answers about the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from webapp.storage import convert, wall
from webapp.storage.database import Database
from webapp.storage.models import Assessment, Workspace, WorkspaceAnswer
from webapp.storage.records import AnswerRecord, AssessmentRecord, WorkspaceRecord
from webapp.storage.tokens import new_token


class Workspaces:
    """Reads and writes of werkmappen; part of the one query layer."""

    database: Database

    def create_workspace(self, now: datetime) -> WorkspaceRecord:
        """Make an empty workspace."""
        with self.database.writing.begin() as session:
            row = Workspace(token=new_token(), created_at=now, organisation_id=wall.current().organisation)
            session.add(row)
            session.flush()
            return convert.workspace(row)

    def workspace(self, token: str) -> WorkspaceRecord | None:
        """Find a workspace by its token."""
        with self.database.sessions() as session:
            row = session.scalar(select(Workspace).where(Workspace.token == token))
            return convert.workspace(row) if row else None

    def organisation_workspace(self) -> WorkspaceRecord | None:
        """The werkmap of the organisation on whose behalf we work: its first one."""
        query = select(Workspace).where(Workspace.organisation_id == wall.current().organisation)
        with self.database.sessions() as session:
            row = session.scalar(query.order_by(Workspace.id).limit(1))
            return convert.workspace(row) if row else None

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
