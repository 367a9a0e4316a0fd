"""What a measure does to the advice, in one plain sentence."""

from __future__ import annotations

from engine.advice import Advice, ScoreRange
from engine.effects import Effect, effects
from webapp.services.dutch import join_words, lower_first
from webapp.services.weighing import Weighing

SAME = "het advies en de score blijven gelijk"


def effect_texts(weighing: Weighing) -> dict[str, str]:
    """What the advice becomes when a measure is done and all else stays; nothing where that is not known."""
    certain = tuple(measure for measure in weighing.advice.measures if measure.certain)
    found = effects(weighing.topic.engine, weighing.assessment, certain)
    return {key: sentence(weighing.advice, effect) for key, effect in found.items()}


def sentence(advice: Advice, effect: Effect) -> str:
    """``Als dit klaar is: van 48 naar 61 punten, het advies blijft hetzelfde.`` and the like."""
    before = [outcome.id for outcome in advice.possible]
    after = [key for key, _ in effect.outcomes]
    points = _points(advice.score, effect.score)
    if sorted(before) == sorted(after):
        told = SAME if not points else f"{points}, het advies blijft hetzelfde"
        if len(before) > 1:
            told = f"{points}, het advies blijft open" if points else "het advies blijft open"
    else:
        titles = join_words([lower_first(title) for _, title in effect.outcomes], "of")
        told = f"{points + ', ' if points else ''}het advies wordt dan: {titles}"
    return f"Als dit klaar is: {told}."


def _points(before: ScoreRange, after: ScoreRange) -> str:
    if before.now is None or after.now is None or before.now == after.now:
        return ""
    return f"van {before.now} naar {after.now} punten"
