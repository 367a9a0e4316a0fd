"""Sow faults in the real content, one at a time, and count how many `basislijn check` finds.

    python scripts/zaaifouten.py

The faults are the mutants of `engine/mutants.py` that change anything: as many of each kind, drawn with a
fixed seed, or all of them. A fault is found when reading, a check or an example finds something. Prints the
share found, and every miss. A mutant that the solver proves to change nothing is no fault, and is left out.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.checks import check_content  # noqa: E402
from engine.coverage import Trial  # noqa: E402
from engine.load import content_root, load_content  # noqa: E402
from engine.mutants import Mutant, apply, mutants  # noqa: E402

TOPIC, COUNT, SEED = "sociale-media/v1", 80, 1


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


def code_of(trial: Trial, mutant: Mutant) -> str:
    """Return the code by which a fault is found, or an empty text.

    Whether an example notices is asked first, of all at once; only for the rest the whole check runs.
    """
    changed = apply(trial.content, mutant)
    if changed is None:
        return "lezen"
    variant = trial.variant(mutant)
    if variant is not None and trial.notices(*variant):
        return "E001"
    return next((d.code for d in check_content(changed)), "")


def harvest(count: int | None = COUNT) -> Harvest:
    """Sow and count."""
    trial = Trial(load_content(content_root()), TOPIC)
    codes, missed = defaultdict[str, int](int), []
    sown = sow(trial, count)
    for mutant in sown:
        code = code_of(trial, mutant)
        if code:
            codes[code] += 1
        else:
            missed.append(mutant)
    return Harvest(len(sown), dict(codes), tuple(missed))


def main() -> int:
    """Print the share found and every miss."""
    parser = argparse.ArgumentParser(prog="zaaifouten")
    parser.add_argument("--aantal", type=int, default=COUNT)
    parser.add_argument("--alles", action="store_true", help="zaai elke fout")
    options = parser.parse_args()
    found = harvest(None if options.alles else options.aantal)
    by = ", ".join(f"{code}: {number}" for code, number in sorted(found.codes.items()))
    print(f"{found.sown} fouten gezaaid, {found.share}% gevonden ({by})")
    for mutant in found.missed:
        print(f"{mutant.place}: gemist: {mutant.clause}")
    return 1 if found.missed else 0


if __name__ == "__main__":
    sys.exit(main())
