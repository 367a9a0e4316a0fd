"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    account,
    advice,
    agenda,
    assignments,
    benchmarks,
    beside_question,
    cases,
    claims,
    comments,
    compare,
    curator,
    curator_inbox,
    decision,
    dossier,
    duties,
    errors,
    evidence,
    fact_changes,
    facts,
    figures,
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
    replies,
    scenario,
    sharing_help,
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
SHARING = (cases, benchmarks, curator, curator_inbox, fact_changes, replies)
PEOPLE = (sign_in, oidc, account, people, claims, figures)


def register(app: Flask, *, accounts: bool = False) -> None:
    """Put every page on the application; those of people only when there are accounts."""
    prepare(app)
    beside_question.prepare(app)
    sharing_help.prepare(app)
    for module in (*FILLING, *WORKING, *DECIDING, *COMPARING, *SHARING, health):
        app.register_blueprint(module.pages)
    if accounts:
        for module in PEOPLE:
            app.register_blueprint(module.pages)
    gate.register(app, accounts=accounts)
    errors.register(app)
