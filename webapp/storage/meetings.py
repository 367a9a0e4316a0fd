"""Rounds of conversation: join, answer blind, close, agree, open. Part of the one query layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.storage import meeting_convert as convert
from webapp.storage.convert import to_json
from webapp.storage.database import Database
from webapp.storage.frozen import open_to_change
from webapp.storage.meeting_records import (
    BLIND,
    DONE,
    JOINING,
    OPEN,
    RUNNING,
    STOPPED,
    Agreement,
    AgreementConflict,
    AgreementsSaved,
    GivenRecord,
    ParticipantRecord,
    RoundRecord,
    Shape,
)
from webapp.storage.meeting_tables import Given, Meeting, MeetingItem, Participant
from webapp.storage.models import Assessment
from webapp.storage.records import AnswerRecord
from webapp.storage.tokens import new_code, new_token

CODE_LASTS = timedelta(hours=12)
MOST_PARTICIPANTS = 60


class Meetings:
    """Reads and writes of rounds."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- reading ----------------------------------------------------------------------------------

    def records(self, assessment_id: int) -> list[RoundRecord]:
        """All rounds of an assessment, the oldest first."""
        query = select(Meeting).where(Meeting.assessment_id == assessment_id).order_by(Meeting.number)
        with self.database.sessions() as session:
            return [_record(session, row) for row in session.scalars(query)]

    def one(self, assessment_id: int, number: int) -> RoundRecord | None:
        """One round of an assessment."""
        return self._find(Meeting.assessment_id == assessment_id, Meeting.number == number)

    def by_id(self, meeting_id: int) -> tuple[RoundRecord, str] | None:
        """The round of a participant, and the name of what it is about."""
        with self.database.sessions() as session:
            row = session.get(Meeting, meeting_id)
            title = (
                session.scalar(select(Assessment.title).where(Assessment.id == row.assessment_id))
                if row
                else ""
            )
            return (_record(session, row), title or "") if row else None

    def running(self, assessment_id: int) -> RoundRecord | None:
        """The round that is not over yet."""
        return self._find(Meeting.assessment_id == assessment_id, Meeting.state.in_(RUNNING))

    def by_code(self, code: str, now: datetime) -> RoundRecord | None:
        """The running round behind a code that still holds."""
        return self._find(Meeting.code == code, Meeting.expires_at > now, Meeting.state.in_(RUNNING))

    def participant(self, token: str) -> ParticipantRecord | None:
        """One participant with what they answered so far."""
        with self.database.sessions() as session:
            row = session.scalar(select(Participant).where(Participant.token == token))
            return _participant(session, row) if row else None

    def _find(self, *conditions: object) -> RoundRecord | None:
        with self.database.sessions() as session:
            row = session.scalar(select(Meeting).where(*conditions).limit(1))  # type: ignore[arg-type]
            return _record(session, row) if row else None

    # --- the facilitator --------------------------------------------------------------------------

    def create(
        self,
        assessment_id: int,
        *,
        kind: str,
        minutes: int,
        questions: Mapping[str, Shape],
        content_hash: str,
        now: datetime,
    ) -> tuple[RoundRecord, bool]:
        """Open a round; the one that is not over yet, and False, when there is one."""
        with self.database.writing.begin() as session:
            if open_to_change(session, assessment_id) is None:
                raise KeyError(assessment_id)
            mine = select(Meeting).where(Meeting.assessment_id == assessment_id)
            present = session.scalar(mine.where(Meeting.state.in_(RUNNING)))
            if present is not None and present.expires_at > now:
                return _record(session, present), False
            if present is not None:
                _end(session, present, STOPPED, now)
            row = Meeting(
                assessment_id=assessment_id,
                number=_next_number(session, assessment_id),
                kind=kind,
                code=_free_code(session),
                state=JOINING,
                minutes=minutes,
                content_hash=content_hash,
                roles=[],
                joined=0,
                created_at=now,
                expires_at=now + CODE_LASTS,
            )
            session.add(row)
            session.flush()
            for at, (key, shape) in enumerate(questions.items()):
                session.add(convert.new_item(row.id, at, key, shape))
            session.flush()
            return _record(session, row), True

    def start(self, meeting_id: int, now: datetime) -> bool:
        """Start the clock; False when it was started already."""
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state != JOINING:
                return False
            row.state, row.started_at = BLIND, now
            return True

    def close(self, meeting_id: int, now: datetime) -> bool:
        """Close the answering: count, keep the reasons without whose they are, and erase who said what."""
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state not in (JOINING, BLIND):
                return False
            given = _all_given(session, meeting_id)
            for item in _items(session, meeting_id):
                convert.tally(item, [answer for answer in given if answer.question == item.question])
            people = select(Participant.id).where(Participant.meeting_id == meeting_id)
            session.execute(delete(Given).where(Given.participant_id.in_(people)))
            row.state, row.closed_at = OPEN, now
            return True

    def agree(
        self, meeting_id: int, agreements: Sequence[Agreement], seen: Mapping[str, int]
    ) -> AgreementsSaved:
        """Save what the room agreed; what another tab changed since ``seen`` is left alone."""
        saved: list[str] = []
        conflicts: list[AgreementConflict] = []
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state != OPEN:
                return AgreementsSaved(closed=True)
            items = {item.question: item for item in _items(session, meeting_id)}
            for mine in agreements:
                item = items[mine.question]
                stored = convert.agreement(item)
                if stored.content() == mine.content():
                    continue
                if stored.version != seen.get(mine.question, 0):
                    conflicts.append(AgreementConflict(stored, mine))
                    continue
                convert.fill_agreement(item, mine)
                item.version += 1
                saved.append(mine.question)
        return AgreementsSaved(tuple(saved), tuple(conflicts))

    def finish(
        self,
        meeting_id: int,
        before: Mapping[str, AnswerRecord | None],
        taken: Iterable[str],
        now: datetime,
    ) -> bool:
        """End a round whose agreements went into the assessment; False when it was over already."""
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state != OPEN:
                return False
            chosen = frozenset(taken)
            for item in _items(session, meeting_id):
                record = before.get(item.question)
                item.before = to_json(record) if record else None
                item.taken = item.question in chosen
            _end(session, row, DONE, now)
            return True

    def stop(self, meeting_id: int, now: datetime) -> bool:
        """End a round without changing the assessment."""
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state not in RUNNING:
                return False
            _end(session, row, STOPPED, now)
            return True

    def restore(self, assessment_id: int, rounds: Iterable[RoundRecord]) -> None:
        """Put back the rounds that were in a file."""
        with self.database.writing.begin() as session:
            for record in rounds:
                row = convert.new_round(assessment_id, _next_number(session, assessment_id), record)
                session.add(row)
                session.flush()
                for at, item in enumerate(record.items):
                    session.add(convert.restored_item(row.id, at, item))
                session.flush()

    # --- the participants -------------------------------------------------------------------------

    def join(self, meeting_id: int, browser: str, role: str, now: datetime) -> ParticipantRecord | None:
        """Take part; twice from the same browser is the same participant. None when it is full or over."""
        with self.database.writing.begin() as session:
            row = _locked(session, meeting_id)
            if row is None or row.state not in RUNNING or row.expires_at <= now:
                return None
            mine = select(Participant).where(
                Participant.meeting_id == meeting_id, Participant.browser == browser
            )
            found = session.scalar(mine)
            if found is None:
                if _joined(session, meeting_id) >= MOST_PARTICIPANTS:
                    return None
                found = Participant(
                    meeting_id=meeting_id, token=new_token(), browser=browser, joined_at=now, done=False
                )
                session.add(found)
            found.role = role or found.role or ""
            session.flush()
            return _participant(session, found)

    def answer(self, token: str, given: Iterable[GivenRecord], done: bool, now: datetime) -> bool:
        """Keep what a participant answered; False when the answering is closed."""
        with self.database.writing.begin() as session:
            of = session.scalar(select(Participant.meeting_id).where(Participant.token == token))
            shared = select(Meeting).where(Meeting.id == of).with_for_update(read=True)
            meeting = session.scalar(shared)  # first, as closing does
            mine = select(Participant).where(Participant.token == token).with_for_update()
            person = session.scalar(mine)
            if meeting is None or person is None or meeting.state != BLIND or meeting.expires_at <= now:
                return False
            rows = {
                row.question: row
                for row in session.scalars(select(Given).where(Given.participant_id == person.id))
            }
            for record in given:
                row = rows.get(record.question)
                if row is None:
                    row = Given(participant_id=person.id, question=record.question)
                    session.add(row)
                convert.fill_given(row, record)
            person.done = person.done or done
            return True


