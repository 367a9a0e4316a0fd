"""The history: every version of every answer, with the way back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp.services.filling import save
from webapp.services.history_words import changed_questions, label_of, shown_versions
from webapp.services.stamps import stamp
from webapp.services.weighing import fits
from webapp.storage.answers import KEPT_VERSIONS
from webapp.storage.work_records import RESTORED
from webapp.views import common
from webapp.views.author import NAME_LENGTH, author, one_line, remember_author
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("history", __name__)
LATEST = 400
TOO_LONG = "Deze naam is te lang. Er passen {} tekens."


@pages.get("/w/<token>/geschiedenis")
def page(token: str) -> str:
    """Every changed question, or every version of one."""
    access = common.open_to_edit(token)
    question = request.args.get("vraag", "")
    return _one(access, question) if question else _all(access)


@pages.post("/w/<token>/geschiedenis/<int:version>")
def restore(token: str, version: int) -> Answer:
    """Make an earlier version the present one; what stood there stays in the history."""
    access = common.open_to_change(token)
    weighing = access.weighing
    found = repository().history.find(weighing.record.id, version)
    if found is None or found.answer is None:
        abort(404)
    key = found.question
    back = url_for("history.page", token=token, vraag=key)
    if key not in weighing.questions or fits(weighing.questionnaire, found.answer):
        common.tell("Deze versie past niet meer bij de vraag. Neem de tekst zelf over.", "let_op")
        return redirect(back, 303)
    seen = {key: request.form.get("stempel", "")[:80]}
    saved = save(repository(), snapshot(), weighing, [found.answer], seen, common.now(), author(), RESTORED)
    if saved.conflicts:
        common.tell(
            "Iemand anders veranderde dit antwoord net. Kijk eerst wat er nu staat, en kies dan opnieuw.",
            "let_op",
        )
    elif saved.saved:
        label = label_of(weighing, found.answer)
        common.tell(f"Dit antwoord staat er weer: {label}.", undo=saved.batch, token=token)
    else:
        common.tell("Dit antwoord stond er al.")
    return redirect(back, 303)


@pages.post("/w/<token>/geschiedenis/naam")
def name(token: str) -> Answer | tuple[str, int]:
    """How somebody wants to be called in the history and with remarks, in this browser."""
    access = common.open_to_edit(token)
    given = one_line(request.form.get("naam"))
    if len(given) > NAME_LENGTH:
        return _all(access, TOO_LONG.format(NAME_LENGTH), given), 422
    remember_author(given)
    common.tell(f"Vanaf nu staat er ‘{given}’ bij wat u invult." if given else "Er staat geen naam meer bij.")
    return redirect(url_for("history.page", token=token), 303)


def _all(access: Access, problem: str = "", given: str | None = None) -> str:
    number = access.weighing.record.id
    store = repository().history
    return render_template(
        "geschiedenis.html",
        access=access,
        weighing=access.weighing,
        changed=changed_questions(access.weighing, store.latest(number, LATEST), store.counts(number)),
        name=author() if given is None else given,
        problem=problem,
        form=FlaskForm(),
    )


def _one(access: Access, question: str) -> str:
    weighing = access.weighing
    versions = repository().history.of_question(weighing.record.id, question)
    if question not in weighing.questions and not versions:
        abort(404)
    return render_template(
        "versies.html",
        access=access,
        weighing=weighing,
        question=weighing.questions.get(question),
        key=question,
        versions=shown_versions(weighing, versions),
        stamp=stamp(weighing.record.answers.get(question)),
        full=len(versions) >= KEPT_VERSIONS,
        most=KEPT_VERSIONS,
        form=FlaskForm(),
    )
