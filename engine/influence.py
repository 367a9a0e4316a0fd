"""What an open question can change: the outcome, what to do, only the score, or nothing.

A question changes an item when two worlds that differ in that question alone (and in what it shows or
hides) differ in that item.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from engine.assess import Assessment, Readers
from engine.cones import Cones, Row
from engine.layout import Layout, TooWide
from engine.program import Decision
from engine.reach import Fixed, Walk
from engine.solver import Undecided

SMALL = 300  # worlds of a cone that is simply tried out
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
    """Answers, exactly, what questions can change; remembers what it laid out for each item."""

    def __init__(self, cones: Cones, values: Mapping[str, Mapping[str, str]]) -> None:
        """Start without any layout.

        Args:
            cones: the open questions of an assessment.
            values: per item what its symbols stand for, where that is what should differ.
        """
        self.cones, self.values = cones, values
        self._tables: dict[str, dict[Row, str]] = {}
        self._walks: dict[str, Walk] = {}

    def changes(self, name: str, question: str) -> bool:
        """Whether a question can change a list; raises Undecided when that can't be told."""
        if question not in self.cones.of(name):
            return False
        if self._is_small(name):
            at = self.cones.ordered(self.cones.of(name)).index(question)
            return _differs_in(self._table(name), at)
        try:
            self._walk(name)
        except TooWide:
            return self.cones.asker.changes(name, question, self.values.get(name, {}))
        held = [Fixed(question, choice) for choice in self.cones.choices(question)]
        left = {self._walk(name).symbols(one) for one in held}
        if len(left) > 1:
            return True
        if all(len(symbols) == 1 for symbols in left):
            return False
        return any(self._walk(name).differs(a, b) for a, b in combinations(held, 2))

    def left(self, name: str, question: str) -> list[frozenset[str]]:
        """Return, per answer to a question, what the list can then still be; raises TooWide."""
        choices = self.cones.choices(question)
        if not self._is_small(name):
            return [self._walk(name).symbols(Fixed(question, choice)) for choice in choices]
        at = self.cones.ordered(self.cones.of(name)).index(question)
        table = self._table(name)
        return [frozenset(r for row, r in table.items() if row[at] == choice) for choice in choices]

    def _is_small(self, name: str) -> bool:
        return self.cones.worlds(self.cones.of(name)) <= SMALL

    def _table(self, name: str) -> dict[Row, str]:
        if name not in self._tables:
            values = self.values.get(name, {})
            rows = self.cones.completed(self.cones.ordered(self.cones.of(name)), [name])
            left = ((row, found.possible(name)[0]) for row, found in rows)
            self._tables[name] = {row: values.get(symbol, symbol) for row, symbol in left}
        return self._tables[name]

    def _walk(self, name: str) -> Walk:
        if name not in self._walks:
            self._walks[name] = Walk(Layout(self.cones, name, self.values.get(name)))
        return self._walks[name]


def _differs_in(results: Mapping[Row, str], at: int) -> bool:
    """Whether two worlds that differ in one question alone differ in result."""
    rest: dict[Row, str] = {}
    return any(
        rest.setdefault((*row[:at], *row[at + 1 :]), result) != result for row, result in results.items()
    )


def deciding(cones: Cones, values: Mapping[str, str]) -> list[str]:
    """Return the open questions that can change the outcome, in order; all that may, when it is too wide."""
    questions = cones.ordered(cones.of("uitkomst"))
    influence = Influence(cones, {"uitkomst": values})
    try:
        return [question for question in questions if influence.changes("uitkomst", question)]
    except Undecided:
        return questions


def verdicts(readers: Readers, assessment: Assessment) -> tuple[Verdict, ...]:
    """Return what each open question that is asked can still change, the largest effect first."""
    cones = Cones(readers, assessment)
    influence = Influence(cones, readers.program.values)
    asked = [q for q in readers.program.inputs_of if _is_open(assessment, q)]
    found = [Verdict(q, _kind(influence, readers, q), _effect(influence, q)) for q in asked]
    order = {"advies": 0, "maatregel": 1, "score": 2, "niets": 3}
    return tuple(sorted(found, key=lambda v: (order[v.kind], -v.effect)))


def _is_open(assessment: Assessment, question: str) -> bool:
    item = assessment.program.inputs_of[question][0]
    return assessment.given[item.id] is None and assessment.shown(question)


def _kind(influence: Influence, readers: Readers, question: str) -> Kind:
    if _may_change(influence, "uitkomst", question):
        return "advies"
    lists = [item.id for item in readers.program.items if isinstance(item, Decision)]
    if any(_may_change(influence, name, question) for name in lists if name.startswith(ACTIONS)):
        return "maatregel"
    if any(_may_change(influence, criterion, question) for criterion in readers.score.criteria):
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
    if question not in influence.cones.of("uitkomst"):
        return Fraction(0)
    try:
        left = influence.left("uitkomst", question)
    except TooWide:
        return Fraction(0)
    now = frozenset[str]().union(*left)
    return len(now) - Fraction(sum(map(len, left)), len(left))
