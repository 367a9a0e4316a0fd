"""Stored answers and notes in words, for pages."""

from __future__ import annotations

from engine.models import Question
from webapp.services.facts import answer_label
from webapp.services.weighing import Weighing
from webapp.storage.records import AnswerRecord

STATES = {"unknown": "Dat weten we nog niet", "nvt": "Niet van toepassing"}


def stored_label(weighing: Weighing, record: AnswerRecord) -> str:
    """A stored answer in the words of its question."""
    if record.state == "answered":
        return answer_label(weighing.questions[record.question], record.value)
    return STATES.get(record.state, "nog geen antwoord")


def note(weighing: Weighing, question: str) -> str:
    """The note that somebody wrote with an answer."""
    record = weighing.record.answers.get(question)
    return record.note if record else ""


def own_notes(weighing: Weighing) -> list[tuple[Question, str]]:
    """The notes on the municipality's own answers, in the order of the questions."""
    return [
        (question, note(weighing, key))
        for key, question in weighing.questions.items()
        if key not in weighing.facts and key in weighing.shown and note(weighing, key)
    ]


def question_texts(weighing: Weighing) -> dict[str, str]:
    """The text of every question, by id."""
    return {key: question.text for key, question in weighing.questions.items()}
