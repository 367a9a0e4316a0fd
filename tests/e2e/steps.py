"""What people do in the browser, in steps."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

FIRST = {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}
SECOND = {
    "betaald": "platform_kiest",
    "uitgaven_bekend": "nee",
    "formele_berichten": "nee",
    "volgen_personen": "nee",
}


def begin(page: Page, subject: str = "X") -> str:
    """Start with a known subject; give the address to edit."""
    page.goto("/begin/sociale-media")
    page.get_by_role("radio", name=subject, exact=False).first.check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/vragen/1")
    return page.url.partition("/vragen/")[0]


def choose(page: Page, question: str, option: str) -> None:
    """Choose one option of a question."""
    page.locator(f"#vraag-{question} input[name='v-{question}'][value='{option}']").check()


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#opgeslagen")).to_contain_text("✓ Opgeslagen")


def onward(page: Page) -> None:
    """Press the button to go on."""
    page.get_by_role("button", name="Verder", exact=True).last.click()


def first_three(page: Page, answers: dict[str, str] = FIRST) -> None:
    """Answer the first page and go on."""
    for question, option in answers.items():
        choose(page, question, option)
    onward(page)
    page.wait_for_url("**/advies")


def data(page: Page, edit: str, name: str = "advies.json") -> dict[str, object]:
    """The advice, or the file, as data."""
    return json.loads(page.context.request.get(f"{edit}/{name}").text())


def open_file(page: Page, text: str, name: str = "antwoorden.yaml") -> None:
    """Choose a file on the page to open one, and open it."""
    page.goto("/open")
    page.locator("#bestand").set_input_files({"name": name, "mimeType": "", "buffer": text.encode()})
    page.get_by_role("button", name="Open het bestand").click()
    page.wait_for_load_state()
