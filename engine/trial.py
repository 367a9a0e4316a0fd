"""A trial of one rule set before it is used: compile it for every reader, and compare them.

durable-rules can hang or crash on rules that it can't take, so the trial runs in a process of its own
(see `activation.py`): `python -m engine.trial FOLDER RULESET` prints its findings as JSON.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from engine.chains import TooLarge
from engine.compiled import Compiled
from engine.desugar import compile_program
from engine.diagnostics import Diagnostic, render_json
from engine.evaluate import partial
from engine.load import Content, read_content
from engine.program import Program
from engine.ruleset import DurableRules, EngineFault

RUNS = 200
MAX_QUESTIONS, MAX_RULES = 300, 1_000


def trial(content: Content, ruleset: str, runs: int = RUNS) -> list[Diagnostic]:
    """Return what keeps a rule set from being used: too large, or readers that differ."""
    source = content.file("regels", ruleset)
    large = list(_too_large(content, ruleset))
    if large:
        return large
    program = compile_program(content, ruleset)
    try:
        with DurableRules(program) as durable:
            compiled = Compiled(program)
            for given, known in _random_answers(program, runs):
                plain = partial(program, given, known)
                if compiled.evaluate(given, known) != plain or durable.evaluate(given, known) != plain:
                    hint = "dit is een fout van Basislijn; meld hem met dit bestand erbij"
                    return [
                        source.diagnostic("T002", (), "de lezers van deze regels zijn het niet eens", hint)
                    ]
    except (TooLarge, EngineFault) as error:
        message = f"deze regels zijn te groot voor de regelmotor ({error})"
        return [source.diagnostic("T001", (), message, "splits lange voorwaarden, of maak er kenmerken van")]
    return []


def _too_large(content: Content, ruleset: str) -> Iterator[Diagnostic]:
    rules = content.rulesets[ruleset]
    questions = len(content.questionnaires[rules.questionnaire].questions)
    if questions > MAX_QUESTIONS:
        form = content.file("vragenlijst", rules.questionnaire)
        message = f"{questions} vragen; er kunnen er {MAX_QUESTIONS} zijn"
        yield form.diagnostic("T001", ("secties",), message, "splits de vragenlijst", key=True)
    count = sum(len(fact.rules) for fact in rules.facts.values()) + len(rules.ladder)
    count += sum(len(c.rules) + len(c.verdicts) for c in rules.criteria.values())
    count += len(rules.signals) + len(rules.measures)
    if count > MAX_RULES:
        source = content.file("regels", ruleset)
        yield source.diagnostic(
            "T001", (), f"{count} regels; er kunnen er {MAX_RULES} zijn", "splits de regels"
        )


def _random_answers(program: Program, runs: int) -> Iterator[tuple[dict[str, str | None], dict[str, str]]]:
    rng = random.Random(program.hash)  # noqa: S311  (a fixed sample, not a secret)
    known_symbols = {
        name: [c.symbol for c in cells] or ["ja", "nee"] for name, cells in program.knowledge.items()
    }
    for run in range(runs):
        share = (0.0, 0.1, 0.5)[run % 3]
        given = {i.id: None if rng.random() < share else rng.choice(i.answers) for i in program.inputs}
        yield given, {name: rng.choice(symbols) for name, symbols in known_symbols.items()}


def main(folder: str, ruleset: str) -> int:
    """Print the findings of a trial as JSON."""
    content, _ = read_content(Path(folder))
    print(render_json(trial(content, ruleset)))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
