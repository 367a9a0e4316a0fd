"""Remarks of colleagues, grouped by question in the order of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.services.weighing import Weighing
from webapp.storage.work_records import CommentRecord

WHOLE = "Over de hele afweging"
GONE = "Over een vraag die er niet meer is"


@dataclass(frozen=True)
class Thread:
    """What was said about one question."""

    key: str
    title: str
    code: str
    comments: tuple[CommentRecord, ...]


@dataclass(frozen=True)
class Discussion:
    """What is still open, and what was dealt with."""

    open: tuple[Thread, ...]
    done: tuple[Thread, ...]


def discussion(weighing: Weighing, comments: Iterable[CommentRecord], question: str = "") -> Discussion:
    """The remarks on one question, or on all."""
    wanted = [comment for comment in comments if not question or comment.question == question]
    return Discussion(
        _threads(weighing, [comment for comment in wanted if comment.open]),
        _threads(weighing, [comment for comment in wanted if not comment.open]),
    )


def _threads(weighing: Weighing, comments: list[CommentRecord]) -> tuple[Thread, ...]:
    found: dict[str, list[CommentRecord]] = {}
    for comment in comments:
        found.setdefault(comment.question, []).append(comment)
    order = {key: at for at, key in enumerate(("", *weighing.questions))}
    return tuple(
        Thread(key, *title_of(weighing, key), tuple(found[key]))
        for key in sorted(found, key=lambda key: order.get(key, len(order)))
    )


def title_of(weighing: Weighing, key: str) -> tuple[str, str]:
    """The text and the code of a question, or what else something is about."""
    question = weighing.questions.get(key)
    if question is not None:
        return question.text, question.code
    return (GONE if key else WHOLE), ""
