"""Scenarios that somebody keeps by name: choices, never what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from webapp.storage.database import Database
from webapp.storage.frozen import open_to_change
from webapp.storage.scenario_records import ScenarioRecord
from webapp.storage.scenario_tables import Scenario

MOST = 10


class TooMany(Exception):
    """There is no room for one more scenario."""


class Scenarios:
    """Reads and writes of scenarios; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, assessment_id: int) -> list[ScenarioRecord]:
        """The scenarios of an assessment, the oldest first."""
        query = select(Scenario).where(Scenario.assessment_id == assessment_id).order_by(Scenario.id)
        with self.database.sessions() as session:
            return [_record(row) for row in session.scalars(query)]

    def keep(
        self, assessment_id: int, name: str, choices: Mapping[str, Sequence[str]], now: datetime
    ) -> ScenarioRecord | None:
        """Keep choices by name; a name that is there already gets these choices. None without the assessment.

        Raises:
            TooMany: when there are as many as fit.
            Frozen: when the dossier was signed off.
        """
        with self.database.writing.begin() as session:
            if open_to_change(session, assessment_id) is None:
                return None
            rows = list(session.scalars(select(Scenario).where(Scenario.assessment_id == assessment_id)))
            row = next((row for row in rows if row.name.casefold() == name.casefold()), None)
            if row is None:
                if len(rows) >= MOST:
                    raise TooMany
                row = Scenario(assessment_id=assessment_id, name=name)
                session.add(row)
            row.choices = {key: list(values) for key, values in choices.items()}
            row.created_at = now
            session.flush()
            return _record(row)

    def restore(self, assessment_id: int, scenarios: Iterable[ScenarioRecord]) -> None:
        """Put back those that were in a file, with their moments."""
        with self.database.writing.begin() as session:
            if open_to_change(session, assessment_id) is None:
                return
            session.add_all(
                Scenario(
                    assessment_id=assessment_id,
                    name=row.name,
                    choices={key: list(values) for key, values in row.choices.items()},
                    created_at=row.created_at,
                )
                for row in scenarios
            )

    def delete(self, assessment_id: int, scenario_id: int) -> bool:
        """Delete one; tells whether this assessment had it."""
        with self.database.writing.begin() as session:
            open_to_change(session, assessment_id)
            query = delete(Scenario).where(
                Scenario.assessment_id == assessment_id, Scenario.id == scenario_id
            )
            return bool(session.execute(query).rowcount)  # type: ignore[attr-defined]


def _record(row: Scenario) -> ScenarioRecord:
    choices = {key: tuple(values) for key, values in row.choices.items()}
    return ScenarioRecord(row.id, row.name, choices, row.created_at)
