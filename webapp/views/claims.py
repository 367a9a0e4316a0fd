"""Taking over what was made by link, and leaving the read link open."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.services.dutch import count_text
from webapp.storage.records import WorkspaceRecord
from webapp.views import common
from webapp.views.common import Access, repository

pages = Blueprint("claims", __name__)


@pages.get("/w/<token>/overnemen")
def confirm(token: str) -> str | Answer:
    """Ask before taking over an assessment, with what weighs the same subject."""
    access = common.open_to_edit(token)
    record = access.weighing.record
    if record.organisation_id is not None:
        return redirect(access.url("advice.page"), 303)
    rows = repository().matters.assessments(record.matter_id) if record.matter_id else [record]
    return render_template("overnemen.html", form=FlaskForm(), rows=rows, back=access.url("advice.page"))


@pages.post("/w/<token>/overnemen")
def take(token: str) -> Answer:
    """Take over."""
    access = common.open_to_edit(token)
    count = repository().claims.take_over(access.weighing.record.id, common.now())
    _told(count)
    return redirect(access.url("keep.page") if count else url_for("home.overview"), 303)


@pages.get("/werkmap/<token>/overnemen")
def confirm_team(token: str) -> str:
    """Ask before taking over a whole werkmap."""
    team = _team(token)
    rows = repository().assessments(team.id)
    return render_template("overnemen.html", form=FlaskForm(), rows=rows, back=url_for("home.overview"))


@pages.post("/werkmap/<token>/overnemen")
def take_team(token: str) -> Answer:
    """Take over a whole werkmap."""
    _told(repository().claims.take_over_workspace(_team(token).id, common.now()))
    return redirect(url_for("home.overview"), 303)


def _team(token: str) -> WorkspaceRecord:
    team = repository().workspace(token)
    if team is None or team.organisation_id is not None:
        abort(404)
    return team


def _told(count: int) -> None:
    who = common.signed_in()
    if count and who and who.chosen:
        rows = count_text(count, "afweging is", "afwegingen zijn")
        common.tell(f"{rows[0].upper()}{rows[1:]} nu van {who.chosen.organisation.name}.")


@pages.post("/w/<token>/leeslink")
def read_link(token: str) -> Answer:
    """Let who has the read link read without an account, or no longer."""
    access: Access = common.open_to_edit(token)
    is_open = request.form.get("open") == "ja"
    repository().claims.leave_open(access.weighing.record.id, is_open, common.now())
    common.tell("De leeslink staat nu open." if is_open else "De leeslink werkt nu alleen nog na inloggen.")
    return redirect(access.url("keep.page"), 303)
