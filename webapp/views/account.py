"""'Mijn account': one's own password, where one is signed in, and for which organisation one works."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.accounts import (
    MAX_PASSWORD,
    MIN_PASSWORD,
    ROLES,
    hash_password,
    local_address,
    password_fits,
    password_problem,
)
from webapp.storage.account_records import Who
from webapp.views import common, gate
from webapp.views.common import repository
from webapp.views.sign_in import failed, start

pages = Blueprint("account", __name__)


def _who() -> Who:
    who = common.signed_in()
    if who is None:
        abort(401)
    return who


@pages.get("/account")
def page() -> str:
    """Who one is here."""
    return _page({})


@pages.post("/account/wachtwoord")
@security.limiter.limit(security.SIGNING_IN, deduct_when=failed)
def password() -> Answer | tuple[str, int]:
    """Change the password; every other browser is signed out."""
    who = _who()
    old, new = request.form.get("oud", ""), request.form.get("wachtwoord", "")
    problems = {
        "oud": "" if password_fits(who.person, old) else "Dit is niet uw wachtwoord van nu.",
        "wachtwoord": password_problem(
            new, request.form.get("nog-eens", ""), who.person.email, who.person.name
        ),
    }
    problems = {key: text for key, text in problems.items() if text}
    if problems:
        return _page(problems), 422
    repository().accounts.set_password(who.person.id, hash_password(new), common.now())
    common.tell("Uw wachtwoord is veranderd. Op andere plekken bent u uitgelogd.")
    return start(who.person, url_for("account.page"))


@pages.post("/account/uitloggen-overal")
def everywhere() -> Answer:
    """Sign out in every browser."""
    repository().sign_ins.end_everywhere(_who().person.id, common.now())
    gate.give_cookie("")
    common.tell("U bent overal uitgelogd.")
    return redirect(url_for("sign_in.page"), 303)


@pages.get("/account/organisatie")
def choose() -> str:
    """For which organisation one works now."""
    after = local_address(request.args.get("verder", ""))
    return render_template("organisatie_kiezen.html", form=FlaskForm(), who=_who(), after=after, roles=ROLES)


@pages.post("/account/organisatie")
def chosen() -> Answer:
    """Work for one of one's own organisations."""
    who, wanted = _who(), request.form.get("organisatie", "")
    found = next((m for m in who.memberships if str(m.organisation.id) == wanted), None)
    if found is None:
        abort(404)
    repository().sign_ins.choose(who.sign_in.id, found.organisation.id)
    return redirect(local_address(request.form.get("verder", "")) or url_for("home.overview"), 303)


def _page(problems: dict[str, str]) -> str:
    who = _who()
    return render_template(
        "account.html",
        form=FlaskForm(),
        who=who,
        roles=ROLES,
        browsers=repository().sign_ins.of(who.person.id, common.now()),
        problems=problems,
        least=MIN_PASSWORD,
        most=MAX_PASSWORD,
    )
