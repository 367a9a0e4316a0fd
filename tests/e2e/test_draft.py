"""The draft for a public register in the browser: by keyboard, without scripts, on paper, and back."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.drafts import DRAFT, TEXTS, open_example, shared
from tests.e2e.steps import data, saved


def test_from_the_advice_to_a_question_and_back(page: Page) -> None:
    edit = open_example(page, "Zoekhulp")
    page.get_by_role("link", name="Concept voor het Algoritmeregister").click()
    expect(page).to_have_title("Concept voor het Algoritmeregister · Zoekhulp")
    question = page.get_by_role("link", name="Wilt u nu ook de tekst voor het Algoritmeregister maken?")
    question.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vragen/8#vraag-voor_register")
    page.locator("#vraag-voor_register input[value='ja']").check()
    saved(page)
    page.locator("#v-omschrijving").fill("Een zoekhulp voor oude bezwaren.")
    page.locator("#v-technische_werking").focus()
    saved(page)
    page.wait_for_load_state("networkidle")
    page.goto(edit + DRAFT)
    expect(page.locator(".velden-lijst")).to_contain_text("Een zoekhulp voor oude bezwaren.")
    expect(page.locator("main")).not_to_contain_text("Wilt u nu ook de tekst")


def test_without_scripts_the_page_and_the_files_are_the_same(page: Page, page_no_js: Page) -> None:
    seen = []
    for tab in (page, page_no_js):
        edit = open_example(tab, "Zoekhulp", **TEXTS)
        tab.goto(edit + DRAFT)
        seen.append((tab.locator(".velden-lijst").inner_text(), data(tab, edit, f"{DRAFT[1:]}/json")))
    assert seen[0] == seen[1]


def test_the_files_are_taken_along(page: Page) -> None:
    page.goto(open_example(page, "Zoekhulp", **TEXTS) + DRAFT)
    for name, kind in (("Download JSON", "json"), ("Download CSV", "csv")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"algoritmeregister-zoekhulp-2026-11-23.{kind}"
    assert json.loads(page.context.request.get(page.url + "/json").text())["begin_date"] == "2026-03"


def test_on_paper_there_are_no_buttons(page: Page) -> None:
    page.goto(open_example(page, "Zoekhulp", **TEXTS) + DRAFT)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Download JSON")).to_be_hidden()
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.locator(".velden-lijst")).to_be_visible()


def test_a_text_of_another_is_adapted_on_the_page_of_facts(page: Page, axe: Callable[[Page], None]) -> None:
    edit = shared(page)
    expect(page.get_by_role("heading", name="Dit komt van een ander")).to_be_visible()
    page.get_by_role("link", name="Bevestig de feiten").click()
    page.wait_for_url("**/feiten")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.locator("input[name='f-omschrijving'][value='klopt_niet']").check()
    field = page.locator("#v-omschrijving")
    assert field.input_value().startswith("Basislijn helpt een gemeente")
    axe(page)
    field.fill("Onze eigen tekst.")
    page.locator("input[name='f-maker'][value='klopt']").check()
    saved(page)
    page.wait_for_load_state("networkidle")
    page.goto(edit + DRAFT)
    expect(page.locator(".velden-lijst")).to_contain_text("Onze eigen tekst.")
