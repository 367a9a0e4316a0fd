"""Which assessments or known subjects are put side by side, and what a known subject says by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeVar

from webapp.services.comparison import Column
from webapp.services.dutch import date_text, in_words, local
from webapp.services.weighing import Weighing, weigh
from webapp.services.wording import headline, score_text
from webapp.storage.records import AssessmentRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic

T = TypeVar("T")
LEAST, MOST = 2, 6


class ChoiceProblem(Exception):
    """The choice cannot be shown; the text says what to do."""


@dataclass(frozen=True)
class KnownSubject:
    """A subject of which the facts are published: what can be said while one's own use is not filled in."""

    key: str
    name: str
    weighing: Weighing
    outcomes: tuple[str, ...]
    headline: str
    score: str
    missed: tuple[str, ...]
    perhaps: tuple[str, ...]
    known: int
    total: int


def chosen(ids: Sequence[str], known: Mapping[str, T], what: str, where: str) -> list[T]:
    """What was ticked, in the order of the list; what is not on the list is refused without saying why.

    Raises:
        ChoiceProblem: when there are too few or too many, or one that is not on the list.
    """
    wanted = list(dict.fromkeys(ids))
    if any(key not in known for key in wanted):
        raise ChoiceProblem(f"Een van de gekozen {what} staat niet in {where}. Kies opnieuw uit de lijst.")
    if not wanted:
        raise ChoiceProblem(f"U koos er nog geen. Kies minstens {in_words(LEAST)} {what}.")
    if len(wanted) < LEAST:
        raise ChoiceProblem("U koos er één. Kies er nog minstens één bij.")
    if len(wanted) > MOST:
        raise ChoiceProblem(f"U koos er {len(wanted)}. Kies er hoogstens {in_words(MOST)}.")
    return [known[key] for key in known if key in wanted]


def chosen_assessments(ids: Sequence[str], records: Iterable[AssessmentRecord]) -> list[AssessmentRecord]:
    """The ticked assessments of one werkmap; all with the same questionnaire. Raises ChoiceProblem."""
    rows = chosen(ids, {str(row.id): row for row in records}, "afwegingen", "uw werkmap")
    if len({row.questionnaire for row in rows}) > 1:
        raise ChoiceProblem("U koos afwegingen met verschillende vragenlijsten. Kies er van één vragenlijst.")
    return rows


def assessment_columns(weighings: Sequence[Weighing], urls: Sequence[str]) -> list[Column]:
    """Assessments as columns; those with one name get a number."""
    names = [weighing.name for weighing in weighings]
    columns = []
    for at, (weighing, url) in enumerate(zip(weighings, urls, strict=True)):
        number = names[: at + 1].count(weighing.name)
        label = f"{weighing.name} ({number})" if names.count(weighing.name) > 1 else weighing.name
        day = date_text(local(weighing.record.updated_at).date())
        columns.append(Column(label, weighing, f"ingevuld op {day}", url))
    return columns


def by_questionnaire(
    records: Iterable[AssessmentRecord], snapshot: Snapshot
) -> list[tuple[Topic, list[AssessmentRecord]]]:
    """The assessments per questionnaire; what the content no longer has is left out."""
    groups: dict[str, list[AssessmentRecord]] = {}
    for record in records:
        if record.questionnaire in snapshot.topics:
            groups.setdefault(record.questionnaire, []).append(record)
    return [(snapshot.topics[key], groups[key]) for key in sorted(groups)]


def known_subjects(topic: Topic, snapshot: Snapshot, today: date) -> dict[str, KnownSubject]:
    """Every known subject of a questionnaire with its published facts alone."""
    found = {}
    for key, subject in snapshot.subjects(topic.questionnaire.subject_kind).items():
        found[key] = _known(key, weigh(_empty(topic, key, subject.name, today), snapshot, today))
    return found


def _known(key: str, weighing: Weighing) -> KnownSubject:
    advice = weighing.advice
    about = [k for k, question in weighing.questions.items() if question.about == "onderwerp"]
    return KnownSubject(
        key=key,
        name=weighing.name,
        weighing=weighing,
        outcomes=tuple(outcome.title for outcome in advice.possible),
        headline=headline(advice),
        score=score_text(advice.score),
        missed=tuple(p.title for p in advice.principles if p.missed == "ja"),
        perhaps=tuple(p.title for p in advice.principles if p.missed == "mogelijk"),
        known=sum(k in weighing.found for k in about),
        total=len(about),
    )


def _empty(topic: Topic, subject: str, name: str, today: date) -> AssessmentRecord:
    """An assessment that nobody started: it is never stored."""
    moment = datetime.combine(today, time())
    return AssessmentRecord(
        id=0,
        edit_token="",
        read_token="",
        workspace_id=None,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject=subject,
        title=name,
        attendees="",
        created_at=moment,
        updated_at=moment,
        touched_at=moment,
    )
