"""The pages: HTTP in, services called, a template out."""

from __future__ import annotations

from flask import Flask

from webapp.views import (
    account,
    advice,
    claims,
    duties,
    errors,
    facts,
    fill,
    gate,
    health,
    home,
    keep,
    matters,
    oidc,
    people,
    profiles,
    publish,
    sign_in,
    texts,
)
from webapp.views.common import prepare


def register(app: Flask, *, accounts: bool = False) -> None:
    """Put every page on the application; those of people only when there are accounts."""
    prepare(app)
    for module in (home, fill, facts, advice, duties, keep, matters, profiles, publish, texts, health):
        app.register_blueprint(module.pages)
    if accounts:
        for module in (sign_in, oidc, account, people, claims):
            app.register_blueprint(module.pages)
    gate.register(app, accounts=accounts)
    errors.register(app)
