"""What the hosting party sees: health, measurements and the log, and that none of them tells a link."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from psycopg import OperationalError
from sqlalchemy import event

from tests.webapp.pages import Visitor


def test_live_looks_at_nothing_and_ready_at_the_database(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/health/live").json == {"status": "ok"}
    assert client.get("/health/ready").json == {"status": "ok", "database": "ok", "content": "ok"}


def test_not_ready_while_the_tables_are_of_another_version(app: Flask) -> None:
    database = app.extensions["basislijn"].repository.database
    database.migrate("0002", down=True)
    reply = app.test_client().get("/health/ready")
    assert reply.status_code == 503
    assert reply.json["database"] == "other revision"
    assert app.test_client().get("/health/live").status_code == 200


def test_not_ready_without_an_answer_of_the_database(
    make_app: Callable[..., Flask], postgres_url: str
) -> None:
    app = make_app(database_url=postgres_url)
    assert app.test_client().get("/health/ready").status_code == 200
    engine = app.extensions["basislijn"].repository.database.engine
    engine.dispose()
    event.listen(engine, "do_connect", _refuse)
    reply = app.test_client().get("/health/ready")
    assert reply.status_code == 503
    assert reply.json["database"] == "no answer"


def _refuse(*_: object) -> None:
    raise OperationalError("connection refused")


def test_measurements_are_for_who_has_the_token(make_app: Callable[..., Flask]) -> None:
    client = make_app(metrics_token="geheim").test_client()
    client.get("/hulp")
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer fout"}).status_code == 404
    text = client.get("/metrics", headers={"Authorization": "Bearer geheim"}).text
    assert 'basislijn_requests_total{endpoint="texts.help_page",method="GET",status="200"} 1.0' in text
    assert 'basislijn_request_seconds_count{endpoint="texts.help_page"} 1.0' in text


def test_without_a_token_in_the_settings_nobody_measures(app: Flask) -> None:
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_log_has_a_line_per_request_and_no_link(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app(log="json", metrics_token="geheim")
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    visitor.get(f"{edit}/advies")
    client = app.test_client()
    measured = client.get("/metrics", headers={"Authorization": "Bearer geheim"}).text
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    page = next(line for line in lines if line["endpoint"] == "advice.page")
    assert (page["event"], page["method"], page["status"]) == ("request", "GET", 200)
    assert page["milliseconds"] > 0
    token = edit.rpartition("/")[2]
    assert token not in written
    assert token not in measured


def test_a_fault_is_logged_without_the_link(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(log="json", testing=False)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    monkeypatch.setattr("webapp.views.advice.render_template", lambda *_, **__: 1 / 0)
    assert visitor.client.get(f"{edit}/advies").status_code == 500
    written = capsys.readouterr().err
    fault = next(line for line in map(json.loads, written.splitlines()) if line["event"] == "fault")
    assert fault["endpoint"] == "advice.page"
    assert fault["exception"][0]["exc_type"] == "ZeroDivisionError"
    assert edit.rpartition("/")[2] not in written


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-12345", True), ("kort", False), ("x" * 65, False), ("a b\tcdefgh", False)]
)
def test_a_proxy_may_number_the_requests_within_reason(app: Flask, given: str, kept: bool) -> None:
    reply = app.test_client().get("/health/live", headers={"X-Request-ID": given})
    assert (reply.headers["X-Request-ID"] == given) is kept
