"""Every page of people and its error state, on a server with accounts; the list comes from the URL map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import LiveServer
from tests.webapp.pages import Visitor
from tests.webapp.people import COOKIE, now
from webapp.services.accounts import ROLES
from webapp.storage import wall
from webapp.storage.wall import Scope, within

#: GET addresses that lead to another website and back, or give a file.
NO_PAGE = {"oidc.start", "oidc.back", "figures.download"}


@dataclass
class Room:
    """A browser on the server with accounts, and how to be somebody in it."""

    page: Page
    server: LiveServer

    @property
    def store(self) -> object:
        return self.server.app.extensions["basislijn"].repository

    def go(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def be(self, role: str) -> None:
        """Sign in as somebody of the demonstration, with one press."""
        self.go("/inloggen")
        self.page.locator(".demoknop", has_text=ROLES[role].label).first.click()
        self.page.wait_for_url("**/afwegingen")

    def loose(self) -> str:
        """An assessment without an account, made in another browser; its address."""
        return Visitor(self.server.app.test_client()).begin()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()


Opener = Callable[[Room], object]


def at(path: str, role: str = "", press: str = "") -> Opener:
    """Open an address as somebody, and press a button there."""

    def run(room: Room) -> None:
        if role:
            room.be(role)
        room.go(path)
        if press:
            room.press(press)

    return run


def invitation(email: str, press: str = "") -> Opener:
    """Open an invitation."""

    def run(room: Room) -> None:
        accounts = room.store.accounts  # type: ignore[attr-defined]
        with wall.system():
            owner = accounts.organisations()[0].id
            token = accounts.invite(owner, email, "Noor", "invuller", now())
        room.go(f"/uitnodiging/{token}")
        if press:
            room.press(press)

    return run


def invited(room: Room) -> None:
    """The link of an invitation, shown once."""
    room.be("beheerder")
    room.go("/mensen")
    room.page.locator(".uitnodigen #naam").fill("Noor")
    room.page.locator(".uitnodigen #email").fill("noor@voorbeeld.example")
    room.page.locator("#rol").select_option("invuller")
    room.press("Maak de uitnodiging")
    room.page.locator("#nieuwe-link").wait_for()


def last_manager(role: bool) -> Opener:
    """The only manager gives the role away, or leaves."""

    def run(room: Room) -> None:
        room.be("beheerder")
        person = room.store.accounts.by_email("beheerder@voorbeeld.example")  # type: ignore[attr-defined]
        if role:
            room.go("/mensen")
            room.page.locator(f"#rol-{person.id}").select_option("invuller")
            room.press("Bewaar de rol van Ben Beheerder")
        else:
            room.go(f"/mensen/{person.id}/verwijder")
            room.press("Haal weg")

    return run


def several(room: Room) -> None:
    """Somebody who works for two organisations."""
    accounts = room.store.accounts  # type: ignore[attr-defined]
    with wall.system():
        person = None
        for owner in accounts.organisations():
            given = (owner.id, "twee@voorbeeld.example", "Twee", "invuller", now())
            person = accounts.add_member(*given, demo=True)
    assert person
    token = room.store.sign_ins.start(person.id, "Proef", now(), timedelta(hours=1))  # type: ignore[attr-defined]
    room.page.context.add_cookies([{"name": COOKIE, "value": token, "url": room.server.url}])
    room.go("/account/organisatie")


def take_over(room: Room) -> None:
    """Ask before taking over."""
    room.be("invuller")
    room.go(f"{room.loose()}/overnemen")


def keep(is_open: bool) -> Opener:
    """'Bewaren en delen' of an assessment of the organisation."""

    def run(room: Room) -> None:
        room.be("invuller")
        store = room.store
        with within(Scope(organisation=1)):
            record = store.assessments(store.organisation_workspace().id)[0]  # type: ignore[attr-defined]
            store.claims.leave_open(record.id, is_open, now())  # type: ignore[attr-defined]
        room.go(f"/w/{record.edit_token}/bewaren")

    return run


def ours(role: str, path: str) -> Opener:
    """A page of an assessment of the organisation, for who may not do everything there."""

    def run(room: Room) -> None:
        room.be(role)
        store = room.store
        with within(Scope(organisation=1)):
            record = store.assessments(store.organisation_workspace().id)[0]  # type: ignore[attr-defined]
        room.go(f"/w/{record.edit_token}/{path}")

    return run


def take_over_team(room: Room) -> None:
    """A werkmap that somebody made before signing in."""
    visitor = Visitor(room.server.app.test_client())
    visitor.begin()
    visitor.get("/afwegingen")
    link = visitor.find(r"/werkmap/[^/\"]+")
    room.be("invuller")
    room.go(f"{link}/overnemen")


PAGES: dict[str, dict[str, Opener]] = {
    "sign_in.page": {
        "sign in": at("/inloggen"),
        "sign in, nothing": at("/inloggen", press="Inloggen"),
    },
    "sign_in.invitation": {
        "invitation": invitation("noor1@voorbeeld.example"),
        "invitation, nothing": invitation("noor2@voorbeeld.example", "Bewaar en log in"),
        "invitation elsewhere": invitation("invuller@elders.example"),
        "invitation gone": at("/uitnodiging/" + "x" * 32),
    },
    "account.page": {
        "account": at("/account", "invuller"),
        "account, nothing": at("/account", "invuller", "Verander het wachtwoord"),
    },
    "account.choose": {"organisations": several},
    "people.page": {
        "people": at("/mensen", "beheerder"),
        "people, nothing": at("/mensen", "beheerder", "Maak de uitnodiging"),
        "people invited": invited,
        "people last manager": last_manager(True),
    },
    "people.confirm_remove": {
        "remove": at("/mensen/3/verwijder", "beheerder"),
        "remove last manager": last_manager(False),
    },
    "people.log": {"log": at("/logboek", "beheerder")},
    "figures.page": {"figures": at("/cijfers", "beleidsmedewerker")},
    "claims.confirm": {"take over": take_over},
    "claims.confirm_team": {"take over a werkmap": take_over_team},
    "refused": {
        "role": at("/mensen", "invuller"),
        "overview": at("/afwegingen", "invuller"),
        "overview to read": at("/afwegingen", "beoordelaar"),
        "begin, who only reads": at("/", "beoordelaar"),
        "decision, who may not decide": ours("invuller", "besluit"),
        "advice, who only reads": ours("beoordelaar", "advies"),
        "remarks, who only reads": ours("beoordelaar", "opmerkingen"),
        "evidence, who only reads": ours("beoordelaar", "bewijs"),
        "history, who only reads": ours("beoordelaar", "geschiedenis"),
        "keep closed": keep(False),
        "keep open": keep(True),
    },
}
STATES = {state: opener for states in PAGES.values() for state, opener in states.items()}


@pytest.fixture
def room(page: Page, people_server: LiveServer) -> Room:
    """A browser on the server with accounts."""
    return Room(page, people_server)


def test_every_page_of_people_is_opened_here(live_server: LiveServer, people_server: LiveServer) -> None:
    def pages(server: LiveServer) -> set[str]:
        return {rule.endpoint for rule in server.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert pages(people_server) - pages(live_server) - NO_PAGE == set(PAGES) - {"refused"}


@pytest.mark.parametrize("state", STATES)
def test_page(
    room: Room, axe: Callable[[Page], None], no_sideways_scroll: Callable[..., None], state: str
) -> None:
    STATES[state](room)
    room.page.wait_for_load_state("networkidle")
    axe(room.page)
    no_sideways_scroll(room.page, 320)
    assert room.page.locator("h1").count() == 1


@pytest.mark.parametrize(
    "state",
    [
        *("sign in, nothing", "invitation, nothing", "account, nothing"),
        *("people, nothing", "people last manager", "remove last manager"),
    ],
)
def test_error_states_say_so_in_the_title(room: Room, state: str) -> None:
    STATES[state](room)
    assert room.page.title().startswith("Fout: ")
