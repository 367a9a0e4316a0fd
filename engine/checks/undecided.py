"""G009: what the checks could not decide within their limits."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence
from engine.diagnostics import Diagnostic
from engine.load import Content


def check(_content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: een controle heeft haar grens bereikt voordat er een antwoord was.

    Waarom: niet gevonden is dan niet hetzelfde als niet aanwezig.
    Fout: duizend vragen die samen één score bepalen.
    Goed: maak de regels kleiner, of toets dit punt met een voorbeeld.
    """
    for path, what in evidence.undecided:
        known = path if path in evidence.source.marks else ("ladder",)
        found = evidence.source.diagnostic(
            "G009", known, f"onbeslist: {what}", "maak de regels kleiner, of toets dit met een voorbeeld"
        )
        yield Diagnostic(found.place, "G009", found.message, found.hint, found.excerpt, "let op")
