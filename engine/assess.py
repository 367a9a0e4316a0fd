"""Answers to an Assessment: what is certain, found by durable-rules and shadowed by generated Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from engine.answers import Answers, Given
from engine.compiled import Compiled
from engine.conditions import HIDDEN, NOT_APPLICABLE, holds
from engine.desugar import TEXT
from engine.evaluate import Evaluation
from engine.functions import Functions, functions_of
from engine.program import Input, Program, Score, cell_of
from engine.ruleset import DurableRules
from engine.scalars import DURATION
from engine.score import Scorer, rounded
from engine.terms import KNOWN, OLDER


class ShadowError(Exception):
    """durable-rules and its shadow differ. An internal error: both results are kept, none is shown."""

    def __init__(self, record: Evaluation, shadow: Evaluation) -> None:
        self.record, self.shadow = record, shadow
        differing = sorted(k for k in shadow.symbols if shadow.symbols[k] != record.symbols.get(k))
        super().__init__(f"the two readers differ on {differing or 'possible symbols'}")


class WorldReaders:
    """The readers of one program that a range needs. Threads may share it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.compiled = Compiled(program)
        self.score = next(item for item in program.items if isinstance(item, Score))
        self.scorer = Scorer(self.score)

    @cached_property
    def functions(self) -> Functions | None:
        """Every item as a function of the answers, made when first needed; None when that is too wide."""
        return functions_of(self.program)


class Readers(WorldReaders):
    """The same with the record: what an assessment needs. Threads may share it."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.durable = DurableRules(program)

    def close(self) -> None:
        """Give back what the readers hold outside Python."""
        self.durable.close()


@dataclass(frozen=True)
class Assessment:
    """What is certain, on a date.

    given: the symbol per input, None while unknown; known: the items about what is known.
    open_share: the share, 0 to 100, of the weight that is still open (*kennislacune*).
    """

    program: Program
    answers: Answers
    on: date
    given: Mapping[str, str | None]
    known: Mapping[str, str]
    evaluation: Evaluation
    open_share: int

    def value(self, item: str) -> str | None:
        """Return the author's value of an item when it is certain."""
        symbol = self.evaluation.symbols[item]
        return None if symbol is None else self.program.values.get(item, {}).get(symbol, symbol)

    def hidden(self, question: str) -> bool:
        """Whether a question is certainly not shown."""
        return self._symbol(question) == HIDDEN

    def shown(self, question: str) -> bool:
        """Whether a question is certainly shown."""
        item = self._inputs(question)[0]
        if item.shown is None:
            return True
        symbol = self.evaluation.symbols[item.id]
        if symbol is not None:
            return symbol != HIDDEN
        return holds(item.shown, self.evaluation.symbols) is True

    def _symbol(self, question: str) -> str | None:
        return self.evaluation.symbols[self._inputs(question)[0].id]

    def _inputs(self, question: str) -> tuple[Input, ...]:
        return self.program.inputs_of[question]


def assess(readers: Readers, answers: Answers, on: date) -> Assessment:
    """Return what is certain.

    Args:
        readers: the readers of one program.
        answers: typed answers.
        on: the date of the assessment.

    Raises:
        ShadowError: when durable-rules and its shadow differ.
        EngineFault: when durable-rules fails.
    """
    program = readers.program
    given = {item.id: symbol_of(item, answers.given.get(item.question)) for item in program.inputs}
    first = _known(program, answers, on, frozenset(), 0)
    shadow = readers.compiled.evaluate(given, first)
    share = open_share(readers.score, program, shadow)
    hidden = frozenset(item.question for item in program.inputs if shadow.symbols[item.id] == HIDDEN)
    known = _known(program, answers, on, hidden, share)
    if known != first:
        shadow = readers.compiled.evaluate(given, known)
    record = readers.durable.evaluate(given, known)
    if record != shadow:
        raise ShadowError(record, shadow)
    return Assessment(program, answers, on, given, known, record, share)


def symbol_of(item: Input, given: Given | None) -> str | None:
    """Return the symbol of an answer for one input."""
    if given is None or given.state == "unknown":
        return None
    if given.state == "nvt":
        return NOT_APPLICABLE
    value = given.value
    if isinstance(value, tuple):
        return "ja" if item.id.rpartition(".")[2] in value else "nee"
    if isinstance(value, date):
        return cell_of(item.cells, value.toordinal())
    if isinstance(value, Decimal):
        return cell_of(item.cells, int(value.scaleb(item.decimals)))
    return TEXT if item.values == (TEXT,) else value


def _known(
    program: Program, answers: Answers, on: date, hidden: frozenset[str], share: int
) -> dict[str, str]:
    """Return what is known. What is hidden does not count: it is neither known nor unknown, nor old."""
    known = {}
    for name, cells in program.knowledge.items():
        if name.startswith(KNOWN):
            question = name.removeprefix(KNOWN)
            found = answers.given.get(question)
            state = "ja" if found is not None and found.state != "unknown" else "nee"
            known[name] = HIDDEN if question in hidden else state
        elif name.startswith(OLDER):
            limit = earlier(on, name.removeprefix(OLDER))
            dates = (g.dated for question, g in answers.given.items() if question not in hidden)
            known[name] = "ja" if any(day and day < limit for day in dates) else "nee"
        else:
            known[name] = cell_of(cells, share)
    return known


def later(day: date, duration: str, sign: int = 1) -> date:
    """Return the day that lies a duration such as "6 maanden" after `day`; raises ValueError.

    Beyond the first or last day that a calendar knows, it is that day.
    """
    match = DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    amount, unit = int(match[1]) * sign, match[2]
    days = amount * (1 if unit.startswith("dag") else 7)
    months = day.year * 12 + day.month - 1 + amount * (12 if unit == "jaar" else 1)
    year, month = divmod(months, 12)
    try:
        if unit.startswith(("dag", "we")):
            return day + timedelta(days=days)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return date.max if sign > 0 else date.min


def earlier(day: date, duration: str) -> date:
    """Return the day that lies a duration before `day`."""
    return later(day, duration, -1)


def open_share(score: Score, program: Program, evaluation: Evaluation) -> int:
    """Return the share, 0 to 100, of the weight of criteria with more than one judgement possible.

    A criterion weighs the weight of its principle over the number of its criteria that count or are open.
    """
    if all(len(evaluation.possible[criterion]) == 1 for criterion in score.criteria):
        return 0
    total, open_weight = Fraction(0), Fraction(0)
    for principle in score.principles:
        rows = []
        for criterion in principle.criteria:
            left = evaluation.possible[criterion]
            judgements = {program.values[criterion].get(s) for s in left}
            counts = any(score.points[criterion].get(s) is not None for s in left)
            if counts:
                rows.append(len(judgements) > 1)
        if rows:
            total += principle.weight
            open_weight += Fraction(principle.weight * sum(rows), len(rows))
    return rounded(100 * open_weight / total) if total else 0
