"""'Besluit': follow the advice, explain why not, or decide later; for the advice and for what falls short."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.decision_reading import SEEN, SETTLE, DecisionReading, posted_items, read_decision, shown, typed
from webapp.forms import name
from webapp.services.decisions import (
    NOT_YET,
    DecisionRow,
    choice_label,
    decision_rows,
    decision_words,
    missing,
    save_decisions,
)
from webapp.services.looks import for_readers, history
from webapp.services.signing import signed
from webapp.services.stamps import stamp
from webapp.storage.decision_records import DecisionConflict
from webapp.storage.frozen import is_frozen
from webapp.views import common
from webapp.views.common import Access, repository

pages = Blueprint("decision", __name__)
LINK = "/<any(w,l):mode>/<token>/besluit"
THEIRS = "hun"
CONFLICT = "Iemand anders heeft dit ondertussen veranderd. Kies wat er blijft staan."


@pages.get(LINK)
def page(mode: str, token: str) -> str:
    """What was decided, to fill in or to read; of a signed-off dossier as it was signed off."""
    access = common.open_link(mode, token)
    if is_frozen(access.weighing.record):
        return _signed_page(access)
    return _decision_page(access, {}, {}, {})


@pages.post("/w/<token>/besluit")
def keep(token: str) -> Answer | tuple[str, int]:
    """Save what can be saved; what is wrong or clashes stays on the page to mend."""
    access = common.open_to_change(token)
    weighing, given = access.weighing, request.form
    stored = repository().decisions.of(weighing.record.id)
    rows = {row.item: row for row in decision_rows(weighing, stored, keep=stored)}
    items = [item for item in posted_items(given) if item in rows]
    readings = {item: read_decision(rows[item], given, common.today()) for item in items}
    choices = {item: given.get(name(SETTLE, item), "") for item in readings}
    right = [r.decision for item, r in readings.items() if not r.problems and choices[item] != THEIRS]
    stamps = {item: choices[item] or given.get(name(SEEN, item), "") for item in readings}
    again = [item for item, reading in readings.items() if reading.again]
    saved = save_decisions(repository(), weighing, right, stamps, again, common.now())
    conflicts = {clash.mine.item: clash for clash in saved.conflicts}
    problems = {field: text for reading in readings.values() for field, text in reading.problems.items()}
    problems |= {name(SETTLE, item): CONFLICT for item in conflicts}
    if problems:
        again = [item for item, reading in readings.items() if reading.problems or item in conflicts]
        page = _decision_page(access, dict.fromkeys(again), problems, conflicts, len(saved.saved))
        return page, 409 if conflicts else 422
    common.tell("Uw besluiten zijn opgeslagen.")
    return redirect(access.url("decision.page"), 303)


def _decision_page(
    access: Access,
    again: dict[str, DecisionReading | None],
    problems: dict[str, str],
    conflicts: dict[str, DecisionConflict],
    saved: int = 0,
) -> str:
    """The decisions as stored; of those to mend ``again`` what somebody typed."""
    weighing = access.weighing
    stored = repository().decisions.of(weighing.record.id)
    rows = decision_rows(weighing, stored, keep=again)
    last = max((row for row in stored.values() if row.decider), key=lambda r: r.updated_at or 0, default=None)
    decider = last.decider if last else ""
    values = {k: text for row in rows for k, text in shown(row, decider, common.today()).items()}
    values |= {field: text for item in again for field, text in typed(item, request.form).items()}
    return render_template(
        "besluit.html",
        access=access,
        weighing=weighing,
        rows=rows,
        values=values,
        problems=problems,
        conflicts=conflicts,
        names={field: _name(rows, field) for field in problems},
        missing=missing(rows),
        saved=saved,
        looks=looks(access),
        not_yet=NOT_YET,
        label=choice_label,
        in_words=decision_words,
        stamp=stamp,
        form=FlaskForm(),
    )


def _name(rows: tuple[DecisionRow, ...], field: str) -> str:
    item = field.partition("-")[2]
    return next((row.title for row in rows if row.item == item), "Besluit")


def _signed_page(access: Access) -> str:
    dossier = repository().decisions.dossier(access.weighing.record.id)
    assert dossier is not None
    return render_template(
        "vastgesteld.html",
        access=access,
        weighing=access.weighing,
        dossier=signed(dossier),
        looks=looks(access),
        form=FlaskForm(),
    )


def looks(access: Access) -> list[dict[str, object]]:
    """The looks that belong together, each with its address; readers see only what was signed off."""
    rows = history(repository(), access.weighing.record)
    if not access.holds_edit_link:
        rows = for_readers(rows)
    return [{"row": row, "url": common.link_to(row.record, access.mode, "decision.page")} for row in rows]
