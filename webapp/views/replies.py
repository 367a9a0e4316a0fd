"""What came back on a remark, for whoever has the link that came with it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webapp import security
from webapp.services.remarks import LABELS, title_of
from webapp.views.common import repository, snapshot
from webapp.views.sharing_help import forget_ticket

pages = Blueprint("replies", __name__)


@pages.get("/reactie/<token>")
@security.limiter.limit(security.LOOKING)
def page(token: str) -> str:
    """The remark and the answer."""
    found = repository().shared.tickets.by_tokens([token])
    if not found:
        abort(404)
    ticket = found[0]
    if ticket.reply:
        forget_ticket(token)
    return render_template(
        "reactie.html",
        ticket=ticket,
        about=title_of(ticket.questionnaire, ticket.question, snapshot()),
        kind=LABELS.get(ticket.kind, ticket.kind),
    )
