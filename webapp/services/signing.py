"""Signing off: the dossier as one text with a hash, and checking later whether it still holds.

The advice in it is a receipt of the engine, so it can be computed again instead of trusted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine import canonical
from engine.diagnostics import ContentError
from engine.receipt import make_receipt
from engine.replay import Receipt, read_receipt, replay
from webapp.services.decision_files import decision_json
from webapp.services.decisions import DecisionRow
from webapp.services.files import to_file
from webapp.services.weighing import Weighing
from webapp.services.wording import headline, score_text
from webapp.storage.decision_records import DecisionRecord, DossierRecord
from webapp.storage.records import PointRecord, TaskRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

KIND, FORM = "basislijn-dossier", 1


@dataclass(frozen=True)
class Signature:
    """Who signed off, and on which day."""

    decider: str
    decided: date


@dataclass(frozen=True)
class FrozenRow:
    """A decision as it was signed off."""

    item: str
    kind: str
    title: str
    label: str
    reason: str
    decider: str
    decided: date | None
    review: date | None


@dataclass(frozen=True)
class Signed:
    """A dossier that was signed off, read back."""

    record: DossierRecord
    data: Mapping[str, Any]
    headline: str
    score: str
    rows: tuple[FrozenRow, ...]

    @property
    def receipt(self) -> Mapping[str, Any]:
        """The receipt of the advice."""
        return self.data["kwitantie"]


@dataclass(frozen=True)
class Check:
    """What came out of checking a dossier; without faults and differences it still holds."""

    whole: bool
    same_answers: bool
    differs: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything agrees."""
        return self.whole and self.same_answers and not self.differs


def state_of(weighing: Weighing, decisions: Mapping[str, DecisionRecord]) -> str:
    """A short text for what somebody sees when signing off; another one when anything changed."""
    answers = {key: answer.version for key, answer in weighing.record.answers.items()}
    versions = {key: row.version for key, row in decisions.items()}
    advice = (weighing.topic.version_hash, headline(weighing.advice), score_text(weighing.advice.score))
    text = repr((sorted(answers.items()), sorted(versions.items()), advice, weighing.record.attendees))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def make_dossier(
    weighing: Weighing,
    rows: tuple[DecisionRow, ...],
    points: Mapping[str, PointRecord],
    tasks: Mapping[str, TaskRecord],
    signature: Signature,
    now: datetime,
) -> DossierRecord:
    """Everything as it is now, as one text with its hash."""
    decisions = {row.item: row.decision for row in rows}
    receipt = make_receipt(
        weighing.topic.engine, weighing.answers, weighing.today, weighing.record.subject or ""
    )
    data = {
        "soort": KIND,
        "vorm": FORM,
        "gemaakt": now.isoformat(timespec="seconds"),
        "vastgesteld_door": signature.decider,
        "vastgesteld_op": signature.decided.isoformat(),
        "advies": headline(weighing.advice),
        "score": score_text(weighing.advice.score),
        "besluiten": [_row_json(row) for row in rows],
        "afweging": json.loads(to_file(weighing, points, tasks, decisions)),
        "kwitantie": receipt,
    }
    text = canonical.dump(data).decode()
    return DossierRecord(
        weighing.record.id,
        signature.decider,
        signature.decided,
        text,
        hashlib.sha256(text.encode()).hexdigest(),
        now,
    )


def _row_json(row: DecisionRow) -> dict[str, Any]:
    return {
        "onderwerp": row.item,
        "soort": row.kind,
        "titel": row.title,
        "keuze_in_woorden": row.label,
        **decision_json(row.decision),
    }


def signed(record: DossierRecord) -> Signed:
    """Read a dossier back."""
    data = json.loads(record.snapshot)
    rows = tuple(_frozen_row(row) for row in data["besluiten"])
    return Signed(record, data, data["advies"], data["score"], rows)


def _frozen_row(row: Mapping[str, Any]) -> FrozenRow:
    return FrozenRow(
        row["onderwerp"],
        row["soort"],
        row["titel"],
        row["keuze_in_woorden"],
        row["reden"],
        row["besluit_door"],
        _day(row["op"]),
        _day(row["opnieuw_bekijken_op"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def receipt_of(dossier: Signed) -> Receipt:
    """The receipt in a dossier; raises ContentError when it can't be read."""
    return read_receipt(canonical.dump(dossier.receipt), "dossier")


def check(dossier: Signed, weighing: Weighing, snapshot: Snapshot) -> Check:
    """Compute the advice again, and see whether anything was changed since it was signed off."""
    whole = hashlib.sha256(dossier.record.snapshot.encode()).hexdigest() == dossier.record.sha256
    stored = json.loads(to_file(weighing, {}, {}, {}))["antwoorden"]
    same = stored == dossier.data["afweging"]["antwoorden"]
    try:
        receipt = receipt_of(dossier)
    except ContentError as error:
        return Check(whole, same, (error.diagnostics[0].message,), ())
    topic = snapshot.topic(dossier.data["afweging"]["vragenlijst"])
    if topic is None:
        return Check(whole, same, ("de vragenlijst van toen staat hier niet meer",), ())
    found = replay(snapshot.content, receipt, topic.engine)
    return Check(whole, same, found.differs, found.remarks)
