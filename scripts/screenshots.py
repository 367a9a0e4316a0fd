"""Make the pictures in docs/beeld: a filled-in example per topic, wide and on a phone.

The examples come from rules/<topic>/v1.voorbeelden.yaml and enter through "Open een bestand", as anybody
would do it. The pages of an organisation are in screenshots_samen.py. Run by `make screenshots`; look at the
pictures before committing them. With ``--heel folder`` whole pages go into that folder too, and with
``--alleen samen`` or ``--alleen alleen`` only one of the two kinds is made.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import screenshots_samen  # noqa: E402
from scripts.camera import PICTURES, SIZES, Camera  # noqa: E402
from scripts.shown import Shown, answers, open_example  # noqa: E402
from tests.e2e.serving import LOOK, launch_arguments, serve  # noqa: E402

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


def shoot(browser: Browser, base: str, shown: Shown, camera: Camera) -> None:
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
                camera.take_as_it_is(page, name + suffix)


def shoot_alone(camera: Camera) -> None:
    """Start the application without accounts, and take the pictures of one assessment."""
    with (
        tempfile.TemporaryDirectory(prefix="basislijn-beeld-") as folder,
        serve(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_arguments())
        for shown in EXAMPLES:
            shoot(browser, server.url, shown, camera)
        browser.close()


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="Maak de plaatjes in docs/beeld.")
    parser.add_argument("--heel", type=Path, help="zet ook hele pagina's in deze map")
    parser.add_argument("--alleen", choices=("alleen", "samen"), help="maak één van de twee soorten")
    chosen = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    if chosen.heel:
        chosen.heel.mkdir(parents=True, exist_ok=True)
    camera = Camera(chosen.heel)
    if chosen.alleen != "samen":
        shoot_alone(camera)
    if chosen.alleen != "alleen":
        screenshots_samen.shoot_together(camera)
    return 0


if __name__ == "__main__":
    sys.exit(main())
