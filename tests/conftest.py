"""For every test: a skipped test is a failed test, and the profiles of Hypothesis.

What a test needs is installed by `make test`. A test that skips itself would let a green run hide
a hole, so skipping (and expecting to fail) counts as failing, on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import make_url

from tests.postgres import Postgres, postgres_server
from webapp.storage.database import Database

ROOT = Path(__file__).resolve().parent.parent

# `snel` tries the same examples on every run; `lang` (make test-all) tries many new ones.
settings.register_profile(
    "snel",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "lang",
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "snel"))


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip, or an expected failure, into a failure that names its reason."""
    if report.skipped:
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A test may not skip itself. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """See `refuse_skip`."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """See `refuse_skip`; a whole file can skip itself too."""
    report = yield
    refuse_skip(report)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a long test fifty minutes, unless it names its own limit."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(3000))


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; started by the first test that asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_with_tables(postgres: Postgres) -> str:
    """The name of a database with all tables and nothing in them; copying is quicker than migrating."""
    address = postgres.fresh()
    database = Database(address)
    database.migrate()
    database.close()
    return str(make_url(address).database)


@pytest.fixture
def postgres_url(postgres: Postgres, postgres_with_tables: str) -> Iterator[str]:
    """The address of a database with all tables and nothing in them, for the application's role."""
    address = postgres.fresh(postgres_with_tables)
    yield address
    postgres.drop(address)


@pytest.fixture
def bare_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database, for the application's role."""
    address = postgres.fresh()
    yield address
    postgres.drop(address)
