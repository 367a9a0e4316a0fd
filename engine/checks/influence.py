"""G006: a question that influences nothing."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence, with_example
from engine.conditions import leaves
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.program import Decision, Score
from engine.side_questions import for_publications
from engine.source import Path


def check(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: het antwoord op een vraag maakt nergens verschil: niet in het advies en niet in wat u doet.

    Waarom: elke vraag kost iemand tijd.
    Fout: een vraag waar geen regel naar kijkt.
    Goed: haal de vraag weg, of gebruik haar in een kenmerk, criterium, signaal, maatregel of uitvoer.
    """
    source = content.file("vragenlijst", evidence.form.id)
    names, published = _results(evidence), for_publications(content, evidence.program)
    for index, section in enumerate(evidence.form.sections):
        for key, question in section.questions.items():
            path: Path = ("secties", index, "vragen", key)
            if question.kind == "tekst" or key in published:
                continue
            if _counted(evidence, key):
                continue
            with evidence.doubt(path, f"of de vraag ‘{key}’ verschil maakt"):
                known = evidence.influences(key, names)
                if not (_different(evidence, key, names) if known is None else known):
                    found = source.diagnostic(
                        "G006",
                        path,
                        f"de vraag ‘{key}’ maakt nergens verschil",
                        "haal de vraag weg, of gebruik haar in een regel",
                        key=True,
                    )
                    yield with_example(found, (), "let op")


def _results(evidence: Evidence) -> list[str]:
    """Return the items that people see: facts, judgements, scores, signals, measures and the outcome."""
    names = [item.id for item in evidence.program.items if isinstance(item, Decision)]
    score = evidence.program.by_name["score"]
    return [*names, *score.cells] if isinstance(score, Score) else names


def _counted(evidence: Evidence, question: str) -> bool:
    """Whether the question stands in a tally that is shown, or in the start of a measure."""
    inputs = {item.id for item in evidence.program.inputs_of[question]}
    tests = [part for parts in evidence.program.tallies.values() for part in parts]
    tests += [when for rows in evidence.program.starts.values() for when, _ in rows]
    return any(leaf.item in inputs for test in tests for leaf in leaves(test))


def _different(evidence: Evidence, question: str, names: list[str]) -> bool:
    """Whether two worlds that differ in this question alone differ in a result; raises Undecided."""
    return _varies(evidence, question, names) or evidence.search.different(question, names) is not None


def _varies(evidence: Evidence, question: str, names: list[str]) -> bool:
    """Whether sampled worlds that differ in this question alone differ in a result."""
    return any(
        any(evidence.bit(row, name) != evidence.bit(group[0][1], name) for name in names)
        for group in evidence.varied(question)
        for _, row in group[1:]
    )
