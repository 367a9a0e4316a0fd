"""Evidence: files and links that show where an answer comes from."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.forms import SOURCE_LENGTH
from webapp.scanning import ScanProblem
from webapp.services.evidence_kinds import EvidenceProblem, accept, allowed_words, is_link
from webapp.services.evidence_list import evidence_groups, size_text
from webapp.services.evidence_taking import Limits, TooLarge, take
from webapp.storage.evidence import Full
from webapp.storage.work_records import EvidenceRecord
from webapp.views import common
from webapp.views.author import author, one_line
from webapp.views.common import Access, repository

pages = Blueprint("evidence", __name__)
TITLE_LENGTH = 200
SANDBOX = "sandbox; default-src 'none'"
NO_FILE = "Kies eerst een bestand."
NO_TITLE = "Schrijf kort wat dit is, bijvoorbeeld: Verwerkersovereenkomst 2026."
TOO_LONG = "Deze tekst is te lang: {} tekens. Er passen er {}."
NO_LINK = "Plak een adres dat begint met https://, bijvoorbeeld https://voorbeeld.nl/stuk."
TOO_LARGE = (
    "Dit bestand is groter dan {} MB. Maak het kleiner, of zet hieronder een link naar het stuk. "
    "Al het andere in deze afweging staat er nog."
)
NO_ROOM = "Bij deze afweging past geen bewijs meer bij. Verwijder eerst iets, of zet een link."


@pages.get("/<any(w,l):mode>/<token>/bewijs")
def page(mode: str, token: str) -> str:
    """What there is; the link to read shows the list without the files."""
    return _page(common.open_link(mode, token), {}, {})


@pages.post("/w/<token>/bewijs")
@security.limiter.limit(security.UPLOADS)
def add(token: str) -> Answer | tuple[str, int]:
    """Keep a file: written, looked into, scanned, and only then in the list."""
    access = common.open_to_change(token)
    given = _given(access, "titel")
    upload = request.files.get("bestand")
    problems = _title_problem(given, "titel", needed=False)
    if upload is None or not upload.filename:
        problems["bestand"] = NO_FILE
    if problems or upload is None:
        return _page(access, problems, given), 422
    with closing(upload):
        problem = _keep(access, upload, given)
    if problem:
        return _page(access, {"bestand": problem}, given), 422
    common.tell("Het bestand staat erbij.")
    return redirect(_back(token, given["vraag"]), 303)


@pages.post("/w/<token>/bewijs/link")
@security.limiter.limit(security.UPLOADS)
def add_link(token: str) -> Answer | tuple[str, int]:
    """Keep a link."""
    access = common.open_to_change(token)
    given = _given(access, "linktitel")
    given["adres"] = request.form.get("adres", "").strip()
    problems = {} if is_link(given["adres"]) else {"adres": NO_LINK}
    if len(given["adres"]) > SOURCE_LENGTH:
        problems["adres"] = TOO_LONG.format(len(given["adres"]), SOURCE_LENGTH)
    problems |= _title_problem(given, "linktitel")
    if not problems:
        item = EvidenceRecord("", given["vraag"], given["linktitel"], url=given["adres"], author=author())
        problems = {} if _store(access, item) else {"adres": NO_ROOM}
    if problems:
        return _page(access, problems, given), 422
    common.tell("De link staat erbij.")
    return redirect(_back(token, given["vraag"]), 303)


@pages.get("/w/<token>/bewijs/<key>")
def file(token: str, key: str) -> Response:
    """A file, always to keep and never to show: a page that it may hold must not run here."""
    access = common.open_to_edit(token)
    item = repository().evidence.find(access.weighing.record.id, key)
    folder = repository().evidence.files
    path = folder.path(item.stored) if item and folder else None
    if item is None or path is None:
        abort(404)
    answer = send_file(
        path, mimetype=item.media, as_attachment=True, download_name=item.file_name, conditional=False
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/w/<token>/bewijs/<key>/verwijder")
def delete(token: str, key: str) -> Answer:
    """Delete a file or link for real."""
    access = common.open_to_change(token)
    gone = repository().evidence.delete(access.weighing.record.id, key, common.now())
    common.tell(f"‘{gone.title}’ is verwijderd." if gone else "Dit was al verwijderd.")
    return redirect(_back(token, request.form.get("vraag", "")), 303)


@pages.errorhandler(413)
def too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say what to do on the page itself; what was stored stays as it was."""
    common.drain()
    token = str((request.view_args or {}).get("token", ""))
    access = common.open_to_edit(token)
    most = common.parts().settings.bewijs_mb
    return _page(access, {"bestand": TOO_LARGE.format(most)}, {}), 413


def _keep(access: Access, upload: FileStorage, given: dict[str, str]) -> str:
    """Write, look and keep; gives what is wrong. Whatever goes wrong, no file stays behind."""
    settings, folder = common.parts().settings, repository().evidence.files
    if folder is None:
        abort(404)
    limits = Limits(settings.bewijs_mb * 1_000_000, settings.scan, settings.scan_seconden)
    try:
        found = take(folder, upload.stream, upload.filename or "", limits)
    except TooLarge:
        return TOO_LARGE.format(settings.bewijs_mb)
    except (EvidenceProblem, ScanProblem) as problem:
        return str(problem)
    title, kept = given["titel"] or found.title, False
    try:
        kept = _store(access, replace(found, question=given["vraag"], title=title, author=author()))
        return "" if kept else NO_ROOM
    finally:
        if not kept:
            folder.remove([found.stored])


def _store(access: Access, item: EvidenceRecord) -> bool:
    quota = common.parts().settings.bewijs_totaal_mb * 1_000_000
    try:
        made = repository().evidence.add(access.weighing.record.id, item, common.now(), quota)
    except Full:
        return False
    if made is None:
        abort(410)
    return True


def _given(access: Access, title: str) -> dict[str, str]:
    question = request.form.get("vraag", "")
    if question and question not in access.weighing.questions:
        abort(404)
    return {"vraag": question, title: one_line(request.form.get(title))}


def _title_problem(given: dict[str, str], name: str, needed: bool = True) -> dict[str, str]:
    if needed and not given[name]:
        return {name: NO_TITLE}
    if len(given[name]) > TITLE_LENGTH:
        return {name: TOO_LONG.format(len(given[name]), TITLE_LENGTH)}
    return {}


def _back(token: str, question: str) -> str:
    return url_for(
        "evidence.page", mode=common.EDIT, token=token, **({"vraag": question} if question else {})
    )


def _page(access: Access, problems: dict[str, str], given: dict[str, str]) -> str:
    weighing, settings = access.weighing, common.parts().settings
    items = repository().evidence.of(weighing.record.id)
    asked = given.get("vraag", request.args.get("vraag", ""))
    return render_template(
        "bewijs.html",
        access=access,
        weighing=weighing,
        question=asked if asked in weighing.questions and access.may_edit else "",
        groups=evidence_groups(weighing, items),
        used=size_text(sum(item.size for item in items)),
        most=settings.bewijs_mb,
        quota=settings.bewijs_totaal_mb,
        allowed=allowed_words(),
        accept=accept(),
        size_text=size_text,
        given={"titel": "", "linktitel": "", "adres": "", **given},
        problems=problems,
        form=FlaskForm(formdata=None),
    )
