"""rules/versions.lock: the files that are published, each with the hash of what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.diagnostics import Diagnostic, Place

LOCK = "rules/versions.lock"
HEADER = """\
# Welke versies zijn gepubliceerd. Per regel: de hash van wat een bestand zegt, en het bestand.
# Een bestand dat hier staat, verandert niet meer; opmerkingen en witregels mogen wel. Zo is elk advies
# later na te rekenen. Iets verbeteren doet u in een nieuwe versie: basislijn nieuw VRAGENLIJST.
# Schrijf hier niet zelf in: basislijn bevries VRAGENLIJST/v1 doet dat.
"""
_LINE = re.compile(r"([0-9a-f]{64})  ((?:rules|questionnaires)/\S+\.yaml)")


def read_lock(text: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the hash per published file, and every finding."""
    table: dict[str, str] = {}
    findings = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None or match[2] in table:
            message = "deze regel is geen hash en een bestand" if match is None else "dit bestand staat er al"
            hint = "haal de regel terug uit het versiebeheer"
            findings.append(Diagnostic(Place(LOCK, number), "L005", message, hint, line[:160]))
            continue
        table[match[2]] = match[1]
    return table, findings


def write_lock(table: Mapping[str, str]) -> str:
    """Return the text of the lock file."""
    return HEADER + "".join(f"{table[file]}  {file}\n" for file in sorted(table))
