"""The folder with files of evidence: random names, outside everything that a web server hands out.

A file is written before its row and removed after it. A crash in between leaves a file without a row,
never a row without a file; :meth:`EvidenceFolder.sweep` clears such files away.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from webapp.storage.tokens import new_token

PIECE = 64 * 1024
#: A file younger than this may belong to somebody who is sending it right now.
YOUNG = 3600
NAME = re.compile(r"[A-Za-z0-9_-]{20,64}(\.deel)?")


@dataclass(frozen=True)
class Written:
    """A file that was written but has no row yet."""

    stored: str
    path: Path
    size: int
    sha256: str


class EvidenceFolder:
    """Where the files are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, stream: IO[bytes]) -> Written:
        """Write a stream under a random name."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = new_token()
        part = self.folder / f"{name}.deel"
        seen, size = hashlib.sha256(), 0
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as target:
                while piece := stream.read(PIECE):
                    seen.update(piece)
                    size += len(piece)
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            part.rename(self.folder / name)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Written(name, self.folder / name, size, seen.hexdigest())

    def path(self, stored: str) -> Path | None:
        """Where a file is; None when the name is none of ours or the file is not there."""
        if not NAME.fullmatch(stored):
            return None
        found = self.folder / stored
        return found if found.is_file() else None

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is gone already is fine."""
        for name in names:
            if NAME.fullmatch(name):
                (self.folder / name).unlink(missing_ok=True)

    def sweep(self, known: Iterable[str]) -> int:
        """Remove files that no row knows, unless they are so new that their row may still come."""
        if not self.folder.is_dir():
            return 0
        kept, edge, gone = set(known), time.time() - YOUNG, 0
        for path in self.folder.iterdir():
            if path.name not in kept and NAME.fullmatch(path.name) and path.stat().st_mtime < edge:
                path.unlink(missing_ok=True)
                gone += 1
        return gone
