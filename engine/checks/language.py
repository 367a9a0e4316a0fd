"""B001 and B002: sentences and words that are hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.source import Path, Source

LONGEST = 25  # words in a sentence
_TEXTS = """
    titel samenvatting voor_wie uitleg waarom waar vraag opties omdat advies doe toelichting weten
    zo_ziet_goed_eruit gespreksvragen zelf
"""
TEXTS = frozenset(_TEXTS.split())
OUTSIDE = frozenset({"bronnen"})  # a source keeps its own title
SENTENCE = re.compile(r"(?<=[.!?])\s+")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
EASIER = {
    "aangaande": "over",
    "additioneel": "extra",
    "adequate": "goede",
    "adresseren": "aanpakken",
    "alsmede": "en",
    "alvorens": "voordat",
    "betreffende": "over",
    "conform": "volgens",
    "derhalve": "daarom",
    "desalniettemin": "toch",
    "desbetreffende": "deze",
    "dienaangaande": "daarover",
    "dienen": "moeten",
    "dient": "moet",
    "doch": "maar",
    "echter": "maar",
    "evenals": "en ook",
    "faciliteren": "helpen",
    "geschieden": "gebeuren",
    "hetgeen": "wat",
    "hieromtrent": "hierover",
    "implementeren": "invoeren",
    "indien": "als",
    "inzake": "over",
    "jegens": "tegen",
    "krachtens": "volgens",
    "middels": "met",
    "mitigeren": "beperken",
    "mits": "alleen als",
    "momenteel": "nu",
    "nadien": "daarna",
    "nochtans": "toch",
    "omtrent": "over",
    "onderhavige": "deze",
    "onverwijld": "meteen",
    "prioriteren": "voorrang geven",
    "reeds": "al",
    "tenzij": "behalve als",
    "teneinde": "om",
    "tevens": "ook",
    "thans": "nu",
    "uiterlijk": "niet later dan",
    "vigerende": "geldende",
    "voornoemde": "deze",
    "voorts": "verder",
    "wederom": "weer",
    "zodoende": "zo",
}


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een lange zin of een moeilijk woord.

    Waarom: wie moe is of weinig tijd heeft, moet het in één keer begrijpen.
    Fout: een zin van dertig woorden, of ‘indien’.
    Goed: twee korte zinnen, of ‘als’.
    """
    for (kind, _), source in content.files.items():
        if kind != "voorbeelden":
            yield from _walk(source, source.value, (), False)


def _walk(source: Source, value: Any, path: Path, inside: bool) -> Iterator[Diagnostic]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in OUTSIDE:
                yield from _walk(source, part, (*path, key), inside or key in TEXTS)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walk(source, part, (*path, index), inside)
    elif inside and isinstance(value, str):
        yield from _text(source, value, path)


def _text(source: Source, text: str, path: Path) -> Iterator[Diagnostic]:
    for sentence in SENTENCE.split(text):
        length = len(WORD.findall(sentence))
        if length > LONGEST:
            yield _note(source, "B001", path, f"deze zin heeft {length} woorden", "maak er twee zinnen van")
    for word in dict.fromkeys(WORD.findall(text.lower())):
        if word in EASIER:
            yield _note(source, "B002", path, f"‘{word}’ is een moeilijk woord", f"schrijf ‘{EASIER[word]}’")


def _note(source: Source, code: str, path: Path, message: str, hint: str) -> Diagnostic:
    found = source.diagnostic(code, path, message, hint)
    return Diagnostic(found.place, code, message, hint, found.excerpt, "let op")
