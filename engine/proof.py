"""Why a condition holds: the smallest part of it that is enough, down to answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.conditions import All, Any, Condition, Is, Not, holds
from engine.program import Count, Decision, Input, Item, Program, Score

Symbols = Mapping[str, str | None]


def support(condition: Condition, symbols: Symbols, truth: bool = True) -> Iterator[str]:
    """Yield the items whose symbols are enough to make the condition `truth`.

    Of an *or* that holds, the first part that holds is given; of an *and*, every part.
    """
    match condition:
        case Is(item, _):
            yield item
        case Not(part):
            yield from support(part, symbols, not truth)
        case All(parts) | Any(parts):
            every = isinstance(condition, All) == truth
            for part in parts:
                if holds(part, symbols) is truth:
                    yield from support(part, symbols, truth)
                    if not every:
                        return


@dataclass(frozen=True)
class Prover:
    """Follows items down to the questions that they rest on, in one evaluation."""

    program: Program
    symbols: Symbols

    def item(self, name: str) -> Item | None:
        """Return the item with this id (a score by any of its names)."""
        return self.program.by_name.get(name)

    def case(self, name: str) -> tuple[Decision, int] | None:
        """Return a decision and the index of the case that holds, when that is certain."""
        found, symbol = self.item(name), self.symbols.get(name)
        if not isinstance(found, Decision) or symbol is None:
            return None
        for index, case in enumerate(found.cases):
            if case.symbol == symbol and holds(case.when, self.symbols) is True:
                return found, index
        return None

    def below(self, name: str) -> list[str]:
        """Return the items that an item's symbol directly rests on."""
        match self.item(name):
            case Decision() as decision:
                found = self.case(name)
                if found is None:
                    return []
                return _unique(support(decision.cases[found[1]].when, self.symbols))
            case Count(parts=parts):
                return _unique(
                    i for p in parts if holds(p, self.symbols) is True for i in support(p, self.symbols)
                )
        return []

    def questions(self, name: str) -> list[str]:
        """Return the questions that an item's symbol rests on, in order."""
        match self.item(name):
            case Input(question=question):
                return [question]
            case None | Score():
                return []
        return _unique(q for lower in self.below(name) for q in self.questions(lower))


def _unique(names: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(names))
