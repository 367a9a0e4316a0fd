"""The range by trying every world: what `possible` must contain, and equal where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product

from engine.answers import Answers
from engine.assess import Assessment, Readers
from engine.compiled import Compiled
from engine.conditions import holds
from engine.evaluate import world, world_scores
from engine.possible import Range
from engine.program import Count, Program, Score
from engine.score import Scorer

DAY = date(2026, 11, 23)
Symbols = Mapping[str, str | None]
World = dict[str, str]


def quick_readers(program: Program) -> Readers:
    """Return the readers that a range needs, without durable-rules."""
    readers = Readers.__new__(Readers)
    readers.program, readers.compiled = program, Compiled(program)
    readers.score = next(item for item in program.items if isinstance(item, Score))
    readers.scorer = Scorer(readers.score)
    return readers


def assessment_of(readers: Readers, given: Symbols, known: Mapping[str, str]) -> Assessment:
    """Return an assessment straight from symbols."""
    found = readers.compiled.evaluate(given, known)
    return Assessment(readers.program, Answers({}), DAY, given, known, found, 0)


def completions(program: Program, given: Symbols) -> Iterable[tuple[tuple[tuple[str, ...], ...], World]]:
    """Yield every way to complete the answers: the choice per open question, and the answers."""
    groups = open_questions(program, given)
    ids = [[item.id for item in program.inputs_of[question]] for question in groups]
    answered = {item: symbol for item, symbol in given.items() if symbol is not None}
    for row in product(*groups.values()):
        completed = dict(answered)
        for names, choice in zip(ids, row, strict=True):
            completed.update(zip(names, choice, strict=True))
        yield row, completed


def open_questions(program: Program, given: Symbols) -> dict[str, list[tuple[str, ...]]]:
    """Return per open question every answer, as the symbols of its inputs."""
    table = {}
    for question, inputs in program.inputs_of.items():
        if given[inputs[0].id] is None:
            rows = list(product(*(item.values for item in inputs)))
            if inputs[0].not_applicable:
                rows.append(tuple("*nvt" for _ in inputs))
            table[question] = rows
    return table


class Brute:
    """Everything that can still be, and the questions that can change the outcome."""

    def __init__(self, program: Program, given: Symbols, known: Mapping[str, str]) -> None:
        self.program = program
        self.score = next(item for item in program.items if isinstance(item, Score))
        rows = {row: world(program, answers, known) for row, answers in completions(program, given)}
        self.worlds = list(rows.values())
        values = program.values["uitkomst"]
        outcome = {row: values.get(w["uitkomst"], w["uitkomst"]) for row, w in rows.items()}
        self.outcomes = set(outcome.values())
        self.deciding = {
            question for at, question in enumerate(open_questions(program, given)) if _differs_in(outcome, at)
        }

    def symbols(self, item: str) -> set[str]:
        """Return the symbols that an item has in some world."""
        return {w[item] for w in self.worlds}

    def numbers(self, item: Count) -> set[int]:
        """Return the numbers that a count has in some world."""
        return {sum(bool(holds(part, w)) for part in item.parts) for w in self.worlds}

    def scores(self, name: str) -> set[int | None]:
        """Return the scores in some world; None where nothing counts."""
        return {world_scores(self.score, w)[name] for w in self.worlds}


def _differs_in(outcome: Mapping[tuple[tuple[str, ...], ...], str], at: int) -> bool:
    rest: dict[tuple[tuple[str, ...], ...], str] = {}
    return any(rest.setdefault((*row[:at], *row[at + 1 :]), found) != found for row, found in outcome.items())


def assert_range(reach: Range, brute: Brute, where: object = "") -> None:
    """Assert that a range contains every world, and equals them where it says that it is exact."""
    for item, left in reach.symbols.items():
        seen = brute.symbols(item)
        assert seen <= left, (where, item, seen, left)
        assert item not in reach.exact_items or seen == left, (where, item, seen, left)
    for item, (low, high) in reach.counts.items():
        counted = brute.program.by_name[item]
        assert isinstance(counted, Count)
        numbers = brute.numbers(counted)
        assert low <= min(numbers) <= max(numbers) <= high, (where, item)
        assert item not in reach.exact_items or (low, high) == (min(numbers), max(numbers)), (where, item)
    for name in reach.scores:
        assert_score(reach, name, brute.scores(name), where)
    assert brute.outcomes <= set(reach.outcomes), where
    assert not reach.exact or brute.outcomes == set(reach.outcomes), where
    assert brute.deciding <= set(reach.deciding), (where, brute.deciding, reach.deciding)
    assert not reach.exact or brute.deciding == set(reach.deciding), (where, brute.deciding, reach.deciding)


def assert_score(reach: Range, name: str, scores: set[int | None], where: object) -> None:
    found = reach.scores[name]
    numbers = {s for s in scores if s is not None}
    if numbers:
        assert found.low is not None, (where, name)
        assert found.high is not None, (where, name)
        assert found.low <= min(numbers) <= max(numbers) <= found.high, (where, name, found, scores)
    assert None not in scores or found.maybe_nothing, (where, name, found, scores)
    if reach.exact and name == "score":
        ends = (min(numbers), max(numbers)) if numbers else (None, None)
        assert (found.low, found.high) == ends, (where, found, scores)
        assert found.maybe_nothing == (None in scores), (where, found, scores)
