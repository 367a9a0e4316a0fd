"""What the room agreed goes into the assessment, and what that changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from webapp.services.dutch import date_text, join_words, local, lower_first
from webapp.services.meeting import to_answer
from webapp.services.stamps import stamp
from webapp.services.weighing import Weighing, fits
from webapp.services.wording import headline, score_text
from webapp.storage.convert import from_json
from webapp.storage.meeting_records import AGREED, NOT_AGREED, OPEN, Choice, ItemRecord, RoundRecord
from webapp.storage.meetings import Meetings
from webapp.storage.records import AnswerRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

NOTE_LENGTH = 2000
SOURCE_LENGTH = 500


@dataclass(frozen=True)
class Opening:
    """What to save, what stood there, and what does not fit the questions any more."""

    answers: tuple[AnswerRecord, ...]
    before: Mapping[str, AnswerRecord | None]
    stamps: Mapping[str, str]
    misfits: tuple[ItemRecord, ...]


def opening(weighing: Weighing, talk: RoundRecord, roles: tuple[str, ...], on: date) -> Opening:
    """The answers to save; a question without an agreement stays as it is."""
    stored, source = weighing.record.answers, source_text(on, roles)
    answers: list[AnswerRecord] = []
    misfits: list[ItemRecord] = []
    for item in talk.items:
        now, said = stored.get(item.question), item.agreement
        if said.verdict == NOT_AGREED and now is not None and now.state != "open":
            answers.append(replace(now, state="open", value=None))
        if said.verdict != AGREED or said.agreed is None:
            continue
        answer = _agreed(item, said.agreed, now, source, on)
        if item.question in weighing.questions and not fits(weighing.questionnaire, answer):
            answers.append(answer)
        else:
            misfits.append(item)
    return Opening(
        answers=tuple(answers),
        before={item.question: stored.get(item.question) for item in talk.items},
        stamps={answer.question: _version(stored.get(answer.question)) for answer in answers},
        misfits=tuple(misfits),
    )


def _agreed(
    item: ItemRecord, choice: Choice, now: AnswerRecord | None, source: str, on: date
) -> AnswerRecord:
    old, reason = (now.note if now else ""), item.agreement.reason
    note = old if reason in old else f"{old}\n{reason}".strip()
    return replace(
        to_answer(item.question, choice),
        note=note[:NOTE_LENGTH],
        source=source,
        dated=on,
        who=now.who if now else "",
    )


def _version(now: AnswerRecord | None) -> str:
    """The version that is stored; without the content, for the room decides anew."""
    return stamp(now).partition(".")[0] + "."


def source_text(on: date, roles: tuple[str, ...]) -> str:
    """Where an agreed answer comes from: the conversation, its date, and the functions that were there."""
    who = join_words(sorted({lower_first(role) for role in roles}, key=str.casefold))
    return f"gesprek van {date_text(on)}{f' ({who})' if who else ''}"[:SOURCE_LENGTH]


@dataclass(frozen=True)
class Change:
    """The advice before and after a conversation."""

    before: str
    after: str
    before_score: str
    after_score: str

    @property
    def same(self) -> bool:
        """Whether the advice stayed what it was."""
        return self.before == self.after


def change(weighing: Weighing, snapshot: Snapshot, talk: RoundRecord) -> Change:
    """Weigh again with the answers from before the conversation; everything else as it stands now."""
    answers = dict(weighing.record.answers)
    for item in talk.items:
        if not item.taken:
            continue
        answers.pop(item.question, None)
        if item.before is not None:
            answers[item.question] = from_json(item.question, dict(item.before))
    earlier = weighing.with_record(replace(weighing.record, answers=answers), snapshot)
    return Change(
        before=headline(earlier.advice),
        after=headline(weighing.advice),
        before_score=score_text(earlier.advice.score),
        after_score=score_text(weighing.advice.score),
    )


def held_on(talk: RoundRecord) -> date:
    """The day of a conversation."""
    return local(talk.started_at or talk.created_at).date()


def round_records(meetings: Meetings, assessment_id: int, running: bool = False) -> list[RoundRecord]:
    """The conversations that left something behind, the oldest first: for the file, the note, the dossier.

    Args:
        meetings: the store.
        assessment_id: of which assessment.
        running: also the one that is not over, with what was recorded so far.
    """
    every = meetings.records(assessment_id)
    return [talk for talk in every if (running or not talk.running) and _said_something(talk)]


def _said_something(talk: RoundRecord) -> bool:
    if talk.running:
        return talk.state == OPEN
    return bool(talk.joined) or any(item.agreement.verdict or item.counts for item in talk.items)
