"""The manual is complete: every keyword, every comparison and every code of a message stands in it."""

from __future__ import annotations

import re
from dataclasses import fields

from pydantic import BaseModel

from engine import cases, models, publication_models
from engine.explanations import explanations
from engine.meanings import MODELS, meaning
from engine.terms import COMPARISONS
from scripts.documentatie import documents
from tests.conftest import ROOT
from webapp.settings import Settings

MODULES = (models, cases, publication_models)
MANUAL = (ROOT / "docs/handleiding/README.md").read_text(encoding="utf-8")


def keywords() -> set[str]:
    found = set()
    for kind in (v for module in MODULES for v in vars(module).values()):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= {field.alias or name for name, field in kind.model_fields.items()}
    return found


def test_every_keyword_stands_in_the_manual() -> None:
    code = re.findall(r"```.*?```|`[^`]+`", MANUAL, re.DOTALL)
    words = set(re.findall(r"[a-z_]+", " ".join(code)))
    assert len(keywords()) > 60
    assert keywords() - words == set()
    assert {*COMPARISONS, "niet", "alle", "een_van", "ouder_dan", "kennislacune"} - words == set()


def used_codes() -> set[str]:
    found = set()
    for path in (ROOT / "engine").rglob("*.py"):
        if path.name != "explanations.py":
            found |= set(re.findall(r'"([YMLRGEVTAB]\d{3})"', path.read_text(encoding="utf-8")))
    return found


def test_every_code_stands_in_the_manual() -> None:
    used = used_codes()
    named = set(re.findall(r"\b[YMLRGEVTAB]\d{3}\b", MANUAL))
    for first, last in re.findall(r"\b([YMLR]\d{3}) tot [YMLR](\d{3})", MANUAL):
        named |= {f"{first[0]}{n:03}" for n in range(int(first[1:]), int(last) + 1)}
    assert used == named


def test_every_setting_stands_on_its_page() -> None:
    page = (ROOT / "docs/beheer.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE)) == {f.name for f in fields(Settings)}


def test_every_code_is_explained() -> None:
    assert set(explanations()) == used_codes()
    for row in explanations().values():
        for word, text in row.parts:
            assert len(text) > 5, f"{row.code} has no {word}"
            assert text.endswith("."), f"{row.code}, {word}: end with a full stop"


def test_every_keyword_has_a_meaning() -> None:
    kinds = {
        name: kind
        for module in MODULES
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, models.Model) and name == kind.__name__
    }
    named = set(kinds) - {"Model", "Rule"}
    assert named == set(MODELS)
    for name in named:
        for key, field in kinds[name].model_fields.items():
            text = meaning(name, key, field.alias or key)
            assert text.endswith("."), f"{name}.{key}"


def test_what_follows_from_the_code_is_up_to_date() -> None:
    for path, text in documents().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run `make documentatie`"
    kept = set((ROOT / "docs" / "schemas").iterdir())
    assert kept == {path for path in documents() if path.parent.name == "schemas"}
