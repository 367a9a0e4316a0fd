"""The one place that keeps a signed-off dossier as it is: every write asks here for its assessment."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.storage.decision_tables import Dossier
from webapp.storage.locking import lock
from webapp.storage.models import Assessment
from webapp.storage.records import AssessmentRecord


class Frozen(Exception):
    """The dossier was signed off; nothing in it may change. A new look goes on from it."""

    def __init__(self, assessment_id: int) -> None:
        self.assessment_id = assessment_id
        super().__init__(f"assessment {assessment_id} was signed off")


def open_to_change(session: Session, assessment_id: int) -> Assessment | None:
    """The assessment, locked until the end of the write; None when it is gone.

    Raises:
        Frozen: when it was signed off, also when that happened a moment ago.
    """
    row = lock(session, assessment_id)
    if row is None:
        return None
    if session.scalar(select(Dossier.id).where(Dossier.assessment_id == assessment_id)) is not None:
        raise Frozen(assessment_id)
    return row


def is_frozen(record: AssessmentRecord) -> bool:
    """Whether an assessment was signed off, as far as its record knows."""
    return record.frozen_at is not None
