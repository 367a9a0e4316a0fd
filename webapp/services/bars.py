"""A score as a bar: lengths in drawing units."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice import ScoreRange

WIDTH = 320


@dataclass(frozen=True)
class Bar:
    """A score as a bar: what it is now, and between what it can still be."""

    filled: int
    low: int
    high: int

    @property
    def open(self) -> bool:
        """Whether the score can still move."""
        return self.low != self.high


def bar_of(score: ScoreRange) -> Bar | None:
    """The bar of a score; None when there is no score."""
    if score.now is None and score.min is None:
        return None
    now = score.now if score.now is not None else score.min or 0
    low = score.min if score.min is not None else now
    high = score.max if score.max is not None else now
    return Bar(_length(now), _length(low), _length(high))


def _length(score: int) -> int:
    return round(score * WIDTH / 100)
