"""Every page and its error state: no axe violation, no sideways scrolling at 320 px, nothing on the console.

The list comes from the URL map: a new page without a way to open it here is a failure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.e2e import comparing, decisions, drafts, sharing, work_states
from tests.e2e.conftest import LiveServer
from tests.e2e.dossier_pages import DOSSIER_PAGES
from tests.e2e.meeting_pages import MEETING_PAGES
from tests.e2e.steps import FIRST, open_file, saved
from tests.webapp.pages import Visitor

#: GET addresses that give no page: files, data and style.
NO_PAGE = {
    *("static", "home.robots", "home.theme", "home.old_overview"),
    *("advice.data", "advice.memo_plain", "advice.supplier_plain", "duties.plain", "duties.table"),
    *("keep.download", "keep.download_all", "keep.example", "publish.download", "evidence.file"),
    *("signing.download", "agenda.download", "meeting.standing", "joining.standing"),
    *("health.live", "health.ready", "health.metrics", "dossier.download", "dossier.note"),
}


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


def wrong_answers(visit: Visit) -> None:
    """Open a file with answers in which some are wrong."""
    text = "vragenlijst: sociale-media/v1\nantwoorden: {berijk: nee, account: misschien}\n"
    open_file(visit.page, text)


def together(visit: Visit) -> None:
    """The same subject with a second questionnaire: the joint page."""
    visit.page.goto(f"{visit.edit}/advies")
    visit.page.locator("form[action$='/ook/ai-verordening'] button").click()
    visit.page.wait_for_url("**/vragen/1")
    visit.page.goto(f"{visit.edit}/advies")
    visit.page.locator("a[href^='/onderwerp/w/']").click()
    visit.page.wait_for_url("**/onderwerp/w/**")


def together_to_read(visit: Visit) -> None:
    """The joint page as whoever gets the link sees it."""
    together(visit)
    visit.page.goto(visit.page.locator("#link-lezen").input_value())


def keep_duties(visit: Visit, **values: str) -> None:
    """Fill in the list of who does what and save; ``d_`` is the date, ``e_`` the owner, ``s_`` the state."""
    for key, value in values.items():
        field = visit.page.locator(f"#{key[0]}-{key[2:]}")
        field.select_option(value) if key[0] == "s" else field.fill(value)
    visit.page.get_by_role("button", name="Bewaar de lijst").click()
    visit.page.wait_for_load_state()


def duties_filled(visit: Visit) -> None:
    """One is late, one is done; seen by owner."""
    visit.page.goto(f"{visit.edit}/plichten?per=eigenaar")
    keep_duties(
        visit, e_afbouwplan_maken="Team web", d_afbouwplan_maken="2026-11-01", s_website_eerst="klaar"
    )


def duties_to_read(visit: Visit) -> None:
    """What the others see."""
    duties_filled(visit)
    visit.page.goto(f"{visit.read}/plichten")


def duties_wrong(visit: Visit) -> None:
    """A date that can't be, and no reason why it does not apply."""
    visit.page.goto(f"{visit.edit}/plichten")
    visit.page.evaluate("document.querySelector('#d-afbouwplan_maken').type = 'text'")
    keep_duties(visit, d_afbouwplan_maken="31-02-2027", s_website_eerst="nvt")


def duties_clash(visit: Visit) -> None:
    """Somebody else changed the same line."""
    visit.page.goto(f"{visit.edit}/plichten")
    other = visit.page.context.new_page()
    other.goto(f"{visit.edit}/plichten")
    keep_duties(Visit(other, visit.edit, visit.read, visit.team), e_afbouwplan_maken="FG")
    other.close()
    keep_duties(visit, e_afbouwplan_maken="Jurist")
    visit.page.locator(".botsing").wait_for()


def duties_gone(visit: Visit) -> None:
    """What was agreed about a measure that no longer applies."""
    duties_filled(visit)
    visit.page.goto(f"{visit.edit}/vragen/1")
    visit.page.locator("#vraag-account input[value='nieuw']").check()
    saved(visit.page)
    visit.page.goto(f"{visit.edit}/plichten")
    visit.page.get_by_role("heading", name="Geldt niet meer").wait_for()


def supplier(visit: Visit) -> None:
    """What to ask the supplier of a system of which one thing is not known yet."""
    drafts.open_example(visit.page, "Zaakherkenner", op_de_markt="onbekend")
    visit.page.get_by_role("link", name="Vragen aan de leverancier of bouwer").click()
    visit.page.wait_for_url("**/leverancier")


def draft(opener: Callable[[Page], object]) -> Opener:
    """Open a draft for a public register."""
    return lambda visit: opener(visit.page)


def work(opener: work_states.State) -> Opener:
    """Open a page to work together."""
    return lambda visit: opener(visit.page, visit.edit, visit.read)


