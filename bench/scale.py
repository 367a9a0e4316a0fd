"""Many rows, and memory: each measured in a process of its own, so that nothing else counts."""

from __future__ import annotations

import io
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.engines import DAY, ENGINES, TOPIC, cases, new_engine

SIZES = (10_000, 100_000, 1_000_000)
LIMIT_KIB = 4 * 1024 * 1024
POOL = 2_000  # different rows of text


def peak_kib() -> int:
    """Return the most memory this process held; what the process before an exec held does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def in_child(*words: str) -> list[float]:
    """Run one measurement in a process of its own; return the numbers it prints."""
    command = [sys.executable, "-m", "bench", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def measure_memory(name: str) -> None:
    """Print the peak memory (KiB) of one engine on all sets; without an engine, of what all need."""
    with_engine = new_engine()
    sets = cases(with_engine, 100)
    if name in ENGINES:
        call = ENGINES[name][0](with_engine.program)
        for case in sets:
            call(case.given, case.known)
    print(peak_kib())


def measure_columns(rows: int) -> None:
    """Print the time (s) and the peak memory (KiB) of assessing so many rows of codes."""
    import numpy as np

    from engine.columns import CHUNK, Columns
    from engine.desugar import compile_program
    from engine.load import content_root, load_content

    program = compile_program(load_content(content_root()), TOPIC)
    columns, rng = Columns(program), np.random.default_rng(1)
    given = {i.id: rng.integers(0, len(i.answers), rows, np.int8) for i in program.inputs}
    outcomes = np.zeros(len(program.symbols()["uitkomst"]), np.int64)
    start = time.perf_counter()
    for at in range(0, rows, CHUNK):
        found = columns.assess({item: column[at : at + CHUNK] for item, column in given.items()})
        outcomes += np.bincount(found.codes["uitkomst"], minlength=len(outcomes))
    seconds = time.perf_counter() - start
    assert outcomes.sum() == rows
    print(seconds, peak_kib())


class _Lines(io.TextIOBase):
    """A CSV file of so many rows that is never in memory as a whole."""

    def __init__(self, header: str, rows: int, pool: list[str]) -> None:
        self.lines = self._made(header, rows, pool)

    def _made(self, header: str, rows: int, pool: list[str]) -> Iterator[str]:
        yield header
        rng = random.Random(2)
        for _ in range(rows):
            yield pool[rng.randrange(len(pool))]

    def readline(self, _size: int | None = -1) -> str:  # type: ignore[override]
        """Return the next line."""
        return next(self.lines, "")

    def __next__(self) -> str:
        return next(self.lines)


def measure_file(rows: int) -> None:
    """Print the time (s) and the peak memory (KiB) of `basislijn bulk` on so many rows of text."""
    from engine.batch import Batch
    from engine.load import content_root, load_content
    from engine.table_file import Table

    content = load_content(content_root())
    batch = Batch(content, TOPIC, "", DAY)
    rng, questions = random.Random(1), list(batch.form.questions.values())

    def cell(options: list[str], several: bool) -> str:
        return "|".join(o for o in options if rng.random() < 0.4) if several else rng.choice(options)

    texts = [
        ";".join(cell(list(q.options), q.kind == "meerkeuze") for q in questions) + "\n" for _ in range(POOL)
    ]
    header = ";".join(q.code for q in questions) + "\n"
    start = time.perf_counter()
    table = Table(_Lines(header, rows, texts), batch.form)  # type: ignore[arg-type]
    done = sum(len(lines) for lines in batch.lines(table, lambda problem: sys.exit(str(problem))))
    seconds = time.perf_counter() - start
    assert done == rows
    print(seconds, peak_kib())
