"""Every page and its error state: no axe violation, no sideways scrolling at 320 px, nothing on the console.

The list comes from the URL map: a new page without a way to open it here is a failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import LiveServer
from tests.e2e.steps import FIRST, begin, first_three, saved

#: GET addresses that give no page: files, data and style.
NO_PAGE = {"static", "home.robots", "home.theme", "advice.data", "advice.memo_plain", "keep.download"}


@dataclass
class Visit:
    """Where the prepared assessment is."""

    page: Page
    edit: str
    read: str
    team: str


Opener = Callable[[Visit], object]


def at(path: str) -> Opener:
    """Open an address under the edit link."""
    return lambda visit: visit.page.goto(visit.edit + path)


def read(path: str) -> Opener:
    """Open an address under the read link."""
    return lambda visit: visit.page.goto(visit.read + path)


def go(path: str) -> Opener:
    """Open a public address."""
    return lambda visit: visit.page.goto(path)


def then(first: Opener, *selectors: str) -> Opener:
    """Open, then click one thing after another; the last may lead to an error state."""

    def run(visit: Visit) -> None:
        first(visit)
        for selector in selectors:
            visit.page.locator(selector).last.click()
            visit.page.wait_for_load_state()

    return run


def unfold(first: Opener) -> Opener:
    """Open, and unfold everything that folds."""

    def run(visit: Visit) -> None:
        first(visit)
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    return run


def clash(visit: Visit) -> None:
    """Two tabs: the other one saved something else."""
    other = visit.page.context.new_page()
    for tab in (visit.page, other):
        tab.goto(f"{visit.edit}/vragen/1")
    other.locator("#vraag-bereik input[value='aantoonbaar']").check()
    saved(other)
    other.close()
    visit.page.locator("#vraag-bereik input[value='aannemelijk']").check()
    visit.page.locator(".botsing").wait_for()


def empty_profile(visit: Visit) -> None:
    """A subject that nobody knows."""
    visit.page.goto("/begin/sociale-media")
    visit.page.locator("input[value='anders']").check()
    visit.page.locator("#naam").fill("Dorpsplein")
    visit.page.get_by_role("button", name="Begin").click()
    visit.page.wait_for_url("**/vragen/1")
    visit.page.goto(visit.page.url.replace("/vragen/1", "/feiten"))


def too_long(field: str) -> Opener:
    """Send a text that is too long."""

    def run(visit: Visit) -> None:
        visit.page.goto(f"{visit.edit}/gesprek")
        visit.page.locator(field).fill("x" * 2100)
        visit.page.get_by_role("button", name="Bewaar het gesprek").click()

    return run


VERDER = "button[name='naar'][value='verder']"
PAGES: dict[str, dict[str, Opener]] = {
    "home.page": {"home": go("/")},
    "home.start": {
        "start": go("/begin/sociale-media"),
        "start, another": then(go("/begin/sociale-media"), "input[value='anders']"),
        "start, nothing chosen": then(go("/begin/sociale-media"), "main button[type='submit']"),
    },
    "home.overview": {"overview": go("/afwegingen")},
    "fill.section": {
        "questions": at("/vragen/1"),
        "questions unfolded": unfold(at("/vragen/5")),
        "questions missing": then(at("/vragen/2"), VERDER),
        "question unknown": then(at("/vragen/3"), "#vraag-dpia input[value='!onbekend']"),
        "question clash": clash,
    },
    "facts.page": {
        "facts": at("/feiten"),
        "facts unfolded": unfold(at("/feiten")),
        "facts disagreed": then(
            at("/feiten"), "input[name='f-handhaving'][value='klopt_niet']", "button[value='hier']"
        ),
        "facts empty": empty_profile,
    },
    "advice.page": {
        "advice": at("/advies"),
        "advice unfolded": unfold(at("/advies")),
        "advice to read": read("/advies"),
        "advice remark missing": then(at("/advies"), "main button[type='submit']"),
    },
    "advice.conversation": {
        "conversation": at("/gesprek"),
        "conversation to read": read("/gesprek"),
        "conversation too long": too_long("#aanwezig"),
    },
    "advice.memo": {"note": unfold(at("/notitie")), "note to read": read("/notitie")},
    "advice.who": {"who": unfold(at("/wie")), "who to read": read("/wie")},
    "advice.change": {"change": at("/verandering"), "change to read": read("/verandering")},
    "keep.page": {"keep": at("/bewaren")},
    "keep.confirm_delete": {"delete": at("/verwijder")},
    "keep.open_page": {
        "open": go("/open"),
        "open nothing": then(go("/open"), "main form >> nth=0 >> button[type='submit']"),
    },
    "keep.enter": {"werkmap": lambda visit: visit.page.goto(visit.team)},
    "texts.rules": {
        "rules": go("/uitleg/sociale-media"),
        "rules unfolded": unfold(go("/uitleg/sociale-media")),
    },
    "texts.help_page": {"help": go("/hulp")},
    "texts.accessibility": {"accessibility": go("/toegankelijkheid")},
    "texts.privacy": {"privacy": go("/privacy")},
    "errors": {"not found": go("/bestaat-niet"), "no such link": go("/w/" + "x" * 32 + "/advies")},
}
STATES = {state: opener for states in PAGES.values() for state, opener in states.items()}


@pytest.fixture
def visit(page: Page) -> Visit:
    """An assessment after the first three answers."""
    edit = begin(page)
    first_three(page, FIRST)
    page.goto(f"{edit}/bewaren")
    shown = page.locator("#link-lezen").input_value().removesuffix("/advies")
    page.goto("/afwegingen")
    team = page.locator("#werkmap-link").input_value()
    return Visit(page, edit, shown, team)


def test_every_page_of_the_url_map_is_opened_here(live_server: LiveServer) -> None:
    found = {rule.endpoint for rule in live_server.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert found - NO_PAGE == set(PAGES) - {"errors"}


@pytest.mark.parametrize("state", STATES)
def test_page(
    visit: Visit, axe: Callable[[Page], None], no_sideways_scroll: Callable[..., None], state: str
) -> None:
    STATES[state](visit)
    visit.page.wait_for_load_state("networkidle")
    axe(visit.page)
    no_sideways_scroll(visit.page, 320)
    assert visit.page.locator("h1").count() == 1


@pytest.mark.parametrize(
    "state", ["questions missing", "facts disagreed", "start, nothing chosen", "open nothing"]
)
def test_error_states_say_so_in_the_title(visit: Visit, state: str) -> None:
    STATES[state](visit)
    assert visit.page.title().startswith("Fout: ")
