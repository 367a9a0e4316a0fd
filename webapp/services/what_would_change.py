"""What would give a better advice: what a municipality can arrange, or else what would have to change."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice import Because
from engine.answers import read_answer
from engine.change import Change, Move, smallest_change
from engine.deciders import answer_label
from engine.whynot import WhyNot
from webapp.services.dutch import join_words
from webapp.services.weighing import Weighing


@dataclass(frozen=True)
class Step:
    """One answer that would be another: the question, what it is now and what it becomes, in words."""

    question: str
    code: str
    text: str
    now: str
    becomes: str
    own: bool


@dataclass(frozen=True)
class Way:
    """Answers that together give a better advice, and which advice."""

    steps: tuple[Step, ...]
    leads_to: str

    @property
    def own(self) -> tuple[Step, ...]:
        """What the municipality can arrange."""
        return tuple(step for step in self.steps if step.own)

    @property
    def elsewhere(self) -> tuple[Step, ...]:
        """What has to change at the platform or supplier."""
        return tuple(step for step in self.steps if not step.own)


@dataclass(frozen=True)
class WhatWouldChange:
    """Ways to a better advice, and why the better ones are not reached now.

    own: ways that the municipality can arrange; others: ways through the platform or supplier.
    """

    settled: bool
    best: bool
    own: tuple[Way, ...]
    others: tuple[Way, ...]
    complete: bool
    kept_away: tuple[tuple[str, str, tuple[Because, ...]], ...]


def what_would_change(weighing: Weighing) -> WhatWouldChange:
    """Find out; it may take a second or two."""
    engine = weighing.topic.engine
    advice = weighing.advice
    if advice.outcome is None:
        return WhatWouldChange(False, False, (), (), True, ())
    best = advice.outcome.rank == min(row.rank for row in engine.ruleset.outcomes.values())
    changes = smallest_change(engine, engine.assess(weighing.answers, weighing.today))
    better = [
        row for row in engine.why_not(weighing.answers, weighing.today) if row.rank < advice.outcome.rank
    ]
    return WhatWouldChange(
        settled=True,
        best=best,
        own=tuple(_way(weighing, change) for change in changes.own),
        others=tuple(_way(weighing, change) for change in changes.subject),
        complete=changes.complete,
        kept_away=_kept_away(better),
    )


def _way(weighing: Weighing, change: Change) -> Way:
    titles = [weighing.topic.ruleset.outcomes[key].title.lower() for key in change.outcomes]
    return Way(tuple(_step(weighing, move) for move in change.moves), join_words(titles, "of"))


def _step(weighing: Weighing, move: Move) -> Step:
    question = weighing.questions[move.question]
    return Step(
        move.question,
        question.code,
        question.text,
        _words(weighing, move.question, move.now),
        _words(weighing, move.question, move.becomes),
        move.own,
    )


def _words(weighing: Weighing, key: str, answer: str) -> str:
    """An answer as it stands in a file, in words."""
    question = weighing.questions[key]
    if not answer:
        return "nog niet bekend"
    chosen = answer.split(", ") if question.kind == "meerkeuze" else answer
    return answer_label(question, read_answer(question, chosen))


def _kept_away(rows: list[WhyNot]) -> tuple[tuple[str, str, tuple[Because, ...]], ...]:
    """Titles with what keeps them away; outcomes that the same keeps away stand together."""
    titles: dict[tuple[str, tuple[Because, ...]], list[str]] = {}
    for row in rows:
        titles.setdefault((row.instead, row.because[:4]), []).append(row.title.lower())
    return tuple((join_words(names, "of"), instead, because) for (instead, because), names in titles.items())
