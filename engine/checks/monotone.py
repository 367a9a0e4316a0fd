"""G008: a better answer that worsens the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from engine.checks.evidence import Evidence, symbol_is, with_example
from engine.conditions import All, Condition
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.search import Undecided, World
from engine.source import Path
from engine.witness import Example, example

Step = tuple[str, str]  # a worse and a better answer


def check(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: een beter antwoord geeft een slechter advies, terwijl al het andere gelijk blijft.

    Waarom: dan loont het om het slechter te doen, of om het slechter in te vullen.
    Fout: een trede die iemand met ‘voldoet’ strenger behandelt dan iemand met ‘deels’.
    Goed: zet de treden zo dat meer punten nooit een slechter advies geven.
    """
    source = content.file("vragenlijst", evidence.form.id)
    for index, section in enumerate(evidence.form.sections):
        for key in section.questions:
            steps = _steps(evidence, key)
            if not steps:
                continue
            path: Path = ("secties", index, "vragen", key)
            with evidence.doubt(path, f"of een beter antwoord op ‘{key}’ nooit een slechter advies geeft"):
                found = _worse(evidence, key, steps)
                if found is not None:
                    (low, high), shown = found
                    message = (
                        f"het betere antwoord ‘{high}’ op ‘{key}’ kan een slechter advies geven dan ‘{low}’"
                    )
                    hint = "kijk welke regel of trede het betere antwoord zwaarder behandelt"
                    yield with_example(source.diagnostic("G008", path, message, hint, key=True), shown)


def _steps(evidence: Evidence, question: str) -> list[Step]:
    """Return the pairs of a worse and a better answer, by the points in criteria that follow the question.

    Better is: nowhere fewer points, and somewhere more. Only steps without an answer in between are given.
    """
    scale = evidence.baseline.scale
    rows: dict[str, list[int]] = {}
    for criterion in evidence.rules.criteria.values():
        if criterion.follows == question:
            for option, verdict in criterion.verdicts.items():
                points = scale.points(verdict.judgement)
                rows.setdefault(option, []).append(-1 if points is None else points)
    rows = {option: points for option, points in rows.items() if -1 not in points}
    pairs = [(a, b) for a, b in permutations(rows, 2) if _below(rows[a], rows[b])]
    between = {(a, c) for a, b in pairs for b2, c in pairs if b == b2}
    return [pair for pair in pairs if pair not in between]


def _below(less: list[int], more: list[int]) -> bool:
    return less != more and all(a <= b for a, b in zip(less, more, strict=True))


def _worse(evidence: Evidence, question: str, steps: list[Step]) -> tuple[Step, Example] | None:
    ways = [
        ((low, high), _rank_at_most(evidence, rank), _rank_above(evidence, rank))
        for low, high in steps
        for rank in sorted(set(evidence.ranks.values()))[:-1]
    ]
    pairs = [(_both(question, step[0], good), _both(question, step[1], bad)) for step, good, bad in ways]
    found = evidence.search.pair(question, pairs)
    if found is None:
        return None
    for step, good, bad in ways:
        if found[0].holds(_both(question, step[0], good)) and found[1].holds(_both(question, step[1], bad)):
            return step, _shown(evidence, question, step, found, good, bad)
    return None


def _both(question: str, option: str, rank: Condition) -> Condition:
    return All((symbol_is(question, option), rank))


def _shown(
    evidence: Evidence,
    question: str,
    step: Step,
    found: tuple[World, World],
    good: Condition,
    bad: Condition,
) -> Example:
    """Return the fewest answers with the better one: changed to the worse one, the outcome is better."""
    first, second = _both(question, step[0], good), _both(question, step[1], bad)
    try:
        needed = evidence.search.reason_of_pair(question, found, [first], [second])
    except Undecided:
        needed = [key for key in evidence.form.questions if key != question]
    return example(evidence.form, evidence.program, found[1].given, [*needed, question])


def _rank_at_most(evidence: Evidence, rank: int) -> Condition:
    return symbol_is("uitkomst", *(s for s, r in evidence.ranks.items() if r <= rank))


def _rank_above(evidence: Evidence, rank: int) -> Condition:
    return symbol_is("uitkomst", *(s for s, r in evidence.ranks.items() if r > rank))
