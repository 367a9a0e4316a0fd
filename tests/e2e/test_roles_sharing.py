"""Telling others and hearing from them: a policy officer, the curator, and people without an account."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import meeting_steps, sharing
from tests.e2e.role_steps import (
    Office,
    absent,
    begin,
    find,
    follow,
    may_not_decide,
    menu,
    press,
    refused,
    sign_in,
    weigh,
)

pytestmark = pytest.mark.slow
OPTIONS = {"bereik": "nee", "alternatief": "ja"}


#: The office is shared by the tests, so how many there are differs.
COUNTED = re.compile(r"[0-9]+ afwegingen, waarvan [0-9]+ vastgesteld")


# --- beleidsmedewerker ------------------------------------------------------------------------------


def test_a_policy_officer_compares_reads_the_rules_and_tells_a_case(office: Office) -> None:
    bella = office.somebody("beleidsmedewerker")
    weigh(bella, "Mastodon")
    weigh(bella, "Facebook")
    menu(bella, "Onze afwegingen")
    follow(bella, "Zet naast elkaar", "**/naast-elkaar")
    for name in ("Mastodon", "Facebook"):
        bella.get_by_role("checkbox", name=name).first.check()
    press(bella, "Zet naast elkaar")
    expect(bella.locator("#vergelijking-kop")).to_contain_text("Mastodon")
    expect(bella.locator("#vergelijking-kop")).to_contain_text("Facebook")
    menu(bella, "Onze afwegingen")
    follow(bella, "Bekijk onze cijfers", "**/cijfers")
    expect(bella.locator("main")).to_contain_text(COUNTED)
    find(bella, "Mastodon")
    follow(bella, "Lees de regels in gewone taal")
    expect(bella.get_by_role("heading", name="De trap naar het advies")).to_be_visible()
    bella.go_back()
    follow(bella, "Vergelijk met anderen", "**/vergelijken")
    bella.get_by_label("Met naam op de lijst").check()
    expect(bella.get_by_text("U staat op de lijst als Gemeente Voorbeeld.")).to_be_visible()
    press(bella, "Doe mee")
    expect(bella.locator("main")).to_contain_text("Gemeente Voorbeeld")
    find(bella, "Mastodon")
    follow(bella, "Deel dit als casus", "**/casus")
    tell_case(bella)
    visitor = office.desk()
    visitor.goto("/")
    menu(visitor, "Casussen")
    follow(visitor, "Werk aan de weg")
    expect(visitor.locator("main")).to_contain_text("Wij beginnen klein.")
    absent(bella, "Mensen")
    refused(bella, "/logboek")
    may_not_decide(bella, "WhatsApp")


def tell_case(page: Page) -> None:
    """Write a case and share it."""
    page.get_by_label("Titel").fill("Werk aan de weg")
    page.locator("#veld-casus").fill("Wij plaatsen nieuws over werk aan de weg.")
    page.locator("#veld-afweging").fill("Wij beginnen klein.")
    page.get_by_label("Zonder naam").check()
    page.get_by_label("Ik heb alle teksten nog eens gelezen.").check()
    press(page, "Deel de casus")
    page.wait_for_url("**/casussen/*")


# --- curator ----------------------------------------------------------------------------------------


def test_a_curator_publishes_a_fact_and_answers_a_remark(office: Office) -> None:
    iris = office.somebody("invuller")
    edit = weigh(iris, "X")
    confirm(iris)
    reply = remark(iris)
    curator = office.somebody("curator")
    expect(curator.get_by_role("heading", level=1)).to_have_text("Gedeelde kennis bijhouden")
    follow(curator, "Naar de feiten", "**/curator/feiten")
    follow(curator, "X")
    curator.locator("#feit-melden").get_by_role("link").first.click()
    now = curator.locator("input[name='waarde']:checked").get_attribute("value")
    sharing.fill_fact(curator, "moeizaam" if now == "goed" else "goed")
    press(curator, "Publiceer dit feit")
    follow(curator, "Opmerkingen", "**/curator/opmerkingen")
    form = curator.locator("form", has=curator.locator("select[name='stand']")).last
    form.get_by_label("Stand").select_option("verwerkt")
    form.get_by_label("Antwoord").fill("Dank, wij pasten de vraag aan.")
    form.get_by_role("button", name="Bewaar").click()
    menu(iris, "Onze afwegingen")
    iris.get_by_role("link", name="Lees het antwoord").click()
    expect(iris.locator("main")).to_contain_text("Dank, wij pasten de vraag aan.")
    assert iris.url == reply
    menu(iris, "Onze afwegingen")
    expect(iris.locator("tr.afweging", has_text="1 feit veranderd of verlopen")).to_have_count(1)
    follow(iris, "Kijk na")
    press(iris, "Neem het nieuwe feit over")
    expect(iris.locator("#meldingen")).to_contain_text("Overgenomen.")
    refused(iris, "/curator")
    menu(curator, "Onze afwegingen")
    expect(curator.locator("tr.afweging")).to_have_count(0)
    refused(curator, f"{edit}/advies")


def confirm(page: Page) -> None:
    """Go to the facts and confirm the one that changes later."""
    follow(page, "Bevestig de feiten", "**/feiten")
    sharing.unfold(page)
    page.locator("input[name='f-melden'][value='klopt']").check()
    page.wait_for_load_state("networkidle")
    menu(page, "Onze afwegingen")
    follow(page, "X", "**/advies")


def remark(page: Page) -> str:
    """Tell the makers something about the advice; where the answer comes."""
    page.get_by_label("Onduidelijk").check()
    page.locator("#opmerking").fill("Wat is bereik?")
    press(page, "Verstuur opmerking")
    page.get_by_role("link", name="Hier komt het antwoord").click()
    page.wait_for_url("**/reactie/**")
    return page.url


# --- without an account -----------------------------------------------------------------------------


def test_a_guest_joins_a_conversation_by_code_and_answers_blind(office: Office) -> None:
    iris, guest = office.somebody("invuller"), office.desk()
    edit = weigh(iris, "PubHubs")
    follow(iris, "Voer het gesprek", "**/gesprek")
    follow(iris, "Nieuw gesprek", "**/gesprek/nieuw")
    code = meeting_steps.open_round(iris, edit, ("bereik", "alternatief"))
    meeting_steps.join(guest, code, "jurist")
    expect(guest.get_by_role("heading", name="U doet mee")).to_be_visible()
    expect(iris.locator("[data-tekst='meedoen']")).to_have_text("1 deelnemer doet mee")
    meeting_steps.begin(iris)
    guest.get_by_role("heading", name="Wat vindt u?").wait_for()
    guest.wait_for_load_state("networkidle")
    assert guest.locator("input:checked").count() == 0
    assert edit.rpartition("/")[2] not in guest.content()
    meeting_steps.fill(guest, OPTIONS, "Ik ken geen cijfers.")
    press(guest, "Klaar")
    guest.get_by_role("heading", name="U bent klaar").wait_for()
    assert "Ik ken geen cijfers." not in iris.content()
    meeting_steps.close(iris)
    expect(iris.locator("main")).to_contain_text("Ik ken geen cijfers.")
    guest.get_by_role("heading", name="Kijk naar het scherm").wait_for()
    guest.wait_for_load_state("networkidle")
    iris.get_by_role("button", name="Open het advies").click()
    iris.wait_for_url("**/verslag")
    iris.wait_for_load_state("networkidle")
    other = guest.context.new_page()  # the telephone's own page goes on by itself when the round ends
    other.goto(f"{edit}/advies")
    expect(other.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_who_has_only_a_link_reads_while_the_organisation_leaves_it_open(
    office: Office, axe: Callable[[Page], None]
) -> None:
    iris, reader = office.somebody("invuller"), office.desk()
    edit = weigh(iris, "Bluesky")
    follow(iris, "Bewaren en delen", "**/bewaren")
    press(iris, "Laat iedereen met de leeslink lezen")
    link = iris.get_by_label("Link om alleen te lezen").input_value()
    reader.goto(link)
    expect(reader.get_by_text("Advies over")).to_be_visible()
    axe(reader)
    assert edit.rpartition("/")[2] not in reader.content()
    absent(reader, "Leg het besluit vast", "Opmerkingen voor collega’s", "Bewaren en delen")
    press(iris, "Laat de leeslink alleen nog werken na inloggen")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_what_began_without_an_account_is_taken_over(office: Office) -> None:
    stranger, iris = office.desk(), office.desk()
    stranger.goto("/")
    menu(stranger, "Vragenlijsten")
    edit = begin(stranger, "TikTok")
    follow(stranger, "Leg het besluit vast", "**/besluit")
    expect(stranger.get_by_role("button", name="Bewaar de besluiten")).to_be_visible()
    iris.goto(f"{edit}/bewaren")
    absent(iris, "Neem over")
    sign_in(iris, office.town.people["invuller"].email)
    iris.goto(f"{edit}/bewaren")
    follow(iris, "Neem over", "**/overnemen")
    press(iris, "Neem over")
    expect(iris.locator("#meldingen")).to_contain_text("nu van Gemeente Voorbeeld")
    stranger.reload()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Inloggen")
    menu(stranger, "Onze afwegingen")
    expect(stranger.locator("tr.afweging")).to_have_count(0)
