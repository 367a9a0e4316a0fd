"""The page to confirm: what is known of the subject, with source and date."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.form_reading import Reading, confirmed
from webapp.services.facts import FactGroup, group_facts, is_decided
from webapp.services.filling import Saved
from webapp.services.progress import FACTS, fact_keys, progress
from webapp.services.weighing import Weighing
from webapp.views import beside_question, common, filling_help
from webapp.views.common import Access, step_url
from webapp.views.filling_help import make_form, read_all, save_readings

pages = Blueprint("facts", __name__)
ALL_RIGHT = "klopt:"


@pages.get("/w/<token>/feiten")
def page(token: str) -> str:
    """The facts, those that decide first."""
    access = common.open_to_change(token)
    form = make_form(access.weighing, fact_keys(access.weighing))
    return _facts_page(access, form, {})


@pages.post("/w/<token>/feiten")
def save_facts(token: str) -> Answer | tuple[str, int]:
    """Save what was decided; one button confirms the rest of a group."""
    access = common.open_to_change(token)
    weighing = access.weighing
    keys = fact_keys(weighing)
    form = make_form(weighing, keys, posted=True)
    target = request.form.get("naar") or f"hier:{filling_help.settling()}"
    readings = read_all(form, weighing, keys)
    group = _chosen_group(weighing, target)
    if group is not None:
        readings = {**readings, **_confirm_rest(weighing, group, readings)}
    saved = save_readings(weighing, form, readings)
    filling_help.keep_remarks(form, weighing, keys)
    filling_help.tell_saved(saved)
    problems = filling_help.problems(_begun(readings), saved, "hier")
    problems.update({key: r.missing for key, r in _begun(readings).items() if r.missing and r.record is None})
    if saved.conflicts or problems:
        filling_help.refresh_stamps(form, saved, readings)
        after = Access(saved.weighing, access.mode, token)
        return _facts_page(after, form, problems, saved), 409 if saved.conflicts else 422
    beside = filling_help.beside(Access(saved.weighing, access.mode, token), target)
    return redirect(beside or _where_next(saved.weighing, token, target, group), 303)


def _begun(readings: dict[str, Reading]) -> dict[str, Reading]:
    """Only what somebody began to fill in; the page may be saved half done."""
    return {
        key: reading
        for key, reading in readings.items()
        if reading.problem or reading.record is not None or request.form.get(f"f-{key}")
    }


def _groups(weighing: Weighing) -> list[FactGroup]:
    floor = [
        question
        for principle in weighing.advice.principles
        for criterion in principle.criteria
        if criterion.floor
        for question in criterion.questions
    ]
    keys = fact_keys(weighing)
    return group_facts(weighing.questionnaire, keys, floor, weighing.found, weighing.fitting)


def _chosen_group(weighing: Weighing, target: str) -> FactGroup | None:
    number = target.removeprefix(ALL_RIGHT)
    if not target.startswith(ALL_RIGHT) or not number.isdigit():
        return None
    return next((group for group in _groups(weighing) if group.number == int(number)), None)


def _confirm_rest(weighing: Weighing, group: FactGroup, readings: dict[str, Reading]) -> dict[str, Reading]:
    """Confirm what nobody said anything about; what somebody did say stays."""
    return {
        key: Reading(record=confirmed(key, weighing.found[key]))
        for key in group.waiting
        if key not in weighing.expired  # somebody has to look at these one by one
        if not request.form.get(f"f-{key}") and readings[key].record is None
    }


def _where_next(weighing: Weighing, token: str, target: str, group: FactGroup | None) -> str:
    if target == "verder":
        return step_url(token, "advies")
    if target == "terug":
        before = progress(weighing, FACTS).before(FACTS)
        return step_url(token, before.key if before else FACTS)
    if group is not None:
        following = next((g for g in _groups(weighing) if g.number > group.number and not g.done), None)
        return step_url(token, FACTS, anchor=f"groep-{following.number if following else group.number}")
    return step_url(token, FACTS, anchor=filling_help.anchor(target, weighing))


def _facts_page(access: Access, form: FlaskForm, problems: dict[str, str], saved: Saved | None = None) -> str:
    weighing = access.weighing
    groups = _groups(weighing)
    return render_template(
        "feiten.html",
        access=access,
        weighing=weighing,
        groups=groups,
        next_group=next((group.number for group in groups if not group.done), None),
        decided={key for key in fact_keys(weighing) if is_decided(weighing.fitting.get(key))},
        form=form,
        problems=problems,
        conflicts={conflict.question: conflict for conflict in saved.conflicts} if saved else {},
        path=progress(weighing, FACTS),
        assigned=beside_question.assignments(access),
    )
