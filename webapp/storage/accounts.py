"""Organisations, people, their roles, and invitations."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.storage import audit, wall
from webapp.storage.account_records import InvitationRecord, MemberRecord, OrganisationRecord, PersonRecord
from webapp.storage.account_tables import Invitation, Membership, Organisation, Person, SignIn
from webapp.storage.database import Database
from webapp.storage.tokens import digest, new_token

INVITED_FOR = timedelta(days=14)
MANAGER = "beheerder"


class LastManager(Exception):
    """An organisation keeps at least one person who manages its people."""


class Accounts:
    """Reads and writes of organisations and people; part of the one query layer.

    What belongs to one organisation obeys the scope. The ways in, where nobody is known yet, use the system
    scope; they are named so in their docstring.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    # --- organisations ----------------------------------------------------------------------------

    def make_organisation(self, name: str, kind: str, slug: str, now: datetime) -> OrganisationRecord:
        """Make an organisation (system scope)."""
        with wall.system(), self.database.writing.begin() as session:
            row = Organisation(name=name, kind=kind, slug=slug, created_at=now)
            session.add(row)
            session.flush()
            audit.write(session, "organisatie_gemaakt", slug, now, organisation=row.id)
            return organisation(row)

    def organisations(self) -> list[OrganisationRecord]:
        """Every organisation (system scope)."""
        with wall.system(), self.database.sessions() as session:
            return [
                organisation(row) for row in session.scalars(select(Organisation).order_by(Organisation.id))
            ]

    def name_of(self, organisation_id: int) -> str:
        """What an organisation is called (system scope); empty when it is gone."""
        with wall.system(), self.database.sessions() as session:
            found = session.get(Organisation, organisation_id)
            return found.name if found else ""

    def empty(self) -> bool:
        """Whether nobody and no organisation is known yet (system scope)."""
        with wall.system(), self.database.sessions() as session:
            return not session.scalar(select(func.count(Organisation.id))) and not session.scalar(
                select(func.count(Person.id))
            )

    # --- people -----------------------------------------------------------------------------------

    def by_email(self, email: str) -> PersonRecord | None:
        """Find somebody by address, to sign in (system scope)."""
        return self._person(Person.email == email)

    def by_identity(self, issuer: str, subject: str) -> PersonRecord | None:
        """Find somebody by what their own organisation's sign-in calls them (system scope)."""
        return self._person(Person.issuer == issuer, Person.subject == subject)

    def _person(self, *conditions: object) -> PersonRecord | None:
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(select(Person).where(*conditions))  # type: ignore[arg-type]
            return person(row) if row else None

    def has_demo(self) -> bool:
        """Whether this database was made for a demonstration (system scope)."""
        with wall.system(), self.database.sessions() as session:
            return session.scalar(select(Person.id).where(Person.demo).limit(1)) is not None

    def memberships(self, person_id: int) -> tuple[MemberRecord, ...]:
        """All roles of one person (system scope)."""
        with wall.system(), self.database.sessions() as session:
            return memberships(session, person_id)

    def members(self) -> list[MemberRecord]:
        """The people of the organisation on whose behalf we work."""
        query = (
            select(Person, Organisation, Membership.role)
            .join(Membership, Membership.person_id == Person.id)
            .join(Organisation, Organisation.id == Membership.organisation_id)
            .where(Membership.organisation_id == wall.current().organisation)
            .order_by(func.lower(Person.name), Person.id)
        )
        with self.database.sessions() as session:
            return [MemberRecord(person(a), organisation(b), role) for a, b, role in session.execute(query)]

    def set_role(self, person_id: int, role: str, now: datetime) -> bool:
        """Give a colleague another role; it holds at once.

        Raises:
            LastManager: when nobody would be left to manage the people.
        """
        with self.database.writing.begin() as session:
            row = _membership(session, person_id)
            if row is None:
                return False
            if row.role == role:
                return True
            _keep_a_manager(session, row)
            audit.write(session, "rol_veranderd", f"persoon {person_id}", now, van=row.role, naar=role)
            row.role = role
        return True

    def remove(self, person_id: int, now: datetime) -> bool:
        """Take a colleague out of the organisation; it holds at once.

        Raises:
            LastManager: when nobody would be left to manage the people.
        """
        with self.database.writing.begin() as session:
            row = _membership(session, person_id)
            if row is None:
                return False
            _keep_a_manager(session, row)
            audit.write(session, "uit_organisatie", f"persoon {person_id}", now, rol=row.role)
            session.delete(row)
        self._forget(person_id)
        return True

    def _forget(self, person_id: int) -> None:
        """Delete the account of somebody who belongs nowhere any more; the log knows a number only."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(Person, person_id)
            if row is not None and not row.is_curator and not memberships(session, person_id):
                session.delete(row)

    def set_curator(self, email: str, is_curator: bool, now: datetime) -> bool:
        """Make somebody the national curator, or no longer (system scope); whether there is such a person."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.scalar(select(Person).where(Person.email == email))
            if row is None:
                return False
            row.is_curator = is_curator
            what = "curator" if is_curator else "curator_af"
            audit.write(session, what, f"persoon {row.id}", now)
        return True

    def set_password(self, person_id: int, password_hash: str, now: datetime) -> None:
        """Change somebody's own password, and sign them out in every browser (system scope)."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(Person, person_id)
            if row is not None:
                row.password_hash = password_hash
                end_all(session, person_id)
                audit.write(session, "wachtwoord_veranderd", f"persoon {person_id}", now, person=person_id)

    def link_identity(self, person_id: int, issuer: str, subject: str, now: datetime) -> None:
        """Remember what somebody's own organisation calls them (system scope)."""
        with wall.system(), self.database.writing.begin() as session:
            row = session.get(Person, person_id)
            if row is not None:
                row.issuer, row.subject = issuer, subject
                audit.write(session, "aanmelding_gekoppeld", f"persoon {person_id}", now, person=person_id)

    def add_member(
        self, organisation_id: int, email: str, name: str, role: str, now: datetime, **more: object
    ) -> PersonRecord:
        """Give somebody a role, and an account when they have none (system scope)."""
        with wall.system(), self.database.writing.begin() as session:
            row = _member(session, organisation_id, email, name, role, now)
            for key, value in more.items():
                setattr(row, key, value)
            audit.write(
                session, "in_organisatie", f"persoon {row.id}", now, organisation=organisation_id, rol=role
            )
            return person(row)

    # --- invitations ------------------------------------------------------------------------------

    def invite(self, organisation_id: int, email: str, name: str, role: str, now: datetime) -> str:
        """Make an invitation; its token is shown once and kept as a digest. An older one stops working."""
        token = new_token()
        with self.database.writing.begin() as session:
            for old in session.scalars(_open(now).where(Invitation.email == email)):
                if old.organisation_id == organisation_id:
                    session.delete(old)
            row = Invitation(
                digest=digest(token),
                organisation_id=organisation_id,
                email=email,
                name=name,
                role=role,
                created_at=now,
                expires_at=now + INVITED_FOR,
            )
            session.add(row)
            session.flush()
            audit.write(
                session, "uitgenodigd", f"uitnodiging {row.id}", now, organisation=organisation_id, rol=role
            )
        return token

    def withdraw(self, invitation_id: int, now: datetime) -> None:
        """Take an invitation back."""
        with self.database.writing.begin() as session:
            row = session.get(Invitation, invitation_id)
            if row is not None:
                audit.write(session, "uitnodiging_ingetrokken", f"uitnodiging {row.id}", now)
                session.delete(row)

    def open_invitations(self, now: datetime) -> list[InvitationRecord]:
        """The invitations of this organisation that nobody used yet."""
        with self.database.sessions() as session:
            return [_invitation(session, row) for row in session.scalars(_open(now))]

    def invitation(self, token: str, now: datetime) -> InvitationRecord | None:
        """The open invitation behind a link (system scope)."""
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(_open(now).where(Invitation.digest == digest(token)))
            return _invitation(session, row) if row else None

    def invitation_for(self, email: str, now: datetime) -> InvitationRecord | None:
        """The open invitation for an address that was proved in another way (system scope)."""
        with wall.system(), self.database.sessions() as session:
            row = session.scalar(_open(now).where(Invitation.email == email).limit(1))
            return _invitation(session, row) if row else None

    def accept(
        self, invitation_id: int, name: str, password_hash: str | None, now: datetime
    ) -> PersonRecord | None:
        """Use an invitation once: the account, the role, the password if one was chosen (system scope)."""
        with wall.system(), self.database.writing.begin() as session:
            found = session.get(Invitation, invitation_id, with_for_update=True)
            if found is None or found.used_at is not None or found.expires_at <= now:
                return None
            found.used_at = now
            row = _member(session, found.organisation_id, found.email, name, found.role, now)
            row.name = name
            if password_hash:
                row.password_hash = password_hash
                end_all(session, row.id)
            audit.write(
                session,
                "uitnodiging_gebruikt",
                f"uitnodiging {found.id}",
                now,
                organisation=found.organisation_id,
                person=row.id,
                rol=found.role,
            )
            return person(row)


