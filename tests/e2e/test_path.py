"""The whole path in the browser: how many answers it takes, saving at once, the same advice everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.cli import main
from tests.e2e.serving import TODAY
from tests.e2e.steps import FIRST, SECOND, begin, choose, data, first_three, onward, open_file, saved

MOST_BEFORE_FIRST_ADVICE = 3
MOST_IN_ALL = 21


def answer_page(page: Page) -> list[str]:
    """Answer every open question on this page with its first option; name them."""
    done: list[str] = []
    while True:
        keys = page.locator("[data-vraag]").evaluate_all("all => all.map(one => one.dataset.vraag)")
        fresh = [key for key in keys if not page.locator(f"input[name='v-{key}']:checked").count()]
        if not fresh:
            return done
        page.locator(f"input[name='v-{fresh[0]}']").first.check()
        saved(page)
        page.wait_for_load_state("networkidle")
        done.append(fresh[0])


def own_path(page: Page, edit: str) -> list[str]:
    """Fill in all own questions, page after page, until the facts."""
    answers: list[str] = []
    page.goto(f"{edit}/vragen/2")
    while "/vragen/" in page.url:
        answers += answer_page(page)
        with page.expect_navigation():
            onward(page)
    return answers


@pytest.mark.parametrize("subject", ["X", "LinkedIn", "Mastodon"])
def test_first_advice_after_three_answers_and_all_within_twenty_one(page: Page, subject: str) -> None:
    edit = begin(page, subject)
    first = answer_page(page)
    assert len(first) <= MOST_BEFORE_FIRST_ADVICE
    onward(page)
    page.wait_for_url("**/advies")
    expect(page.locator(".vastheid")).to_contain_text("voorlopig")
    rest = own_path(page, edit)
    assert len(first) + len(rest) <= MOST_IN_ALL
    assert page.url.endswith("/feiten")
    for _group in range(14):
        button = page.get_by_role("button", name="Alles klopt wat hier staat")
        if not button.count():
            break
        button.first.click()
        page.wait_for_load_state()
    page.goto(f"{edit}/advies")
    expect(page.get_by_text("Dit advies staat vast")).to_be_visible()
    advice = data(page, edit)
    assert advice["voorlopig"] == []
    assert advice["uitkomst"] is not None
    assert advice["open_vragen"] == []


def test_each_answer_is_saved_at_once(page: Page) -> None:
    edit = begin(page)
    choose(page, "bereik", "aannemelijk")
    saved(page)
    assert data(page, edit, "bestand")["antwoorden"]["bereik"]["waarde"] == "aannemelijk"
    expect(page.locator("#opgeslagen")).to_have_attribute("role", "status")
    page.locator("#vraag-bereik summary", has_text="Waar blijkt dit uit?").click()
    page.locator("#n-bereik").fill("Uit het onderzoek")
    page.locator("#b-bereik").click()
    saved(page)
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#n-bereik")).to_have_value("Uit het onderzoek")


def test_a_question_appears_and_goes_and_can_come_back(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/vragen/2")
    expect(page.locator("#vraag-uitgaven_bekend")).to_have_count(0)
    choose(page, "betaald", "platform_kiest")
    choose(page, "uitgaven_bekend", "ja")
    saved(page)
    choose(page, "betaald", "nee")
    message = page.locator("#meldingen")
    expect(message).to_contain_text("telt nu niet meer mee")
    expect(page.locator("#vraag-uitgaven_bekend")).to_have_count(0)
    message.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator("#vraag-betaald input[value='platform_kiest']")).to_be_checked()
    expect(page.locator("#vraag-uitgaven_bekend input[value='ja']")).to_be_checked()


def test_the_panel_follows_and_stays_folded(page: Page) -> None:
    edit = begin(page)
    first_three(page)
    page.goto(f"{edit}/vragen/1")
    panel = page.locator("#paneel")
    expect(panel).not_to_have_attribute("open", "")
    choose(page, "account", "nieuw")
    expect(panel.locator("summary")).to_contain_text("niet gebruiken")
    expect(panel).not_to_have_attribute("open", "")


def test_when_saving_fails_the_page_says_so(page: Page) -> None:
    begin(page)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('geen verbinding')) }")
    choose(page, "bereik", "nee")
    expect(page.locator("#opgeslagen")).to_contain_text("nog niet opgeslagen")


def fill(page: Page, subject: str, script: bool) -> str:
    """The same answers by pages; without scripts the extra question comes after going on."""
    edit = begin(page, subject)
    first_three(page)
    page.goto(f"{edit}/vragen/2")
    for question in ("betaald", "formele_berichten", "volgen_personen"):
        choose(page, question, SECOND[question])
    if not script:
        onward(page)
        page.wait_for_url("**/vragen/2#vraag-uitgaven_bekend")
    choose(page, "uitgaven_bekend", SECOND["uitgaven_bekend"])
    onward(page)
    page.wait_for_url("**/vragen/3")
    return edit


@pytest.mark.parametrize("subject", ["X", "PubHubs"])
def test_with_and_without_script_and_command_line_agree(
    page: Page, page_no_js: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str], subject: str
) -> None:
    path = tmp_path / "antwoorden.json"
    path.write_text(json.dumps({"antwoorden": {**FIRST, **SECOND}}), encoding="utf-8")
    profile = f"platform/{subject.lower()}"
    words = ["advies", "sociale-media", str(path), "--onderwerp", profile, "--peildatum", TODAY, "--json"]
    assert main(words) == 0
    command_line = json.loads(capsys.readouterr().out)
    for tab, script in ((page, True), (page_no_js, False)):
        edit = fill(tab, subject, script)
        assert data(tab, edit) == command_line


COUNTER_EXAMPLE = """\
# rules/sociale-media/v1.yaml:1:1: G005 wat een controle schrijft
vragenlijst: sociale-media/v1
naam: Een tegenspraak (G005-1)
onderwerp: platform/x
antwoorden: {account: nieuw, doel: [informeren], zeggenschap: staat}
"""


def test_a_counter_example_opens_and_comes_back_as_an_example(
    page: Page, page_no_js: Page, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    for tab in (page, page_no_js):
        open_file(tab, COUNTER_EXAMPLE)
        tab.wait_for_url("**/advies")
        expect(tab.get_by_text("Geopend: 3 antwoorden over Een tegenspraak (G005-1).")).to_be_visible()
        expect(tab.locator("h1")).to_contain_text("niet gebruiken", ignore_case=True)
    axe(page)
    edit = page.url.removesuffix("/advies")
    page.goto(f"{edit}/bewaren")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bewaar de antwoorden als voorbeeld").click()
    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    assert kept.suffix == ".yaml"
    open_file(page, kept.read_text(encoding="utf-8"), kept.name)
    page.wait_for_url("**/advies")
    assert data(page, page.url.removesuffix("/advies")) == data(page, edit)


@pytest.mark.parametrize("script", [True, False])
def test_two_people_share_out_the_work_and_lose_nothing(page: Page, page_no_js: Page, script: bool) -> None:
    mine = page if script else page_no_js
    edit = begin(mine)
    first_three(mine)
    theirs = mine.context.new_page()
    for tab in (mine, theirs):
        tab.goto(f"{edit}/plichten")
    theirs.locator("#e-afbouwplan_maken").fill("FG")
    theirs.get_by_role("button", name="Bewaar de lijst").click()
    mine.locator("#e-afbouwplan_maken").fill("Jurist")
    mine.locator("#e-website_eerst").fill("Webredactie")
    mine.get_by_role("button", name="Bewaar de lijst").click()
    expect(mine.locator(".botsing")).to_contain_text("FG, te doen")
    expect(mine.locator("#e-website_eerst")).to_have_value("Webredactie")
    mine.get_by_label("Wat u hieronder invult").check()
    mine.get_by_role("button", name="Bewaar de lijst").click()
    expect(mine.locator("#meldingen")).to_contain_text("De lijst is opgeslagen.")
    taken = data(mine, edit, "bestand")["taken"]
    assert {key: row["eigenaar"] for key, row in taken.items()} == {
        "afbouwplan_maken": "Jurist",
        "website_eerst": "Webredactie",
    }
