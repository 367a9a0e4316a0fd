"""How long it takes to say what can still be, what each question can change, and what would help.

On the social media rules with half of the answers open; medians over random cases. Timed limits are on
the median, in milliseconds.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date

from engine.answers import Answers, Given
from engine.change import smallest_change
from engine.checks import check_content
from engine.engine import Engine
from engine.load import content_root, load_content

TOPIC, DAY, CASES, OPEN = "sociale-media/v1", date(2026, 11, 23), 25, 0.5
LIMITS = {
    "wat nog kan": 50.0,
    "wat elke vraag nog verandert": 500.0,
    "kleinste verandering": 1_000.0,
    "alle controles": 10_000.0,
}


def half_open(engine: Engine) -> list[Answers]:
    """Return random answers of which about half are open."""
    rng = random.Random(7)
    cases = []
    for _ in range(CASES):
        given = {}
        for key, question in engine.questionnaire.questions.items():
            options = list(question.options)
            if rng.random() >= OPEN:
                several = question.kind == "meerkeuze"
                picked = tuple(o for o in options if rng.random() < 0.4) if several else rng.choice(options)
                given[key] = Given(picked)
        cases.append(Answers(given))
    return cases


def median_ms(work: Callable[[Answers], object], cases: list[Answers]) -> float:
    """Return the median time of one call, in milliseconds."""
    times = []
    for case in cases:
        start = time.perf_counter()
        work(case)
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def measure() -> bool:
    """Print the medians; return whether all stay under their limit."""
    content = load_content(content_root())
    with closing(Engine(content, TOPIC)) as engine:
        cases = half_open(engine)
        found = {id(case): engine.assess(case, DAY) for case in cases}
        start = time.perf_counter()
        check_content(content)
        checks = 1000 * (time.perf_counter() - start)
        figures = {
            "wat nog kan": median_ms(lambda c: engine.possible(found[id(c)]), cases),
            "wat elke vraag nog verandert": median_ms(lambda c: engine.verdicts(c, DAY), cases),
            "kleinste verandering": median_ms(lambda c: smallest_change(engine, found[id(c)]), cases),
            "alle controles": checks,
        }
    print(f"\n{TOPIC}, de helft van de vragen open, {CASES} gevallen")
    for name, figure in figures.items():
        word = "goed" if figure <= LIMITS[name] else "FOUT"
        print(f"{word}  {name:<32} {figure:8.1f} ms (hoogstens {LIMITS[name]:.0f})")
    return all(figure <= LIMITS[name] for name, figure in figures.items())
