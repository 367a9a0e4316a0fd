"""'Verdeel het werk': a name or function and a day for each section."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer
from wtforms.validators import ValidationError

from webapp.forms import read_date, tidy
from webapp.services.duties import FIRST_YEAR, LAST_YEAR
from webapp.services.progress import Step, progress
from webapp.services.stamps import seen_version, stamp, untouched
from webapp.storage.work_records import AssignmentConflict, AssignmentRecord
from webapp.views import common
from webapp.views.author import NAME_LENGTH, one_line
from webapp.views.common import Access, repository

pages = Blueprint("assignments", __name__)
THEIRS = "hun"
CONFLICT = "Iemand anders heeft dit ondertussen veranderd. Kies wat er blijft staan."
TOO_LONG = "Deze naam is te lang: {} tekens. Er passen er {}."
WRONG_YEAR = "Controleer het jaar. Vul een datum in tussen {} en {}."


@pages.get("/w/<token>/verdeling")
def page(token: str) -> str:
    """Every section, with whose it is."""
    return _page(common.open_to_edit(token), {}, {}, {})


@pages.post("/w/<token>/verdeling")
def keep(token: str) -> Answer | tuple[str, int]:
    """Save what can be saved; what is wrong or clashes stays on the page."""
    access = common.open_to_change(token)
    wanted: list[AssignmentRecord] = []
    problems: dict[str, str] = {}
    seen: dict[str, int] = {}
    for step in _sections(access):
        key = step.key
        choice = request.form.get(f"k-{key}", "")
        if f"z-{key}" not in request.form or choice == THEIRS:
            continue
        item, wrong = _read(key)
        problems |= wrong
        shown = choice or request.form[f"z-{key}"]
        if not wrong and (choice or not untouched(shown, item)):
            wanted.append(item)
            seen[key] = seen_version(shown)
    found = repository().assignments.save(access.weighing.record.id, wanted, seen, common.now())
    conflicts = {clash.mine.section: clash for clash in found}
    problems |= {f"k-{key}": CONFLICT for key in conflicts}
    if problems:
        return _page(access, problems, conflicts, request.form.to_dict()), 409 if conflicts else 422
    common.tell("De verdeling is opgeslagen. Ieder ziet bij zijn deel wie het invult.")
    return redirect(url_for("assignments.page", token=token), 303)


def _read(key: str) -> tuple[AssignmentRecord, dict[str, str]]:
    who = one_line(request.form.get(f"e-{key}"))
    problems: dict[str, str] = {}
    due: date | None = None
    try:
        due = read_date(tidy(request.form.get(f"d-{key}")))
        if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
            problems[f"d-{key}"] = WRONG_YEAR.format(FIRST_YEAR, LAST_YEAR)
    except ValidationError as error:
        problems[f"d-{key}"] = str(error)
    if len(who) > NAME_LENGTH:
        problems[f"e-{key}"] = TOO_LONG.format(len(who), NAME_LENGTH)
    return AssignmentRecord(key, who, due), problems


def _sections(access: Access) -> list[Step]:
    """The steps in which something is asked."""
    return [step for step in progress(access.weighing).steps if step.key != "advies"]


def _page(
    access: Access,
    problems: dict[str, str],
    conflicts: dict[str, AssignmentConflict],
    given: dict[str, str],
) -> str:
    stored = repository().assignments.of(access.weighing.record.id)
    sections = _sections(access)
    values: dict[str, str] = {}
    again = {name.partition("-")[2] for name in problems}
    for step in sections:
        item = stored.get(step.key, AssignmentRecord(step.key))
        shown = {"e": item.who, "d": item.due.isoformat() if item.due else "", "z": stamp(item)}
        for part, text in shown.items():
            name = f"{part}-{step.key}"
            values[name] = given.get(name, text) if step.key in again else text
    names = {name: step.title for step in sections for name in problems if name.partition("-")[2] == step.key}
    return render_template(
        "verdeling.html",
        access=access,
        weighing=access.weighing,
        sections=sections,
        values=values,
        problems=problems,
        conflicts=conflicts,
        names=names,
        people=sorted({item.who for item in stored.values() if item.who}, key=str.casefold),
        stamp=stamp,
        form=FlaskForm(),
    )
