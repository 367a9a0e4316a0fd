"""Keeping and sharing: links, files, the werkmap, and deleting for real."""

from __future__ import annotations

import re
from contextlib import closing
from urllib.parse import urlparse

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from engine.diagnostics import ContentError
from engine.profile_file import fitting, is_profile, profile_data, read_profile
from webapp import security
from webapp.services.answer_files import read_upload, to_example, unknown_questionnaire
from webapp.services.dutch import count_text
from webapp.services.evidence_taking import Limits
from webapp.services.file_parts import FileError
from webapp.services.files import Opened, report, to_file, without_known
from webapp.services.meeting_opening import round_records
from webapp.services.sharing import starting_answers
from webapp.services.starting import NAME_LENGTH
from webapp.services.weighing import Weighing, weigh
from webapp.services.work_files import Work, lift
from webapp.services.work_moving import evidence_that_fits, gather, put_back, told, within, without_bulk
from webapp.views import common, decision, errors
from webapp.views.common import repository, snapshot, today

pages = Blueprint("keep", __name__)
SPARE = 60_000  # short contents of evidence stay where they are, and a file may be written a little wider
TOO_LARGE = (
    "Dit is te groot. Een bestand mag {} MB zijn, en zonder de inhoud van bewijs {} MB. "
    "Bewaar de afweging opnieuw, en kies het bestand om te delen: dat is kleiner."
)
LINK = re.compile(r"/(w|l)/([A-Za-z0-9_-]{20,64})(?:/|$)")


@pages.get("/w/<token>/bewaren")
def page(token: str) -> str:
    """The two links, the file, and how to delete."""
    access = common.open_to_edit(token)
    record = access.weighing.record
    return render_template(
        "bewaren.html",
        access=access,
        weighing=access.weighing,
        edit_link=url_for("advice.page", mode=common.EDIT, token=record.edit_token, _external=True),
        read_link=url_for("advice.page", mode=common.READ, token=record.read_token, _external=True),
        days=common.parts().settings.bewaar_dagen,
        looks=decision.looks(access),
        owned=record.organisation_id is not None,
        own_organisation=common.own_organisation(),
        left=evidence_that_fits(
            repository().evidence.of(record.id), common.parts().settings.room_for_evidence
        )[1],
        form=FlaskForm(),
    )


@pages.get("/<any(w,l):mode>/<token>/bestand")
def download(mode: str, token: str) -> Response:
    """The assessment as a file to share: without the work around it."""
    weighing = common.open_link(mode, token).weighing
    return _attachment(_file(weighing), weighing.name, "json")


@pages.get("/w/<token>/bestand/alles")
@security.limiter.limit(security.MAKING)
def download_all(token: str) -> Response:
    """The complete file: with the work around the answers, as far as it can be opened here again."""
    weighing, settings = common.open_to_edit(token).weighing, common.parts().settings
    record = weighing.record
    work = gather(repository(), record.id, settings.room_for_evidence, record.frozen_at)
    bare = len(_file(weighing, without_bulk(work)).encode())
    text = _file(weighing, within(work, settings.max_body - bare - SPARE))
    return _attachment(text, f"{weighing.name} compleet", "json")


def _file(weighing: Weighing, work: Work | None = None) -> str:
    record, store = weighing.record.id, repository()
    rounds = round_records(store.meetings, record, running=True)
    points, tasks = store.points(record), store.tasks.of(record)
    return to_file(weighing, points, tasks, store.decisions.of(record), rounds, work)


@pages.get("/<any(w,l):mode>/<token>/voorbeeld")
def example(mode: str, token: str) -> Response:
    """The answers as an example for who writes rules."""
    weighing = common.open_link(mode, token).weighing
    return _attachment(to_example(weighing), weighing.name, "yaml")


