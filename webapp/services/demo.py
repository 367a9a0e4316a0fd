"""A demonstration: two municipalities, somebody for every role, and assessments from worked examples.

Everybody may know the password. So this never runs with https, and without a demonstration these people can't
sign in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from webapp.services.accounts import ROLES, hash_password
from webapp.services.answer_files import answer_records
from webapp.storage.records import AnswerRecord
from webapp.storage.repository import Repository
from webapp.storage.wall import Scope, within

if TYPE_CHECKING:
    from engine.cases import Example
    from webapp.content_store import Snapshot, Topic

PASSWORD = "hier mag u alles proberen"  # noqa: S105 - shown on the sign-in page
HERE, THERE = "Gemeente Voorbeeld", "Gemeente Elders"
NAMES = {
    "beoordelaar": "Bo Beoordelaar",
    "invuller": "Iris Invuller",
    "besluitnemer": "Bas Besluitnemer",
    "beleidsmedewerker": "Bella Beleidsmedewerker",
    "beheerder": "Ben Beheerder",
}
CURATES = "houdt bij wat organisaties delen: feiten, meldingen en casussen"
#: How many worked examples of each questionnaire a municipality starts with.
EXAMPLES = {HERE: 2, THERE: 1}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to try as."""

    name: str
    email: str
    place: str
    label: str
    may: str
    role: str = ""

    @property
    def is_curator(self) -> bool:
        """Whether this is the national curator, who works for no organisation."""
        return not self.role


def people() -> list[DemoPerson]:
    """Everybody in the demonstration: each role here, a colleague elsewhere, and the national curator."""
    found = [
        DemoPerson(NAMES[key], f"{key}@voorbeeld.example", HERE, role.label, role.may, key)
        for key, role in ROLES.items()
    ]
    filler = ROLES["invuller"]
    return [
        *found,
        DemoPerson("Els Elders", "invuller@elders.example", THERE, filler.label, filler.may, filler.key),
        DemoPerson("Cor Curator", "curator@landelijk.example", "Landelijk", "Curator", CURATES),
    ]


def demo_people(repository: Repository) -> list[DemoPerson]:
    """The people that this database has."""
    if not repository.accounts.has_demo():
        return []
    return [person for person in people() if repository.accounts.by_email(person.email)]


def make_demo(repository: Repository, snapshot: Snapshot, now: datetime) -> bool:
    """Fill a database without organisations and people; whether it was."""
    if not repository.accounts.empty():
        return False
    made, stored = {}, hash_password(PASSWORD)
    for name in (HERE, THERE):
        slug = name.lower().replace(" ", "-")
        made[name] = repository.accounts.make_organisation(name, "gemeente", slug, now).id
    for person in people():
        _add(repository, made, person, stored, now)
    for name, most in EXAMPLES.items():
        with within(Scope(organisation=made[name])):
            for topic in snapshot.latest():
                _examples(repository, snapshot, topic, most, now)
    return True


def _add(
    repository: Repository, made: Mapping[str, int], person: DemoPerson, stored: str, now: datetime
) -> None:
    home = made.get(person.place, made[HERE])
    added = repository.accounts.add_member(
        home,
        person.email,
        person.name,
        person.role or "beoordelaar",
        now,
        password_hash=stored,
        is_curator=person.is_curator,
        demo=True,
    )
    if person.is_curator:
        with within(Scope(organisation=home)):
            repository.accounts.remove(added.id, now)


def _examples(repository: Repository, snapshot: Snapshot, topic: Topic, most: int, now: datetime) -> None:
    team = repository.organisation_workspace() or repository.create_workspace(now)
    found = snapshot.content.examples.get(topic.ruleset.id)
    for example in (found.cases if found else ())[:most]:
        subject = snapshot.content.subjects.get(example.subject or "")
        repository.create(
            workspace_id=team.id,
            questionnaire=topic.id,
            content_hash=topic.version_hash,
            subject=example.subject if subject else None,
            title=subject.name if subject else example.name[:120],
            answers=_answers(topic, example),
            now=now,
        )


def _answers(topic: Topic, example: Example) -> tuple[AnswerRecord, ...]:
    return answer_records(topic.questionnaire, example.answers)
