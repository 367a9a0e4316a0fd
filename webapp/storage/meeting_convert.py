"""Rows of a round of conversation to records and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from webapp.storage.meeting_records import (
    AGREED,
    NO_OPINION,
    Agreement,
    Choice,
    Count,
    GivenRecord,
    ItemRecord,
    RoundRecord,
    Shape,
)
from webapp.storage.meeting_tables import Given, Meeting, MeetingItem


def choice_json(choice: Choice | None) -> dict[str, Any] | None:
    """An answer as plain JSON."""
    if choice is None:
        return None
    value = list(choice.value) if isinstance(choice.value, tuple) else choice.value
    return {"state": choice.state, "value": value}


def choice(data: dict[str, Any] | None) -> Choice | None:
    """The reverse of :func:`choice_json`."""
    if data is None:
        return None
    value = data["value"]
    return Choice(data["state"], tuple(value) if isinstance(value, list) else value)


def given(row: Given) -> GivenRecord:
    """One answer of one participant."""
    value = tuple(row.value) if isinstance(row.value, list) else row.value
    return GivenRecord(row.question, Choice(row.state, value), row.reason)


def fill_given(row: Given, record: GivenRecord) -> None:
    """Write an answer onto a row."""
    value = record.choice.value
    row.state, row.reason = record.choice.state, record.reason
    row.value = list(value) if isinstance(value, tuple) else value


def new_item(meeting_id: int, position: int, question: str, shape: Shape) -> MeetingItem:
    """A fresh question of a round."""
    return MeetingItem(
        meeting_id=meeting_id,
        position=position,
        question=question,
        shape=asdict(shape),
        counts=[],
        reasons=[],
        verdict="",
        reason="",
        minority="",
        minority_role="",
        taken=False,
        version=0,
    )


def tally(item: MeetingItem, answers: Sequence[GivenRecord]) -> None:
    """Count the answers; the order of the reasons tells nothing. What all agree on is filled in."""
    counted = Counter(answer.choice for answer in answers if answer.choice.state)
    order = {value: at for at, value in enumerate(item.shape["options"])}
    keys = sorted(counted, key=lambda key: (key.state, *_place(key, order)))
    item.counts = [{**(choice_json(key) or {}), "number": counted[key]} for key in keys]
    item.reasons = sorted({answer.reason for answer in answers if answer.reason})
    meant = [key for key in counted if key.state != NO_OPINION]
    if len(meant) == 1:
        item.verdict, item.agreed, item.version = AGREED, choice_json(meant[0]), 1


def _place(key: Choice, order: dict[str, int]) -> tuple[int, ...]:
    """Where an answer stands among the options; the order of the answers themselves tells nothing."""
    values = key.value if isinstance(key.value, tuple) else (key.value or "",)
    return tuple(order.get(value, len(order)) for value in values)


def agreement(row: MeetingItem) -> Agreement:
    """What was agreed about a question."""
    return Agreement(
        question=row.question,
        verdict=row.verdict,
        agreed=choice(row.agreed),
        reason=row.reason,
        minority=row.minority,
        minority_role=row.minority_role,
        version=row.version,
    )


def fill_agreement(row: MeetingItem, record: Agreement) -> None:
    """Write what was agreed onto a row."""
    row.verdict, row.agreed, row.reason = record.verdict, choice_json(record.agreed), record.reason
    row.minority, row.minority_role = record.minority, record.minority_role


def item(row: MeetingItem) -> ItemRecord:
    """A question of a round as a record."""
    counts = ((choice(each), each["number"]) for each in row.counts)
    return ItemRecord(
        question=row.question,
        shape=Shape(**row.shape),
        counts=tuple(Count(known, number) for known, number in counts if known),
        reasons=tuple(row.reasons),
        agreement=agreement(row),
        before=row.before,
        taken=row.taken,
    )


def round_record(
    row: Meeting, items: Iterable[MeetingItem], roles: tuple[str, ...], joined: int, done: int
) -> RoundRecord:
    """A round as a record."""
    return RoundRecord(
        id=row.id,
        assessment_id=row.assessment_id,
        number=row.number,
        kind=row.kind,
        code=row.code or "",
        state=row.state,
        minutes=row.minutes,
        content_hash=row.content_hash,
        created_at=row.created_at,
        expires_at=row.expires_at,
        started_at=row.started_at,
        closed_at=row.closed_at,
        finished_at=row.finished_at,
        roles=roles,
        joined=joined,
        done=done,
        items=tuple(item(each) for each in items),
    )


def new_round(assessment_id: int, number: int, record: RoundRecord) -> Meeting:
    """A round from a file; it is over, and has no code."""
    return Meeting(
        assessment_id=assessment_id,
        number=number,
        kind=record.kind,
        code=None,
        state=record.state,
        minutes=record.minutes,
        content_hash=record.content_hash,
        roles=list(record.roles),
        joined=record.joined,
        created_at=record.created_at,
        expires_at=record.expires_at,
        started_at=record.started_at,
        closed_at=record.closed_at,
        finished_at=record.finished_at,
    )


def restored_item(meeting_id: int, position: int, record: ItemRecord) -> MeetingItem:
    """A question of a round from a file."""
    row = new_item(meeting_id, position, record.question, record.shape)
    row.counts = [{**(choice_json(each.choice) or {}), "number": each.number} for each in record.counts]
    row.reasons = list(record.reasons)
    fill_agreement(row, record.agreement)
    row.before = dict(record.before) if record.before else None
    row.taken, row.version = record.taken, 1
    return row
