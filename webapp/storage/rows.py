"""Rows as lines of JSON and back, of the tables as they are in a database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Connection, Integer, MetaData, Table, func, select, text

VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, each after the tables that it points to."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name != VERSION_TABLE]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return tables


def row_to_json(row: Mapping[str, Any]) -> str:
    """One row as a line of JSON."""
    return json.dumps({key: _plain(value) for key, value in row.items()}, ensure_ascii=False, sort_keys=True)


def row_from_json(table: Table, line: str) -> dict[str, Any]:
    """The reverse, with the types of the table."""
    found = json.loads(line)
    return {column.name: _typed(column.type, found[column.name]) for column in table.columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Any, value: Any) -> Any:
    if value is None or isinstance(kind, JSON):
        return value
    wanted = kind.python_type
    if wanted is datetime:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if wanted is date else value


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows, so many at once."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def continue_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the ones that were put back."""
    keys = list(table.primary_key)
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    last = connection.scalar(select(func.max(keys[0])))
    if last is not None:
        statement = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        connection.execute(statement, {"table": table.name, "column": keys[0].name, "last": last})
