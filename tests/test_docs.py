"""The manual is complete: every keyword, every comparison and every code of a message stands in it."""

from __future__ import annotations

import re

from pydantic import BaseModel

from engine import models
from engine.terms import COMPARISONS
from tests.conftest import ROOT

MANUAL = (ROOT / "docs/handleiding/README.md").read_text(encoding="utf-8")


def keywords() -> set[str]:
    found = set()
    for kind in vars(models).values():
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found |= {field.alias or name for name, field in kind.model_fields.items()}
    return found


def test_every_keyword_stands_in_the_manual() -> None:
    words = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", MANUAL))))
    assert len(keywords()) > 60
    assert keywords() - words == set()
    assert {*COMPARISONS, "niet", "alle", "een_van", "ouder_dan", "kennislacune"} - words == set()


def test_every_code_stands_in_the_manual() -> None:
    used = set()
    for path in (ROOT / "engine").rglob("*.py"):
        used |= set(re.findall(r'"([YMLRGEVTAB]\d{3})"', path.read_text(encoding="utf-8")))
    named = set(re.findall(r"\b[YMLRGEVTAB]\d{3}\b", MANUAL))
    for first, last in re.findall(r"\b([YMLR]\d{3}) tot [YMLR](\d{3})", MANUAL):
        named |= {f"{first[0]}{n:03}" for n in range(int(first[1:]), int(last) + 1)}
    assert used == named
