"""From filling in to a decision, signed off, and a new look that says what changed; also without scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.decisions import answer, decide, look_again, sign
from tests.e2e.steps import begin, data, first_three


def test_decide_sign_off_and_look_again(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    before = data(page, edit)
    page.get_by_role("link", name="Leg het besluit vast").click()
    page.wait_for_url("**/besluit")
    decide(page, edit)
    assert data(page, edit) == before
    page.get_by_role("link", name="Naar vaststellen").click()
    sign(page, edit)
    page.get_by_role("link", name="Controleer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit dossier klopt nog")
    new = look_again(page, edit)
    assert new != edit
    expect(page.get_by_text("Alle antwoorden zijn gelijk.")).to_be_visible()
    answer(page, new, "account", "nieuw")
    page.goto(f"{new}/advies")
    page.get_by_role("link", name="Bekijk wat er veranderde").click()
    expect(page.locator("main")).to_contain_text("Toen: ")
    expect(page.locator("main")).to_contain_text("Dat komt door andere antwoorden.")
    decide(page, new)
    sign(page, new)
    page.goto(f"{edit}/besluit")
    expect(page.locator(".blikken > li")).to_have_count(2)
    assert data(page, edit, "advies.json")["uitkomst"] == before["uitkomst"]


def test_signing_off_in_one_window_stops_the_other(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    other = page.context.new_page()
    other.goto(f"{edit}/gesprek")
    decide(page, edit)
    sign(page, edit)
    other.locator("#aanwezig").fill("Anna en de FG")
    other.get_by_role("button", name="Bewaar het gesprek").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Dit dossier is vastgesteld")
    expect(other.locator("#getypt")).to_contain_text("Anna en de FG")
    other.get_by_role("button", name="Begin een nieuwe blik").click()
    other.wait_for_url("**/wat-veranderde")


def test_everything_works_without_scripts(page: Page, page_no_js: Page) -> None:
    edit = begin(page)
    first_three(page)
    decide(page_no_js, edit)
    sign(page_no_js, edit)
    look_again(page_no_js, edit)
    page_no_js.goto("/afspraken")
    expect(page_no_js.get_by_role("heading", level=1)).to_have_text("Afspraken")
    assert "Het college" in page_no_js.context.request.get(f"{edit}/besluit").text()
