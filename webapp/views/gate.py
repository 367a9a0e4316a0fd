"""The gate: who is signed in, whether this endpoint is theirs, and on whose behalf the store is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from flask import Flask, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from webapp.services.accounts import allows
from webapp.storage import wall
from webapp.storage.account_records import MemberRecord, Tenant, Who
from webapp.storage.repository import Repository
from webapp.storage.wall import Scope
from webapp.views import common
from webapp.views.common import may, repository
from webapp.views.needs import CURATOR, EDIT_LINK, GUEST, NEEDS, PUBLIC, READ_LINK, SIGNED_IN, Need

SAFE = ("GET", "HEAD", "OPTIONS")

#: What the token in an address belongs to -> how to find whose that is. A new kind of link adds a line.
OWNERS: dict[str, Callable[[Repository, str], Tenant | None]] = {
    "assessment": lambda store, token: store.claims.of_assessment(token),
    "matter": lambda store, token: store.claims.of_matter(token),
    "workspace": lambda store, token: store.claims.of_workspace(token),
    "participant": lambda store, token: store.claims.of_participant(token),
}


def register(app: Flask, *, accounts: bool) -> None:
    """Put the gate before every endpoint.

    Raises:
        RuntimeError: when an endpoint has no verdict.
    """
    missing = {rule.endpoint for rule in app.url_map.iter_rules()} - set(NEEDS)
    if missing:
        raise RuntimeError(f"no verdict in webapp/views/needs.py for: {', '.join(sorted(missing))}")
    if accounts:
        app.before_request(_pass)
        app.after_request(_cookie)
        app.teardown_request(_out)


def cookie_name() -> str:
    """The name of the cookie of who is signed in."""
    return "__Host-basislijn_aangemeld" if common.parts().settings.https else "basislijn_aangemeld"


def give_cookie(token: str) -> None:
    """Give this browser the cookie of a fresh sign-in; an empty token takes it away."""
    g.new_cookie = token


def _pass() -> Answer | None:
    _step(Scope())
    if request.endpoint == "static":
        return None
    g.who = _find()
    _step(_own_scope(g.who))
    if request.endpoint is None:
        return None
    need, given = NEEDS[request.endpoint], request.view_args or {}
    if need.verdict in (EDIT_LINK, READ_LINK, GUEST):
        return _by_link(need, given)
    if need.verdict == PUBLIC:
        return _public(need)
    return _for_members(need)


def _find() -> Who | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    settings = common.parts().settings
    who = repository().sign_ins.find(token, common.now(), timedelta(hours=settings.sessie_stil_uren))
    return None if who and who.person.demo and not settings.demo else who


def _public(need: Need) -> Answer | None:
    """Everybody; who works for an organisation needs the duty there."""
    if g.who is None or not need.duty or not g.who.memberships:
        return None
    return _with_duty(need)


def _for_members(need: Need) -> Answer | None:
    if g.who is None:
        return _ask()
    if need.verdict == SIGNED_IN:
        return None
    if need.verdict == CURATOR:
        return None if g.who.person.is_curator else _refuse("rol")
    return _with_duty(need)


def _with_duty(need: Need) -> Answer | None:
    if g.who.chosen is None and g.who.memberships:
        return redirect(url_for("account.choose", verder=_here()), 303)
    return None if allows(g.who.role, need.duty) else _refuse("rol")


def _by_link(need: Need, given: Mapping[str, str]) -> Answer | None:
    """What hangs on a link; where an organisation owns it, the link alone is not enough."""
    tenant = OWNERS[need.thing](repository(), given.get("token", ""))
    if tenant is None or tenant.organisation is None:
        _step(Scope(person=g.who.person.id if g.who else None))
        return None
    if need.verdict == GUEST:
        _step(Scope(organisation=tenant.organisation, person=g.who.person.id if g.who else None))
        return None
    membership = _membership(tenant.organisation)
    if membership is None:
        return _from_outside(need, given, tenant)
    g.who = replace(g.who, chosen=membership)
    _step(_own_scope(g.who))
    reads_only = need.verdict == READ_LINK and not need.stays and not may("invuller")
    if reads_only and given.get("mode") == common.EDIT and request.method in SAFE:
        values = {**given, "mode": common.READ, "token": tenant.read_token}
        query = request.query_string.decode("ascii", "ignore")
        return redirect(url_for(str(request.endpoint), **values) + (f"?{query}" if query else ""), 303)
    return None if may(need.duty) else _refuse("rol")


def _from_outside(need: Need, given: Mapping[str, str], tenant: Tenant) -> Answer | None:
    """Who has the link and no role in the organisation: reading, when it leaves the read link open."""
    by_read_link = given.get("token") == tenant.read_token and given.get("mode") == common.READ
    if need.verdict == READ_LINK and by_read_link and tenant.read_open:
        _step(Scope(link=tenant.read_token))
        return None
    return _ask() if g.who is None else _refuse("organisatie")


def _membership(organisation: int) -> MemberRecord | None:
    known = g.who.memberships if g.who else ()
    return next((m for m in known if m.organisation.id == organisation), None)


def _own_scope(who: Who | None) -> Scope:
    if who is None:
        return Scope()
    chosen = who.chosen.organisation.id if who.chosen else None
    return Scope(organisation=chosen, person=who.person.id)


def _here() -> str:
    return request.full_path.rstrip("?") if request.method in SAFE else ""


def _ask() -> Answer:
    """Sign in first, and come back here; what was sent can't be kept, so a form is not sent on."""
    if request.method not in SAFE:
        abort(401)
    return redirect(url_for("sign_in.page", verder=_here()), 303)


def _refuse(why: str) -> Answer:
    abort(403, why)


def _step(scope: Scope) -> None:
    """Change the scope of this request; the first one is remembered to go back to."""
    token = wall.enter(scope)
    if "scope" not in g:
        g.scope = token


def _out(_error: BaseException | None) -> None:
    token = g.pop("scope", None)
    if token is not None:
        with suppress(ValueError):
            wall.leave(token)


def _cookie(response: Response) -> Response:
    token = g.get("new_cookie")
    if token is None:
        return response
    secure = common.parts().settings.https
    if token:
        response.set_cookie(cookie_name(), token, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
    return response
