"""G001: answers for which a criterion has no judgement."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from engine.conditions import GAP, Condition, holds, leaves
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.program import Decision, Input, Program

MOST_WORLDS = 20_000


def check(content: Content, program: Program) -> Iterator[Diagnostic]:
    """Wat: voor sommige antwoorden heeft een criterium geen oordeel.

    Waarom: het criterium zou dan stil niet meetellen, en de score lijkt hoger of lager dan hij is.
    Fout: regels voor ‘ja’ en ‘deels’, en niets voor ‘nee’.
    Goed: een laatste regel met ‘anders: ja’, of een regel voor elk antwoord.
    """
    source = content.file("regels", program.id)
    for key in content.rulesets[program.id].criteria:
        found = gap(program, key)
        if found is not None:
            answers = ", ".join(f"{name}: {symbol}" for name, symbol in found.items())
            yield source.diagnostic(
                "G001",
                ("criteria", key),
                f"geen regel van ‘{key}’ past bij {answers}",
                "voeg een regel toe, of eindig met ‘anders: ja’",
                key=True,
            )


def gap(program: Program, key: str) -> dict[str, str] | None:
    """Return answers for which no case holds, or None.

    The symbols of the items just below are tried in every combination; facts are followed down to answers.
    """
    decision = program.by_name[key]
    assert isinstance(decision, Decision)
    if any(not list(leaves(case.when)) and holds(case.when, {}) for case in decision.cases):
        return None
    inputs = sorted(_inputs(program, decision.conditions()))
    options = [program.by_name[name].symbols for name in inputs]  # type: ignore[union-attr]
    if prod(map(len, options)) > MOST_WORLDS:
        return None
    parts = _needed(program, decision)
    for row in product(*options):
        symbols: dict[str, str | None] = dict(zip(inputs, row, strict=True))
        for part in parts:
            symbols[part.id] = _first(part, symbols)
        if _first(decision, symbols) == GAP:
            return {name: str(symbols[name]).lstrip("*") for name in inputs}
    return None


def _inputs(program: Program, conditions: Iterator[Condition]) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        for leaf in leaves(condition):
            item = program.by_name.get(leaf.item)
            if isinstance(item, Input):
                found.add(item.id)
            elif isinstance(item, Decision):
                found |= _inputs(program, item.conditions())
    return found


def _needed(program: Program, decision: Decision) -> list[Decision]:
    """Return the decisions below, lowest first."""
    found: dict[str, Decision] = {}
    for condition in decision.conditions():
        for leaf in leaves(condition):
            item = program.by_name.get(leaf.item)
            if isinstance(item, Decision):
                found.update((part.id, part) for part in _needed(program, item))
                found[item.id] = item
    return list(found.values())


def _first(decision: Decision, symbols: dict[str, str | None]) -> str:
    return next((c.symbol for c in decision.cases if holds(c.when, symbols)), decision.otherwise)
