"""Lists of assessments: light rows for hundreds, whole records for the page that is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, or_, select
from sqlalchemy.orm import selectinload

from webapp.storage import convert
from webapp.storage.assignments import record_of
from webapp.storage.database import Database
from webapp.storage.models import Answer, Assessment
from webapp.storage.records import AssessmentRecord
from webapp.storage.work_records import AssignmentRecord, HeadRecord
from webapp.storage.work_tables import Assignment

IN_ONE_QUERY = 400


class Listings:
    """Reads for lists; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def heads(
        self,
        *,
        workspace_id: int | None = None,
        ids: Iterable[int] | None = None,
        words: Sequence[str] = (),
    ) -> list[HeadRecord]:
        """The assessments of a workspace, or those with these ids, in which every word occurs somewhere.

        The latest first. Words are looked for in the title, the subject, notes, sources and answers.
        """
        query = select(*_columns()).order_by(Assessment.updated_at.desc(), Assessment.id.desc())
        if workspace_id is not None:
            query = query.where(Assessment.workspace_id == workspace_id)
        for word in words:
            query = query.where(_holds(word))
        wanted = None if ids is None else set(ids)
        if workspace_id is None and wanted is None:
            return []
        with self.database.sessions() as session:
            rows = [row for row in session.execute(query) if wanted is None or row.id in wanted]
            found = {row.id for row in rows}
            assigned: dict[int, list[AssignmentRecord]] = {}
            for part in _parts(sorted(found)):
                for item in session.scalars(select(Assignment).where(Assignment.assessment_id.in_(part))):
                    assigned.setdefault(item.assessment_id, []).append(record_of(item))
        return [HeadRecord(*row, assigned=tuple(assigned.get(row.id, ()))) for row in rows]

    def records(self, ids: Iterable[int]) -> dict[int, AssessmentRecord]:
        """Whole assessments by id, in a few queries whatever their number."""
        found: dict[int, AssessmentRecord] = {}
        with self.database.sessions() as session:
            for part in _parts(list(ids)):
                query = (
                    select(Assessment)
                    .where(Assessment.id.in_(part))
                    .options(selectinload(Assessment.answers))
                )
                found |= {row.id: convert.assessment(row) for row in session.scalars(query)}
        return found


def _columns() -> tuple[Any, ...]:
    """What a head holds, in its order; some of it is added to the table by other modules."""
    return (
        Assessment.id,
        Assessment.edit_token,
        Assessment.read_token,
        Assessment.questionnaire,
        Assessment.content_hash,
        Assessment.subject,
        Assessment.title,
        Assessment.updated_at,
        Assessment.revision,
        Assessment.frozen_at,
        Assessment.next_id,
        Assessment.meeting_until,
    )


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word occurs; JSON writes letters with accents as codes, so look for those too."""
    coded = json.dumps(word)[1:-1]
    own = (Assessment.title, Assessment.subject)
    texts = (Answer.note, Answer.source, Answer.who)
    inside = [column.icontains(word, autoescape=True) for column in texts]
    inside.append(cast(Answer.value, String).icontains(coded, autoescape=True))
    within = exists().where(Answer.assessment_id == Assessment.id, or_(*inside))
    return or_(*(column.icontains(word, autoescape=True) for column in own), within)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(ids), IN_ONE_QUERY):
        yield ids[start : start + IN_ONE_QUERY]
