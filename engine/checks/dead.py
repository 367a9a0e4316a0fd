"""G002 and G003: rules, rungs and questions that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence, symbol_is, with_example
from engine.conditions import HIDDEN, NOT_APPLICABLE, TRUE, Is
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.program import Case, Decision
from engine.source import Path

LADDER = "uitkomst"


def check(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: een regel, trede of vraag komt bij geen enkel antwoord aan de beurt.

    Waarom: wie de regels leest, denkt dat deze regel telt.
    Fout: een regel voor ‘nee’ onder een regel die al voor elk antwoord geldt.
    Goed: zet de regel hoger, verander de voorwaarde, of haal hem weg.
    """
    for item in evidence.program.items:
        if isinstance(item, Decision):
            for case in item.cases:
                yield from _case(evidence, item, case)
    yield from _outcomes(evidence)
    yield from _questions(content, evidence)


def _case(evidence: Evidence, item: Decision, case: Case) -> Iterator[Diagnostic]:
    place = case.note.place
    if not case.note.because or place.file != evidence.source.file or _made_here(case):
        return
    path: Path = (item.id, case.symbol)
    with evidence.doubt(path, f"of de regel op regel {place.line} ooit geldt"):
        if evidence.possible(symbol_is(item.id, case.symbol)):
            return
        line = evidence.source.lines[place.line - 1]
        ladder = item.id == LADDER
        code, what = ("G003", "deze trede") if ladder else ("G002", "deze regel")
        if case.when == TRUE:
            message = f"{what} komt nooit aan de beurt: er geldt altijd al een regel hierboven"
            hint = "dit mag blijven staan als vangnet"
            yield Diagnostic(place, code, message, hint, line, "let op")
            return
        own = evidence.world(case.when)
        if own is None:
            message, hint = f"{what} kan nooit gelden", "verander de voorwaarde, of haal de regel weg"
            yield Diagnostic(place, code, message, hint, line)
            return
        message = f"{what} komt nooit aan de beurt: waar hij geldt, geldt al een regel hierboven"
        finding = Diagnostic(place, code, message, "zet hem hoger, of haal hem weg", line)
        yield with_example(finding, evidence.shown(own, case.when))


def _made_here(case: Case) -> bool:
    """Whether the case comes with the short form of a criterion: what does not apply."""
    return isinstance(case.when, Is) and case.when.symbols <= {HIDDEN, NOT_APPLICABLE}


def _outcomes(evidence: Evidence) -> Iterator[Diagnostic]:
    given = {rung.outcome for rung in evidence.rules.ladder}
    for key in evidence.rules.outcomes:
        if key not in given:
            yield evidence.source.diagnostic(
                "G003",
                ("uitkomsten", key),
                f"geen trede van de ladder geeft ‘{key}’",
                "voeg een trede toe, of haal de uitkomst weg",
                key=True,
            )


def _questions(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    source = content.file("vragenlijst", evidence.form.id)
    for index, section in enumerate(evidence.form.sections):
        for key in section.questions:
            first = evidence.program.inputs_of[key][0]
            if first.shown is None:
                continue
            path: Path = ("secties", index, "vragen", key, "toon_als")
            with evidence.doubt(path, f"of de vraag ‘{key}’ ooit verschijnt"):
                if not evidence.possible(symbol_is(first.id, *first.answers)):
                    yield source.diagnostic(
                        "G002", path, f"de vraag ‘{key}’ verschijnt nooit", "verander ‘toon_als’"
                    )
