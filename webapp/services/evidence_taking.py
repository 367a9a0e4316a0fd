"""The one way in for a file of evidence, uploaded or in a saved file: written, looked into, scanned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from webapp.scanning import scan
from webapp.services.evidence_kinds import EvidenceProblem, check, safe_name
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.work_records import EvidenceRecord


class TooLarge(EvidenceProblem):
    """A file is larger than we take."""


@dataclass(frozen=True)
class Limits:
    """What this installation takes: bytes per file, and the scanner with its time."""

    most: int
    scan: str = ""
    seconds: int = 60


def take(folder: EvidenceFolder, stream: IO[bytes], raw_name: str, limits: Limits) -> EvidenceRecord:
    """Write a file and look at it; what is refused leaves nothing behind.

    Raises:
        TooLarge: when it is larger than the limit.
        EvidenceProblem: when it is of a kind that we do not take, or not what its name says.
        ScanProblem: when the scanner refuses it, or could not look in time.
    """
    name = safe_name(raw_name)
    written = folder.write(stream)
    taken = False
    try:
        if written.size > limits.most:
            raise TooLarge(f"Dit bestand is groter dan {limits.most // 1_000_000} MB.")
        kind = check(written.path, name)
        scan(limits.scan, written.path, limits.seconds)
        taken = True
    finally:
        if not taken:
            folder.remove([written.stored])
    return EvidenceRecord(
        key="",
        question="",
        title=name,
        file_name=name,
        media=kind.media,
        size=written.size,
        sha256=written.sha256,
        stored=written.stored,
    )
