"""How long it takes to say what can still be, what each question can change, and what would help.

On the social media rules and on twenty large rule sets (`large_models.py`), with half of the answers open;
medians over random cases. A limit is on the median of the processor's time in milliseconds: that is what a
person waits for on a machine that does nothing else. What can still be is compared with random worlds, and
the outcomes with the solver.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import large_models
from bench.answer_sets import answers
from engine.assess import Assessment
from engine.change import smallest_change
from engine.checks import check_content
from engine.engine import Engine
from engine.evaluate import world, world_scores
from engine.load import Content, content_root, load_content
from engine.possible import Range
from engine.solver import Undecided
from engine.wide import Asker

TOPIC, DAY, OPEN = "sociale-media/v1", date(2026, 11, 23), 0.5
CASES, MODELS, PER_MODEL, CHECKED = 25, 20, 6, 5
POSSIBLE, VERDICTS, CHANGE, WHOLE, CHECKS = (
    "wat nog kan",
    "wat elke vraag nog verandert",
    "kleinste verandering",
    "kleinste verandering, alles bekend",
    "alle controles",
)
LIMITS = {POSSIBLE: 50.0, VERDICTS: 500.0, CHANGE: 1_000.0, WHOLE: 1_000.0, CHECKS: 10_000.0}


class Different(Exception):
    """What can still be differs from what a world or the solver says."""


@dataclass
class Figures:
    """The times of each kind of work (ms on the clock, and of the processor), and what was exact."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    exact: list[bool] = field(default_factory=list)
    solved: int = 0

    def timed(self, name: str, work: Callable[[], object]) -> object:
        """Do the work; keep how long it took."""
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        took = 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)
        self.times.setdefault(name, []).append(took)
        return result

    def show(self, title: str) -> bool:
        """Print the figures; return whether all stay under their limit and everything is exact."""
        print(f"\n{title}")
        print(f"{'':42}{'mediaan':>10}{'rekentijd':>11}{'langste':>10}{'grens':>8}   (ms)")
        good = all(self.exact)
        for name, rows in self.times.items():
            clock, processor = (statistics.median(column) for column in zip(*rows, strict=True))
            most, limit = max(row[1] for row in rows), LIMITS[name]
            good = good and processor <= limit
            word = "goed" if processor <= limit else "FOUT"
            print(f"{word}  {name:<36}{clock:10.1f}{processor:11.1f}{most:10.1f}{limit:8.0f}")
        word = "goed" if all(self.exact) else "FOUT"
        print(f"{word}  exact: {sum(self.exact)} van {len(self.exact)}, {self.solved} ook met de oplosser")
        return good


def cases(engine: Engine, count: int, open_share: float) -> Iterator[Assessment]:
    """Yield random cases; one in three at random, the others leaning to the first answers."""
    rng = random.Random(f"{engine.program.hash} {open_share}")
    for turn in range(count):
        yield engine.assess(answers(engine.questionnaire, rng, open_share, turn % 3), DAY)


def check(engine: Engine, case: Assessment, reach: Range, rng: random.Random) -> None:
    """Raise Different when a random world lies outside a range."""
    for _ in range(10):
        whole = answers(engine.questionnaire, rng, 0.0, rng.randrange(3)).given
        filled = engine.assess(type(case.answers)({**whole, **case.answers.given}), DAY)
        given = {item: symbol for item, symbol in filled.given.items() if symbol is not None}
        symbols = world(engine.program, given, case.known)
        score = world_scores(engine.readers.score, symbols)["score"]
        low, high = reach.scores["score"].low, reach.scores["score"].high
        inside = all(symbols[item] in left for item, left in reach.symbols.items())
        if not inside or (score is not None and not (low or 0) <= score <= (high or 0)):
            raise Different(case.answers)


def solved(engine: Engine, case: Assessment, reach: Range) -> bool:
    """Whether the solver finds the same outcomes; False when it can't tell. Raises Different."""
    rungs = case.evaluation.possible["uitkomst"]
    try:
        if Asker(case, engine.readers.compiled).symbols("uitkomst", rungs) != reach.symbols["uitkomst"]:
            raise Different(case.answers)
    except Undecided:
        return False
    return True


def measure_one(content: Content, topic: str, count: int, figures: Figures) -> None:
    """Measure everything but the checks on one rule set."""
    with closing(Engine(content, topic)) as engine:
        assert engine.readers.functions is not None  # made once per version
        for case in cases(engine, count, OPEN):
            reach = figures.timed(POSSIBLE, lambda case=case: engine.possible(case))
            assert isinstance(reach, Range)
            figures.exact.append(reach.exact)
            figures.timed(VERDICTS, lambda case=case: engine.verdicts(case.answers, DAY))
            figures.timed(CHANGE, lambda case=case, reach=reach: smallest_change(engine, case, reach))
            check(engine, case, reach, random.Random(1))
        figures.solved += solved(engine, case, reach)
        for case in cases(engine, count, 0.0):
            reach = engine.possible(case)
            figures.timed(WHOLE, lambda case=case, reach=reach: smallest_change(engine, case, reach))


def measure() -> bool:
    """Print the figures; return whether all are good."""
    content, own, large = load_content(content_root()), Figures(), Figures()
    measure_one(content, TOPIC, CASES, own)
    own.timed(CHECKS, lambda: check_content(content))
    good = own.show(f"{TOPIC}, de helft van de vragen open, {CASES} gevallen")
    with TemporaryDirectory() as folder:
        for seed in range(MODELS):
            model = large_models.content(seed, Path(folder) / str(seed))
            measure_one(model, large_models.TOPIC, PER_MODEL, large)
            if seed < CHECKED:
                large.timed(CHECKS, lambda model=model: check_content(model))
    title = (
        f"{MODELS} gemaakte regelsets van 60 vragen en 120 regels, de helft open, {PER_MODEL} gevallen elk"
    )
    return large.show(title) and good


if __name__ == "__main__":
    raise SystemExit(not measure())
