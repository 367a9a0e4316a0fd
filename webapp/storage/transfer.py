"""Everything of one organisation: out to a file, into another installation, and away for real.

Which rows are an organisation's follows from `wall.RULES` and the keys between tables, so that a new table
comes along by itself. What does not go along: passwords and sign-ins (people get a new invitation), and what
the organisation gave away for good (counts of at least five). The log goes along to be read; an installation
that takes the file in begins its own, with the checksum of the file as its first line.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select

from webapp.storage import audit, wall
from webapp.storage.packed import FILES, TABLES, Backup, BackupProblem, checked, opened, writing
from webapp.storage.repository import Repository
from webapp.storage.rows import continue_numbers, row_from_json, row_to_json, tables_of
from webapp.storage.wall import RULES, Through

KIND = "basislijn-organisatie"
IN_ONE_QUERY = 400
#: Not of an organisation, or worth nothing elsewhere.
LEFT = frozenset({"sign_in", "gone", "feedback", "feedback_ticket", "benchmark_release", "curated_fact"})
READ_ONLY = "audit_entry"
CREDENTIALS: Mapping[str, object] = {
    "password_hash": None,
    "issuer": None,
    "subject": None,
    "is_curator": False,
    "demo": False,
}
Row = dict[str, Any]


@dataclass
class _Found:
    """The rows of an organisation, by table."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def ids(self, table: str) -> list[Any]:
        return [row["id"] for row in self.rows.get(table, ())]


def export_organisation(store: Repository, organisation: int, target: Path, now: datetime) -> Backup:
    """Write everything of one organisation to a new file.

    Raises:
        BackupProblem: when the file exists already.
    """
    with store.database.snapshot() as connection:
        found = _collect(connection, organisation)
    files = [row["stored"] for row in found.rows["evidence"] if row["stored"]]
    folder = store.evidence.files.folder if store.evidence.files else None
    with writing(target) as out:
        for name, rows in found.rows.items():
            out.lines(f"{TABLES}/{name}.jsonl", map(row_to_json, rows))
        for name in files:
            if folder is None or not (folder / name).is_file():
                raise BackupProblem(f"Een bestand van het bewijs ontbreekt: {name}.")
            out.file(f"{FILES}/{name}", folder / name)
        counts = {name: len(rows) for name, rows in found.rows.items()}
        backup = Backup(now, str(store.database.revision()), counts, len(files))
        out.close(KIND, backup)
    return backup


def import_organisation(store: Repository, source: Path, now: datetime) -> int:
    """Take an organisation in from such a file; its number here.

    Raises:
        BackupProblem: when the file is damaged or of another version, or the organisation is here already.
    """
    digest = hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else ""
    with opened(source) as archive:
        backup = checked(archive, KIND)
        if backup.revision != store.database.revision():
            raise BackupProblem(
                f"Dit bestand is van een andere versie van Basislijn ({backup.revision}). "
                "Breng beide op dezelfde versie."
            )
        with wall.system(), store.database.writing.begin() as session:
            number = _take_in(session.connection(), archive, backup)
            audit.write(
                session, "ingelezen", f"organisatie {number}", now, organisation=number, sha256=digest
            )
            _unpack_new(archive, store)
    return number


def remove_organisation(store: Repository, organisation: int, now: datetime) -> dict[str, int]:
    """Delete everything of one organisation for real; how many rows of which table.

    The log stays: it names nobody, and cannot be changed.
    """
    with wall.system(), store.database.writing.begin() as session:
        connection = session.connection()
        found = _collect(connection, organisation)
        removed: dict[str, int] = {}
        for table in reversed(tables_of(connection)):
            if table.name == READ_ONLY or not found.rows.get(table.name):
                continue
            ids = [row["id"] for row in found.rows[table.name]]
            if table.name == "person":
                ids = _without_membership(connection, table, ids)
            for part in _parts(ids):
                connection.execute(delete(table).where(table.c.id.in_(part)))
            removed[table.name] = len(ids)
        audit.write(session, "organisatie_gewist", f"organisatie {organisation}", now)
        files = [row["stored"] for row in found.rows["evidence"]]
    store.evidence.remove_files(files)
    return removed


# --- which rows -----------------------------------------------------------------------------------------


