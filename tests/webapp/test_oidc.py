"""Signing in through a real OpenID Connect provider: another process, on this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.webapp.pages import Visitor
from tests.webapp.people import Town, make_town, now
from webapp.services import oidc
from webapp.services.oidc import Pending, Provider, ProviderProblem, finish, given_role, rule_parts
from webapp.storage import wall
from webapp.storage.wall import Scope, within

USERS = [
    {"sub": "anna", "email": "Anna@voorbeeld.example", "email_verified": True, "name": "Anna"},
    {"sub": "bo", "email": "bo@voorbeeld.example", "email_verified": False, "name": "Bo"},
    {"sub": "cas", "email": "cas@voorbeeld.example", "email_verified": True, "groups": ["wegers"]},
    {"sub": "dee", "email": "dee@voorbeeld.example"},
]
BACK = "http://localhost/inloggen/terug"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider in a process of its own; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    claims = [word for user in USERS for word in ("--user-claims", json.dumps(user))]
    command = [
        sys.executable,
        "-m",
        "oidc_provider_mock",
        "-p",
        str(port),
        "--require-nonce",
        "true",
        *claims,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            assert process.poll() is None, "the provider stopped"
            try:
                found = requests.get(f"{address}/.well-known/openid-configuration", timeout=2).json()
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        yield found["issuer"]
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def town(make_app: Callable[..., Flask], issuer: str) -> Town:
    """Organisations whose people sign in elsewhere."""
    return make_town(
        make_app(
            accounts=True,
            oidc_issuer=issuer,
            oidc_client_id="basislijn",
            oidc_client_secret="geheim",
            oidc_name="Gemeente Voorbeeld",
            oidc_organisation="groups=wegers:gemeente-voorbeeld:beoordelaar",
        )
    )


def to_provider(visitor: Visitor, after: str = "") -> str:
    """Start; the address at the provider."""
    answer = visitor.client.get("/inloggen/via" + (f"?verder={after}" if after else ""))
    assert answer.status_code == 303
    return answer.location


def approve(url: str, user: str) -> str:
    """Sign in at the provider; where it sends the browser, on our own website."""
    answer = requests.post(url, data={"sub": user}, allow_redirects=False, timeout=5)
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["Location"].removeprefix("http://localhost")


def sign_in(town: Town, user: str, after: str = "") -> Visitor:
    visitor = Visitor(town.app.test_client())
    visitor.get(approve(to_provider(visitor, after), user))
    return visitor


def invite(town: Town, email: str, role: str = "invuller") -> None:
    with within(Scope(organisation=town.here.id)):
        town.store.accounts.invite(town.here.id, email, "Uitgenodigd", role, now())


def test_the_request_has_state_nonce_and_a_challenge(town: Town) -> None:
    page = Visitor(town.app.test_client()).get("/inloggen")
    assert "Inloggen via Gemeente Voorbeeld" in page.text
    query = parse_qs(urlsplit(to_provider(Visitor(town.app.test_client()))).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["response_type"] == ["code"]
    assert query["redirect_uri"] == [BACK]
    for name in ("state", "nonce", "code_challenge"):
        assert len(query[name][0]) > 20


def test_who_was_invited_comes_in_and_is_known_after_that(town: Town) -> None:
    invite(town, "anna@voorbeeld.example")
    visitor = sign_in(town, "anna", "/account")
    assert visitor.url == "/account"
    assert "invuller bij Gemeente Voorbeeld" in visitor.page.text
    assert "Wachtwoord veranderen" not in visitor.page.text
    again = sign_in(town, "anna")
    assert again.url == "/afwegingen"
    with wall.system():
        assert list(town.store.audit.broken()) == []


def test_who_is_not_known_stays_outside(town: Town) -> None:
    visitor = sign_in(town, "anna")
    assert visitor.status == 403
    assert "U hebt nog geen toegang" in visitor.page.text


@pytest.mark.parametrize("user", ["bo", "dee"])
def test_an_address_that_is_not_proved_does_not_count(town: Town, user: str) -> None:
    invite(town, f"{user}@voorbeeld.example")
    assert sign_in(town, user).status == 403


def test_a_provider_that_proves_no_addresses_may_be_trusted_by_setting(
    make_app: Callable[..., Flask], issuer: str
) -> None:
    given = {"oidc_issuer": issuer, "oidc_client_id": "b", "oidc_client_secret": "g"}
    town = make_town(make_app(accounts=True, oidc_email_zonder_bewijs=True, **given))
    for user in ("dee", "bo"):
        invite(town, f"{user}@voorbeeld.example")
    assert sign_in(town, "dee").url == "/afwegingen"
    assert sign_in(town, "bo").status == 403


def test_a_claim_gives_a_role(town: Town) -> None:
    assert "beoordelaar bij Gemeente Voorbeeld" in sign_in(town, "cas").page.text


def test_a_rule_for_claims_in_its_parts() -> None:
    mapping = "groups=a:gemeente-x:invuller; dept=b:gemeente-y:beheerder"
    assert given_role(mapping, {"groups": ["z", "a"]}) == ("gemeente-x", "invuller")
    assert given_role(mapping, {"dept": "b"}) == ("gemeente-y", "beheerder")
    assert given_role(mapping, {"groups": "aa"}) is None
    for wrong in ("groups=a", "groups:a:invuller", "groups=a:x:koning"):
        with pytest.raises(ValueError, match="is geen kenmerk=waarde"):
            rule_parts(wrong)


def test_another_state_or_no_start_is_refused(town: Town) -> None:
    visitor = Visitor(town.app.test_client())
    back = approve(to_provider(visitor), "anna")
    stranger = Visitor(town.app.test_client())
    assert stranger.client.get(back).status_code == 400
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert visitor.client.get(back.replace(state, "x" * len(state))).status_code == 502
    assert visitor.client.get(back).status_code == 400


def test_a_code_without_its_verifier_is_refused(town: Town, issuer: str) -> None:
    visitor = Visitor(town.app.test_client())
    query = {k: v[0] for k, v in parse_qs(urlsplit(approve(to_provider(visitor), "anna")).query).items()}
    provider = Provider(issuer, "basislijn", "geheim")
    with pytest.raises(ProviderProblem):
        finish(provider, BACK, Pending(query["state"], "nonce", "y" * 60), query)


def test_a_provider_that_does_not_answer(make_app: Callable[..., Flask]) -> None:
    app = make_app(accounts=True, oidc_issuer="http://127.0.0.1:9", oidc_client_id="b")
    answer = app.test_client().get("/inloggen/via")
    assert answer.status_code == 502
    assert "Inloggen is niet gelukt" in answer.text


KEY, OTHER = RSAKey.generate_key(2048, {"kid": "k"}), RSAKey.generate_key(2048, {"kid": "k"})
GOOD = {"iss": "https://p", "aud": "b", "nonce": "n", "sub": "s"}


def claims_of(changes: dict[str, object], key: RSAKey = KEY) -> object:
    made = {**GOOD, "iat": int(time.time()), "exp": int(time.time()) + 60, **changes}
    token = jwt.encode({"alg": "RS256", "kid": "k"}, {k: v for k, v in made.items() if v is not None}, key)
    keys = oidc.KeySet([KEY])
    return oidc._claims(Provider("https://p", "b", ""), Pending("", "n", ""), token, keys)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://kwaad"},
        {"aud": "iemand-anders"},
        {"nonce": "x"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"azp": "iemand-anders"},
    ],
)
def test_what_the_provider_signed_is_checked(changes: dict[str, object]) -> None:
    assert claims_of({})
    with pytest.raises((oidc.JoseError, ProviderProblem)):
        claims_of(changes)


def test_the_signature_is_checked() -> None:
    with pytest.raises(oidc.JoseError):
        claims_of({}, OTHER)


def test_only_https_or_this_machine(make_app: Callable[..., Flask]) -> None:
    with pytest.raises(ProviderProblem, match="no https"):
        oidc.begin(Provider("http://voorbeeld.example", "b", ""), BACK)
