"""Opening the database and bringing its tables up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from webapp.storage import account_tables, wall

TABLES = (account_tables,)  # imported so that the metadata knows every table
MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """A connection pool and its session factory."""

    def __init__(self, url: str) -> None:
        _make_folder(url)
        self.engine: Engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _sqlite_rules)
            event.listen(self.engine, "begin", _sqlite_begin)
        writing = self.engine.execution_options(writing=True)
        self.sessions: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)
        self.writing: sessionmaker[Session] = sessionmaker(writing, expire_on_commit=False)
        for sessions in (self.sessions, self.writing):
            wall.build(sessions)

    def migrate(self, revision: str = "head", *, down: bool = False) -> None:
        """Run the migrations up to a revision, or back down to it.

        SQLite changes a table by making it anew. With foreign keys on, dropping the old one would delete
        every row that points to it; so they are off meanwhile, and what points nowhere after it is an error.

        Raises:
            RuntimeError: when a row points to nothing after the migrations.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.connect() as connection, _loose_keys(connection):
            config.attributes["connection"] = connection
            (command.downgrade if down else command.upgrade)(config, revision)

    def second_wall(self) -> bool:
        """Whether row-level security holds for us: on PostgreSQL, for a role that may not pass it."""
        if self.engine.dialect.name != "postgresql":
            return False
        query = "SELECT NOT (rolsuper OR rolbypassrls) FROM pg_roles WHERE rolname = current_user"
        with self.engine.connect() as connection:
            return bool(connection.exec_driver_sql(query).scalar())

    def revision(self) -> str | None:
        """The revision of the tables in this database; None when there are none yet."""
        with self.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    @cached_property
    def newest(self) -> str:
        """The revision that this version of Basislijn needs."""
        return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())

    @cached_property
    def revisions(self) -> frozenset[str]:
        """Every revision that this version of Basislijn knows."""
        return frozenset(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read everything as it is at one moment, whoever writes meanwhile."""
        engine = self.engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.begin() as connection:
            _see_all(connection)
            yield connection

    @contextmanager
    def as_system(self) -> Iterator[Connection]:
        """Write as the installation itself: for putting a backup back, never for a visitor."""
        with self.engine.execution_options(writing=True).begin() as connection:
            _see_all(connection)
            yield connection

    def condition(self) -> str:
        """How the database is: "ok", "no answer", or "other revision" than this version needs."""
        try:
            return "ok" if self.revision() == self.newest else "other revision"
        except SQLAlchemyError:
            return "no answer"

    def forked(self) -> None:
        """In a process that was split off: leave the connections to the parent, make own ones."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _see_all(connection: Connection) -> None:
    """Let this transaction pass the second wall: it is of the installation, not of a visitor."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('basislijn.systeem', 'ja', true)")


@contextmanager
def _loose_keys(connection: Connection) -> Iterator[None]:
    """Check foreign keys after the block instead of in it; other databases need no such help."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")
    if broken := driver.execute("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"{len(broken)} rows point to nothing after the migrations")


def _make_folder(url: str) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)


def _sqlite_begin(connection: Connection) -> None:
    """Take the write lock before reading what is to be changed, so that nobody changes it in between."""
    how = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {how}")


def _sqlite_rules(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA busy_timeout = 5000")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()