def _attachment(text: str, title: str, kind: str) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "afweging"
    filename = f"basislijn-{name}-{today().isoformat()}.{kind}"
    return Response(
        text,
        content_type=f"application/{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


@pages.get("/open")
def open_page() -> str:
    """Open a file, or a link that somebody sent."""
    return render_template("open.html", problem=(), link="", form=FlaskForm())


@pages.post("/open")
@security.limiter.limit(security.OPENING)
def open_file() -> Answer | tuple[str, int]:
    """Make an assessment from a file, or go to the one behind a link."""
    link = request.form.get("link", "").strip()
    upload = request.files.get("bestand")
    try:
        if link and not (upload and upload.filename):
            return redirect(_from_link(link), 303)
        whole, name = _bytes(upload)
        raw, contents = lift(whole)
        if len(raw) > common.parts().settings.max_body:
            abort(413)
        if is_profile(raw):
            return redirect(_adopt(raw), 303)
        return redirect(_store(read_upload(raw, name, snapshot(), contents)), 303)
    except FileError as error:
        page = render_template("open.html", problem=error.lines, link=link[:200], form=FlaskForm())
        return page, 422


@pages.errorhandler(413)
def too_large(_error: RequestEntityTooLarge) -> tuple[object, int]:
    """Say what to do on the page itself."""
    if request.endpoint != "keep.open_file":
        return errors.page_for(413)
    common.drain()
    settings = common.parts().settings
    problem = (TOO_LARGE.format(settings.most_to_open // 1_000_000, settings.max_body // 1_000_000),)
    return render_template("open.html", problem=problem, link="", form=FlaskForm(formdata=None)), 413


def _bytes(upload: FileStorage | None) -> tuple[bytes, str]:
    """What somebody sent, and the name of the file."""
    if upload is None:
        return b"", ""
    with closing(upload):
        return upload.read(), upload.filename or ""


def _from_link(link: str) -> str:
    match = LINK.search(urlparse(link).path if "://" in link else link)
    if not match:
        raise FileError("Dit is geen link naar een afweging. Kopieer de link in zijn geheel.")
    return url_for("advice.page", mode=match[1], token=match[2])


def _adopt(raw: bytes) -> str:
    """Start with what another municipality shared; the facts still wait to be confirmed."""
    try:
        subject = read_profile(raw, "bestand")
    except ContentError as error:
        first = error.diagnostics[0]
        raise FileError(f"Regel {first.place.line} in dit bestand klopt niet: {first.message}.") from None
    kind = subject.kind
    topic = next((t for t in snapshot().latest() if t.questionnaire.subject_kind == kind), None)
    if topic is None:
        raise FileError(f"Voor ‘{kind[:60]}’ is hier geen vragenlijst.")
    found, left = fitting(subject, topic.questionnaire)
    team = common.workspace(create=True)
    record = repository().create(
        workspace_id=team.id,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject=None,
        title=subject.name[:NAME_LENGTH],
        answers=starting_answers(repository(), snapshot(), topic, team.id),
        now=common.now(),
        profile=profile_data(found),
    )
    facts = count_text(len(found.facts), "feit", "feiten")
    common.tell(f"Geopend: {facts} over {subject.name}. Bevestig ze straks.")
    if left:
        common.tell(f"Deze feiten passen hier niet en tellen niet mee: {', '.join(left[:10])}.", "let_op")
    return url_for("advice.page", mode=common.EDIT, token=record.edit_token)


def _store(opened: Opened) -> str:
    topic = snapshot().topic(opened.questionnaire)
    if topic is None:
        raise unknown_questionnaire(opened.questionnaire, snapshot())
    team = common.workspace(create=True)
    subject = opened.subject if opened.subject in snapshot().content.subjects else None
    record = repository().create(
        workspace_id=team.id,
        questionnaire=topic.id,
        content_hash=opened.content_hash or topic.version_hash,
        subject=subject,
        title=opened.title,
        answers=(),
        now=common.now(),
        profile=opened.profile,
    )
    weighing = weigh(record, snapshot(), today())
    repository().save_answers(
        record.id, without_known(opened, weighing), {}, record.content_hash, common.now()
    )
    if opened.work is None:
        repository().tasks.save(record.id, opened.tasks, {}, common.now())
    else:
        repository().tasks.restore(record.id, opened.tasks, common.now())
    repository().decisions.save(record.id, opened.decisions, {}, common.now())
    repository().meetings.restore(record.id, opened.rounds)
    repository().keep_conversation(record.id, opened.attendees, opened.points, common.now())
    if opened.subject and subject is None:
        common.tell(
            f"Het profiel ‘{opened.subject}’ is hier niet bekend. De feiten uit het bestand blijven staan.",
            "let_op",
        )
    for line in report(opened, weighing):
        common.tell(line)
    if opened.work is not None:
        _put_back(record.id, opened.work)
    return url_for("advice.page", mode=common.EDIT, token=record.edit_token)


def _put_back(record: int, work: Work) -> None:
    """Keep the work of a complete file, and tell what came along and what did not."""
    settings = common.parts().settings
    limits = Limits(settings.bewijs_mb * 1_000_000, settings.scan, settings.scan_seconden)
    quota = settings.bewijs_totaal_mb * 1_000_000
    refused = put_back(repository(), record, work, limits, quota, common.now())
    good, warnings = told(work, refused)
    for line in good:
        common.tell(line)
    for line in warnings:
        common.tell(line, "let_op")


@pages.get("/w/<token>/verwijder")
def confirm_delete(token: str) -> str:
    """Ask before deleting."""
    access = common.open_to_edit(token)
    return render_template("verwijder.html", access=access, weighing=access.weighing, form=FlaskForm())


@pages.post("/w/<token>/verwijder")
def delete(token: str) -> Answer:
    """Delete for real."""
    access = common.open_to_edit(token)
    repository().shared.cases.withdraw(access.weighing.record.id)
    repository().delete(access.weighing.record.id, "gewist", common.now())
    common.tell(f"De afweging over {access.weighing.name} is gewist.")
    return redirect(url_for("home.overview"), 303)


@pages.get("/werkmap/<token>")
def enter(token: str) -> str:
    """Ask whether this browser should work in this werkmap."""
    team = repository().workspace(token)
    if team is None:
        abort(404)
    return render_template(
        "werkmap.html",
        token=token,
        rows=repository().assessments(team.id),
        current=common.workspace(),
        form=FlaskForm(),
    )


@pages.post("/werkmap/<token>")
def entered(token: str) -> Answer:
    """Work in this werkmap from now on."""
    team = repository().workspace(token)
    if team is None:
        abort(404)
    common.enter_workspace(team)
    common.tell("Deze werkmap staat nu open in uw browser.")
    return redirect(url_for("home.overview"), 303)
