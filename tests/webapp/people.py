"""Organisations with somebody for every role, and browsers in which they are signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask

from tests.webapp.pages import Visitor
from webapp.services.accounts import ROLES, hash_password
from webapp.storage import wall
from webapp.storage.account_records import OrganisationRecord, PersonRecord
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository
from webapp.storage.wall import Scope, within

PASSWORD = "een lange zin voor de test"
COOKIE = "basislijn_aangemeld"
HASH = hash_password(PASSWORD)


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


@dataclass
class Town:
    """Two organisations in an application: `here` with somebody for every role, `there` with a manager."""

    app: Flask
    here: OrganisationRecord
    there: OrganisationRecord
    people: dict[str, PersonRecord] = field(default_factory=dict)

    @property
    def store(self) -> Repository:
        return self.app.extensions["basislijn"].repository

    def add(self, organisation: OrganisationRecord, email: str, role: str, **more: object) -> PersonRecord:
        given = {"password_hash": HASH, **more}
        return self.store.accounts.add_member(organisation.id, email, email, role, now(), **given)

    def visitor(self, person: PersonRecord | None) -> Visitor:
        """A browser in which somebody is signed in, without the sign-in page."""
        visitor = Visitor(self.app.test_client())
        if person is not None:
            token = self.store.sign_ins.start(person.id, "Proef", now(), timedelta(hours=1))
            visitor.client.set_cookie(COOKIE, token)
        return visitor

    def as_role(self, role: str) -> Visitor:
        return self.visitor(self.people[role])

    def assessment(
        self, title: str = "Geheim", owner: OrganisationRecord | None = None, **answers: str
    ) -> AssessmentRecord:
        """An assessment of an organisation, in its werkmap; of nobody without one."""
        with within(Scope(organisation=owner.id if owner else None)):
            home = self.store.organisation_workspace() if owner else None
            team = home or self.store.create_workspace(now())
            topic = self.app.extensions["basislijn"].contents.current().by_slug("sociale-media")
            return self.store.create(
                workspace_id=team.id,
                questionnaire=topic.id,
                content_hash=topic.version_hash,
                subject=None,
                title=title,
                answers=[AnswerRecord(key, "answered", value) for key, value in answers.items()],
                now=now(),
            )


def make_town(app: Flask) -> Town:
    """Fill an application that has accounts."""
    accounts = app.extensions["basislijn"].repository.accounts
    town = Town(
        app,
        accounts.make_organisation("Gemeente Voorbeeld", "gemeente", "gemeente-voorbeeld", now()),
        accounts.make_organisation("Gemeente Elders", "gemeente", "gemeente-elders", now()),
    )
    for role in ROLES:
        town.people[role] = town.add(town.here, f"{role}@voorbeeld.example", role)
    town.people["elders"] = town.add(town.there, "beheerder@elders.example", "beheerder")
    curator = town.add(town.there, "curator@landelijk.example", "beoordelaar", is_curator=True)
    with wall.within(Scope(organisation=town.there.id)):
        town.store.accounts.remove(curator.id, now())
    town.people["curator"] = curator
    return town
