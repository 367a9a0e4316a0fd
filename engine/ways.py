"""Ways to a better advice in words: what one arranges as measures, and what must change elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advice import Advice, MeasureView
from engine.answers import read_answer
from engine.assess import Assessment
from engine.change import Change, Changes, Move, own_changes, smallest_change
from engine.deciders import answer_label
from engine.engine import Engine
from engine.possible import Range
from engine.urgency import urgency
from engine.witness import raw_answers

QUESTION = "vraag."  # before the id of a measure that the rules don't have: arrange what a question asks


@dataclass(frozen=True)
class Step:
    """One answer that would be another: what it is now and what it becomes, in words."""

    question: str
    code: str
    text: str
    now: str
    becomes: str
    own: bool


@dataclass(frozen=True)
class Way:
    """Answers that together give a better advice.

    steps: the answers that change, in the order of the questions.
    measures: what carries out the own part, the most urgent first.
    ends: other measures that one then no longer needs.
    outcomes: id and title of what the advice can then be, best first.
    effort: the sum of the effort of the measures.
    """

    steps: tuple[Step, ...]
    measures: tuple[MeasureView, ...]
    ends: tuple[MeasureView, ...]
    outcomes: tuple[tuple[str, str], ...]
    effort: int

    @property
    def own(self) -> tuple[Step, ...]:
        """What the municipality can arrange."""
        return tuple(step for step in self.steps if step.own)

    @property
    def elsewhere(self) -> tuple[Step, ...]:
        """What has to change about the subject, at the platform or supplier."""
        return tuple(step for step in self.steps if not step.own)


@dataclass(frozen=True)
class Ways:
    """At most three ways of each kind, the smallest first.

    best: the advice is settled and the most favourable there is; nothing needs to change.
    own: ways that the municipality can arrange alone.
    subject: where there are none, ways in which the subject changes too.
    complete: whether these are certainly the smallest.
    """

    best: bool
    own: tuple[Way, ...]
    subject: tuple[Way, ...]
    complete: bool


def ways(engine: Engine, assessment: Assessment, reach: Range, advice: Advice, elsewhere: bool) -> Ways:
    """Return the ways to a better advice; none while more than one advice is possible.

    Args:
        engine: the rules.
        assessment: the answers.
        reach: what can still be.
        advice: the same in words.
        elsewhere: whether to look at the subject as well; that takes longer.
    """
    best = min(outcome.rank for outcome in engine.ruleset.outcomes.values())
    find = smallest_change if elsewhere else own_changes
    found: Changes = find(engine, assessment, reach)
    now = {measure.id: measure for measure in advice.measures}
    return Ways(
        advice.outcome is not None and advice.outcome.rank == best,
        tuple(_way(engine, change, now) for change in found.own),
        tuple(_way(engine, change, now) for change in found.subject),
        found.complete,
    )


def _way(engine: Engine, change: Change, now: Mapping[str, MeasureView]) -> Way:
    carried = dict.fromkeys(key for move in change.moves for key in move.measures)
    measures = [now[key] for key in carried]
    measures += [_arrange(engine, move) for move in change.moves if move.own and not move.measures]
    outcomes = engine.ruleset.outcomes
    return Way(
        steps=tuple(_step(engine, move) for move in change.moves),
        measures=tuple(sorted(measures, key=lambda measure: urgency(measure.term))),
        ends=tuple(now[key] for key in change.ends if key not in carried),
        outcomes=tuple((key, outcomes[key].title) for key in change.outcomes),
        effort=change.cost,
    )


def _step(engine: Engine, move: Move) -> Step:
    question = engine.questionnaire.questions[move.question]
    return Step(
        move.question,
        question.code,
        question.text,
        _words(engine, move.question, move.now),
        _words(engine, move.question, move.becomes),
        move.own,
    )


def _arrange(engine: Engine, move: Move) -> MeasureView:
    """Return the measure that an answer is when the rules have none for it."""
    question, form = engine.questionnaire.questions[move.question], engine.questionnaire
    wanted = question.short or question.text
    do = f"Regel dit: {wanted.rstrip('.')}{'' if wanted.endswith('?') else '.'}"
    do += f" Uw antwoord wordt: {_words(engine, move.question, move.becomes)}."
    who = " of ".join(form.experts.get(key, key) for key in question.known_by)
    sources = engine.book.sources(question.sources)
    return MeasureView(f"{QUESTION}{move.question}", do, who, "", question.help, sources, True, (), None, 1)


def _words(engine: Engine, key: str, answer: str) -> str:
    """Return an answer as it stands in a file, in words."""
    question = engine.questionnaire.questions[key]
    if not answer:
        return "nog niet bekend"
    raw = raw_answers(engine.questionnaire, ((key, answer),))[key]
    return answer_label(question, read_answer(question, raw))
