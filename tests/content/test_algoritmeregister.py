"""The publication for the Algoritmeregister holds exactly the fields, limits and words of the standard."""

from __future__ import annotations

import csv
import re
from contextlib import closing
from datetime import date

import pytest

from engine.answer_file import read_answer_file
from engine.answers import read_answers, subject_answers
from engine.commands.publish import draft_of
from engine.engine import Engine
from engine.publication import About
from engine.publication_models import NOTHING, PublicationField
from engine.publication_text import draft_json
from tests.conftest import ROOT
from tests.content.test_ai_duties import RULES, content

OWN = ROOT / "docs/voorbeeld/basislijn.yaml"
PROFILE = ROOT / "questionnaires/onderwerpen/ai-systeem/basislijn.yaml"
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


# -- Basislijn on Basislijn --------------------------------------------------------------------------------


def test_our_own_entry_is_ready_and_no_ai() -> None:
    file = read_answer_file(OWN.read_bytes(), OWN.name)
    assert file.day is not None
    publication = content().publications_of(RULES)["algoritmeregister"]
    about = About(organisation="Gemeente Voorbeeld")
    made = draft_of(content(), publication, file, file.subject, file.day, about)
    assert made.missing == ()
    assert [entry.key for entry in made.shown_empty] == ["begin_date"], (
        "there is no date yet, and none is made up"
    )
    words = {entry.key: entry.value for entry in made.entries}
    assert (words["name"], words["publication_category"]) == ("Basislijn", "Overige algoritmes")
    assert (ROOT / "docs/voorbeeld/basislijn-algoritmeregister.json").read_text(
        encoding="utf-8"
    ) == draft_json(made)


def test_our_own_assessment_leaves_only_open_what_nobody_knows_yet() -> None:
    file = read_answer_file(OWN.read_bytes(), OWN.name)
    with closing(Engine(content(), RULES)) as engine:
        base = subject_answers(engine.questionnaire, content().subjects[file.subject])
        advice = engine.advise(read_answers(engine.questionnaire, file.answers, base), file.day or date.max)
    assert advice.outcome is not None
    assert advice.outcome.id == "geen_ai"
    assert [question.id for question in advice.open_questions] == ["broncode", "begindatum"]


@pytest.mark.parametrize("path", sorted({*re.findall(r"docs/adr/(\d{4})", PROFILE.read_text("utf-8"))}))
def test_what_our_profile_rests_on_is_there(path: str) -> None:
    assert list((ROOT / "docs/adr").glob(f"{path}-*.md"))
