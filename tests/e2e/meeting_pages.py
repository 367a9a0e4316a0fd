"""Openers of the pages of a conversation, normal and wrong, for `test_pages`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.e2e.meeting_steps import begin, close, fill, join, open_round, questions

Opener = Callable[[Page, str, str], object]


def choose(page: Page, edit: str, _read: str) -> None:
    """Choose the kind and the questions, with the other questions in sight."""
    page.goto(f"{edit}/gesprek/nieuw")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def choose_too_many(page: Page, edit: str, read: str) -> None:
    """More questions than there is time for."""
    choose(page, edit, read)
    page.evaluate("document.querySelectorAll('input[name=vraag]').forEach(b => { b.checked = true })")
    page.get_by_role("button", name="Open het gesprek").click()
    page.wait_for_load_state()


def waiting_room(page: Page, edit: str, _read: str) -> None:
    """The code on the screen, before the start."""
    open_round(page, edit)


def clock(page: Page, edit: str, read: str) -> None:
    """Everybody answers."""
    waiting_room(page, edit, read)
    begin(page)


def phone(page: Page, edit: str, role: str = "jurist") -> Page:
    """A participant of the round that is open, and the room begun."""
    code = open_round(page, edit)
    other = page.context.new_page()
    join(other, code, role)
    return other


def back(page: Page, other: Page) -> None:
    """Go on in the first page where the other one is."""
    address = other.url
    other.wait_for_load_state("networkidle")
    other.close()
    page.goto(address)


def waits(page: Page, edit: str, _read: str) -> None:
    """A participant before the start."""
    back(page, phone(page, edit))


def answers(page: Page, edit: str, _read: str) -> None:
    """A participant with the questions."""
    other = phone(page, edit)
    begin(page)
    back(page, other)
    page.get_by_role("heading", name="Wat vindt u?").wait_for()


def answers_too_long(page: Page, edit: str, read: str) -> None:
    """A reason that is too long."""
    answers(page, edit, read)
    page.locator("#r-bereik").fill("x" * 600)
    page.get_by_role("button", name="Klaar").click()
    page.locator("#foutenlijst").wait_for()


def ready(page: Page, edit: str, read: str) -> None:
    """A participant who is ready."""
    answers(page, edit, read)
    fill(page, {"bereik": "nee"})
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("heading", name="U bent klaar").wait_for()


def too_late(page: Page, edit: str, _read: str) -> None:
    """A participant whose last answer came after the end."""
    other = phone(page, edit)
    begin(page)
    questions(other)
    other.evaluate("document.querySelector('form[data-bewaar]').removeAttribute('data-bewaar')")
    close(page)
    other.wait_for_load_state("networkidle")
    token = other.locator("form[method='post'] input[name='csrf_token']").first.input_value()
    address = other.url
    other.close()
    page.evaluate(
        """([address, token]) => {
            const form = document.createElement("form");
            form.method = "post"; form.action = address;
            for (const [name, value] of [["csrf_token", token], ["v-bereik", "nee"], ["r-bereik", "Want"]]) {
                const field = document.createElement("input");
                field.name = name; field.value = value; form.append(field);
            }
            document.body.append(form); form.submit();
        }""",
        [address, token],
    )
    page.get_by_role("heading", name="Het antwoorden is net gesloten").wait_for()


def differences(page: Page, edit: str, read: str) -> None:
    """What the room talks about: a difference, an agreement and a question without answers."""
    code = open_round(page, edit)
    second = page.context.browser.new_context(base_url=edit.partition("/w/")[0])  # type: ignore[union-attr]
    others = [page.context.new_page(), second.new_page()]
    for other in others:
        join(other, code, "FG")
    begin(page)
    for other, value in zip(others, ("nee", "aantoonbaar"), strict=True):
        questions(other)
        fill(other, {"bereik": value, "account": "bestaand"}, "Daarom.")
        other.get_by_role("button", name="Klaar").click()
        other.get_by_role("heading", name="U bent klaar").wait_for()
        other.wait_for_load_state("networkidle")
        other.close()
    second.close()
    close(page)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def differences_too_long(page: Page, edit: str, read: str) -> None:
    """A text that is too long."""
    differences(page, edit, read)
    page.locator("#o-bereik").fill("x" * 2100)
    page.locator("button[value='open']").click()
    page.locator("#foutenlijst").wait_for()


def differences_clash(page: Page, edit: str, read: str) -> None:
    """Another tab recorded something else."""
    differences(page, edit, read)
    other = page.context.new_page()
    other.goto(page.url, wait_until="networkidle")
    other.locator("#vraag-bereik input[value='aannemelijk']").check()
    other.locator("#vraag-bereik button[value='bereik']").click()
    other.wait_for_load_state("networkidle")
    other.close()
    page.locator("#vraag-bereik input[value='nee']").check()
    page.locator("#vraag-bereik button[value='bereik']").click()
    page.locator(".botsing").wait_for()


def report(page: Page, edit: str, read: str) -> None:
    """What was agreed, and what it changed."""
    differences(page, edit, read)
    page.locator("#vraag-bereik input[value='nee']").check()
    page.locator("#m-bereik").fill("Anders.")
    page.locator("button[value='open']").click()
    page.wait_for_url("**/verslag")


def report_to_read(page: Page, edit: str, read: str) -> None:
    """The same for who may only look."""
    report(page, edit, read)
    page.goto(f"{read}/gesprek/1/verslag")


def hidden(page: Page, edit: str, read: str) -> None:
    """The advice while a conversation runs."""
    waiting_room(page, edit, read)
    page.goto(f"{edit}/advies")


def hidden_to_read(page: Page, edit: str, read: str) -> None:
    """The same for who may only look."""
    waiting_room(page, edit, read)
    page.goto(f"{read}/advies")


def code(page: Page, _edit: str, _read: str) -> None:
    """Ask for the code."""
    page.goto("/meedoen")


def code_wrong(page: Page, _edit: str, _read: str) -> None:
    """A code that can't be one."""
    page.goto("/meedoen")
    page.locator("#code").fill("nee")
    page.locator("#functie").fill("x" * 90)
    page.get_by_role("button", name="Doe mee").click()
    page.locator("#foutenlijst").wait_for()


def gone(page: Page, _edit: str, _read: str) -> None:
    """A round that is not there any more."""
    page.goto("/meedoen/" + "x" * 32)


def on_visit(opener: Opener) -> Callable[[Any], object]:
    """Open a page for a visit of `test_pages`."""
    return lambda visit: opener(visit.page, visit.edit, visit.read)


MEETING_PAGES: dict[str, dict[str, Callable[[Any], object]]] = {
    "meeting.new": {
        "new conversation": on_visit(choose),
        "new conversation, too many": on_visit(choose_too_many),
    },
    "meeting.room": {
        "room": on_visit(waiting_room),
        "room, clock": on_visit(clock),
        "room, differences": on_visit(differences),
        "room, text too long": on_visit(differences_too_long),
        "room, clash": on_visit(differences_clash),
    },
    "meeting.report": {
        "record": on_visit(report),
        "record to read": on_visit(report_to_read),
        "hidden": on_visit(hidden),
        "hidden to read": on_visit(hidden_to_read),
    },
    "joining.page": {
        "code": on_visit(code),
        "code wrong": on_visit(code_wrong),
        "conversation gone": on_visit(gone),
    },
    "joining.answer": {
        "participant waits": on_visit(waits),
        "participant": on_visit(answers),
        "participant, reason too long": on_visit(answers_too_long),
        "participant ready": on_visit(ready),
        "participant too late": on_visit(too_late),
    },
}
