"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    account,
    advice,
    agenda,
    assignments,
    beside_question,
    claims,
    comments,
    compare,
    decision,
    dossier,
    duties,
    errors,
    evidence,
    facts,
    fill,
    gate,
    health,
    history,
    home,
    joining,
    keep,
    matters,
    meeting,
    oidc,
    people,
    profiles,
    publish,
    scenario,
    sign_in,
    signing,
    texts,
    timeline,
)
from webapp.views.common import prepare

FILLING = (home, fill, facts, advice, dossier, duties, keep, matters, profiles, publish, texts)
WORKING = (assignments, comments, evidence, history)
DECIDING = (meeting, joining, decision, signing, agenda)
COMPARING = (compare, scenario, timeline)


def register(app: Flask, *, accounts: bool = False) -> None:
    """Put every page on the application; those of people only when there are accounts."""
    prepare(app)
    beside_question.prepare(app)
    for module in (*FILLING, *WORKING, *DECIDING, *COMPARING, health):
        app.register_blueprint(module.pages)
    if accounts:
        for module in (sign_in, oidc, account, people, claims):
            app.register_blueprint(module.pages)
    gate.register(app, accounts=accounts)
    errors.register(app)
