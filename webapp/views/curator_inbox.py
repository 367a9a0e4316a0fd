"""What comes in for the curator: disagreements, remarks, and cases that should not be seen."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.forms import NOTE_LENGTH, tidy
from webapp.services.disputes import dispute_groups
from webapp.services.remarks import LABELS, group_tickets
from webapp.storage.knowledge_records import ANSWERED, NEW, USED
from webapp.views import common, roles
from webapp.views.common import repository, snapshot

pages = Blueprint("curator_inbox", __name__)
STATES = {NEW: "Nieuw", ANSWERED: "Beantwoord", USED: "Verwerkt in de vragenlijst"}
TOO_LONG = f"Deze tekst is te lang. Er passen {NOTE_LENGTH} tekens."


@pages.get("/curator/meldingen")
def disputes() -> str:
    """Who disagrees with which fact."""
    roles.curator_or_403()
    return _disputes("", "", "")


@pages.post("/curator/meldingen")
@security.limiter.limit(security.SHARING)
def answer_dispute() -> Answer | tuple[str, int]:
    """Answer everybody who disagrees with a fact, as far as the page showed them."""
    roles.curator_or_403()
    about, reply = request.form.get("feit", ""), tidy(request.form.get("antwoord", ""))
    groups = dispute_groups(repository().shared.facts.disputes(), snapshot())
    group = next((g for g in groups if f"{g.subject} {g.question}" == about), None)
    if group is None:
        abort(404)
    if not reply:
        return _disputes(about, reply, "Schrijf wat u ermee doet. De melders lezen dit bij het feit."), 422
    if len(reply) > NOTE_LENGTH:
        return _disputes(about, reply, TOO_LONG), 422
    seen = set(request.form.getlist("gezien"))
    ids = [row.id for row, _ in group.rows if str(row.id) in seen]
    number = repository().shared.facts.answer_dispute(ids, reply, common.now())
    common.tell(f"Verstuurd. Het antwoord staat bij {number} {'melding' if number == 1 else 'meldingen'}.")
    return redirect(url_for("curator_inbox.disputes"), 303)


def _disputes(about: str, reply: str, problem: str) -> str:
    return render_template(
        "curator_meldingen.html",
        groups=dispute_groups(repository().shared.facts.disputes(), snapshot()),
        about=about,
        reply=reply,
        problem=problem,
        form=FlaskForm(),
    )


@pages.get("/curator/opmerkingen")
def remarks() -> str:
    """The remarks, by question, with the file and line of the question."""
    roles.curator_or_403()
    return _remarks(0, "", "", "")


@pages.post("/curator/opmerkingen/<int:number>")
@security.limiter.limit(security.SHARING)
def answer_remark(number: int) -> Answer | tuple[str, int]:
    """Answer a remark."""
    roles.curator_or_403()
    state, reply = request.form.get("stand", ""), tidy(request.form.get("antwoord", ""))
    problem = ""
    if state not in STATES:
        problem = "Kies hoe het ermee staat."
    elif len(reply) > NOTE_LENGTH:
        problem = TOO_LONG
    elif state == ANSWERED and not reply:
        problem = "Schrijf een antwoord, of kies een andere stand."
    if problem:
        return _remarks(number, state, reply, problem), 422
    if not repository().shared.tickets.answer(number, state, reply, common.now()):
        abort(404)
    common.tell("Bewaard. Wie de opmerking stuurde, kan het antwoord lezen.")
    return redirect(url_for("curator_inbox.remarks", stand=request.args.get("stand", "")), 303)


def _remarks(number: int, state: str, reply: str, problem: str) -> str:
    wanted = request.args.get("stand", NEW)
    tickets = repository().shared.tickets.all()
    shown = [t for t in tickets if t.state == wanted or t.id == number or wanted not in STATES]
    return render_template(
        "curator_opmerkingen.html",
        groups=group_tickets(shown, snapshot()),
        counts={key: sum(t.state == key for t in tickets) for key in STATES},
        states=STATES,
        labels_of=LABELS,
        wanted=wanted,
        number=number,
        state=state,
        reply=reply,
        problem=problem,
        form=FlaskForm(),
    )


@pages.get("/curator/casussen")
def cases() -> str:
    """Every case, also those that are hidden."""
    roles.curator_or_403()
    return _cases(0, "", "")


@pages.post("/curator/casussen/<int:number>")
@security.limiter.limit(security.SHARING)
def hide(number: int) -> Answer | tuple[str, int]:
    """Hide a case with a reason, or show it again."""
    roles.curator_or_403()
    if repository().shared.cases.by_id(number) is None:
        abort(404)
    reason = tidy(request.form.get("reden", ""))
    if request.form.get("doe") == "toon":
        repository().shared.cases.hide(number, "")
        common.tell("De casus is weer te zien.")
    elif not reason:
        return _cases(number, "", "Schrijf waarom. Wie de casus deelde, leest dit."), 422
    elif len(reason) > NOTE_LENGTH:
        return _cases(number, reason, TOO_LONG), 422
    else:
        repository().shared.cases.hide(number, reason)
        common.tell("De casus is verborgen. Wie hem deelde, leest waarom.")
    return redirect(url_for("curator_inbox.cases"), 303)


def _cases(number: int, reason: str, problem: str) -> str:
    return render_template(
        "curator_casussen.html",
        cases=repository().shared.cases.all(hidden=True),
        number=number,
        reason=reason,
        problem=problem,
        form=FlaskForm(),
    )
