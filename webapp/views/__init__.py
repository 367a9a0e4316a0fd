"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    duties,
    errors,
    facts,
    fill,
    health,
    home,
    joining,
    keep,
    matters,
    meeting,
    profiles,
    publish,
    texts,
)
from webapp.views.common import prepare


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    for module in (
        *(home, fill, facts, advice, duties, keep, matters, meeting, joining, profiles, publish, texts),
        health,
    ):
        app.register_blueprint(module.pages)
    errors.register(app)
