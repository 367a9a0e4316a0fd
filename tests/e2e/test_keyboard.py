"""Everything by keyboard: the skip link, choosing, going on, faults, and seeing where one is."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.steps import FIRST, begin, first_three, saved

FOCUS = """() => {
  const now = document.activeElement, row = now.closest('.keuze');
  const width = (e) => {
    const style = getComputedStyle(e);
    return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  };
  return [now === document.body, Math.max(width(now), row ? width(row) : 0)];
}"""


def test_the_skip_link_comes_first_and_works(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()


def test_from_start_to_first_advice_by_keyboard(page: Page) -> None:
    page.goto("/begin/sociale-media")
    page.locator("input[name='onderwerp']").first.focus()
    for _step in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vragen/1")
    for question, option in FIRST.items():
        page.locator(f"input[name='v-{question}']").first.focus()
        field = page.locator(f"input[name='v-{question}'][value='{option}']")
        for _step in range(6):
            page.keyboard.press("ArrowDown")
            if field.is_checked():
                break
        expect(field).to_be_checked()
    saved(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/advies")
    expect(page.locator("h1")).to_be_visible()


def test_enter_goes_on_and_does_not_go_back(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/vragen/2")
    page.locator("input[name='v-betaald']").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#foutenlijst")).to_be_focused()


def test_a_fault_leads_to_its_question(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Verder", exact=True).last.click()
    expect(page.locator("#foutenlijst")).to_be_focused()
    page.locator("#foutenlijst a").nth(1).click()
    expect(page.locator("#vraag-bereik")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("input[name='v-bereik']").first).to_be_focused()


def test_focus_is_always_visible(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    for path in (
        "/",
        "/afwegingen",
        f"{edit}/vragen/2",
        f"{edit}/feiten",
        f"{edit}/advies",
        f"{edit}/plichten",
        f"{edit}/bewaren",
    ):
        page.goto(path)
        for _step in range(14):
            page.keyboard.press("Tab")
            at_end, width = page.evaluate(FOCUS)
            if at_end:
                break
            assert width >= 2, (path, page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))


def test_folded_parts_open_by_keyboard_and_links_open_them(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/feiten#vraag-zonder_account")
    expect(page.locator("#vraag-zonder_account")).to_be_visible()
    page.goto(f"{edit}/advies")
    page.locator(".waarom summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".waarom").first).to_have_attribute("open", "")


def test_who_does_what_by_keyboard(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/plichten")
    page.locator("#e-afbouwplan_maken").focus()
    page.keyboard.type("Team web")
    page.locator("#s-afbouwplan_maken").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#taak-afbouwplan_maken summary", has_text="Opmerking").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Loopt al")
    page.locator("#e-afbouwplan_maken").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meldingen")).to_contain_text("De lijst is opgeslagen.")
    expect(page.locator("#e-afbouwplan_maken")).to_have_value("Team web")
    expect(page.locator("#s-afbouwplan_maken")).to_have_value("bezig")
    expect(page.locator("#o-afbouwplan_maken")).to_have_value("Loopt al")


def test_a_fault_in_who_does_what_leads_to_its_field(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/plichten")
    page.locator("#s-afbouwplan_maken").select_option("nvt")
    page.get_by_role("button", name="Bewaar de lijst").click()
    expect(page.locator("#foutenlijst")).to_be_focused()
    page.locator("#foutenlijst a").first.click()
    expect(page.locator("#o-afbouwplan_maken")).to_be_focused()


def test_on_paper_the_note_is_one_page(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/notitie")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Druk af")).to_be_hidden()
    expect(page.locator("nav").first).to_be_hidden()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1
