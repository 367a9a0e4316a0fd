"""Rows to records and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from webapp.storage import decision_tables  # noqa: F401 - gives an assessment its dates and neighbours
from webapp.storage.models import Answer, Assessment, Matter, Task, Workspace, WorkspaceAnswer
from webapp.storage.records import AnswerRecord, AssessmentRecord, MatterRecord, TaskRecord, WorkspaceRecord


def _value(stored: Any) -> str | tuple[str, ...] | None:
    return tuple(stored) if isinstance(stored, list) else stored


def _stored(value: str | tuple[str, ...] | None) -> Any:
    return list(value) if isinstance(value, tuple) else value


def assessment(row: Assessment) -> AssessmentRecord:
    """A row with its answers as a record."""
    return AssessmentRecord(
        id=row.id,
        edit_token=row.edit_token,
        read_token=row.read_token,
        workspace_id=row.workspace_id,
        questionnaire=row.questionnaire,
        content_hash=row.content_hash,
        subject=row.subject,
        title=row.title,
        attendees=row.attendees or "",
        created_at=row.created_at,
        updated_at=row.updated_at,
        touched_at=max(row.updated_at, row.tasks_at or row.updated_at, row.worked_at or row.updated_at),
        matter_id=row.matter_id,
        profile=row.profile,
        organisation_id=row.organisation_id,
        read_open=row.read_open,
        answers={item.question: answer(item) for item in row.answers},
        revision=row.revision,
        frozen_at=row.frozen_at,
        previous_id=row.previous_id,
        next_id=row.next_id,
        meeting_until=row.meeting_until,
    )


def matter(row: Matter) -> MatterRecord:
    """A row as a record."""
    return MatterRecord(
        id=row.id,
        edit_token=row.edit_token,
        read_token=row.read_token,
        workspace_id=row.workspace_id,
        title=row.title,
        created_at=row.created_at,
        organisation_id=row.organisation_id,
    )


def workspace(row: Workspace) -> WorkspaceRecord:
    """A row as a record."""
    return WorkspaceRecord(row.id, row.token, row.created_at, row.organisation_id)


def answer(row: Answer) -> AnswerRecord:
    """An answer row as a record."""
    return AnswerRecord(
        question=row.question,
        state=row.state,
        value=_value(row.value),
        note=row.note,
        source=row.source,
        dated=row.dated,
        who=row.who,
        confirmed=row.confirmed,
        carried=row.carried,
        version=row.version,
        updated_at=row.updated_at,
    )


def carried_answer(row: WorkspaceAnswer) -> AnswerRecord:
    """An organisation answer, marked as taken over from an earlier assessment."""
    return AnswerRecord(
        question=row.question,
        state=row.state,
        value=_value(row.value),
        note=row.note,
        source=row.source,
        dated=row.dated,
        who=row.who,
        carried=True,
    )


def new_answer(record: AnswerRecord, now: datetime) -> Answer:
    """A fresh row for a record."""
    row = Answer(question=record.question, version=1)
    fill_answer(row, record, now)
    return row


def fill_answer(row: Answer, record: AnswerRecord, now: datetime) -> None:
    """Write what a person filled in onto a row."""
    row.state, row.value = record.state, _stored(record.value)
    row.note, row.source, row.dated, row.who = record.note, record.source, record.dated, record.who
    row.confirmed, row.carried, row.updated_at = record.confirmed, record.carried, now


def fill_workspace_answer(row: WorkspaceAnswer, record: AnswerRecord, now: datetime) -> None:
    """Write an organisation answer onto a row."""
    row.state, row.value = record.state, _stored(record.value)
    row.note, row.source, row.dated, row.who = record.note, record.source, record.dated, record.who
    row.updated_at = now


def task(row: Task) -> TaskRecord:
    """A task row as a record."""
    return TaskRecord(row.measure, row.owner, row.due, row.state, row.note, row.version, row.updated_at)


def fill_task(row: Task, record: TaskRecord, now: datetime) -> None:
    """Write what a person filled in onto a row."""
    row.owner, row.due, row.state, row.note = record.owner, record.due, record.state, record.note
    row.updated_at = now


def to_json(record: AnswerRecord) -> dict[str, Any]:
    """A record as plain JSON, for the list of changes."""
    return {
        "state": record.state,
        "value": _stored(record.value),
        "note": record.note,
        "source": record.source,
        "dated": record.dated.isoformat() if record.dated else None,
        "who": record.who,
        "confirmed": record.confirmed,
        "carried": record.carried,
    }


def from_json(question: str, data: dict[str, Any]) -> AnswerRecord:
    """The reverse of :func:`to_json`."""
    dated = date.fromisoformat(data["dated"]) if data["dated"] else None
    return AnswerRecord(
        question=question,
        state=data["state"],
        value=_value(data["value"]),
        note=data["note"],
        source=data["source"],
        dated=dated,
        who=data["who"],
        confirmed=data["confirmed"],
        carried=data["carried"],
    )
