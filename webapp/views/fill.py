"""Filling in: a page per section, an answer at a time with JavaScript, and undo."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.services.disputes import reconcile
from webapp.services.filling import Saved
from webapp.services.progress import answered, first_image, own_keys, own_sections, place_of, progress
from webapp.services.weighing import Weighing
from webapp.views import beside_question, common, filling_help
from webapp.views.author import author
from webapp.views.common import Access, repository, step_url
from webapp.views.filling_help import make_form, read_all, save_readings

pages = Blueprint("fill", __name__)


@pages.get("/w/<token>/vragen/<int:number>")
def section(token: str, number: int) -> str:
    """A page of questions."""
    access = common.open_to_change(token)
    keys = _keys_or_404(access.weighing, number)
    form = make_form(access.weighing, keys)
    return _section_page(access, number, form, {})


@pages.post("/w/<token>/vragen/<int:number>")
def save_section(token: str, number: int) -> Answer | tuple[str, int]:
    """Save a page of questions and go where the button says."""
    access = common.open_to_change(token)
    keys = _keys_or_404(access.weighing, number)
    form = make_form(access.weighing, keys, posted=True)
    readings = read_all(form, access.weighing, keys)
    saved = save_readings(access.weighing, form, readings)
    filling_help.keep_remarks(form, access.weighing, keys)
    filling_help.tell_saved(saved)
    after = Access(saved.weighing, access.mode, token)
    problems = filling_help.problems(readings, saved, _target())
    if saved.conflicts or problems:
        filling_help.refresh_stamps(form, saved, readings)
        code = 409 if saved.conflicts else 422
        return _section_page(after, number, form, problems, saved), code
    beside = filling_help.beside(after, _target())
    return redirect(beside or _where_next(saved, number, token), 303)


@pages.post("/w/<token>/antwoord/<question>")
def save_one(token: str, question: str) -> Answer | tuple[Answer, int]:
    """Save one answer at once (with JavaScript) and say what changed on the page."""
    access = common.open_to_change(token)
    if question not in access.weighing.questions:
        abort(404)
    form = make_form(access.weighing, [question], posted=True)
    readings = read_all(form, access.weighing, [question])
    saved = save_readings(access.weighing, form, readings)
    filling_help.refresh_stamps(form, saved, readings)
    key = place_of(access.weighing, question)
    after = Access(saved.weighing, access.mode, token)
    return jsonify(filling_help.changes(after, saved, readings[question], form, question, key))


@pages.post("/w/<token>/ongedaan/<batch>")
def undo(token: str, batch: str) -> Answer:
    """Put back what the last change replaced."""
    access = common.open_to_change(token)
    undone = repository().undo(access.weighing.record.id, batch, common.now(), author())
    reconcile(repository(), common.open_to_edit(token).weighing, undone, common.now())
    if undone:
        common.tell("Uw vorige antwoord staat er weer.")
    else:
        common.tell("Dit kon niet meer terug: het antwoord is daarna nog veranderd.", "let_op")
    if not undone or undone[0] not in access.weighing.questions:
        return redirect(step_url(token, progress(access.weighing).steps[0].key), 303)
    key = place_of(access.weighing, undone[0])
    return redirect(step_url(token, key, anchor=f"vraag-{undone[0]}"), 303)


def _keys_or_404(weighing: Weighing, number: int) -> list[str]:
    if number not in own_sections(weighing):
        abort(404)
    return own_keys(weighing, number)


def _target() -> str:
    """Where the pressed button leads; who settles a clash stays at that question."""
    settled = filling_help.settling()
    return request.form.get("naar") or (f"hier:{settled}" if settled else "verder")


def _where_next(saved: Saved, number: int, token: str) -> str:
    weighing = saved.weighing
    target = _target()
    path = progress(weighing, str(number))
    if target.startswith(("opmerking:", "hier")):
        return step_url(token, str(number), anchor=filling_help.anchor(target, weighing))
    if target == "terug":
        before = path.before(str(number))
        return step_url(token, before.key if before else str(number))
    fresh = [
        key for key in own_keys(weighing, number) if key in saved.appeared and not answered(weighing, key)
    ]
    if fresh:
        common.tell("Door uw antwoord is er een vraag bij gekomen.", "let_op")
        return step_url(token, str(number), anchor=f"vraag-{fresh[0]}")
    if path.first_page(str(number)) and first_image(weighing):
        return step_url(token, "advies")
    return step_url(token, path.after(str(number)).key)


def _section_page(
    access: Access, number: int, form: FlaskForm, problems: dict[str, str], saved: Saved | None = None
) -> str:
    weighing = access.weighing
    return render_template(
        "vragen.html",
        access=access,
        weighing=weighing,
        section=weighing.questionnaire.sections[number - 1],
        keys=own_keys(weighing, number),
        form=form,
        problems=problems,
        conflicts={conflict.question: conflict for conflict in saved.conflicts} if saved else {},
        path=progress(weighing, str(number)),
        number=number,
        assigned=beside_question.assignments(access),
    )
