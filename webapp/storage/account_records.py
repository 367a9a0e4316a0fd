"""What storage hands out about organisations and people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class OrganisationRecord:
    """A tenant."""

    id: int
    name: str
    kind: str
    slug: str


@dataclass(frozen=True)
class PersonRecord:
    """Somebody who can sign in."""

    id: int
    name: str
    email: str
    password_hash: str | None
    is_curator: bool
    active: bool
    demo: bool


@dataclass(frozen=True)
class MemberRecord:
    """A person with a role, as the list of people shows them."""

    person: PersonRecord
    organisation: OrganisationRecord
    role: str


@dataclass(frozen=True)
class InvitationRecord:
    """An invitation that is still open."""

    id: int
    organisation: OrganisationRecord
    email: str
    name: str
    role: str
    expires_at: datetime


@dataclass(frozen=True)
class SignInRecord:
    """One browser in which a person is signed in."""

    id: int
    browser: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Who:
    """Who is signed in in this browser, for which organisation and with which role."""

    sign_in: SignInRecord
    person: PersonRecord
    memberships: tuple[MemberRecord, ...]
    chosen: MemberRecord | None

    @property
    def role(self) -> str:
        """The role in the organisation that was chosen; empty without one."""
        return self.chosen.role if self.chosen else ""


@dataclass(frozen=True)
class Tenant:
    """To whom something behind a link belongs; ``organisation`` is None for what is only behind its link."""

    organisation: int | None
    read_token: str = ""
    read_open: bool = False


@dataclass(frozen=True)
class EntryRecord:
    """One line of the log."""

    number: int
    organisation: int | None
    at: datetime
    who: str
    action: str
    object: str
    details: Mapping[str, object]
    hash: str
