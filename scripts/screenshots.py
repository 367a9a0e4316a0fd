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
EXAMPLE = "LinkedIn"
PICTURES = ROOT / "docs" / "beeld"
SIZES = {"": {"width": 1280, "height": 900}, "-375": {"width": 375, "height": 812}}


def example() -> dict[str, Any]:
    """Return the first example about the chosen platform."""
    # BaseLoader gives only texts, lists and mappings.
    text = (ROOT / "rules" / TOPIC / "v1.voorbeelden.yaml").read_text(encoding="utf-8")
    cases = yaml.load(text, Loader=yaml.BaseLoader)["gevallen"]  # noqa: S506
    return next(case for case in cases if EXAMPLE in case["naam"])


def as_file(case: dict[str, Any]) -> bytes:
    """Return the example in the form that "Open een bestand" reads."""
    answers = {name: answer(value) for name, value in case["antwoorden"].items()}
    data = {
        "soort": "basislijn-afweging",
        "formaat": 1,
        "vragenlijst": f"{TOPIC}/v1",
        "onderwerp": case["onderwerp"],
        "titel": EXAMPLE,
        "antwoorden": answers,
    }
    return json.dumps(data, ensure_ascii=False).encode()


def answer(value: Any) -> dict[str, Any]:
    """Return one answer; unknown and not applicable are states, not values."""
    if value in ("onbekend", "nvt"):
        return {"staat": value}
    return {"staat": "beantwoord", "waarde": value}


def open_example(page: Page) -> str:
    """Upload the example; return the address of its advice."""
    page.goto("/open")
    file = {"name": "voorbeeld.json", "mimeType": "application/json", "buffer": as_file(example())}
    page.set_input_files("input[type=file]", file)
    with page.expect_navigation():
        page.locator("form:has(input[type=file]) button[type=submit]").first.click()
    return page.url.rstrip("/")


def addresses(advice: str) -> dict[str, str]:
    """Return name -> address of every page worth a picture."""
    return {"home": "/", "begin": f"/begin/{TOPIC}", "advies": advice}


def shoot(browser: Browser, base: str) -> None:
    """Take every picture at every size."""
    with browser.new_context(base_url=base, viewport=SIZES[""], **LOOK) as context:
        advice = open_example(context.new_page())
    for suffix, size in SIZES.items():
        with browser.new_context(base_url=base, viewport=size, device_scale_factor=1, **LOOK) as context:
            page = context.new_page()
            for name, address in addresses(advice).items():
                page.goto(address)
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
