"""Who is signed in, and in which browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.storage import audit, wall
from webapp.storage.account_records import SignInRecord, Who
from webapp.storage.account_tables import Person, SignIn
from webapp.storage.accounts import end_all, memberships, person
from webapp.storage.database import Database
from webapp.storage.tokens import digest, new_token

SEEN_EVERY = timedelta(minutes=1)


class SignIns:
    """Reads and writes of sign-ins (system scope: before it is known who this is)."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def start(self, person_id: int, browser: str, now: datetime, lasts: timedelta) -> str:
        """Sign somebody in; the token goes into the cookie and is kept as a digest."""
        token = new_token()
        with wall.system(), self.database.writing.begin() as session:
            for old in session.scalars(select(SignIn).where(SignIn.expires_at <= now)):
                session.delete(old)
            known = memberships(session, person_id)
            owner = known[0].organisation.id if len(known) == 1 else None
            session.add(
                SignIn(
                    digest=digest(token),
                    person_id=person_id,
                    organisation_id=owner,
                    browser=browser[:80],
                    created_at=now,
                    seen_at=now,
                    expires_at=now + lasts,
                )
            )
            audit.write(
                session, "ingelogd", f"persoon {person_id}", now, organisation=owner, person=person_id
            )
        return token

    def find(self, token: str, now: datetime, idle: timedelta) -> Who | None:
        """Who is signed in with this cookie; nobody when it is too old, or the account is closed."""
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(select(SignIn).where(SignIn.digest == digest(token)))
            if row is None or row.expires_at <= now or row.seen_at + idle <= now:
                return None
            found = session.get(Person, row.person_id)
            if found is None or not found.active:
                return None
            known = memberships(session, found.id)
            chosen = next((m for m in known if m.organisation.id == row.organisation_id), None)
            if chosen is None and len(known) == 1:
                chosen = known[0]
            who = Who(_record(row), person(found), known, chosen)
        if who.sign_in.seen_at + SEEN_EVERY <= now:
            self._seen(who.sign_in.id, now)
        return who

    def _seen(self, key: int, now: datetime) -> None:
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(SignIn, key)
            if row is not None:
                row.seen_at = now

    def choose(self, key: int, organisation_id: int) -> None:
        """Work for another of one's own organisations; the caller knows that it is."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(SignIn, key)
            if row is not None:
                row.organisation_id = organisation_id

    def of(self, person_id: int, now: datetime) -> list[SignInRecord]:
        """Where somebody is signed in, the latest first."""
        query = select(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at > now)
        with wall.system(), self.database.sessions() as session:
            return [_record(row) for row in session.scalars(query.order_by(SignIn.seen_at.desc()))]

    def end(self, key: int, person_id: int, now: datetime) -> None:
        """Sign out in one browser."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(SignIn, key)
            if row is not None and row.person_id == person_id:
                audit.write(
                    session,
                    "uitgelogd",
                    f"persoon {person_id}",
                    now,
                    organisation=row.organisation_id,
                    person=person_id,
                )
                session.delete(row)

    def end_everywhere(self, person_id: int, now: datetime) -> None:
        """Sign out in every browser."""
        with wall.system(), self.database.writing.begin() as session:
            end_all(session, person_id)
            audit.write(session, "overal_uitgelogd", f"persoon {person_id}", now, person=person_id)


def _record(row: SignIn) -> SignInRecord:
    return SignInRecord(row.id, row.browser, row.created_at, row.seen_at)
