"""The advice and what one does with it: note, meeting, who to ask, data."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from engine.report_json import advice_json, ways_json
from webapp import forms, security
from webapp.forms import NOTE_LENGTH, tidy
from webapp.services import meeting_words
from webapp.services.advice_page import advice_page
from webapp.services.conversation import VERDICTS, talking_points
from webapp.services.decisions import DecisionRow, decided_rows, decision_rows
from webapp.services.duties import summary_of
from webapp.services.looks import at_a_glance
from webapp.services.meeting_opening import round_records
from webapp.services.memo import closing, memo_text
from webapp.services.profiles import adopted
from webapp.services.progress import ADVICE, progress
from webapp.services.publishing import publications
from webapp.services.supplier import SupplierPage, has_supplier, supplier_page, supplier_title
from webapp.services.weighing import Weighing
from webapp.services.what_would_change import leads_to, what_would_change
from webapp.services.who import not_answered, people
from webapp.storage.meeting_records import RoundRecord
from webapp.storage.records import PointRecord
from webapp.views import common, filling_help
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("advice", __name__)
LINK = "/<any(w,l):mode>/<token>"


@pages.get(f"{LINK}/advies")
def page(mode: str, token: str) -> str:
    """The advice."""
    return _advice(common.open_link(mode, token), "", "", "")


@pages.post(f"{LINK}/advies")
@security.limiter.limit(security.REMARKS)
def remark(mode: str, token: str) -> Answer | tuple[str, int]:
    """Keep a remark on the advice."""
    access = common.open_link(mode, token)
    kind, text = request.form.get("soort", ""), tidy(request.form.get("opmerking", ""))
    problem = ""
    if kind not in forms.FEEDBACK_LABELS:
        problem = "Kies wat u ons wilt zeggen."
    elif len(text) > NOTE_LENGTH:
        problem = f"Uw opmerking is te lang. Er passen {NOTE_LENGTH} tekens."
    if problem:
        return _advice(access, problem, kind, text[:NOTE_LENGTH]), 422
    url = filling_help.keep_remark(access.weighing, None, kind, text)
    common.tell("Dank u wel. De makers lezen uw opmerking.", link=url, link_text=filling_help.REPLY_HERE)
    return redirect(access.url("advice.page"), 303)


def _advice(access: Access, problem: str, kind: str, text: str) -> str:
    weighing = access.weighing
    return render_template(
        "advies.html",
        access=access,
        weighing=weighing,
        advice=weighing.advice,
        publications=publications(weighing),
        view=advice_page(weighing),
        path=progress(weighing, ADVICE),
        form=FlaskForm(),
        problem=problem,
        remark_kind=kind,
        remark_text=text,
        adopted=adopted(weighing),
        duties=summary_of(repository(), weighing),
        decision=at_a_glance(repository(), weighing),
        ask_supplier=supplier_title(weighing) if has_supplier(weighing) else "",
        **_more(access),
    )


def _more(access: Access) -> dict[str, object]:
    """The joint page, for who works in this werkmap, and the questionnaires that could be added."""
    record = access.weighing.record
    if not access.holds_edit_link:
        return {"together": "", "others": []}
    team, matters = common.workspace(), repository().matters
    matter = matters.by_id(record.matter_id)
    mine = matter is not None and team is not None and team.id == record.workspace_id
    have = {row.questionnaire for row in matters.assessments(matter.id)} if matter else {record.questionnaire}
    url = url_for("matters.page", mode=common.EDIT, token=matter.edit_token) if matter and mine else ""
    return {"together": url, "others": [topic for topic in snapshot().latest() if topic.id not in have]}


@pages.get(f"{LINK}/advies.json")
def data(mode: str, token: str) -> Response:
    """The advice as data."""
    access = common.open_link(mode, token)
    weighing = access.weighing
    return jsonify({**advice_json(weighing.advice), "verandering": ways_json(weighing.ways)})


@pages.get(f"{LINK}/notitie")
def memo(mode: str, token: str) -> str:
    """The note for the college, on one page."""
    access = common.open_link(mode, token)
    weighing = access.weighing
    return render_template(
        "notitie.html",
        access=access,
        weighing=weighing,
        advice=weighing.advice,
        view=advice_page(weighing),
        closing=closing(weighing),
        duties=summary_of(repository(), weighing),
        decided=_decided(weighing),
        text=_memo_text(access),
        rounds=_rounds(access),
        words=meeting_words,
    )


@pages.get(f"{LINK}/notitie.txt")
def memo_plain(mode: str, token: str) -> Response:
    """The note as plain text."""
    return Response(_memo_text(common.open_link(mode, token)), content_type="text/plain; charset=utf-8")


def _memo_text(access: Access) -> str:
    duties = summary_of(repository(), access.weighing)
    talk = meeting_words.memo_lines(_rounds(access))
    return memo_text(access.weighing, common.organisation_name(), duties, _decided(access.weighing), talk)


def _decided(weighing: Weighing) -> tuple[DecisionRow, ...]:
    return decided_rows(decision_rows(weighing, repository().decisions.of(weighing.record.id)))


def _rounds(access: Access) -> list[RoundRecord]:
    return round_records(repository().meetings, access.weighing.record.id)


@pages.get(f"{LINK}/wie")
def who(mode: str, token: str) -> str:
    """Who can know what is still open."""
    access = common.open_link(mode, token)
    link = url_for("advice.page", mode=common.READ, token=access.weighing.record.read_token, _external=True)
    return render_template(
        "wie.html",
        access=access,
        weighing=access.weighing,
        people=people(access.weighing, link),
        left=not_answered(access.weighing),
    )


@pages.get(f"{LINK}/leverancier")
def supplier(mode: str, token: str) -> str:
    """What to ask the supplier."""
    access = common.open_link(mode, token)
    view = _supplier(access)
    return render_template("leverancier.html", access=access, weighing=access.weighing, view=view)


@pages.get(f"{LINK}/leverancier.txt")
def supplier_plain(mode: str, token: str) -> Response:
    """The same as plain text."""
    text = _supplier(common.open_link(mode, token)).letter.text
    return Response(text, content_type="text/plain; charset=utf-8")


def _supplier(access: Access) -> SupplierPage:
    if not has_supplier(access.weighing):
        abort(404)
    return supplier_page(access.weighing, repository().tasks.of(access.weighing.record.id))


@pages.get(f"{LINK}/verandering")
def change(mode: str, token: str) -> str:
    """What would give a better advice."""
    access = common.open_link(mode, token)
    weighing = access.weighing
    return render_template(
        "verandering.html",
        access=access,
        weighing=weighing,
        advice=weighing.advice,
        view=what_would_change(weighing),
        leads_to=leads_to,
    )


@pages.get(f"{LINK}/gesprek")
def conversation(mode: str, token: str) -> str:
    """The points to discuss, with room for what was said."""
    return _conversation(common.open_link(mode, token), "")


@pages.post("/w/<token>/gesprek")
def keep_conversation(token: str) -> Answer | tuple[str, int]:
    """Keep who was there and what was said."""
    access = common.open_to_change(token)
    attendees = tidy(request.form.get("aanwezig", ""))
    points = []
    for point in talking_points(access.weighing):
        verdict = request.form.get(f"oordeel-{point.key}", "")
        remark = tidy(request.form.get(f"opmerking-{point.key}", ""))
        points.append(PointRecord(point.key, verdict if verdict in VERDICTS else "", remark))
    if len(attendees) > NOTE_LENGTH or any(len(point.remark) > NOTE_LENGTH for point in points):
        return _conversation(access, f"Een van de teksten is te lang. Er passen {NOTE_LENGTH} tekens."), 422
    repository().keep_conversation(access.weighing.record.id, attendees, points, common.now())
    common.tell("Het gesprek is opgeslagen.")
    return redirect(url_for("advice.conversation", mode=common.EDIT, token=token), 303)


def _conversation(access: Access, problem: str) -> str:
    weighing = access.weighing
    said = repository().points(weighing.record.id)
    if problem:
        said = {
            point.key: PointRecord(
                point.key,
                request.form.get(f"oordeel-{point.key}", ""),
                tidy(request.form.get(f"opmerking-{point.key}", "")),
            )
            for point in talking_points(weighing)
        }
    return render_template(
        "gesprek.html",
        access=access,
        weighing=weighing,
        advice=weighing.advice,
        view=advice_page(weighing),
        rounds=round_records(repository().meetings, weighing.record.id)[::-1],
        heading=meeting_words.heading,
        points=talking_points(weighing),
        said=said,
        verdicts=VERDICTS,
        attendees=request.form.get("aanwezig", weighing.record.attendees),
        problem=problem,
        form=FlaskForm(),
    )
