"""The people of an organisation at work, each role from signing in to the result, on both databases."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.decisions import answer, decide
from tests.e2e.role_steps import (
    Office,
    absent,
    find,
    follow,
    may_not_decide,
    menu,
    press,
    refused,
    sign_in,
    weigh,
)
from tests.e2e.work_states import NOTE

pytestmark = pytest.mark.slow
NEW, LATER = "vier losse woorden samen", "een andere zin van later"


# --- beheerder --------------------------------------------------------------------------------------


def invite(boss: Page, name: str, email: str, role: str) -> str:
    """Invite somebody; the link to pass on."""
    form = boss.locator(".uitnodigen")
    form.get_by_label("Naam").fill(name)
    form.get_by_label("E-mailadres").fill(email)
    form.get_by_role("combobox").select_option(label=form.locator("option", has_text=role).first.inner_text())
    press(boss, "Maak de uitnodiging")
    return boss.locator("#nieuwe-link").input_value()


def test_a_manager_lets_somebody_in_changes_the_role_and_lets_go(office: Office) -> None:
    boss, noor, at_home = office.somebody("beheerder"), office.desk(), office.desk()
    menu(boss, "Mensen")
    link = invite(boss, "Noor", "noor@voorbeeld.example", "Beoordelaar")
    noor.goto(link)
    noor.get_by_label("Nieuw wachtwoord").fill(NEW)
    noor.get_by_label("Hetzelfde wachtwoord nog een keer").fill(NEW)
    press(noor, "Bewaar en log in")
    expect(noor.locator("#meldingen")).to_contain_text("Welkom, Noor.")
    expect(noor.locator("header")).to_contain_text("Noor, beoordelaar bij Gemeente Voorbeeld")
    absent(noor, "Weeg een keuze")
    row = boss.locator(".mensen li", has_text="noor@voorbeeld.example")
    menu(boss, "Mensen")
    row.get_by_role("combobox").select_option("invuller")
    row.get_by_role("button", name="Bewaar").click()
    expect(boss.locator("#meldingen")).to_contain_text("Noor is nu invuller.")
    menu(noor, "Onze afwegingen")
    expect(noor.get_by_role("link", name="Weeg een keuze")).to_be_visible()
    at_home.goto("/")
    sign_in(at_home, "noor@voorbeeld.example", NEW)
    follow(at_home, "Noor")
    expect(at_home.locator(".plekken li")).to_have_count(2)
    press(at_home, "Log overal uit")
    expect(at_home.locator("#meldingen")).to_contain_text("U bent overal uitgelogd.")
    noor.reload()
    expect(noor.get_by_role("link", name="Inloggen")).to_be_visible()
    sign_in(noor, "noor@voorbeeld.example", NEW)
    forgotten(boss, at_home, noor)
    row.get_by_role("link", name="Haal weg").click()
    press(boss, "Haal weg")
    expect(row).to_have_count(0)
    for page in (noor, at_home):
        page.reload()
        expect(page.get_by_role("button", name="Uitloggen")).to_have_count(0)
    follow(boss, "Bekijk het logboek")
    for line in ("nodigde iemand uit", "andere rol"):
        expect(boss.locator("tbody")).to_contain_text(line)
    may_not_decide(boss, "Bluesky")


def forgotten(boss: Page, page: Page, other: Page) -> None:
    """A fresh link sets a new password, and signs the other browser out."""
    boss.get_by_role("button", name="Nieuw wachtwoord voor Noor").click()
    page.goto(boss.locator("#nieuwe-link").input_value())
    expect(page.get_by_role("heading", level=1)).to_have_text("Kies een nieuw wachtwoord")
    page.get_by_role("textbox", name="Nieuw wachtwoord").fill(LATER)
    page.get_by_label("Hetzelfde wachtwoord nog een keer").fill(LATER)
    press(page, "Bewaar en log in")
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    other.reload()
    expect(other.get_by_role("button", name="Uitloggen")).to_have_count(0)


# --- invuller ---------------------------------------------------------------------------------------


def test_somebody_fills_in_with_a_colleague(office: Office) -> None:
    iris, colleague = office.somebody("invuller"), office.somebody("beleidsmedewerker")
    weigh(iris, "Instagram")
    follow(iris, "Bewaren en delen", "**/bewaren")
    follow(iris, "Verdeel het werk", "**/verdeling")
    iris.get_by_role("textbox", name="Wie vult in: ", exact=False).nth(1).fill("Bella")
    iris.get_by_label("Klaar op").nth(1).fill("2026-12-18")
    press(iris, "Bewaar de verdeling")
    expect(iris.locator("#meldingen")).to_contain_text("De verdeling is opgeslagen.")
    iris.locator("#deel-1").get_by_role("link").click()
    iris.locator("#vraag-bereik").get_by_role("button", name="Bewijs").click()
    iris.wait_for_url("**/bewijs?vraag=bereik")
    iris.get_by_label("Het bestand").set_input_files(NOTE)
    press(iris, "Voeg het bestand toe")
    follow(iris, "Terug naar de vraag")
    iris.locator("#vraag-bereik").get_by_role("button", name="Opmerkingen voor collega’s").click()
    iris.get_by_label("Uw opmerking").fill("Klopt dit aantal nog?")
    iris.get_by_label("Uw naam of functie").fill("Iris")
    press(iris, "Zet erbij")
    expect(iris.locator(".opmerkingen")).to_contain_text("Klopt dit aantal nog?")
    by_name(colleague, "Bella", "Instagram")
    colleague.get_by_role("navigation", name="Samenwerken").get_by_role("link", name="Opmerkingen").click()
    expect(colleague.locator(".opmerkingen")).to_contain_text("Iris")
    follow(colleague, "Terug naar het advies")
    follow(colleague, "Bewijs")
    with colleague.expect_download() as download:
        colleague.get_by_role("link", name="cijfers.csv").click()
    assert download.value.path().read_bytes() == NOTE["buffer"]
    absent(iris, "Mensen")
    refused(iris, "/mensen")
    may_not_decide(iris, "TikTok")


def by_name(page: Page, name: str, subject: str) -> None:
    """Filter the list on who it was given to, and open what is there."""
    menu(page, "Onze afwegingen")
    page.get_by_text("Kies wat u wilt zien").click()
    page.get_by_label("Toegewezen aan").select_option(name)
    press(page, "Toon")
    expect(page.locator("tr.afweging")).to_have_count(1)
    expect(page.locator("tr.afweging")).to_contain_text(f"Wacht op: {name}")
    follow(page, subject, "**/advies")


# --- beoordelaar ------------------------------------------------------------------------------------


def test_a_reviewer_reads_and_reacts(office: Office) -> None:
    iris, bo = office.somebody("invuller"), office.somebody("beoordelaar")
    edit = weigh(iris, "LinkedIn")
    absent(bo, "Weeg een keuze", "Open een bestand of link")
    find(bo, "LinkedIn")
    assert "/l/" in bo.url
    absent(bo, "Verder", "Bewaren en delen", "Deel dit als casus", "Verdeel het werk")
    follow(bo, "Opmerkingen voor collega’s", "**/opmerkingen")
    bo.get_by_label("Waar gaat dit over?").select_option("bereik")
    bo.get_by_label("Uw opmerking").fill("Waar blijkt dit uit?")
    bo.get_by_label("Uw naam of functie").fill("Bo")
    press(bo, "Zet erbij")
    expect(bo.locator("#meldingen")).to_contain_text("Uw opmerking staat erbij.")
    follow(bo, "Terug naar het advies", "**/l/*/advies")
    follow(bo, "Geschiedenis", "**/geschiedenis")
    bo.locator("table.lijst").get_by_role("link").first.click()
    absent(bo, "Zet deze versie terug")
    follow(bo, "Terug naar het advies", "**/l/*/advies")
    follow(bo, "Bekijk het gesprek", "**/gesprek")
    absent(bo, "Nieuw gesprek", "Bewaar het gesprek")
    find(iris, "LinkedIn")
    follow(iris, "Opmerkingen voor collega’s", "**/opmerkingen")
    expect(iris.locator(".opmerkingen")).to_contain_text("Waar blijkt dit uit?")
    iris.get_by_role("button", name="Afgehandeld").click()
    expect(iris.locator("main")).to_contain_text("Er staat niets open.")
    for path in ("/vragen/1", "/gesprek/nieuw", "/bewaren", "/verdeling"):
        refused(bo, edit + path)
    refused(bo, "/begin/sociale-media")


# --- besluitnemer -----------------------------------------------------------------------------------


def test_somebody_decides_signs_off_and_looks_again(office: Office) -> None:
    iris, bas = office.somebody("invuller"), office.somebody("besluitnemer")
    weigh(iris, "YouTube")
    find(bas, "YouTube")
    edit = bas.url.removesuffix("/advies")
    follow(bas, "Spreek af wie wat doet", "**/plichten")
    bas.locator(".taak input[name^='e-']").first.fill("Team web")
    bas.locator(".taak input[name^='d-']").first.fill("2026-12-15")
    press(bas, "Bewaar de lijst")
    expect(bas.locator("#meldingen")).to_contain_text("De lijst is opgeslagen.")
    follow(bas, "Terug naar het advies", "**/advies")
    follow(bas, "Leg het besluit vast", "**/besluit")
    explain(bas, edit)
    follow(bas, "Naar vaststellen", "**/vaststellen")
    bas.get_by_label("Wie stelt dit vast?").fill("Het college")
    bas.get_by_label("Ja, wij stellen dit vast.").check()
    press(bas, "Stel het dossier vast")
    expect(bas.get_by_role("heading", level=1)).to_have_text("Vastgesteld besluit")
    expect(bas.locator("main")).to_contain_text("Wij bereiken hier jongeren.")
    frozen(iris, edit)
    follow(bas, "Naar het advies van nu", "**/advies")
    follow(bas, "Maak het dossier", "**/dossier")
    with bas.expect_download() as download:
        bas.get_by_role("link", name="Maak PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    bas.go_back()
    follow(bas, "Bekijk het besluit", "**/besluit")
    press(bas, "Begin een nieuwe blik")
    bas.wait_for_url("**/wat-veranderde")
    new = bas.url.removesuffix("/wat-veranderde")
    answer(bas, new, "bereik", "aantoonbaar")
    bas.goto(f"{new}/advies")
    follow(bas, "Bekijk wat er veranderde", "**/wat-veranderde")
    expect(bas.locator("main")).to_contain_text("Toen: ")
    menu(bas, "Onze afwegingen")
    follow(bas, "Bekijk alle afspraken", "**/afspraken")
    expect(bas.locator("main")).to_contain_text("Team web")
    expect(bas.locator("main")).to_contain_text("15 december 2026")
    absent(bas, "Mensen")
    refused(bas, "/mensen")


def explain(page: Page, edit: str) -> None:
    """Follow what can be followed, and explain why not the advice itself."""
    decide(page, edit)
    row = page.locator("#besluit-advies")
    row.locator("input[value='uitgelegd']").check()
    row.get_by_label("Waarom?").fill("Wij bereiken hier jongeren.")
    press(page, "Bewaar de besluiten")
    expect(page.locator("#meldingen")).to_contain_text("Uw besluiten zijn opgeslagen.")


def frozen(page: Page, edit: str) -> None:
    """Who fills in meets a dossier that does not change any more."""
    find(page, "YouTube")
    expect(page.locator("main")).to_contain_text("Vastgesteld op 23 november 2026 door Het college.")
    absent(page, "Leg het besluit vast", "Ga verder met invullen")
    page.goto(f"{edit}/vragen/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit dossier is vastgesteld")
