"""A round of conversation, as the facilitator leads it from the screen in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import meeting_reading as reading
from webapp import security
from webapp.forms import name
from webapp.services import filling, meeting_words
from webapp.services.dutch import count_text, join_words
from webapp.services.meeting import MOST, Proposals, differences, proposals, shape
from webapp.services.meeting_kinds import kinds
from webapp.services.meeting_opening import change, opening
from webapp.services.qr import qr_code
from webapp.services.stamps import seen_version, stamp, untouched
from webapp.storage.meeting_records import OPEN, AgreementConflict, RoundRecord
from webapp.views import common
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("meeting", __name__)
ROUND = "/w/<token>/gesprek/<int:number>"
THEIRS = "hun"
CONFLICT = "In een ander venster is hier ondertussen iets anders vastgelegd. Kies wat er blijft staan."
ALREADY = "Dat was in een ander venster al gebeurd."


@pages.get("/w/<token>/gesprek/nieuw")
def new(token: str) -> str | Answer:
    """Choose the kind and the questions."""
    access = common.open_to_edit(token)
    present = repository().meetings.running(access.weighing.record.id)
    if present and present.expires_at > common.now():
        return redirect(_room(token, present), 303)
    offered = proposals(access.weighing)
    return _new_page(access, offered, {row.key for row in offered.chosen}, next(iter(kinds().kinds)), {})


@pages.post("/w/<token>/gesprek/nieuw")
@security.limiter.limit(security.STARTING)
def create(token: str) -> Answer | tuple[str, int]:
    """Open the round."""
    access = common.open_to_change(token)
    weighing, offered = access.weighing, proposals(access.weighing)
    ticked, kind = set(request.form.getlist("vraag")), request.form.get("soort", "")
    rows = [row for row in (*offered.chosen, *offered.others) if row.key in ticked]
    problems = {}
    if kind not in kinds().kinds:
        problems["soort"] = "Kies wat voor gesprek u voert."
    if not rows:
        problems["vragen"] = "Kies ten minste één vraag."
    elif len(rows) > MOST:
        problems["vragen"] = (
            f"U koos {len(rows)} vragen. Kies er hoogstens {MOST}, dan is er tijd om te praten."
        )
    if problems:
        return _new_page(access, offered, ticked, kind, problems), 422
    talk, fresh = repository().meetings.create(
        weighing.record.id,
        kind=kind,
        minutes=kinds().of(kind).blind_minutes,
        questions={row.key: shape(row) for row in rows},
        content_hash=weighing.topic.version_hash,
        now=common.now(),
    )
    if not fresh:
        common.tell("Er liep al een gesprek. Dat staat hier.", "let_op")
    return redirect(_room(token, talk), 303)


def _new_page(
    access: Access, offered: Proposals, ticked: set[str], kind: str, problems: Mapping[str, str]
) -> str:
    return render_template(
        "gesprek_nieuw.html",
        access=access,
        weighing=access.weighing,
        offered=offered,
        ticked=ticked,
        kind=kind,
        kinds=kinds(),
        most=MOST,
        problems=problems,
        form=FlaskForm(),
    )


def _room(token: str, talk: RoundRecord, question: str = "") -> str:
    anchor = f"vraag-{question}" if question else None
    return url_for("meeting.room", token=token, number=talk.number, _anchor=anchor)


def _talk(access: Access, number: int) -> RoundRecord:
    talk = repository().meetings.one(access.weighing.record.id, number)
    if talk is None:
        abort(404)
    return talk


@dataclass(frozen=True)
class Typed:
    """What somebody sent and could not be saved, to show again."""

    problems: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, AgreementConflict] = field(default_factory=dict)


@pages.get(ROUND)
def room(token: str, number: int) -> str | Answer:
    """The screen in the room: the code and the clock, or the differences."""
    access = common.open_to_edit(token)
    talk = _talk(access, number)
    if not talk.running:
        return redirect(url_for("meeting.report", mode=common.EDIT, token=token, number=number), 303)
    return _differences(access, talk, Typed()) if talk.state == OPEN else _waiting_room(access, talk)


def _waiting_room(access: Access, talk: RoundRecord) -> str:
    return render_template(
        "gesprek_zaal.html",
        access=access,
        weighing=access.weighing,
        talk=talk,
        kind=kinds().of(talk.kind),
        sources=kinds().sources,
        code=reading.spaced(talk.code),
        address=url_for("joining.page", _external=True),
        picture=qr_code(url_for("joining.page", code=talk.code, _external=True)),
        left=common.seconds_left(talk),
        expired=talk.expires_at <= common.now(),
        form=FlaskForm(),
    )


def _differences(access: Access, talk: RoundRecord, typed: Typed) -> str:
    kind = kinds().of(talk.kind)
    return render_template(
        "gesprek_verschillen.html",
        access=access,
        weighing=access.weighing,
        talk=talk,
        kind=kind,
        sources=kinds().sources,
        view=differences(access.weighing, snapshot(), talk, kind),
        typed=typed,
        values=_values(talk, typed),
        options=reading.options,
        words=meeting_words,
        changed=talk.content_hash != access.weighing.topic.version_hash,
        form=FlaskForm(),
    )


def _values(talk: RoundRecord, typed: Typed) -> dict[str, dict[str, object]]:
    """What the fields of each question show: what was typed, or what is stored."""
    found: dict[str, dict[str, object]] = {}
    for item in talk.items:
        key, said, given = item.question, item.agreement, request.form
        if key in typed.problems or key in typed.conflicts:
            fields = {part: given.get(name(part, key), "") for part in "omfz"}
            found[key] = {**fields, "a": given.getlist(name(reading.AGREED, key))}
            continue
        verdict = said.verdict == "niet_eens"
        ticked = (reading.NOT_AGREED,) if verdict else reading.chosen(said.agreed)
        found[key] = {
            "a": ticked,
            "o": said.reason,
            "m": said.minority,
            "f": said.minority_role,
            "z": stamp(said),
        }
    return found


@pages.get(f"{ROUND}/stand")
def standing(token: str, number: int) -> Response:
    """How many take part and are ready, and the time that is left: for the script of the room."""
    talk = _talk(common.open_to_edit(token), number)
    return jsonify(
        {
            "stand": talk.state,
            "meedoen": count_text(talk.joined, "deelnemer doet mee", "deelnemers doen mee"),
            "klaar": f"{talk.done} van {talk.joined} klaar",
            "over": common.seconds_left(talk),
        }
    )


@pages.post(f"{ROUND}/<any(start,sluit,stop):step>")
def move(token: str, number: int, step: str) -> Answer:
    """Start the clock, close the answering, or end the round without its outcome."""
    access = common.open_to_change(token)
    talk, store = _talk(access, number), repository().meetings
    steps = {"start": store.start, "sluit": store.close, "stop": store.stop}
    if not steps[step](talk.id, common.now()):
        common.tell(ALREADY, "let_op")
    elif step == "stop":
        common.tell("Het gesprek is gestopt. Aan de antwoorden is niets veranderd.")
    return redirect(_room(token, talk), 303)


@pages.post(f"{ROUND}/vastleggen")
def agree(token: str, number: int) -> Answer | tuple[str, int]:
    """Record what the room agreed; with the button ‘open’ also bring it into the assessment."""
    access = common.open_to_change(token)
    talk = _talk(access, number)
    said, problems = reading.read_agreements(talk, request.form)
    stored = {item.question: item.agreement for item in talk.items}
    changed, seen = [], {}
    for mine in said:
        choice = request.form.get(name(reading.SETTLE, mine.question), "")
        shown = choice or request.form.get(name(reading.SEEN, mine.question), "")
        seen[mine.question] = seen_version(shown)
        if choice != THEIRS and not (not choice and untouched(shown, mine)):
            changed.append(mine)
    saved = repository().meetings.agree(talk.id, changed, seen)
    if saved.closed:
        common.tell(ALREADY, "let_op")
        return redirect(_room(token, talk), 303)
    conflicts = {clash.mine.question: clash for clash in saved.conflicts}
    if problems or conflicts:
        problems |= dict.fromkeys(conflicts, CONFLICT)
        page = _differences(access, _talk(access, number), Typed(problems, conflicts))
        return page, 409 if conflicts else 422
    step = request.form.get("naar", "")
    if step == "open":
        return _open(access, _talk(access, number))
    common.tell("Vastgelegd.")
    return redirect(_room(token, talk, step if step in stored else ""), 303)


def _open(access: Access, talk: RoundRecord) -> Answer:
    """Bring what was agreed into the assessment, end the round and show the advice."""
    weighing, now = access.weighing, common.now()
    found = opening(weighing, talk, talk.roles, common.today())
    saved = filling.save(repository(), snapshot(), weighing, found.answers, found.stamps, now)
    if saved.conflicts:
        common.tell(
            "Er veranderde net een antwoord in een ander venster. Probeer het nog een keer.", "let_op"
        )
        return redirect(_room(access.token, talk), 303)
    repository().meetings.finish(talk.id, found.before, saved.saved, now)
    if saved.saved:
        number = count_text(len(saved.saved), "antwoord", "antwoorden")
        common.tell(f"{number} uit het gesprek in de afweging gezet.", undo=saved.batch, token=access.token)
    if found.misfits:
        codes = join_words([item.shape.code for item in found.misfits])
        common.tell(
            f"De vragenlijst is veranderd: wat u afsprak bij {codes} past niet meer bij de vraag. "
            "Het staat in het verslag; beantwoord die vraag opnieuw.",
            "let_op",
        )
    hidden = [answer.question for answer in found.answers if answer.question not in saved.weighing.shown]
    if hidden:
        codes = join_words([weighing.questions[key].code for key in hidden])
        common.tell(f"Door een ander antwoord telt {codes} nu niet mee. Uw antwoord is bewaard.", "let_op")
    address = url_for("meeting.report", mode=common.EDIT, token=access.token, number=talk.number)
    return redirect(address, 303)


@pages.get("/<any(w,l):mode>/<token>/gesprek/<int:number>/verslag")
def report(mode: str, token: str, number: int) -> str | Answer:
    """What was said: who was there by function, counts, agreements, reasons and minority views."""
    access = common.open_link(mode, token)
    talk = _talk(access, number)
    if talk.running:
        return redirect(_room(token, talk), 303) if access.may_edit else common.running_page(access)
    hidden = common.advice_hidden(access.weighing.record)
    done = talk.state == "klaar" and not hidden
    return render_template(
        "gesprek_verslag.html",
        access=access,
        weighing=access.weighing,
        talk=talk,
        kind=kinds().of(talk.kind),
        change=change(access.weighing, snapshot(), talk) if done else None,
        words=meeting_words,
        hidden=hidden,
    )
