"""The one way to an assessment that is going to be changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.storage.models import Assessment


def lock(session: Session, assessment_id: int) -> Assessment | None:
    """The row of an assessment, held until the end of the transaction; None when it is gone.

    Every write that hangs on an assessment begins here, or with ``frozen.open_to_change``, which also refuses
    what may not change after signing off.
    """
    return session.get(Assessment, assessment_id, with_for_update=True)


def touch(row: Assessment, now: datetime) -> None:
    """Somebody worked on it, without weighing again: that keeps it from being purged."""
    row.worked_at = max(row.worked_at or now, now)
