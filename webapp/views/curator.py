"""The curator's pages: the way in, and the facts with source, date and the day until which they are good."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from engine.models import Question
from webapp import security
from webapp.forms import NONE_OF_THESE, tidy
from webapp.services.curated import (
    curated_rows,
    curated_sources,
    kinds,
    questions_of,
    source_choices,
    subject_rows,
    titles,
)
from webapp.services.curating import NEW_SOURCE, FactInput, fact_record, subject_record, withdrawn_fact
from webapp.services.disputes import dispute_groups, open_counts
from webapp.services.facts import answer_label
from webapp.storage.knowledge_records import NEW, CuratedFactRecord
from webapp.views import common, roles
from webapp.views.common import repository, snapshot, today

pages = Blueprint("curator", __name__)
NAME_LENGTH = 80
MOVED = "Iemand anders veranderde dit feit net. Bekijk de versies onderaan en kies opnieuw."


@pages.get("/curator")
def page() -> str:
    """What waits for the curator, or the way in."""
    if not roles.curating():
        abort(404)
    if not roles.is_curator():
        return render_template("curator_open.html", problems={}, name="", form=FlaskForm())
    shared = repository().shared
    groups = subject_rows(snapshot(), today(), open_counts(shared.facts.disputes()))
    rows = [row for found in groups.values() for row in found]
    return render_template(
        "curator.html",
        expired=sum(row.expired for row in rows),
        disputes=sum(row.disputes for row in rows),
        remarks=sum(ticket.state == NEW for ticket in shared.tickets.all()),
        cases=len(shared.cases.all()),
        form=FlaskForm(),
    )


@pages.post("/curator")
@security.limiter.limit(security.KEYS)
def enter() -> Answer | tuple[str, int]:
    """Let the curator in."""
    if not roles.curating():
        abort(404)
    name = " ".join(tidy(request.form.get("naam", "")).split())
    problems = {}
    if not name:
        problems["naam"] = "Vul uw naam of rol in. Die staat bij wat u verandert."
    elif len(name) > NAME_LENGTH:
        problems["naam"] = f"Deze naam is te lang. Er passen {NAME_LENGTH} tekens."
    if not problems and not roles.enter_as_curator(request.form.get("sleutel", ""), name):
        problems["sleutel"] = "Deze sleutel klopt niet. Vraag hem aan wie Basislijn beheert."
    if problems:
        page = render_template(
            "curator_open.html", problems=problems, name=name[:NAME_LENGTH], form=FlaskForm()
        )
        return page, 422
    return redirect(url_for("curator.page"), 303)


@pages.post("/curator/sluiten")
def leave() -> Answer:
    """Close the curator's pages in this browser."""
    roles.leave_as_curator()
    common.tell("Het curatorscherm is in deze browser gesloten.")
    return redirect(url_for("home.page"), 303)


@pages.get("/curator/feiten")
def subjects() -> str:
    """The known subjects."""
    roles.curator_or_403()
    return _subjects({}, {})


@pages.post("/curator/feiten")
@security.limiter.limit(security.SHARING)
def add_subject() -> Answer | tuple[str, int]:
    """Add a subject that stands in no file."""
    who = roles.curator_or_403()
    given = {field: tidy(request.form.get(field, "")) for field in ("soort", "naam", "uitleg")}
    taken = {key: subject.name for key, subject in snapshot().content.subjects.items()}
    record, problems = subject_record(
        given["soort"], given["naam"], given["uitleg"], kinds(snapshot()), taken, who
    )
    if record is not None and not repository().shared.facts.add_subject(record, common.now()):
        problems = {"naam": "Dit onderwerp is er al. Zoek het op in de lijst."}
    if record is None or problems:
        return _subjects(given, problems), 422
    common.tell(f"{record.name} staat nu in de lijst. Vul de feiten in.")
    kind, _, name = record.key.partition("/")
    return redirect(url_for("curator.subject", kind=kind, name=name), 303)


def _subjects(given: dict[str, str], problems: dict[str, str]) -> str:
    disputed = open_counts(repository().shared.facts.disputes())
    return render_template(
        "curator_feiten.html",
        groups=subject_rows(snapshot(), today(), disputed),
        kinds=kinds(snapshot()),
        given=given,
        problems=problems,
        form=FlaskForm(),
    )


@pages.get("/curator/feiten/<kind>/<name>")
def subject(kind: str, name: str) -> str:
    """Every question about a subject, with what is known."""
    roles.curator_or_403()
    key = f"{kind}/{name}"
    found = snapshot().content.subjects.get(key)
    if found is None:
        abort(404)
    disputed = open_counts(repository().shared.facts.disputes())
    return render_template(
        "curator_onderwerp.html",
        subject=found,
        kind=kind,
        name=name,
        rows=curated_rows(snapshot(), key, today(), disputed),
        titles=titles(source_choices(snapshot(), kind), found.facts.values()),
        label=answer_label,
    )


@pages.get("/curator/feiten/<kind>/<name>/<question>")
def fact(kind: str, name: str, question: str) -> str:
    """One fact: change it, its versions, and who disagrees."""
    roles.curator_or_403()
    _fact_or_404(kind, name, question)
    return _fact_page(kind, name, question, _as_it_is(kind, name, question), {})


