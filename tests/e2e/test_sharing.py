"""Shared knowledge in the browser: to the forum in one click, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import sharing
from tests.e2e.steps import FIRST, begin, first_three
from tests.webapp.pages import Visitor


class Here:
    """An assessment in this browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.edit = begin(page)
        first_three(page)


def test_a_case_goes_to_the_forum_in_one_click(page: Page) -> None:
    sharing.case(Here(page))
    page.get_by_role("link", name="Maak tekst voor het forum").click()
    page.wait_for_url("**/forum")
    assert "Wij bouwen af." in page.get_by_label("De tekst").input_value()
    page.get_by_role("button", name="Kopieer").click()
    expect(
        page.get_by_role("button", name="Gekopieerd").or_(page.get_by_text("Druk op Ctrl+C"))
    ).to_be_visible()


def test_everything_works_without_scripts(page_no_js: Page, live_server: object) -> None:
    visitor = Visitor(live_server.app.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    page = page_no_js
    page.goto(f"{edit}/casus")
    page.locator("#veld-afweging").fill("Voorbeeld van een afweging.")
    page.locator("input[name='wie'][value='naam']").check()
    page.locator("#veld-naam").fill("Gemeente Voorbeeld")
    page.locator("#veld-gelezen").check()
    page.get_by_role("button", name="Deel de casus").click()
    page.wait_for_url("**/casussen/*")
    page.get_by_role("link", name="Maak tekst voor het forum").click()
    assert "Gedeeld door Gemeente Voorbeeld." in page.get_by_label("De tekst").input_value()
    expect(page.get_by_role("button", name="Kopieer")).to_have_count(0)


def test_a_changed_fact_is_taken_over_with_the_keyboard(page: Page, axe: Callable[[Page], None]) -> None:
    sharing.changed(Here(page))
    axe(page)
    page.get_by_role("button", name="Neem het nieuwe feit over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Overgenomen. Het advies is opnieuw berekend.")).to_be_visible()
    expect(page.get_by_role("heading", name="feit om na te kijken")).to_have_count(0)
