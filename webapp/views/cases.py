"""The case library: share a case, find one, and take one to the forum."""

from __future__ import annotations

import hashlib

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.forms import tidy
from webapp.services.case_library import (
    LENGTH,
    NEEDED,
    PER_PAGE,
    TEXTS,
    TITLE,
    Remark,
    Search,
    case_of,
    chosen_options,
    find,
    forum_text,
    prefill,
    warnings,
)
from webapp.storage.knowledge_records import PUBLISHED, CaseRecord
from webapp.views import common, roles
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("cases", __name__)
NAMED, ANONYMOUS = "naam", "anoniem"
NAME_LENGTH = 120


@pages.get("/casussen")
def library() -> str:
    """Search the cases."""
    search = Search(
        tidy(request.args.get("zoek", ""))[:200],
        tidy(request.args.get("vragenlijst", ""))[:80],
        tidy(request.args.get("waarde", ""))[:80],
    )
    everything = repository().shared.cases.all()
    found = find(everything, search)
    number = request.args.get("pagina", "1")
    at = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return render_template(
        "casussen.html",
        cases=found[(at - 1) * PER_PAGE : at * PER_PAGE],
        found=len(found),
        total=len(everything),
        at=at,
        last=max(1, -(-len(found) // PER_PAGE)),
        search=search,
        topics=snapshot().latest(),
        topic_titles=topic_titles(),
        principles=principle_titles(),
    )


def topic_titles() -> dict[str, str]:
    """The titles of the questionnaires, by their id."""
    return {key: topic.questionnaire.title for key, topic in snapshot().topics.items()}


def principle_titles() -> dict[str, str]:
    """The titles of all values that a case can be about."""
    baselines = snapshot().content.baselines.values()
    found = {key: item.title for baseline in baselines for key, item in baseline.principles.items()}
    return dict(sorted(found.items(), key=lambda row: row[1]))


@pages.get("/casussen/<int:number>")
def page(number: int) -> str:
    """One case."""
    case = _case_or_404(number)
    topic = snapshot().topic(case.questionnaire)
    return render_template(
        "casus.html",
        case=case,
        texts=TEXTS,
        topic=topic,
        topic_title=topic_titles().get(case.questionnaire, case.questionnaire),
        principles=_principles(case),
        options=chosen_options(topic.questionnaire, case) if topic else [],
    )


@pages.get("/casussen/<int:number>/forum")
def forum(number: int) -> str:
    """The case as text to paste into the forum."""
    case = _case_or_404(number)
    title = topic_titles().get(case.questionnaire, case.questionnaire)
    text = forum_text(case, title, _principles(case))
    return render_template("casus_forum.html", case=case, text=text)


def _case_or_404(number: int) -> CaseRecord:
    case = repository().shared.cases.by_id(number)
    if case is None or (case.state != PUBLISHED and not roles.is_curator()):
        abort(404)
    return case


def _principles(case: CaseRecord) -> list[str]:
    titles = principle_titles()
    return [titles[key] for key in case.principles if key in titles]


# --- sharing one ----------------------------------------------------------------------------------------


@pages.get("/w/<token>/casus")
def share(token: str) -> str:
    """The form, filled with what there is."""
    access = common.open_to_edit(token)
    weighing = access.weighing
    mine = repository().shared.cases.of(weighing.record.id)
    if mine is not None:
        given = {"titel": mine.title, "naam": mine.organisation or common.organisation_name(), **mine.texts}
        who = NAMED if mine.organisation else ANONYMOUS
        return _form(access, given, mine.principles, who, {}, [])
    texts = prefill(weighing, repository().points(weighing.record.id))
    title = f"{weighing.name}: {weighing.questionnaire.title.lower()}"[:TITLE]
    given = {"titel": title, "naam": common.organisation_name(), **texts}
    missed = tuple(row.id for row in weighing.advice.principles if row.missed == "ja")
    return _form(access, given, missed, "", {}, [])


@pages.post("/w/<token>/casus")
@security.limiter.limit(security.SHARING)
def publish(token: str) -> Answer | tuple[str, int]:
    """Publish, when the person read what stands out."""
    access = common.open_to_edit(token)
    weighing = access.weighing
    given = {field: tidy(request.form.get(field, "")) for field in ("titel", "naam", *TEXTS)}
    who, principles = request.form.get("wie", ""), tuple(request.form.getlist("waarde"))
    problems = _problems(given, who)
    texts = {field: given[field] for field in TEXTS if given[field]}
    name = given["naam"] or common.organisation_name()
    found = warnings({"titel": given["titel"], **texts}, name, who != NAMED)
    read = request.form.get("gelezen") == "ja"
    if not read and not problems:
        problems["gelezen"] = "Lees de teksten nog een keer door, en zet daarna dit vinkje."
    if not problems and found and request.form.get("gezien") != _seen(found):
        problems["gelezen"] = "Kijk eerst naar wat opviel. Mag het zo, zet dan dit vinkje en deel de casus."
    if problems:
        return _form(access, given, principles, who, problems, found), 422
    case = case_of(weighing, given["titel"], texts, principles, given["naam"] if who == NAMED else "")
    number = repository().shared.cases.publish(case, common.now())
    stored = repository().shared.cases.by_id(number)
    if stored is None or stored.state != PUBLISHED:
        common.tell("Bewaard. De casus blijft verborgen tot de curator hem weer toont.", "let_op")
        return redirect(url_for("cases.share", token=token), 303)
    common.tell("De casus is gedeeld. U kunt hem altijd veranderen of weer weghalen.")
    return redirect(url_for("cases.page", number=number), 303)


def _problems(given: dict[str, str], who: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not given["titel"]:
        problems["titel"] = "Geef de casus een titel waaraan anderen hem herkennen."
    elif len(given["titel"]) > TITLE:
        problems["titel"] = f"Deze titel is te lang. Er passen {TITLE} tekens."
    for field in TEXTS:
        if not given[field] and field in NEEDED:
            problems[field] = NEEDED[field]
        elif len(given[field]) > LENGTH:
            problems[field] = f"Deze tekst is te lang: {len(given[field])} tekens. Er passen er {LENGTH}."
    if who not in (NAMED, ANONYMOUS):
        problems["wie"] = "Kies of de naam van uw organisatie erbij staat."
    elif who == NAMED and not given["naam"]:
        problems["naam"] = "Vul de naam van uw organisatie in, of kies ‘zonder naam’."
    if len(given["naam"]) > NAME_LENGTH:
        problems["naam"] = f"Deze naam is te lang. Er passen {NAME_LENGTH} tekens."
    return problems


def _seen(found: list[Remark]) -> str:
    """What the page showed; something new in the texts has to be looked at again."""
    return hashlib.sha256(repr(sorted({item.found for item in found})).encode()).hexdigest()[:16]


def _form(
    access: Access,
    given: dict[str, str],
    principles: tuple[str, ...],
    who: str,
    problems: dict[str, str],
    found: list[Remark],
) -> str:
    labels = {"titel": "Titel", "naam": "Naam van uw organisatie", "wie": "Met of zonder naam"}
    return render_template(
        "casus_delen.html",
        access=access,
        weighing=access.weighing,
        mine=repository().shared.cases.of(access.weighing.record.id),
        given=given,
        texts=TEXTS,
        needed=NEEDED,
        all_principles=[(row.id, row.title) for row in access.weighing.advice.principles],
        principles=principles,
        who=who,
        problems=problems,
        labels_of={**labels, **TEXTS, "gelezen": "Nog eens gelezen"},
        warnings=found,
        seen=_seen(found),
        form=FlaskForm(),
    )


@pages.post("/w/<token>/casus/intrekken")
def withdraw(token: str) -> Answer:
    """Take the case back, for real."""
    access = common.open_to_edit(token)
    if repository().shared.cases.withdraw(access.weighing.record.id):
        common.tell("De casus is weggehaald. Niemand kan hem hier nog lezen.")
    return redirect(url_for("advice.page", mode=common.EDIT, token=token), 303)
