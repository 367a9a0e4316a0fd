"""The publication for the Algoritmeregister holds exactly the fields, limits and words of the standard."""

from __future__ import annotations

import csv
import re

import pytest

from engine.publication_models import NOTHING, PublicationField
from tests.conftest import ROOT
from tests.content.test_ai_duties import RULES, content

TABLE = ROOT / "tests/data/publicatiestandaard-algoritmeregister-1.0.csv"
with TABLE.open(encoding="utf-8", newline="") as stream:
    STANDARD = list(csv.DictReader(stream, delimiter=";"))

CATEGORIES = (
    "Organisatie en bedrijfsvoering",
    "Cultuur en recreatie",
    "Economie",
    "Overheidsfinanciën",
    "Wonen",
    "Internationaal",
    "Migratie en integratie",
    "Natuur en milieu",
    "Onderwijs en wetenschap",
    "Openbare orde en veiligheid",
    "Recht",
    "Ruimte en infrastructuur",
    "Sociale zekerheid",
    "Verkeer",
    "Werk",
    "Zorg en gezondheid",
)


def fields() -> dict[str, PublicationField]:
    return content().publications_of(RULES)["algoritmeregister"].fields


def test_the_fields_stand_in_the_order_of_the_standard() -> None:
    assert list(fields()) == [row["key"] for row in STANDARD]


@pytest.mark.parametrize("row", STANDARD, ids=lambda row: row["key"])
def test_a_field_is_as_the_standard_says(row: dict[str, str]) -> None:
    field = fields()[row["key"]]
    assert field.title == row["titel"]
    assert field.required is (row["verplicht"] == "ja")
    assert field.always_shown is (row["getoond"] == "ja")
    if row["soort"] != "zelf":
        assert field.longest == (int(row["tekens"]) if row["tekens"] else None)
    kind = {"lijst": "lijst", "maand": "maand", "link": "link"}.get(row["soort"], "")
    assert field.form == ("verwijzingen" if row["soort"] == "rijen" and not field.rows else kind)
    assert (field.longest_link == 500) is (row["soort"] == "rijen")
    assert bool(field.yourself) is (row["soort"] == "zelf")


def test_the_words_are_those_of_the_standard() -> None:
    words = {key: tuple(w for w in field.words.values() if w != NOTHING) for key, field in fields().items()}
    assert {key: found for key, found in words.items() if found} == {
        "category": CATEGORIES,
        "status": ("In ontwikkeling", "In gebruik", "Buiten gebruik"),
        "publication_category": ("Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"),
    }
    assert fields()["category"].most == 3
    assert (fields()["lang"].fixed, fields()["standard_version"].fixed) == ("nld", "1.0")
    assert [row.title for row in fields()["impacttoetsen_grouping"].rows[:2]] == [
        "Data Protection Impact Assessment (DPIA)",
        "Impact Assessment Mensenrechten en Algoritmes (IAMA)",
    ]


def test_the_category_follows_the_rules() -> None:
    words = fields()["publication_category"].words
    assert {value: words[value][0] for value in "abc"} == {"a": "H", "b": "I", "c": "O"}


@pytest.mark.parametrize(
    "key", [row["key"] for row in STANDARD if row["soort"] in ("tekst", "link", "rijen")]
)
def test_the_help_tells_how_much_fits(key: str) -> None:
    field = fields()[key]
    if not field.question:
        return
    told = re.findall(r"[0-9]+", content().questionnaires[RULES].questions[field.question].help)
    assert {str(n) for n in (field.longest, field.longest_link) if n} <= set(told)
