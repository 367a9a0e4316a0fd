"""The demonstration on a clock of its own, furnished for the pictures, with a browser to look at it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts import samen_texts as texts
from scripts.camera import SIZES, Camera
from scripts.shown import Shown, open_example
from tests.e2e.serving import LOOK, LiveServer, launch_arguments, serve
from tests.e2e.sharing import unfold
from tests.e2e.steps import saved
from webapp.services import benchmarks
from webapp.services.accounts import ROLES
from webapp.services.answer_files import answer_records
from webapp.services.disputes import ORGANISATION
from webapp.services.weighing import weigh
from webapp.storage import wall
from webapp.storage.wall import Scope, within
from webapp.views import common

#: The address in the pictures; the browser finds the server of the moment behind it.
HOST = "basislijn.voorbeeld.nl"
LINKEDIN = Shown(
    "sociale-media", "Personeel werven via LinkedIn", "LinkedIn", {}, changes=texts.LINKEDIN_AT_FIRST
)
FACEBOOK = Shown("sociale-media", "Facebook-pagina met veel lezers", "Facebook", {})
MASTODON = Shown("sociale-media", "Mastodon zonder DPIA", "Mastodon", {})
TODAY = datetime(2026, 11, 23, 8, 42)
ELSEWHERE = "Gemeente Elders"


@dataclass
class Stage:
    """The application with its people, the browser, and the moment that it is."""

    server: LiveServer
    browser: Browser
    camera: Camera
    moment: datetime = TODAY

    def visit(self, who: str = "") -> Page:
        """A window of its own; with a role, or somebody elsewhere, signed in with one press."""
        context: BrowserContext = self.browser.new_context(
            base_url=f"http://{HOST}",
            viewport=SIZES[""],  # type: ignore[arg-type]
            **LOOK,
        )
        page = context.new_page()
        if who:
            page.goto("/inloggen")
            text = ROLES[who].label if who in ROLES else who
            page.locator(".demoknop", has_text=text).first.click()
            page.wait_for_url("**/afwegingen")
        return page

    def find(self, page: Page, title: str) -> str:
        """The address of an assessment about social media, or of another one, by its title in the list."""
        page.goto("/afwegingen")
        href = page.get_by_role("link", name=title, exact=True).first.get_attribute("href") or ""
        return href.removesuffix("/advies")

    def show(self, page: Page, address: str, name: str) -> None:
        """Open an address and take it."""
        page.goto(address, wait_until="networkidle")
        self.camera.take(page, name)


@contextmanager
def opened(camera: Camera) -> Iterator[Stage]:
    """The demonstration on a clock that the stage sets."""
    with (
        tempfile.TemporaryDirectory(prefix="basislijn-beeld-") as folder,
        serve(Path(folder), demo=True, contact="informatiebeheer@voorbeeld.nl") as server,
        sync_playwright() as playwright,
    ):
        launch = launch_arguments()
        port = server.url.rpartition(":")[2]
        launch["args"] = [
            *launch["args"],
            f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{port}",
        ]
        browser = playwright.chromium.launch(**launch)
        stage = Stage(server, browser, camera)
        common_now, common.now = common.now, lambda: stage.moment
        yield stage
        common.now = common_now
        browser.close()


# --- what is there before anybody looks ------------------------------------------------------------------


def furnish(stage: Stage) -> None:
    """Date what the demonstration made, name a curator, and let other organisations take part."""
    store = stage.server.app.extensions["basislijn"].repository
    with store.database.as_system() as connection:
        for number, day in enumerate(texts.DAYS, start=1):
            set_day = "UPDATE assessment SET created_at = ?, updated_at = ? WHERE id = ?"
            connection.exec_driver_sql(set_day, (day, day, number))
    with wall.system():
        store.accounts.set_curator("beleidsmedewerker@voorbeeld.example", True, stage.moment)
    take_part(stage)


def take_part(stage: Stage) -> None:
    """Organisations that nobody sees, each with a worked example, give their figures."""
    parts = stage.server.app.extensions["basislijn"]
    snapshot, store = parts.contents.current(), parts.repository
    topic = snapshot.by_slug("sociale-media")
    cases = snapshot.content.examples[topic.ruleset.id].cases
    number = 100
    for at, many in texts.OTHERS.items():
        with within(Scope(organisation=1)):
            record = store.assessments(store.organisation_workspace().id)[0]
        example = replace(
            record,
            questionnaire=topic.id,
            subject=cases[at].subject,
            answers={row.question: row for row in answer_records(topic.questionnaire, cases[at].answers)},
        )
        row = benchmarks.contribution(weigh(example, snapshot, stage.moment.date()), "", "", named=False)
        for _ in range(many):
            number += 1
            with wall.system():
                given = replace(row, organisation_key=f"{ORGANISATION}{number}")
                store.shared.benchmarks.contribute(given, stage.moment)
    with wall.system():
        benchmarks.release(store, topic, benchmarks.LEAST, stage.moment, accounts=True)


def upload(page: Page, shown: Shown) -> str:
    """Open a worked example as a file; the address to edit it."""
    return open_example(page, shown).partition(HOST)[2]


def over_time(stage: Stage) -> str:
    """Recruiting through LinkedIn, filled in on three days; the address to edit it."""
    edit = ""
    for day, answers in texts.LINKEDIN_DAYS.items():
        stage.moment = datetime.fromisoformat(day)
        page = stage.visit("invuller")
        edit = edit or upload(page, LINKEDIN)
        for question, (section, value) in answers.items():
            page.goto(f"{edit}/{section}")
            unfold(page)
            page.locator(f"#vraag-{question} input:is([name^='v-'], [name^='f-'])[value='{value}']").check()
            page.wait_for_load_state("networkidle")
            saved(page)
        page.context.close()
    stage.moment = TODAY
    return edit
