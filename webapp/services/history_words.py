"""Versions of answers in words: what one says, what differs between two, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from webapp.services.answers_in_words import stored_label
from webapp.services.dutch import date_text
from webapp.services.weighing import Weighing, fits
from webapp.storage.records import AnswerRecord, Conflict
from webapp.storage.work_records import ASIDE, BEGUN, RESTORED, SAVED, UNDONE, VersionRecord

HOW = {
    BEGUN: "Stond er bij het begin",
    SAVED: "Ingevuld",
    ASIDE: "Niet gekozen toen twee mensen tegelijk invulden",
    RESTORED: "Teruggezet",
    UNDONE: "Ongedaan gemaakt",
}
NOTHING = "niets"


@dataclass(frozen=True)
class ShownVersion:
    """One version as the page of the history shows it."""

    record: VersionRecord
    how: str
    rows: tuple[tuple[str, str], ...]
    now: bool
    may_restore: bool


@dataclass(frozen=True)
class ChangedQuestion:
    """A question with its latest change."""

    key: str
    text: str
    code: str
    versions: int
    at: datetime
    by: str
    label: str


def label_of(weighing: Weighing, record: AnswerRecord) -> str:
    """An answer in words, also when its question or option is no longer there."""
    if record.question in weighing.questions and not fits(weighing.questionnaire, record):
        return stored_label(weighing, record)
    value = record.value if isinstance(record.value, str) else ", ".join(record.value or ())
    return value or "nog geen antwoord"


def answer_rows(weighing: Weighing, record: AnswerRecord) -> tuple[tuple[str, str], ...]:
    """What an answer says, part by part; empty parts are left out."""
    parts = (
        ("Antwoord", label_of(weighing, record)),
        ("Notitie", record.note),
        ("Waar staat dit", record.source),
        ("Van welke datum", date_text(record.dated)),
        ("Wie kan dit weten", weighing.questionnaire.experts.get(record.who, record.who)),
    )
    return tuple((name, text) for name, text in parts if text)


def clash_rows(weighing: Weighing, conflict: Conflict) -> tuple[tuple[str, str, str], ...]:
    """What differs between two answers: the part, what is stored, what was typed."""
    theirs, mine = (dict(answer_rows(weighing, item)) for item in (conflict.theirs, conflict.mine))
    names = dict.fromkeys([*theirs, *mine])
    rows = [(name, theirs.get(name, NOTHING), mine.get(name, NOTHING)) for name in names]
    different = tuple(row for row in rows if row[1] != row[2])
    return different or tuple(rows[:1])


def shown_versions(weighing: Weighing, versions: Iterable[VersionRecord]) -> list[ShownVersion]:
    """Versions of one answer, or of several, with what can be done about each."""
    return [_shown(weighing, version) for version in versions]


def _shown(weighing: Weighing, version: VersionRecord) -> ShownVersion:
    stored = weighing.record.answers.get(version.question)
    answer = version.answer
    now = bool(stored and version.how != ASIDE and stored.version == version.number)
    return ShownVersion(
        record=version,
        how=HOW.get(version.how, ""),
        rows=answer_rows(weighing, answer) if answer else (("Antwoord", "weggehaald"),),
        now=now,
        may_restore=bool(
            answer
            and not answer.same_content(stored)
            and version.question in weighing.questions
            and not fits(weighing.questionnaire, answer)
        ),
    )


def changed_questions(
    weighing: Weighing, latest: Iterable[VersionRecord], counts: dict[str, int]
) -> list[ChangedQuestion]:
    """Each question once, the latest changed first."""
    found: dict[str, ChangedQuestion] = {}
    for version in latest:
        question = weighing.questions.get(version.question)
        if version.question in found:
            continue
        found[version.question] = ChangedQuestion(
            key=version.question,
            text=question.text if question else "Een vraag die er niet meer is",
            code=question.code if question else "",
            versions=counts.get(version.question, 1),
            at=version.created_at,
            by=version.author,
            label=label_of(weighing, version.answer) if version.answer else "weggehaald",
        )
    return list(found.values())
