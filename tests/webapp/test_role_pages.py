"""What each role finds on the pages: never a link or a button that answers 'your role may not do this'."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Page, Visitor
from tests.webapp.people import PASSWORD, Town, make_town
from tests.webapp.test_decision import decide_all
from tests.webapp.test_signing import sign
from tests.webapp.test_work import say
from webapp.services.accounts import ROLES
from webapp.views.needs import CURATOR, NEEDS

SAVE = "Bewaar de besluiten"
#: Files and pictures: they have no links, and a PDF takes long.
FILES = {"static", "home.theme", "dossier.download", "dossier.note", "dossier.make_public", "keep.download"}


@pytest.fixture
def town(make_app: Callable[..., Flask]) -> Town:
    """Two organisations."""
    return make_town(make_app(accounts=True))


@pytest.fixture
def begun(town: Town) -> str:
    """An assessment with answers and a remark; the address to edit it."""
    visitor = town.as_role("invuller")
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    say(visitor, edit, "Klopt dit nog?")
    return edit


@pytest.fixture
def signed(town: Town) -> str:
    """One that was signed off."""
    visitor = town.as_role("besluitnemer")
    edit = visitor.begin("platform/mastodon")
    visitor.answer(edit, 1, FIRST)
    decide_all(visitor, edit)
    sign(visitor, edit)
    return edit


@pytest.fixture
def talking(town: Town) -> str:
    """One in which a conversation runs, and that was told as a case."""
    visitor = town.as_role("invuller")
    edit = visitor.begin("platform/instagram")
    visitor.answer(edit, 1, FIRST)
    visitor.get(f"{edit}/casus")
    texts = {"casus": "Nieuws over de straat.", "afweging": "Voorbeeld van een afweging."}
    visitor.submit({**texts, "wie": "anoniem", "gelezen": "ja"})
    assert visitor.url.startswith("/casussen/")
    visitor.get(f"{edit}/gesprek/nieuw")
    visitor.submit({})
    assert "/gesprek/1" in visitor.url
    return edit


def read_link(town: Town, edit: str) -> str:
    """The address to read of an assessment."""
    return town.as_role("beoordelaar").client.get(f"{edit}/advies").location.removesuffix("/advies")


def endpoint(town: Town, url: str, method: str = "GET") -> str:
    """Which page an address of this website is."""
    try:
        found, _ = town.app.url_map.bind("localhost").match(urlsplit(url).path, method)
    except HTTPException as error:
        raise AssertionError(f"{method} {url} leads nowhere") from error
    return str(found)


def let(role: str, name: str) -> bool:
    """Whether a role may open a page of its own organisation, or press what sends to it."""
    need = NEEDS[name]
    return need.verdict != CURATOR and (not need.duty or need.duty in ROLES[role].duties)


def mine(links: list[str]) -> list[str]:
    """The links that stay on this website."""
    return [link for link in links if link.startswith("/") and not link.startswith("//")]


def walk(town: Town, visitor: Visitor, role: str) -> set[str]:
    """Follow links from the list of assessments, once to each kind of page of each; which pages were seen."""
    todo, seen, shown = ["/afwegingen", "/"], set(), set()
    while todo:
        url = todo.pop(0)
        name = endpoint(town, url)
        kind = (name, url[:12] if url[2:3] == "/" else "", urlsplit(url).query.partition("=")[0])
        if kind in seen or name in FILES:
            continue
        seen.add(kind)
        visitor.get(url)
        assert visitor.status == 200, (role, url, visitor.status)
        assert visitor.response
        if visitor.response.mimetype != "text/html":
            continue
        shown.add(name)
        page = visitor.page
        for form in page.forms:
            method = form.method.upper()
            target = endpoint(town, form.action or visitor.url, method)
            assert let(role, target), f"{role} sees a form of {target} on {visitor.url}"
        for link in mine(page.links):
            target = endpoint(town, link)
            assert let(role, target), f"{role} sees a link to {target} on {visitor.url}"
            todo.append(link)
    return shown


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("begun", "signed", "talking")
def test_a_role_sees_nothing_that_it_may_not_do(town: Town, role: str) -> None:
    shown = walk(town, town.as_role(role), role)
    assert {
        "comments.page",
        "evidence.page",
        "history.page",
        "decision.page",
        "agenda.page",
        "cases.page",
    } <= shown
    assert ("fill.section" in shown) == (role != "beoordelaar")
    assert ("people.log" in shown) == (role == "beheerder")


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_decide_gets_the_form_to_decide(town: Town, begun: str, role: str) -> None:
    visitor = town.as_role(role)
    decides = role == "besluitnemer"
    assert (SAVE in visitor.get(f"{begun}/besluit").text) == decides
    assert ("rol besluitnemer" in visitor.page.text) == (role not in ("besluitnemer", "beoordelaar"))
    assert ("Leg het besluit vast" in visitor.get(f"{begun}/advies").text) == decides


def test_who_reads_reacts_and_opens_the_evidence(town: Town, begun: str) -> None:
    worker, reader = town.as_role("invuller"), town.as_role("beoordelaar")
    worker.get(f"{begun}/bewijs")
    form = next(form for form in worker.page.forms if form.action.endswith("/bewijs/link"))
    fields = {**form.fields, "adres": "https://voorbeeld.nl/stuk", "linktitel": "Het stuk"}
    worker.post(form.action, fields)
    reader.get(f"{begun}/advies")
    page = reader.get(next(link for link in reader.page.links if link.endswith("/opmerkingen")))
    assert "Klopt dit nog?" in page.text
    assert "Uw collega’s zien haar." in reader.submit({"tekst": "Ja, zie de cijfers."}).text
    page = reader.get(f"{begun}/bewijs")
    assert "Het stuk" in page.text
    assert "Voeg een bestand toe" not in page.text
    assert "Zet deze versie terug" not in reader.get(f"{begun}/geschiedenis?vraag=bereik").text


def test_colleagues_go_on_talking_after_signing_off(town: Town, signed: str) -> None:
    visitor = town.as_role("beoordelaar")
    visitor.get(f"{signed}/opmerkingen")
    assert "Meenemen in het dossier" not in visitor.submit({"tekst": "Wanneer kijken wij weer?"}).text
    assert "Wanneer kijken wij weer?" in visitor.page.text


def test_an_outsider_with_an_open_read_link_does_not_get_the_edit_link(town: Town, begun: str) -> None:
    read, worker = read_link(town, begun), town.as_role("invuller")
    worker.get(f"{begun}/bewaren")
    form = next(form for form in worker.page.forms if "open" in form.names)
    worker.post(form.action, dict(form.fields))
    for who in (None, town.people["elders"]):
        answer = town.visitor(who).client.get(f"{read}/advies")
        assert answer.status_code == 200
        assert begun.rpartition("/")[2] not in answer.text
        assert "Bekijk wie wat doet" in answer.text
        assert "Met collega’s" not in Page(answer.text).text


def test_a_curator_comes_in_at_the_page_of_the_curator(town: Town) -> None:
    visitor = Visitor(town.app.test_client())
    visitor.get("/inloggen")
    visitor.submit({"email": "curator@landelijk.example", "wachtwoord": PASSWORD})
    assert visitor.url == "/curator"
    page = visitor.get("/account")
    assert "U bent landelijk curator" in page.text
    assert "Vraag de beheerder" not in page.text


def test_a_name_goes_with_who_gave_it(town: Town, begun: str) -> None:
    visitor = town.as_role("invuller")
    visitor.get(f"{begun}/opmerkingen")
    visitor.submit({"tekst": "Van mij.", "naam": "Iris"})
    visitor.get("/account")
    visitor.post("/uitloggen", dict(visitor.page.forms[0].fields))
    visitor.get("/inloggen")
    visitor.submit({"email": "beoordelaar@voorbeeld.example", "wachtwoord": PASSWORD})
    visitor.get(f"{begun}/opmerkingen")
    assert visitor.main_form().fields["naam"] == [town.people["beoordelaar"].name]
