"""What municipalities share with each other: facts, cases, figures to compare, and replies to remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from webapp.storage.curated import CuratedFacts, stored_value, value_of
from webapp.storage.database import Database
from webapp.storage.knowledge_records import (
    HIDDEN,
    NEW,
    PUBLISHED,
    CaseRecord,
    ContributionRecord,
    ReleaseRecord,
    TicketRecord,
)
from webapp.storage.knowledge_tables import BenchmarkRelease, Contribution, FeedbackTicket, SharedCase
from webapp.storage.models import Assessment, Feedback
from webapp.storage.records import FeedbackRecord
from webapp.storage.tokens import new_token


class Shared:
    """The four parts, under one name."""

    def __init__(self, database: Database) -> None:
        self.facts = CuratedFacts(database)
        self.cases = Cases(database)
        self.benchmarks = Benchmarks(database)
        self.tickets = Tickets(database)


class Cases:
    """The case library; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def publish(self, record: CaseRecord, now: datetime) -> int:
        """Publish the case of an assessment, or what was changed about it; its number.

        What the curator hid stays hidden: changing a text does not undo that.
        """
        with self.database.writing.begin() as session:
            session.get(Assessment, record.assessment_id, with_for_update=True)
            row = session.scalar(select(SharedCase).where(SharedCase.assessment_id == record.assessment_id))
            if row is None:
                row = SharedCase(
                    assessment_id=record.assessment_id, created_at=now, state=PUBLISHED, hidden_because=""
                )
                session.add(row)
            row.questionnaire, row.subject, row.subject_name = (
                record.questionnaire,
                record.subject,
                record.subject_name,
            )
            row.title, row.organisation, row.outcome = record.title, record.organisation, record.outcome
            row.texts, row.principles = dict(record.texts), list(record.principles)
            row.options, row.deciding = _options(record.options), list(record.deciding)
            row.updated_at = now
            session.flush()
            return row.id

    def of(self, assessment_id: int) -> CaseRecord | None:
        """The case of an assessment."""
        with self.database.sessions() as session:
            row = session.scalar(select(SharedCase).where(SharedCase.assessment_id == assessment_id))
            return _case(row) if row else None

    def by_id(self, number: int) -> CaseRecord | None:
        """A case by its number, hidden or not."""
        with self.database.sessions() as session:
            row = session.get(SharedCase, number)
            return _case(row) if row else None

    def all(self, hidden: bool = False, topic: str = "") -> list[CaseRecord]:
        """The cases, the newest first; those of one topic in all its versions when it is given."""
        query = select(SharedCase).order_by(SharedCase.updated_at.desc(), SharedCase.id.desc())
        if topic:
            query = query.where(SharedCase.questionnaire.startswith(f"{topic}/", autoescape=True))
        if not hidden:
            query = query.where(SharedCase.state == PUBLISHED)
        with self.database.sessions() as session:
            return [_case(row) for row in session.scalars(query)]

    def withdraw(self, assessment_id: int) -> bool:
        """Delete the case of an assessment for real; whether there was one."""
        with self.database.writing.begin() as session:
            row = session.scalar(select(SharedCase).where(SharedCase.assessment_id == assessment_id))
            if row is not None:
                session.delete(row)
            return row is not None

    def hide(self, number: int, because: str) -> None:
        """Take a case out of sight, with a reason; without a reason it is shown again."""
        with self.database.writing.begin() as session:
            row = session.get(SharedCase, number)
            if row is not None:
                row.state, row.hidden_because = (HIDDEN if because else PUBLISHED), because


