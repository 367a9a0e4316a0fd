"""A backup of everything: each table as lines of JSON, the files beside them, and a checksum of every part.

The same format on SQLite and PostgreSQL, so that it is also the way from the one to the other. Tables are
read from the database itself, not from the models: a backup of an older version goes back in its own tables,
and migrated from there.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from webapp.storage.database import Database
from webapp.storage.packed import (
    FILES,
    TABLES,
    Backup,
    BackupProblem,
    Writer,
    checked,
    opened,
    unpack,
    writing,
)
from webapp.storage.rows import batches, continue_numbers, row_from_json, row_to_json, tables_of

__all__ = ["Backup", "BackupProblem", "check_backup", "make_backup", "restore_backup"]

KIND = "basislijn-kopie"


def make_backup(database: Database, files: Path | None, target: Path, now: datetime) -> Backup:
    """Write everything to ``target``, readable by this user only.

    Raises:
        BackupProblem: when the target exists, or the tables are of another version.
    """
    revision = database.revision()
    if revision is None:
        raise BackupProblem("Deze database is leeg. Er is niets om te bewaren.")
    with writing(target) as out:
        rows = _write_tables(database, out)
        found = [path for path in sorted(files.rglob("*")) if path.is_file()] if files else []
        for path in found:
            out.file(f"{FILES}/{path.relative_to(files or path).as_posix()}", path)
        backup = Backup(now, revision, rows, len(found))
        out.close(KIND, backup)
    return backup


def check_backup(source: Path) -> Backup:
    """Read a backup whole, and compare every part with its checksum.

    Raises:
        BackupProblem: when it is no backup, or a part is missing, added or damaged.
    """
    with opened(source) as archive:
        return checked(archive, KIND)


def restore_backup(database: Database, files: Path, source: Path) -> Backup:
    """Put a backup back in an empty database and folder, and migrate it to this version.

    Raises:
        BackupProblem: when the backup is damaged or newer, or there is something already.
    """
    with opened(source) as archive:
        backup = checked(archive, KIND)
        if files.exists() and any(files.iterdir()):
            raise BackupProblem(f"De map {files} is niet leeg. Zet de kopie terug op een nieuwe plek.")
        if backup.revision not in database.revisions:
            raise BackupProblem(
                f"Deze kopie is van een nieuwere versie van Basislijn ({backup.revision}). "
                "Werk Basislijn eerst bij."
            )
        if (present := database.revision()) is not None and _holds_rows(database):
            raise BackupProblem(
                "In deze database staan al gegevens. Zet de kopie terug in een lege database."
            )
        if present is not None:
            database.migrate("base", down=True)
        database.migrate(backup.revision)
        _read_tables(database, archive, backup)
        unpack(archive, files)
    database.migrate()
    return backup


# --- tables -------------------------------------------------------------------------------------------


def _write_tables(database: Database, out: Writer) -> dict[str, int]:
    rows: dict[str, int] = {}
    with database.snapshot() as connection:
        for table in tables_of(connection):
            counted = _Counted(connection.execute(select(table).order_by(*table.primary_key)).mappings())
            out.lines(f"{TABLES}/{table.name}.jsonl", map(row_to_json, counted))
            rows[table.name] = counted.count
    return rows


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row


def _read_tables(database: Database, archive: zipfile.ZipFile, backup: Backup) -> None:
    with database.as_system() as connection:
        for table in tables_of(connection):
            name = f"{TABLES}/{table.name}.jsonl"
            if table.name not in backup.rows:
                raise BackupProblem(f"In de kopie ontbreekt de tabel {table.name}.")
            with archive.open(name) as lines:
                for batch in batches(row_from_json(table, line.decode()) for line in lines):
                    connection.execute(table.insert(), batch)
            continue_numbers(connection, table)


def _holds_rows(database: Database) -> bool:
    with database.as_system() as connection:
        return any(
            connection.execute(select(table).limit(1)).first() is not None for table in tables_of(connection)
        )
