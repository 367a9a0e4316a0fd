"""For the hosting party: does the process run, can it serve, and how busy is it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify

from webapp import security
from webapp.observe import metrics_page
from webapp.views import common

pages = Blueprint("health", __name__)


@pages.get("/health/live")
@security.limiter.exempt
def live() -> Response:
    """The process answers; looks at nothing else, so that a slow database does not restart it."""
    return jsonify(status="ok")


@pages.get("/health/ready")
@security.limiter.exempt
def ready() -> tuple[Response, int]:
    """The database answers with the tables that this version needs, and the content is in use."""
    found = {
        "database": common.repository().database.condition(),
        "content": "ok" if common.parts().contents.current().topics else "empty",
    }
    well = all(value == "ok" for value in found.values())
    return jsonify(status="ok" if well else "not ready", **found), 200 if well else 503


@pages.get("/metrics")
@security.limiter.exempt
def metrics() -> Response:
    """Counts and times per endpoint; only with the token of the settings."""
    answer = metrics_page(common.parts().measures, common.parts().settings.metrics_token)
    if answer is None:
        abort(404)
    return answer
