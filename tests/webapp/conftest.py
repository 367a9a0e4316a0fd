"""Fixtures: the application on the real content, with a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from werkzeug.routing import Rule

import webapp
from engine.load import content_root, load_content
from tests.webapp.curating import KEY
from tests.webapp.pages import Visitor
from webapp.content_store import ContentStore, Snapshot, compiled_snapshot
from webapp.storage.database import Database
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository

TODAY = "2026-11-23"
NOW = datetime(2026, 11, 23, 13, 3)
FIRST = {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The real content, loaded once; `basislijn check` checks it."""
    return compiled_snapshot(load_content(content_root()))


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """The templates, compiled once for all applications of a test process."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("sjablonen")))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables and nothing in them; copying is quicker than migrating."""
    path = tmp_path_factory.mktemp("leeg") / "leeg.sqlite3"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, empty_database: Path, tmp_path: Path) -> str:
    """The address of a database with all tables and nothing in them, of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    copyfile(empty_database, tmp_path / "proef.sqlite3")
    return f"sqlite:///{tmp_path / 'proef.sqlite3'}"


@pytest.fixture
def repository(database_url: str) -> Iterator[Repository]:
    """A store with nothing in it, on each kind of database."""
    database = Database(database_url)
    yield Repository(database)
    database.close()


@pytest.fixture
def record(repository: Repository) -> AssessmentRecord:
    """An assessment with one answer."""
    return repository.create(
        workspace_id=None,
        questionnaire="proef/v1",
        content_hash="h1",
        subject=None,
        title="Proef",
        answers=[AnswerRecord("a", "answered", "ja")],
        now=NOW,
    )


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled_once() -> Iterator[None]:
    """The addresses of the pages, compiled once for all applications of a test process.

    Werkzeug makes a function for every address of every application; that function depends on the address
    alone, and making it is most of the time that an application costs.
    """
    made: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_one = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple((rule.defaults or {}).items())
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in made:
            made[key] = compile_one(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture
def make_app(
    snapshot: Snapshot,
    compiled_templates: BytecodeCache,
    empty_database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Flask]]:
    """Make an application with other settings; the content is shared."""

    def store(root: Path, watch: bool = False, proved: Path | None = None) -> ContentStore:
        return ContentStore(root, watch=watch, make=lambda _root, _memory: snapshot)

    monkeypatch.setattr(webapp, "ContentStore", store)
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        folder = tmp_path / "gegevens"
        if not {"gegevens", "database_url"} & set(settings) and not folder.exists():
            folder.mkdir()
            copyfile(empty_database, folder / "basislijn.sqlite3")
        given = {
            "gegevens": str(tmp_path / "gegevens"),
            "secret_key": "only for tests",
            "limieten": False,
            "vandaag": TODAY,
            "testing": True,
            **settings,
        }
        made.append(webapp.create_app(given))
        made[-1].jinja_env.bytecode_cache = compiled_templates
        return made[-1]

    yield make
    for app in made:
        app.extensions["basislijn"].repository.database.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application."""
    return make_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who visits."""
    return Visitor(app.test_client())


@pytest.fixture
def curator(app: Flask) -> Visitor:
    """The curator, let in; of an application with `KEY`."""
    found = Visitor(app.test_client())
    found.get("/curator")
    found.submit({"naam": "Anna", "sleutel": KEY})
    assert "Gedeelde kennis bijhouden" in found.page.text
    return found


@pytest.fixture
def edit(visitor: Visitor) -> str:
    """An assessment of X after the first three answers."""
    address = visitor.begin()
    visitor.answer(address, 1, FIRST)
    return address
