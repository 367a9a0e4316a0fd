"""The pages of the dossier, for the tests that open every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _open(path: str, read: bool = False) -> Callable[[Any], object]:
    return lambda visit: visit.page.goto((visit.read if read else visit.edit) + path)


def to_publish(visit: Any) -> None:
    """What stays and what goes, with a text that is ticked."""
    visit.page.goto(f"{visit.edit}/vragen/1")
    question = visit.page.locator("#vraag-bereik")
    question.evaluate("q => q.querySelectorAll('details').forEach(d => { d.open = true })")
    question.locator("textarea").first.fill("Anna belt nog, op 06 12345678.")
    visit.page.locator("button[name='naar'][value='verder']").last.click()
    visit.page.wait_for_load_state()
    visit.page.goto(f"{visit.edit}/dossier/publiceren")
    visit.page.locator("input[name='tekst']").first.check()
    visit.page.get_by_role("button", name="Werk het voorbeeld bij").click()
    visit.page.get_by_role("heading", name="Dit blijft staan").wait_for()


def not_read(visit: Any) -> None:
    """A file is asked for before somebody says to have read it."""
    visit.page.goto(f"{visit.edit}/dossier/publiceren")
    visit.page.locator("button[name='vorm'][value='pdf']").click()
    visit.page.locator("#foutenlijst").wait_for()


DOSSIER_PAGES: dict[str, dict[str, Callable[[Any], object]]] = {
    "dossier.page": {"dossier": _open("/dossier"), "dossier to read": _open("/dossier", read=True)},
    "dossier.read": {
        "dossier text": _open("/dossier/lezen"),
        "dossier text to read": _open("/dossier/lezen", read=True),
    },
    "dossier.publish": {"dossier to publish": to_publish, "dossier not read": not_read},
}
