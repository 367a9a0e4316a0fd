"""Sow faults in the real content, one at a time, and count how many `basislijn check` finds.

    python scripts/zaaifouten.py

In every topic that has examples. The faults are the mutants of `engine/mutants.py` that change anything: as
many of each kind, drawn with a fixed seed, or all of them. A fault is found when reading, a check or an
example finds something. Prints the share found, and every miss. A mutant that the solver proves to change
nothing is no fault, and is left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.checks import Proved, check_content, text_of  # noqa: E402
from engine.coverage import Trial  # noqa: E402
from engine.load import Content, content_root, load_content  # noqa: E402
from engine.mutants import Mutant, apply, mutants  # noqa: E402

COUNT, SEED = 25, 1  # per topic


@dataclass(frozen=True)
class Harvest:
    """What was sown, by which code faults were found, and the misses."""

    sown: int
    codes: dict[str, int]
    missed: tuple[Mutant, ...]

    @property
    def share(self) -> int:
        """The share found, in whole per cents, rounded down."""
        return 100 * (self.sown - len(self.missed)) // self.sown


def sow(trial: Trial, count: int | None) -> list[Mutant]:
    """Return so many faults that change what the rules do, spread over the kinds; None for all."""
    rng = random.Random(SEED)  # noqa: S311  (a fixed sample, not a secret)
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants(trial.content, trial.ruleset):
        kinds[mutant.operator].append(mutant)
    for found in kinds.values():
        rng.shuffle(found)
    chosen: list[Mutant] = []
    while (count is None or len(chosen) < count) and any(kinds.values()):
        for found in kinds.values():
            while found and (count is None or len(chosen) < count):
                mutant = found.pop()
                if is_fault(trial, mutant):
                    chosen.append(mutant)
                    break
    return chosen


def is_fault(trial: Trial, mutant: Mutant) -> bool:
    """Whether a mutant is refused by its form, or is not proved to change nothing."""
    variant = trial.variant(mutant)
    if variant is None:
        return apply(trial.content, mutant) is None
    return trial.sees(*variant) or not trial.proved(variant[1])


def code_of(trial: Trial, mutant: Mutant, others: Proved | None = None) -> str:
    """Return the code by which a fault is found, or an empty text.

    Whether an example notices is asked first, of all at once; only for the rest the whole check runs.

    Args:
        trial: the topic.
        mutant: the fault.
        others: what is proved of the other topics, by `proved_of_others`; they stay the same.
    """
    changed = apply(trial.content, mutant)
    if changed is None:
        return "lezen"
    variant = trial.variant(mutant)
    if variant is not None and trial.notices(*variant):
        return "E001"
    return next((d.code for d in check_content(changed, proved=dict(others or {}))), "")


def proved_of_others(content: Content) -> dict[str, Proved]:
    """Return per topic what is proved of all others, so that it is not proved again for each fault."""
    proved: Proved = {}
    check_content(content, proved=proved)
    return {
        topic: {key: found for key, found in proved.items() if not key.startswith(text_of(content, topic))}
        for topic in content.examples
    }


def harvest(topics: Collection[str] = (), count: int | None = COUNT) -> dict[str, Harvest]:
    """Sow and count, in these topics or in all that have examples."""
    content = load_content(content_root())
    others = proved_of_others(content)
    return {
        topic: _harvested(Trial(content, topic), count, others[topic])
        for topic in sorted(topics or content.examples)
    }


def _harvested(trial: Trial, count: int | None, others: Proved) -> Harvest:
    codes, missed = defaultdict[str, int](int), []
    sown = sow(trial, count)
    for mutant in sown:
        code = code_of(trial, mutant, others)
        if code:
            codes[code] += 1
        else:
            missed.append(mutant)
    return Harvest(len(sown), dict(codes), tuple(missed))


def main() -> int:
    """Print the share found and every miss."""
    parser = argparse.ArgumentParser(prog="zaaifouten")
    parser.add_argument("onderwerpen", nargs="*", help="bijvoorbeeld cloud/v1; zonder: alle met voorbeelden")
    parser.add_argument("--aantal", type=int, default=COUNT, help="per onderwerp")
    parser.add_argument("--alles", action="store_true", help="zaai elke fout")
    options = parser.parse_args()
    missed = False
    for topic, found in harvest(options.onderwerpen, None if options.alles else options.aantal).items():
        by = ", ".join(f"{code}: {number}" for code, number in sorted(found.codes.items()))
        print(f"{topic}: {found.sown} fouten gezaaid, {found.share}% gevonden ({by})")
        for mutant in found.missed:
            print(f"{mutant.place}: gemist: {mutant.clause}")
        missed = missed or bool(found.missed)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
