"""'Onze cijfers': what an organisation weighed and decided, for who makes policy of it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from webapp.services.duties import STATES
from webapp.services.figures import CHOICES, DECIDED, Figures, figures, figures_csv
from webapp.views import common
from webapp.views.common import repository, snapshot, today

pages = Blueprint("figures", __name__)


@pages.get("/cijfers")
def page() -> str:
    """The figures of the organisation that one works for."""
    return render_template(
        "cijfers.html",
        found=_figures(),
        choices=CHOICES,
        kinds=DECIDED,
        states=STATES,
        address=lambda record: common.link_to(record, common.EDIT, "decision.page"),
    )


@pages.get("/cijfers.csv")
def download() -> Response:
    """The same for a spreadsheet."""
    headers = {"Content-Disposition": f'attachment; filename="cijfers-{today().isoformat()}.csv"'}
    return Response(figures_csv(_figures()), content_type="text/csv; charset=utf-8", headers=headers)


def _figures() -> Figures:
    team = common.workspace()
    records = repository().assessments(team.id) if team else []
    return figures(repository(), records, snapshot(), today(), common.advice_hidden)
