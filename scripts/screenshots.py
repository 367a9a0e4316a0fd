"""Make the pictures in docs/beeld: one filled-in example, every kind of page, wide and on a phone.

The example comes from rules/sociale-media/v1.voorbeelden.yaml and enters through "Open een bestand",
as anybody would do it. Run by `make screenshots`; look at the pictures before committing them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.serving import LOOK, launch_arguments, serve  # noqa: E402

TOPIC = "sociale-media"
SUBJECT = "platform/linkedin"
PICTURES = ROOT / "docs" / "beeld"
SIZES = {"": {"width": 1280, "height": 900}, "-375": {"width": 375, "height": 812}}

#: name -> address; * is the secret part of the assessment's own address
PAGES = {
    "home": "/",
    "begin": f"/begin/{TOPIC}",
    "vraag": "*/vragen/1",
    "feiten": "*/feiten",
    "advies": "*/advies",
    "gesprek": "*/gesprek",
    "notitie": "*/notitie",
    "uitleg": f"/uitleg/{TOPIC}",
}


def read(path: str) -> dict[str, Any]:
    """Return a content file as texts, lists and mappings."""
    return yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506


def answers() -> dict[str, Any]:
    """Return the profile's facts, as if confirmed, under the first example's own answers."""
    facts = read(f"questionnaires/onderwerpen/{SUBJECT}.yaml")["feiten"]
    cases = read(f"rules/{TOPIC}/v1.voorbeelden.yaml")["gevallen"]
    own = next(case["antwoorden"] for case in cases if case.get("onderwerp") == SUBJECT)
    known = {
        name: {**answer(fact["antwoord"]), "bron": fact["bron"], "peildatum": fact["peildatum"]}
        for name, fact in facts.items()
    }
    return known | {name: answer(value) for name, value in own.items()}


def answer(value: Any) -> dict[str, Any]:
    """Return one answer; unknown and not applicable are states, not values."""
    if value in ("onbekend", "nvt"):
        return {"staat": value}
    return {"staat": "beantwoord", "waarde": value}


def example() -> bytes:
    """Return the example in the form that "Open een bestand" reads."""
    data = {
        "soort": "basislijn-afweging",
        "formaat": 1,
        "vragenlijst": f"{TOPIC}/v1",
        "onderwerp": SUBJECT,
        "titel": "LinkedIn",
        "antwoorden": answers(),
    }
    return json.dumps(data, ensure_ascii=False).encode()


def open_example(page: Page) -> str:
    """Upload the example; return the start of its address."""
    page.goto("/open")
    file = {"name": "voorbeeld.json", "mimeType": "application/json", "buffer": example()}
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    page.reload()  # the notice about opening the file is shown once
    return page.url.removesuffix("/advies")


def shoot(browser: Browser, base: str) -> None:
    """Take every picture at every size."""
    with browser.new_context(base_url=base, viewport=SIZES[""], **LOOK) as context:
        start = open_example(context.new_page())
        team = context.storage_state()
    for suffix, size in SIZES.items():
        with browser.new_context(base_url=base, viewport=size, storage_state=team, **LOOK) as context:
            page = context.new_page()
            for name, address in PAGES.items():
                page.goto(address.replace("*", start))
                page.evaluate("document.fonts.ready")
                page.screenshot(path=PICTURES / f"{name}{suffix}.png")
                print(f"docs/beeld/{name}{suffix}.png")


def main() -> int:
    """Start the application, take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="basislijn-beeld-") as folder,
        serve(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_arguments())
        shoot(browser, server.url)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
