"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    dossier,
    duties,
    errors,
    facts,
    fill,
    home,
    keep,
    matters,
    profiles,
    publish,
    texts,
)
from webapp.views.common import prepare


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    for module in (home, fill, facts, advice, dossier, duties, keep, matters, profiles, publish, texts):
        app.register_blueprint(module.pages)
    errors.register(app)
