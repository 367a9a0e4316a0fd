"""Assessments of an algorithm, opened from a file: what their draft for a public register is in."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.example_file import example_file

DRAFT = "/uitvoer/algoritmeregister"
TEXTS = {
    "voor_register": "ja",
    "omschrijving": "Een zoekhulp voor oude bezwaren. " * 20,  # too long
    "thema": ["recht", "organisatie"],
    "stand": "gebruik",
    "begindatum": "2026-03-15",
    "publiekspagina": "volgt nog",  # no address
    "wetten": "Awb, artikel 7:11 https://wet.example/awb\nGemeentewet",
}


def open_example(page: Page, title: str, **changes: Any) -> str:
    """Open the first worked example with some answers changed; give the address to edit."""
    page.goto("/open")
    raw = example_file("ai-verordening", title, **changes)
    page.set_input_files("#bestand", {"name": "x.json", "mimeType": "application/json", "buffer": raw})
    page.locator("main form >> nth=0 >> button[type='submit']").click()
    page.wait_for_url("**/advies")
    return page.url.removesuffix("/advies")


def filled(page: Page) -> None:
    """A draft with texts, of which one is too long and one is no address."""
    page.goto(open_example(page, "Zoekhulp", **TEXTS) + DRAFT)


def without_texts(page: Page) -> None:
    """A draft of which every text still waits for one question."""
    page.goto(open_example(page, "Zoekhulp") + DRAFT)


def uncertain(page: Page) -> None:
    """A draft of which the category is not known yet."""
    page.goto(open_example(page, "Zoekhulp", raakt="onbekend") + DRAFT)


def elsewhere(page: Page) -> None:
    """A system that does not belong in the register."""
    page.goto(open_example(page, "Ladekast", techniek="geen_algoritme") + DRAFT)


def to_read(page: Page) -> None:
    """The draft as whoever gets the link to read sees it."""
    edit = open_example(page, "Zoekhulp", **TEXTS)
    page.goto(f"{edit}/bewaren")
    page.goto(page.locator("#link-lezen").input_value().removesuffix("/advies") + DRAFT)


def shared(page: Page) -> str:
    """The draft of a system of which another told the facts; give the address to edit."""
    page.goto("/begin/ai-verordening")
    page.get_by_role("radio", name="Basislijn").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vragen/2")
    edit = page.url.partition("/vragen/")[0]
    _answer(page, "positie", "gebruikt")
    _answer(page, "raakt", "gegevens")
    page.goto(f"{edit}/vragen/8")
    _answer(page, "voor_register", "ja")
    page.goto(edit + DRAFT)
    return edit


def _answer(page: Page, question: str, option: str) -> None:
    """Choose an option and wait until it is kept."""
    with page.expect_response(f"**/antwoord/{question}"):
        page.locator(f"#vraag-{question} input[value='{option}']").check()


def shared_with_us(page: Page, edit: str) -> None:
    """What another municipality worked out, opened from its file."""
    page.goto(f"{edit}/delen")
    page.locator("#doel").fill("Nieuws over werk aan de weg.")
    page.locator("#gedeeld_door").fill("Gemeente Voorbeeld")
    page.locator("#dpia").fill("https://voorbeeld.nl/dpia")
    page.locator("details").first.evaluate("d => { d.open = true }")
    page.locator("textarea[name^='hoe-']").first.fill("Met een werkinstructie.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak het bestand").click()
    page.goto("/open")
    page.set_input_files("input[type=file]", download.value.path())
    page.get_by_role("button", name="Open het bestand").click()
    page.wait_for_url("**/advies")
    page.goto(page.url.replace("/advies", "/profiel"))
