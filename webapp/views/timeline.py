"""One subject over time."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from webapp import security
from webapp.services.timeline import Look, other_look, own_looks, same_subject, timeline
from webapp.storage.answers import KEPT_CHANGES
from webapp.views import common
from webapp.views.common import EDIT, Access, repository, snapshot, today

pages = Blueprint("timeline", __name__)


@pages.get("/<any(w,l):mode>/<token>/tijdlijn")
@security.limiter.limit(security.COMPARING)
def page(mode: str, token: str) -> str:
    """Every look at the subject, and what changed in between."""
    access = common.open_link(mode, token)
    weighing = access.weighing
    changes = repository().changes.of(weighing.record.id)
    looks = own_looks(
        weighing, changes, snapshot(), access.url("advice.page"), whole=len(changes) < KEPT_CHANGES
    )
    looks = [*_others(access), *looks]
    view = timeline(looks, weighing)
    return render_template("tijdlijn.html", access=access, weighing=weighing, view=view, on=today())


def _others(access: Access) -> list[Look]:
    """Other assessments of the subject; only for who works in the werkmap that they stand in."""
    team, record = common.workspace(), access.weighing.record
    if not access.holds_edit_link or team is None or team.id != record.workspace_id:
        return []
    rows = same_subject(access.weighing, repository().assessments(team.id))
    return [
        other_look(row, snapshot(), today(), url_for("advice.page", mode=EDIT, token=row.edit_token))
        for row in rows
        if row.questionnaire in snapshot().topics and not common.advice_hidden(row)
    ]
