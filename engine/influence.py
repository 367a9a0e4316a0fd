"""What an open question can change: the outcome, what to do, only the score, or nothing.

A question changes an item when two worlds that differ in that question alone (and in what it shows or
hides) differ in that item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from engine.assess import Assessment, WorldReaders
from engine.diagram import Results, TooWide
from engine.lanes import Lanes
from engine.program import Decision, Score
from engine.reach import Walk
from engine.restricted import Restricted
from engine.solver import Undecided
from engine.wide import Asker

ACTIONS = ("maatregel.", "signaal.")

Kind = Literal["advies", "maatregel", "score", "niets"]


@dataclass(frozen=True)
class Verdict:
    """What an open question can still change.

    kind: "advies" (the outcome), "maatregel" (what to do or stop, not the outcome), "score" (only
        judgements and scores) or "niets".
    effect: how many outcomes are possible now, minus the mean number left over its answers.
    """

    question: str
    kind: Kind
    effect: Fraction


class Influence:
    """Answers, exactly, what questions can change; remembers the walk to each item.

    Args:
        readers: the readers of a program.
        assessment: the answers.
    """

    def __init__(self, readers: WorldReaders, assessment: Assessment) -> None:
        self.readers, self.program, self.assessment = readers, readers.program, assessment
        self.values = readers.program.values["uitkomst"]
        self._walks: dict[str, Walk | None] = {}
        self._left: dict[str, list[tuple[Fraction, Results]]] = {}

    @cached_property
    def restricted(self) -> Restricted | None:
        """The functions over what is open; None when they are too wide."""
        try:
            return Restricted(self.readers, self.assessment)
        except TooWide:
            return None

    @cached_property
    def asker(self) -> Asker:
        """The solver, for what is too wide to go through."""
        return Asker(self.assessment, self.readers.compiled)

    def behind(self, name: str) -> frozenset[str]:
        """Return the open questions that an item depends on; when that is too wide, that it may depend on."""
        if self.restricted is not None:
            return self.restricted.behind(name)
        return self.program.questions_below[name].intersection(open_questions(self.assessment))

    def changes(self, name: str, question: str) -> bool:
        """Whether a question can change a list; raises Undecided when that can't be told."""
        try:
            walk = self._walk(name)
            return len(walk.results) > 1 and Lanes(walk, question).differs()
        except TooWide:
            return self.asker.changes(name, question, self._values(name))

    def decides(self, question: str) -> bool:
        """Whether a question can change the outcome; when that can't be told, it may."""
        try:
            return self.changes("uitkomst", question)
        except Undecided:
            return True

    def left(self, question: str) -> list[tuple[Fraction, Results]]:
        """Return the outcomes left after each answer, with how many answers it stands for; raises TooWide."""
        if question not in self._left:
            walk = self._walk("uitkomst")
            lanes = Lanes(walk, question)
            self._left[question] = lanes.left() if lanes.places and len(walk.results) > 1 else []
        return self._left[question]

    def _walk(self, name: str) -> Walk:
        if name not in self._walks:
            self._walks[name] = self._gone(name)
        walk = self._walks[name]
        if walk is None:
            raise TooWide
        return walk

    def _gone(self, name: str) -> Walk | None:
        """Return the walk to a list, with its results found; None when it is too wide."""
        if self.restricted is None:
            return None
        walk = Walk(self.restricted, self.restricted.symbol(name, self._values(name)))
        try:
            return walk if walk.results else None
        except TooWide:
            return None

    def _values(self, name: str) -> Mapping[str, str]:
        return self.values if name == "uitkomst" else {}


def open_questions(assessment: Assessment) -> list[str]:
    """Return the questions that were not answered, in the order of the program, shown or not."""
    inputs_of = assessment.program.inputs_of
    return [question for question, rows in inputs_of.items() if assessment.given[rows[0].id] is None]


def verdicts(readers: WorldReaders, assessment: Assessment) -> tuple[Verdict, ...]:
    """Return what each open question that is asked can still change, the largest effect first."""
    influence = Influence(readers, assessment)
    asked = [question for question in open_questions(assessment) if assessment.shown(question)]
    found = [Verdict(q, _kind(influence, q), _effect(influence, q)) for q in asked]
    order = {"advies": 0, "maatregel": 1, "score": 2, "niets": 3}
    return tuple(sorted(found, key=lambda v: (order[v.kind], -v.effect)))


def _kind(influence: Influence, question: str) -> Kind:
    if _effect(influence, question) or influence.decides(question):
        return "advies"
    lists = [item.id for item in influence.program.items if isinstance(item, Decision)]
    if any(_may_change(influence, name, question) for name in lists if name.startswith(ACTIONS)):
        return "maatregel"
    score = next(item for item in influence.program.items if isinstance(item, Score))
    if any(_may_change(influence, criterion, question) for criterion in score.criteria):
        return "score"
    return "niets"


def _may_change(influence: Influence, name: str, question: str) -> bool:
    """Whether a question changes a list; where that can't be told, it may."""
    try:
        return influence.changes(name, question)
    except Undecided:
        return True


def _effect(influence: Influence, question: str) -> Fraction:
    """Return the possible outcomes now, minus the mean number left over the answers."""
    try:
        left = influence.left(question)
    except TooWide:
        return Fraction(0)
    if not left:
        return Fraction(0)
    now = frozenset[object]().union(*(outcomes for _, outcomes in left))
    answers = sum((weight for weight, _ in left), Fraction(0))
    return len(now) - sum((weight * len(found) for weight, found in left), Fraction(0)) / answers