def _collect(connection: Connection, organisation: int) -> _Found:
    found = _Found()
    for table in tables_of(connection):
        if table.name not in LEFT:
            found.rows[table.name] = list(_rows(connection, table, organisation, found))
    found.rows["person"] = [{**row, **CREDENTIALS} for row in found.rows["person"]]
    return found


def _rows(connection: Connection, table: Table, organisation: int, found: _Found) -> Iterator[Row]:
    query = select(table).order_by(*table.primary_key)
    rule = RULES[table.name]
    if table.name == "organisation":
        conditions = [table.c.id == organisation]
    elif table.name == "person":
        members = table.metadata.tables["membership"]
        mine = select(members.c.person_id).where(members.c.organisation_id == organisation)
        conditions = [table.c.id.in_(mine)]
    elif "organisation_id" in table.c:
        conditions = [table.c.organisation_id == organisation]
    elif isinstance(rule, Through):
        conditions = [table.c[rule.column].in_(part) for part in _parts(found.ids(rule.parent))]
    elif "assessment_id" in table.c:  # shared by choice, and still this organisation's to take back
        conditions = [table.c.assessment_id.in_(part) for part in _parts(found.ids("assessment"))]
    else:
        conditions = []
    for condition in conditions:
        yield from (dict(row) for row in connection.execute(query.where(condition)).mappings())


def _without_membership(connection: Connection, person: Table, ids: list[Any]) -> list[Any]:
    members = person.metadata.tables["membership"]
    query = select(members.c.person_id).where(or_(*(members.c.person_id == key for key in ids)))
    elsewhere = set(connection.scalars(query))
    curators = set(connection.scalars(select(person.c.id).where(person.c.is_curator)))
    return [key for key in ids if key not in elsewhere | curators]


def _parts(ids: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(ids), IN_ONE_QUERY):
        yield ids[start : start + IN_ONE_QUERY]


# --- taking in ------------------------------------------------------------------------------------------


def _take_in(connection: Connection, archive: zipfile.ZipFile, backup: Backup) -> int:
    numbers: dict[str, dict[Any, Any]] = {}
    for table in tables_of(connection):
        if table.name == READ_ONLY or table.name not in backup.rows:
            continue
        known = numbers.setdefault(table.name, {})
        with archive.open(f"{TABLES}/{table.name}.jsonl") as lines:
            for line in lines:
                row = row_from_json(table, line.decode())
                known[row["id"]] = _insert(connection, table, row, numbers)
        continue_numbers(connection, table)
    return int(next(iter(numbers["organisation"].values())))


def _insert(connection: Connection, table: Table, row: Row, numbers: dict[str, dict[Any, Any]]) -> Any:
    """One row, with the numbers that it and its neighbours have here."""
    if table.name == "person" and (here := _by(connection, table, "email", row["email"])) is not None:
        return here
    if table.name == "organisation" and _by(connection, table, "slug", row["slug"]) is not None:
        raise BackupProblem(f"De organisatie ‘{row['slug']}’ is hier al.")
    values = {name: value for name, value in row.items() if name != "id"}
    for column in table.columns:
        for key in column.foreign_keys:
            if values.get(column.name) is not None:
                values[column.name] = numbers[key.column.table.name].get(values[column.name])
    if "organisation_key" in values:
        values["organisation_key"] = f"organisatie-{next(iter(numbers['organisation'].values()))}"
    result = connection.execute(insert(table).values(**values))
    return result.inserted_primary_key[0]  # type: ignore[index]


def _by(connection: Connection, table: Table, column: str, value: str) -> Any:
    return connection.scalar(select(table.c.id).where(func.lower(table.c[column]) == value.lower()))


def _unpack_new(archive: zipfile.ZipFile, store: Repository) -> None:
    """Write the files beside those that are here; names are random, so none is there yet."""
    if store.evidence.files is None:
        return
    folder = store.evidence.files.folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in archive.namelist():
        if name.startswith(f"{FILES}/"):
            plain = name.removeprefix(f"{FILES}/")
            if "/" in plain or plain.startswith("."):
                raise BackupProblem(f"Het bestand wil buiten de map schrijven: {name}.")
            (folder / plain).write_bytes(archive.read(name))
