"""Signing off, checking what was signed off, and a new look that goes on from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms.validators import ValidationError

from webapp import security
from webapp.forms import read_date, tidy
from webapp.services.decisions import DECIDER_LENGTH, decided_rows, decision_rows, missing
from webapp.services.duties import FIRST_YEAR, summary_of
from webapp.services.looks import carried_answers, what_changed
from webapp.services.signing import Signature, check, make_dossier, signed, state_of
from webapp.storage.frozen import is_frozen
from webapp.views import common, decision
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("signing", __name__)
LINK = "/<any(w,l):mode>/<token>"
MOVED = "Er is iets veranderd sinds u deze pagina opende. Kijk hieronder of het nog klopt, en stel dan vast."


@dataclass(frozen=True)
class _Given:
    """What the form to sign off says, and what is wrong with it."""

    decider: str = ""
    day: str = ""
    sure: bool = False
    signature: Signature | None = None
    problems: dict[str, str] = field(default_factory=dict)


@pages.get("/w/<token>/vaststellen")
def page(token: str) -> str:
    """What is signed off, what still misses, and the form."""
    access = common.open_to_change(token)
    return _page(access, _Given(day=common.today().isoformat()))


@pages.post("/w/<token>/vaststellen")
@security.limiter.limit(security.STARTING)
def sign(token: str) -> Answer | tuple[str, int]:
    """Sign off; from then on nothing in the dossier changes."""
    access = common.open_to_change(token)
    weighing, store = access.weighing, repository()
    stored = store.decisions.of(weighing.record.id)
    rows = decision_rows(weighing, stored)
    given = _read()
    if given.signature is None or missing(rows):
        return _page(access, given), 422
    if request.form.get("stand", "") != state_of(weighing, stored):
        return _page(access, given, MOVED), 409
    points, tasks = store.points(weighing.record.id), store.tasks.of(weighing.record.id)
    kept = tuple(row for row in rows if not row.gone)
    dossier = make_dossier(weighing, kept, points, tasks, given.signature, common.now())
    if not store.decisions.freeze(weighing.record, stored, dossier):
        return _page(common.open_to_change(token), given, MOVED), 409
    common.tell("Het dossier is vastgesteld. Het verandert niet meer.")
    return redirect(access.url("decision.page"), 303)


def _read() -> _Given:
    decider = " ".join(tidy(request.form.get("door")).split())
    day, sure = tidy(request.form.get("dag")), request.form.get("zeker") == "ja"
    problems: dict[str, str] = {}
    found: date | None = None
    try:
        found = read_date(day)
    except ValidationError as error:
        problems["dag"] = str(error)
    if not decider:
        problems["door"] = "Vul in wie dit vaststelt. Een functie is genoeg."
    elif len(decider) > DECIDER_LENGTH:
        problems["door"] = f"Deze tekst is te lang. Er passen {DECIDER_LENGTH} tekens."
    if "dag" not in problems and (found is None or not found.year >= FIRST_YEAR):
        problems["dag"] = "Vul de dag in waarop het is vastgesteld."
    elif found and found > common.today():
        problems["dag"] = "Deze dag moet nog komen. Vul de dag in waarop het is vastgesteld."
    if not sure:
        problems["zeker"] = "Vink aan dat u dit vaststelt."
    signature = Signature(decider, found) if found and not problems else None
    return _Given(decider, day, sure, signature, problems)


def _page(access: Access, given: _Given, moved: str = "") -> str:
    weighing = access.weighing
    stored = repository().decisions.of(weighing.record.id)
    rows = decision_rows(weighing, stored)
    return render_template(
        "vaststellen.html",
        access=access,
        weighing=weighing,
        rows=decided_rows(rows),
        missing=missing(rows),
        duties=summary_of(repository(), weighing),
        given=given,
        problems=given.problems,
        moved=moved,
        state=state_of(weighing, stored),
        form=FlaskForm(),
    )


@pages.get(f"{LINK}/vastgesteld.json")
def download(mode: str, token: str) -> Response:
    """The signed-off dossier, byte for byte as it was hashed."""
    access = common.open_link(mode, token)
    dossier = repository().decisions.dossier(access.weighing.record.id)
    if dossier is None:
        abort(404)
    headers = {"Content-Disposition": 'attachment; filename="vastgesteld-dossier.json"'}
    return Response(dossier.snapshot, content_type="application/json; charset=utf-8", headers=headers)


@pages.get(f"{LINK}/controleer")
def checked(mode: str, token: str) -> str:
    """Compute the advice in the dossier again, and say whether it still agrees."""
    access = common.open_link(mode, token)
    dossier = repository().decisions.dossier(access.weighing.record.id)
    if dossier is None:
        abort(404)
    found = signed(dossier)
    return render_template(
        "controle.html",
        access=access,
        weighing=access.weighing,
        dossier=found,
        check=check(found, access.weighing, snapshot()),
    )


@pages.post("/w/<token>/nieuwe-blik")
@security.limiter.limit(security.STARTING)
def look(token: str) -> Answer:
    """Go on from a signed-off dossier in a new assessment; the one that exists already, if any."""
    access = common.open_to_edit(token)
    record = access.weighing.record
    if not is_frozen(record):
        return redirect(access.url("decision.page"), 303)
    topic = snapshot().by_slug(access.weighing.topic.slug) or access.weighing.topic
    made = repository().decisions.new_look(
        record,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        answers=carried_answers(access.weighing, topic),
        tasks=[task for task in repository().tasks.of(record.id).values() if not task.empty],
        now=common.now(),
    )
    if record.next_id is None:
        common.tell("Uw nieuwe blik staat klaar. Alle antwoorden en afspraken zijn overgenomen.")
    return redirect(common.link_to(made, common.EDIT, "signing.changed"), 303)


@pages.get(f"{LINK}/wat-veranderde")
def changed(mode: str, token: str) -> str:
    """This look beside the signed-off one before it."""
    access = common.open_link(mode, token)
    found = what_changed(repository(), access.weighing, snapshot())
    if found is None:
        abort(404)
    return render_template(
        "veranderd.html",
        access=access,
        weighing=access.weighing,
        view=found,
        looks=decision.looks(access),
    )
