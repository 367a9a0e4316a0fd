"""A file with everything in it: lines of JSON and files, with a checksum of every part."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST, SUMS = "kopie.json", "SHA256SUMS"
TABLES, FILES = "tabellen", "bestanden"


class BackupProblem(Exception):
    """Why a backup can't be made, read or put back; the text is for people."""


@dataclass(frozen=True)
class Backup:
    """What is in a file with everything."""

    made: datetime
    revision: str
    rows: Mapping[str, int]
    files: int


class Writer:
    """Writes one such file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.sums = archive, dict[str, str]()

    def lines(self, name: str, lines: Iterable[str]) -> None:
        """Add a part, line by line."""
        digest = hashlib.sha256()
        with self.archive.open(name, "w") as stream:
            for line in lines:
                data = f"{line}\n".encode()
                digest.update(data)
                stream.write(data)
        self.sums[name] = digest.hexdigest()

    def file(self, name: str, path: Path) -> None:
        """Add a file as it is."""
        with path.open("rb") as stream, self.archive.open(name, "w") as target:
            self.sums[name] = pour(stream, target.write)

    def close(self, kind: str, backup: Backup) -> None:
        """Say what is in it, and the checksums."""
        found = {
            "soort": kind,
            "vorm": FORMAT,
            "gemaakt": backup.made.isoformat(),
            "tabellen_versie": backup.revision,
            "rijen": dict(backup.rows),
            "bestanden": backup.files,
        }
        self.lines(MANIFEST, [json.dumps(found, indent=2)])
        sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        self.archive.writestr(SUMS, sums)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """A new file, readable by this user only.

    Raises:
        BackupProblem: when it exists already.
    """
    if target.exists():
        raise BackupProblem(f"{target} bestaat al. Kies een andere naam.")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        yield Writer(archive)


def pour(stream: IO[bytes], write: Callable[[bytes], object]) -> str:
    """Copy a stream; its checksum."""
    digest = hashlib.sha256()
    while part := stream.read(1 << 20):
        digest.update(part)
        write(part)
    return digest.hexdigest()


def opened(source: Path) -> zipfile.ZipFile:
    """Open such a file; raises BackupProblem."""
    try:
        return zipfile.ZipFile(source)
    except FileNotFoundError:
        raise BackupProblem(f"{source} is er niet.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BackupProblem(f"{source} is niet te lezen als kopie: {error}.") from None


def checked(archive: zipfile.ZipFile, kind: str) -> Backup:
    """Compare every part with its checksum; raises BackupProblem when something is missing or damaged."""
    try:
        lines = archive.read(SUMS).decode().splitlines()
        sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
        if (present := set(archive.namelist()) - {SUMS}) != set(sums):
            raise BackupProblem(
                f"In de kopie ontbreekt iets of staat te veel: {sorted(present ^ set(sums))[:5]}."
            )
        for name, digest in sums.items():
            with archive.open(name) as stream:
                if pour(stream, lambda _part: None) != digest:
                    raise BackupProblem(f"{name} in de kopie is beschadigd of veranderd.")
        found = json.loads(archive.read(MANIFEST))
        if (found["soort"], found["vorm"]) != (kind, FORMAT):
            raise BackupProblem("Dit is geen kopie die deze versie van Basislijn kan lezen.")
        return Backup(
            datetime.fromisoformat(found["gemaakt"]),
            found["tabellen_versie"],
            found["rijen"],
            found["bestanden"],
        )
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupProblem(f"Dit is geen hele kopie van Basislijn: {error}.") from None


def unpack(archive: zipfile.ZipFile, files: Path) -> None:
    """Write the files in it to a folder."""
    for name in archive.namelist():
        if not name.startswith(f"{FILES}/"):
            continue
        path = (files / name.removeprefix(f"{FILES}/")).resolve()
        if not path.is_relative_to(files.resolve()):
            raise BackupProblem(f"De kopie wil buiten de map schrijven: {name}.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(name) as stream, path.open("wb") as target:
            pour(stream, target.write)
