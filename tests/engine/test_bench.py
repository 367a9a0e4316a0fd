"""The comparison is fair: equal results are demanded, and passing a limit is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from bench import run, scale
from bench.engines import ENGINES, Case, cases, difference, new_engine
from engine.engine import Engine

HERE = [name for name in ENGINES if "JsonLogic" not in name and "CLIPS" not in name]  # the rest: make bench


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(new_engine()) as made:
        yield made


@pytest.fixture(scope="module")
def sets(engine: Engine) -> list[Case]:
    return cases(engine, 200)


@pytest.mark.parametrize("name", HERE)
def test_every_engine_gives_the_same(engine: Engine, sets: list[Case], name: str) -> None:
    call = ENGINES[name][0](engine.program)
    for case in sets[:40] if "openbaar" in name else sets:
        assert difference(name, call(case.given, case.known), case, engine.program) == ""


def test_a_difference_ends_the_run(engine: Engine, sets: list[Case]) -> None:
    def wrong(given: object, known: object) -> object:
        return {**sets[0].expected.symbols, "uitkomst": "?"}

    with pytest.raises(SystemExit, match="verschilt bij geval 0: uitkomst"):
        run.check_equal({"plain": wrong}, sets[:1], engine.program)
    run.check_equal({}, sets[:5], engine.program)


def test_medians_are_taken_in_turns(sets: list[Case]) -> None:
    seen: list[str] = []
    work = {"een": lambda _case: seen.append("een"), "twee": lambda _case: seen.append("twee")}
    assert set(run.medians(work, sets[:2])) == {"een", "twee"}
    assert seen[:8] == ["een", "een", "twee", "twee"] * 2


@pytest.mark.parametrize(
    ("record", "complete", "columns", "within", "status"),
    [
        (70, 100, 0.7, True, 0),
        (71, 100, 0.7, True, 1),
        (70, 101, 0.7, True, 1),
        (70, 100, 0.71, True, 1),
        (70, 100, 0.7, False, 1),
    ],
)
def test_passing_a_limit_fails_the_run(
    record: float, complete: float, columns: float, within: bool, status: int
) -> None:
    times = {run.ZEN: 100.0, run.RECORD: record, run.COMPLETE: complete}
    times |= {run.COLUMNS: columns, run.PUBLIC: 500.0}
    assert run.verdict(times, within) == status


def test_each_measurement_prints_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    scale.measure_columns(500)
    scale.measure_file(500)
    scale.measure_memory("plain")
    numbers = [float(word) for word in capsys.readouterr().out.split()]
    assert len(numbers) == 5
    assert all(number > 0 for number in numbers)
