"""The pictures of an organisation at work: signing in, dividing, talking, deciding, and learning from others.

They are taken in the demonstration, with a clock of their own, so that they are the same on any day.
"""

from __future__ import annotations

import os
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
from tests.e2e import meeting_steps
from tests.e2e.serving import LOOK, LiveServer, launch_arguments, serve
from tests.e2e.sharing import unfold
from tests.e2e.steps import saved
from tests.e2e.work_states import press
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
LINKEDIN = Shown("sociale-media", "Personeel werven via LinkedIn", "LinkedIn", {})
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
            "--lang=nl",
            f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{port}",
        ]
        browser = playwright.chromium.launch(**launch, env={**os.environ, "LANGUAGE": "nl"})
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
            wrong = page.locator(f"input[name='f-{question}'][value='klopt_niet']")
            if wrong.count():
                wrong.check()
            page.locator(f"#vraag-{question} input[name='v-{question}'][value='{value}']").check()
            page.wait_for_load_state("networkidle")
            saved(page)
        page.context.close()
    stage.moment = TODAY
    return edit


# --- the pictures ----------------------------------------------------------------------------------------


def people(stage: Stage) -> None:
    """Signing in, and who works for the organisation."""
    stage.show(stage.visit(), "/inloggen", "inloggen")
    page = stage.visit("beheerder")
    page.goto("/mensen")
    page.locator(".uitnodigen #naam").fill("Nina Nieuw")
    page.locator(".uitnodigen #email").fill("nina@voorbeeld.example")
    page.locator("#rol").select_option("invuller")
    press(page, "Maak de uitnodiging")
    stage.show(page, "/mensen", "mensen")
    page.context.close()


def together(stage: Stage, edit: str) -> None:
    """Dividing the work, remarks, evidence and every version of an answer."""
    page = stage.visit("invuller")
    facebook = upload(page, FACEBOOK)
    page.goto(f"{facebook}/verdeling")
    for key, (who, due) in texts.DIVISION.items():
        page.locator(f"#e-{key}").fill(who)
        page.locator(f"#d-{key}").fill(due)
    press(page, "Bewaar de verdeling")
    stage.show(page, f"{facebook}/verdeling", "verdeling")
    for question, who, text in texts.REMARKS:
        page.goto(f"{edit}/opmerkingen?vraag={question}")
        page.locator("#tekst").fill(text)
        if page.locator("#naam").count():
            page.locator("#naam").fill(who)
        press(page, "Zet erbij")
    stage.show(page, f"{edit}/opmerkingen", "opmerkingen")
    for question, name, title, content in texts.FILES:
        page.goto(f"{edit}/bewijs?vraag={question}")
        file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        page.locator("#bestand").set_input_files(file)
        page.locator("#titel").fill(title)
        press(page, "Voeg het bestand toe")
    for question, address, title in texts.LINKS:
        page.goto(f"{edit}/bewijs?vraag={question}")
        page.locator("#adres").fill(address)
        page.locator("#linktitel").fill(title)
        press(page, "Zet de link erbij")
    stage.show(page, f"{edit}/bewijs", "bewijs")
    stage.show(page, f"{edit}/geschiedenis", "geschiedenis")
    stage.show(page, f"{edit}/tijdlijn", "tijdlijn")
    mastodon = upload(page, MASTODON)
    stage.show(page, f"{mastodon}/scenario?{texts.SCENARIO}&bereken=ja", "scenario")
    page.context.close()


def decide(stage: Stage) -> None:
    """The decision, what was agreed, and the dossier with all of it."""
    page = stage.visit("besluitnemer")
    edit = stage.find(page, "X")
    page.goto(f"{edit}/plichten")
    for key, (who, due) in texts.TASKS.items():
        page.locator(f"#e-{key}").fill(who)
        page.locator(f"#d-{key}").fill(due)
    press(page, "Bewaar de lijst")
    page.goto(f"{edit}/besluit")
    rows = page.locator(".besluiten > li").all()
    for row, (choice, reason, decided, review) in zip(rows, texts.DECISIONS, strict=False):
        row.locator(f"input[value='{choice}']").check()
        row.locator("textarea").fill(reason)
        row.locator("input[name^='w-']").fill("College van B en W")
        row.locator("input[name^='d-']").fill(decided)
        row.locator("input[name^='h-']").fill(review)
    press(page, "Bewaar de besluiten")
    stage.show(page, f"{edit}/besluit", "besluit")
    stage.show(page, f"{edit}/dossier", "dossier")
    with page.expect_download() as download, tempfile.TemporaryDirectory() as folder:
        page.locator("a[href$='volledig.html']").click()
        file = Path(folder) / "dossier.html"
        download.value.save_as(file)
        stage.show(page, file.as_uri(), "dossier-html")
    page.context.close()
    reader = stage.visit("beoordelaar")
    stage.show(reader, "/afspraken", "afspraken")
    stage.show(reader, stage.find(reader, "X") + "/besluit", "besluit-lezen")
    reader.context.close()


