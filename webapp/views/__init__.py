"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    agenda,
    assignments,
    beside_question,
    comments,
    compare,
    decision,
    duties,
    errors,
    evidence,
    facts,
    fill,
    health,
    history,
    home,
    joining,
    keep,
    matters,
    meeting,
    profiles,
    publish,
    scenario,
    signing,
    texts,
    timeline,
)
from webapp.views.common import prepare

FILLING = (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts)
WORKING = (assignments, comments, evidence, history)
DECIDING = (meeting, joining, decision, signing, agenda)
COMPARING = (compare, scenario, timeline)


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    beside_question.prepare(app)
    for module in (*FILLING, *WORKING, *DECIDING, *COMPARING, health):
        app.register_blueprint(module.pages)
    errors.register(app)
