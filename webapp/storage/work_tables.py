"""The tables of the work on an assessment: sections by name, remarks, evidence, and every version."""

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


class Assignment(Base):
    """Whose a section is. An emptied row keeps its version, so that an old page cannot overwrite unseen."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("assessment_id", "section"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    section: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(80))
    due: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer)


class Comment(Base):
    """What colleagues say to each other about a question. Not :class:`Feedback`, which goes to the makers."""

    __tablename__ = "comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(80))
    in_dossier: Mapped[bool] = mapped_column(Boolean)
    browser: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime)


class Evidence(Base):
    """A file or a link. The file itself lies in the folder of evidence, under the name in ``stored``."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(String(160))
    media: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    stored: Mapped[str] = mapped_column(String(64), index=True)
    author: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime)


class AnswerVersion(Base):
    """Every version of an answer. ``content`` is null when the answer was taken away."""

    __tablename__ = "answer_version"
    __table_args__ = (Index("ix_answer_version_question", "assessment_id", "question"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"))
    question: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    how: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(DateTime)
