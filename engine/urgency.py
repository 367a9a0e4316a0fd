"""How soon a measure is due, from its term in words."""

from __future__ import annotations

import re

_DAYS = {"dag": 1, "week": 7, "weken": 7, "maand": 30, "jaar": 365}
_BEFORE_BEGINNING, _OTHER, _AT_THE_END, _RECURRING = 45, 3_000, 4_000, 5_000
_BEGINNING = re.compile(r"v(oo|óó)r(dat u| de| het)? ?(start|contract|ondertekening|tekent)")


def urgency(term: str) -> int:
    """Return a rank, lowest first: direct, then by time, then before an end date, then what recurs.

    What is due before the start or the signature comes between one month and three: nobody begins without it.

    >>> sorted(["elk half jaar", "binnen 3 maanden", "direct", "binnen 1 maand"], key=urgency)
    ['direct', 'binnen 1 maand', 'binnen 3 maanden', 'elk half jaar']
    """
    words = term.lower()
    if words.startswith(("direct", "vandaag", "nu")):
        return 0
    if words.startswith(("elk", "ieder", "jaarlijks", "doorlopend")):
        return _RECURRING
    if _BEGINNING.match(words):
        return _BEFORE_BEGINNING
    match = re.search(r"([0-9]+) (dag|week|weken|maand|jaar)", words)
    if match:
        return int(match[1]) * _DAYS[match[2]]
    return _AT_THE_END if words.startswith(("voor", "op", "vóór")) else _OTHER
