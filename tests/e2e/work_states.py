"""How to open the pages to work together, and their error states."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.e2e.steps import saved

NOTE = {"name": "cijfers.csv", "mimeType": "text/csv", "buffer": b"maand;bereik\n1;200\n"}
LARGE = {"name": "groot.txt", "mimeType": "text/plain", "buffer": b"x" * 10_500_000}
PROGRAM = {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"\x00" * 200}


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that follows."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def list_filtered(page: Page, edit: str, read: str) -> None:
    """The list with everything that can be chosen, and a result."""
    divided(page, edit, read)
    page.goto("/afwegingen?wie=FG&stand=voorlopig&volgorde=naam")


def list_empty(page: Page, edit: str, read: str) -> None:
    """Nothing found."""
    page.goto("/afwegingen?zoek=nergens")


def divided(page: Page, edit: str, read: str) -> None:
    """Two sections with a name."""
    page.goto(f"{edit}/verdeling")
    page.locator("#e-2").fill("Team communicatie")
    page.locator("#d-2").fill("2026-12-12")
    page.locator("#e-feiten").fill("FG")
    press(page, "Bewaar de verdeling")


def division_wrong(page: Page, edit: str, read: str) -> None:
    """A name that is too long, and a date that cannot be."""
    page.goto(f"{edit}/verdeling")
    page.evaluate("document.querySelector('#d-2').type = 'text'")
    page.locator("#e-1").fill("x" * 90)
    page.locator("#d-2").fill("31-02-2027")
    press(page, "Bewaar de verdeling")


def division_clash(page: Page, edit: str, read: str) -> None:
    """Somebody else gave the section away."""
    page.goto(f"{edit}/verdeling")
    other = page.context.new_page()
    divided(other, edit, read)
    other.close()
    page.locator("#e-2").fill("Jurist")
    press(page, "Bewaar de verdeling")


def divided_section(page: Page, edit: str, read: str) -> None:
    """A page of questions that is somebody's."""
    divided(page, edit, read)
    page.goto(f"{edit}/vragen/2")


def remarks(page: Page, edit: str, read: str) -> None:
    """One open, one dealt with."""
    for text in ("Klopt dit nog?", "Al gedaan"):
        page.goto(f"{edit}/opmerkingen?vraag=bereik")
        page.locator("#tekst").fill(text)
        page.locator("#naam").fill("Anna")
        page.locator("#meenemen").check()
        press(page, "Zet erbij")
    page.get_by_role("button", name="Afgehandeld").last.click()
    page.wait_for_load_state()
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def remarks_to_read(page: Page, edit: str, read: str) -> None:
    """What goes into the dossier."""
    remarks(page, edit, read)
    page.goto(f"{read}/opmerkingen")


def remark_empty(page: Page, edit: str, read: str) -> None:
    """Nothing written."""
    page.goto(f"{edit}/opmerkingen")
    press(page, "Zet erbij")


def evidence(page: Page, edit: str, read: str) -> None:
    """A file and a link."""
    page.goto(f"{edit}/bewijs?vraag=bereik")
    page.locator("#bestand").set_input_files(NOTE)
    press(page, "Voeg het bestand toe")
    page.locator("#adres").fill("https://voorbeeld.nl/besluit")
    page.locator("#linktitel").fill("Besluit")
    press(page, "Zet de link erbij")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def evidence_to_read(page: Page, edit: str, read: str) -> None:
    """The list without the files."""
    evidence(page, edit, read)
    page.goto(f"{read}/bewijs")


def evidence_refused(page: Page, edit: str, read: str) -> None:
    """A program with the name of a document."""
    page.goto(f"{edit}/bewijs")
    page.locator("#bestand").set_input_files(PROGRAM)
    press(page, "Voeg het bestand toe")


def evidence_too_large(page: Page, edit: str, read: str) -> None:
    """More than fits."""
    page.goto(f"{edit}/bewijs")
    page.locator("#bestand").set_input_files(LARGE)
    press(page, "Voeg het bestand toe")


def link_wrong(page: Page, edit: str, read: str) -> None:
    """A link that is none."""
    page.goto(f"{edit}/bewijs")
    press(page, "Zet de link erbij")


def history(page: Page, edit: str, read: str) -> None:
    """What changed."""
    page.goto(f"{edit}/vragen/1")
    page.locator("#vraag-bereik input[value='aantoonbaar']").check()
    saved(page)
    page.wait_for_load_state("networkidle")
    page.goto(f"{edit}/geschiedenis")


def history_of_one(page: Page, edit: str, read: str) -> None:
    """Every version of one answer."""
    history(page, edit, read)
    page.goto(f"{edit}/geschiedenis?vraag=bereik")


def history_name_too_long(page: Page, edit: str, read: str) -> None:
    """A name that does not fit."""
    page.goto(f"{edit}/geschiedenis")
    page.locator("#naam").fill("x" * 90)
    press(page, "Bewaar")


State = Callable[[Page, str, str], None]
STATES: dict[str, dict[str, State]] = {
    "assignments.page": {
        "division": divided,
        "division wrong": division_wrong,
        "division clash": division_clash,
    },
    "comments.page": {
        "remarks": remarks,
        "remarks to read": remarks_to_read,
        "remark empty": remark_empty,
    },
    "evidence.page": {
        "evidence": evidence,
        "evidence to read": evidence_to_read,
        "evidence refused": evidence_refused,
        "evidence too large": evidence_too_large,
        "link wrong": link_wrong,
    },
    "history.page": {
        "history": history,
        "history of one": history_of_one,
        "history name too long": history_name_too_long,
    },
}
ERRORS = (
    *("division wrong", "division clash", "remark empty", "evidence refused", "evidence too large"),
    *("link wrong", "history name too long"),
)
