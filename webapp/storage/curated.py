"""Curated facts, disagreements with them, and who looked at what changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from webapp.storage.database import Database
from webapp.storage.knowledge_records import (
    ANSWERED,
    NEW,
    Curated,
    CuratedFactRecord,
    CuratedSubjectRecord,
    DisputeRecord,
    Value,
)
from webapp.storage.knowledge_tables import CuratedFact, CuratedSubject, FactDispute, FactLook


def value_of(stored: Any) -> Value:
    """A value as the records carry it."""
    return tuple(stored) if isinstance(stored, list) else stored


def stored_value(value: Value) -> Any:
    """A value as JSON carries it."""
    return list(value) if isinstance(value, tuple) else value


class CuratedFacts:
    """Reads and writes of curated facts; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def all(self) -> Curated:
        """The newest version of each fact, and the subjects that the curator added."""
        facts: dict[tuple[str, str], CuratedFactRecord] = {}
        with self.database.sessions() as session:
            for row in session.scalars(select(CuratedFact).order_by(CuratedFact.version)):
                key = row.subject, row.question
                facts[key] = _after(facts.get(key), _fact(row))
            subjects = tuple(
                CuratedSubjectRecord(row.key, row.kind, row.name, row.explanation, row.who, row.created_at)
                for row in session.scalars(select(CuratedSubject).order_by(CuratedSubject.id))
            )
        return Curated(facts, subjects)

    def history(self, subject: str, question: str) -> list[CuratedFactRecord]:
        """Every version of a fact, the newest first."""
        query = (
            select(CuratedFact)
            .where(CuratedFact.subject == subject, CuratedFact.question == question)
            .order_by(CuratedFact.version.desc())
        )
        with self.database.sessions() as session:
            return [_fact(row) for row in session.scalars(query)]

    def publish(self, record: CuratedFactRecord, now: datetime) -> bool:
        """Add a version after the one that was seen (``record.version``); False when somebody was first."""
        try:
            with self.database.writing.begin() as session:
                newest = session.scalar(
                    select(func.max(CuratedFact.version)).where(
                        CuratedFact.subject == record.subject, CuratedFact.question == record.question
                    )
                )
                if (newest or 0) != record.version:
                    return False
                session.add(
                    CuratedFact(
                        subject=record.subject,
                        question=record.question,
                        version=record.version + 1,
                        value=stored_value(record.value),
                        source=record.source,
                        url=record.url,
                        seen=record.seen,
                        dated=record.dated,
                        valid_until=record.valid_until,
                        note=record.note,
                        who=record.who,
                        created_at=now,
                    )
                )
        except IntegrityError:
            return False
        return True

    def add_subject(self, record: CuratedSubjectRecord, now: datetime) -> bool:
        """Add a subject; False when its key is taken."""
        try:
            with self.database.writing.begin() as session:
                session.add(
                    CuratedSubject(
                        key=record.key,
                        kind=record.kind,
                        name=record.name,
                        explanation=record.explanation,
                        who=record.who,
                        created_at=now,
                    )
                )
        except IntegrityError:
            return False
        return True

    # --- disagreements ----------------------------------------------------------------------------

    def dispute(self, record: DisputeRecord, now: datetime) -> None:
        """Keep a disagreement; said again in other words it waits for the curator anew."""
        with self.database.writing.begin() as session:
            row = session.scalar(
                select(FactDispute).where(
                    FactDispute.assessment_id == record.assessment_id,
                    FactDispute.question == record.question,
                )
            )
            if row is None:
                row = FactDispute(assessment_id=record.assessment_id, question=record.question)
                session.add(row)
            row.organisation_key, row.subject = record.organisation_key, record.subject
            row.fact_value, row.value = stored_value(record.fact_value), stored_value(record.value)
            row.reason, row.source, row.dated = record.reason, record.source, record.dated
            row.created_at, row.state, row.reply, row.replied_at = now, NEW, "", None

    def agree(self, assessment_id: int, questions: Iterable[str]) -> None:
        """Forget disagreements: the answer was changed."""
        with self.database.writing.begin() as session:
            session.execute(
                delete(FactDispute).where(
                    FactDispute.assessment_id == assessment_id, FactDispute.question.in_(list(questions))
                )
            )

    def disputes(self) -> list[DisputeRecord]:
        """Every disagreement, the newest first."""
        query = select(FactDispute).order_by(FactDispute.created_at.desc(), FactDispute.id.desc())
        with self.database.sessions() as session:
            return [_dispute(row) for row in session.scalars(query)]

    def disputes_of(self, assessment_id: int) -> dict[str, DisputeRecord]:
        """What one assessment disagreed with, by question."""
        query = select(FactDispute).where(FactDispute.assessment_id == assessment_id)
        with self.database.sessions() as session:
            return {row.question: _dispute(row) for row in session.scalars(query)}

    def answer_dispute(self, ids: Iterable[int], reply: str, now: datetime) -> int:
        """Answer disagreements; how many there were."""
        with self.database.writing.begin() as session:
            rows = list(session.scalars(select(FactDispute).where(FactDispute.id.in_(list(ids)))))
            for row in rows:
                row.reply, row.state, row.replied_at = reply, ANSWERED, now
            return len(rows)

    # --- looks --------------------------------------------------------------------------------------

    def looked(self, assessment_id: int, question: str, mark: str, now: datetime) -> None:
        """Remember that somebody looked at this change."""
        with self.database.writing.begin() as session:
            query = select(FactLook).where(
                FactLook.assessment_id == assessment_id, FactLook.question == question
            )
            row = session.scalar(query.with_for_update())
            if row is None:
                row = FactLook(assessment_id=assessment_id, question=question)
                session.add(row)
            row.mark, row.created_at = mark, now

    def looks(self, ids: Iterable[int]) -> dict[int, dict[str, str]]:
        """What was looked at, by assessment and question."""
        found: dict[int, dict[str, str]] = {}
        query = select(FactLook).where(FactLook.assessment_id.in_(list(ids)))
        with self.database.sessions() as session:
            for row in session.scalars(query):
                found.setdefault(row.assessment_id, {})[row.question] = row.mark
        return found


def _after(before: CuratedFactRecord | None, fact: CuratedFactRecord) -> CuratedFactRecord:
    """Say since when a fact has this value."""
    if before is not None and before.value == fact.value:
        return replace(fact, since=before.since, changed_at=before.changed_at)
    return replace(fact, since=fact.version, changed_at=fact.created_at)


def _fact(row: CuratedFact) -> CuratedFactRecord:
    return CuratedFactRecord(
        subject=row.subject,
        question=row.question,
        value=value_of(row.value),
        source=row.source,
        dated=row.dated,
        valid_until=row.valid_until,
        who=row.who,
        url=row.url,
        seen=row.seen,
        note=row.note,
        version=row.version,
        created_at=row.created_at,
    )


def _dispute(row: FactDispute) -> DisputeRecord:
    return DisputeRecord(
        assessment_id=row.assessment_id,
        organisation_key=row.organisation_key,
        subject=row.subject,
        question=row.question,
        fact_value=value_of(row.fact_value),
        value=value_of(row.value),
        reason=row.reason,
        source=row.source,
        dated=row.dated,
        created_at=row.created_at,
        state=row.state,
        reply=row.reply,
        replied_at=row.replied_at,
        id=row.id,
    )
