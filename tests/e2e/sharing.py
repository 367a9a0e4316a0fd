"""Ways to open every page about shared knowledge, and its error states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.e2e.serving import CURATOR_KEY

FACT = "/curator/feiten/platform/x/melden"
TEXTS = {
    "casus": "Voorbeeldtekst: wij plaatsen nieuws over werk aan de weg.",
    "afweging": "Voorbeeld van een afweging.",
    "besluit": "Wij bouwen af.",
}


def unfold(page: Any) -> None:
    """Open everything that folds."""
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def press(page: Any, name: str) -> None:
    """Press a button and wait for the next page."""
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def curator(path: str, *steps: Callable[[Any], object]) -> Callable[[Any], None]:
    """Open a page as the curator, then do the steps."""

    def run(visit: Any) -> None:
        page = visit.page
        page.goto("/curator")
        if page.locator("#veld-sleutel").count():
            page.locator("#veld-naam").fill("Anna")
            page.locator("#veld-sleutel").fill(CURATOR_KEY)
            press(page, "Open")
            page.get_by_role("heading", name="Gedeelde kennis bijhouden").wait_for()
        page.goto(path)
        for step in steps:
            step(page)
            page.wait_for_load_state()

    return run


def click(name: str) -> Callable[[Any], None]:
    """Press a button."""
    return lambda page: press(page, name)


def wrong_key(visit: Any) -> None:
    """The key of the curator is not right."""
    visit.page.goto("/curator")
    visit.page.locator("#veld-naam").fill("Anna")
    visit.page.locator("#veld-sleutel").fill("fout")
    press(visit.page, "Open")


def fill_fact(page: Any, option: str = "goed") -> None:
    """Fill in a fact with a new source of its own."""
    count = page.get_by_text("Versie").count()
    page.locator(f"input[name='waarde'][value='{option}']").check()
    page.locator("#veld-bron").select_option("!nieuw")
    unfold(page)
    page.locator("#veld-titel").fill(f"Voorbeeldrapport {count} {page.url.rpartition('/')[2]} {option}")
    page.locator("#veld-url").fill("https://voorbeeld.nl/rapport")
    page.locator("#veld-gezien").fill("2026-11-20")
    page.locator("#veld-peildatum").fill("2026-11-20")
    page.locator("#veld-geldig").fill("2027-11-20")


def publish(page: Any) -> None:
    """Publish a fact that differs from the one before, and come back to it."""
    now = page.locator("input[name='waarde']:checked").get_attribute("value")
    fill_fact(page, "moeizaam" if now == "goed" else "goed")
    press(page, "Publiceer dit feit")
    page.goto(FACT)


def disagree(visit: Any) -> None:
    """Say that a fact is not right, and why."""
    page = visit.page
    page.goto(f"{visit.edit}/feiten")
    unfold(page)
    page.locator("input[name='f-handhaving'][value='klopt_niet']").check()
    page.locator("#vraag-handhaving input[name='v-handhaving'][value='onderzoek']").check()
    page.locator("#n-handhaving").fill("Voorbeeld van een reden.")
    page.locator("#n-handhaving").blur()
    page.wait_for_load_state("networkidle")
    press(page, "Bewaar")


def disputed(visit: Any) -> None:
    """The curator reads a disagreement."""
    disagree(visit)
    curator("/curator/meldingen")(visit)


def dispute_unanswered(visit: Any) -> None:
    """The curator sends an empty answer."""
    disputed(visit)
    press(visit.page, "Verstuur het antwoord")


def dispute_answered(visit: Any) -> None:
    """The answer at the fact."""
    disputed(visit)
    visit.page.locator("textarea").first.fill("Dank. Wij keken het na.")
    press(visit.page, "Verstuur het antwoord")
    visit.page.goto(f"{visit.edit}/feiten")
    unfold(visit.page)
    visit.page.get_by_text("Antwoord van de curator").first.wait_for()


def changed(visit: Any) -> None:
    """A fact changed since it was confirmed."""
    page = visit.page
    page.goto(f"{visit.edit}/feiten")
    unfold(page)
    page.locator("input[name='f-melden'][value='klopt']").check()
    page.wait_for_load_state("networkidle")
    press(page, "Bewaar")
    curator(FACT, publish)(visit)
    page.goto(f"{visit.edit}/advies")
    page.get_by_role("heading", name="feit om na te kijken").wait_for()


def changed_in_overview(visit: Any) -> None:
    """The overview tells it too."""
    changed(visit)
    visit.page.goto("/afwegingen")


def remark(visit: Any) -> None:
    """Send a remark and follow the link to its answer."""
    page = visit.page
    page.goto(f"{visit.edit}/advies")
    page.locator("input[name='soort'][value='onduidelijk']").check()
    page.locator("textarea[name='opmerking']").fill("Voorbeeld van een opmerking.")
    page.locator("form:has(input[name='soort']) button[type='submit']").click()
    page.get_by_role("link", name="Hier komt het antwoord").click()
    page.wait_for_url("**/reactie/**")


def inbox(visit: Any) -> None:
    """The curator reads the remarks."""
    remark(visit)
    curator("/curator/opmerkingen")(visit)


def inbox_wrong(visit: Any) -> None:
    """An answer without words."""
    inbox(visit)
    visit.page.locator("select[name='stand']").first.select_option("beantwoord")
    press(visit.page, "Bewaar")


def replied(visit: Any) -> None:
    """The answer on a remark."""
    remark(visit)
    address = visit.page.url
    curator("/curator/opmerkingen")(visit)
    form = visit.page.locator("form", has=visit.page.locator("select[name='stand']")).last
    for box in visit.page.locator("textarea[name='antwoord']").all():
        box.fill("Dank, wij pasten de vraag aan.")
    form.locator("select").select_option("verwerkt")
    form.locator("button").click()
    visit.page.wait_for_load_state()
    visit.page.goto(address)


def case(visit: Any) -> None:
    """Share a case and see it."""
    page = visit.page
    page.goto(f"{visit.edit}/casus")
    page.locator("#veld-titel").fill("Voorbeeld: nieuws over werk aan de weg")
    for field, text in TEXTS.items():
        page.locator(f"#veld-{field}").fill(text)
    page.locator("input[name='waarde']").first.check()
    page.locator("input[name='wie'][value='anoniem']").check()
    page.locator("#veld-gelezen").check()
    press(page, "deel")
    page.wait_for_url("**/casussen/*")


def case_warned(visit: Any) -> None:
    """A case in which something points to a person."""
    page = visit.page
    page.goto(f"{visit.edit}/casus")
    page.locator("#veld-casus").fill("Mevrouw Anna de Wit, anna@voorbeeld.nl, van gemeente Voorbeeld.")
    page.locator("#veld-afweging").fill("Voorbeeld van een afweging.")
    page.locator("input[name='wie'][value='anoniem']").check()
    page.locator("#veld-gelezen").check()
    press(page, "Deel de casus")


def then_go(first: Callable[[Any], object], *paths: str) -> Callable[[Any], None]:
    """Do something, then open an address; one that begins with + comes after where one is."""

    def run(visit: Any) -> None:
        first(visit)
        for path in paths:
            url = visit.page.url + path[1:] if path.startswith("+") else path.replace("EDIT", visit.edit)
            visit.page.goto(url)

    return run


def hidden(visit: Any) -> None:
    """The curator's list, with a case that has to be hidden for a reason."""
    case(visit)
    curator("/curator/casussen", click("Verberg"))(visit)


