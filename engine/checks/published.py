"""V090: a published file that was changed."""

from __future__ import annotations

from collections.abc import Iterator

from engine.diagnostics import Diagnostic, Place
from engine.frozen import LOCK
from engine.load import Content


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een gepubliceerd bestand is veranderd of weggehaald.

    Waarom: adviezen zijn op dit bestand gegeven, en moeten later na te rekenen zijn.
    Fout: een gewicht aanpassen in een versie die in rules/versions.lock staat.
    Goed: haal de oude tekst terug, en maak een nieuwe versie met ‘basislijn nieuw’.
    """
    here = {source.file: key for key, source in content.files.items()}
    for file, published in content.published.items():
        if file not in here:
            yield Diagnostic(
                Place(file),
                "V090",
                "dit bestand is gepubliceerd en ontbreekt",
                f"zet het terug; {LOCK} zegt welke versie het was",
            )
        elif content.file_hash(*here[file]) != published:
            topic = here[file][1].rpartition("/")[0]
            yield content.file(*here[file]).diagnostic(
                "V090",
                (),
                "dit bestand is gepubliceerd en daarna veranderd",
                f"haal de oude tekst terug, en maak een nieuwe versie met ‘basislijn nieuw {topic}’",
            )
