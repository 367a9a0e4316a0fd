"""Every route, as every role, as another tenant, signed out, and by link: compared with its verdict.

The list comes from the URL map. A new route without a line in `webapp/views/needs.py` fails here (and the
application does not start); one with a new kind of argument needs a line in `ARGUMENTS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import ROOT
from tests.webapp.people import Town, make_town, now
from webapp.services.accounts import ROLES
from webapp.storage import wall
from webapp.storage.account_records import Tenant
from webapp.storage.records import AssessmentRecord
from webapp.storage.wall import Scope, within
from webapp.views import gate
from webapp.views.needs import CURATOR, EDIT_LINK, GUEST, NEEDS, PUBLIC, READ_LINK, SIGNED_IN, Need

SECRET = "Geheim onderwerp 7391"
#: Routes with a secret in their address that is itself the way in.
OPEN_WITH_TOKEN = {"sign_in.invitation", "sign_in.accept", "replies.page"}
#: What an argument of an address is, apart from tokens.
ARGUMENTS: dict[str, object] = {
    "slug": "ai-verordening",
    "number": 1,
    "question": "bereik",
    "batch": "geen",
    "name": "algoritmeregister",
    "kind": "json",
    "filename": "app.css",
    "key": 1,
    "version": 1,
    "step": "start",
}


def duties_in_words() -> dict[str, set[str]]:
    """The table of docs/rollen.md: duty -> the roles that have it."""
    lines = (ROOT / "docs" / "rollen.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    roles = rows[0][1:]
    found = {}
    for row in rows[2:]:
        duty = re.match(r"`(\w+)`", row[0])
        assert duty
        found[duty[1]] = {role for role, may in zip(roles, row[1:], strict=True) if may == "ja"}
    return found


DUTIES = duties_in_words()


def test_the_table_in_the_documentation_is_the_table_in_the_code() -> None:
    assert {duty: {key for key, role in ROLES.items() if duty in role.duties} for duty in ROLES} == DUTIES


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def town(request: pytest.FixtureRequest, make_app: Callable[..., Flask]) -> Town:
    """Two organisations, on a database of each kind."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return open_town(make_app, url)


@pytest.fixture
def town_on_postgres(postgres_url: str, make_app: Callable[..., Flask]) -> Town:
    """The same, for the quick run on PostgreSQL."""
    return open_town(make_app, postgres_url)


def open_town(make_app: Callable[..., Flask], url: str) -> Town:
    app = make_app(accounts=True, database_url=url)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    return make_town(app)


def test_every_route_has_a_verdict_and_every_verdict_a_route(make_app: Callable[..., Flask]) -> None:
    app = make_app(accounts=True)
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(NEEDS)
    for need in NEEDS.values():
        assert need.verdict in {PUBLIC, EDIT_LINK, READ_LINK, SIGNED_IN, CURATOR, GUEST, *ROLES}


