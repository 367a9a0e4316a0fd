"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    advice,
    agenda,
    assignments,
    benchmarks,
    beside_question,
    cases,
    comments,
    curator,
    curator_inbox,
    decision,
    duties,
    errors,
    evidence,
    fact_changes,
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
    replies,
    sharing_help,
    signing,
    texts,
)
from webapp.views.common import prepare

FILLING = (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts)
WORKING = (assignments, comments, evidence, history)
DECIDING = (meeting, joining, decision, signing, agenda)
SHARING = (cases, benchmarks, curator, curator_inbox, fact_changes, replies)


def register(app: Flask) -> None:
    """Put every page on the application."""
    prepare(app)
    beside_question.prepare(app)
    sharing_help.prepare(app)
    for module in (*FILLING, *WORKING, *DECIDING, *SHARING, health):
        app.register_blueprint(module.pages)
    errors.register(app)
