"""The wall between organisations: each of the two holds on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.postgres import Postgres
from webapp.storage import wall
from webapp.storage.account_tables import Organisation, Person
from webapp.storage.database import Database
from webapp.storage.models import Answer, Assessment, Base, Task, Workspace
from webapp.storage.records import AnswerRecord, AssessmentRecord, TaskRecord
from webapp.storage.repository import Repository
from webapp.storage.wall import RULES, Open, Scope, WallError, within

NOW = datetime(2026, 11, 23, 13, 3)
HERE, THERE = Scope(organisation=1), Scope(organisation=2)


def two_organisations(database: Database) -> None:
    with wall.system(), database.writing.begin() as session:
        for key, name in ((1, "voorbeeld"), (2, "elders")):
            session.add(Organisation(id=key, name=name, kind="gemeente", slug=name, created_at=NOW))


@pytest.fixture
def repository(repository: Repository) -> Repository:
    """Two organisations, on a database of each kind."""
    two_organisations(repository.database)
    return repository


def made(repository: Repository, scope: Scope) -> AssessmentRecord:
    """An assessment with an answer and a task, made in a scope."""
    with within(scope):
        team = repository.create_workspace(NOW)
        record = repository.create(
            workspace_id=team.id,
            questionnaire="proef/v1",
            content_hash="h1",
            subject=None,
            title="Proef",
            answers=[AnswerRecord("a", "answered", "ja")],
            now=NOW,
        )
        repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW)
        repository.matters.of(record, NOW)
    return record


@pytest.fixture
def theirs(repository: Repository) -> AssessmentRecord:
    """An assessment of the other organisation."""
    return made(repository, THERE)


def test_every_table_has_one_rule() -> None:
    assert set(RULES) == set(Base.metadata.tables)


def test_a_table_without_a_rule_is_refused() -> None:
    with pytest.raises(WallError, match="vreemd has no line"):
        wall.rule_of("vreemd")


@pytest.mark.parametrize("scope", [HERE, wall.NOBODY, Scope(organisation=1, person=1, link="x")])
def test_no_query_sees_a_row_of_another_organisation(
    repository: Repository, theirs: AssessmentRecord, scope: Scope
) -> None:
    assert theirs.workspace_id is not None
    with within(scope):
        assert repository.by_edit_token(theirs.edit_token) is None
        assert repository.by_read_token(theirs.read_token) is None
        assert repository.assessments(theirs.workspace_id) == []
        assert repository.tasks.of(theirs.id) == {}
        with repository.database.sessions() as session:
            for model in (Assessment, Answer, Task, Workspace):
                assert session.scalars(select(model)).all() == []
                assert session.get(model, 1) is None
            assert session.scalars(select(Answer.value)).all() == []
    with within(THERE):
        assert repository.by_edit_token(theirs.edit_token) is not None
        assert repository.tasks.of(theirs.id) != {}


def test_no_write_reaches_a_row_of_another_organisation(
    repository: Repository, theirs: AssessmentRecord
) -> None:
    with within(HERE):
        assert not repository.save_answers(
            theirs.id, [AnswerRecord("a", "answered", "nee")], {}, "h", NOW
        ).saved
        assert repository.tasks.save(theirs.id, [TaskRecord("m", owner="X")], {}, NOW).saved == ()
        repository.delete(theirs.id, "gewist", NOW)
        with repository.database.writing.begin() as session:
            session.execute(update(Answer).values(note="veranderd"))
            session.execute(delete(Task))
        with repository.database.writing() as session:
            session.add(Task(assessment_id=theirs.id, measure="n", owner="", state="", note="", version=1))
            with pytest.raises(WallError, match="row of task"):
                session.flush()
    with within(THERE):
        found = repository.by_edit_token(theirs.edit_token)
        assert found is not None
        assert found.answers["a"].value == "ja"
        assert found.answers["a"].note == ""
        assert repository.tasks.of(theirs.id)["m"].owner == "FG"


def test_a_row_can_not_be_given_to_another_organisation(repository: Repository) -> None:
    mine = made(repository, HERE)
    with within(HERE), repository.database.writing() as session:
        row = session.get(Assessment, mine.id)
        assert row is not None
        row.organisation_id = 2
        with pytest.raises(WallError, match="assessment"):
            session.flush()


def test_text_and_bulk_inserts_have_no_wall_and_are_refused(repository: Repository) -> None:
    with repository.database.sessions() as session, pytest.raises(WallError, match="mapped classes"):
        session.execute(text("select 1"))


def test_what_belongs_to_nobody_is_found_by_its_link_by_everybody(repository: Repository) -> None:
    loose = made(repository, wall.NOBODY)
    for scope in (HERE, THERE, wall.NOBODY):
        with within(scope):
            assert repository.by_edit_token(loose.edit_token) is not None


def test_a_read_link_that_is_left_open_reads_and_writes_nothing(
    repository: Repository, theirs: AssessmentRecord
) -> None:
    link = Scope(link=theirs.read_token)
    with within(link):
        assert repository.by_read_token(theirs.read_token) is None
    with within(THERE), repository.database.writing.begin() as session:
        session.execute(update(Assessment).values(read_open=True))
    other = made(repository, THERE)
    with within(link):
        found = repository.by_read_token(theirs.read_token)
        assert found is not None
        assert found.answers["a"].value == "ja"
        assert repository.tasks.of(theirs.id) != {}
        assert repository.by_read_token(other.read_token) is None
        with pytest.raises(WallError, match="read link"):
            repository.delete(theirs.id, "gewist", NOW)


def test_people_see_themselves_and_their_colleagues(repository: Repository) -> None:
    with wall.system(), repository.database.writing.begin() as session:
        person = Person(name="Anna", email="anna@voorbeeld.nl", created_at=NOW)
        session.add(person)
        session.flush()
        key = person.id
    for scope, seen in ((Scope(person=key), 1), (Scope(person=key + 1, organisation=1), 0)):
        with within(scope), repository.database.sessions() as session:
            assert len(session.scalars(select(Person)).all()) == seen


# --- the second wall alone: raw SQL on PostgreSQL, past everything of ours --------------------------


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """Two organisations with an assessment each, on PostgreSQL."""
    database = Database(postgres_url)
    two_organisations(database)
    for scope in (HERE, THERE):
        made(Repository(database), scope)
    yield database
    database.close()


SET = "SELECT set_config('basislijn.organisatie', '{}', true)"
SHARED = ("workspace", "matter", "assessment", "answer", "task", "organisation")


@pytest.mark.parametrize("organisation", ["1", "2", ""])
def test_the_database_itself_shows_only_ones_own_rows(database: Database, organisation: str) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql(SET.format(organisation))
        for table in SHARED:
            found = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert found == (1 if organisation else 0), table


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessment SET title = 'x'",
        "UPDATE answer SET note = 'x'",
        "DELETE FROM task",
        "DELETE FROM assessment",
    ],
)
def test_the_database_itself_changes_only_ones_own_rows(database: Database, statement: str) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql(SET.format("1"))
        assert connection.exec_driver_sql(statement).rowcount == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessment SET organisation_id = 2",
        "INSERT INTO workspace (token, created_at, organisation_id) VALUES ('t', now(), 2)",
        "INSERT INTO task (assessment_id, measure, owner, state, note, version, updated_at)"
        " SELECT max(id) + 1, 'n', '', '', '', 1, now() FROM assessment",
    ],
)
def test_the_database_itself_refuses_rows_of_others(database: Database, statement: str) -> None:
    with database.engine.connect() as connection:
        connection.exec_driver_sql(SET.format("1"))
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.exec_driver_sql(statement)


def test_a_role_that_may_pass_the_second_wall_is_noticed(database: Database, postgres: Postgres) -> None:
    assert database.second_wall()
    powerful = Database(postgres.url.render_as_string(hide_password=False))
    assert not powerful.second_wall()
    powerful.close()


def test_every_walled_table_has_its_policies(database: Database) -> None:
    with database.engine.connect() as connection:
        query = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        secured = set(connection.exec_driver_sql(query).scalars())
    assert secured == {name for name, rule in RULES.items() if not isinstance(rule, Open)}
