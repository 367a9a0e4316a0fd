"""`basislijn dekking`: what the examples reach, and which small faults in the rules none of them notices."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from engine.checks import check_content
from engine.commands.base import Command, Options
from engine.coverage import Mutation, Reached, Trial
from engine.diagnostics import ContentError
from engine.distinguish import Search
from engine.load import content_root, load_content


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dekking` takes."""
    parser.add_argument("pad", nargs="?", type=Path, help="map met questionnaires/ en rules/")
    parser.add_argument(
        "--kort", action="store_true", help="alleen wat geraakt wordt, zonder fouten te proberen"
    )
    parser.add_argument(
        "--voorstellen", action="store_true", help="stel voorbeelden voor die de fouten merken"
    )


def run(options: Options) -> int:
    """Print the coverage of every rule set with examples; 1 when a fault has no example and no reason."""
    content = load_content(options.pad or content_root())
    findings = [d for d in check_content(content) if d.severity == "fout"]
    if findings:
        raise ContentError(findings)
    missing = 0
    for ruleset in content.rulesets:
        trial = Trial(content, ruleset)
        print(f"{ruleset}: {len(trial.cases)} voorbeelden")
        _print_reached(trial.reached())
        if not options.kort:
            sys.stdout.flush()
            mutation = trial.mutation()
            _print_mutation(mutation)
            missing += len(mutation.unnoticed) + len(mutation.stale)
            if options.voorstellen and mutation.unnoticed:
                _print_proposals(trial, mutation)
    return 1 if missing else 0


def _print_reached(rows: list[Reached]) -> None:
    for row in rows:
        done = row.total - len(row.missed)
        print(f"  {row.kind:<12}{done:>4} van {row.total} ({_percent(done, row.total)})")
    for row in rows:
        for place, what in row.missed:
            print(f"{place}: geen voorbeeld raakt ‘{what}’")


def _print_mutation(mutation: Mutation) -> None:
    print(
        f"  {'fouten':<12}{mutation.noticed:>4} van {mutation.total}"
        f" ({_percent(mutation.noticed, mutation.total)}) gemerkt"
    )
    if mutation.explained:
        print(f"  {'met reden':<12}{len(mutation.explained):>4} onder ‘zonder_voorbeeld’")
    if mutation.same:
        print(f"  {'gelijk':<12}{len(mutation.same):>4} veranderen niets aan een advies; dat is bewezen")
    for mutant in mutation.unnoticed:
        print(f"{mutant.place}: {mutant.sentence}")
    for note in mutation.stale:
        print(f"zonder_voorbeeld: ‘{note.fault}’ is hier geen fout die ongemerkt blijft; haal haar weg")


def _print_proposals(trial: Trial, mutation: Mutation) -> None:
    without = []
    print("\nVoorstellen voor voorbeelden. Lees na of de verwachting klopt, en neem over wat u wilt houden.")
    with closing(Search(trial)) as search:
        for mutant in mutation.unnoticed:
            text = search.witness(mutant)
            if text is None:
                without.append(mutant)
            else:
                print(f"\n# {mutant.place}\n{text}", end="")
    if without:
        print("\nHiervoor is geen voorbeeld gevonden. Schrijf op waarom geen voorbeeld dit hoeft te merken:")
        print("\nzonder_voorbeeld:")
    for mutant in without:
        print(f"  # {mutant.place}\n  - fout: {mutant.clause}\n    omdat: …")


def _percent(part: int, total: int) -> str:
    return f"{100 * part // total}%" if total else "niets te raken"


COMMANDS = (
    Command("dekking", "laat zien wat de voorbeelden raken en welke fouten ze missen", arguments, run),
)
