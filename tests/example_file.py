"""A worked example as the file that "Open een bestand" reads."""

from __future__ import annotations

import json
from typing import Any

import yaml

from tests.conftest import ROOT


def example_file(topic: str, title: str, **changes: Any) -> bytes:
    """Return the first worked example of a topic, with some answers changed."""
    text = (ROOT / "rules" / topic / "v1.voorbeelden.yaml").read_text(encoding="utf-8")
    case = yaml.load(text, Loader=yaml.BaseLoader)["gevallen"][0]
    given = {**case["antwoorden"], **changes}
    answers = {
        key: {"staat": value} if value in ("onbekend", "nvt") else {"staat": "beantwoord", "waarde": value}
        for key, value in given.items()
    }
    head = {"soort": "basislijn-afweging", "formaat": 1, "vragenlijst": f"{topic}/v1"}
    return json.dumps({**head, "titel": title, "antwoorden": answers}).encode()
