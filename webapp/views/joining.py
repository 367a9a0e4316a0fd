"""Taking part in a conversation with a telephone: a code, no account, no name, and nobody else's answers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import meeting_reading as reading
from webapp import security
from webapp.forms import tidy
from webapp.meeting_reading import ROLE_LENGTH, Answers, options, read_answers, read_code
from webapp.services.meeting import choice_label
from webapp.services.meeting_kinds import kinds
from webapp.storage import wall
from webapp.storage.meeting_records import BLIND, JOINING, ParticipantRecord, RoundRecord
from webapp.storage.tokens import digest, new_token
from webapp.views import common
from webapp.views.common import repository

pages = Blueprint("joining", __name__)
TELEPHONE = "telefoon"
NO_CODE = "Deze code klopt niet. Een code heeft zes tekens, zoals ACD 346. Kijk op het scherm in de zaal."
NO_ROUND = "Bij deze code loopt geen gesprek. Kijk nog eens op het scherm, of vraag om een nieuwe code."
FULL = "U kunt niet meer meedoen met dit gesprek. Vraag het de gespreksleider."
OVER = "Dit gesprek is er niet meer. Vraag de gespreksleider om de code van het nieuwe gesprek."
TOO_LONG = f"Deze functie is te lang. Er passen {ROLE_LENGTH} tekens."


@pages.get("/meedoen")
def page() -> str:
    """Ask for the code."""
    _telephone()
    return _join_page(reading.tidy(request.args.get("code", ""))[:12], "", {})


@pages.post("/meedoen")
@security.limiter.limit(security.JOINING, deduct_when=lambda response: response.status_code != 303)
def join() -> Answer | tuple[str, int]:
    """Take part; twice from the same telephone is the same participant."""
    typed, role = tidy(request.form.get("code"))[:40], " ".join(tidy(request.form.get("functie")).split())
    code = read_code(typed)
    if not code:
        return _join_page(typed, role, {"code": NO_CODE}), 422
    if len(role) > ROLE_LENGTH:
        return _join_page(typed, role, {"functie": TOO_LONG}), 422
    store = repository().meetings
    with wall.system():  # who has the code may take part, whoever the conversation belongs to
        talk = store.by_code(code, common.now())
        if talk is None:
            return _join_page(typed, role, {"code": NO_ROUND}), 422
        person = store.join(talk.id, digest(f"{_telephone()}:{talk.id}"), role, common.now())
    if person is None:
        return _join_page(typed, role, {"code": FULL}), 422
    return redirect(url_for("joining.answer", token=person.token), 303)


@pages.post("/meedoen/ander")
def another() -> Answer:
    """Let somebody else take part on the same telephone."""
    session[TELEPHONE] = new_token()
    common.tell("Geef het toestel aan de volgende. Die vult de code opnieuw in.")
    return redirect(url_for("joining.page"), 303)


def _telephone() -> str:
    """What makes a telephone the same one; it says nothing about whose it is."""
    known = session.get(TELEPHONE)
    if not isinstance(known, str):
        known = session[TELEPHONE] = new_token()
    return known


def _join_page(code: str, role: str, problems: dict[str, str]) -> str:
    return render_template("meedoen.html", code=code, role=role, problems=problems, form=FlaskForm())


def _person(token: str) -> tuple[ParticipantRecord, RoundRecord, str] | None:
    person = repository().meetings.participant(token)
    found = repository().meetings.by_id(person.meeting_id) if person else None
    if person is None or found is None or not found[0].running or found[0].expires_at <= common.now():
        return None
    return person, *found


def _gone() -> tuple[str, int]:
    return _join_page("", "", {"code": OVER}), 410


@pages.get("/meedoen/<token>")
def answer(token: str) -> str | tuple[str, int]:
    """The questions on one page; before the start and after the end there is only a message."""
    found = _person(token)
    if found is None:
        return _gone()
    person, talk, title = found
    if talk.state == BLIND and (not person.done or "wijzig" in request.args):
        return _questions(person, talk, title, None)
    return render_template(
        "meedoen_wacht.html",
        person=person,
        talk=talk,
        name=title,
        left=common.seconds_left(talk),
        waiting=talk.state == JOINING,
        answering=talk.state == BLIND,
        given=sum(bool(each.choice.state) for each in person.given.values()),
        form=FlaskForm(),
    )


@pages.post("/meedoen/<token>")
def save(token: str) -> Answer | tuple[str, int] | Response:
    """Keep the answers; ‘Klaar’ says that this participant is ready."""
    found = _person(token)
    if found is None:
        return _gone()
    person, talk, title = found
    quiet = request.form.get("naar") == "bewaar"
    sent = read_answers(talk, request.form)
    kept = repository().meetings.answer(token, sent.given, not quiet and not sent.problems, common.now())
    if quiet:
        return jsonify({"bewaard": kept and not sent.problems, "dicht": not kept})
    if not kept:
        return _too_late(talk, sent, title), 409
    if sent.problems:
        return _questions(person, talk, title, sent), 422
    return redirect(url_for("joining.answer", token=token), 303)


@pages.get("/meedoen/<token>/stand")
def standing(token: str) -> Response:
    """Whether the answering has begun or ended, and the time that is left; nothing about others."""
    found = _person(token)
    if found is None:
        return jsonify({"stand": "weg", "over": 0})
    return jsonify({"stand": found[1].state, "over": common.seconds_left(found[1])})


def _questions(person: ParticipantRecord, talk: RoundRecord, title: str, sent: Answers | None) -> str:
    given = {key: (reading.chosen(each.choice), each.reason) for key, each in person.given.items()}
    if sent:
        typed = request.form
        given = {
            item.question: (tuple(typed.getlist(f"v-{item.question}")), typed.get(f"r-{item.question}", ""))
            for item in talk.items
        }
    return render_template(
        "meedoen_vragen.html",
        person=person,
        talk=talk,
        name=title,
        kind=kinds().of(talk.kind),
        given=given,
        options=options,
        problems=sent.problems if sent else {},
        left=common.seconds_left(talk),
        form=FlaskForm(),
    )


def _too_late(talk: RoundRecord, sent: Answers, title: str) -> str:
    return render_template(
        "meedoen_laat.html", talk=talk, name=title, sent=sent.given, choice_label=choice_label
    )
