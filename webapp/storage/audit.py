"""The log: it only grows, and each line carries the hash of the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.storage import wall
from webapp.storage.account_records import EntryRecord
from webapp.storage.account_tables import AuditEntry
from webapp.storage.database import Database

START = "0" * 64
LOCK = 20260004


def write(
    session: Session,
    action: str,
    thing: str,
    now: datetime,
    *,
    organisation: int | None = None,
    person: int | None = None,
    **details: object,
) -> None:
    """Add a line, in the same transaction as what it tells of.

    Who did it, and for which organisation, comes from the scope unless given. Names and addresses do not
    belong in ``details``: the log outlives them.
    """
    scope = wall.current()
    owner = scope.organisation if organisation is None else organisation
    actor = scope.person if person is None else person
    chain = owner or 0
    session.flush()
    _one_at_a_time(session, chain)
    query = select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.number.desc())
    last = session.scalar(query.limit(1))
    row = AuditEntry(
        chain=chain,
        number=last.number + 1 if last else 1,
        organisation_id=owner,
        at=now.replace(microsecond=0),
        who=f"persoon {actor}" if actor else "systeem",
        action=action,
        object=thing[:80],
        details=details,
        previous=last.hash if last else START,
    )
    row.hash = line_hash(row)
    session.add(row)
    session.flush()


def line_hash(row: AuditEntry) -> str:
    """The hash of everything that a line says, with the hash of the line before."""
    said = [
        *(row.chain, row.number, row.organisation_id, row.at.isoformat()),
        *(row.who, row.action, row.object, row.details, row.previous),
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _one_at_a_time(session: Session, chain: int) -> None:
    """Two lines may not follow the same one; SQLite holds the write lock already."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK}, {int(chain)})")


class Audit:
    """Reads of the log; part of the one query layer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def latest(self, most: int = 200) -> list[EntryRecord]:
        """The latest lines of this organisation, the newest first."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.organisation_id == wall.current().organisation)
            .order_by(AuditEntry.number.desc())
            .limit(most)
        )
        with self.database.sessions() as session:
            return [_record(row) for row in session.scalars(query)]

    def note(self, action: str, thing: str, now: datetime, **more: object) -> None:
        """Add a line about something that changed no row."""
        with self.database.writing.begin() as session:
            write(session, action, thing, now, **more)  # type: ignore[arg-type]

    def broken(self) -> Iterator[str]:
        """Yield what is wrong with the chains, each as a place in the log; nothing when all is well."""
        with wall.system(), self.database.sessions() as session:
            previous: dict[int, tuple[int, str]] = {}
            for row in session.scalars(select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.number)):
                number, last = previous.get(row.chain, (0, START))
                place = f"{row.chain}/{row.number}"
                if row.number != number + 1:
                    yield f"{place}: er ontbreken regels na {number}"
                elif row.previous != last:
                    yield f"{place}: volgt niet op de regel ervoor"
                if row.hash != line_hash(row):
                    yield f"{place}: deze regel is veranderd"
                previous[row.chain] = (row.number, row.hash)

    def ends(self) -> list[tuple[int, int, str]]:
        """The last line of each chain: its number and its hash; note these elsewhere to notice a cut."""
        found: dict[int, tuple[int, int, str]] = {}
        with wall.system(), self.database.sessions() as session:
            for row in session.scalars(select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.number)):
                found[row.chain] = (row.chain, row.number, row.hash)
        return list(found.values())


def _record(row: AuditEntry) -> EntryRecord:
    return EntryRecord(
        row.number, row.organisation_id, row.at, row.who, row.action, row.object, row.details, row.hash
    )
