"""The joint page of a matter: what every questionnaire advises, and one list of what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.advice import MeasureView, SignalView
from engine.urgency import urgency
from webapp.services.progress import progress
from webapp.services.sharing import Difference, differences
from webapp.services.weighing import Weighing
from webapp.services.wording import Firmness, fact_line, firmness, headline, sentence


@dataclass(frozen=True)
class Result:
    """What one questionnaire advises."""

    weighing: Weighing
    title: str
    headline: str
    sentence: str
    firm: Firmness
    facts: tuple[str, ...]
    stops: tuple[SignalView, ...]
    left: int


@dataclass(frozen=True)
class JointMeasure:
    """Something to do, and which questionnaires ask for it."""

    measure: MeasureView
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class JointPage:
    """Everything on the page."""

    results: tuple[Result, ...]
    measures: tuple[JointMeasure, ...]
    perhaps: tuple[JointMeasure, ...]
    doubles: int
    differences: tuple[Difference, ...]


def joint_page(weighings: Sequence[Weighing]) -> JointPage:
    """Lay out the page; every measure stands on it once."""
    measures = _measures(weighings)
    certain = tuple(row for row in measures if row.measure.certain)
    asked = sum(len(weighing.advice.measures) for weighing in weighings)
    return JointPage(
        results=tuple(map(_result, weighings)),
        measures=certain,
        perhaps=tuple(row for row in measures if not row.measure.certain),
        doubles=asked - len(measures),
        differences=tuple(differences(weighings)),
    )


def _result(weighing: Weighing) -> Result:
    advice = weighing.advice
    path = progress(weighing)
    return Result(
        weighing=weighing,
        title=weighing.questionnaire.title,
        headline=headline(advice),
        sentence=sentence(advice),
        firm=firmness(advice),
        facts=tuple(fact_line(fact) for fact in advice.shown_facts if fact.values),
        stops=tuple(stop for stop in advice.stops if stop.certain),
        left=path.left + path.facts_left,
    )


def _measures(weighings: Sequence[Weighing]) -> list[JointMeasure]:
    """Return the measures without doubles: the same shared name, or the same words."""
    rows: dict[str, list[tuple[Weighing, MeasureView]]] = {}
    for weighing in weighings:
        for measure in weighing.advice.measures:
            shared = weighing.topic.ruleset.measures[measure.id].shared
            rows.setdefault(shared or " ".join(measure.do.casefold().split()), []).append((weighing, measure))
    on = max((weighing.today for weighing in weighings), default=date.min)
    joined = (_joined(row, on) for row in rows.values())
    return sorted(joined, key=lambda row: _order(row.measure, on))


def _joined(rows: Sequence[tuple[Weighing, MeasureView]], on: date) -> JointMeasure:
    """Return one row: what is certain and most urgent speaks for the rest."""
    first = min((measure for _, measure in rows), key=lambda measure: _order(measure, on))
    return JointMeasure(first, tuple(dict.fromkeys(weighing.questionnaire.title for weighing, _ in rows)))


def _order(measure: MeasureView, on: date) -> tuple[bool, date, int]:
    return (not measure.certain, max(measure.starts or date.min, on), urgency(measure.term))