class Benchmarks:
    """Contributions and releases; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def contribute(self, record: ContributionRecord, now: datetime) -> None:
        """Keep what an organisation gives; one per organisation and topic, the last one counts."""
        with self.database.writing.begin() as session:
            row = session.scalar(
                select(Contribution).where(
                    Contribution.topic == record.topic,
                    Contribution.organisation_key == record.organisation_key,
                )
            )
            if row is None:
                row = Contribution(topic=record.topic, organisation_key=record.organisation_key, release=0)
                session.add(row)
            elif _contribution(row).content() != record.content():
                row.release = 0
            row.assessment_id, row.questionnaire = record.assessment_id, record.questionnaire
            row.organisation, row.named = record.organisation, record.named
            row.outcome, row.score, row.options = record.outcome, record.score, _options(record.options)
            row.created_at = now

    def of(self, topic: str, organisation_key: str) -> ContributionRecord | None:
        """What one organisation gave."""
        with self.database.sessions() as session:
            row = session.scalar(
                select(Contribution).where(
                    Contribution.topic == topic, Contribution.organisation_key == organisation_key
                )
            )
            return _contribution(row) if row else None

    def withdraw(self, topic: str, organisation_key: str) -> None:
        """Delete what one organisation gave."""
        with self.database.writing.begin() as session:
            session.execute(
                delete(Contribution).where(
                    Contribution.topic == topic, Contribution.organisation_key == organisation_key
                )
            )

    def contributions(self, topic: str) -> list[ContributionRecord]:
        """All that was given for a topic."""
        query = select(Contribution).where(Contribution.topic == topic).order_by(Contribution.id)
        with self.database.sessions() as session:
            return [_contribution(row) for row in session.scalars(query)]

    def latest(self, topic: str) -> ReleaseRecord | None:
        """The tables that are published now."""
        query = select(BenchmarkRelease).where(BenchmarkRelease.topic == topic)
        with self.database.sessions() as session:
            row = session.scalar(query.order_by(BenchmarkRelease.number.desc()).limit(1))
            if row is None:
                return None
            return ReleaseRecord(row.topic, row.number, row.members, row.tables, row.created_at)

    def publish(
        self, topic: str, number: int, keys: Iterable[str], tables: Mapping[str, Any], now: datetime
    ) -> bool:
        """Publish tables over these organisations as the next release; False when somebody was first."""
        members = list(keys)
        with self.database.writing.begin() as session:
            query = select(func.max(BenchmarkRelease.number)).where(BenchmarkRelease.topic == topic)
            if (session.scalar(query) or 0) != number - 1:
                return False
            session.add(
                BenchmarkRelease(
                    topic=topic, number=number, members=len(members), tables=dict(tables), created_at=now
                )
            )
            counted = select(Contribution).where(
                Contribution.topic == topic, Contribution.organisation_key.in_(members)
            )
            for row in session.scalars(counted):
                row.release = number
        return True


class Tickets:
    """Remarks with what came back; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(self, record: FeedbackRecord) -> str:
        """Keep one remark; the secret under which its sender finds the answer."""
        token = new_token()
        with self.database.writing.begin() as session:
            row = Feedback(
                questionnaire=record.questionnaire,
                content_hash=record.content_hash,
                question=record.question,
                kind=record.kind,
                text=record.text,
                created_at=record.created_at,
            )
            session.add(row)
            session.flush()
            session.add(FeedbackTicket(feedback_id=row.id, token=token, state=NEW, reply=""))
        return token

    def all(self) -> list[TicketRecord]:
        """Every remark, the oldest first; also those from before there were answers."""
        query = (
            select(Feedback, FeedbackTicket)
            .outerjoin(FeedbackTicket, FeedbackTicket.feedback_id == Feedback.id)
            .order_by(Feedback.id)
        )
        with self.database.sessions() as session:
            return [_ticket(remark, ticket) for remark, ticket in session.execute(query)]

    def by_tokens(self, tokens: Iterable[str]) -> list[TicketRecord]:
        """The remarks behind these secrets."""
        query = (
            select(Feedback, FeedbackTicket)
            .join(FeedbackTicket, FeedbackTicket.feedback_id == Feedback.id)
            .where(FeedbackTicket.token.in_(list(tokens)))
            .order_by(Feedback.id)
        )
        with self.database.sessions() as session:
            return [_ticket(remark, ticket) for remark, ticket in session.execute(query)]

    def answer(self, feedback_id: int, state: str, reply: str, now: datetime) -> bool:
        """Answer a remark, or say that it was used; False when it is not there."""
        with self.database.writing.begin() as session:
            if session.get(Feedback, feedback_id) is None:
                return False
            row = session.get(FeedbackTicket, feedback_id)
            if row is None:
                row = FeedbackTicket(feedback_id=feedback_id, token=None)
                session.add(row)
            if reply != row.reply:
                row.replied_at = now if reply else None
            row.state, row.reply = state, reply
        return True


def _options(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: stored_value(value) for key, value in options.items()}


def _case(row: SharedCase) -> CaseRecord:
    return CaseRecord(
        questionnaire=row.questionnaire,
        subject=row.subject,
        subject_name=row.subject_name,
        title=row.title,
        organisation=row.organisation,
        texts=row.texts,
        principles=tuple(row.principles),
        outcome=row.outcome,
        options={key: value_of(value) for key, value in row.options.items()},
        deciding=tuple(row.deciding),
        assessment_id=row.assessment_id,
        state=row.state,
        hidden_because=row.hidden_because,
        created_at=row.created_at,
        updated_at=row.updated_at,
        id=row.id,
    )


def _contribution(row: Contribution) -> ContributionRecord:
    return ContributionRecord(
        topic=row.topic,
        organisation_key=row.organisation_key,
        assessment_id=row.assessment_id,
        questionnaire=row.questionnaire,
        organisation=row.organisation,
        named=row.named,
        outcome=row.outcome,
        score=row.score,
        options={key: value_of(value) for key, value in row.options.items()},
        release=row.release,
        created_at=row.created_at,
    )


def _ticket(remark: Feedback, ticket: FeedbackTicket | None) -> TicketRecord:
    return TicketRecord(
        id=remark.id,
        questionnaire=remark.questionnaire,
        content_hash=remark.content_hash,
        question=remark.question,
        kind=remark.kind,
        text=remark.text,
        created_at=remark.created_at,
        token=(ticket.token or "") if ticket else "",
        state=ticket.state if ticket else NEW,
        reply=ticket.reply if ticket else "",
        replied_at=ticket.replied_at if ticket else None,
    )
