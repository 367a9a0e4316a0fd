"""G005 and G007: signals and floors that the most favourable outcome contradicts."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.evidence import Evidence, symbol_is, with_example
from engine.conditions import Condition
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.source import Path


def check(_content: Content, evidence: Evidence) -> Iterator[Diagnostic]:
    """Wat: het gunstigste advies samen met een gemiste ondergrens, of met ‘stop’ waar u niets aan kunt doen.

    Waarom: wie leest dat alles goed is, slaat de waarschuwing over. Een hoge score mag een gemiste
    ondergrens niet verbergen. Een signaal dat altijd geldt, zegt niets.
    Fout: een ladder die alleen naar de score kijkt, bij een criterium met ‘ondergrens: ja’.
    Goed: een trede voor ‘beginselen_gemist’ boven de treden over de score.
    """
    yield from _floors(evidence)
    yield from _stops(evidence)
    yield from _always(evidence)


def _floors(evidence: Evidence) -> Iterator[Diagnostic]:
    for key, floor in evidence.program.floors.items():
        yield from _together(
            evidence,
            "G007",
            ("criteria", key, "ondergrens"),
            floor,
            f"wie de ondergrens van ‘{key}’ mist, kan toch het gunstigste advies krijgen",
            "zet boven in de ladder een trede voor ‘beginselen_gemist’ of ‘blokkade’",
        )


def _stops(evidence: Evidence) -> Iterator[Diagnostic]:
    own = {key for key, question in evidence.form.questions.items() if question.arrangeable}
    for key, signal in evidence.rules.signals.items():
        name = f"signaal.{key}"
        if signal.severity == "stop" and not own & evidence.program.questions_below[name]:
            yield from _together(
                evidence,
                "G005",
                ("signalen", key),
                symbol_is(name, "ja"),
                f"‘{key}’ zegt stop bij het gunstigste advies, en er is niets aan te regelen",
                "geef dan een ander advies, of zet ‘te_regelen: ja’ bij de vraag die het oplost",
            )


def _always(evidence: Evidence) -> Iterator[Diagnostic]:
    for key in evidence.rules.signals:
        path: Path = ("signalen", key)
        with evidence.doubt(path, f"of ‘{key}’ soms niet geldt"):
            if not evidence.possible(symbol_is(f"signaal.{key}", "nee")):
                found = evidence.source.diagnostic(
                    "G005",
                    path,
                    f"‘{key}’ geldt bij elk antwoord",
                    "verander de voorwaarde, of zeg het in de uitleg",
                    key=True,
                )
                yield with_example(found, (), "let op")


def _together(
    evidence: Evidence, code: str, path: Path, wrong: Condition, message: str, hint: str
) -> Iterator[Diagnostic]:
    """Yield a finding when something wrong goes together with the most favourable outcome."""
    if len(set(evidence.ranks.values())) < 2:
        return
    with evidence.doubt(path, f"of {message}"):
        found = evidence.complete_world(wrong, evidence.best)
        if found is not None:
            finding = evidence.source.diagnostic(code, path, message, hint, key=code == "G005")
            yield with_example(finding, evidence.shown(found, wrong, evidence.best))
