"""The tables of a round of conversation. Answers of participants live only until the answering is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.storage.meeting_records import RUNNING
from webapp.storage.models import Assessment, Base


class Meeting(Base):
    """One round: its code, its state and, when it is over, who was there by function."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(80))
    roles: Mapped[Any] = mapped_column(JSON)
    joined: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    expires_at: Mapped[datetime] = mapped_column(DateTime)
    started_at: Mapped[datetime | None] = mapped_column(DateTime)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime)
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)


class MeetingItem(Base):
    """One question of a round as it was put, with counts and reasons, and what was agreed. Versioned."""

    __tablename__ = "meeting_item"
    __table_args__ = (UniqueConstraint("meeting_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    question: Mapped[str] = mapped_column(String(60))
    shape: Mapped[Any] = mapped_column(JSON)
    counts: Mapped[Any] = mapped_column(JSON)
    reasons: Mapped[Any] = mapped_column(JSON)
    verdict: Mapped[str] = mapped_column(String(10), default="")
    agreed: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, default="")
    minority: Mapped[str] = mapped_column(Text, default="")
    minority_role: Mapped[str] = mapped_column(String(80), default="")
    before: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    taken: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(Integer, default=0)


class Participant(Base):
    """One telephone in the room. No name; the row goes when the round is over."""

    __tablename__ = "meeting_participant"
    __table_args__ = (UniqueConstraint("meeting_id", "browser"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(80), default="")
    joined_at: Mapped[datetime] = mapped_column(DateTime)
    done: Mapped[bool] = mapped_column(default=False)


class Given(Base):
    """What one participant answered, until the answering is closed."""

    __tablename__ = "meeting_answer"
    __table_args__ = (UniqueConstraint("participant_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("meeting_participant.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, default="")


#: Until when a round that is not over hides the advice of an assessment.
Assessment.meeting_until = column_property(
    select(func.max(Meeting.expires_at))
    .where(Meeting.assessment_id == Assessment.id, Meeting.state.in_(RUNNING))
    .scalar_subquery()
)
