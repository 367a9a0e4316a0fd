"""The work around an assessment, out of the store for the complete file and back in from one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO

from webapp.scanning import FAILED, ScanProblem
from webapp.services.dutch import count_text, date_text, join_words, local
from webapp.services.evidence_kinds import EvidenceProblem
from webapp.services.evidence_taking import Limits, take
from webapp.services.work_files import Filed, Work, version_json
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.repository import Repository
from webapp.storage.work_records import EvidenceRecord, VersionRecord

NO_ROOM = "Bij deze afweging past geen bewijs meer bij."
NOT_HERE = "Hier kan geen bewijs worden bewaard."
MOST_REASONS = 3
VERSION_MARGIN = 200  # what a version takes more in the file than by itself: it stands further to the right


@dataclass(frozen=True)
class Refused:
    """Evidence that was not kept, and why."""

    title: str
    why: str


# --- out ------------------------------------------------------------------------------------------------


def in_base64(size: int) -> int:
    """How many bytes a file of this size takes as base64."""
    return (size + 2) // 3 * 4


def evidence_that_fits(
    items: Iterable[EvidenceRecord], room: int, takes: Callable[[int], int] = in_base64
) -> tuple[list[EvidenceRecord], list[EvidenceRecord]]:
    """What fits in a file that can be opened again, and what does not; the small files go first.

    Both keep the order of ``items``. Links always fit.
    """
    every = list(items)
    fits: set[str] = set()
    for item in sorted((item for item in every if item.is_file), key=lambda item: item.size):
        room -= takes(item.size)
        if room >= 0:
            fits.add(item.key)
    kept = [item for item in every if not item.is_file or item.key in fits]
    return kept, [item for item in every if item.is_file and item.key not in fits]


def gather(store: Repository, assessment_id: int, room: int, signed: datetime | None) -> Work:
    """All work around an assessment, with the files of evidence as far as they fit in ``room`` bytes."""
    kept, left = evidence_that_fits(store.evidence.of(assessment_id), room)
    folder = store.evidence.files
    evidence: list[Filed] = []
    for item in kept:
        path = folder.path(item.stored) if folder and item.is_file else None
        if item.is_file and path is None:
            left.append(item)
            continue
        evidence.append(Filed(item, path.read_bytes() if path else b""))
    return Work(
        assignments=tuple(row for row in store.assignments.of(assessment_id).values() if not row.empty),
        comments=tuple(store.comments.of(assessment_id)),
        evidence=tuple(evidence),
        versions=tuple(store.history.all(assessment_id)),
        scenarios=tuple(store.scenarios.of(assessment_id)),
        left=tuple(item.title for item in left),
        signed=signed,
    )


def without_bulk(work: Work) -> Work:
    """The same without versions and contents of evidence: what is left is the rest of the file."""
    return replace(work, versions=(), evidence=tuple(replace(filed, content=b"") for filed in work.evidence))


def within(work: Work, room: int) -> Work:
    """The same with the latest versions only, when all of them together take more than ``room`` bytes."""
    kept: list[VersionRecord] = []
    for version in reversed(work.versions):
        text = json.dumps(version_json(version), ensure_ascii=False, indent=2)
        room -= len(text.encode()) + VERSION_MARGIN
        if room < 0:
            break
        kept.append(version)
    left = len(work.versions) - len(kept)
    return replace(work, versions=tuple(reversed(kept)), left_versions=left) if left else work


# --- in -------------------------------------------------------------------------------------------------


def put_back(
    store: Repository, assessment_id: int, work: Work, limits: Limits, quota: int, now: datetime
) -> list[Refused]:
    """Keep the work of a file with a new assessment; gives the evidence that was refused."""
    store.assignments.save(assessment_id, work.assignments, {}, now)
    store.comments.restore(assessment_id, work.comments)
    store.scenarios.restore(assessment_id, work.scenarios)
    store.history.restore(assessment_id, work.versions, now)
    return _keep_evidence(store, assessment_id, work.evidence, limits, quota, now)


def _keep_evidence(
    store: Repository,
    assessment_id: int,
    evidence: Iterable[Filed],
    limits: Limits,
    quota: int,
    now: datetime,
) -> list[Refused]:
    """Every file passes what an upload passes; whatever goes wrong, no file stays behind without a row."""
    refused: list[Refused] = []
    taken: list[EvidenceRecord] = []
    until = time.monotonic() + limits.seconds
    try:
        for filed in evidence:
            why = filed.refused
            if not why and filed.item.url:
                taken.append(filed.item)
            elif not why:
                found, why = _take(store.evidence.files, filed, limits, until)
                taken += [found] if found else []
            if why:
                refused.append(Refused(filed.item.title, why))
        left = store.evidence.restore(assessment_id, taken, now, quota)
    except BaseException:
        store.evidence.remove_files(item.stored for item in taken)
        raise
    store.evidence.remove_files(item.stored for item in left)
    return refused + [Refused(item.title, NO_ROOM) for item in left]


def _take(
    folder: EvidenceFolder | None, filed: Filed, limits: Limits, until: float
) -> tuple[EvidenceRecord | None, str]:
    """One file; all files together get the time that the scanner has for one upload."""
    seconds = int(until - time.monotonic() + 0.5)
    if folder is None:
        return None, NOT_HERE
    if limits.scan and seconds < 1:
        return None, FAILED
    try:
        found = take(
            folder, BytesIO(filed.content), filed.item.file_name, replace(limits, seconds=max(1, seconds))
        )
    except (EvidenceProblem, ScanProblem) as problem:
        return None, str(problem)
    item = filed.item
    kept = replace(
        found, question=item.question, title=item.title, author=item.author, created_at=item.created_at
    )
    return kept, ""


# --- in words -------------------------------------------------------------------------------------------


def told(work: Work, refused: list[Refused]) -> tuple[list[str], list[str]]:
    """What came along, and what needs attention; short, for it goes to the next page in a cookie."""
    came = [
        (len(work.assignments), "deel met een naam", "delen met een naam"),
        (len(work.comments), "opmerking", "opmerkingen"),
        (len(work.evidence) - len(refused), "stuk bewijs", "stukken bewijs"),
        (len(work.scenarios), "scenario", "scenario’s"),
        (len(work.versions), "versie van een antwoord", "versies van antwoorden"),
    ]
    words = [count_text(number, one, many) for number, one, many in came if number]
    good = [f"Ook meegekomen: {join_words(words)}."] if words else []
    warn = []
    if work.signed:
        warn.append(
            f"De afweging in het bestand was vastgesteld op {date_text(local(work.signed).date())}."
            " Hier begint zij open: stel haar opnieuw vast als dat nodig is."
        )
    reasons = list(dict.fromkeys(each.why for each in refused))
    for why in reasons[:MOST_REASONS]:
        warn.append(f"Niet bewaard: {first_names(e.title for e in refused if e.why == why)}. {why}")
    rest = sum(each.why not in reasons[:MOST_REASONS] for each in refused)
    if rest:
        warn.append(f"Nog {count_text(rest, 'stuk', 'stukken')} bewijs is om een andere reden niet bewaard.")
    if work.left:
        warn.append(
            f"Dit bewijs paste niet in het bestand: {first_names(work.left)}. Voeg het zelf toe bij ‘Bewijs’."
        )
    if work.left_versions:
        warn.append(f"De oudste {work.left_versions} versies van antwoorden pasten niet in het bestand.")
    return good, warn


def first_names(names: Iterable[str], most: int = 3) -> str:
    """``‘A’, ‘B’, ‘C’ en nog 4``."""
    every = [f"‘{name if len(name) <= 60 else name[:59] + '…'}’" for name in names]
    more = len(every) - most
    return ", ".join(every[:most]) + (f" en nog {more}" if more > 0 else "")
