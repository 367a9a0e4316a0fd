"""Why not: for an outcome that was not reached, what keeps it away."""

from __future__ import annotations

from dataclasses import dataclass

from engine.advice import Because
from engine.assess import Assessment
from engine.book import Book
from engine.conditions import holds
from engine.deciders import Deciders
from engine.possible import Range, settled
from engine.proof import support


@dataclass(frozen=True, slots=True)
class WhyNot:
    """An outcome that can't be, and why.

    instead: the reason of the step of the ladder that holds before it.
    because: the facts that this step rests on, and those that keep the outcome's own steps from holding.
    """

    outcome: str
    title: str
    rank: int
    instead: str
    because: tuple[Because, ...]


def why_not(book: Book, assessment: Assessment, reach: Range) -> tuple[WhyNot, ...]:
    """Return, per outcome that can't be, what keeps it away; the most favourable first.

    Nothing is said while several outcomes are possible: then nothing is kept away for good.
    """
    if len(reach.outcomes) != 1:
        return ()
    found = _Ladder(book, assessment, reach)
    rows = [found.explain(key) for key in book.rules.outcomes if key != reach.outcomes[0]]
    return tuple(sorted(rows, key=lambda row: row.rank))


class _Ladder:
    """The ladder in one assessment: which step holds, and why others do not."""

    def __init__(self, book: Book, assessment: Assessment, reach: Range) -> None:
        self.book = book
        self.symbols = settled(assessment, reach)
        self.deciders = Deciders(book, assessment, reach)
        self.cases = book.decision("uitkomst").cases
        steps = (at for at, case in enumerate(self.cases) if holds(case.when, self.symbols))
        self.first = next(steps, None)

    def explain(self, outcome: str) -> WhyNot:
        """Return what keeps one outcome away."""
        row = self.book.rules.outcomes[outcome]
        instead = "" if self.first is None else self.cases[self.first].note.because
        found: dict[str, Because] = {b.text: b for b in self.deciders.top()}
        for name in self._against(outcome):
            because = self.deciders.of_item(name)
            if because is not None and because.text:
                found.setdefault(because.text, because)
        return WhyNot(outcome, row.title, row.rank, instead, tuple(found.values()))

    def _against(self, outcome: str) -> list[str]:
        """Return the items that make the outcome's earlier steps false."""
        last = len(self.cases) if self.first is None else self.first
        own = [case for case in self.cases[:last] if case.note.value == outcome]
        names = [name for case in own for name in support(case.when, self.symbols, truth=False)]
        return list(dict.fromkeys(names))
