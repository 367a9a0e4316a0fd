"""What people do in the browser to decide, to sign off and to look again; and every page of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Page


class Visit(Protocol):
    """Where the prepared assessment is."""

    page: Page
    edit: str
    read: str


Opener = Callable[[Visit], object]


def fill_in(page: Page, edit: str, who: str = "Het college") -> None:
    """Decide about everything: follow it where that can be."""
    page.goto(f"{edit}/besluit")
    for row in page.locator(".besluiten > li").all():
        row.locator("input[type='radio']").first.check()
        row.locator("input[name^='w-']").fill(who)


def decide(page: Page, edit: str) -> None:
    """Decide about everything, and save."""
    fill_in(page, edit)
    page.get_by_role("button", name="Bewaar de besluiten").click()
    page.get_by_text("Uw besluiten zijn opgeslagen.").wait_for()


def sign(page: Page, edit: str) -> None:
    """Sign off what was decided."""
    page.goto(f"{edit}/vaststellen")
    page.get_by_label("Wie stelt dit vast?").fill("Het college")
    page.get_by_label("Ja, wij stellen dit vast.").check()
    page.get_by_role("button", name="Stel het dossier vast").click()
    page.get_by_role("heading", name="Vastgesteld besluit").wait_for()


def look_again(page: Page, edit: str) -> str:
    """Begin a new look; give its address."""
    page.goto(f"{edit}/besluit")
    page.get_by_role("button", name="nieuwe blik").click()
    page.wait_for_url("**/wat-veranderde")
    return page.url.removesuffix("/wat-veranderde")


def frozen(path: str, *, read: bool = False) -> Opener:
    """A page of a dossier that was signed off."""

    def run(visit: Visit) -> None:
        decide(visit.page, visit.edit)
        sign(visit.page, visit.edit)
        visit.page.goto((visit.read if read else visit.edit) + path)

    return run


def decided(visit: Visit) -> None:
    """Everything was decided."""
    decide(visit.page, visit.edit)


def to_read(visit: Visit) -> None:
    """What the others see of it."""
    decide(visit.page, visit.edit)
    visit.page.goto(f"{visit.read}/besluit")


def wrong(visit: Visit) -> None:
    """Explained without a reason, by nobody, on a day that can't be."""
    page = visit.page
    page.goto(f"{visit.edit}/besluit")
    row = page.locator("#besluit-advies")
    row.locator("input[value='uitgelegd']").check()
    page.evaluate("document.querySelector('#d-advies').type = 'text'")
    row.locator("input[name='d-advies']").fill("31-02-2026")
    page.get_by_role("button", name="Bewaar de besluiten").click()
    page.locator("#foutenlijst").wait_for()


def clash(visit: Visit) -> None:
    """Somebody else decided something else."""
    fill_in(visit.page, visit.edit)
    other = visit.page.context.new_page()
    fill_in(other, visit.edit, "Directeur")
    other.get_by_role("button", name="Bewaar de besluiten").click()
    other.get_by_text("Uw besluiten zijn opgeslagen.").wait_for()
    other.close()
    visit.page.get_by_role("button", name="Bewaar de besluiten").click()
    visit.page.locator(".botsing").first.wait_for()


def changed_since(visit: Visit) -> None:
    """The advice moved after the decision."""
    decide(visit.page, visit.edit)
    answer(visit.page, visit.edit, "account", "nieuw")
    visit.page.goto(f"{visit.edit}/besluit")
    visit.page.get_by_text("veranderde na dit besluit").first.wait_for()


def answer(page: Page, edit: str, question: str, option: str) -> None:
    """Give another answer on the first page."""
    page.goto(f"{edit}/vragen/1")
    page.locator(f"#vraag-{question} input[value='{option}']").check()
    page.get_by_text("✓ Opgeslagen").wait_for()


def ready(visit: Visit) -> None:
    """Ready to sign off."""
    decide(visit.page, visit.edit)
    visit.page.goto(f"{visit.edit}/vaststellen")


def not_sure(visit: Visit) -> None:
    """Signing off without saying who, or that one is sure."""
    ready(visit)
    visit.page.get_by_role("button", name="Stel het dossier vast").click()
    visit.page.locator("#foutenlijst").wait_for()


def new_look(visit: Visit) -> None:
    """A new look, with another answer."""
    decide(visit.page, visit.edit)
    sign(visit.page, visit.edit)
    new = look_again(visit.page, visit.edit)
    answer(visit.page, new, "bereik", "aantoonbaar")
    visit.page.goto(f"{new}/wat-veranderde")


def appointments(visit: Visit) -> None:
    """Something late, something later, something without a day."""
    page = visit.page
    decide(page, visit.edit)
    page.goto(f"{visit.edit}/plichten")
    page.locator("#e-afbouwplan_maken").fill("Team web")
    page.locator("#d-afbouwplan_maken").fill("2026-11-01")
    page.locator("#e-website_eerst").fill("Communicatie")
    page.get_by_role("button", name="Bewaar de lijst").click()
    page.get_by_text("De lijst is opgeslagen.").wait_for()
    page.goto("/afspraken")


def of_nobody(visit: Visit) -> None:
    """Of somebody who has nothing to do."""
    appointments(visit)
    visit.page.goto("/afspraken?wie=Niemand")


PAGES: dict[str, dict[str, Opener]] = {
    "decision.page": {
        "decision": lambda visit: visit.page.goto(f"{visit.edit}/besluit"),
        "decision filled": decided,
        "decision to read": to_read,
        "decision wrong": wrong,
        "decision clash": clash,
        "decision changed since": changed_since,
        "decision signed off": frozen("/besluit"),
        "decision signed off, to read": frozen("/besluit", read=True),
        "signed off: advice": frozen("/advies"),
        "signed off: questions": frozen("/vragen/1"),
        "signed off: note": frozen("/notitie"),
    },
    "signing.page": {
        "sign, not ready": lambda visit: visit.page.goto(f"{visit.edit}/vaststellen"),
        "sign": ready,
        "sign wrong": not_sure,
    },
    "signing.checked": {"checked": frozen("/controleer")},
    "signing.changed": {"new look": new_look},
    "agenda.page": {
        "appointments": appointments,
        "appointments of nobody": of_nobody,
    },
}
#: The states with a problem, which the title names.
WRONG = ("decision wrong", "decision clash", "sign wrong")
