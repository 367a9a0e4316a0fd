"""The advice as the page shows it: words, order and the measures of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.advice import Because, CriterionView, MeasureView, PrincipleView, ScoreRange, SignalView
from webapp.services.bars import Bar, bar_of
from webapp.services.facts import answer_label
from webapp.services.memo import source_line
from webapp.services.weighing import Weighing
from webapp.services.what_would_change import Better, better
from webapp.services.wording import Firmness, firmness, headline, review_date, score_text, sentence

FIRST = 3


@dataclass(frozen=True)
class CriterionRow:
    """One point of judgement in words."""

    title: str
    judgement: str
    because: str
    source: str
    url: str
    question: str
    code: str
    answer: str
    misses: bool


@dataclass(frozen=True)
class PrincipleRow:
    """A principle in words and as a bar."""

    id: str
    title: str
    weight: int
    explanation: str
    score: str
    range: str
    bar: Bar | None
    missed: str
    rows: tuple[CriterionRow, ...]


@dataclass(frozen=True)
class AdvicePage:
    """Everything on the page, in the order of the page."""

    stops: tuple[SignalView, ...]
    possible_stops: tuple[SignalView, ...]
    alerts: tuple[SignalView, ...]
    headline: str
    sentence: str
    because: str
    firm: Firmness
    deciders: tuple[tuple[Because, str], ...]
    first: tuple[MeasureView, ...]
    rest: tuple[MeasureView, ...]
    perhaps: tuple[MeasureView, ...]
    better: Better | None
    principles: tuple[PrincipleRow, ...]
    score: str
    total: Bar | None
    threshold: int | None
    review: date | None
    unconfirmed: int


def advice_page(weighing: Weighing) -> AdvicePage:
    """Lay out the advice."""
    advice = weighing.advice
    certain = [measure for measure in advice.measures if measure.certain]
    found, known = better(weighing), {measure.id for measure in certain}
    derived = [measure for measure in found.measures if measure.id not in known] if found else []
    return AdvicePage(
        stops=tuple(stop for stop in advice.stops if stop.certain),
        possible_stops=tuple(stop for stop in advice.stops if not stop.certain and _asked(weighing)),
        alerts=tuple(alert for alert in advice.alerts if alert.certain),
        headline=headline(advice),
        sentence=sentence(advice),
        because=advice.outcome.because if advice.outcome else "",
        firm=firmness(advice),
        deciders=tuple((item, source_line(item, weighing.sources)) for item in advice.deciders),
        first=tuple(certain[:FIRST]),
        rest=(*certain[FIRST:], *derived),
        better=found,
        perhaps=tuple(measure for measure in advice.measures if not measure.certain),
        principles=tuple(_principle(weighing, item) for item in advice.principles),
        score=score_text(advice.score),
        total=bar_of(advice.score),
        threshold=advice.thresholds.get(weighing.topic.ruleset.line),
        review=review_date(advice, weighing.today),
        unconfirmed=len(advice.provisional),
    )


def _asked(weighing: Weighing) -> bool:
    """Whether the own questions are dealt with; before that every stop is still possible."""
    own = weighing.shown - weighing.facts
    return all(key in weighing.answers.given for key in own)


def _principle(weighing: Weighing, item: PrincipleView) -> PrincipleRow:
    return PrincipleRow(
        id=item.id,
        title=item.title,
        weight=item.weight,
        explanation=item.explanation,
        score="–" if item.score.now is None else str(item.score.now),
        range=_range_text(item.score),
        bar=bar_of(item.score),
        missed=item.missed,
        rows=tuple(_criterion(weighing, row) for row in item.criteria),
    )


def _range_text(score: ScoreRange) -> str:
    if score.min is None or score.max is None or score.min == score.max:
        return ""
    return f"{score.min} tot {score.max}"


def _criterion(weighing: Weighing, row: CriterionView) -> CriterionRow:
    because = row.because
    judgement = row.judgements[0][1] if len(row.judgements) == 1 else "nog uit te zoeken"
    question = next(iter(row.questions), "")
    given = weighing.answers.given.get(question)
    answer = ""
    if given is not None and given.state == "answered":
        answer = answer_label(weighing.questions[question], given.value)
    sources = because.sources if because else ()
    return CriterionRow(
        title=row.title,
        judgement=judgement,
        because=because.text if because else "",
        source=source_line(because, weighing.sources) if because else "",
        url=next((source.url for source in sources if source.url), ""),
        question=question,
        code=weighing.questions[question].code if question else "",
        answer=answer,
        misses=row.missed == "ja",
    )
