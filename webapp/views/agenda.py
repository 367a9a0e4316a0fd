"""'Afspraken': tasks and days to look again, of everything in this werkmap."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from webapp.services.agenda import Appointment, appointments, calendar, grouped, only, owners
from webapp.services.duties import OWNER_LENGTH
from webapp.views import common
from webapp.views.common import repository, snapshot, today

pages = Blueprint("agenda", __name__)
PAGES = {"taak": ("duties.page", "taak-{}"), "besluit": ("decision.page", "besluit-{}")}


@pages.get("/afspraken")
def page() -> str:
    """What is late, what is due this month, and what comes later."""
    rows, owner = _rows(), _owner()
    return render_template(
        "afspraken.html",
        groups=grouped(only(rows, owner), today()),
        owners=owners(rows),
        owner=owner,
        any=bool(rows),
        address=_address,
        on=today(),
    )


@pages.get("/afspraken.ics")
def download() -> Response:
    """The same as a calendar file."""
    text = calendar(only(_rows(), _owner()), common.now())
    headers = {"Content-Disposition": 'attachment; filename="afspraken.ics"'}
    return Response(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _rows() -> tuple[Appointment, ...]:
    team = common.workspace()
    records = repository().assessments(team.id) if team else []
    return appointments(repository(), records, snapshot(), today())


def _owner() -> str:
    return request.args.get("wie", "")[:OWNER_LENGTH]


def _address(row: Appointment) -> str:
    endpoint, anchor = PAGES.get(row.kind, ("advice.page", ""))
    return common.link_to(row.record, common.EDIT, endpoint, _anchor=anchor.format(row.item) or None)
