"""V001: a rule, floor, signal, measure or outcome that no example reaches."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.examples import Worked
from engine.conditions import holds
from engine.diagnostics import Diagnostic


def check(worked: Worked) -> Iterator[Diagnostic]:
    """Wat: geen enkel voorbeeld raakt deze regel.

    Waarom: wat geen voorbeeld raakt, is niet beproefd.
    Fout: een trede van de ladder zonder voorbeeld dat daar uitkomt.
    Goed: voeg een voorbeeld toe dat de regel raakt.
    """
    program, reached = worked.program, _reached(worked)
    source = worked.content.file("regels", program.id)
    for item in program.items:
        for case in getattr(item, "cases", ()):
            place = case.note.place
            if place.file == source.file and (item.id, case.symbol) not in reached and case.note.because:
                line = source.lines[place.line - 1]
                yield Diagnostic(
                    place, "V001", "geen voorbeeld raakt deze regel", "voeg een voorbeeld toe", line
                )
    for key, floor in program.floors.items():
        if (f"ondergrens van {key}", "ja") not in reached and list(floor_items(floor)):
            yield source.diagnostic(
                "V001",
                ("criteria", key),
                f"geen voorbeeld valt onder de ondergrens van ‘{key}’",
                "voeg een voorbeeld toe",
                key=True,
            )


def floor_items(condition: object) -> Iterator[object]:
    """Yield the symbols that a floor waits for; a floor without them can't be missed."""
    yield from getattr(condition, "symbols", ("voorwaarde",))


def _reached(worked: Worked) -> set[tuple[str, str]]:
    """Return every (item, symbol) that is certain in some example."""
    reached: set[tuple[str, str]] = set()
    for _, assessment in worked.cases:
        symbols = assessment.evaluation.symbols
        reached |= {(item, symbol) for item, symbol in symbols.items() if symbol is not None}
        reached |= {
            (f"ondergrens van {key}", "ja")
            for key, floor in worked.program.floors.items()
            if holds(floor, symbols)
        }
    return reached
