"""The tables. What is stored: answers with their time, note and source. Never a computed advice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, column_property, mapped_column, relationship


class Base(DeclarativeBase):
    """Base of all tables."""


class Workspace(Base):
    """A 'werkmap': the assessments and organisation answers of one team, behind one unguessable token."""

    __tablename__ = "workspace"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", name="fk_workspace_organisation"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(DateTime)


class WorkspaceAnswer(Base):
    """An answer about the organisation: given once, offered again at the next assessment."""

    __tablename__ = "workspace_answer"
    __table_args__ = (UniqueConstraint("workspace_id", "questionnaire", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)
    questionnaire: Mapped[str] = mapped_column(String(80))
    question: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    dated: Mapped[date | None] = mapped_column(Date)
    who: Mapped[str] = mapped_column(String(80), default="")
    updated_at: Mapped[datetime] = mapped_column(DateTime)


class Matter(Base):
    """What several questionnaires weigh together: one subject, several assessments."""

    __tablename__ = "matter"
    id: Mapped[int] = mapped_column(primary_key=True)
    edit_token: Mapped[str] = mapped_column(String(64), unique=True)
    read_token: Mapped[str] = mapped_column(String(64), unique=True)
    workspace_id: Mapped[int | None] = mapped_column(
        ForeignKey("workspace.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", name="fk_matter_organisation"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(DateTime)


class Assessment(Base):
    """One weighing of one subject. The edit token may change it, the read token may only look."""

    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    edit_token: Mapped[str] = mapped_column(String(64), unique=True)
    read_token: Mapped[str] = mapped_column(String(64), unique=True)
    workspace_id: Mapped[int | None] = mapped_column(
        ForeignKey("workspace.id", ondelete="SET NULL"), index=True
    )
    questionnaire: Mapped[str] = mapped_column(String(80))
    content_hash: Mapped[str] = mapped_column(String(80))
    matter_id: Mapped[int | None] = mapped_column(
        ForeignKey("matter.id", name="fk_assessment_matter", ondelete="SET NULL"), index=True
    )
    subject: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    profile: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    attendees: Mapped[str] = mapped_column(Text, default="")
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", name="fk_assessment_organisation"), index=True
    )
    read_open: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    updated_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    worked_at: Mapped[datetime | None] = mapped_column(DateTime)
    tasks_at: ClassVar[Any]
    frozen_at: ClassVar[Any]
    previous_id: ClassVar[Any]
    next_id: ClassVar[Any]
    meeting_until: ClassVar[Any]
    answers: Mapped[list[Answer]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Answer(Base):
    """One answer, with its version so that two open tabs cannot overwrite each other unseen."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("assessment_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    dated: Mapped[date | None] = mapped_column(Date)
    who: Mapped[str] = mapped_column(String(80), default="")
    confirmed: Mapped[bool] = mapped_column(Boolean, default=True)
    carried: Mapped[bool] = mapped_column(Boolean, default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(DateTime)


class Change(Base):
    """What an answer was before a change; makes 'ongedaan maken' possible."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_batch", "assessment_id", "batch"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    batch: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(60))
    before: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    version_after: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(DateTime)


class TalkingPoint(Base):
    """What the meeting said about one point of the conversation: agreed, or not and why."""

    __tablename__ = "talking_point"
    __table_args__ = (UniqueConstraint("assessment_id", "point"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    point: Mapped[str] = mapped_column(String(120))
    verdict: Mapped[str] = mapped_column(String(10), default="")
    remark: Mapped[str] = mapped_column(Text, default="")


class Task(Base):
    """What a team agreed about one measure: whose it is, by when, how far it is. Versioned as answers are."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("assessment_id", "measure"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    measure: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(80))
    due: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(DateTime)


#: When a task was last changed. Apart from ``updated_at``: who ticks off a task does not weigh again.
Assessment.tasks_at = column_property(
    select(func.max(Task.updated_at)).where(Task.assessment_id == Assessment.id).scalar_subquery()
)


class Feedback(Base):
    """The pilot's voice: unclear, not true for us, or a remark. No name, no link to an assessment."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(80))
    content_hash: Mapped[str] = mapped_column(String(80))
    question: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(DateTime)


class Gone(Base):
    """The digest of a deleted assessment's link: enough to say 'gewist', nothing more."""

    __tablename__ = "gone"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(DateTime)
