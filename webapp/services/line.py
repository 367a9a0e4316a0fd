"""Scores over time as a line: places in drawing units. The same numbers stand in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engine.advice import ScoreRange

LEFT, RIGHT, TOP, BOTTOM = 36, 620, 16, 176


@dataclass(frozen=True)
class Mark:
    """A score on a day."""

    label: str
    day: date
    score: ScoreRange


@dataclass(frozen=True)
class Point:
    """Where a score stands: its dot, and between what it could still be."""

    x: int
    y: int
    low: int
    high: int
    score: int
    day: date

    @property
    def open(self) -> bool:
        """Whether the score could still move."""
        return self.low != self.high


@dataclass(frozen=True)
class Drawing:
    """The whole line; ``line`` is the height of the threshold, when there is one."""

    points: tuple[Point, ...]
    path: str
    line: int | None
    threshold: int | None
    first: date
    last: date

    @property
    def text(self) -> str:
        """The line in one sentence."""
        first, last = self.points[0].score, self.points[-1].score
        return f"Van {first} naar {last} van 100, op {len(self.points)} momenten."


def draw(marks: Sequence[Mark], threshold: int | None) -> Drawing | None:
    """Draw the scores; None when fewer than two are known."""
    known = [mark for mark in marks if mark.score.now is not None]
    if len(known) < 2:
        return None
    first, last = known[0].day, known[-1].day
    points = []
    for at, mark in enumerate(known):
        days = (last - first).days
        share = (mark.day - first).days / days if days else at / (len(known) - 1)
        points.append(_point(mark, LEFT + 12 + round(share * (RIGHT - LEFT - 24))))
    path = " ".join(f"{point.x},{point.y}" for point in points)
    return Drawing(
        tuple(points), path, None if threshold is None else height(threshold), threshold, first, last
    )


def _point(mark: Mark, x: int) -> Point:
    now = mark.score.now or 0
    low = now if mark.score.min is None else mark.score.min
    high = now if mark.score.max is None else mark.score.max
    return Point(x, height(now), height(low), height(high), now, mark.day)


def height(score: int) -> int:
    """How high a score stands."""
    return BOTTOM - round(score * (BOTTOM - TOP) / 100)
