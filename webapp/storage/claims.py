"""Whose something behind a link is, and taking over what was made by link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.storage import audit, wall
from webapp.storage.account_records import Tenant
from webapp.storage.database import Database
from webapp.storage.meeting_tables import Meeting, Participant
from webapp.storage.models import Assessment, Matter, Workspace, WorkspaceAnswer
from webapp.storage.tokens import new_token


class Claims:
    """Reads and writes of who owns what; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- whose is it (system scope: asked before it is known who may see it) --------------------

    def of_assessment(self, token: str) -> Tenant | None:
        """Whose the assessment behind one of its links is."""
        query = select(Assessment).where((Assessment.edit_token == token) | (Assessment.read_token == token))
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(query)
            return Tenant(row.organisation_id, row.read_token, row.read_open) if row else None

    def of_matter(self, token: str) -> Tenant | None:
        """Whose the matter behind one of its links is; open to read when all its assessments are."""
        query = select(Matter).where((Matter.edit_token == token) | (Matter.read_token == token))
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(query)
            if row is None:
                return None
            closed = select(Assessment.id).where(Assessment.matter_id == row.id, ~Assessment.read_open)
            return Tenant(row.organisation_id, row.read_token, session.scalar(closed.limit(1)) is None)

    def of_workspace(self, token: str) -> Tenant | None:
        """Whose the werkmap behind a link is."""
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(select(Workspace).where(Workspace.token == token))
            return Tenant(row.organisation_id) if row else None

    def of_participant(self, token: str) -> Tenant | None:
        """Whose the conversation is in which this participant takes part."""
        query = (
            select(Assessment.organisation_id)
            .join(Meeting, Meeting.assessment_id == Assessment.id)
            .join(Participant, Participant.meeting_id == Meeting.id)
            .where(Participant.token == token)
        )
        with wall.system(), self.database.sessions() as session:
            row = session.execute(query).first()
            return Tenant(row.organisation_id) if row else None

    # --- taking over (own scope: the wall lets rows of nobody come in, and nothing go out) -------

    def take_over(self, assessment_id: int, now: datetime) -> int:
        """Take over an assessment, with what weighs the same subject; how many came in."""
        with self.database.writing.begin() as session:
            row = session.get(Assessment, assessment_id, with_for_update=True)
            if row is None or row.organisation_id is not None:
                return 0
            rows = [row]
            if row.matter_id is not None:
                query = select(Assessment).where(Assessment.matter_id == row.matter_id)
                rows = [other for other in session.scalars(query) if other.organisation_id is None]
            return _bring_in(session, rows, now)

    def take_over_workspace(self, workspace_id: int, now: datetime) -> int:
        """Take over everything in a werkmap, with the answers about the organisation."""
        with self.database.writing.begin() as session:
            team = session.get(Workspace, workspace_id)
            if team is None or team.organisation_id is not None:
                return 0
            query = select(Assessment).where(Assessment.workspace_id == workspace_id)
            rows = [row for row in session.scalars(query) if row.organisation_id is None]
            others = {row.matter_id for row in rows} - {None}
            beside = select(Assessment).where(Assessment.matter_id.in_(others))
            rows += [
                row for row in session.scalars(beside) if row.organisation_id is None and row not in rows
            ]
            count = _bring_in(session, rows, now)
            _bring_answers(session, workspace_id, _home(session, now).id)
            return count

    def leave_open(self, assessment_id: int, is_open: bool, now: datetime) -> None:
        """Let who has the read link read without signing in, or no longer."""
        with self.database.writing.begin() as session:
            row = session.get(Assessment, assessment_id)
            if row is not None and row.organisation_id is not None and row.read_open != is_open:
                row.read_open = is_open
                what = "leeslink_open" if is_open else "leeslink_dicht"
                audit.write(session, what, f"afweging {row.id}", now)


def _home(session: Session, now: datetime) -> Workspace:
    """The organisation's own werkmap."""
    owner = wall.current().organisation
    query = select(Workspace).where(Workspace.organisation_id == owner).order_by(Workspace.id).limit(1)
    row = session.scalar(query)
    if row is None:
        row = Workspace(token=new_token(), created_at=now, organisation_id=owner)
        session.add(row)
        session.flush()
    return row


def _bring_in(session: Session, rows: list[Assessment], now: datetime) -> int:
    home = _home(session, now)
    for row in rows:
        row.organisation_id, row.workspace_id, row.read_open = home.organisation_id, home.id, False
        matter = session.get(Matter, row.matter_id) if row.matter_id else None
        if matter is not None and matter.organisation_id is None:
            matter.organisation_id, matter.workspace_id = home.organisation_id, home.id
        audit.write(session, "overgenomen", f"afweging {row.id}", now)
    return len(rows)


def _bring_answers(session: Session, source: int, home: int) -> None:
    """Answers about the organisation come along, unless it has its own."""
    have = {
        (row.questionnaire, row.question)
        for row in session.scalars(select(WorkspaceAnswer).where(WorkspaceAnswer.workspace_id == home))
    }
    for row in session.scalars(select(WorkspaceAnswer).where(WorkspaceAnswer.workspace_id == source)):
        if (row.questionnaire, row.question) not in have:
            row.workspace_id = home
