"""'Mensen': who works in this organisation, with which role; only for who manages them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.accounts import ROLES, action_words, email_problem, name_problem, tidy_email
from webapp.storage import wall
from webapp.storage.account_records import MemberRecord
from webapp.storage.accounts import LastManager
from webapp.views import common
from webapp.views.common import repository

pages = Blueprint("people", __name__)
LAST = "Er moet minstens één beheerder blijven. Geef eerst een collega de rol beheerder."


@pages.get("/mensen")
def page() -> str:
    """The people, and who was invited."""
    return _page({}, {})


@pages.post("/mensen")
@security.limiter.limit(security.STARTING)
def invite() -> Answer | tuple[str, int]:
    """Invite somebody; the link is shown once."""
    name = " ".join(request.form.get("naam", "").split())
    email, role = tidy_email(request.form.get("email", "")), request.form.get("rol", "")
    problems = {
        "naam": name_problem(name),
        "email": email_problem(email) or _already(email),
        "rol": "" if role in ROLES else "Kies wat deze collega mag.",
    }
    problems = {key: text for key, text in problems.items() if text}
    if problems:
        return _page(problems, {"naam": name[:200], "email": email, "rol": role}), 422
    _give_link(email, name, role)
    return redirect(url_for("people.page"), 303)


def _already(email: str) -> str:
    here = any(m.person.email == email for m in repository().accounts.members())
    return "Deze collega heeft al een account in uw organisatie." if here else ""


def _give_link(email: str, name: str, role: str) -> None:
    owner = wall.current().organisation
    if owner is None:
        abort(403, "rol")
    token = repository().accounts.invite(owner, email, name, role, common.now())
    common.tell(
        f"Geef deze link aan {name}. U ziet hem maar één keer. Hij werkt één keer, en 14 dagen lang.",
        link=url_for("sign_in.invitation", token=token, _external=True),
    )


@pages.post("/mensen/uitnodiging/<int:key>/intrekken")
def withdraw(key: int) -> Answer:
    """Take an invitation back."""
    repository().accounts.withdraw(key, common.now())
    common.tell("De uitnodiging is ingetrokken.")
    return redirect(url_for("people.page"), 303)


@pages.post("/mensen/<int:person>/rol")
def role(person: int) -> Answer | tuple[str, int]:
    """Give somebody another role; it holds at once."""
    colleague, wanted = _colleague(person), request.form.get("rol", "")
    if wanted not in ROLES:
        return _page({f"rol-{person}": "Kies een van de rollen."}, {}), 422
    try:
        repository().accounts.set_role(person, wanted, common.now())
    except LastManager:
        return _page({f"rol-{person}": LAST}, {}), 422
    common.tell(f"{colleague.person.name} is nu {ROLES[wanted].label.lower()}.")
    me = common.signed_in()
    still = wanted == "beheerder" or me is None or me.person.id != person
    return redirect(url_for("people.page" if still else "home.overview"), 303)


@pages.post("/mensen/<int:person>/link")
@security.limiter.limit(security.STARTING)
def fresh_link(person: int) -> Answer:
    """A new link for a colleague who forgot the password."""
    colleague = _colleague(person)
    _give_link(colleague.person.email, colleague.person.name, colleague.role)
    return redirect(url_for("people.page"), 303)


@pages.get("/mensen/<int:person>/verwijder")
def confirm_remove(person: int) -> str:
    """Ask before taking somebody out."""
    return render_template("mens_verwijderen.html", form=FlaskForm(), member=_colleague(person), problem="")


@pages.post("/mensen/<int:person>/verwijder")
def remove(person: int) -> Answer | tuple[str, int]:
    """Take somebody out of the organisation; it holds at once."""
    colleague = _colleague(person)
    try:
        repository().accounts.remove(person, common.now())
    except LastManager:
        page = render_template("mens_verwijderen.html", form=FlaskForm(), member=colleague, problem=LAST)
        return page, 422
    common.tell(f"{colleague.person.name} kan niet meer bij de afwegingen van uw organisatie.")
    return redirect(url_for("people.page"), 303)


@pages.get("/logboek")
def log() -> str:
    """What happened, the latest first."""
    names = {f"persoon {m.person.id}": m.person.name for m in repository().accounts.members()}
    rows = repository().audit.latest()
    return render_template("logboek.html", rows=rows, names=names, words=action_words, roles=ROLES)


def _colleague(person: int) -> MemberRecord:
    found = next((m for m in repository().accounts.members() if m.person.id == person), None)
    if found is None:
        abort(404)
    return found


def _page(problems: dict[str, str], given: dict[str, str]) -> str:
    return render_template(
        "mensen.html",
        form=FlaskForm(),
        members=repository().accounts.members(),
        invitations=repository().accounts.open_invitations(common.now()),
        roles=ROLES,
        problems=problems,
        given=given,
    )
