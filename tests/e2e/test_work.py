"""Two people at work in one assessment, each in a browser of their own: nothing they type gets lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.steps import begin, choose, first_three
from tests.e2e.watch import Watcher
from tests.e2e.work_states import NOTE, press


@pytest.fixture
def colleague(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A second person, in another browser."""
    context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    watcher = Watcher(context)
    yield context.new_page()
    context.close()
    watcher.check()


def unfold(page: Page, question: str) -> None:
    """Show the note and the source of a question."""
    script = "q => q.querySelectorAll('details').forEach(d => { d.open = true })"
    page.locator(f"#vraag-{question}").evaluate(script)


def write_note(page: Page, question: str, text: str) -> None:
    """Type a note and leave the field, so that it is sent."""
    unfold(page, question)
    field = page.locator(f"#n-{question}")
    field.fill(text)
    with page.expect_response(f"**/antwoord/{question}"):
        field.evaluate("field => field.dispatchEvent(new Event('change', { bubbles: true }))")


def history(page: Page, edit: str, question: str) -> str:
    """Every version of an answer, as text."""
    page.goto(f"{edit}/geschiedenis?vraag={question}")
    return page.locator("main").inner_text()


def open_together(page: Page, colleague: Page) -> str:
    """Both have the first page open."""
    edit = begin(page)
    first_three(page)
    for who in (page, colleague):
        who.goto(f"{edit}/vragen/1")
    return edit


@pytest.mark.parametrize("choice", ["Laat dit staan", "Neem wat ik invulde"])
def test_two_people_in_one_answer_lose_nothing(page: Page, colleague: Page, choice: str) -> None:
    edit = open_together(page, colleague)
    write_note(colleague, "bereik", "Notitie van de collega")
    unfold(page, "bereik")
    write_note(page, "bereik", "Mijn eigen notitie")
    box = page.locator("#vraag-bereik .botsing")
    expect(box).to_contain_text("Notitie van de collega")
    expect(box).to_contain_text("Mijn eigen notitie")
    expect(page.locator("#n-bereik")).to_have_value("Mijn eigen notitie")
    page.locator("#b-bereik").fill("Mijn bron, daarna getypt")
    box.get_by_role("button", name=choice).click()
    page.wait_for_load_state()
    texts = history(page, edit, "bereik")
    for typed in ("Notitie van de collega", "Mijn eigen notitie", "Mijn bron, daarna getypt"):
        assert typed in texts, typed
    now = page.locator(".versies .nu").inner_text()
    assert ("collega" in now) is (choice == "Laat dit staan")


def test_what_is_typed_while_a_clash_comes_in_stays(page: Page, colleague: Page) -> None:
    open_together(page, colleague)
    write_note(colleague, "bereik", "Van de collega")
    unfold(page, "bereik")
    page.evaluate(
        "() => { const send = window.fetch; window.fetch = async (...all) => {"
        " await new Promise(go => setTimeout(go, 600)); return send(...all); }; }"
    )
    page.locator("#n-bereik").fill("Eerst dit")
    page.locator("#b-bereik").focus()
    page.keyboard.type("en ondertussen dit")
    expect(page.locator("#vraag-bereik .botsing")).to_be_visible()
    expect(page.locator("#b-bereik")).to_have_value("en ondertussen dit")
    expect(page.locator("#b-bereik")).to_be_focused()
    expect(page.locator("#n-bereik")).to_have_value("Eerst dit")


def test_two_people_in_other_answers_do_not_notice_each_other(page: Page, colleague: Page) -> None:
    edit = open_together(page, colleague)
    write_note(colleague, "account", "Bij account")
    write_note(page, "alternatief", "Bij alternatief")
    choose(page, "bereik", "aantoonbaar")
    expect(page.locator("#opgeslagen")).to_contain_text("✓ Opgeslagen")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".botsing")).to_have_count(0)
    page.get_by_role("button", name="Verder", exact=True).last.click()
    page.wait_for_load_state()
    page.goto(f"{edit}/vragen/1")
    expect(page.locator("#n-account")).to_have_value("Bij account")
    expect(page.locator("#n-alternatief")).to_have_value("Bij alternatief")


def test_without_scripts_two_people_lose_nothing(page: Page, page_no_js: Page) -> None:
    edit = open_together(page, page_no_js)
    write_note(page, "bereik", "Van de collega")
    page_no_js.locator("#vraag-bereik summary").first.click()
    page_no_js.locator("#n-bereik").fill("Zonder script getypt")
    page_no_js.get_by_role("button", name="Verder", exact=True).last.click()
    expect(page_no_js.locator(".botsing")).to_contain_text("Zonder script getypt")
    page_no_js.get_by_role("button", name="Laat dit staan").click()
    expect(page_no_js.locator(".botsing")).to_have_count(0)
    texts = history(page_no_js, edit, "bereik")
    assert "Van de collega" in texts
    assert "Zonder script getypt" in texts


def test_a_version_is_put_back_by_keyboard(page: Page, colleague: Page) -> None:
    edit = open_together(page, colleague)
    write_note(page, "bereik", "Eerste")
    write_note(page, "bereik", "Tweede")
    page.locator("button[value='geschiedenis:bereik']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/geschiedenis?vraag=bereik")
    page.get_by_role("button", name=re.compile("Zet deze versie terug")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meldingen")).to_contain_text("Dit antwoord staat er weer")
    expect(page.locator(".versies .nu")).to_contain_text("Eerste")
    page.goto(f"{edit}/vragen/1")
    expect(page.locator("#n-bereik")).to_have_value("Eerste")


def test_evidence_from_a_question_and_back(page: Page) -> None:
    begin(page)
    page.locator("button[value='bewijs:bereik']").click()
    page.wait_for_url("**/bewijs?vraag=bereik")
    page.locator("#bestand").set_input_files(NOTE)
    press(page, "Voeg het bestand toe")
    with page.expect_download() as download:
        page.get_by_role("link", name="cijfers.csv").click()
    assert download.value.suggested_filename == "cijfers.csv"
    assert download.value.path().read_bytes() == NOTE["buffer"]
    page.get_by_role("link", name="Terug naar de vraag").click()
    page.wait_for_url("**/vragen/1#vraag-bereik")
    expect(page.locator("button[value='bewijs:bereik']")).to_contain_text("Bewijs (1)")


def test_a_remark_of_a_colleague_is_seen_at_the_question(page: Page, colleague: Page) -> None:
    edit = open_together(page, colleague)
    colleague.locator("button[value='gesprek:bereik']").click()
    colleague.wait_for_url("**/opmerkingen?vraag=bereik")
    colleague.locator("#tekst").fill("Klopt dit nog?")
    press(colleague, "Zet erbij")
    page.goto(f"{edit}/vragen/1")
    page.get_by_role("button", name="Opmerkingen voor collega’s (1)").click()
    expect(page.locator(".opmerkingen")).to_contain_text("Klopt dit nog?")
    expect(page.get_by_role("button", name="Verwijder")).to_have_count(0)
    page.get_by_role("button", name="Afgehandeld").click()
    expect(page.locator("main")).to_contain_text("Er staat niets open.")
