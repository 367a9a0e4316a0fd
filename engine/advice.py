"""The Advice: one model that every page, file and format is made from.

The views are named tuples: as frozen as the dataclasses elsewhere, and a complete advice makes about a
hundred of them, so it counts that they are quick to make (see bench/).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from engine.diagnostics import Place
from engine.score import ScoreRange as EngineRange

Tri = Literal["ja", "nee", "mogelijk"]


class ScoreRange(NamedTuple):
    """A score from 0 to 100: lowest, highest, and what it is now; None when nothing counts."""

    min: int | None
    max: int | None
    now: int | None

    @staticmethod
    def of(found: EngineRange) -> ScoreRange:
        """Return the range as shown."""
        return ScoreRange(found.low, found.high, found.now)


class SourceRef(NamedTuple):
    """A source that a reader can look up."""

    id: str
    title: str
    url: str = ""
    seen: date | None = None


class Because(NamedTuple):
    """One fact that a judgement rests on: what it says, the answer behind it, and where that comes from.

    `code` names the questions ("GE2 en GE3"); `answer_label` is the answer in words.
    """

    text: str
    question: str
    code: str
    question_text: str
    answer_label: str
    sources: tuple[SourceRef, ...]
    source_text: str
    dated: date | None
    confirmed: bool
    place: Place


class OutcomeView(NamedTuple):
    """An outcome, with the term and the reason of the rung that gives it; `starts` when it is dated."""

    id: str
    title: str
    rank: int
    advice: str
    term: str
    because: str
    review_after: str
    place: Place
    starts: date | None


class SignalView(NamedTuple):
    """A signal or a reservation."""

    id: str
    title: str
    severity: str
    text: str
    certain: bool
    sources: tuple[SourceRef, ...]
    measures: tuple[str, ...]
    place: Place


class MeasureView(NamedTuple):
    """Something to do, why, by whom and when; `starts` when it holds from a date only."""

    id: str
    do: str
    who: str
    term: str
    explanation: str
    sources: tuple[SourceRef, ...]
    certain: bool
    reasons: tuple[str, ...]
    starts: date | None
    effort: int


class CriterionView(NamedTuple):
    """One point of judgement: the judgements still possible (key, label) and the reason when one is left."""

    id: str
    title: str
    judgements: tuple[tuple[str, str], ...]
    because: Because | None
    floor: bool
    missed: Tri
    questions: tuple[str, ...]
    place: Place


class PrincipleView(NamedTuple):
    """A principle with its score and whether it falls below the baseline."""

    id: str
    title: str
    weight: int
    explanation: str
    good: str
    score: ScoreRange
    missed: Tri
    criteria: tuple[CriterionView, ...]


class OpenQuestion(NamedTuple):
    """A question without an answer; `decides` when it can change the outcome."""

    id: str
    code: str
    text: str
    known_by: tuple[str, ...]
    decides: bool


class TallyItem(NamedTuple):
    """One agreement in a tally; `question` is the question that it is about."""

    label: str
    state: Literal["ja", "nee", "onbekend", "nvt"]
    question: str


class Tally(NamedTuple):
    """A count that is shown, such as "uw eigen inzet: 5 van 8 in orde"; n.v.t. does not count."""

    id: str
    title: str
    done: int
    open: int
    total: int
    items: tuple[TallyItem, ...]


class Reason(NamedTuple):
    """Why a rule gave something: its text, its sources, and where it stands."""

    text: str
    sources: tuple[SourceRef, ...]
    place: Place


class FactView(NamedTuple):
    """A fact that follows: the values still possible and the reason when one is left."""

    id: str
    title: str
    values: tuple[str, ...]
    because: str
    place: Place | None


class ShownValue(NamedTuple):
    """A value that a fact has or can still have, in words, with every reason for it."""

    value: str
    label: str
    certain: bool
    reasons: tuple[Reason, ...]


class ShownFact(NamedTuple):
    """A fact on the advice page: what a system, service or plan is found to be."""

    id: str
    title: str
    values: tuple[ShownValue, ...]


class Missed(NamedTuple):
    """How many principles fall below the baseline, and which."""

    min: int
    max: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """What a municipality is advised, how firm that is, why, and what to do. People decide."""

    questionnaire: str
    title: str
    version_hash: str
    on: date
    status: str
    status_note: str
    outcome: OutcomeView | None
    possible: tuple[OutcomeView, ...]
    exact: bool
    deciding: tuple[OpenQuestion, ...]
    provisional: tuple[str, ...]
    reservations: tuple[SignalView, ...]
    stops: tuple[SignalView, ...]
    alerts: tuple[SignalView, ...]
    deciders: tuple[Because, ...]
    measures: tuple[MeasureView, ...]
    score: ScoreRange
    principles: tuple[PrincipleView, ...]
    tallies: tuple[Tally, ...]
    open_questions: tuple[OpenQuestion, ...]
    missed: Missed
    block: Tri
    prompts: tuple[str, ...]
    facts: Mapping[str, FactView]
    shown_facts: tuple[ShownFact, ...]
    thresholds: Mapping[str, int]

    @property
    def settled(self) -> bool:
        """Whether one outcome is left."""
        return self.outcome is not None
