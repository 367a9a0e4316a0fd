"""The meaning of a program, as plainly as it can be said.

`world` is the meaning: every question answered, two truth values. `partial` is the same with
questions open, in three truth values: what it calls certain is so in every world. The other
readers (compiled, durable-rules) must agree with these two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.conditions import HIDDEN, NOTHING, holds
from engine.program import Cell, Count, Decision, Input, Program, Score, cell_of
from engine.score import Scorer, ScoreRange, points_of, rounded

Symbols = Mapping[str, str | None]


@dataclass(frozen=True)
class Evaluation:
    """What a reader finds.

    symbols: per item its symbol, or None while that is not certain.
    possible: per decision the symbols that can still be; one when it is certain.
    counts: per count its lowest and highest number.
    scores: per score its range.
    """

    symbols: Symbols
    possible: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, tuple[int, int]]
    scores: Mapping[str, ScoreRange]


def partial(program: Program, given: Symbols, known: Mapping[str, str]) -> Evaluation:
    """Evaluate with open questions.

    Args:
        program: the rules.
        given: per input the symbol that was answered, or None when it is unknown.
        known: the symbol of each item about what is known.
    """
    symbols: dict[str, str | None] = dict(known)
    possible: dict[str, tuple[str, ...]] = {}
    counts: dict[str, tuple[int, int]] = {}
    scores: dict[str, ScoreRange] = {}
    for item in program.items:
        match item:
            case Input():
                symbols[item.id] = _seen(item, given[item.id], symbols)
            case Decision():
                possible[item.id] = left = _left(item, symbols)
                symbols[item.id] = left[0] if len(left) == 1 else None
            case Count():
                truths = [holds(part, symbols) for part in item.parts]
                least = sum(truth is True for truth in truths)
                most = sum(truth is not False for truth in truths)
                counts[item.id] = least, most
                symbols[item.id] = same_cell(item.cells, least, most)
            case Score():
                scores = Scorer(item).ranges(points_of(item, possible))
                symbols.update(score_symbols(item, scores))
    return Evaluation(symbols, possible, counts, scores)


def _seen(item: Input, given: str | None, symbols: Symbols) -> str | None:
    shown = True if item.shown is None else holds(item.shown, symbols)
    if shown is None:
        return None
    return given if shown else HIDDEN


def _left(item: Decision, symbols: Symbols) -> tuple[str, ...]:
    """Return the symbols that can still be: each case that is not false, up to the first that is true."""
    left = []
    for case in item.cases:
        truth = holds(case.when, symbols)
        if truth is not False:
            left.append(case.symbol)
        if truth is True:
            return tuple(left)
    return (*left, item.otherwise)


def same_cell(cells: tuple[Cell, ...], low: int, high: int) -> str | None:
    """Return the cell in which both numbers lie, or None."""
    first, last = cell_of(cells, low), cell_of(cells, high)
    return first if first == last else None


def score_symbols(score: Score, scores: Mapping[str, ScoreRange]) -> dict[str, str | None]:
    """Return per score its cell, when the whole range lies in one."""
    table: dict[str, str | None] = {}
    for name, cells in score.cells.items():
        found = scores[name]
        if found.low is None or found.high is None:
            table[name] = NOTHING
        else:
            table[name] = None if found.maybe_nothing else same_cell(cells, found.low, found.high)
    return table


def world(program: Program, given: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Evaluate one world: every question has an answer. This is the meaning of a program."""
    symbols: dict[str, str] = dict(known)
    for item in program.items:
        match item:
            case Input():
                shown = item.shown is None or holds(item.shown, symbols)
                symbols[item.id] = given[item.id] if shown else HIDDEN
            case Decision():
                first = (case.symbol for case in item.cases if holds(case.when, symbols))
                symbols[item.id] = next(first, item.otherwise)
            case Count():
                number = sum(bool(holds(part, symbols)) for part in item.parts)
                symbols[item.id] = cell_of(item.cells, number)
            case Score():
                for name, value in world_scores(item, symbols).items():
                    symbols[name] = NOTHING if value is None else cell_of(item.cells[name], value)
    return symbols


def world_scores(score: Score, symbols: Mapping[str, str]) -> dict[str, int | None]:
    """Return the scores in one world, by the definition; None when nothing counts."""
    scores: dict[str, int | None] = {}
    total, weights = Fraction(0), 0
    for principle in score.principles:
        points = [score.points[c].get(symbols[c]) for c in principle.criteria]
        counting = [p for p in points if p is not None]
        name = f"score.{principle.id}"
        if not counting:
            scores[name] = None
            continue
        mean = Fraction(100 * sum(counting), score.highest * len(counting))
        scores[name] = rounded(mean)
        total += principle.weight * mean
        weights += principle.weight
    scores["score"] = rounded(total / weights) if weights else None
    return scores
