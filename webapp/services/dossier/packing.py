"""ZIP files that are the same when what is in them is the same."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

DATED = (1980, 1, 1, 0, 0, 0)
FIRST = "mimetype"  # an ODT begins with it, and not compressed


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP with fixed dates and rights."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, DATED)
            entry.compress_type = ZIP_STORED if name == FIRST else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()


def repacked(content: bytes) -> bytes:
    """The same ZIP with fixed dates."""
    with ZipFile(BytesIO(content)) as archive:
        names = sorted(archive.namelist(), key=lambda name: name != FIRST)
        return packed({name: archive.read(name) for name in names if not name.endswith("/")})
