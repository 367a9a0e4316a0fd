"""Questions that stand in more than one questionnaire: answered once, taken over elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.services.answers_in_words import stored_label
from webapp.services.weighing import Weighing, fits
from webapp.storage.frozen import is_frozen
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic

ORGANISATION = "organisatie"
GIVEN = ("answered", "nvt")


@dataclass(frozen=True)
class Difference:
    """A shared question with another answer in each questionnaire; both in words."""

    text: str
    answers: tuple[tuple[str, str], ...]


def shared_keys(here: Topic, there: Topic) -> dict[str, str]:
    """Return the questions of `here` that `there` asks as well, each with its name there."""
    names = {q.shared: key for key, q in there.questionnaire.questions.items() if q.shared}
    mine = here.questionnaire.questions.items()
    return {key: names[q.shared] for key, q in mine if q.shared in names}


def starting_answers(
    repository: Repository,
    snapshot: Snapshot,
    topic: Topic,
    workspace_id: int,
    matter: Iterable[AssessmentRecord] = (),
) -> list[AnswerRecord]:
    """Return earlier answers that still fit, marked as taken over.

    Answers about the organisation come from this team's earlier assessments. Answers to shared questions
    come from the other assessments of the same matter; those count most.
    """
    found: dict[str, AnswerRecord] = {}
    questions = topic.questionnaire.questions
    for questionnaire, answers in repository.workspace_answers(workspace_id).items():
        rows = answers
        if questionnaire != topic.id:
            other = snapshot.topic(questionnaire)
            rows = _renamed(topic, other, answers) if other else {}
        found |= {k: a for k, a in rows.items() if k in questions and questions[k].about == ORGANISATION}
    for record in sorted(matter, key=lambda row: row.updated_at):
        other = snapshot.topic(record.questionnaire)
        if other is not None:
            found |= _renamed(topic, other, record.answers)
    return [
        replace(answer, carried=True) for answer in found.values() if not fits(topic.questionnaire, answer)
    ]


def _renamed(here: Topic, there: Topic, answers: Mapping[str, AnswerRecord]) -> dict[str, AnswerRecord]:
    """Return the answers given there to questions that stand here too, under their names here."""
    return {
        key: replace(answers[other], question=key)
        for key, other in shared_keys(here, there).items()
        if other in answers and answers[other].state in GIVEN and answers[other].confirmed
    }


def pass_on(
    repository: Repository, snapshot: Snapshot, weighing: Weighing, saved: Iterable[str], now: datetime
) -> None:
    """Take answers over in the other assessments of the matter, unless somebody answered there."""
    matter = weighing.record.matter_id
    fresh = {key: weighing.record.answers[key] for key in saved}
    if matter is None or not any(weighing.questions[k].shared for k in fresh if k in weighing.questions):
        return
    for record in repository.matters.assessments(matter):
        other = snapshot.topic(record.questionnaire)
        if record.id == weighing.record.id or other is None or is_frozen(record):
            continue
        rows = _renamed(other, weighing.topic, fresh).values()
        wanted = [replace(row, carried=True) for row in rows if _still_free(record.answers.get(row.question))]
        wanted = [row for row in wanted if not fits(other.questionnaire, row)]
        seen = {key: answer.version for key, answer in record.answers.items()}
        if wanted:
            repository.save_answers(record.id, wanted, seen, record.content_hash, now)


def _still_free(answer: AnswerRecord | None) -> bool:
    """Whether nobody gave an answer of their own there."""
    return answer is None or answer.carried or answer.state == "open"


def differences(weighings: Iterable[Weighing]) -> Iterator[Difference]:
    """Yield the shared questions that are answered differently in two questionnaires."""
    rows: dict[str, list[tuple[Weighing, str]]] = {}
    for weighing in weighings:
        for key, question in weighing.questions.items():
            answer = weighing.fitting.get(key)
            if question.shared and key in weighing.shown and answer and answer.state in GIVEN:
                rows.setdefault(question.shared, []).append((weighing, key))
    for found in rows.values():
        given = {weighing.fitting[key].value for weighing, key in found}
        if len(given) > 1:
            first, key = found[0]
            yield Difference(first.questions[key].text, tuple(_answer(w, k) for w, k in found))


def _answer(weighing: Weighing, key: str) -> tuple[str, str]:
    return weighing.questionnaire.title, stored_label(weighing, weighing.fitting[key])
