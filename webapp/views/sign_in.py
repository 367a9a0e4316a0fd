"""Signing in with an address and a password, signing out, and using an invitation."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.wrappers import Response
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.accounts import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    ROLES,
    browser_name,
    hash_password,
    local_address,
    name_problem,
    password_fits,
    password_problem,
    tidy_email,
)
from webapp.services.demo import PASSWORD, demo_people
from webapp.storage.account_records import InvitationRecord, PersonRecord
from webapp.views import common, gate
from webapp.views.author import forget_author
from webapp.views.common import repository

pages = Blueprint("sign_in", __name__)
WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog eens."


def failed(response: Response) -> bool:
    """Only what failed counts for the limits on signing in."""
    return response.status_code == 422


def account_key() -> str:
    """Somebody who tries passwords of one account from many places meets a limit too."""
    return f"account:{tidy_email(request.form.get('email', ''))}"


@pages.get("/inloggen")
def page() -> str | Answer:
    """Sign in."""
    after = local_address(request.args.get("verder", ""))
    if common.signed_in() is not None:
        return redirect(after or url_for("home.overview"), 303)
    return _page("", after, {})


@pages.post("/inloggen")
@security.limiter.limit(security.SIGNING_IN, deduct_when=failed)
@security.limiter.limit(security.ONE_ACCOUNT, key_func=account_key, deduct_when=failed)
def enter() -> Answer | tuple[str, int]:
    """Sign in; unknown and wrong get the same answer, in the same time."""
    email = tidy_email(request.form.get("email", ""))
    password = request.form.get("wachtwoord", "")
    after = local_address(request.form.get("verder", ""))
    problems = {}
    if not email:
        problems["email"] = "Vul uw e-mailadres in."
    if not password:
        problems["wachtwoord"] = "Vul uw wachtwoord in."
    if not problems:
        person = repository().accounts.by_email(email)
        if password_fits(person, password) and person is not None and _demo_fits(person):
            return start(person, after)
        problems["email"] = WRONG
    return _page(email, after, problems), 422


def _demo_fits(person: PersonRecord) -> bool:
    return common.parts().settings.demo or not person.demo


def start(person: PersonRecord, after: str) -> Answer:
    """Sign somebody in: a new token, and nothing that an earlier visitor of this browser left behind."""
    settings, old = common.parts().settings, common.signed_in()
    if old is not None:
        repository().sign_ins.end(old.sign_in.id, old.person.id, common.now())
    browser = browser_name(request.user_agent.string)
    lasts = timedelta(hours=settings.sessie_uren)
    gate.give_cookie(repository().sign_ins.start(person.id, browser, common.now(), lasts))
    session.pop("csrf_token", None)
    forget_author()
    works_for = len(repository().accounts.memberships(person.id))
    if works_for > 1:
        return redirect(url_for("account.choose", verder=after), 303)
    home = "curator.page" if person.is_curator and not works_for else "home.overview"
    return redirect(after or url_for(home), 303)


def _page(email: str, after: str, problems: dict[str, str]) -> str:
    settings = common.parts().settings
    return render_template(
        "inloggen.html",
        form=FlaskForm(),
        email=email[:254],
        after=after,
        problems=problems,
        oidc=settings.oidc_name if settings.oidc_issuer else "",
        demo=demo_people(repository()) if settings.demo else (),
        demo_password=PASSWORD,
    )


@pages.post("/uitloggen")
def leave() -> Answer:
    """Sign out in this browser."""
    who = common.signed_in()
    if who is not None:
        repository().sign_ins.end(who.sign_in.id, who.person.id, common.now())
    gate.give_cookie("")
    session.pop("csrf_token", None)
    forget_author()
    common.tell("U bent uitgelogd.")
    return redirect(url_for("home.page"), 303)


# --- invitations ------------------------------------------------------------------------------------


@pages.get("/uitnodiging/<token>")
@security.limiter.limit(security.INVITATIONS)
def invitation(token: str) -> str:
    """What one is invited to; choose a name and a password."""
    found = _invitation(token)
    return _invitation_page(found, found.name, {})


@pages.post("/uitnodiging/<token>")
@security.limiter.limit(security.INVITATIONS)
def accept(token: str) -> Answer | tuple[str, int]:
    """Use the invitation, and be signed in."""
    found = _invitation(token)
    name = " ".join(request.form.get("naam", "").split())
    password, again = request.form.get("wachtwoord", ""), request.form.get("nog-eens", "")
    person = repository().accounts.by_email(found.email)
    if _has_account_elsewhere(found, person):
        right = password_fits(person, password)
        problems = {} if right else {"wachtwoord": "Dit is niet het wachtwoord van uw account."}
        name = person.name if person else name
    else:
        problems = {
            "naam": name_problem(name),
            "wachtwoord": password_problem(password, again, found.email, name),
        }
    problems = {key: text for key, text in problems.items() if text}
    if problems:
        return _invitation_page(found, name, problems), 422
    fresh = None if _has_account_elsewhere(found, person) else hash_password(password)
    accepted = repository().accounts.accept(found.id, name, fresh, common.now())
    if accepted is None:
        abort(410, "uitnodiging")
    common.tell(f"Welkom, {accepted.name}. U werkt nu voor {found.organisation.name}.")
    return start(accepted, "")


def _invitation(token: str) -> InvitationRecord:
    found = repository().accounts.invitation(token, common.now())
    if found is None:
        abort(410, "uitnodiging")
    return found


def _has_account_elsewhere(found: InvitationRecord, person: PersonRecord | None) -> bool:
    """Whether an invitation may not set the password: other organisations trust this account too."""
    if person is None:
        return False
    known = repository().accounts.memberships(person.id)
    return person.is_curator or any(m.organisation.id != found.organisation.id for m in known)


def _invitation_page(found: InvitationRecord, name: str, problems: dict[str, str]) -> str:
    person = repository().accounts.by_email(found.email)
    return render_template(
        "uitnodiging.html",
        form=FlaskForm(),
        invitation=found,
        role=ROLES[found.role],
        known=person is not None,
        elsewhere=_has_account_elsewhere(found, person),
        name=name[:200],
        problems=problems,
        least=MIN_PASSWORD,
        most=MAX_PASSWORD,
    )
