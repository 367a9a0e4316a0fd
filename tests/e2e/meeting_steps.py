"""What people do in a conversation, in the browser: the facilitator and the participants."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.steps import FIRST
from tests.webapp.pages import Visitor

QUESTIONS = ("bereik", "alternatief", "betaald", "account")


def prepared(app: object, url: str) -> str:
    """An assessment with its first answers; the address to edit it."""
    visitor = Visitor(app.test_client())  # type: ignore[attr-defined]
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    return url + edit


def open_round(page: Page, edit: str, questions: tuple[str, ...] = QUESTIONS) -> str:
    """Choose the questions and open the round; the code to join."""
    page.goto(f"{edit}/gesprek/nieuw")
    for box in page.locator("input[name='vraag']").all():
        box.evaluate("(b, keys) => { b.checked = keys.includes(b.value) }", list(questions))
    page.get_by_role("button", name="Open het gesprek").click()
    page.wait_for_url("**/gesprek/*")
    page.wait_for_load_state("networkidle")
    return page.locator(".code-groot").inner_text()[-7:]


def join(page: Page, code: str, role: str = "") -> None:
    """Take part with the code."""
    page.goto("/meedoen")
    page.wait_for_load_state("networkidle")
    page.locator("#code").fill(code)
    page.locator("#functie").fill(role)
    page.get_by_role("button", name="Doe mee").click()
    page.wait_for_url("**/meedoen/*")
    page.wait_for_load_state("networkidle")


def begin(page: Page) -> None:
    """Start the clock."""
    page.get_by_role("button", name="Begin:").click()
    page.get_by_role("heading", name="Antwoord nu").wait_for()
    page.wait_for_load_state("networkidle")


def close(page: Page) -> None:
    """Close the answering."""
    page.get_by_role("button", name="Sluit het antwoorden").click()
    page.locator("button[value='open']").wait_for()
    page.wait_for_load_state("networkidle")


def questions(page: Page) -> None:
    """Wait for the questions on the telephone; they come by themselves."""
    page.get_by_role("heading", name="Wat vindt u?").wait_for()
    page.wait_for_load_state("networkidle")


def fill(page: Page, answers: dict[str, str], reason: str = "") -> None:
    """Choose the answers on the telephone."""
    for key, value in answers.items():
        page.locator(f"#vraag-{key} input[value='{value}']").check()
    if reason:
        page.locator(f"#r-{next(iter(answers))}").fill(reason)
