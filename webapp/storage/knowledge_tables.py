"""The tables of what municipalities share: facts, disagreements, cases, contributions, replies."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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
)
from sqlalchemy.orm import Mapped, mapped_column

from webapp.storage.models import Base


class CuratedFact(Base):
    """One version of a fact about a known subject. A newer version stands beside it; none is ever changed."""

    __tablename__ = "curated_fact"
    __table_args__ = (UniqueConstraint("subject", "question", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(Integer)
    value: Mapped[Any] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(500))
    seen: Mapped[date | None] = mapped_column(Date)
    dated: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime)


class CuratedSubject(Base):
    """A known subject that stands in no file: the curator gave it a name, its facts follow."""

    __tablename__ = "curated_subject"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(80))
    explanation: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime)


class FactDispute(Base):
    """A municipality says that a fact is not right, and why; the curator answers."""

    __tablename__ = "fact_dispute"
    __table_args__ = (
        UniqueConstraint("assessment_id", "question"),
        Index("ix_fact_dispute_fact", "subject", "question"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    organisation_key: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(String(60))
    fact_value: Mapped[Any] = mapped_column(JSON)
    value: Mapped[Any] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    dated: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    state: Mapped[str] = mapped_column(String(20))
    reply: Mapped[str] = mapped_column(Text)
    replied_at: Mapped[datetime | None] = mapped_column(DateTime)


class FactLook(Base):
    """Somebody looked at a fact that changed or expired; ``mark`` says at which change."""

    __tablename__ = "fact_look"
    __table_args__ = (UniqueConstraint("assessment_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(60))
    mark: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime)


class SharedCase(Base):
    """What a municipality wrote for others about one assessment. It outlives the assessment's time limit."""

    __tablename__ = "shared_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessment.id", ondelete="SET NULL"), unique=True
    )
    questionnaire: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    subject_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    organisation: Mapped[str] = mapped_column(String(120))
    texts: Mapped[Any] = mapped_column(JSON)
    principles: Mapped[Any] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(200))
    options: Mapped[Any] = mapped_column(JSON)
    deciding: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    hidden_because: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    updated_at: Mapped[datetime] = mapped_column(DateTime)


class Contribution(Base):
    """What one organisation gave to compare: an outcome, a score and chosen options. No text, no subject."""

    __tablename__ = "contribution"
    __table_args__ = (UniqueConstraint("topic", "organisation_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(80), index=True)
    organisation_key: Mapped[str] = mapped_column(String(80))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    questionnaire: Mapped[str] = mapped_column(String(80))
    organisation: Mapped[str] = mapped_column(String(120))
    named: Mapped[bool] = mapped_column(Boolean)
    outcome: Mapped[str] = mapped_column(String(120))
    score: Mapped[int | None] = mapped_column(Integer)
    options: Mapped[Any] = mapped_column(JSON)
    release: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(DateTime)


class BenchmarkRelease(Base):
    """The tables of one questionnaire as they were published; they stay so until enough has changed."""

    __tablename__ = "benchmark_release"
    __table_args__ = (UniqueConstraint("topic", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(80))
    number: Mapped[int] = mapped_column(Integer)
    members: Mapped[int] = mapped_column(Integer)
    tables: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime)


class FeedbackTicket(Base):
    """The secret link under which whoever sent a remark reads the answer, and that answer."""

    __tablename__ = "feedback_ticket"
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True)
    token: Mapped[str | None] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    reply: Mapped[str] = mapped_column(Text)
    replied_at: Mapped[datetime | None] = mapped_column(DateTime)
