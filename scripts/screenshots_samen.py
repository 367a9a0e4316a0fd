"""The pictures of an organisation at work: signing in, dividing, talking, deciding, and learning from others.

They are taken in the demonstration, with a clock of their own, so that they are the same on any day.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from scripts import samen_texts as texts
from scripts.camera import Camera
from scripts.stage import ELSEWHERE, FACEBOOK, MASTODON, Stage, furnish, opened, over_time, upload
from tests.e2e import meeting_steps
from tests.e2e.sharing import unfold
from tests.e2e.steps import saved
from tests.e2e.work_states import press
from webapp.services.accounts import ROLES


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
    page.goto(f"{edit}/vragen/2")
    page.locator("#vraag-formele_berichten input[value='ja']").check()
    saved(page)
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
    officer = stage.visit("beleidsmedewerker")
    stage.show(officer, "/cijfers", "cijfers")
    officer.context.close()


def overview(stage: Stage) -> None:
    """The list, and some of it side by side."""
    page = stage.visit("invuller")
    stage.show(page, "/afwegingen", "afwegingen")
    page.goto("/naast-elkaar")
    form = page.locator("form", has=page.get_by_text("Instagram"))
    for title in ("X", "Instagram", "LinkedIn"):
        form.locator("label", has_text=re.compile(rf"^\s*{title}\s*\d")).first.click()
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
        meeting_steps.questions(phone)
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