def test_a_new_route_without_a_verdict_stops_the_start(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(NEEDS, "duties.page")
    with pytest.raises(RuntimeError, match=r"no verdict .* duties\.page"):
        make_app()


def test_a_secret_in_the_address_means_a_wall_behind_it(make_app: Callable[..., Flask]) -> None:
    rules = make_app(accounts=True).url_map.iter_rules()
    open_ones = {r.endpoint for r in rules if "token" in r.arguments and NEEDS[r.endpoint].verdict == PUBLIC}
    assert open_ones <= OPEN_WITH_TOKEN


def walk(town: Town) -> list[tuple[Rule, str, str]]:
    """Each rule with each of its methods, and with each kind of link that it has."""
    found = []
    for rule in town.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            modes = ("w", "l") if "mode" in rule.arguments else ("w",)
            found += [(rule, method, mode) for mode in modes]
    return found


def address(town: Town, rule: Rule, mode: str, record: AssessmentRecord) -> str:
    """The address of a route about this assessment."""
    thing, store = NEEDS[rule.endpoint].thing, town.store
    tokens = {"w": record.edit_token, "l": record.read_token}
    if thing == "matter":
        with wall.system():
            matter = store.matters.of(record, now())
        tokens = {"w": matter.edit_token, "l": matter.read_token}
    elif thing == "workspace" or rule.endpoint.endswith("_team"):
        with wall.system(), store.database.sessions() as session:
            from webapp.storage.models import Workspace

            team = session.get(Workspace, record.workspace_id)
            assert team
            tokens["w"] = team.token
    values = {**ARGUMENTS, "token": tokens[mode], "mode": mode, "person": town.people["invuller"].id}
    missing = rule.arguments - set(values)
    assert not missing, f"{rule.endpoint}: tell ARGUMENTS what {missing} may be"
    given = {name: values[name] for name in rule.arguments}
    return town.app.url_map.bind("localhost").build(rule.endpoint, given)


def ask(town: Town, who: str | None, method: str, url: str) -> TestResponse:
    visitor = town.visitor(town.people[who] if who else None)
    return visitor.client.open(url, method=method)


def passed(answer: TestResponse) -> bool:
    """Whether the gate let this through, to the page itself."""
    assert answer.status_code < 500, answer.text
    to_sign_in = answer.status_code == 303 and answer.location.startswith("/inloggen?")
    return answer.status_code not in (401, 403) and not to_sign_in


def told(answer: TestResponse, who: str | None, method: str) -> None:
    """Whether a refusal says what to do: sign in, or ask for another role."""
    if who:
        assert answer.status_code == 403
    elif method == "POST":
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.location.startswith("/inloggen?verder=")


def expected(need: Need, who: str | None, method: str, mode: str) -> bool:
    """Whether somebody may pass, for something that the organisation `here` owns."""
    roles = {who} & set(ROLES)
    if need.verdict == PUBLIC:
        return not need.duty or who is None or who == "curator" or duty(need, who)
    if need.verdict == SIGNED_IN:
        return who is not None
    if need.verdict == CURATOR:
        return who == "curator"
    if need.verdict == GUEST:
        return True
    if need.verdict in (EDIT_LINK, READ_LINK):
        return bool(roles & DUTIES[need.duty])
    return duty(need, who)


def duty(need: Need, who: str | None) -> bool:
    """Whether somebody has the duty where they work; the manager of elsewhere has it there."""
    return {"elders": "beheerder"}.get(str(who), who) in DUTIES[need.duty]


ACTORS = [None, *ROLES, "elders", "curator"]
QUICK = (None, "elders", "beoordelaar")
LATER = pytest.mark.slow
WALKED = [who if who in QUICK else pytest.param(who, marks=LATER) for who in ACTORS]


@pytest.mark.parametrize("who", WALKED, ids=lambda who: who or "uitgelogd")
def test_every_route_says_what_its_verdict_says(town: Town, who: str | None) -> None:
    for rule, method, mode in walk(town):
        record = town.assessment(SECRET, town.here, account="nieuw")
        answer = ask(town, who, method, address(town, rule, mode, record))
        right = expected(NEEDS[rule.endpoint], who, method, mode)
        assert passed(answer) == right, (rule.endpoint, method, mode, who, answer.status_code)
        if not right:
            told(answer, who, method)
        if who not in ROLES:
            assert SECRET not in answer.text, (rule.endpoint, method, who)
        answer.close()
        renew(town, who)


@pytest.mark.parametrize("who", [pytest.param(None, marks=LATER), "elders"], ids=["uitgelogd", "elders"])
def test_outsiders_stay_outside_on_postgresql(town_on_postgres: Town, who: str | None) -> None:
    test_every_route_says_what_its_verdict_says(town_on_postgres, who)


def renew(town: Town, who: str | None) -> None:
    """Put back what a route may have changed about the people."""
    if who == "beheerder":
        town.add(town.here, "invuller@voorbeeld.example", "invuller")
    town.people["elders"] = town.add(town.there, "beheerder@elders.example", "beheerder")


def test_who_only_reads_goes_from_the_edit_link_to_the_same_page_to_read(town: Town) -> None:
    record = town.assessment(SECRET, town.here, account="nieuw")
    answer = ask(town, "beoordelaar", "GET", f"/w/{record.edit_token}/plichten?per=eigenaar")
    assert answer.location == f"/l/{record.read_token}/plichten?per=eigenaar"


@pytest.mark.parametrize("who", [None, pytest.param("elders", marks=LATER)])
def test_a_read_link_that_is_left_open_opens_reading_and_nothing_else(town: Town, who: str | None) -> None:
    for rule, method, mode in walk(town):
        need = NEEDS[rule.endpoint]
        if need.verdict not in (EDIT_LINK, READ_LINK):
            continue
        record = town.assessment(SECRET, town.here, account="nieuw")
        with within(Scope(organisation=town.here.id)):
            town.store.claims.leave_open(record.id, True, now())
        answer = ask(town, who, method, address(town, rule, mode, record))
        assert passed(answer) == (need.verdict == READ_LINK and mode == "l"), (rule.endpoint, method, mode)
        answer.close()


@pytest.mark.parametrize("who", [None, pytest.param("beoordelaar", marks=LATER)])
def test_the_links_of_the_first_version_go_on_working(town: Town, who: str | None) -> None:
    for rule, method, mode in walk(town):
        if NEEDS[rule.endpoint].verdict in (EDIT_LINK, READ_LINK):
            record = town.assessment(SECRET, None, account="nieuw")
            answer = ask(town, who, method, address(town, rule, mode, record))
            assert passed(answer), (rule.endpoint, method, mode, answer.status_code)
            answer.close()


def test_a_role_that_is_taken_away_holds_at_once(town: Town) -> None:
    visitor, record = town.as_role("invuller"), town.assessment(SECRET, town.here)
    url = f"/w/{record.edit_token}/bewaren"
    assert visitor.client.get(url).status_code == 200
    with within(Scope(organisation=town.here.id)):
        town.store.accounts.set_role(town.people["invuller"].id, "beoordelaar", now())
    assert visitor.client.get(url).status_code == 403
    with within(Scope(organisation=town.here.id)):
        town.store.accounts.remove(town.people["invuller"].id, now())
    assert visitor.client.get(f"/l/{record.read_token}/advies").status_code == 303
    assert town.store.accounts.by_email("invuller@voorbeeld.example") is None


@pytest.mark.parametrize("who", ACTORS, ids=lambda who: who or "uitgelogd")
def test_a_route_for_the_curator_and_one_for_guests(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, who: str | None
) -> None:
    """What later pages hook into: a verdict, and a new kind of code."""
    app = make_app(accounts=True)
    app.add_url_rule("/proef/landelijk", "proef.curator", lambda: "ja")
    app.add_url_rule("/proef/<token>", "proef.guest", lambda token: str(wall.current().organisation))
    monkeypatch.setitem(NEEDS, "proef.curator", Need(CURATOR))
    monkeypatch.setitem(NEEDS, "proef.guest", Need(GUEST, thing="code"))
    town = make_town(app)
    tenants = {"goed": Tenant(town.here.id)}
    monkeypatch.setitem(gate.OWNERS, "code", lambda _store, code: tenants.get(code))
    assert passed(ask(town, who, "GET", "/proef/landelijk")) == (who == "curator")
    assert ask(town, who, "GET", "/proef/goed").text == str(town.here.id)
    assert ask(town, who, "GET", "/proef/fout").text == "None"
