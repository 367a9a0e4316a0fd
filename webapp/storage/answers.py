"""Writing answers: versions guard them, every version is kept, a batch can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.storage import convert
from webapp.storage.frozen import open_to_change
from webapp.storage.models import Answer, Assessment, Change
from webapp.storage.records import AnswerRecord, Conflict, SaveResult
from webapp.storage.tokens import new_token
from webapp.storage.work_records import ASIDE, BEGUN, SAVED, UNDONE, VersionRecord
from webapp.storage.work_tables import AnswerVersion

#: For undo: that only reaches back a little way.
KEPT_CHANGES = 400
#: Versions kept per answer; the oldest go first.
KEPT_VERSIONS = 200


def save(
    session: Session,
    assessment_id: int,
    answers: Sequence[AnswerRecord],
    seen: Mapping[str, int],
    content_hash: str,
    now: datetime,
    *,
    author: str = "",
    how: str = SAVED,
) -> SaveResult:
    """Save answers; one that somebody else changed since ``seen`` is a conflict and is left alone."""
    batch = new_token()
    saved: list[str] = []
    conflicts: list[Conflict] = []
    assessment = open_to_change(session, assessment_id)
    if assessment is None:
        return SaveResult(batch)
    rows = {row.question: row for row in assessment.answers}
    for answer in answers:
        row = rows.get(answer.question)
        stored = convert.answer(row) if row else None
        if answer.same_content(stored):
            continue
        if stored is not None and stored.version != seen.get(answer.question, 0):
            by = _author_of(session, assessment_id, answer.question, stored.version)
            conflicts.append(Conflict(answer.question, stored, answer, by))
            continue
        number = _highest(session, assessment_id, answer.question) + 1
        _put(session, assessment, row, answer, number, batch, now)
        _remember(session, assessment_id, answer, number, how, author, now)
        saved.append(answer.question)
    if saved:
        assessment.updated_at = now
        assessment.content_hash = content_hash
        assessment.revision += 1
        _forget_old_changes(session, assessment_id)
        _forget_old_versions(session, assessment_id, saved)
    return SaveResult(batch, tuple(saved), tuple(conflicts))


def undo(
    session: Session, assessment_id: int, batch: str, now: datetime, author: str = ""
) -> tuple[str, ...]:
    """Put back what a batch changed, except answers that were changed again since."""
    undone: list[str] = []
    assessment = open_to_change(session, assessment_id)
    if assessment is None:
        return ()
    query = select(Change).where(Change.assessment_id == assessment_id, Change.batch == batch)
    for change in list(session.scalars(query)):
        row = session.scalar(
            select(Answer).where(Answer.assessment_id == assessment_id, Answer.question == change.question)
        )
        if row is None or row.version != change.version_after:
            continue
        number = change.version_after + 1
        if change.before is None:
            session.delete(row)
            _remember(session, assessment_id, change.question, number, UNDONE, author, now)
        else:
            before = convert.from_json(change.question, change.before)
            convert.fill_answer(row, before, now)
            row.version = number
            _remember(session, assessment_id, before, number, UNDONE, author, now)
        undone.append(change.question)
        session.delete(change)
    if undone:
        assessment.updated_at = now
        assessment.revision += 1
    return tuple(undone)


def set_aside(
    session: Session, assessment_id: int, answers: Iterable[AnswerRecord], now: datetime, author: str = ""
) -> None:
    """Keep in the history what somebody typed and did not choose in a clash."""
    if open_to_change(session, assessment_id) is None:
        return
    kept = []
    for answer in answers:
        number = _highest(session, assessment_id, answer.question)
        _remember(session, assessment_id, answer, number, ASIDE, author, now)
        kept.append(answer.question)
    _forget_old_versions(session, assessment_id, kept)


def begin(session: Session, assessment: Assessment, now: datetime) -> None:
    """Remember the answers with which an assessment starts."""
    for row in assessment.answers:
        _remember(session, assessment.id, convert.answer(row), row.version, BEGUN, "", now)


def restore(session: Session, assessment_id: int, found: Sequence[VersionRecord], now: datetime) -> None:
    """Put back versions from a file, in the place of those of the same answers.

    An answer gets the number and the moment of its last version. When that says something else, as after
    somebody changed the file, the answer becomes one more version.
    """
    assessment = open_to_change(session, assessment_id)
    if assessment is None:
        return
    told: dict[str, list[VersionRecord]] = {}
    for version in found:
        told.setdefault(version.question, []).append(version)
    present = AnswerVersion.assessment_id == assessment_id
    session.execute(delete(AnswerVersion).where(present, AnswerVersion.question.in_(list(told))))
    session.add_all(_row_of(assessment_id, version) for version in found)
    session.flush()
    for row in assessment.answers:
        mine = told.get(row.question, [])
        last = next((version for version in reversed(mine) if version.how != ASIDE), None)
        answer = convert.answer(row)
        if last is not None and answer.same_content(last.answer):
            row.version, row.updated_at = last.number, last.created_at
        elif mine:
            row.version = max(version.number for version in mine) + 1
            _remember(session, assessment_id, answer, row.version, SAVED, "", now)
            _forget_old_versions(session, assessment_id, [row.question])


def versions(session: Session, assessment_id: int, question: str, most: int | None) -> list[VersionRecord]:
    """The versions of one answer, or of all when ``question`` is empty; the latest first."""
    query = select(AnswerVersion).where(AnswerVersion.assessment_id == assessment_id)
    if question:
        query = query.where(AnswerVersion.question == question)
    rows = session.scalars(query.order_by(AnswerVersion.id.desc()).limit(most))
    return [record_of(row) for row in rows]


def record_of(row: AnswerVersion) -> VersionRecord:
    """A row as a record."""
    answer = convert.from_json(row.question, row.content) if row.content is not None else None
    return VersionRecord(row.id, row.question, row.number, answer, row.how, row.author, row.created_at)


def _row_of(assessment_id: int, version: VersionRecord) -> AnswerVersion:
    return AnswerVersion(
        assessment_id=assessment_id,
        question=version.question,
        number=version.number,
        content=convert.to_json(version.answer) if version.answer else None,
        how=version.how,
        author=version.author,
        created_at=version.created_at,
    )


def _put(
    session: Session,
    assessment: Assessment,
    row: Answer | None,
    answer: AnswerRecord,
    number: int,
    batch: str,
    now: datetime,
) -> None:
    before = convert.to_json(convert.answer(row)) if row else None
    if row is None:
        row = convert.new_answer(answer, now)
        assessment.answers.append(row)
    else:
        convert.fill_answer(row, answer, now)
    row.version = number
    session.add(
        Change(
            assessment_id=assessment.id,
            batch=batch,
            question=answer.question,
            before=before,
            version_after=number,
            created_at=now,
        )
    )


def _highest(session: Session, assessment_id: int, question: str) -> int:
    """The highest number so far; a number never comes back, also not after an undo."""
    query = select(func.max(AnswerVersion.number)).where(
        AnswerVersion.assessment_id == assessment_id, AnswerVersion.question == question
    )
    return session.scalar(query) or 0


def _remember(
    session: Session,
    assessment_id: int,
    answer: AnswerRecord | str,
    number: int,
    how: str,
    author: str,
    now: datetime,
) -> None:
    gone = isinstance(answer, str)
    session.add(
        AnswerVersion(
            assessment_id=assessment_id,
            question=answer if isinstance(answer, str) else answer.question,
            number=number,
            content=None if gone else convert.to_json(answer),  # type: ignore[arg-type]
            how=how,
            author=author,
            created_at=now,
        )
    )
    session.flush()


def _author_of(session: Session, assessment_id: int, question: str, number: int) -> str:
    query = select(AnswerVersion.author).where(
        AnswerVersion.assessment_id == assessment_id,
        AnswerVersion.question == question,
        AnswerVersion.number == number,
        AnswerVersion.how != ASIDE,
    )
    return session.scalar(query.limit(1)) or ""


def _forget_old_changes(session: Session, assessment_id: int) -> None:
    session.flush()
    query = (
        select(Change.id)
        .where(Change.assessment_id == assessment_id)
        .order_by(Change.id.desc())
        .offset(KEPT_CHANGES)
        .limit(1)
    )
    edge = session.scalar(query)
    if edge is not None:
        session.execute(delete(Change).where(Change.assessment_id == assessment_id, Change.id <= edge))


def _forget_old_versions(session: Session, assessment_id: int, questions: Iterable[str]) -> None:
    for question in questions:
        mine = (AnswerVersion.assessment_id == assessment_id, AnswerVersion.question == question)
        query = select(AnswerVersion.id).where(*mine).order_by(AnswerVersion.id.desc())
        edge = session.scalar(query.offset(KEPT_VERSIONS).limit(1))
        if edge is not None:
            session.execute(delete(AnswerVersion).where(*mine, AnswerVersion.id <= edge))
