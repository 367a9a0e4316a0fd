"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    assignments,
    beside_question,
    cases,
    comments,
    compare,
    curator,
    curator_inbox,
    duties,
    errors,
    evidence,
    fact_changes,
    facts,
    fill,
    health,
    history,
    home,
    keep,
    matters,
    profiles,
    publish,
    replies,
    sharing_help,
    texts,
)
from webapp.views.common import prepare


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    beside_question.prepare(app)
    sharing_help.prepare(app)
    for module in (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts, health):
        app.register_blueprint(module.pages)
    for module in (assignments, comments, evidence, history):
        app.register_blueprint(module.pages)
    for module in (cases, compare, curator, curator_inbox, fact_changes, replies):
        app.register_blueprint(module.pages)
    errors.register(app)
