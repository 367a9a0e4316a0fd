"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    compare,
    duties,
    errors,
    facts,
    fill,
    home,
    keep,
    matters,
    profiles,
    publish,
    scenario,
    texts,
    timeline,
)
from webapp.views.common import prepare


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    modules = (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts)
    for module in (*modules, compare, scenario, timeline):
        app.register_blueprint(module.pages)
    errors.register(app)
