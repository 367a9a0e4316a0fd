"""G001: answers for which a criterion has no judgement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod

from engine.conditions import GAP, HIDDEN, NOT_APPLICABLE, TRUE
from engine.diagnostics import Diagnostic
from engine.evaluate import world
from engine.load import Content
from engine.models import Questionnaire
from engine.program import Decision, Input, Program, looks_at

MOST_WORLDS = 20_000


def check(content: Content, program: Program) -> Iterator[Diagnostic]:
    """Wat: voor sommige antwoorden heeft een criterium geen oordeel.

    Waarom: het criterium zou dan stil niet meetellen, en de score lijkt hoger of lager dan hij is.
    Fout: regels voor ‘ja’ en ‘deels’, en niets voor ‘nee’.
    Goed: een laatste regel met ‘anders: ja’, of een regel voor elk antwoord.
    """
    source = content.file("regels", program.id)
    form = content.questionnaires[content.rulesets[program.id].questionnaire]
    for key in content.rulesets[program.id].criteria:
        found = gap(program, key)
        if found is not None:
            answers = ", ".join(f"{name}: {_written(form, program, name, s)}" for name, s in found.items())
            yield source.diagnostic(
                "G001",
                ("criteria", key),
                f"geen regel van ‘{key}’ past bij {answers}",
                "voeg een regel toe, of eindig met ‘anders: ja’",
                key=True,
            )


def _written(form: Questionnaire, program: Program, name: str, symbol: str) -> str:
    """Return an answer as an author writes it; of an interval its first number or date."""
    item = program.by_name[name]
    low = next((c.low for c in getattr(item, "cells", ()) if c.symbol == symbol), None)
    if low is None or not isinstance(item, Input):
        return symbol
    if form.questions[item.question].kind == "datum":
        return date.fromordinal(low).isoformat()
    return f"{Decimal(low).scaleb(-item.decimals)}"


def gap(program: Program, key: str) -> dict[str, str] | None:
    """Return answers for which no case holds, or None.

    Only what the criterion looks at, directly or through facts and visibility, is tried.
    """
    decision = program.by_name[key]
    assert isinstance(decision, Decision)
    if any(case.when == TRUE for case in decision.cases):
        return None
    part = _below(program, key)
    questions = [_answers(inputs) for inputs in part.inputs_of.values()]
    if prod(map(len, questions)) > MOST_WORLDS:
        return None
    for row in product(*questions):
        given = {name: symbol for answer in row for name, symbol in answer.items()}
        meant = world(part, given, {})
        if meant[key] == GAP:
            shown = sorted(name for name in given if meant[name] != HIDDEN)
            return {name: meant[name].lstrip("*") for name in shown}
    return None


def _below(program: Program, key: str) -> Program:
    """Return the program with only what an item looks at, and that item."""
    needed: set[str] = set()
    waiting = [key]
    while waiting:
        item = program.by_name[waiting.pop()]
        if item.id not in needed:
            needed.add(item.id)
            waiting += looks_at(item)
    layers = (tuple(item for item in layer if item.id in needed) for layer in program.layers)
    return replace(program, layers=tuple(layers))


def _answers(inputs: tuple[Input, ...]) -> list[dict[str, str]]:
    """Return every answer to one question, as the symbols of its inputs."""
    names = [item.id for item in inputs]
    rows = [dict(zip(names, row, strict=True)) for row in product(*(item.values for item in inputs))]
    return [*rows, dict.fromkeys(names, NOT_APPLICABLE)] if inputs[0].not_applicable else rows
