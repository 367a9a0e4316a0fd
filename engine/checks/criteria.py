"""G004: criteria that can never be met or missed, and floors that can't be missed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence
from engine.conditions import Is
from engine.diagnostics import Diagnostic
from engine.load import Content


def check(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: een criterium geeft altijd of nooit het hoogste oordeel, of een ondergrens is nooit te missen.

    Waarom: zo'n criterium weegt wel mee, maar maakt geen verschil.
    Fout: ‘ondergrens: ja’, terwijl geen enkel antwoord het laagste oordeel geeft.
    Goed: een oordeel voor het beste en voor het slechtste antwoord.
    """
    scale = content.baselines[evidence.rules.baseline].scale
    for key in evidence.rules.criteria:
        points = {s: scale.points(v) for s, v in evidence.program.values[key].items()}
        met = frozenset(s for s, p in points.items() if p == scale.highest)
        missed = frozenset(s for s, p in points.items() if p is not None and p < scale.highest)
        with evidence.doubt(("criteria", key), f"of ‘{key}’ te halen en te missen is"):
            if not evidence.possible(Is(key, met)):
                hint = "geef het beste antwoord het hoogste oordeel"
                yield _finding(evidence, key, f"geen enkel antwoord geeft ‘{key}’ het hoogste oordeel", hint)
            if not evidence.possible(Is(key, missed)):
                hint = "geef een slechter antwoord een lager oordeel"
                yield _finding(evidence, key, f"geen enkel antwoord geeft ‘{key}’ minder punten", hint)
    for key, floor in evidence.program.floors.items():
        with evidence.doubt(("criteria", key, "ondergrens"), f"of de ondergrens van ‘{key}’ te missen is"):
            if evidence.world(floor) is None:
                yield evidence.source.diagnostic(
                    "G004",
                    ("criteria", key, "ondergrens"),
                    f"de ondergrens van ‘{key}’ is nooit te missen",
                    "geef het slechtste antwoord het laagste oordeel, of haal de ondergrens weg",
                )


def _finding(evidence: Evidence, key: str, message: str, hint: str) -> Diagnostic:
    found = evidence.source.diagnostic("G004", ("criteria", key), message, hint, key=True)
    return Diagnostic(found.place, found.code, message, hint, found.excerpt, "let op")
