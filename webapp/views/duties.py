"""'Wie doet wat': the measures with an owner, a date and a state, to fill, to read and to take along."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.forms import name
from webapp.services.duties import STATES, duties, grouped, save_tasks, summary, task_words
from webapp.services.duty_export import duties_csv, duties_text
from webapp.services.effects import effect_texts
from webapp.services.stamps import stamp
from webapp.storage.records import TaskConflict
from webapp.task_reading import SEEN, SETTLE, posted_measures, read_task, shown, typed
from webapp.views import common
from webapp.views.common import Access, repository

pages = Blueprint("duties", __name__)
LINK = "/<any(w,l):mode>/<token>/plichten"
THEIRS = "hun"
CONFLICT = "Iemand anders heeft dit ondertussen veranderd. Kies wat er blijft staan."


@pages.get(LINK)
def page(mode: str, token: str) -> str:
    """The list."""
    return _list_page(common.open_link(mode, token), [], {}, {})


@pages.post("/w/<token>/plichten")
def keep(token: str) -> Answer | tuple[str, int]:
    """Save what can be saved; what is wrong or clashes stays on the page to mend."""
    access = common.open_to_edit(token)
    weighing, given = access.weighing, request.form
    known = {*weighing.topic.ruleset.measures, *repository().tasks.of(weighing.record.id)}
    readings = {key: read_task(key, given) for key in posted_measures(given) if key in known}
    choices = {key: given.get(name(SETTLE, key), "") for key in readings}
    right = [r.task for key, r in readings.items() if not r.problems and choices[key] != THEIRS]
    stamps = {key: choices[key] or given.get(name(SEEN, key), "") for key in readings}
    saved = save_tasks(repository(), weighing, right, stamps, common.now())
    conflicts = {clash.mine.measure: clash for clash in saved.conflicts}
    problems = {field: text for reading in readings.values() for field, text in reading.problems.items()}
    problems |= {name(SETTLE, key): CONFLICT for key in conflicts}
    if problems:
        again = [key for key, reading in readings.items() if reading.problems or key in conflicts]
        return _list_page(access, again, problems, conflicts, len(saved.saved)), 409 if conflicts else 422
    common.tell("De lijst is opgeslagen.")
    return redirect(access.url("duties.page", **_order()), 303)


@pages.get(f"{LINK}.csv")
def table(mode: str, token: str) -> Response:
    """The list for a spreadsheet."""
    access = common.open_link(mode, token)
    text = duties_csv(duties(access.weighing, repository().tasks.of(access.weighing.record.id)))
    headers = {"Content-Disposition": 'attachment; filename="wie-doet-wat.csv"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


@pages.get(f"{LINK}.txt")
def plain(mode: str, token: str) -> Response:
    """The list as plain text."""
    access = common.open_link(mode, token)
    rows = duties(access.weighing, repository().tasks.of(access.weighing.record.id))
    return Response(duties_text(access.weighing, rows), content_type="text/plain; charset=utf-8")


def _order() -> dict[str, str]:
    """The order that was chosen, to keep in addresses."""
    return {"per": "eigenaar"} if request.args.get("per") == "eigenaar" else {}


def _list_page(
    access: Access,
    again: list[str],
    problems: dict[str, str],
    conflicts: dict[str, TaskConflict],
    saved: int = 0,
) -> str:
    """The list as stored; of the measures to mend ``again`` what somebody typed."""
    weighing = access.weighing
    stored = repository().tasks.of(weighing.record.id)
    rows = duties(weighing, stored, keep=again)
    values = {field: text for duty in rows for field, text in shown(duty.task).items()}
    values |= {field: text for key in again for field, text in typed(key, request.form).items()}
    return render_template(
        "plichten.html",
        access=access,
        weighing=weighing,
        groups=grouped(rows, by_owner=bool(_order())),
        per=_order(),
        owners=any(duty.task.owner for duty in rows),
        summary=summary(rows),
        states=STATES,
        values=values,
        problems=problems,
        mend=again,
        saved=saved,
        names={field: duty.do for duty in rows for field in problems if field.partition("-")[2] == duty.id},
        conflicts=conflicts,
        effects=effect_texts(weighing),
        text=duties_text(weighing, rows),
        in_words=task_words,
        stamp=stamp,
        form=FlaskForm(),
    )
