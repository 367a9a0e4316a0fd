"""A draft for a public register: the page, and the files to take along."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, render_template

from engine.publication_models import Publication
from engine.publication_text import draft_csv, draft_json, why
from webapp.services.publishing import drafted, publication, publication_page
from webapp.views import common
from webapp.views.common import Access, today

pages = Blueprint("publish", __name__)
LINK = "/<any(w,l):mode>/<token>/uitvoer/<name>"
MARK = "\ufeff"  # so that a spreadsheet reads the accents


@pages.get(LINK)
def page(mode: str, token: str, name: str) -> str:
    """What is missing, and every field."""
    access, form = _opened(mode, token, name)
    return render_template(
        "uitvoer.html",
        access=access,
        weighing=access.weighing,
        form=form,
        view=publication_page(access.weighing, form, common.organisation_name()),
        why=why,
    )


@pages.get(f"{LINK}/<any(json,csv):kind>")
def download(mode: str, token: str, name: str, kind: str) -> Response:
    """The draft as a file."""
    access, form = _opened(mode, token, name)
    made = drafted(access.weighing, form, common.organisation_name())
    text = draft_json(made) if kind == "json" else MARK + draft_csv(made)
    subject = re.sub(r"[^a-z0-9]+", "-", access.weighing.name.lower()).strip("-") or "concept"
    filename = f"{form.slug}-{subject}-{today().isoformat()}.{kind}"
    return Response(
        text,
        content_type=f"{'application/json' if kind == 'json' else 'text/csv'}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def _opened(mode: str, token: str, name: str) -> tuple[Access, Publication]:
    access = common.open_link(mode, token)
    form = publication(access.weighing, name)
    if form is None:
        abort(404)
    return access, form
