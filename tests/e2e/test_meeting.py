"""A conversation with four browsers: a facilitator and three participants, who answer blind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from zxingcpp import read_barcodes

from tests.e2e.conftest import LiveServer
from tests.e2e.meeting_steps import begin, close, fill, join, open_round, prepared
from tests.e2e.steps import data
from tests.e2e.watch import Watcher

PHONE = {"width": 375, "height": 740}
REASONS = ("Geen cijfers.", "Zie het onderzoek.", "Ik hoor het op straat.")
#: How three people see it. All agree on the account.
VIEWS = (
    {"crisisrol": "geen_rol", "bereik": "nee", "alternatief": "ja", "account": "bestaand"},
    {"crisisrol": "leidend", "bereik": "aantoonbaar", "alternatief": "nee", "account": "bestaand"},
    {"crisisrol": "geen_rol", "bereik": "aantoonbaar", "alternatief": "ja", "account": "bestaand"},
)
QUESTIONS = tuple(VIEWS[0])
ADVICE = ("itfaseren", "fbouwen", "advies is")


@pytest.fixture
def phones(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[list[Page]]:
    """Three telephones, each with a context of its own."""
    contexts = [browser.new_context(**{**browser_context_args, "viewport": PHONE}) for _ in range(3)]
    watchers = [Watcher(context) for context in contexts]
    for context in contexts:
        context.set_default_timeout(30_000)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.pages[0].wait_for_load_state("networkidle")
    for context, watcher in zip(contexts, watchers, strict=True):
        context.close()
        watcher.check()


def blind(page: Page, edit: str, own: str, others: tuple[str, ...]) -> None:
    """Nothing of the others, of the file or of the advice is on this telephone."""
    html = page.content()
    for trace in (*ADVICE, edit.rpartition("/")[2], *(reason for reason in others if reason != own)):
        assert trace not in html, trace


def scanned(page: Page) -> str:
    """What the camera of a telephone reads from the screen."""
    image = Image.open(BytesIO(page.locator(".qr svg").screenshot()))
    (code,) = read_barcodes(image)
    return str(code.text)


def test_a_telephone_scans_the_screen(page: Page, phones: list[Page], live_server: LiveServer) -> None:
    code = open_round(page, prepared(live_server.app, live_server.url))
    phone = phones[0]
    phone.goto(scanned(page))
    expect(phone.locator("#code")).to_have_value("".join(code.split()))
    expect(phone.get_by_text("De code staat er al: u hebt hem gescand.")).to_be_visible()
    phone.get_by_role("button", name="Doe mee").click()
    expect(phone.get_by_role("heading", name="U doet mee")).to_be_visible()


def test_a_facilitator_and_three_participants(
    page: Page, phones: list[Page], live_server: LiveServer, no_sideways_scroll: Callable[..., None]
) -> None:
    edit = prepared(live_server.app, live_server.url)
    before = data(page, edit)["uitkomst"]
    code = open_round(page, edit, QUESTIONS)
    for phone, role in zip(phones, ("jurist", "FG", ""), strict=True):
        join(phone, code, role)
        expect(phone.get_by_role("heading", name="U doet mee")).to_be_visible()
        blind(phone, edit, "", REASONS)
    expect(page.locator("[data-tekst='meedoen']")).to_have_text("3 deelnemers doen mee")
    begin(page)
    for phone, view, reason in zip(phones, VIEWS, REASONS, strict=True):
        phone.get_by_role("heading", name="Wat vindt u?").wait_for()
        phone.wait_for_load_state("networkidle")
        assert phone.locator("input:checked").count() == 0
        blind(phone, edit, "", REASONS)
        no_sideways_scroll(phone, 320)
        fill(phone, view, reason)
        expect(phone.locator("#bewaard")).to_have_text("✓ Bewaard")
        phone.reload(wait_until="networkidle")
        expect(phone.locator("input:checked")).to_have_count(len(view))
        phone.get_by_role("button", name="Klaar").click()
        phone.get_by_role("heading", name="U bent klaar").wait_for()
        phone.wait_for_load_state("networkidle")
        blind(phone, edit, reason, REASONS)
    for reason in REASONS:
        assert reason not in page.content()
    expect(page.locator("[data-tekst='klaar']")).to_have_text("3 van 3 klaar")
    hidden = page.context.new_page()
    hidden.goto(f"{edit}/advies", wait_until="networkidle")
    expect(hidden.get_by_role("heading", name="Er loopt een gesprek")).to_be_visible()
    blind(hidden, "no token here", "", REASONS)
    close(page)
    for phone in phones:
        phone.get_by_role("heading", name="Kijk naar het scherm").wait_for()
    shown = [section.get_attribute("id") for section in page.locator("section.verschil").all()]
    assert shown[-1] == "vraag-crisisrol"
    assert set(shown[:2]) == {"vraag-bereik", "vraag-alternatief"}
    expect(page.locator("#vraag-bereik")).to_contain_text("verandert dit het advies")
    expect(page.locator("#vraag-crisisrol")).to_contain_text("verandert het advies nu niet")
    expect(page.locator("details#vraag-account")).to_contain_text("(3 van 3)")
    for trace in ADVICE[:2]:
        assert trace not in page.content()
    agree_and_open(page, edit, before)


def agree_and_open(page: Page, edit: str, before: object) -> None:
    """Record what was agreed, with a minority view, and open the advice."""
    page.locator("#vraag-bereik input[value='aantoonbaar']").check()
    page.locator("#o-bereik").fill("Het onderzoek telt.")
    page.locator("#m-bereik").fill("Een onderzoek is nog geen bewijs.")
    page.locator("#f-bereik").fill("jurist")
    page.locator("#vraag-alternatief input[value='nee']").check()
    page.locator("#vraag-crisisrol input[value='!niet_eens']").check()
    page.locator("#vraag-bereik button[value='bereik']").click()
    expect(page.locator("#vraag-bereik")).to_contain_text("vastgelegd")
    page.get_by_role("button", name="Open het advies").click()
    page.wait_for_url("**/verslag")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Het advies is veranderd")).to_be_visible()
    article = page.locator("article")
    expect(article).to_contain_text("Anders dacht: Een onderzoek is nog geen bewijs. (jurist)")
    expect(article).to_contain_text("Niet eens geworden")
    expect(page.locator("main")).to_contain_text("FG, jurist en 1 deelnemer zonder functie")
    assert data(page, edit)["uitkomst"] != before
    saved = data(page, edit, "bestand")
    assert saved["antwoorden"]["bereik"]["bron"].startswith("gesprek van")  # type: ignore[index]
    assert len(saved["gesprekken"]) == 1  # type: ignore[arg-type]
    page.get_by_role("button", name="Maak ongedaan").click()
    page.wait_for_load_state("networkidle")
    assert data(page, edit)["uitkomst"] == before


def test_the_same_without_scripts(page_no_js: Page, browser: Browser, live_server: LiveServer) -> None:
    page, edit = page_no_js, prepared(live_server.app, live_server.url)
    page.goto(f"{edit}/gesprek/nieuw")
    page.get_by_role("button", name="Open het gesprek").click()
    code = page.locator(".code-groot").inner_text()[-7:]
    assert page.locator("meta[http-equiv='refresh']").count() == 1
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, viewport=PHONE)
    phone = context.new_page()
    join(phone, code)
    assert phone.locator("meta[http-equiv='refresh']").count() == 1
    page.get_by_role("link", name="Ververs deze pagina").click()
    expect(page.locator("main")).to_contain_text("1 deelnemer doet mee")
    begin(page)
    phone.get_by_role("link", name="Ververs").click()
    fill(phone, {"bereik": "nee"}, "Zonder script.")
    phone.get_by_role("button", name="Klaar").click()
    expect(phone.get_by_role("heading", name="U bent klaar")).to_be_visible()
    close(page)
    expect(page.locator("main")).to_contain_text("Er deed één persoon mee")
    page.locator("button[value='open']").click()
    expect(page.locator("article")).to_contain_text("Zonder script.")
    phone.wait_for_load_state("networkidle")
    context.close()
