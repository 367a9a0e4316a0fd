"""B003: a source whose page was last seen long ago."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from engine.assess import earlier
from engine.diagnostics import Diagnostic
from engine.load import Content

OLD = "24 maanden"


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een bron met een webadres die lang geleden is bekeken, of waarvan niet bekend is wanneer.

    Waarom: een pagina verhuist of verandert; dan klopt de onderbouwing niet meer.
    Fout: ‘gezien’ ligt meer dan twee jaar voor de nieuwste datum in deze bestanden.
    Goed: bekijk de pagina opnieuw en zet de dag bij ‘gezien’.
    """
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("basislijn", content.baselines),
        ("vragenlijst", content.questionnaires),
        ("regels", content.rulesets),
        ("uitvoer", content.publications),
    )
    newest = max(_dates(content), default=None)
    for kind, table in tables:
        for owner, model in table.items():
            for key, cited in model.sources.items():
                old = newest is not None and cited.seen is not None and cited.seen < earlier(newest, OLD)
                if cited.url and (cited.seen is None or old):
                    message = (
                        f"de pagina van ‘{key}’ is het laatst gezien op {cited.seen}"
                        if cited.seen
                        else f"bij de pagina van ‘{key}’ staat niet wanneer hij is gezien"
                    )
                    hint = "bekijk de pagina en zet de dag bij ‘gezien’"
                    found = content.file(kind, owner).diagnostic(
                        "B003", ("bronnen", key), message, hint, key=True
                    )
                    yield Diagnostic(found.place, "B003", message, hint, found.excerpt, "let op")


def _dates(content: Content) -> Iterator[date]:
    """Yield the dates in the content: the engine has no clock."""
    for examples in content.examples.values():
        yield from (case.day for case in examples.cases)
    for subject in content.subjects.values():
        yield from (fact.dated for fact in subject.facts.values())
    models: list[Any] = [*content.baselines.values(), *content.questionnaires.values()]
    for model in [*models, *content.rulesets.values(), *content.publications.values()]:
        yield from (cited.seen for cited in model.sources.values() if cited.seen is not None)
