"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    agenda,
    decision,
    duties,
    errors,
    facts,
    fill,
    health,
    home,
    keep,
    matters,
    profiles,
    publish,
    signing,
    texts,
)
from webapp.views.common import prepare


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    filling = (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts)
    for module in (*filling, decision, signing, agenda, health):
        app.register_blueprint(module.pages)
    errors.register(app)
