"""The dossier: choose a version and a format, read it, and make it ready to publish."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_wtf import FlaskForm
from markupsafe import Markup

from webapp import security
from webapp.services.dossier import formats
from webapp.services.dossier.archive import NO_EVIDENCE
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.gather import enclosed, gather
from webapp.services.dossier.html import fragment
from webapp.services.dossier.mdto import ArchiveSettings
from webapp.services.dossier.note import note_report
from webapp.services.dossier.pdf import pdf
from webapp.services.dossier.redact import choices, names_in
from webapp.services.duties import summary_of
from webapp.views import common
from webapp.views.common import Access, repository

pages = Blueprint("dossier", __name__)
LINK = "/<any(w,l):mode>/<token>/dossier"
MANY = 400  # ticks that one form may bring


@pages.get(LINK)
def page(mode: str, token: str) -> str:
    """Choose what to take along."""
    access = common.open_link(mode, token)
    return render_template(
        "dossier.html", access=access, weighing=access.weighing, formats=formats.FORMATS, form=FlaskForm()
    )


@pages.get(f"{LINK}/lezen")
def read(mode: str, token: str) -> str:
    """The full dossier as a page to read and print."""
    access = common.open_link(mode, token)
    dossier = formats.full(access.weighing, _extras(access), common.organisation_name())
    return render_template(
        "dossier_lezen.html",
        access=access,
        weighing=access.weighing,
        text=Markup(fragment(dossier.report)),  # noqa: S704 - the renderer escapes every text
    )


@pages.get(f"{LINK}/volledig.<any(pdf,odt,docx,html,json,zip):kind>")
@security.limiter.limit(security.MAKING)
def download(mode: str, token: str, kind: str) -> Response:
    """The full dossier as a file."""
    access = common.open_link(mode, token)
    # Who only reads sees which files there are, and not what is in them.
    evidence = enclosed(repository(), access.weighing) if kind == "zip" and access.work_token else NO_EVIDENCE
    return _file(formats.full(access.weighing, _extras(access), common.organisation_name(), evidence), kind)


@pages.get(f"{LINK}/publiceren")
def publish(mode: str, token: str) -> str:
    """What stays and what goes in the version to publish."""
    return _preview(common.open_link(mode, token), frozenset(), "")


@pages.post(f"{LINK}/publiceren")
@security.limiter.limit(security.MAKING)
def make_public(mode: str, token: str) -> str | Response | tuple[str, int]:
    """Show the preview again with what was ticked, or give the file."""
    access = common.open_link(mode, token)
    ticked = frozenset(request.form.getlist("tekst")[:MANY])
    kind = request.form.get("vorm", "")
    if not kind:
        return _preview(access, ticked, "")
    if kind not in formats.BY_KIND:
        return _preview(access, ticked, "Kies een van de vormen onderaan."), 422
    if not request.form.get("gelezen"):
        problem = "Lees eerst wat erin blijft staan. Zet daarna het vinkje bij ‘Ik heb alles gelezen’."
        return _preview(access, ticked, problem), 422
    return _file(formats.public(access.weighing, _extras(access), common.organisation_name(), ticked), kind)


@pages.get("/<any(w,l):mode>/<token>/notitie.pdf")
@security.limiter.limit(security.MAKING)
def note(mode: str, token: str) -> Response:
    """The note for the college as PDF."""
    weighing = common.open_link(mode, token).weighing
    report = note_report(weighing, common.organisation_name(), summary_of(repository(), weighing))
    return _attachment(
        pdf(report, contents=False), "application/pdf", formats.file_name(report, "pdf", "notitie")
    )


def _preview(access: Access, ticked: frozenset[str], problem: str) -> str:
    weighing, extras = access.weighing, _extras(access)
    report = formats.full(weighing, extras, common.organisation_name()).report
    shown = formats.public(weighing, extras, common.organisation_name(), ticked).report
    return render_template(
        "dossier_publiceren.html",
        access=access,
        weighing=weighing,
        choices=choices(report),
        names=names_in(report),
        ticked=ticked,
        formats=formats.FORMATS,
        problem=problem,
        text=Markup(fragment(shown, shift=2)),  # noqa: S704 - the renderer escapes every text
        form=FlaskForm(),
    )


def _extras(access: Access) -> DossierExtras:
    return gather(repository(), access.weighing)


def _file(dossier: formats.Dossier, kind: str) -> Response:
    settings = common.parts().settings
    name = common.organisation_name()
    archive = ArchiveSettings(
        name,
        settings.organisatie_id if name == settings.organisatie else "",
        settings.archief_waardering,
        settings.archief_bewaartermijn,
        settings.archief_openbaarheid,
    )
    content = formats.render(dossier, kind, archive, common.now())
    return _attachment(content, formats.BY_KIND[kind].media, formats.file_name(dossier.report, kind))


def _attachment(content: bytes, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media, headers=headers)