VERDER = "button[name='naar'][value='verder']"
PAGES: dict[str, dict[str, Opener]] = {
    "home.page": {"home": go("/")},
    "home.start": {
        "start": go("/begin/sociale-media"),
        "start, another": then(go("/begin/sociale-media"), "input[value='anders']"),
        "start, nothing chosen": then(go("/begin/sociale-media"), "main button[type='submit']"),
    },
    "home.overview": {
        "overview": go("/afwegingen"),
        "list filtered": work(work_states.list_filtered),
        "list empty": work(work_states.list_empty),
    },
    "fill.section": {
        "questions": at("/vragen/1"),
        "questions unfolded": unfold(at("/vragen/5")),
        "questions missing": then(at("/vragen/2"), VERDER),
        "question unknown": then(at("/vragen/3"), "#vraag-dpia input[value='!onbekend']"),
        "question clash": clash,
        "section of somebody": work(work_states.divided_section),
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
    "duties.page": {
        "duties": unfold(at("/plichten")),
        "duties filled": duties_filled,
        "duties to read": duties_to_read,
        "duties wrong": duties_wrong,
        "duties clash": duties_clash,
        "duties gone": duties_gone,
    },
    "advice.supplier": {"supplier": unfold(supplier)},
    "publish.page": {
        "draft": draft(drafts.filled),
        "draft without texts": draft(drafts.without_texts),
        "draft uncertain": draft(drafts.uncertain),
        "draft elsewhere": draft(drafts.elsewhere),
        "draft to read": draft(drafts.to_read),
        "draft shared": draft(drafts.shared),
    },
    **comparing.PAGES,
    "advice.change": {"change": at("/verandering"), "change to read": read("/verandering")},
    "matters.page": {"together": together, "together to read": together_to_read},
    "profiles.page": {"profile": lambda visit: drafts.shared_with_us(visit.page, visit.edit)},
    "profiles.share": {
        "share": unfold(at("/delen")),
        "share, nothing filled in": then(at("/delen"), "main button[type='submit']"),
    },
    "keep.page": {"keep": at("/bewaren")},
    **sharing.PAGES,
    "keep.confirm_delete": {"delete": at("/verwijder")},
    "keep.open_page": {
        "open": go("/open"),
        "open nothing": then(go("/open"), "main form >> nth=0 >> button[type='submit']"),
        "open wrong answers": wrong_answers,
        "open too large": lambda visit: open_file(visit.page, " " * 27_000_000),
    },
    "keep.enter": {"werkmap": lambda visit: visit.page.goto(visit.team)},
    "texts.rules": {
        "rules": go("/uitleg/sociale-media"),
        "rules unfolded": unfold(go("/uitleg/sociale-media")),
    },
    "texts.help_page": {"help": go("/hulp")},
    "texts.accessibility": {"accessibility": go("/toegankelijkheid")},
    "texts.privacy": {"privacy": go("/privacy")},
    **{
        endpoint: {state: work(opener) for state, opener in states.items()}
        for endpoint, states in work_states.STATES.items()
    },
    "errors": {"not found": go("/bestaat-niet"), "no such link": go("/w/" + "x" * 32 + "/advies")},
}
PAGES |= decisions.PAGES | DOSSIER_PAGES
PAGES |= MEETING_PAGES
STATES = {state: opener for states in PAGES.values() for state, opener in states.items()} | sharing.MORE


@pytest.fixture
def visit(page: Page, live_server: LiveServer) -> Visit:
    """An assessment after the first three answers, made without the browser: `test_path` walks that path."""
    visitor = Visitor(live_server.app.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    visitor.get(f"{edit}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    visitor.get("/afwegingen")
    team = visitor.find(r"/werkmap/[^/\"]+")
    cookie = visitor.client.get_cookie(live_server.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return Visit(page, *(live_server.url + path for path in (edit, read, team)))


def test_every_page_of_the_url_map_is_opened_here(live_server: LiveServer) -> None:
    found = {rule.endpoint for rule in live_server.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert found - NO_PAGE == set(PAGES) - {"errors"}


WRONG = {
    *("questions missing", "facts disagreed", "start, nothing chosen", "open nothing"),
    *("open wrong answers", "open too large"),
    *("share, nothing filled in", "duties wrong", "duties clash"),
    *comparing.WRONG,
    *sharing.ERRORS,
    *work_states.ERRORS,
    *decisions.WRONG,
    *("new conversation, too many", "room, text too long", "room, clash", "code wrong"),
    *("participant, reason too long", "participant too late"),
}
#: `make test` opens each page once, and one way in which it goes wrong; `make test-all` the rest.
QUICK = {next(iter(states)) for states in PAGES.values()} | {
    next(iter(wrong)) for states in PAGES.values() if (wrong := [state for state in states if state in WRONG])
}


@pytest.mark.parametrize(
    "state",
    [state if state in QUICK else pytest.param(state, marks=pytest.mark.slow) for state in STATES],
)
def test_page(
    visit: Visit, axe: Callable[[Page], None], no_sideways_scroll: Callable[..., None], state: str
) -> None:
    STATES[state](visit)
    visit.page.wait_for_load_state("networkidle")
    axe(visit.page)
    no_sideways_scroll(visit.page, 320)
    assert visit.page.locator("h1").count() == 1
    assert state not in WRONG or visit.page.title().startswith("Fout: ")
