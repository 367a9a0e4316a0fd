"""What stands beside a question and a section: how much was said, shown and changed, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g

from webapp.storage.work_records import AssignmentRecord
from webapp.views.common import Access, repository


@dataclass(frozen=True)
class Beside:
    """The numbers at one question."""

    comments: int
    evidence: int
    versions: int


def at_question(access: Access, question: str) -> Beside:
    """The numbers at one question; read once per page."""
    number = access.weighing.record.id
    if g.get("beside_of") != number:
        store = repository()
        g.beside_of = number
        g.beside = (
            store.comments.open_counts(number),
            store.evidence.counts(number),
            store.history.counts(number),
        )
    return Beside(*(counts.get(question, 0) for counts in g.beside))


def assignments(access: Access) -> dict[str, AssignmentRecord]:
    """Whose each section is, of those that somebody gave away."""
    found = repository().assignments.of(access.weighing.record.id)
    return {key: item for key, item in found.items() if not item.empty}


def prepare(app: Flask) -> None:
    """Let the templates ask for it."""
    app.jinja_env.globals.update(at_question=at_question, assignments_of=assignments)
