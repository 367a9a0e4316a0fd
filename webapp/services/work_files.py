"""The work around the answers in the complete file: who does what, remarks, evidence, history, scenarios.

Contents of evidence are large: :func:`lift` takes them out before a file is read as JSON, so that reading it
costs no more than reading a file without them. `work_reading` reads the rest back.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.services.file_parts import answer_json
from webapp.storage.scenario_records import ScenarioRecord
from webapp.storage.work_records import AssignmentRecord, CommentRecord, EvidenceRecord, VersionRecord

CONTENT = re.compile(rb'"inhoud":\s*+"([A-Za-z0-9+/=]{200,}+)"')
ADVICE = (
    "Bewaar deze bestanden zelf, bij ‘Bewijs’. De beheerder van Basislijn neemt alles van een organisatie mee"
    " met ‘basislijn beheer exporteer’."
)

#: Contents that were lifted out of a file, by the number that stands in their place.
Contents = dict[int, bytes]


@dataclass(frozen=True)
class Filed:
    """Evidence with the content of its file; ``refused`` says why it can't be kept."""

    item: EvidenceRecord
    content: bytes = b""
    refused: str = ""


@dataclass(frozen=True)
class Work:
    """The work around the answers. ``left`` is the evidence that did not fit, ``left_versions`` how many."""

    assignments: tuple[AssignmentRecord, ...] = ()
    comments: tuple[CommentRecord, ...] = ()
    evidence: tuple[Filed, ...] = ()
    versions: tuple[VersionRecord, ...] = ()
    scenarios: tuple[ScenarioRecord, ...] = ()
    left: tuple[str, ...] = ()
    left_versions: int = 0
    signed: datetime | None = None


# --- out ------------------------------------------------------------------------------------------------


def work_json(work: Work) -> dict[str, Any]:
    """The work as plain data."""
    return {
        "vastgesteld_op": _iso(work.signed),
        "verdeling": {
            item.section: {"wie": item.who, "klaar_op": item.due.isoformat() if item.due else None}
            for item in work.assignments
        },
        "opmerkingen": [_comment_json(comment) for comment in work.comments],
        "bewijs": [_evidence_json(filed) for filed in work.evidence],
        "scenarios": [
            {
                "naam": row.name,
                "op": _iso(row.created_at),
                "keuzes": {key: list(values) for key, values in row.choices.items()},
            }
            for row in work.scenarios
        ],
        "geschiedenis": [version_json(version) for version in work.versions],
        "weggelaten": {
            "bestanden": list(work.left),
            "versies": work.left_versions,
            "advies": ADVICE if work.left else "",
        },
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _comment_json(comment: CommentRecord) -> dict[str, Any]:
    return {
        "vraag": comment.question,
        "tekst": comment.text,
        "door": comment.author,
        "op": _iso(comment.created_at),
        "afgehandeld_op": _iso(comment.resolved_at),
        "in_dossier": comment.in_dossier,
    }


def _evidence_json(filed: Filed) -> dict[str, Any]:
    item = filed.item
    data = {"vraag": item.question, "titel": item.title, "door": item.author, "op": _iso(item.created_at)}
    if item.url:
        return {**data, "adres": item.url}
    return {
        **data,
        "bestandsnaam": item.file_name,
        "mediatype": item.media,
        "grootte": item.size,
        "sha256": item.sha256,
        "inhoud": base64.b64encode(filed.content).decode("ascii"),
    }


def version_json(version: VersionRecord) -> dict[str, Any]:
    """One version as plain data; what is empty in its answer is left out, for there can be thousands."""
    said = None
    if version.answer is not None:
        usual = {"bevestigd": True, "overgenomen": False}
        said = {
            key: value
            for key, value in answer_json(version.answer).items()
            if key == "waarde" or (value not in (None, "") and value is not usual.get(key))
        }
    return {
        "vraag": version.question,
        "nummer": version.number,
        "hoe": version.how,
        "door": version.author,
        "op": _iso(version.created_at),
        "antwoord": said,
    }


def lift(raw: bytes) -> tuple[bytes, Contents]:
    """Take the contents of evidence out of a file: the file with numbers in their place, and the contents."""
    contents: Contents = {}

    def out(match: re.Match[bytes]) -> bytes:
        contents[len(contents)] = match[1]
        return b'"inhoud": %d' % (len(contents) - 1)

    return CONTENT.sub(out, raw), contents
