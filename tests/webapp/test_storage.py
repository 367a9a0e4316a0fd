"""The store: migrations say what the models say, versions guard answers, undo puts back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.webapp.conftest import NOW
from webapp.storage.answers import KEPT_CHANGES
from webapp.storage.database import Database
from webapp.storage.models import Base
from webapp.storage.records import AnswerRecord, AssessmentRecord, PointRecord, TaskRecord, TasksSaved
from webapp.storage.repository import Repository


def now_stored(repository: Repository, record: AssessmentRecord) -> AssessmentRecord:
    found = repository.by_edit_token(record.edit_token)
    assert found is not None
    return found


def test_migrations_and_models_agree_and_may_run_twice(repository: Repository) -> None:
    repository.database.migrate()
    with repository.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_migrations_run_both_ways_and_leave_the_rest_alone(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW)
    repository.database.migrate("0002", down=True)
    assert "task" not in tables(repository.database)
    with repository.database.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from answer").scalar() == 1
    repository.database.migrate()
    assert repository.tasks.of(record.id) == {}
    assert now_stored(repository, record).answers["a"].value == "ja"
    repository.database.migrate("base", down=True)
    assert tables(repository.database) <= {"alembic_version"}
    repository.database.migrate()
    with repository.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_every_migration_keeps_what_was_stored(
    repository: Repository, record: AssessmentRecord, revision: str
) -> None:
    repository.keep_conversation(record.id, "Anna", [PointRecord("p1", "eens", "Ja")], NOW)
    repository.database.migrate(revision, down=True)
    with repository.database.engine.connect() as connection:
        counts = [
            connection.exec_driver_sql(f"select count(*) from {t}").scalar()
            for t in ("answer", "talking_point")
        ]
        assert counts == [1, 1]
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    repository.database.migrate()
    assert now_stored(repository, record).answers["a"].value == "ja"
    assert repository.points(record.id) == {"p1": PointRecord("p1", "eens", "Ja")}


def test_a_save_needs_the_version_that_was_seen(repository: Repository, record: AssessmentRecord) -> None:
    change = [AnswerRecord("a", "answered", "nee")]
    assert repository.save_answers(record.id, change, {"a": 1}, "h2", NOW).saved == ("a",)
    stale = repository.save_answers(record.id, [AnswerRecord("a", "unknown", None)], {"a": 1}, "h2", NOW)
    assert stale.saved == ()
    assert (stale.conflicts[0].theirs.value, stale.conflicts[0].mine.state) == ("nee", "unknown")
    stored = now_stored(repository, record)
    assert (stored.answers["a"].value, stored.answers["a"].version, stored.content_hash) == ("nee", 2, "h2")


def test_the_same_answer_twice_is_no_conflict(repository: Repository, record: AssessmentRecord) -> None:
    result = repository.save_answers(record.id, [AnswerRecord("a", "answered", "ja")], {}, "h1", NOW)
    assert (result.saved, result.conflicts) == ((), ())


def test_undo_puts_back_also_what_was_not_there(repository: Repository, record: AssessmentRecord) -> None:
    answers = [AnswerRecord("a", "nvt", None), AnswerRecord("b", "answered", ("x", "y"), note="n")]
    result = repository.save_answers(record.id, answers, {"a": 1}, "h1", NOW)
    assert set(repository.undo(record.id, result.batch, NOW)) == {"a", "b"}
    stored = now_stored(repository, record)
    assert stored.answers["a"].value == "ja"
    assert "b" not in stored.answers
    assert repository.undo(record.id, result.batch, NOW) == ()


def test_undo_leaves_what_changed_since(repository: Repository, record: AssessmentRecord) -> None:
    first = repository.save_answers(record.id, [AnswerRecord("a", "answered", "nee")], {"a": 1}, "h1", NOW)
    repository.save_answers(record.id, [AnswerRecord("a", "unknown", None)], {"a": 2}, "h1", NOW)
    assert repository.undo(record.id, first.batch, NOW) == ()
    assert now_stored(repository, record).answers["a"].state == "unknown"


def test_undo_of_another_assessment_does_nothing(repository: Repository, record: AssessmentRecord) -> None:
    result = repository.save_answers(record.id, [AnswerRecord("a", "answered", "nee")], {"a": 1}, "h1", NOW)
    assert repository.undo(record.id + 1, result.batch, NOW) == ()


def test_old_changes_are_forgotten(repository: Repository, record: AssessmentRecord) -> None:
    many = [AnswerRecord(f"q{number}", "answered", "ja") for number in range(KEPT_CHANGES + 25)]
    repository.save_answers(record.id, many, {}, "h1", NOW)
    with repository.database.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from change").scalar() == KEPT_CHANGES


def test_what_was_said_is_kept_per_point(repository: Repository, record: AssessmentRecord) -> None:
    repository.keep_conversation(record.id, "Anna", [PointRecord("p1", "eens", "Ja")], NOW)
    repository.keep_conversation(record.id, "Anna, Bo", [PointRecord("p1", "", "Toch niet")], NOW)
    assert repository.points(record.id) == {"p1": PointRecord("p1", "", "Toch niet")}
    assert now_stored(repository, record).attendees == "Anna, Bo"


def test_read_and_edit_do_not_mix(repository: Repository, record: AssessmentRecord) -> None:
    assert repository.by_edit_token(record.read_token) is None
    assert repository.by_read_token(record.edit_token) is None


def test_many_saves_at_once_lose_and_break_nothing(repository: Repository, record: AssessmentRecord) -> None:
    def save(number: int) -> int:
        answers = [AnswerRecord("a", "answered", f"v{number}"), AnswerRecord(f"b{number}", "answered", "ja")]
        return len(repository.save_answers(record.id, answers, {"a": 1}, "h1", NOW).saved)

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(save, range(24)))
    assert sorted(counts) == [1] * 23 + [2]
    stored = now_stored(repository, record)
    assert len(stored.answers) == 25
    assert stored.answers["a"].version == 2


def test_a_task_is_kept_with_its_version(repository: Repository, record: AssessmentRecord) -> None:
    task = TaskRecord("m", "FG", date(2027, 3, 1), "bezig", "Zie de notitie")
    assert repository.tasks.save(record.id, [task], {}, NOW).saved == ("m",)
    stored = repository.tasks.of(record.id)["m"]
    assert (stored.content(), stored.version, stored.updated_at) == (task.content(), 1, NOW)
    assert repository.tasks.save(record.id, [task], {}, NOW) == TasksSaved()


def test_a_task_that_somebody_else_changed_is_left_alone(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG"), TaskRecord("n", owner="FG")], {}, NOW)
    tasks = [TaskRecord("m", owner="Jurist"), TaskRecord("n", owner="Jurist")]
    result = repository.tasks.save(record.id, tasks, {"m": 0, "n": 1}, NOW)
    assert result.saved == ("n",)
    assert [(c.theirs.owner, c.mine.owner) for c in result.conflicts] == [("FG", "Jurist")]
    assert {key: task.owner for key, task in repository.tasks.of(record.id).items()} == {
        "m": "FG",
        "n": "Jurist",
    }


def test_an_emptied_task_still_guards_against_an_old_page(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW)
    repository.tasks.save(record.id, [TaskRecord("m")], {"m": 1}, NOW)
    assert repository.tasks.of(record.id)["m"].empty
    repository.tasks.save(record.id, [TaskRecord("m", owner="Archief")], {"m": 2}, NOW)
    stale = repository.tasks.save(record.id, [TaskRecord("m", owner="Oud")], {"m": 1}, NOW)
    assert (stale.saved, len(stale.conflicts)) == ((), 1)


def test_many_saves_of_tasks_at_once_lose_nothing(repository: Repository, record: AssessmentRecord) -> None:
    def save(number: int) -> tuple[int, int]:
        tasks = [TaskRecord("m", owner=f"v{number}"), TaskRecord(f"m{number}", owner="FG")]
        result = repository.tasks.save(record.id, tasks, {}, NOW)
        return len(result.saved), len(result.conflicts)

    with ThreadPoolExecutor(8) as pool:
        counts = sorted(pool.map(save, range(24)))
    assert counts == [(1, 1)] * 23 + [(2, 0)]
    stored = repository.tasks.of(record.id)
    assert len(stored) == 25
    assert stored["m"].version == 1


def test_a_task_keeps_an_assessment_and_is_no_new_weighing(
    repository: Repository, record: AssessmentRecord
) -> None:
    later = datetime(2027, 6, 1)
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, later)
    stored = now_stored(repository, record)
    assert (stored.updated_at, stored.touched_at) == (NOW, later)
    assert repository.purge(100, datetime(2027, 7, 1)) == 0
    assert repository.purge(100, datetime(2027, 12, 1)) == 1
    assert repository.tasks.of(record.id) == {}


def test_tasks_go_with_their_assessment(repository: Repository, record: AssessmentRecord) -> None:
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW)
    repository.delete(record.id, "gewist", NOW)
    with repository.database.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from task").scalar() == 0
    assert repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW).saved == ()
