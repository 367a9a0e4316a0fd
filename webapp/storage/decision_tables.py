"""The tables of the decision: what was decided, the dossier that was signed off, and the chain of looks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, DateTime, ForeignKey, Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.storage.models import Assessment, Base


class Decision(Base):
    """What people decided about the advice or about one thing in it. Versioned as answers are.

    ``seen_…`` says which advice lay on the table, so that a change since then can be told. Not the advice
    itself: that is computed.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("assessment_id", "item"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(120))
    choice: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text)
    decider: Mapped[str] = mapped_column(String(80))
    decided: Mapped[date | None] = mapped_column(Date)
    review: Mapped[date | None] = mapped_column(Date)
    seen_hash: Mapped[str] = mapped_column(String(80))
    seen_outcome: Mapped[str] = mapped_column(Text)
    seen_score: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(Integer)
    updated_at: Mapped[datetime] = mapped_column(DateTime)


class Dossier(Base):
    """A dossier that was signed off: written once, never changed."""

    __tablename__ = "dossier"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), unique=True)
    decider: Mapped[str] = mapped_column(String(80))
    decided: Mapped[date] = mapped_column(Date)
    snapshot: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime)


class Look(Base):
    """A new look at what was signed off before: which assessment goes on from which."""

    __tablename__ = "look"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), unique=True)
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("assessment.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(DateTime)


#: When it was signed off, which assessment it goes on from, and which one goes on from it.
Assessment.frozen_at = column_property(
    select(Dossier.created_at).where(Dossier.assessment_id == Assessment.id).scalar_subquery()
)
Assessment.previous_id = column_property(
    select(Look.previous_id).where(Look.assessment_id == Assessment.id).scalar_subquery()
)
Assessment.next_id = column_property(
    select(func.max(Look.assessment_id)).where(Look.previous_id == Assessment.id).scalar_subquery()
)
