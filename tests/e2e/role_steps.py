"""Browsers in which people of an organisation sign in, and what several roles do there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.steps import first_three
from tests.e2e.watch import Watcher
from tests.webapp.people import PASSWORD, Town

REFUSED = re.compile("Uw rol mag dit niet|Dit is van een andere organisatie|Deze pagina is er niet")


@dataclass
class Office:
    """An organisation on a server; everybody gets a browser of their own, and every browser is watched."""

    browser: Browser
    arguments: dict[str, Any]
    town: Town
    _open: list[tuple[BrowserContext, Watcher]] = field(default_factory=list)

    def desk(self) -> Page:
        """A browser in which nobody is signed in."""
        context = self.browser.new_context(**self.arguments)
        context.set_default_timeout(30_000)
        self._open.append((context, Watcher(context)))
        return context.new_page()

    def somebody(self, role: str) -> Page:
        """A browser in which somebody with this role signed in on the page for it."""
        page = self.desk()
        page.goto("/")
        sign_in(page, self.town.people[role].email)
        return page

    def close(self) -> None:
        """Close every browser, and fail when one of them complained."""
        for context, _ in self._open:
            context.close()
        for _, watcher in self._open:
            watcher.check()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in, from the page where one is."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Inloggen").click()
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()


def menu(page: Page, name: str) -> None:
    """Choose in the menu on top."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name).click()
    page.wait_for_load_state()


def follow(page: Page, name: str, address: str = "") -> None:
    """Click on a link that is on the page, and wait for where it leads."""
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url(address or "**")
    page.wait_for_load_state()


def press(page: Page, name: str) -> None:
    """Press a button that is on the page, and wait for what follows."""
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def weigh(page: Page, subject: str) -> str:
    """From the list: begin with a subject and answer until there is an advice; the address to edit it."""
    menu(page, "Onze afwegingen")
    follow(page, "Weeg een keuze")
    return begin(page, subject)


def begin(page: Page, subject: str) -> str:
    """From the questionnaires: choose one and a subject, and answer until there is an advice."""
    page.get_by_role("listitem").filter(has_text="Sociale media").get_by_role("link", name="Begin").click()
    page.get_by_role("radio", name=subject).first.check()
    press(page, "Begin")
    page.wait_for_url("**/vragen/1")
    first_three(page)
    return page.url.removesuffix("/advies")


def find(page: Page, subject: str) -> None:
    """Search the list for an assessment, and open it."""
    menu(page, "Onze afwegingen")
    page.get_by_label("Zoek op onderwerp, notitie of bron").fill(subject)
    press(page, "Zoek")
    expect(page.locator("tr.afweging")).to_have_count(1)
    follow(page, subject, "**/advies")


def refused(page: Page, address: str) -> None:
    """The address itself does not open either, and the page says why."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in (403, 404), (address, answer.status)
    expect(page.get_by_role("heading", level=1)).to_have_text(REFUSED)


def absent(page: Page, *names: str) -> None:
    """No link or button with any of these names is on the page."""
    for name in names:
        expect(page.get_by_role("link", name=name)).to_have_count(0)
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def may_not_decide(page: Page, subject: str) -> None:
    """Somebody without that role begins, reads what was decided, and can't decide."""
    edit = weigh(page, subject)
    absent(page, "Leg het besluit vast")
    follow(page, "Bekijk het besluit", "**/besluit")
    expect(page.locator("main")).to_contain_text("Een collega met de rol besluitnemer legt het besluit vast.")
    absent(page, "Bewaar de besluiten", "Naar vaststellen")
    refused(page, f"{edit}/vaststellen")
