"""Every engine on the same rules and the same answers, in one run.

    make bench

The results are compared first; a difference ends the run. Times are medians of single calls, taken in turns,
so that the ratios hold on a busy machine. Exits 1 when a limit is passed (`LIMITS`).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing

from bench.engines import DAY, ENGINES, TOPIC, Call, Case, cases, difference, new_engine
from bench.scale import LIMIT_KIB, SIZES, in_child, measure_columns, measure_file, measure_memory
from engine.columns import Columns, Found
from engine.engine import Engine
from engine.program import Program

SETS, ROUNDS, BULK_SETS = 100, 5, 20_000
ZEN, RECORD, PUBLIC, HAND = (
    "zen-engine, met spoor",
    "durable-rules, onze pomp",
    "durable-rules, openbaar",
    "met de hand",
)
COMPLETE, COLUMNS = "Basislijn, geheel met uitleg", "kolommen (numpy), veel tegelijk"
RECORD_LIMIT, COMPLETE_LIMIT, BULK_LIMIT = 0.7, 1.0, 100.0


def check_equal(calls: dict[str, Call], sets: list[Case], program: Program) -> None:
    """End the run when an engine differs from the engine of record on any item."""
    for name, call in calls.items():
        for number, case in enumerate(sets):
            found = difference(name, call(case.given, case.known), case, program)
            if found:
                sys.exit(f"{name} verschilt bij geval {number}: {found[:300]}")
    columns = Columns(program)
    found = columns.assess(columns_of(columns, sets, len(sets)))
    for number, case in enumerate(sets):
        if found.evaluation(number) != case.expected:
            sys.exit(f"{COLUMNS} verschilt bij geval {number}")


def columns_of(columns: Columns, sets: list[Case], rows: int) -> dict[str, list[int]]:
    """Return the cases as columns, repeated to so many rows."""
    return {
        item.id: [columns.code(item.id, sets[row % len(sets)].given[item.id]) for row in range(rows)]
        for item in columns.program.inputs
    }


def medians(work: dict[str, Callable[[Case], object]], sets: list[Case]) -> dict[str, float]:
    """Return per engine the median time of one call, in microseconds; the engines take turns."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, call in work.items():
            for case in sets:
                start = time.perf_counter()
                call(case)
                times[name].append(time.perf_counter() - start)
    return {name: 1e6 * statistics.median(rows) for name, rows in times.items()}


def bulk_time(program: Program, sets: list[Case]) -> float:
    """Return the median time per assessment of the columnar reader, in microseconds."""
    import numpy as np

    columns = Columns(program)
    given = {k: np.array(v, np.int8) for k, v in columns_of(columns, sets, BULK_SETS).items()}
    times = []
    for _ in range(ROUNDS + 2):
        start = time.perf_counter()
        found: Found = columns.assess(given)  # type: ignore[arg-type]  # arrays are sequences here
        times.append(time.perf_counter() - start)
    assert found.rows == BULK_SETS
    return 1e6 * statistics.median(times) / BULK_SETS


def measure(engine: Engine) -> dict[str, float]:
    """Compare results, then measure; return the time per assessment of each engine."""
    sets = cases(engine, SETS)
    calls = {name: make(engine.program) for name, (make, _) in ENGINES.items()}
    check_equal(calls, sets, engine.program)
    work: dict[str, Callable[[Case], object]] = {
        name: lambda case, call=call: call(case.given, case.known)  # type: ignore[misc]
        for name, call in calls.items()
    }
    work[COMPLETE] = lambda case: engine.advise(case.answers, DAY)
    times = medians(work, sets)
    times[COLUMNS] = bulk_time(engine.program, sets)
    return times


def show(times: dict[str, float]) -> None:
    """Print the table of single and bulk times, with peak memory."""
    base = in_child("--geheugen", "niets")[0]
    print(f"{TOPIC}: {SETS} volledige gevallen, gelijk op elk onderdeel")
    print(f"{'':34}{'µs':>10}{'x zen':>9}{'x hand':>9}{'MiB':>8}")
    for name, value in sorted(times.items(), key=lambda row: row[1]):
        memory = f"{(in_child('--geheugen', name)[0] - base) / 1024:8.1f}" if name in ENGINES else " " * 8
        row = f"{name:34}{value:10.2f}{value / times[ZEN]:9.3f}{value / times[HAND]:9.1f}{memory}"
        print(row, ENGINES[name][1] if name in ENGINES else "")
    print(f"MiB: piek boven de {base / 1024:.0f} MiB van een proces zonder deze motor")


def show_scale() -> bool:
    """Print the scale runs; return whether memory stayed within the limit."""
    within = True
    print(f"\n{'veel tegelijk':34}{'rijen':>10}{'s':>9}{'µs/rij':>9}{'MiB':>8}")
    for kind, label in (("kolommen", "kolommen, van codes"), ("bestand", "basislijn bulk, van CSV")):
        for rows in SIZES:
            seconds, peak = in_child("--schaal", kind, "--rijen", str(rows))
            within = within and peak < LIMIT_KIB
            print(f"{label:34}{rows:10}{seconds:9.2f}{1e6 * seconds / rows:9.2f}{peak / 1024:8.0f}")
    return within


def verdict(times: dict[str, float], within: bool) -> int:
    """Print each limit with what was measured; return 1 when one is passed."""
    record, complete = times[RECORD] / times[ZEN], times[COMPLETE] / times[ZEN]
    faster = times[RECORD] / times[COLUMNS]
    rows = (
        (record <= RECORD_LIMIT, f"pad van de kwitantie {record:.2f} x zen (hoogstens {RECORD_LIMIT})"),
        (complete <= COMPLETE_LIMIT, f"geheel met uitleg {complete:.2f} x zen (hoogstens {COMPLETE_LIMIT})"),
        (
            faster >= BULK_LIMIT,
            f"kolommen {faster:.0f} x sneller dan durable-rules met onze pomp, "
            f"{times[PUBLIC] / times[COLUMNS]:.0f} x dan openbaar (minstens {BULK_LIMIT:.0f})",
        ),
        (within, "geheugen bij een miljoen rijen onder 4 GiB"),
    )
    print()
    for good, text in rows:
        print(f"{'goed' if good else 'FOUT'}  {text}")
    return 0 if all(good for good, _ in rows) else 1


def main() -> int:
    """Run the comparison, or one measurement for it in a process of its own."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--geheugen", default="")
    parser.add_argument("--schaal", choices=("kolommen", "bestand"))
    parser.add_argument("--rijen", type=int, default=0)
    options = parser.parse_args()
    if options.geheugen:
        measure_memory(options.geheugen)
        return 0
    if options.schaal:
        (measure_columns if options.schaal == "kolommen" else measure_file)(options.rijen)
        return 0
    with closing(new_engine()) as engine:
        times = measure(engine)
    show(times)
    return verdict(times, show_scale())