def _as_it_is(kind: str, name: str, question: str) -> FactInput:
    """The form with what is known now."""
    newest = snapshot().content.subjects[f"{kind}/{name}"].facts.get(question)
    versions = repository().shared.facts.history(f"{kind}/{name}", question)
    given = FactInput((), "", "", "", "", "", "", "", versions[0].version if versions else 0)
    if newest is not None:
        values = tuple(newest.answer) if isinstance(newest.answer, (list, tuple)) else (str(newest.answer),)
        choices = source_choices(snapshot(), kind)
        given = FactInput(
            values=values or (NONE_OF_THESE,),
            source=newest.source if newest.source in choices else NEW_SOURCE,
            title="" if newest.source in choices else newest.source,
            url="",
            seen="",
            dated=newest.dated.isoformat(),
            until=newest.valid_until.isoformat() if newest.valid_until else "",
            note=newest.note,
            version=given.version,
        )
    return given


@pages.post("/curator/feiten/<kind>/<name>/<question>")
@security.limiter.limit(security.SHARING)
def save_fact(kind: str, name: str, question: str) -> Answer | tuple[str, int]:
    """Publish a new version of a fact."""
    who = roles.curator_or_403()
    asked = _fact_or_404(kind, name, question)
    given = FactInput(
        values=tuple(tidy(value) for value in request.form.getlist("waarde") if value),
        version=_version(),
        **{
            field: tidy(request.form.get(name_, ""))
            for field, name_ in (
                *(("source", "bron"), ("title", "titel"), ("url", "url"), ("seen", "gezien")),
                *(("dated", "peildatum"), ("until", "geldig"), ("note", "toelichting")),
            )
        },
    )
    known = source_choices(snapshot(), kind)
    record, problems = fact_record(given, asked, (f"{kind}/{name}", question), known, who, today())
    if record is None:
        return _fact_page(kind, name, question, given, problems), 422
    if not record.url:
        record = _with_address(record)
    if not repository().shared.facts.publish(record, common.now()):
        newest = repository().shared.facts.history(f"{kind}/{name}", question)
        given = FactInput(**{**given.__dict__, "version": newest[0].version if newest else 0})
        return _fact_page(kind, name, question, given, {"waarde": MOVED}), 409
    common.tell("Het feit is gepubliceerd. Afwegingen waarin het anders stond, krijgen een melding.")
    return redirect(url_for("curator.subject", kind=kind, name=name, _anchor=f"feit-{question}"), 303)


@pages.post("/curator/feiten/<kind>/<name>/<question>/intrekken")
@security.limiter.limit(security.SHARING)
def withdraw(kind: str, name: str, question: str) -> Answer | tuple[str, int]:
    """Take a fact back: nobody starts with it any more, and who confirmed it is told why."""
    who = roles.curator_or_403()
    _fact_or_404(kind, name, question)
    key, why = f"{kind}/{name}", tidy(request.form.get("reden", ""))
    record, problems = withdrawn_fact(why, (key, question), _version(), who, today())
    status = 422
    if record is not None and question not in snapshot().content.subjects[key].facts:
        problems, status = {"reden": "Dit feit is er niet meer. Er valt niets in te trekken."}, 409
    elif record is not None and not repository().shared.facts.publish(record, common.now()):
        problems, status = {"reden": MOVED}, 409
    if problems:
        given = _as_it_is(kind, name, question)
        return _fact_page(kind, name, question, given, problems, why), status
    common.tell("Het feit is ingetrokken. Wie het bevestigde, ziet dat bij het advies.")
    return redirect(url_for("curator.subject", kind=kind, name=name, _anchor=f"feit-{question}"), 303)


def _version() -> int:
    """The version that the page showed."""
    version = request.form.get("versie", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0


def _with_address(record: CuratedFactRecord) -> CuratedFactRecord:
    """A source that the curator named before keeps its address."""
    cited = curated_sources(snapshot().curated).get(record.source)
    return replace(record, url=cited.url, seen=cited.seen) if cited else record


def _fact_or_404(kind: str, name: str, question: str) -> Question:
    asked = questions_of(snapshot(), kind).get(question)
    if asked is None or f"{kind}/{name}" not in snapshot().content.subjects:
        abort(404)
    return asked


def _fact_page(
    kind: str, name: str, question: str, given: FactInput, problems: dict[str, str], why: str = ""
) -> str:
    key = f"{kind}/{name}"
    groups = dispute_groups(repository().shared.facts.disputes(), snapshot())
    return render_template(
        "curator_feit.html",
        subject=snapshot().content.subjects[key],
        kind=kind,
        name=name,
        key=question,
        question=questions_of(snapshot(), kind)[question],
        given=given,
        problems=problems,
        why=why,
        sources=source_choices(snapshot(), kind),
        versions=repository().shared.facts.history(key, question),
        group=next((g for g in groups if (g.subject, g.question) == (key, question)), None),
        label=answer_label,
        form=FlaskForm(),
    )
