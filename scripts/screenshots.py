"""Make the pictures in docs/beeld: a filled-in example per topic, wide and on a phone.

The examples come from rules/<topic>/v1.voorbeelden.yaml and enter through "Open een bestand", as anybody
would do it. Run by `make screenshots`; look at the pictures before committing them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.serving import LOOK, launch_arguments, serve  # noqa: E402

PICTURES = ROOT / "docs" / "beeld"
SIZES = {"": {"width": 1280, "height": 900}, "-375": {"width": 375, "height": 812}}


@dataclass(frozen=True)
class Shown:
    """An example of a topic, by the start of its name, and the pages to show of it.

    pages: name of the picture -> address; * is the secret part of the assessment's own address.
    also: an example of another topic about the same subject, by topic and start of its name. The page that
        joins both is then the address +.
    """

    topic: str
    example: str
    title: str
    pages: Mapping[str, str]
    also: tuple[str, str] | None = None


EXAMPLES = (
    Shown(
        "sociale-media",
        "Personeel werven via LinkedIn",
        "LinkedIn",
        {
            "home": "/",
            "begin": "/begin/sociale-media",
            "vraag": "*/vragen/1",
            "feiten": "*/feiten",
            "advies": "*/advies",
            "plichten": "*/plichten",
            "gesprek": "*/gesprek",
            "notitie": "*/notitie",
            "uitleg": "/uitleg/sociale-media",
        },
    ),
    Shown(
        "ai-verordening",
        "Zoeken met AI in tien jaar bezwaren",
        "Zoeken in bezwaren",
        {"ai-begin": "/begin/ai-verordening", "ai-vraag": "*/vragen/1", "ai-advies": "*/advies"},
    ),
    Shown(
        "ai-verordening",
        "Advies aan de behandelaar",
        "Advies bij Wmo-aanvragen",
        {
            "ai-hoog-risico": "*/advies",
            "ai-plichten": "*/plichten",
            "ai-leverancier": "*/leverancier",
            "ai-notitie": "*/notitie",
            "ai-register": "*/uitvoer/algoritmeregister",
        },
    ),
    Shown(
        "ai-verordening",
        "Stemming meten van medewerkers",
        "Stemming van medewerkers",
        {"ai-verboden": "*/advies"},
    ),
    Shown(
        "cloud",
        "Kantoorsoftware onder zeggenschap",
        "Kantoorsoftware",
        {"cloud-advies": "*/advies", "cloud-vraag": "*/vragen/1"},
    ),
    Shown(
        "collectivisering",
        "Samen laptops inkopen",
        "Laptops inkopen",
        {"collectivisering-advies": "*/advies"},
    ),
    Shown(
        "ai-verordening",
        "Camera met AI telt bezoekers op de markt",
        "Camera op de markt",
        {"samen": "+"},
        also=("cloud", "Camera met AI telt bezoekers op de markt"),
    ),
)


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
    return known | given


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


def fill_in(page: Page, given: Mapping[str, Any]) -> None:
    """Answer page after page as an example says, until the facts are in too."""
    while True:
        for closed in page.locator("details.groep:not([open]) > summary").all():
            closed.click()
        for key, one in given.items():
            for value in [one["waarde"]] if isinstance(one.get("waarde"), str) else one.get("waarde", []):
                choice = page.locator(f'#vraag-{key} input[value="{value}"]')
                if choice.count():
                    choice.check()
        last = page.url.endswith("/feiten")
        page.locator('button.knop[name="naar"][value="verder"]').click()
        if last:
            return
        if page.url.endswith("/advies"):  # a first image; the rest is asked after it
            page.locator(".volgende a").click()


def weigh_also(page: Page, start: str, also: tuple[str, str]) -> str:
    """Weigh the same subject with another questionnaire too; return the address of the joint page."""
    other = Shown(*also, title="", pages={})
    page.goto(f"{start}/advies")
    page.locator(f'form[action$="/ook/{other.topic}"] button').click()
    fill_in(page, answers(other))
    page.goto(f"{start}/advies")
    return page.locator('.zij a[href*="/onderwerp/"]').get_attribute("href") or ""


def shoot(browser: Browser, base: str, shown: Shown) -> None:
    """Take every picture of an example at every size."""
    with browser.new_context(base_url=base, viewport=SIZES[""], java_script_enabled=False, **LOOK) as context:
        page = context.new_page()
        start = open_example(page, shown)
        joint = weigh_also(page, start, shown.also) if shown.also else ""
        team = context.storage_state()
    for suffix, size in SIZES.items():
        with browser.new_context(base_url=base, viewport=size, storage_state=team, **LOOK) as context:
            page = context.new_page()
            for name, address in shown.pages.items():
                page.goto(address.replace("*", start).replace("+", joint))
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
        for shown in EXAMPLES:
            shoot(browser, server.url, shown)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
