"""Worked examples of a topic, in the form that "Open een bestand" reads; for the pictures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Shown:
    """An example of a topic, by the start of its name, and the pages to show of it.

    pages: name of the picture -> address; * is the secret part of the assessment's own address.
    also: an example of another topic about the same subject, by topic and start of its name. The page that
        joins both is then the address +.
    changes: what is answered otherwise than in the example.
    """

    topic: str
    example: str
    title: str
    pages: Mapping[str, str]
    also: tuple[str, str] | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def read(path: str) -> dict[str, Any]:
    """Return a content file as texts, lists and mappings."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def case_of(shown: Shown) -> dict[str, Any]:
    """Return the example; the first one when no name is given."""
    cases = read(f"rules/{shown.topic}/v1.voorbeelden.yaml")["gevallen"]
    return next(case for case in cases if case["naam"].startswith(shown.example))


def answers(shown: Shown) -> dict[str, Any]:
    """Return the profile's facts, as if confirmed, under the example's own answers."""
    case = case_of(shown)
    facts = (
        read(f"questionnaires/onderwerpen/{case['onderwerp']}.yaml")["feiten"] if "onderwerp" in case else {}
    )
    known = {
        name: {**answer(fact["antwoord"]), "bron": fact["bron"], "peildatum": fact["peildatum"]}
        for name, fact in facts.items()
    }
    several = {
        name
        for section in read(f"questionnaires/{shown.topic}/v1.yaml")["secties"]
        for name, question in section["vragen"].items()
        if question.get("soort") == "meerkeuze"
    }
    given = {name: answer(value, name in several) for name, value in case["antwoorden"].items()}
    return known | given | {name: answer(value, name in several) for name, value in shown.changes.items()}


def answer(value: Any, several: bool = False) -> dict[str, Any]:
    """Return one answer; unknown and not applicable are states, not values."""
    value = value["antwoord"] if isinstance(value, dict) else value
    if value in ("onbekend", "nvt"):
        return {"staat": value}
    if several and isinstance(value, str):
        value = [] if value == "geen" else [value]
    return {"staat": "beantwoord", "waarde": value}


def example(shown: Shown) -> bytes:
    """Return the example in the form that "Open een bestand" reads."""
    data = {
        "soort": "basislijn-afweging",
        "formaat": 1,
        "vragenlijst": f"{shown.topic}/v1",
        "onderwerp": case_of(shown).get("onderwerp"),
        "titel": shown.title,
        "antwoorden": answers(shown),
    }
    return json.dumps(data, ensure_ascii=False).encode()


def open_example(page: Page, shown: Shown) -> str:
    """Upload the example; return the start of its address."""
    page.goto("/open")
    file = {"name": "voorbeeld.json", "mimeType": "application/json", "buffer": example(shown)}
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    page.reload()  # the notice about opening the file is shown once
    return page.url.removesuffix("/advies")
