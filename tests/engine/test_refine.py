"""Many rows with open questions at once: exactly what every way to answer on gives, row by row."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from engine import refine
from engine.columns import Cases, Columns, cases
from engine.conditions import Is
from engine.possible import possible
from engine.program import Case, Decision, Input, Program, layered
from engine.refine import Refiner
from tests.engine.brute import Brute
from tests.engine.random_models import NOTE, ModelMaker, answers

Row = tuple[dict[str, str | None], dict[str, str]]
KNOWN = ({"?open": "ja"}, {"?open": "nee"})


def random_program(seed: int) -> Program:
    rng = random.Random(seed)
    return ModelMaker(seed, rng.randint(3, 5), rng.randint(2, 6), rng.randint(2, 5)).program()


def flags_of(program: Program) -> list[str]:
    return [i.id for i in program.items if isinstance(i, Decision) and i.id != "uitkomst"]


def labels_of(program: Program) -> dict[str, str]:
    return {str(rung): outcome for rung, outcome in program.values["uitkomst"].items()}


def exact(refiner: Refiner, rows: Sequence[Row]) -> list[tuple[set[str], int, int, list[str | None], bool]]:
    """Return per row the outcomes, the ends of the score, the flags, and whether these are exact."""
    columns = refiner.cases.columns
    given = {i.id: [columns.code(i.id, row[i.id]) for row, _ in rows] for i in refiner.program.inputs}
    known = {n: [columns.code(n, k[n]) for _, k in rows] for n in refiner.program.knowledge}
    found = columns.run(given, known)
    better = refiner.rows(found)
    labels, score = labels_of(refiner.program), found.scores["score"]
    lines = []
    for row in range(found.rows):
        mine = better.get(row, refine.AS_IN_COLUMNS)
        rungs = mine.rungs or found.possible("uitkomst")[row]
        low, high = mine.ends or (int(score.low[row]), int(score.high[row]))
        flags = [mine.flags.get(f, found.symbols(f)[row]) for f in refiner.cases.flags]
        lines.append(({labels.get(s, s) for s in rungs}, low, high, flags, mine.proven))
    return lines


def differences(seeds: range, count: int) -> int:
    """Compare random rows of random models with every world; return how many rows."""
    done = 0
    for seed in seeds:
        rng, program = random.Random(seed), random_program(seed)
        refiner = Refiner(Cases(Columns(program), flags_of(program), labels_of(program)))
        rows = [
            (answers(program, rng, rng.choice([0.0, 0.3, 0.6, 0.9])), rng.choice(KNOWN)) for _ in range(count)
        ]
        for (given, known), line in zip(rows, exact(refiner, rows), strict=True):
            brute = Brute(program, given, known)
            scores = [s for s in brute.scores("score") if s is not None]
            flags = [brute.symbols(flag) for flag in refiner.cases.flags]
            assert line == (
                brute.outcomes,
                min(scores, default=-1),
                max(scores, default=-1),
                [next(iter(left)) if len(left) == 1 else None for left in flags],
                True,
            ), (seed, given)
            done += 1
    return done


def test_rows_of_random_models_equal_every_world() -> None:
    assert differences(range(40), 10) == 400


def test_what_worlds_do_not_show_is_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "WORLDS", 2)
    assert differences(range(200, 220), 10) == 200


@pytest.mark.slow
def test_rows_of_many_random_models_equal_every_world() -> None:
    assert differences(range(1_000, 1_300), 20) == 6_000


def chain() -> Program:
    """Return a program in which two flags look at one question each, and the outcome at a third."""
    model = ModelMaker(1, 1, 0, 2).program()
    items: list[Any] = [Input(f"q{i}", f"q{i}", ("a", "b"), None, False) for i in range(3)]
    score = next(i for i in model.items if i.id == "score")
    criteria = [i for i in model.items if i.id in ("c0", "c1")]
    is_a = [Is(f"q{i}", frozenset(["a"])) for i in range(3)]
    items += [replace(c, cases=(Case("1", is_a[2], NOTE),), otherwise="4") for c in criteria]
    items += [Decision(f"vlag{i}", (Case("ja", is_a[i], NOTE),), "nee") for i in range(2)]
    items += [score, Decision("uitkomst", (Case("1", is_a[2], NOTE),))]
    return replace(model, layers=layered(items, {"?open"}))


def test_rows_that_leave_the_same_are_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    program, calls = chain(), []

    def counted(*args: Any) -> Any:
        calls.append(args)
        return possible(*args)

    monkeypatch.setattr(refine, "possible", counted)
    monkeypatch.setattr(
        cases.Cases, "unproven", lambda self, found, rows: [frozenset(["uitkomst", "score"])] * len(rows)
    )
    refiner = Refiner(Cases(Columns(program), ["vlag0", "vlag1"], {}))
    rows: list[Row] = [
        ({"q0": one, "q1": other, "q2": None}, KNOWN[0]) for one in ("a", "b") for other in ("a", "b")
    ]
    lines = exact(refiner, rows)
    assert exact(refiner, rows) == lines
    assert len(calls) == 1
    assert [line[3] for line in lines] == [["ja", "ja"], ["ja", "nee"], ["nee", "ja"], ["nee", "nee"]]


def test_a_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a range is not exact, the row is what the columns say, and says so."""
    monkeypatch.setattr(cases, "WORLDS", 1)
    monkeypatch.setattr(
        refine, "possible", lambda *args: replace(possible(*args), exact=False, exact_items=frozenset())
    )
    inexact = 0
    for seed in range(20):
        rng, program = random.Random(seed), random_program(seed)
        refiner = Refiner(Cases(Columns(program), flags_of(program), labels_of(program)))
        lines = exact(refiner, [(answers(program, rng, 0.9), rng.choice(KNOWN)) for _ in range(10)])
        inexact += sum(not line[-1] for line in lines)
    assert inexact > 150  # of 200
