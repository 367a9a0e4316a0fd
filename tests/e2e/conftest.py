"""A real browser against a real server: fixtures for the tests in this folder.

- `live_server`   the application on 127.0.0.1, one per test process, with a database of its own
- `page`          a page that fails the test when the browser complains (console, script, foreign host)
- `page_no_js`    the same with JavaScript off
- `axe(page)`     no violation of WCAG 2.2 A/AA or of axe's best practices
- `no_sideways_scroll(page, 320)`   nothing sticks out at that width
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.role_steps import Office
from tests.e2e.serving import LOOK, LiveServer, launch_arguments, serve
from tests.e2e.watch import Watcher, not_listening
from tests.webapp.people import Town, make_town

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}

#: Pages of `page_no_js`: on these axe would wait for ever.
WITHOUT_JS: WeakSet[Page] = WeakSet()

STICKING_OUT = """width => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > width + 1 && getComputedStyle(e).position !== 'fixed')
  .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium."""
    return launch_arguments()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve the application in a thread, with an empty database."""
    with serve(tmp_path_factory.mktemp("gegevens")) as server:
        yield server


@pytest.fixture(scope="session")
def people_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The same with accounts: a demonstration, with somebody for every role."""
    with serve(tmp_path_factory.mktemp("mensen"), demo=True) as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def town_served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Town]]:
    """A server with accounts on a database of each kind, and somebody for every role; its address."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    settings = {"accounts": True} | ({"database_url": server.fresh()} if server else {})
    with serve(tmp_path_factory.mktemp("rollen"), **settings) as served:
        database = served.app.extensions["basislijn"].repository.database
        assert database.engine.dialect.name == request.param
        yield served.url, make_town(served.app)
        database.close()
    if server:
        server.drop(settings["database_url"])


@pytest.fixture
def office(
    town_served: tuple[str, Town], browser: Browser, browser_context_args: dict[str, Any]
) -> Iterator[Office]:
    """The organisation at work; at the end no browser may have complained."""
    url, town = town_served
    office = Office(browser, {**browser_context_args, "base_url": url}, town)
    yield office
    office.close()


@pytest.fixture(autouse=True)
def _facts_as_in_the_files(live_server: LiveServer) -> Iterator[None]:
    """The server is shared: what a test publishes as a curator is gone before the next one weighs."""
    yield
    with live_server.app.extensions["basislijn"].repository.database.as_system() as connection:
        for table in ("curated_fact", "curated_subject"):
            connection.exec_driver_sql(f"DELETE FROM {table}")


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So that `page.goto("/")` works."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], base_url: str) -> dict[str, Any]:
    """Dutch, a common laptop, and no animations to wait for."""
    return {
        **browser_context_args,
        **LOOK,
        "base_url": base_url,
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    """Watch every page of the context; complain at the end."""
    context.set_default_timeout(30_000)
    watcher = Watcher(context)
    yield context
    watcher.check()


@pytest.fixture
def page_no_js(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page on which no script runs."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    context.set_default_timeout(30_000)
    watcher = Watcher(context)
    page = context.new_page()
    WITHOUT_JS.add(page)
    yield page
    context.close()
    watcher.check()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Return a check that finds no accessibility violation on the page as it is now."""
    return check_axe


def check_axe(page: Page) -> None:
    """Fail with every violation, its help text and the elements."""
    assert page not in WITHOUT_JS, "axe is itself a script: check the same address with `page`"
    with not_listening(page):  # axe tries styles on the page, which the page's own policy refuses
        found = Axe().run(page, options=AXE_OPTIONS)
    lines = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]
    assert not lines, f"axe on {page.url}:\n" + "\n".join(lines)


@pytest.fixture(scope="session")
def no_sideways_scroll() -> Callable[..., None]:
    """Return a check that the page needs no sideways scrolling at a width."""
    return check_no_sideways_scroll


def check_no_sideways_scroll(page: Page, width: int = 320) -> None:
    """Narrow the window, look, and put the window back."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    culprits = page.evaluate(STICKING_OUT, width) if wide > width else []
    if before:
        page.set_viewport_size(before)
    assert wide <= width, f"{page.url} is {wide} wide at {width}:\n" + "\n".join(culprits)
