"""How long the checks take, and the smallest change, on the rules in use.

    python -m bench.checks

Prints seconds per check with proof and for all checks together, and the times of the smallest change over all
worked cases. Exits 1 above a limit.
"""

from __future__ import annotations

import statistics
import sys
import time
from contextlib import closing

from engine.change import smallest_change
from engine.checks import PROOFS, check_content
from engine.checks.evidence import Evidence
from engine.checks.examples import example_answers
from engine.desugar import compile_program
from engine.engine import Engine
from engine.load import Content, content_root, load_content

TOPIC = "sociale-media/v1"
CHECKS, CHANGE = 10.0, 1.0  # limits, in seconds: all checks, and the median change


def checks(content: Content) -> float:
    """Print the time of each check with proof; return the time of all checks together."""
    program = compile_program(content, TOPIC)
    start = time.perf_counter()
    with closing(Evidence(content, program)) as evidence:
        print(f"{'worlds':<28}{time.perf_counter() - start:8.2f} s")
        for check in PROOFS:
            start = time.perf_counter()
            found = list(check(content, evidence))
            name = check.__module__.rpartition(".")[2]
            print(f"{name:<28}{time.perf_counter() - start:8.2f} s  {len(found)} findings")
    start = time.perf_counter()
    findings = check_content(content)
    took = time.perf_counter() - start
    print(f"{'all checks':<28}{took:8.2f} s  {len(findings)} findings")
    return took


def changes(content: Content) -> float:
    """Print the times of the smallest change; return the median."""
    own, other, whole = [], [], 0
    with closing(Engine(content, TOPIC)) as engine:
        for case in content.examples[TOPIC].cases:
            assessment = engine.assess(example_answers(content, engine, case), case.day)
            reach = engine.possible(assessment)
            start = time.perf_counter()
            found = smallest_change(engine, assessment, reach)
            took = time.perf_counter() - start
            whole += found.complete
            if found.own:
                own.append(took)
            elif found.subject:
                other.append(took)
    for name, times in (("own conduct", own), ("the subject", other)):
        row = f"median {statistics.median(times):5.2f} s, most {max(times):5.2f} s"
        print(f"{'change: ' + name:<28}{len(times):4} cases, {row}")
    print(f"{'change: proven smallest':<28}{whole:4} of {len(content.examples[TOPIC].cases)} cases")
    return statistics.median(own + other)


def main() -> int:
    """Run both."""
    content = load_content(content_root())
    return int((checks(content) > CHECKS) | (changes(content) > CHANGE))


if __name__ == "__main__":
    sys.exit(main())
