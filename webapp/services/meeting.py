"""A round of conversation: which questions to put, and which differences matter most."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.models import Question
from webapp.services.dutch import join_words
from webapp.services.meeting_kinds import Kind, Prompt, kinds
from webapp.services.weighing import Weighing, fits
from webapp.storage.meeting_records import (
    ANSWERED,
    NO_OPINION,
    NOT_APPLICABLE,
    UNKNOWN,
    Choice,
    ItemRecord,
    RoundRecord,
    Shape,
)
from webapp.storage.records import AnswerRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

MOST = 10
PATIENCE = 8.0  # seconds to spend on the order of the differences
DECIDES, VALUE = "beslist mee over het advies", "hier telt wat u zelf vindt"
WHY_NOT = {
    "onderwerp": "feit: zoek dit liever op",
    "organisatie": "over uw organisatie",
    "inzet": "over uw inzet",
}
LABELS = {UNKNOWN: "Weet ik niet", NOT_APPLICABLE: "Niet van toepassing", NO_OPINION: "Geen mening"}
NOT_KNOWN_YET = "Dat weten we nog niet"
OUTCOME, TOGETHER, SCORE, NOTHING = "advies", "samen", "score", "niets"
NOT_COMPUTED, OUT_OF_SIGHT = "niet_berekend", "weg"


@dataclass(frozen=True)
class Proposal:
    """A question that can be put to the room, and why it is proposed."""

    key: str
    question: Question
    why: str
    proposed: bool


@dataclass(frozen=True)
class Proposals:
    """What to put to the room, what else can be, and what should be looked up instead."""

    chosen: tuple[Proposal, ...]
    others: tuple[Proposal, ...]
    look_up: tuple[tuple[Question, str], ...]


def proposals(weighing: Weighing) -> Proposals:
    """Judgements that decide first, then the value questions; facts that decide are to be looked up."""
    decide = list(dict.fromkeys([item.id for item in weighing.deciding] + _deciders(weighing)))
    can = [key for key in weighing.questions if key in weighing.shown and _votable(weighing.questions[key])]
    named = kinds().values.get(weighing.topic.slug, ())
    own = [key for key in can if weighing.questions[key].about != "onderwerp" or key in named]
    first = [key for key in decide if key in own]
    values = [key for key in named if key in own and key not in first]
    reasons = {**dict.fromkeys(values, VALUE), **dict.fromkeys(first, DECIDES)}
    chosen = [*first, *values][:MOST]
    rest = [key for key in can if key not in chosen]
    about = {key: weighing.questions[key].about for key in decide}
    facts = [key for key in decide if key not in own and about[key] == "onderwerp" and key in weighing.shown]
    waiting = [
        key for key in facts if key not in weighing.answers.given or key in weighing.advice.provisional
    ]
    return Proposals(
        chosen=tuple(Proposal(key, weighing.questions[key], reasons[key], True) for key in chosen),
        others=tuple(
            Proposal(key, weighing.questions[key], reasons.get(key, _why_not(weighing, key)), False)
            for key in rest
        ),
        look_up=tuple((weighing.questions[key], _who(weighing, key)) for key in waiting),
    )


def _deciders(weighing: Weighing) -> list[str]:
    named = (because.question for because in weighing.advice.deciders)
    return [key for key in named if key and key in weighing.questions]


def _votable(question: Question) -> bool:
    return question.kind in ("keuze", "meerkeuze")


def _why_not(weighing: Weighing, key: str) -> str:
    about = weighing.questions[key].about
    return {"onderwerp": "feit: zoek dit liever op", "organisatie": "over uw organisatie"}.get(
        about, "over uw inzet"
    )


def _who(weighing: Weighing, key: str) -> str:
    experts = weighing.questionnaire.experts
    return join_words([experts[who] for who in weighing.questions[key].known_by if who in experts], "of")


def shape(proposal: Proposal) -> Shape:
    """The question as it is put, kept for the record."""
    question = proposal.question
    return Shape(
        code=question.code,
        text=question.text,
        help=question.help,
        kind=question.kind,
        options=dict(question.options),
        not_applicable=question.not_applicable,
        unknown=question.unknown,
        about=question.about,
        why=proposal.why,
    )


def choice_label(item: Shape, choice: Choice | None) -> str:
    """An answer in the words of the question."""
    if choice is None:
        return ""
    if choice.state != ANSWERED:
        return LABELS.get(choice.state, choice.state)
    values = choice.value if isinstance(choice.value, tuple) else (choice.value or "",)
    return ", ".join(item.options.get(value, value) for value in values) or "Geen van deze"


@dataclass(frozen=True)
class Effect:
    """What the choice between the given answers does: to the advice, to the score, or nothing."""

    kind: str
    outcomes: int = 1
    spread: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """The largest effect first."""
        rank = (OUTCOME, TOGETHER, SCORE, NOTHING, NOT_COMPUTED, OUT_OF_SIGHT)
        return (rank.index(self.kind), -self.outcomes, -self.spread)

    @property
    def text(self) -> str:
        """In words, without telling which way: that would anchor the room."""
        return {
            OUTCOME: "Dit verschil verandert het advies",
            TOGETHER: "Samen met een ander verschil verandert dit het advies",
            SCORE: "Dit verschil verandert de score, niet het advies",
            NOTHING: "Dit verschil verandert het advies nu niet",
            NOT_COMPUTED: "Er staat nog te veel open om te zeggen wat dit verandert",
            OUT_OF_SIGHT: "Deze vraag telt nu niet mee, door een ander antwoord",
        }[self.kind]


def effect(weighing: Weighing, snapshot: Snapshot, item: ItemRecord) -> Effect:
    """Weigh with each of the given answers, everything else as it stands in the assessment."""
    if item.question not in weighing.shown:
        return Effect(OUT_OF_SIGHT)
    ranges = []
    for each in item.counts:
        answer = to_answer(item.question, each.choice)
        if each.choice.state == NO_OPINION or fits(weighing.questionnaire, answer):
            continue
        changed = {**weighing.record.answers, item.question: answer}
        ranges.append(weighing.with_record(replace(weighing.record, answers=changed), snapshot).reach)
    outcomes = len({reach.outcomes for reach in ranges})
    scores = [reach.scores["score"] for reach in ranges if "score" in reach.scores]
    spread = max((_spread([s.low for s in scores]), _spread([s.high for s in scores])), default=0)
    if outcomes > 1:
        return Effect(OUTCOME, outcomes, spread)
    return Effect(SCORE, 1, spread) if spread else Effect(NOTHING)


def _spread(ends: Sequence[int | None]) -> int:
    known = [end for end in ends if end is not None]
    return max(known) - min(known) if known else 0


def to_answer(question: str, choice: Choice) -> AnswerRecord:
    """An answer of the room as an answer of the assessment."""
    state = choice.state if choice.state in (ANSWERED, UNKNOWN, NOT_APPLICABLE) else "open"
    return AnswerRecord(question, state, choice.value if state == ANSWERED else None)


@dataclass(frozen=True)
class Bar:
    """One answer with how many gave it; the length is of the drawing."""

    label: str
    number: int
    length: int


@dataclass(frozen=True)
class Difference:
    """One question on the screen of the room."""

    item: ItemRecord
    bars: tuple[Bar, ...]
    effect: Effect | None
    prompt: Prompt

    @property
    def answered(self) -> int:
        """How many gave an answer."""
        return sum(bar.number for bar in self.bars)


@dataclass(frozen=True)
class Differences:
    """What to talk about, what all agree on, and what nobody answered."""

    differ: tuple[Difference, ...]
    agree: tuple[Difference, ...]
    silent: tuple[Difference, ...]

    @property
    def all(self) -> tuple[Difference, ...]:
        """In the order of the screen."""
        return (*self.differ, *self.silent, *self.agree)


def _together(weighing: Weighing, snapshot: Snapshot, differing: Sequence[ItemRecord]) -> frozenset[str]:
    """The differences that change the advice for some answers to the other ones."""
    answers = dict(weighing.record.answers)
    for item in differing:
        state = "unknown" if item.shape.unknown else "open"
        answers[item.question] = AnswerRecord(item.question, state, None)
    undecided = weighing.with_record(replace(weighing.record, answers=answers), snapshot)
    return frozenset(question.id for question in undecided.advice.deciding)


def differences(weighing: Weighing, snapshot: Snapshot, talk: RoundRecord, kind: Kind) -> Differences:
    """Differences by their effect on the advice; the rest in the order in which it was asked."""
    until = time.monotonic() + PATIENCE
    measured: list[tuple[ItemRecord, Effect]] = []
    for item in filter(_differs, talk.items):
        measured.append(
            (item, effect(weighing, snapshot, item) if time.monotonic() < until else Effect(NOT_COMPUTED))
        )
    if len(measured) > 1 and time.monotonic() < until:
        joint = _together(weighing, snapshot, [item for item, _ in measured])
        measured = [
            (item, replace(found, kind=TOGETHER))
            if found.kind in (SCORE, NOTHING) and item.question in joint
            else (item, found)
            for item, found in measured
        ]
    measured.sort(key=lambda pair: pair[1].order)
    agree = [item for item in talk.items if len(_meant(item)) == 1]
    silent = [item for item in talk.items if not _meant(item)]
    return Differences(
        differ=tuple(_difference(item, found, kind, at) for at, (item, found) in enumerate(measured)),
        agree=tuple(_difference(item, None, kind, at) for at, item in enumerate(agree)),
        silent=tuple(_difference(item, None, kind, at) for at, item in enumerate(silent)),
    )


def _meant(item: ItemRecord) -> list[Choice]:
    return [each.choice for each in item.counts if each.choice.state != NO_OPINION]


def _differs(item: ItemRecord) -> bool:
    return len(_meant(item)) > 1


def _difference(item: ItemRecord, found: Effect | None, kind: Kind, at: int) -> Difference:
    return Difference(item, bars(item), found, kind.prompt(item.shape.about, at))


WIDTH = 320


def bars(item: ItemRecord) -> tuple[Bar, ...]:
    """The counts as bars; every option of a choice has one, also when nobody took it."""
    counts = {each.choice: each.number for each in item.counts}
    if item.shape.kind == "keuze":
        counts = {Choice(ANSWERED, key): 0 for key in item.shape.options} | counts
    total = sum(counts.values())
    return tuple(
        Bar(choice_label(item.shape, choice), number, round(number * WIDTH / total) if total else 0)
        for choice, number in counts.items()
    )