def _locked(session: Session, meeting_id: int) -> Meeting | None:
    return session.get(Meeting, meeting_id, with_for_update=True)


def _next_number(session: Session, assessment_id: int) -> int:
    query = select(func.max(Meeting.number)).where(Meeting.assessment_id == assessment_id)
    return (session.scalar(query) or 0) + 1


def _free_code(session: Session) -> str:
    while True:
        code = new_code()
        if session.scalar(select(Meeting.id).where(Meeting.code == code)) is None:
            return code


def _items(session: Session, meeting_id: int) -> list[MeetingItem]:
    query = select(MeetingItem).where(MeetingItem.meeting_id == meeting_id).order_by(MeetingItem.position)
    return list(session.scalars(query))


def _all_given(session: Session, meeting_id: int) -> list[GivenRecord]:
    query = (
        select(Given)
        .join(Participant, Participant.id == Given.participant_id)
        .where(Participant.meeting_id == meeting_id)
    )
    return [convert.given(row) for row in session.scalars(query)]


def _joined(session: Session, meeting_id: int) -> int:
    query = select(func.count(Participant.id)).where(Participant.meeting_id == meeting_id)
    return session.scalar(query) or 0


def _end(session: Session, row: Meeting, state: str, now: datetime) -> None:
    """Close for good: only functions and a number remain of who was there."""
    people = list(session.scalars(select(Participant).where(Participant.meeting_id == row.id)))
    row.joined = len(people)
    row.roles = sorted(person.role for person in people if person.role)
    for person in people:
        session.delete(person)
    row.state, row.finished_at, row.code = state, now, None


def _record(session: Session, row: Meeting) -> RoundRecord:
    if row.state not in RUNNING:
        return convert.round_record(row, _items(session, row.id), tuple(row.roles), row.joined, 0)
    people = session.execute(
        select(Participant.role, Participant.done).where(Participant.meeting_id == row.id)
    ).all()
    roles = tuple(sorted(role for role, _ in people if role))
    done = sum(ready for _, ready in people)
    return convert.round_record(row, _items(session, row.id), roles, len(people), done)


def _participant(session: Session, row: Participant) -> ParticipantRecord:
    query = select(Given).where(Given.participant_id == row.id)
    given = {answer.question: convert.given(answer) for answer in session.scalars(query)}
    return ParticipantRecord(row.token, row.meeting_id, row.role, row.done, given)
