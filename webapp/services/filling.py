"""Saving answers, and telling what a change does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.services.disputes import reconcile
from webapp.services.sharing import pass_on
from webapp.services.stamps import seen_version, untouched
from webapp.services.weighing import Weighing
from webapp.storage.records import AnswerRecord, Conflict
from webapp.storage.repository import Repository
from webapp.storage.work_records import SAVED

if TYPE_CHECKING:
    from webapp.content_store import Snapshot


@dataclass(frozen=True)
class Saved:
    """What happened: the state after it, and what to tell."""

    weighing: Weighing
    batch: str
    saved: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    no_longer: tuple[str, ...]
    appeared: tuple[str, ...]


def save(
    repository: Repository,
    snapshot: Snapshot,
    weighing: Weighing,
    answers: Sequence[AnswerRecord],
    stamps: Mapping[str, str],
    now: datetime,
    author: str = "",
    how: str = SAVED,
) -> Saved:
    """Save what a person changed; what they left as it was is not touched."""
    changed = [a for a in answers if not _left_alone(a, stamps.get(a.question), weighing)]
    seen = {key: seen_version(text) for key, text in stamps.items()}
    version = weighing.topic.version_hash
    result = repository.save_answers(weighing.record.id, changed, seen, version, now, author=author, how=how)
    record = repository.by_edit_token(weighing.record.edit_token)
    after = weighing.with_record(record, snapshot) if record else weighing
    _keep_for_next(repository, after, result.saved, now)
    pass_on(repository, snapshot, after, result.saved, now)
    reconcile(repository, after, result.saved, now)
    return Saved(
        weighing=after,
        batch=result.batch,
        saved=result.saved,
        conflicts=result.conflicts,
        no_longer=lost(weighing, after),
        appeared=tuple(key for key in after.questions if key in after.shown - weighing.shown),
    )


def _left_alone(answer: AnswerRecord, text: str | None, weighing: Weighing) -> bool:
    stored = weighing.record.answers.get(answer.question)
    if answer.same_content(stored):
        return True
    return stored is not None and untouched(text, answer)


def lost(before: Weighing, after: Weighing) -> tuple[str, ...]:
    """Questions with an answer that counted before the change and do not count after it."""
    gone = before.shown - after.shown
    return tuple(key for key in after.questions if key in gone and key in after.fitting)


def _keep_for_next(repository: Repository, weighing: Weighing, saved: Iterable[str], now: datetime) -> None:
    workspace = weighing.record.workspace_id
    if workspace is None:
        return
    about = [
        weighing.record.answers[key]
        for key in saved
        if key in weighing.questions
        and weighing.questions[key].about == "organisatie"
        and weighing.record.answers[key].state in ("answered", "nvt")
    ]
    if about:
        repository.keep_workspace_answers(workspace, weighing.record.questionnaire, about, now)
