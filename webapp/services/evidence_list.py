"""The evidence of an assessment, grouped by question in the order of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.services.discussion import title_of
from webapp.services.weighing import Weighing
from webapp.storage.work_records import EvidenceRecord


@dataclass(frozen=True)
class EvidenceGroup:
    """What shows where one answer comes from."""

    key: str
    title: str
    code: str
    items: tuple[EvidenceRecord, ...]


def evidence_groups(weighing: Weighing, items: Iterable[EvidenceRecord]) -> list[EvidenceGroup]:
    """Files and links by question; those about the whole first."""
    found: dict[str, list[EvidenceRecord]] = {}
    for item in items:
        found.setdefault(item.question, []).append(item)
    order = {key: at for at, key in enumerate(("", *weighing.questions))}
    return [
        EvidenceGroup(key, *title_of(weighing, key), tuple(found[key]))
        for key in sorted(found, key=lambda key: order.get(key, len(order)))
    ]


def size_text(size: int) -> str:
    """``320 kB`` or ``1,4 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)) if size else 0} kB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