def memberships(session: Session, person_id: int) -> tuple[MemberRecord, ...]:
    """All roles of one person, by the name of the organisation."""
    query = (
        select(Person, Organisation, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person_id)
        .order_by(Organisation.name)
    )
    return tuple(MemberRecord(person(a), organisation(b), role) for a, b, role in session.execute(query))


def organisation(row: Organisation) -> OrganisationRecord:
    """A row as a record."""
    return OrganisationRecord(row.id, row.name, row.kind, row.slug)


def person(row: Person) -> PersonRecord:
    """A row as a record."""
    return PersonRecord(row.id, row.name, row.email, row.password_hash, row.is_curator, row.active, row.demo)


def end_all(session: Session, person_id: int) -> None:
    """Sign somebody out everywhere."""
    for row in session.scalars(select(SignIn).where(SignIn.person_id == person_id)):
        session.delete(row)


def _open(now: datetime):
    return (
        select(Invitation)
        .where(Invitation.used_at.is_(None), Invitation.expires_at > now)
        .order_by(Invitation.id)
    )


def _invitation(session: Session, row: Invitation) -> InvitationRecord:
    owner = session.get(Organisation, row.organisation_id)
    assert owner is not None
    return InvitationRecord(row.id, organisation(owner), row.email, row.name, row.role, row.expires_at)


def _membership(session: Session, person_id: int) -> Membership | None:
    query = select(Membership).where(
        Membership.person_id == person_id, Membership.organisation_id == wall.current().organisation
    )
    return session.scalar(query)


def _keep_a_manager(session: Session, row: Membership) -> None:
    query = select(Membership).where(
        Membership.organisation_id == row.organisation_id, Membership.role == MANAGER
    )
    others = [other.id for other in session.scalars(query.with_for_update()) if other.id != row.id]
    if row.role == MANAGER and not others:
        raise LastManager


def _member(
    session: Session, organisation_id: int, email: str, name: str, role: str, now: datetime
) -> Person:
    row = session.scalar(select(Person).where(Person.email == email))
    if row is None:
        row = Person(name=name, email=email, created_at=now, is_curator=False, active=True, demo=False)
        session.add(row)
        session.flush()
    query = select(Membership).where(
        Membership.person_id == row.id, Membership.organisation_id == organisation_id
    )
    member = session.scalar(query)
    if member is None:
        session.add(Membership(person_id=row.id, organisation_id=organisation_id, role=role))
    else:
        member.role = role
    session.flush()
    return row
