"""How long it takes to say what can still be, what each question can change, and what would help.

On the rules in use, in the cases of their examples, and on twenty large rule sets (`large_models.py`), in
random cases: with half of the questions that are shown open, and with all open. The smallest change is looked
for where the advice stands firm, also with questions open. A limit is on the median of the processor's time,
in milliseconds: what a person waits for on a machine that does nothing else. What can still be is compared
with random worlds, and the outcomes with the solver.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bench import large_models
from bench.answer_sets import answers
from engine.answers import Answers
from engine.assess import Assessment
from engine.change import smallest_change
from engine.checks import check_content
from engine.checks.examples import example_answers
from engine.engine import Engine
from engine.evaluate import world, world_scores
from engine.influence import verdicts
from engine.load import Content, content_root, load_content
from engine.possible import Range
from engine.solver import Undecided
from engine.wide import Asker

DAY = date(2026, 11, 23)
CASES, MODELS, PER_MODEL, CHECKED = 20, 20, 6, 5
FUNCTIONS, POSSIBLE, VERDICTS, ALL_OPEN, ALL_VERDICTS, CHANGE, WHOLE, CHECKS = (
    "regels als functies, één keer per versie",
    "wat nog kan, half open",
    "wat elke vraag verandert, half open",
    "wat nog kan, alles open",
    "wat elke vraag verandert, alles open",
    "kleinste verandering, deels open",
    "kleinste verandering, ingevuld",
    "alle controles",
)
LIMITS = {POSSIBLE: 50.0, VERDICTS: 500.0, CHANGE: 1_000.0, WHOLE: 1_000.0, CHECKS: 10_000.0}
WIDE = {"ai-verordening/v1": {POSSIBLE: 300.0, VERDICTS: 2_000.0}}  # a hundred questions

T = TypeVar("T")


class Different(Exception):
    """What can still be differs from what a world or the solver says."""


@dataclass
class Figures:
    """The times of each kind of work (ms on the clock, and of the processor), and what was exact."""

    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    exact: list[bool] = field(default_factory=list)
    proven: list[bool] = field(default_factory=list)
    solved: int = 0

    def timed(self, name: str, work: Callable[[], T]) -> T:
        """Do the work; keep how long it took."""
        clock, processor = time.perf_counter(), time.process_time()
        result = work()
        took = 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)
        self.times.setdefault(name, []).append(took)
        return result

    def show(self, title: str, limits: Mapping[str, float]) -> bool:
        """Print the figures; return whether all stay under their limit and everything is exact."""
        print(f"\n{title}")
        print(f"{'':46}{'mediaan':>10}{'rekentijd':>11}{'langste':>10}{'grens':>8}   (ms)")
        good = all(self.exact)
        for name, rows in self.times.items():
            clock, processor = (statistics.median(column) for column in zip(*rows, strict=True))
            most, limit = max(row[1] for row in rows), limits.get(name)
            within = limit is None or processor <= limit
            good = good and within
            word, shown = "goed" if within else "FOUT", "" if limit is None else f"{limit:.0f}"
            print(
                f"{word}  {name:<40}{clock:10.1f}{processor:11.1f}{most:10.1f}{shown:>8}   {len(rows)} keer"
            )
        word = "goed" if all(self.exact) else "FOUT"
        print(
            f"{word}  exact: {sum(self.exact)} van {len(self.exact)}, {self.solved} ook met de oplosser;",
            end="",
        )
        print(f" kleinste bewezen: {sum(self.proven)} van {len(self.proven)}")
        return good


# -- cases --------------------------------------------------------------------------------------------------


def whole_cases(content: Content, engine: Engine, count: int) -> list[Answers]:
    """Return cases with what matters answered: examples, or random ones that lean to the first answers."""
    rng, found = random.Random(engine.program.hash), content.examples.get(engine.ruleset.id)
    if found is None:
        return [answers(engine.questionnaire, rng, 0.0, turn % 3) for turn in range(count)]
    chosen = rng.sample(found.cases, min(count, len(found.cases)))
    return [example_answers(content, engine, case) for case in chosen]


def shown(engine: Engine, whole: Answers, rng: random.Random) -> list[str]:
    """Return the answered questions that are shown, in random order."""
    case = engine.assess(whole, DAY)
    found = [question for question in whole.given if case.shown(question)]
    return rng.sample(found, len(found))


def without(whole: Answers, questions: Iterable[str]) -> Answers:
    """Return the answers with some questions open."""
    left = {*questions, *(question for question, given in whole.given.items() if given.state == "unknown")}
    return Answers({question: given for question, given in whole.given.items() if question not in left})


def firm(engine: Engine, whole: Answers, rng: random.Random) -> Answers:
    """Return a case with as many questions open, half at most, as leave the advice as it is."""
    order = shown(engine, whole, rng)
    left: list[str] = []
    for question in order:
        reach = engine.possible(engine.assess(without(whole, [*left, question]), DAY))
        if len(reach.outcomes) == 1 and 2 * len(left) < len(order):
            left.append(question)
    return without(whole, left)


# -- measuring ----------------------------------------------------------------------------------------------


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


def measure_open(engine: Engine, given: Answers, names: tuple[str, str], figures: Figures) -> None:
    """Measure what can still be, and what each question changes."""
    case = engine.assess(given, DAY)
    reach = figures.timed(names[0], lambda: engine.possible(case))
    figures.timed(names[1], lambda: verdicts(engine.readers, case))
    figures.exact.append(reach.exact)
    check(engine, case, reach, random.Random(1))
    figures.solved += solved(engine, case, reach)


def measure_change(engine: Engine, given: Answers, name: str, figures: Figures) -> None:
    """Measure the smallest change, where the advice can be better."""
    case = engine.assess(given, DAY)
    reach = engine.possible(case)
    ranks = [outcome.rank for outcome in engine.ruleset.outcomes.values()]
    if len(reach.outcomes) == 1 and engine.ruleset.outcomes[reach.outcomes[0]].rank > min(ranks):
        found = figures.timed(name, lambda: smallest_change(engine, case, reach))
        figures.proven.append(found.complete)


def measure_one(content: Content, topic: str, count: int, figures: Figures) -> None:
    """Measure everything but the checks on one rule set."""
    with closing(Engine(content, topic)) as engine:
        figures.timed(FUNCTIONS, engine.prepare)
        rng = random.Random(engine.program.hash)
        for whole in whole_cases(content, engine, count):
            order = shown(engine, whole, rng)
            measure_open(engine, without(whole, order[: len(order) // 2]), (POSSIBLE, VERDICTS), figures)
            measure_change(engine, firm(engine, whole, rng), CHANGE, figures)
            measure_change(engine, whole, WHOLE, figures)
        measure_open(engine, Answers({}), (ALL_OPEN, ALL_VERDICTS), figures)


def alone(content: Content, topic: str) -> Content:
    """Return the content with one rule set."""
    publications = {key: p for key, p in content.publications.items() if p.ruleset == topic}
    return replace(content, rulesets={topic: content.rulesets[topic]}, publications=publications)


def measure() -> bool:
    """Print the figures; return whether all are good."""
    content, good = load_content(content_root()), True
    for topic in content.rulesets:
        figures, one = Figures(), alone(content, topic)
        measure_one(content, topic, CASES, figures)
        figures.timed(CHECKS, lambda one=one: check_content(one))
        good = figures.show(f"{topic}, {CASES} voorbeelden", LIMITS | WIDE.get(topic, {})) and good
    large = Figures()
    with TemporaryDirectory() as folder:
        for seed in range(MODELS):
            model = large_models.content(seed, Path(folder) / str(seed))
            measure_one(model, large_models.TOPIC, PER_MODEL, large)
            if seed < CHECKED:
                large.timed(CHECKS, lambda model=model: check_content(model))
    title = f"{MODELS} gemaakte regelsets van 60 vragen en 120 regels, {PER_MODEL} gevallen elk"
    return large.show(title, LIMITS) and good


if __name__ == "__main__":
    raise SystemExit(not measure())
