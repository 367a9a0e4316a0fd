"""One complete assessment, beside zen-engine with its trace on, on the same rules in one run.

    make bench

The results are compared first; a difference ends the run. A complete assessment is: durable-rules, its
shadow, the range, and the explained advice. Prints medians and the ratio; exits 1 above the limit.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date

from bench.zen_rules import ZenRules
from engine.answers import Answers, Given
from engine.conditions import HIDDEN
from engine.engine import Engine
from engine.load import content_root, load_content

TOPIC, DAY = "sociale-media/v1", date(2026, 11, 23)
SETS, ROUNDS, LIMIT = 100, 7, 1.0


def answer_sets(engine: Engine, count: int) -> list[Answers]:
    """Return complete random answers."""
    rng = random.Random(1)
    sets = []
    for _ in range(count):
        given = {}
        for key, question in engine.questionnaire.questions.items():
            options = list(question.options)
            several = question.kind == "meerkeuze"
            value = tuple(o for o in options if rng.random() < 0.4) if several else rng.choice(options)
            given[key] = Given(value)
        sets.append(Answers(given))
    return sets


def check_equal(engine: Engine, zen_rules: ZenRules, sets: list[Answers]) -> None:
    """End the run when the two engines differ on any item."""
    for answers in sets:
        found = engine.assess(answers, DAY)
        given = {k: v for k, v in found.given.items() if v is not None}
        symbols, _ = zen_rules.evaluate(given, found.known)
        differing = [k for k, v in found.evaluation.symbols.items() if symbols[k] != v]
        if differing:
            sys.exit(f"verschil op {differing[:5]}")


def median_ms(work: Callable[[int], object]) -> float:
    """Return the median time of one call, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        for i in range(SETS):
            start = time.perf_counter()
            work(i)
            times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> int:
    """Run the comparison."""
    content = load_content(content_root())
    with closing(Engine(content, TOPIC)) as engine:
        sets = answer_sets(engine, SETS)
        zen_rules = ZenRules(engine.program)
        check_equal(engine, zen_rules, sets)
        found = [engine.assess(a, DAY) for a in sets]
        given = [{k: v for k, v in f.given.items() if v is not None} for f in found]
        ours = median_ms(lambda i: engine.advise(sets[i], DAY))
        record = median_ms(lambda i: engine.readers.durable.evaluate(found[i].given, found[i].known))
        shadow = median_ms(lambda i: engine.readers.compiled.evaluate(found[i].given, found[i].known))
        theirs = median_ms(lambda i: zen_rules.evaluate(given[i], found[i].known))
    hidden = sum(HIDDEN in f.evaluation.symbols.values() for f in found)
    print(f"{TOPIC}: {SETS} complete sets, equal on every item ({hidden} with a hidden question)")
    print(f"zen-engine, with trace                    {theirs:8.2f} ms")
    print(f"Basislijn, complete and explained         {ours:8.2f} ms   {ours / theirs:5.2f} x")
    print(f"  of which durable-rules                  {record:8.2f} ms   {record / theirs:5.2f} x")
    print(f"  of which its shadow                     {shadow:8.2f} ms   {shadow / theirs:5.2f} x")
    if ours > LIMIT * theirs:
        print(f"above the limit of {LIMIT} x", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
