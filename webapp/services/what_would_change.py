"""What would give a better advice, and what keeps the better ones away now."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice import Because, MeasureView
from engine.ways import Way, Ways
from engine.whynot import WhyNot
from webapp.services.dutch import join_words, lower_first
from webapp.services.weighing import Weighing

ONE_LINE = 4  # titles that still read well in a heading


@dataclass(frozen=True)
class Better:
    """The smallest set of own measures that brings a better advice.

    title: that advice, in words; ids: the measures; without measures nothing of one's own changes the advice.
    """

    title: str
    measures: tuple[MeasureView, ...]
    ids: frozenset[str]

    @property
    def mark(self) -> str:
        """What stands with each of the measures."""
        return f"Brengt u{' samen' if len(self.measures) > 1 else ''} naar ‘{self.title}’"


@dataclass(frozen=True)
class KeptAway:
    """Advices that the same keeps away: their titles, what holds instead, and why."""

    titles: tuple[str, ...]
    instead: str
    because: tuple[Because, ...]

    @property
    def in_one_line(self) -> str:
        """The titles in one line; nothing when that would be hard to read."""
        plain = len(self.titles) == 1 or not any("," in title for title in self.titles)
        return join_words(list(self.titles), "of") if plain and len(self.titles) <= ONE_LINE else ""


@dataclass(frozen=True)
class WhatWouldChange:
    """Ways to a better advice, and why the better ones are not reached now."""

    settled: bool
    ways: Ways
    kept_away: tuple[KeptAway, ...]


def better(weighing: Weighing) -> Better | None:
    """The smallest own set; None when the advice is open or the best there is, or when time ran out."""
    found = weighing.own_ways
    if weighing.advice.outcome is None or found.best or not (found.own or found.complete):
        return None
    if not found.own:
        return Better("", (), frozenset())
    first = found.own[0]
    return Better(leads_to(first), first.measures, frozenset(measure.id for measure in first.measures))


def what_would_change(weighing: Weighing) -> WhatWouldChange:
    """Find out; it may take a second or two."""
    advice = weighing.advice
    if advice.outcome is None:
        return WhatWouldChange(False, weighing.ways, ())
    rows = weighing.topic.engine.why_not(weighing.answers, weighing.today)
    better = [row for row in rows if row.rank < advice.outcome.rank]
    return WhatWouldChange(True, weighing.ways, _kept_away(better))


def leads_to(way: Way) -> str:
    """What the advice becomes, in words."""
    return join_words([lower_first(title) for _, title in way.outcomes], "of")


def _kept_away(rows: list[WhyNot]) -> tuple[KeptAway, ...]:
    """Outcomes that the same keeps away stand together."""
    titles: dict[tuple[str, tuple[Because, ...]], list[str]] = {}
    for row in rows:
        titles.setdefault((row.instead, row.because[:4]), []).append(lower_first(row.title))
    return tuple(KeptAway(tuple(names), *why) for why, names in titles.items())