def overview(stage: Stage) -> None:
    """The list, and some of it side by side."""
    page = stage.visit("invuller")
    stage.show(page, "/afwegingen", "afwegingen")
    page.goto("/naast-elkaar")
    form = page.locator("form", has=page.get_by_text("Instagram"))
    for title in ("X", "Instagram", "LinkedIn"):
        form.locator("label", has=page.get_by_text(title, exact=True)).first.click()
    form.get_by_role("button", name="Zet naast elkaar").click()
    page.wait_for_load_state("networkidle")
    stage.camera.take(page, "naast-elkaar")
    page.context.close()


def knowledge(stage: Stage) -> None:
    """Cases of several organisations, what others chose, and the curator's facts."""
    for who, title, named, fields, values in texts.CASES:
        page = stage.visit(who)
        page.goto(f"{stage.find(page, title)}/casus")
        for field, text in fields.items():
            page.locator(f"#veld-{field}").fill(text)
        for value in values:
            page.get_by_role("checkbox", name=value).check()
        page.locator(f"input[name='wie'][value='{'naam' if named else 'anoniem'}']").check()
        page.locator("#veld-gelezen").check()
        page.locator("main form button[type='submit']").first.click()
        page.wait_for_load_state()
        if "/casussen/" not in page.url:  # it warned about something; whoever shares read it again
            page.locator("#veld-gelezen").check()
            page.locator("main form button[type='submit']").first.click()
        page.wait_for_url("**/casussen/*")
        if who in ROLES and named:
            stage.show(page, page.url, "casus")
        page.context.close()
    page = stage.visit(ELSEWHERE)
    stage.show(page, "/casussen", "casussen")
    page.goto(f"{stage.find(page, 'X')}/vergelijken")
    page.locator("input[name='hoe'][value='naam']").check()
    page.locator("main form button[type='submit']").first.click()
    page.wait_for_url("**/vergelijken/sociale-media")
    stage.show(page, "/vergelijken/sociale-media", "vergelijken")
    page.context.close()
    curator(stage)


def curator(stage: Stage) -> None:
    """A municipality does not agree with a fact; the curator sees it with the others."""
    page = stage.visit(ELSEWHERE)
    page.goto(f"{stage.find(page, 'X')}/feiten")
    unfold(page)
    page.locator("input[name='f-melden'][value='klopt_niet']").check()
    page.locator("#vraag-melden input[name='v-melden'][value='goed']").check()
    page.locator("#n-melden").fill(texts.DISPUTE)
    page.locator("#n-melden").blur()
    page.wait_for_load_state("networkidle")
    press(page, "Bewaar")
    page.context.close()
    page = stage.visit("beleidsmedewerker")
    stage.show(page, "/curator/feiten/platform/x", "curator")
    page.context.close()


def meeting(stage: Stage) -> None:
    """A conversation from the choice of questions to the differences, and the telephone of a participant."""
    page = stage.visit("invuller")
    edit = stage.find(page, "Instagram")
    stage.show(page, f"{edit}/gesprek/nieuw", "gesprek-nieuw")
    code = meeting_steps.open_round(page, edit, tuple(next(iter(texts.VOTES.values()))[0]))
    phones = []
    for role in texts.VOTES:
        phone = stage.visit()
        meeting_steps.join(phone, code, role)
        phones.append(phone)
    meeting_steps.begin(page)
    for phone, (answers, reason) in zip(phones, texts.VOTES.values(), strict=True):
        phone.reload(wait_until="networkidle")
        meeting_steps.fill(phone, answers, reason)
        if phone is phones[0]:
            phone.locator("#bewaard", has_text="✓").wait_for()
            stage.camera.take(phone, "gesprek-telefoon")
    for phone in phones[:-1]:
        phone.get_by_role("button", name="Klaar").click()
        phone.get_by_role("heading", name="U bent klaar").wait_for()
    page.reload(wait_until="networkidle")
    stage.camera.take(page, "gesprek-ronde")
    phones[-1].get_by_role("button", name="Klaar").click()
    phones[-1].get_by_role("heading", name="U bent klaar").wait_for()
    meeting_steps.close(page)
    stage.camera.take(page, "gesprek-verschillen")
    for window in (*phones, page):
        window.context.close()


def shoot_together(camera: Camera) -> None:
    """Start the demonstration, and take the pictures of an organisation at work."""
    with opened(camera) as stage:
        furnish(stage)
        linkedin = over_time(stage)
        people(stage)
        together(stage, linkedin)
        decide(stage)
        overview(stage)
        knowledge(stage)
        meeting(stage)
