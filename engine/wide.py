"""What can still be, asked of the solver: for questions that hang together too much to go through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.assess import Assessment
from engine.conditions import All, Condition, Is
from engine.program import Decision
from engine.search import Search, World


class Asker:
    """Asks the solver about one assessment. Undecided may be raised by every question."""

    def __init__(self, assessment: Assessment) -> None:
        fixed = {item: symbol for item, symbol in assessment.given.items() if symbol is not None}
        self.program = assessment.program
        self.search = Search(self.program, fixed)
        self.known = tuple(Is(item, frozenset([symbol])) for item, symbol in assessment.known.items())
        self._worlds: list[World] = []

    def symbols(self, name: str, among: Iterable[str]) -> frozenset[str]:
        """Return the symbols that a list has in some world."""
        return frozenset(symbol for symbol in among if self._occurs(name, symbol))

    def _occurs(self, name: str, symbol: str) -> bool:
        """Whether a list has a symbol in some world; a world that was found before answers for free."""
        if any(world.symbols[name] == symbol for world in self._worlds):
            return True
        found = self.search.world(Is(name, frozenset([symbol])), *self.known)
        if found is not None:
            self._worlds.append(found)
        return found is not None

    def changes(self, name: str, question: str, values: Mapping[str, str]) -> bool:
        """Whether two worlds that differ in one question differ in what a list stands for."""
        ways = [(self._all(one), self._all(other)) for one, other in _apart(self._results(name, values))]
        return bool(ways) and self.search.pair(question, ways) is not None

    def _results(self, name: str, values: Mapping[str, str]) -> dict[str, Is]:
        """Return per result the test that a list has it."""
        item = self.program.by_name[name]
        assert isinstance(item, Decision)
        groups: dict[str, set[str]] = {}
        for symbol in item.symbols:
            groups.setdefault(values.get(symbol, symbol), set()).add(symbol)
        return {result: Is(name, frozenset(symbols)) for result, symbols in groups.items()}

    def _all(self, test: Condition) -> Condition:
        return All((test, *self.known))


def _apart(results: Mapping[str, Is]) -> Iterable[tuple[Is, Is]]:
    """Return every two different results, one way round."""
    rows = list(results.values())
    return [(one, other) for at, one in enumerate(rows) for other in rows[at + 1 :]]
