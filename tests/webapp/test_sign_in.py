"""Signing in and out, invitations, one's own account, and the people of an organisation."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.people import COOKIE, PASSWORD, Town, make_town, now
from webapp.security import limiter
from webapp.services.accounts import local_address, password_fits, password_problem
from webapp.storage import wall
from webapp.storage.account_tables import Invitation, Person, SignIn
from webapp.storage.wall import Scope, within

ANNA = "invuller@voorbeeld.example"
BOSS = "beheerder@voorbeeld.example"


@pytest.fixture
def town(make_app: Callable[..., Flask]) -> Town:
    """Two organisations with people."""
    return make_town(make_app(accounts=True))


def sign_in(visitor: Visitor, email: str = ANNA, password: str = PASSWORD, after: str = "") -> None:
    visitor.get("/inloggen" + (f"?verder={after}" if after else ""))
    visitor.submit({"email": email, "wachtwoord": password})


def stranger(town: Town) -> Visitor:
    return Visitor(town.app.test_client())


def invite(boss: Visitor, email: str = "nieuw@voorbeeld.example", role: str = "invuller") -> str:
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action == "/mensen")
    boss.post("/mensen", {**form.fields, "naam": "Noor", "email": email, "rol": role})
    return boss.find(r"/uitnodiging/[A-Za-z0-9_-]+")


# --- signing in -------------------------------------------------------------------------------------


def test_signing_in_shows_who_one_is_and_signing_out_ends_it(town: Town) -> None:
    visitor = stranger(town)
    sign_in(visitor, "Invuller@Voorbeeld.example ")
    assert visitor.url == "/afwegingen"
    assert "invuller bij Gemeente Voorbeeld" in visitor.page.text
    old = visitor.client.get_cookie(COOKIE)
    form = next(form for form in visitor.page.forms if form.action == "/uitloggen")
    page = visitor.post("/uitloggen", dict(form.fields))
    assert "U bent uitgelogd" in page.text
    assert old is not None
    visitor.client.set_cookie(COOKIE, old.value)
    assert "Inloggen" in visitor.get("/account").title


@pytest.mark.parametrize(
    ("email", "password"), [(ANNA, "verkeerd wachtwoord"), ("niemand@voorbeeld.example", PASSWORD)]
)
def test_unknown_and_wrong_get_the_same_answer(town: Town, email: str, password: str) -> None:
    visitor = stranger(town)
    sign_in(visitor, email, password)
    assert visitor.status == 422
    assert visitor.page.title.startswith("Fout: ")
    assert "horen niet bij elkaar" in visitor.page.text
    assert email in visitor.main_form().fields["email"]
    assert PASSWORD not in visitor.response.text  # type: ignore[union-attr]


def test_unknown_takes_as_long_as_wrong(town: Town) -> None:
    password_fits(None, "warm")

    def took(person: object) -> float:
        start = time.perf_counter()
        for _ in range(4):
            assert not password_fits(person, "verkeerd")  # type: ignore[arg-type]
        return time.perf_counter() - start

    assert 0.3 < took(None) / took(town.people["invuller"]) < 3


def test_the_cookie_is_safe_and_new_at_every_sign_in(town: Town) -> None:
    visitor = stranger(town)
    visitor.client.set_cookie(COOKIE, "x" * 32)
    sign_in(visitor)
    first = visitor.client.get_cookie(COOKIE)
    assert first is not None
    assert first.value != "x" * 32
    assert first.http_only
    assert first.same_site == "Lax"
    with wall.system(), town.store.database.sessions() as session:
        stored = [row.digest for row in session.query(SignIn)]
    assert all(first.value not in digest for digest in stored)
    assert town.store.sign_ins.find("x" * 32, now(), timedelta(hours=1)) is None


def test_with_https_the_cookie_is_secure(make_app: Callable[..., Flask]) -> None:
    town = make_town(make_app(accounts=True, https=True))
    client = town.app.test_client()
    page = client.get("/inloggen", base_url="https://voorbeeld.example")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)', page.text)
    assert token
    answer = client.post(
        "/inloggen",
        base_url="https://voorbeeld.example",
        headers={"Referer": "https://voorbeeld.example/inloggen"},
        data={"csrf_token": token[1], "email": ANNA, "wachtwoord": PASSWORD},
    )
    assert answer.status_code == 303
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "aangemeld" in c)
    assert cookie.startswith("__Host-")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))


def test_a_form_of_another_website_is_refused(town: Town) -> None:
    visitor = town.as_role("beheerder")
    for url in ("/inloggen", "/uitloggen", "/mensen", "/account/uitloggen-overal", "/account/wachtwoord"):
        assert visitor.client.post(url, data={"email": ANNA}).status_code == 400, url


def test_one_comes_back_where_one_was_going_but_never_elsewhere(town: Town) -> None:
    record = town.assessment("Proef", town.here)
    visitor = stranger(town)
    visitor.get(f"/w/{record.edit_token}/bewaren")
    assert visitor.url == "/inloggen"
    visitor.submit({"email": ANNA, "wachtwoord": PASSWORD})
    assert visitor.url == f"/w/{record.edit_token}/bewaren"
    for bad in ("https://kwaad.example", "//kwaad.example", "/\\kwaad.example", "/a\nb", "javascript:x", "a"):
        assert local_address(bad) == ""
    other = stranger(town)
    sign_in(other, after="//kwaad.example/x")
    assert other.url == "/afwegingen"


def test_idle_and_old_sign_ins_end(town: Town) -> None:
    person, ins = town.people["invuller"], town.store.sign_ins
    token = ins.start(person.id, "Proef", now(), timedelta(hours=12))
    assert ins.find(token, now() + timedelta(hours=3), timedelta(hours=4))
    assert ins.find(token, now() + timedelta(hours=6), timedelta(hours=4))
    assert ins.find(token, now() + timedelta(hours=11), timedelta(hours=4)) is None
    assert ins.find(token, now() + timedelta(hours=12), timedelta(hours=99)) is None


def test_a_closed_account_is_out_at_once(town: Town) -> None:
    visitor = town.as_role("invuller")
    with wall.system(), town.store.database.writing.begin() as session:
        row = session.get(Person, town.people["invuller"].id)
        assert row
        row.active = False
    assert visitor.client.get("/account").status_code == 303
    sign_in(visitor)
    assert visitor.status == 422


def test_guessing_meets_a_limit_per_account_and_success_does_not_count(
    make_app: Callable[..., Flask],
) -> None:
    town = make_town(make_app(accounts=True, limieten=True))
    try:
        visitor = stranger(town)
        for _ in range(10):
            sign_in(visitor, ANNA, "verkeerd")
            assert visitor.status == 422
        sign_in(visitor, ANNA, PASSWORD)
        assert visitor.status == 429
        for _ in range(12):
            sign_in(visitor, BOSS)
            assert visitor.status == 200
            visitor.client.delete_cookie(COOKIE)
        for number in range(20):
            sign_in(visitor, f"niemand{number}@voorbeeld.example", "verkeerd")
            assert visitor.status == 422
        sign_in(visitor, "niemand@voorbeeld.example", "verkeerd")
        assert visitor.status == 429
    finally:
        limiter.reset()


# --- one's own account ------------------------------------------------------------------------------


def test_signing_out_everywhere(town: Town) -> None:
    here, there = town.as_role("invuller"), town.as_role("invuller")
    page = here.get("/account")
    assert page.text.count("sinds") == 2
    form = next(form for form in page.forms if form.action.endswith("uitloggen-overal"))
    here.post(form.action, dict(form.fields))
    for visitor in (here, there):
        assert visitor.client.get("/account").status_code == 303


def test_changing_the_password_signs_the_others_out(town: Town) -> None:
    visitor, other = town.as_role("invuller"), town.as_role("invuller")
    visitor.get("/account")
    form = next(form for form in visitor.page.forms if form.action.endswith("wachtwoord"))
    new = "vier losse woorden hier"
    visitor.post(form.action, {**form.fields, "oud": "fout", "wachtwoord": new, "nog-eens": new})
    assert visitor.status == 422
    assert "niet uw wachtwoord van nu" in visitor.page.text
    visitor.post(form.action, {**form.fields, "oud": PASSWORD, "wachtwoord": new, "nog-eens": new})
    assert "Uw wachtwoord is veranderd" in visitor.page.text
    assert other.client.get("/account").status_code == 303
    sign_in(other, ANNA, new)
    assert other.url == "/afwegingen"


def test_passwords_that_are_too_easy() -> None:
    assert "minstens 12" in password_problem("kort", "kort")
    assert "te lang" in password_problem("x" * 201, "x" * 201)
    assert "raden" in password_problem("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa")
    assert "raden" in password_problem("anna@voorbeeld.nl", "anna@voorbeeld.nl", "Anna@voorbeeld.nl")
    assert "niet gelijk" in password_problem("vier losse woorden", "vier losse woordjes")
    assert password_problem("vier losse woorden", "vier losse woorden") == ""


def test_who_works_for_several_chooses(town: Town) -> None:
    town.add(town.there, ANNA, "beoordelaar")
    visitor = stranger(town)
    sign_in(visitor)
    assert visitor.url == "/account/organisatie"
    form = next(f for f in visitor.page.forms if ("organisatie", str(town.there.id)) in f.buttons)
    visitor.post(visitor.url, dict(form.fields), ("organisatie", str(town.there.id)))
    assert "beoordelaar bij Gemeente Elders" in visitor.page.text
    assert visitor.client.get("/begin/sociale-media").status_code == 403
    record = town.assessment("Proef", town.here)
    assert "invuller bij Gemeente Voorbeeld" in visitor.get(f"/w/{record.edit_token}/bewaren").text
    stolen = visitor.client.post(visitor.url, data={**form.fields, "organisatie": "999"})
    assert stolen.status_code in (404, 405)


# --- invitations and people -------------------------------------------------------------------------


def test_an_invitation_works_once_and_gives_the_role(town: Town) -> None:
    boss, guest = town.as_role("beheerder"), stranger(town)
    link = invite(boss)
    assert "Noor" in boss.page.text
    assert link not in boss.get("/mensen").text
    with wall.system(), town.store.database.sessions() as session:
        assert link.rpartition("/")[2] not in [row.digest for row in session.query(Invitation)]
    guest.get(link)
    guest.submit({"naam": "Noor", "wachtwoord": "te kort", "nog-eens": "te kort"})
    assert guest.status == 422
    assert guest.page.title.startswith("Fout: ")
    new = "vier losse woorden hier"
    guest.submit({"naam": "Noor", "wachtwoord": new, "nog-eens": new})
    assert "Welkom, Noor" in guest.page.text
    assert "invuller bij Gemeente Voorbeeld" in guest.page.text
    again = stranger(town).client.get(link)
    assert again.status_code == 410
    assert "werkt niet meer" in again.text


def test_an_old_or_withdrawn_invitation_does_not_work(town: Town) -> None:
    boss = town.as_role("beheerder")
    first = invite(boss)
    second = invite(boss)
    assert stranger(town).client.get(first).status_code == 410
    assert stranger(town).client.get(second).status_code == 200
    token = second.rpartition("/")[2]
    assert town.store.accounts.invitation(token, now() + timedelta(days=15)) is None
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action.endswith("intrekken"))
    boss.post(form.action, dict(form.fields))
    assert stranger(town).client.get(second).status_code == 410


def test_a_fresh_link_sets_a_new_password(town: Town) -> None:
    boss, forgetful = town.as_role("beheerder"), town.as_role("invuller")
    person = town.people["invuller"].id
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action == f"/mensen/{person}/link")
    boss.post(form.action, dict(form.fields))
    link = boss.find(r"/uitnodiging/[A-Za-z0-9_-]+")
    guest = stranger(town)
    assert "Kies een nieuw wachtwoord" in guest.get(link).text
    new = "vier losse woorden hier"
    guest.submit({"wachtwoord": new, "nog-eens": new})
    assert guest.url == "/afwegingen"
    assert forgetful.client.get("/account").status_code == 303


def test_an_invitation_never_sets_the_password_of_somebody_others_trust_too(town: Town) -> None:
    """Else a manager of one municipality could take over an account of another."""
    link = invite(town.as_role("beheerder"), "beheerder@elders.example")
    guest = stranger(town)
    assert "U hebt al een account" in guest.get(link).text
    new = "vier losse woorden hier"
    guest.submit({"naam": "Dief", "wachtwoord": new, "nog-eens": new})
    assert guest.status == 422
    guest.submit({"wachtwoord": PASSWORD})
    assert guest.url == "/account/organisatie"
    person = town.store.accounts.by_email("beheerder@elders.example")
    assert person is not None
    assert person.name == "beheerder@elders.example"
    assert password_fits(person, PASSWORD)


def test_the_last_manager_stays(town: Town) -> None:
    boss, key = town.as_role("beheerder"), town.people["beheerder"].id
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action == f"/mensen/{key}/rol")
    boss.post(form.action, {**form.fields, "rol": "invuller"})
    assert boss.status == 422
    assert "minstens één beheerder" in boss.page.text
    boss.get(f"/mensen/{key}/verwijder")
    boss.post(boss.url, dict(boss.page.forms[-1].fields))
    assert boss.status == 422
    other = town.people["invuller"].id
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action == f"/mensen/{other}/rol")
    boss.post(form.action, {**form.fields, "rol": "beheerder"})
    assert "is nu beheerder" in boss.page.text
    boss.get(f"/mensen/{key}/verwijder")
    boss.post(boss.url, dict(boss.page.forms[-1].fields))
    assert boss.client.get("/mensen").status_code == 303


def test_what_is_wrong_in_an_invitation_is_said_and_kept(town: Town) -> None:
    boss = town.as_role("beheerder")
    boss.get("/mensen")
    form = next(form for form in boss.page.forms if form.action == "/mensen")
    boss.post("/mensen", {**form.fields, "naam": "Noor", "email": "geen adres", "rol": "koning"})
    assert boss.status == 422
    assert "Dit is geen e-mailadres" in boss.page.text
    form = next(form for form in boss.page.forms if form.action == "/mensen")
    assert form.fields["naam"] == ["Noor"]
    boss.post("/mensen", {**form.fields, "naam": "Noor", "email": ANNA, "rol": "invuller"})
    assert "heeft al een account" in boss.page.text


def test_a_manager_reaches_nobody_elsewhere(town: Town) -> None:
    boss, other = town.as_role("beheerder"), town.people["elders"].id
    assert boss.client.get(f"/mensen/{other}/verwijder").status_code == 404
    with within(Scope(organisation=town.here.id)):
        assert not town.store.accounts.set_role(other, "beoordelaar", now())
        assert not town.store.accounts.remove(other, now())
    assert "elders" not in boss.get("/mensen").text
