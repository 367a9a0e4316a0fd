"""Signing in through one's own organisation: there and back."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.accounts import local_address
from webapp.services.oidc import Identity, Pending, Provider, ProviderProblem, begin, finish, given_role
from webapp.storage.account_records import PersonRecord
from webapp.views import common
from webapp.views.common import repository
from webapp.views.sign_in import start as sign_in

pages = Blueprint("oidc", __name__)
PENDING = "oidc"
NO_ANSWER = (
    "Inloggen is niet gelukt",
    "Er ging iets mis bij het inloggen via uw organisatie. Probeer het nog eens.",
)
NO_ACCESS = (
    "U hebt nog geen toegang",
    "Uw organisatie kent u, maar Basislijn nog niet. "
    "Vraag de beheerder van uw organisatie om een uitnodiging.",
)


@pages.get("/inloggen/via")
@security.limiter.limit(security.INVITATIONS)
def start() -> Answer | tuple[str, int]:
    """Go to the provider."""
    try:
        url, pending = begin(_provider(), url_for("oidc.back", _external=True))
    except ProviderProblem as problem:
        return _sorry(problem)
    after = local_address(request.args.get("verder", ""))
    session[PENDING] = [pending.state, pending.nonce, pending.verifier, after]
    return redirect(url, 303)


@pages.get("/inloggen/terug")
@security.limiter.limit(security.INVITATIONS)
def back() -> Answer | tuple[str, int]:
    """Come back from the provider."""
    kept = session.pop(PENDING, None)
    if not kept:
        return _sorry(ProviderProblem("nothing pending"), 400)
    pending = Pending(*kept[:3])
    try:
        found = finish(_provider(), url_for("oidc.back", _external=True), pending, request.args)
    except ProviderProblem as problem:
        return _sorry(problem)
    person = _person(found)
    if person is None or not person.active:
        return render_template("fout.html", code=403, title=NO_ACCESS[0], text=NO_ACCESS[1]), 403
    return sign_in(person, kept[3])


def _provider() -> Provider:
    settings = common.parts().settings
    if not settings.oidc_issuer:
        abort(404)
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_email_zonder_bewijs,
    )


def _person(found: Identity) -> PersonRecord | None:
    """Somebody we know, was invited, or gets a role from what the provider says."""
    accounts, now = repository().accounts, common.now()
    person = accounts.by_identity(found.issuer, found.subject)
    if person is None and found.email:
        invited = accounts.invitation_for(found.email, now)
        person = accounts.by_email(found.email)
        if invited is not None:
            name = person.name if person else invited.name
            person = accounts.accept(invited.id, name, None, now)
    given = _given(found)
    if given is not None and (person or found.email):
        email, name = (person.email, person.name) if person else (found.email, found.name)
        if person is None or not _has_role(person, given[0]):
            person = accounts.add_member(given[0], email, name, given[1], now)
    if person is not None and accounts.by_identity(found.issuer, found.subject) is None:
        accounts.link_identity(person.id, found.issuer, found.subject, now)
    return person


def _has_role(person: PersonRecord, organisation: int) -> bool:
    return any(m.organisation.id == organisation for m in repository().accounts.memberships(person.id))


def _given(found: Identity) -> tuple[int, str] | None:
    given = given_role(common.parts().settings.oidc_organisation, found.claims)
    if given is None:
        return None
    known = {row.slug: row.id for row in repository().accounts.organisations()}
    return (known[given[0]], given[1]) if given[0] in known else None


def _sorry(problem: ProviderProblem, code: int = 502) -> tuple[str, int]:
    current_app.logger.warning("sign-in through the organisation failed: %s", problem)
    return render_template("fout.html", code=code, title=NO_ANSWER[0], text=NO_ANSWER[1]), code
