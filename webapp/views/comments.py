"""Remarks of colleagues to each other, per question; not the remarks to the makers of the questions."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.forms import NOTE_LENGTH, tidy
from webapp.services.discussion import discussion
from webapp.views import common
from webapp.views.author import NAME_LENGTH, author, browser, one_line, remember_author
from webapp.views.common import Access, repository

pages = Blueprint("comments", __name__)
EMPTY = "Schrijf eerst uw opmerking."
TOO_LONG = "Deze tekst is te lang: {} tekens. Er passen er {}."
FULL = "Bij deze afweging passen geen opmerkingen meer bij. Verwijder eerst een oude."
NOT_YOURS = (
    "Verwijderen kan alleen in de browser waarin de opmerking is geschreven. Zet haar op ‘afgehandeld’."
)
ACTIONS = ("afgehandeld", "heropen", "meenemen", "niet_meenemen", "verwijder")


@pages.get("/<any(w,l):mode>/<token>/opmerkingen")
def page(mode: str, token: str) -> str:
    """What is open, what was dealt with; the link to read shows only what goes into the dossier."""
    return _page(common.open_link(mode, token), {}, {})


@pages.post("/w/<token>/opmerkingen")
@security.limiter.limit(security.REMARKS)
def add(token: str) -> Answer | tuple[str, int]:
    """Keep a remark."""
    access = common.open_to_edit(token)
    given = {
        "tekst": tidy(request.form.get("tekst")),
        "naam": one_line(request.form.get("naam")),
        "vraag": request.form.get("vraag", ""),
        "meenemen": request.form.get("meenemen", ""),
    }
    if given["vraag"] and given["vraag"] not in access.weighing.questions:
        abort(404)
    problems = _problems(given)
    if not problems:
        remember_author(given["naam"])
        made = repository().comments.add(
            access.weighing.record.id,
            given["vraag"],
            given["tekst"],
            common.now(),
            author=given["naam"],
            in_dossier=given["meenemen"] == "ja",
            browser=browser(make=True),
        )
        problems = {} if made else {"tekst": FULL}
    if problems:
        return _page(access, problems, given), 422
    owned = access.weighing.record.organisation_id is not None
    readers = "Uw collega’s" if owned else "Uw collega’s met de link om in te vullen"
    common.tell(f"Uw opmerking staat erbij. {readers} zien haar.")
    return redirect(_back(access, given["vraag"]), 303)


@pages.post("/w/<token>/opmerkingen/<int:number>")
def change(token: str, number: int) -> Answer:
    """Deal with a remark, open it again, mark it for the dossier, or delete it."""
    access = common.open_to_edit(token)
    action, at = request.form.get("doe", ""), common.now()
    if action not in ACTIONS:
        abort(400)
    store, assessment = repository().comments, access.weighing.record.id
    if action == "verwijder":
        if store.delete(assessment, number, browser(), at):
            common.tell("Uw opmerking is verwijderd.")
        else:
            common.tell(NOT_YOURS, "let_op")
    elif action in ("afgehandeld", "heropen"):
        store.resolve(assessment, number, action == "afgehandeld", at)
    else:
        store.mark(assessment, number, action == "meenemen", at)
    return redirect(_back(access, request.form.get("vraag", "")), 303)


def _problems(given: dict[str, str]) -> dict[str, str]:
    problems = {}
    if not given["tekst"]:
        problems["tekst"] = EMPTY
    elif len(given["tekst"]) > NOTE_LENGTH:
        problems["tekst"] = TOO_LONG.format(len(given["tekst"]), NOTE_LENGTH)
    if len(given["naam"]) > NAME_LENGTH:
        problems["naam"] = TOO_LONG.format(len(given["naam"]), NAME_LENGTH)
    return problems


def _back(access: Access, question: str) -> str:
    known = question in access.weighing.questions
    return access.url("comments.page", **({"vraag": question} if known else {}))


def _page(access: Access, problems: dict[str, str], given: dict[str, str]) -> str:
    weighing = access.weighing
    asked = given.get("vraag") or request.args.get("vraag", "")
    question = asked if asked in weighing.questions else ""
    if not access.holds_edit_link:
        question = ""
    store = repository().comments
    every = store.of(weighing.record.id) if access.holds_edit_link else store.for_dossier(weighing.record.id)
    return render_template(
        "opmerkingen.html",
        access=access,
        weighing=weighing,
        question=question,
        talk=discussion(weighing, every, question),
        total=sum(comment.open for comment in every),
        mine=browser(),
        given={"naam": author(), "tekst": "", "meenemen": "", **given},
        problems=problems,
        form=FlaskForm(),
    )
