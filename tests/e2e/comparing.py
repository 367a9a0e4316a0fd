"""Ways to open the pages that compare, for the list of all pages."""

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
UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true })"


def go(path: str) -> Opener:
    """Open a public address."""
    return lambda visit: visit.page.goto(path)


def at(path: str) -> Opener:
    """Open an address under the edit link, with everything unfolded."""

    def run(visit: Visit) -> None:
        visit.page.goto(visit.edit + path)
        visit.page.evaluate(UNFOLD)

    return run


def read(path: str) -> Opener:
    """Open an address under the read link."""
    return lambda visit: visit.page.goto(visit.read + path)


def begin(visit: Visit, slug: str) -> None:
    """Start an assessment of the first known subject."""
    visit.page.goto(f"/begin/{slug}")
    visit.page.get_by_role("radio").first.check()
    visit.page.get_by_role("button", name="Begin").click()
    visit.page.wait_for_url("**/vragen/1")


def compared(number: int) -> Opener:
    """Tick so many assessments of this werkmap and see them side by side."""

    def run(visit: Visit) -> None:
        for _ in range(max(2, number) - 1):
            begin(visit, "sociale-media")
        visit.page.goto("/naast-elkaar")
        for box in visit.page.locator("input[name='kies']").all()[:number]:
            box.check()
        if number:
            visit.page.get_by_role("button", name="Zet naast elkaar").click()
            visit.page.wait_for_load_state()

    return run


def different_questionnaires(visit: Visit) -> None:
    """Rows with different questionnaires; the page itself never offers them in one form."""
    keys = []
    for slug in ("sociale-media", "cloud"):
        for _ in range(2):
            begin(visit, slug)
        visit.page.goto("/naast-elkaar")
        keys = [box.get_attribute("value") for box in visit.page.locator("input[name='kies']").all()]
    visit.page.goto(f"/naast-elkaar?kies={keys[0]}&kies={keys[-1]}&toon=verschil")


def kept(visit: Visit) -> None:
    """One scenario kept, beside the present."""
    visit.page.goto(f"{visit.edit}/scenario?a-dpia=ja&bereken=ja")
    visit.page.locator("#naam").fill("Alleen de DPIA")
    visit.page.get_by_role("button", name="Bewaar scenario").click()
    visit.page.wait_for_load_state()
    visit.page.goto(f"{visit.edit}/scenario/naast-elkaar")


def none_picked(visit: Visit) -> None:
    """Nothing ticked among the kept scenarios."""
    kept(visit)
    visit.page.locator("input[name='kies']").uncheck()
    visit.page.get_by_role("button", name="Zet naast elkaar").click()
    visit.page.wait_for_load_state()


def no_name(visit: Visit) -> None:
    """A scenario to keep without a name."""
    visit.page.goto(f"{visit.edit}/scenario?a-dpia=ja&bereken=ja")
    visit.page.get_by_role("button", name="Bewaar scenario").click()
    visit.page.wait_for_load_state()


def planned(visit: Visit) -> None:
    """A measure chosen, weighed, and taken over as a plan."""
    visit.page.goto(f"{visit.edit}/advies")
    visit.page.get_by_role("link", name="Wat als u dit regelt?").click()
    visit.page.locator("input[name='regel']").first.check()
    visit.page.get_by_role("button", name="Bereken").click()
    visit.page.get_by_role("button", name="Neem dit over als plan").click()
    visit.page.wait_for_url("**/plichten")


PAGES: dict[str, dict[str, Opener]] = {
    "compare.page": {
        "compare, to choose": compared(0),
        "compare": compared(2),
        "compare, nothing chosen": go("/naast-elkaar?toon=verschil"),
        "compare, one chosen": compared(1),
        "compare, too many": compared(7),
        "compare, different questionnaires": different_questionnaires,
        "compare, not ours": go("/naast-elkaar?kies=99999&kies=99998&toon=verschil"),
    },
    "compare.known": {
        "known": go("/naast-elkaar/sociale-media"),
        "known compared": go("/naast-elkaar/sociale-media?kies=platform/x&kies=platform/mastodon&toon=alles"),
        "known, one chosen": go("/naast-elkaar/sociale-media?kies=platform/x&toon=verschil"),
    },
    "scenario.page": {
        "scenario": at("/scenario"),
        "scenario weighed": at("/scenario?regel=website_eerst&a-dpia=ja&bereken=ja"),
        "scenario to read": read("/scenario?regel=website_eerst"),
        "scenario, nothing chosen": at("/scenario?bereken=ja"),
        "scenario, no such answer": at("/scenario?a-dpia=zomaar"),
        "scenario without a name": no_name,
        "scenario as a plan": planned,
    },
    "scenario.side_by_side": {
        "scenarios none": at("/scenario/naast-elkaar"),
        "scenarios": kept,
        "scenarios, none picked": none_picked,
    },
    "timeline.page": {"timeline": at("/tijdlijn"), "timeline to read": read("/tijdlijn")},
}
WRONG = (
    "compare, nothing chosen",
    "compare, not ours",
    "scenario, nothing chosen",
    "scenario without a name",
)
