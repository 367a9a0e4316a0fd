"""G001: answers for which a criterion has no judgement."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence, symbol_is, with_example, words
from engine.conditions import GAP
from engine.diagnostics import Diagnostic
from engine.load import Content


def check(content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: voor sommige antwoorden heeft een criterium geen oordeel.

    Waarom: het criterium zou dan stil niet meetellen, en de score lijkt hoger of lager dan hij is.
    Fout: regels voor ‘ja’ en ‘deels’, en niets voor ‘nee’.
    Goed: een laatste regel met ‘anders: ja’, of een regel voor elk antwoord.
    """
    for key in content.rulesets[evidence.program.id].criteria:
        path, gap = ("criteria", key), symbol_is(key, GAP)
        with evidence.doubt(path, f"of elk antwoord een oordeel geeft bij ‘{key}’"):
            found = evidence.complete_world(gap)
            if found is None:
                continue
            shown = evidence.shown(found, gap)
            finding = evidence.source.diagnostic(
                "G001",
                path,
                f"geen regel van ‘{key}’ past bij {words(shown)}",
                "voeg een regel toe, of eindig met ‘anders: ja’",
                key=True,
            )
            yield with_example(finding, shown)
