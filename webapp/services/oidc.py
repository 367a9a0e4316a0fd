"""Signing in through the organisation itself: OpenID Connect, authorisation code with PKCE."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from webapp.services.accounts import EMAIL, NAME, ROLES, email_problem, tidy_email

ALGORITHMS = ["RS256", "PS256", "ES256", "RS512", "ES384"]
SCOPE = "openid email profile"
PATIENCE = 10
DISCOVERY = "/.well-known/openid-configuration"


class ProviderProblem(Exception):
    """The provider does not answer, or says something that does not hold."""


@dataclass(frozen=True)
class Provider:
    """What the settings say about the provider."""

    issuer: str
    client_id: str
    client_secret: str
    email_without_proof: bool = False


@dataclass(frozen=True)
class Pending:
    """What this browser must bring back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says this is; ``email`` only when the provider vouches for it."""

    issuer: str
    subject: str
    email: str
    name: str
    claims: Mapping[str, Any]


def begin(provider: Provider, back: str) -> tuple[str, Pending]:
    """The address at the provider, and what to keep until somebody comes back."""
    pending = Pending(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
    with _client(provider, back) as client:
        url, _state = client.create_authorization_url(
            _discover(provider)["authorization_endpoint"],
            state=pending.state,
            nonce=pending.nonce,
            code_verifier=pending.verifier,
        )
    return url, pending


def finish(provider: Provider, back: str, pending: Pending, answer: Mapping[str, str]) -> Identity:
    """Who came back from the provider.

    Raises:
        ProviderProblem: when anything about the answer does not hold.
    """
    if not hmac.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
        raise ProviderProblem("state")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise ProviderProblem("issuer of the answer")
    code = answer.get("code", "")
    if not code:
        raise ProviderProblem(f"no code: {answer.get('error', '')[:80]}")
    found = _discover(provider)
    try:
        with _client(provider, back) as client:
            token = client.fetch_token(
                found["token_endpoint"], code=code, code_verifier=pending.verifier, timeout=PATIENCE
            )
            claims = _claims(provider, pending, str(token.get("id_token", "")), _keys(found))
            if "email" not in claims and found.get("userinfo_endpoint"):
                more = client.get(found["userinfo_endpoint"], timeout=PATIENCE).json()
                claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
    except (OAuthError, requests.RequestException, JoseError, ValueError, KeyError) as error:
        raise ProviderProblem(type(error).__name__) from error
    return _identity(provider, claims)


def _client(provider: Provider, back: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )


def _discover(provider: Provider) -> dict[str, Any]:
    found = _fetch(provider.issuer.rstrip("/") + DISCOVERY)
    if found.get("issuer") != provider.issuer:
        raise ProviderProblem("issuer")
    return found


def _keys(found: Mapping[str, Any]) -> KeySet:
    return KeySet.import_key_set(_fetch(found["jwks_uri"]))


def _fetch(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ProviderProblem("no https")
    try:
        answer = requests.get(url, timeout=PATIENCE)
        answer.raise_for_status()
        return answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ProviderProblem(type(error).__name__) from error


def _claims(provider: Provider, pending: Pending, token: str, keys: KeySet) -> dict[str, Any]:
    """What the provider signed; for us, from this issuer, for this browser, and not too old."""
    claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    registry = jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": pending.nonce},
        sub={"essential": True},
        exp={"essential": True},
    )
    registry.validate(claims)
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderProblem("azp")
    return dict(claims)


def _identity(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    email = tidy_email(str(claims.get("email", "")))
    proved = claims.get("email_verified") is True
    trusted = proved or (provider.email_without_proof and claims.get("email_verified") is None)
    good = trusted and len(email) <= EMAIL and not email_problem(email)
    name = " ".join(str(claims.get("name") or "").split())[:NAME]
    return Identity(provider.issuer, str(claims["sub"])[:255], email if good else "", name or email, claims)


# --- which claim gives which role ---------------------------------------------------------------


def given_role(mapping: str, claims: Mapping[str, Any]) -> tuple[str, str] | None:
    """The short name of an organisation and the role that these claims give, if any.

    ``mapping`` is the setting, such as ``groups=basislijn-beheer:gemeente-voorbeeld:beheerder``; rules are
    split by a semicolon, and the first that fits counts.
    """
    for rule in filter(None, map(str.strip, mapping.split(";"))):
        (claim, value), slug, role = rule_parts(rule)
        held = claims.get(claim)
        if value in (held if isinstance(held, list) else [held]):
            return slug, role
    return None


def check_mapping(mapping: str) -> None:
    """Refuse a setting that is not written well, at the start; raises ValueError."""
    for rule in filter(None, map(str.strip, mapping.split(";"))):
        rule_parts(rule)


def rule_parts(rule: str) -> tuple[tuple[str, str], str, str]:
    """A rule in its parts; raises ValueError when it is not written well."""
    left, slug, role = [*rule.rsplit(":", 2), "", ""][:3]
    claim, _, value = left.partition("=")
    if not (claim and value and slug) or role not in ROLES:
        raise ValueError(f"oidc_organisation: {rule!r} is geen kenmerk=waarde:organisatie:rol")
    return (claim, value), slug, role
