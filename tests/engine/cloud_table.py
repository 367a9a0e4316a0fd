"""The cloud framework worked out a second time, by hand, from its table: what the rules must say.

`tests/data/cloud/minima.csv` holds per objective the weight and the minimum per class of data, as in the
framework text; nothing here reads the rules.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import floor

from tests.conftest import ROOT

Answers = Mapping[str, str]
ENOUGH = 65
PRINCIPLES = {
    "zeggenschap": "strategisch",
    "recht": "juridisch",
    "data_ai": "data_en_ai",
    "werking": "operationeel",
    "keten": "toeleveringsketen",
    "technologie": "openheid",
    "veiligheid": "beveiliging",
}
WORST, BOARD, MEASURES, FINE = (
    "niet_toegestaan_of_migreren",
    "bestuurlijk_besluit",
    "toegestaan_met_maatregelen",
    "toegestaan",
)


@cache
def table() -> tuple[dict[str, str], ...]:
    """Return the rows of the table."""
    with (ROOT / "tests/data/cloud/minima.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def data_class(answers: Answers) -> str:
    """Return the class of data: the heaviest that applies."""
    if answers["kritiek"] == "ja":
        return "kritiek_proces"
    if answers["persoonsgegevens"] == "bijzondere" or answers["vertrouwelijkheid"] == "vertrouwelijk":
        return "bijzonder"
    if answers["persoonsgegevens"] == "gewone":
        return "persoonlijk"
    return answers["vertrouwelijkheid"]


def level(answers: Answers, objective: str) -> int:
    """Return a level, 0 to 4."""
    return int(answers[objective].removeprefix("seal_"))


def minima(answers: Answers) -> dict[str, int]:
    """Return the minimum of each objective that has one."""
    kind = data_class(answers)
    return {row["doel"]: int(row[kind]) for row in table() if row[kind]}


def short(answers: Answers, by: int) -> list[str]:
    """Return the objectives that stay at least so many levels below their minimum."""
    return [name for name, least in minima(answers).items() if level(answers, name) <= least - by]


def lowest(answers: Answers) -> str:
    """Return the lowest of the eight levels."""
    return f"seal_{min(level(answers, row['doel']) for row in table())}"


def score(answers: Answers) -> int:
    """Return the weighted score, 0 to 100, rounded half up."""
    points = sum(Fraction(level(answers, row["doel"]), 4) * int(row["gewicht"]) for row in table())
    return floor(points + Fraction(1, 2))


def outcome(answers: Answers) -> str:
    """Return the outcome, in the words of the framework text."""
    personal = answers["persoonsgegevens"] != "nee"
    if personal and (answers["datalocatie"] == "niet_vast" or answers["verwerkersovereenkomst"] == "nee"):
        return WORST
    missed = short(answers, 1)
    if short(answers, 2) or len(missed) > 1:
        return WORST
    if missed:
        return BOARD if answers["alternatief"] == "nee" else WORST
    ready = answers["exit_plan"] == "getest" and answers["exit_afspraak"] != "nee"
    if personal:
        ready = ready and answers["verwerkersovereenkomst"] != "bezig"
        ready = ready and answers["dpia"] in ("ja", "niet_nodig")
    return FINE if ready and score(answers) >= ENOUGH else MEASURES