def at(path: str) -> Callable[[Any], None]:
    """Open an address under the edit link, or a public one, and unfold it."""

    def run(visit: Any) -> None:
        visit.page.goto(path.replace("EDIT", visit.edit))
        unfold(visit.page)

    return run


def given(visit: Any) -> None:
    """Take part with a name."""
    page = visit.page
    page.goto(f"{visit.edit}/vergelijken")
    page.locator("input[name='hoe'][value='naam']").check()
    page.locator("#veld-naam").fill("Gemeente Voorbeeld")
    page.locator("form:has(input[name='hoe']) button[type='submit']").click()
    page.wait_for_url("**/vergelijken/sociale-media")


def give_nothing(visit: Any) -> None:
    """Nothing was chosen."""
    visit.page.goto(f"{visit.edit}/vergelijken")
    press(visit.page, "Doe mee")


PAGES: dict[str, dict[str, Callable[[Any], object]]] = {
    "curator.page": {
        "curator, way in": lambda visit: visit.page.goto("/curator"),
        "curator, wrong key": wrong_key,
        "curator": curator("/curator"),
    },
    "curator.subjects": {
        "curator facts": curator("/curator/feiten"),
        "curator subject wrong": curator("/curator/feiten", click("Voeg toe")),
    },
    "curator.subject": {"curator subject": curator("/curator/feiten/platform/x")},
    "curator.fact": {
        "curator fact": curator(FACT, unfold),
        "curator fact published": curator(FACT, publish),
        "curator fact wrong": curator(
            FACT, lambda page: page.locator("#veld-bron").select_option(""), click("Publiceer dit feit")
        ),
        "curator withdraws without a reason": curator(FACT, unfold, click("Trek dit feit in")),
    },
    "curator_inbox.disputes": {
        "disputes": disputed,
        "dispute unanswered": dispute_unanswered,
        "dispute answered at the fact": dispute_answered,
    },
    "curator_inbox.remarks": {"remarks": inbox, "remark unanswered": inbox_wrong},
    "curator_inbox.cases": {"curator cases": hidden},
    "replies.page": {"remark sent": remark, "remark replied": replied},
    "cases.library": {
        "cases": then_go(case, "/casussen"),
        "cases, nothing found": then_go(case, "/casussen?zoek=bestaatniet"),
    },
    "cases.page": {"case": case, "case gone": at("/casussen/999999")},
    "cases.forum": {"forum text": then_go(case, "+/forum")},
    "cases.share": {
        "share a case": at("EDIT/casus"),
        "share a case again": then_go(case, "EDIT/casus"),
        "case warned": case_warned,
    },
    "benchmarks.page": {"compare": at("/vergelijken/cloud"), "compare with names": given},
    "benchmarks.give": {
        "take part": at("EDIT/vergelijken"),
        "take part, nothing chosen": give_nothing,
        "take part again": then_go(given, "EDIT/vergelijken"),
    },
}
#: States of pages that stand in `test_pages`.
MORE = {"advice with changed facts": changed, "overview with changed facts": changed_in_overview}
ERRORS = (
    *(
        "curator, wrong key",
        "curator subject wrong",
        "curator fact wrong",
        "curator withdraws without a reason",
        "dispute unanswered",
    ),
    *("remark unanswered", "curator cases", "case warned", "take part, nothing chosen"),
)
