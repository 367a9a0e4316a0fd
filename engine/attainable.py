"""Whether what an example expects can still come out, as far as the columnar reader can tell.

With answers open the columns may leave more possible than an advice does, never less. So "no" is certain;
"yes" is certain on a row where nothing is left open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from engine.cases import Expectation
from engine.columns import Found
from engine.models import Ruleset
from engine.program import Decision, Program

SIGNAL, MEASURE, RESERVATION = "signaal.", "maatregel.", "voorbehoud."


def attainable(expected: Expectation, found: Found, program: Program, rules: Ruleset, row: int) -> bool:
    """Return whether the expectation fits what is left on a row."""
    return all(_Row(found, program, rules, row).tests(expected))


def looked_at(expected: Expectation, program: Program, rules: Ruleset) -> set[str]:
    """Return the items of a program that an expectation is about; for the score, all criteria."""
    found = {*expected.facts, *expected.criteria, *expected.because}
    found |= {"uitkomst"} if expected.outcome or expected.possible is not None else set()
    found |= set(rules.criteria) if expected.score is not None else set()
    found |= {"beginselen_gemist"} if expected.missed is not None else set()
    found |= {"blokkade"} if expected.block else set()
    prefixes = [f"{key}." for key in expected.facts]
    lists = (SIGNAL, expected.signals), (MEASURE, expected.measures), (RESERVATION, expected.reservations)
    prefixes += [prefix for prefix, wanted in lists if wanted is not None]
    return found | {item.id for item in program.items if item.id.startswith(tuple(prefixes))}


class _Row:
    """What is left on one row."""

    def __init__(self, found: Found, program: Program, rules: Ruleset, row: int) -> None:
        self.found, self.program, self.rules, self.row = found, program, rules, row

    def tests(self, expected: Expectation) -> Iterator[bool]:
        """Yield per part of the expectation whether it fits."""
        if expected.outcome:
            yield expected.outcome in self._values("uitkomst")
        if expected.possible is not None:
            yield self._values("uitkomst").issuperset(expected.possible)
        yield from self._score(expected)
        for key, value in expected.facts.items():
            yield self._fact(key, (value,) if isinstance(value, str) else tuple(map(str, value)))
        yield from (judgement in self._values(key) for key, judgement in expected.criteria.items())
        yield from (self._reason(key, words) for key, words in expected.because.items())
        for prefix, wanted in (
            (SIGNAL, expected.signals),
            (MEASURE, expected.measures),
            (RESERVATION, expected.reservations),
        ):
            if wanted is not None:
                yield self._flags(prefix, wanted)
        if expected.missed is not None:
            yield self._counts("beginselen_gemist", [expected.missed])
        if expected.block:
            states = {"ja", "nee"} if expected.block == "mogelijk" else {expected.block}
            yield states <= set(self._left("blokkade"))

    def _left(self, item: str) -> list[str]:
        columns = zip(self.found.names[item], self.found.left[item], strict=True)
        return [symbol for symbol, can in columns if can[self.row]]

    def _values(self, item: str) -> set[str]:
        values = self.program.values[item]
        return {values.get(symbol, symbol) for symbol in self._left(item)}

    def _score(self, expected: Expectation) -> Iterator[bool]:
        score = self.found.scores["score"].at(self.row)
        wanted = expected.score if isinstance(expected.score, dict) else {"nu": expected.score}
        for word, value in wanted.items():
            if value is None:
                continue
            if word == "nu":
                yield str(score.now) == str(value)
            else:
                low, high = score.low, score.high
                yield low is not None and high is not None and low <= int(value) <= high

    def _fact(self, key: str, wanted: Collection[str]) -> bool:
        if key in self.found.counts:
            return self._counts(key, map(int, wanted))
        if self.rules.facts[key].collect:
            return self._flags(f"{key}.", wanted)
        return self._values(key).issuperset(wanted)

    def _counts(self, key: str, numbers: Iterator[int] | list[int]) -> bool:
        low, high = (int(column[self.row]) for column in self.found.counts[key])
        return all(low <= number <= high for number in numbers)

    def _flags(self, prefix: str, wanted: Collection[str]) -> bool:
        """Whether exactly these flags can be the certain ones."""
        left = {i.removeprefix(prefix): self._left(i) for i in self.found.left if i.startswith(prefix)}
        certain = {key for key, symbols in left.items() if symbols == ["ja"]}
        return certain.issubset(wanted) and all("ja" in left.get(key, ()) for key in wanted)

    def _reason(self, key: str, words: str) -> bool:
        item, left = self.program.by_name[key], set(self._left(key))
        cases = item.cases if isinstance(item, Decision) else ()
        return any(words in case.note.because for case in cases if case.symbol in left)
