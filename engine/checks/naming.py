"""R001 and R009: names that point to nothing, and names that can't be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.keywords import MISSING
from engine.scalars import ID, RESERVED
from engine.source import Path, Source


def ids(source: Source, path: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a finding for every name that can't be an id."""
    for name in names:
        here = (*path, name)
        if not ID.fullmatch(name):
            yield source.diagnostic(
                "R009",
                here,
                f"‘{name}’ kan geen naam zijn",
                "gebruik kleine letters, cijfers en _, en begin met een letter",
                key=True,
            )
        elif name in RESERVED:
            yield source.diagnostic(
                "R009", here, f"‘{name}’ heeft al een vaste betekenis", "kies een andere naam", key=True
            )


def known_names(
    source: Source, path: Path, names: Iterable[str], known: Mapping[str, object], what: str
) -> Iterator[Diagnostic]:
    """Yield a finding for every name that is not among the known ones."""
    for index, name in enumerate(names):
        if name not in known and name != MISSING:
            choice = f"kies uit: {enumerate_words(list(known))}" if known else "er is er nog geen"
            hint = suggest(name, known) or choice
            here = (*path, index) if (*path, index) in source.marks else path
            yield source.diagnostic("R001", here, f"{what} ‘{name}’ bestaat niet", hint)
