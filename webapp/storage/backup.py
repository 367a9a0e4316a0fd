"""A backup of everything: each table as lines of JSON, the files beside them, and a checksum of every part.

The same format on SQLite and PostgreSQL, so that it is also the way from the one to the other. Tables are
read from the database itself, not from the models: a backup of an older version goes back in its own tables,
and migrated from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from webapp.storage.database import Database
from webapp.storage.rows import batches, continue_numbers, row_from_json, row_to_json, tables_of

KIND = "basislijn-kopie"
FORMAT = 1
MANIFEST, SUMS = "kopie.json", "SHA256SUMS"
TABLES, FILES = "tabellen", "bestanden"


class BackupProblem(Exception):
    """Why a backup can't be made, read or put back; the text is for people."""


@dataclass(frozen=True)
class Backup:
    """What is in a backup."""

    made: datetime
    revision: str
    rows: Mapping[str, int]
    files: int


def make_backup(database: Database, files: Path | None, target: Path, now: datetime) -> Backup:
    """Write everything to ``target``, readable by this user only.

    Raises:
        BackupProblem: when the target exists, or the tables are of another version.
    """
    if target.exists():
        raise BackupProblem(f"{target} bestaat al. Kies een andere naam.")
    revision = database.revision()
    if revision is None:
        raise BackupProblem("Deze database is leeg. Er is niets om te bewaren.")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        sums: dict[str, str] = {}
        rows = _write_tables(database, archive, sums)
        found = [path for path in sorted(files.rglob("*")) if path.is_file()] if files else []
        for path in found:
            name = f"{FILES}/{path.relative_to(files or path).as_posix()}"
            sums[name] = _copy(archive, name, path)
        backup = Backup(now, revision, rows, len(found))
        _write(archive, MANIFEST, [_manifest(backup)], sums)
        archive.writestr(SUMS, "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())))
    return backup


def check_backup(source: Path) -> Backup:
    """Read a backup whole, and compare every part with its checksum.

    Raises:
        BackupProblem: when it is no backup, or a part is missing, added or damaged.
    """
    with _open(source) as archive:
        return _checked(archive)


def restore_backup(database: Database, files: Path, source: Path) -> Backup:
    """Put a backup back in an empty database and folder, and migrate it to this version.

    Raises:
        BackupProblem: when the backup is damaged or newer, or there is something already.
    """
    with _open(source) as archive:
        backup = _checked(archive)
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
        _unpack(archive, files)
    database.migrate()
    return backup


# --- tables -------------------------------------------------------------------------------------------


def _write_tables(database: Database, archive: zipfile.ZipFile, sums: dict[str, str]) -> dict[str, int]:
    rows: dict[str, int] = {}
    with database.snapshot() as connection:
        for table in tables_of(connection):
            counted = _Counted(connection.execute(select(table).order_by(*table.primary_key)).mappings())
            _write(archive, f"{TABLES}/{table.name}.jsonl", map(row_to_json, counted), sums)
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


# --- the file -----------------------------------------------------------------------------------------


def _manifest(backup: Backup) -> str:
    return json.dumps(
        {
            "soort": KIND,
            "vorm": FORMAT,
            "gemaakt": backup.made.isoformat(),
            "tabellen_versie": backup.revision,
            "rijen": dict(backup.rows),
            "bestanden": backup.files,
        },
        indent=2,
    )


def _write(archive: zipfile.ZipFile, name: str, lines: Iterable[str], sums: dict[str, str]) -> None:
    digest = hashlib.sha256()
    with archive.open(name, "w") as stream:
        for line in lines:
            data = f"{line}\n".encode()
            digest.update(data)
            stream.write(data)
    sums[name] = digest.hexdigest()


def _copy(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    with path.open("rb") as stream, archive.open(name, "w") as target:
        return _pour(stream, target.write)


def _pour(stream: IO[bytes], write: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    while part := stream.read(1 << 20):
        digest.update(part)
        write(part)
    return digest.hexdigest()


def _open(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError:
        raise BackupProblem(f"{source} is er niet.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupProblem(f"{source} is niet te lezen als kopie: {error}.") from None


def _checked(archive: zipfile.ZipFile) -> Backup:
    try:
        lines = archive.read(SUMS).decode().splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        if (present := set(archive.namelist()) - {SUMS}) != set(sums):
            raise BackupProblem(
                f"In de kopie ontbreekt iets of staat te veel: {sorted(present ^ set(sums))[:5]}."
            )
        for name, digest in sums.items():
            with archive.open(name) as stream:
                if _pour(stream, lambda _part: None) != digest:
                    raise BackupProblem(f"{name} in de kopie is beschadigd of veranderd.")
        found = json.loads(archive.read(MANIFEST))
        if (found["soort"], found["vorm"]) != (KIND, FORMAT):
            raise BackupProblem("Dit is geen kopie die deze versie van Basislijn kan lezen.")
        return Backup(
            datetime.fromisoformat(found["gemaakt"]),
            found["tabellen_versie"],
            found["rijen"],
            found["bestanden"],
        )
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupProblem(f"Dit is geen hele kopie van Basislijn: {error}.") from None


def _unpack(archive: zipfile.ZipFile, files: Path) -> None:
    for name in archive.namelist():
        if not name.startswith(f"{FILES}/"):
            continue
        path = (files / name.removeprefix(f"{FILES}/")).resolve()
        if not path.is_relative_to(files.resolve()):
            raise BackupProblem(f"De kopie wil buiten de map schrijven: {name}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as stream, path.open("wb") as target:
            _pour(stream, target.write)
