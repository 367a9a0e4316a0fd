"""The container files: linted, and true to the settings. Not built here: there is no engine for it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import create_engine

from tests.postgres import Postgres
from webapp.gunicorn_conf import wsgi_app
from webapp.settings import PREFIX, Settings
from webapp.storage.database import Database

#: Read by gunicorn_conf, not by the application.
OF_THE_SERVER = {"BASISLIJN_BIND", "BASISLIJN_THREADS"}
KNOWN = {PREFIX + field.name.upper() for field in fields(Settings)} | OF_THE_SERVER


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    return yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))


def variables(node: object) -> Iterator[str]:
    """Every variable of ours that is set."""
    if isinstance(node, dict):
        yield from (key for key in node if isinstance(key, str) and key.startswith(PREFIX))
        for value in node.values():
            yield from variables(value)


def test_the_container_file_has_no_finding(root: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    found = subprocess.run([hadolint, "--no-color", root / "Containerfile"], capture_output=True, text=True)
    assert (found.returncode, found.stdout) == (0, ""), found.stdout + found.stderr


def test_the_container_runs_as_nobody_special_and_serves_what_gunicorn_serves(root: Path) -> None:
    text = (root / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER \d{4,}$", text, re.M)
    assert "/health/ready" in text
    assert '"-c", "python:webapp.gunicorn_conf"' in text
    assert wsgi_app == "webapp:create_app()"
    named = set(re.findall(r"(BASISLIJN_[A-Z_]+)=", text))
    assert named
    assert named <= KNOWN


def test_compose_sets_only_what_exists_and_has_no_password_in_it(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"web", "onderhoud", "database"}
    for name in ("web", "onderhoud"):
        assert set(variables(services[name])) <= KNOWN
        assert services[name]["read_only"]
        assert services[name]["cap_drop"] == ["ALL"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    secrets = [
        value
        for service in services.values()
        for key, value in service["environment"].items()
        if re.search("PASSWORD|WACHTWOORD|KEY|TOKEN", key)
    ]
    assert secrets
    assert all(str(value).startswith("${") for value in secrets)


def test_the_database_script_makes_a_role_for_which_row_level_security_holds(
    root: Path, postgres: Postgres
) -> None:
    name = "test_basislijn_script"
    statements = re.search(r"<<'SQL'\n(.*)SQL", (root / "scripts/database.sh").read_text(), re.S)
    assert statements
    sql = statements[1].replace(":'password'", "'geheim'").replace("DATABASE basislijn", f"DATABASE {name}")
    server = create_engine(postgres.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    inside = create_engine(postgres.url.set(database=name), isolation_level="AUTOCOMMIT")
    with inside.connect() as connection:
        for statement in filter(str.strip, sql.split(";")):
            connection.exec_driver_sql(statement)
    inside.dispose()
    try:
        url = postgres.url.set(database=name, username="basislijn", password="geheim")
        database = Database(url.render_as_string(hide_password=False))
        database.migrate()
        assert database.condition() == "ok"
        with database.engine.connect() as connection:
            query = "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
            assert connection.exec_driver_sql(query).one() == (False, False)
        database.close()
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
            connection.exec_driver_sql("DROP ROLE basislijn")
        server.dispose()
