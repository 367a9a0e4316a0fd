"""A fact changed or expired: take it over, or say that one looked and one's own answer stays."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from webapp.form_reading import confirmed
from webapp.services.changed_facts import EXPIRED
from webapp.services.filling import save
from webapp.services.stamps import stamp
from webapp.views import common
from webapp.views.common import EDIT, repository, snapshot
from webapp.views.sharing_help import flags_of

pages = Blueprint("fact_changes", __name__)
TAKE, STAY = "neem_over", "blijft"


@pages.post("/w/<token>/feit/<question>")
def look(token: str, question: str) -> Answer:
    """Do what the button says about the change that the page showed."""
    access = common.open_to_change(token)
    weighing, what = access.weighing, request.form.get("doe", "")
    flag = next((item for item in flags_of(weighing) if item.question == question), None)
    if what not in (TAKE, STAY) or question not in weighing.questions:
        abort(422)
    if flag is None or flag.mark != request.form.get("stand", ""):
        common.tell("Dit feit is intussen weer veranderd of al bekeken. Kijk wat er nu staat.", "let_op")
    elif what == TAKE and question in weighing.found:
        answer = confirmed(question, weighing.found[question])
        before = stamp(weighing.record.answers.get(question))
        saved = save(repository(), snapshot(), weighing, [answer], {question: before}, common.now())
        common.tell("Overgenomen. Het advies is opnieuw berekend.", undo=saved.batch, token=token)
    else:
        repository().shared.facts.looked(weighing.record.id, question, flag.mark, common.now())
        kept = "Uw antwoord blijft staan." if flag.kind != EXPIRED else "U keek het na: het geldt nog."
        common.tell(f"{kept} Verandert het feit weer, dan ziet u dat.")
    return redirect(url_for("advice.page", mode=EDIT, token=token, _anchor="veranderd"), 303)
