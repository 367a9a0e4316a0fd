"""A backup holds everything, says when it is damaged, and goes from SQLite to PostgreSQL and back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.webapp.shared_rows import fill_shared
from tests.webapp.work_rows import fill_signed_off, fill_work
from webapp.hosting_commands import backup, upkeep
from webapp.storage.backup import BackupProblem, check_backup, make_backup, restore_backup
from webapp.storage.database import Database
from webapp.storage.meeting_records import Choice, GivenRecord, Shape
from webapp.storage.records import AnswerRecord, FeedbackRecord, PointRecord, TaskRecord
from webapp.storage.repository import Repository
from webapp.storage.rows import row_to_json, tables_of
from webapp.storage.wall import Scope, within

NOW = datetime(2026, 11, 23, 13, 3)
KINDS = ("sqlite", "postgresql")
Make = Callable[[str], Database]


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Make databases of either kind, without tables."""
    made: list[Database] = []
    dropped: list[str] = []

    def new(kind: str) -> Database:
        url = f"sqlite:///{tmp_path / f'db{len(made)}.sqlite3'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgres").fresh()
            dropped.append(url)
        made.append(Database(url))
        return made[-1]

    yield new
    for database in made:
        database.close()
    for url in dropped:
        request.getfixturevalue("postgres").drop(url)


def filled(database: Database) -> Repository:
    """Something in every corner: no value, a list, a date, an empty text, Dutch letters."""
    database.migrate()
    repository = Repository(database)
    team = repository.create_workspace(NOW)
    record = repository.create(
        workspace_id=team.id,
        questionnaire="proef/v1",
        content_hash="h1",
        subject=None,
        title="Privé-kanaal “ĳsvrij”",
        answers=[
            AnswerRecord("a", "answered", ("een", "twee"), note="Regel 1\nRegel 2", dated=date(2026, 1, 31)),
            AnswerRecord("b", "unknown", None, who="FG", confirmed=False, carried=True),
        ],
        profile={"naam": "Dorpsplein", "feiten": {"a": None}},
        now=NOW,
    )
    repository.save_answers(record.id, [AnswerRecord("b", "answered", "ja")], {"b": 1}, "h2", NOW)
    repository.tasks.save(record.id, [TaskRecord("m", owner="FG", due=date(2027, 2, 28))], {}, NOW)
    repository.scenarios.keep(record.id, "Alleen m", {"regel": ("m",)}, NOW)
    repository.keep_conversation(record.id, "Anna", [PointRecord("p1", "eens", "")], NOW)
    repository.keep_workspace_answers(team.id, "proef/v1", [AnswerRecord("o", "answered", "ja")], NOW)
    repository.matters.of(record, NOW)
    in_conversation(repository, record.id)
    fill_work(repository, record, NOW)
    fill_signed_off(repository, NOW)
    repository.add_feedback(FeedbackRecord("proef/v1", "h1", None, "onduidelijk", "Wat is dit?", NOW))
    fill_shared(repository, record, NOW)
    owned(repository)
    return repository


def in_conversation(repository: Repository, assessment_id: int) -> None:
    """A round in which somebody answered."""
    store = repository.meetings
    talk, _ = store.create(
        assessment_id,
        kind="afweging",
        minutes=5,
        questions={"a": Shape("P1", "Mag dit?")},
        content_hash="h1",
        now=NOW,
    )
    person = store.join(talk.id, "b1", "FG", NOW)
    assert person is not None
    store.start(talk.id, NOW)
    assert store.answer(person.token, [GivenRecord("a", Choice("answered", "ja"))], True, NOW)


def owned(repository: Repository) -> None:
    """An organisation with somebody who is signed in, an open invitation, a log, and an assessment."""
    owner = repository.accounts.make_organisation("Gemeente Voorbeeld", "gemeente", "voorbeeld", NOW).id
    person = repository.accounts.add_member(owner, "anna@voorbeeld.example", "Anna", "beheerder", NOW)
    repository.sign_ins.start(person.id, "Proef", NOW, timedelta(hours=1))
    with within(Scope(organisation=owner)):
        repository.accounts.invite(owner, "noor@voorbeeld.example", "Noor", "invuller", NOW)
        repository.create(
            workspace_id=None,
            questionnaire="proef/v1",
            content_hash="h1",
            subject=None,
            title="Van de gemeente",
            answers=[AnswerRecord("a", "answered", "ja")],
            now=NOW,
        )


def rows(database: Database) -> dict[str, list[str]]:
    with database.as_system() as connection:
        return {
            table.name: [
                row_to_json(row)
                for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()
            ]
            for table in tables_of(connection)
        }


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_everything_comes_back_on_either_database(
    make: Make, tmp_path: Path, source: str, target: str
) -> None:
    old, new = make(source), make(target)
    filled(old)
    files = tmp_path / "bewijs"
    (files / "ab").mkdir(parents=True)
    (files / "ab" / "cd").write_bytes(b"\x00bewijs")
    made = make_backup(old, files, tmp_path / "kopie.zip", NOW)
    assert made.files == 1
    restored = restore_backup(new, tmp_path / "terug", tmp_path / "kopie.zip")
    assert restored == made
    assert rows(new) == rows(old)
    assert (tmp_path / "terug" / "ab" / "cd").read_bytes() == b"\x00bewijs"
    fresh = Repository(new).create_workspace(NOW)
    assert fresh.id == 2  # numbering goes on where it was


def test_every_table_is_in_the_backup_and_has_a_row_in_this_test(make: Make, tmp_path: Path) -> None:
    database = make("sqlite")
    repository = filled(database)
    repository.delete(repository.assessments(1)[0].id, "gewist", NOW)  # leaves a digest
    gone = make_backup(database, None, tmp_path / "a.zip", NOW).rows
    filled_again = make("sqlite")
    filled(filled_again)
    kept = make_backup(filled_again, None, tmp_path / "b.zip", NOW).rows
    assert {name for name in kept if kept[name] + gone[name] == 0} == set()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_backup_of_an_older_version_is_brought_up_to_date(
    make: Make, tmp_path: Path, revision: str
) -> None:
    old, new = make("sqlite"), make("postgresql")
    filled(old)
    old.migrate(revision, down=True)
    make_backup(old, None, tmp_path / "oud.zip", NOW)
    assert restore_backup(new, tmp_path / "terug", tmp_path / "oud.zip").revision == revision
    assert new.condition() == "ok"
    assert Repository(new).assessments(1)[0].answers["a"].value == ("een", "twee")


def change(path: Path, name: str, data: bytes | None) -> None:
    """Write the backup anew with one part changed, or left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {key: archive.read(key) for key in archive.namelist()}
    parts[name] = data or b""
    if data is None:
        del parts[name]
    with zipfile.ZipFile(path, "w") as archive:
        for key, value in parts.items():
            archive.writestr(key, value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("tabellen/answer.jsonl", b"{}\n", "beschadigd of veranderd"),
        ("tabellen/answer.jsonl", None, "ontbreekt iets of staat te veel"),
        ("extra.txt", b"x", "ontbreekt iets of staat te veel"),
        ("SHA256SUMS", None, "geen hele kopie"),
    ],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(
    make: Make, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    old, new = make("sqlite"), make("sqlite")
    filled(old)
    path = tmp_path / "kopie.zip"
    make_backup(old, None, path, NOW)
    change(path, name, data)
    for attempt in (lambda: check_backup(path), lambda: restore_backup(new, tmp_path / "terug", path)):
        with pytest.raises(BackupProblem, match=message):
            attempt()
    assert new.revision() is None


def test_what_is_there_is_never_overwritten(make: Make, tmp_path: Path) -> None:
    old, new = make("sqlite"), make("sqlite")
    filled(old)
    path = tmp_path / "kopie.zip"
    make_backup(old, None, path, NOW)
    with pytest.raises(BackupProblem, match="bestaat al"):
        make_backup(old, None, path, NOW)
    with pytest.raises(BackupProblem, match="staan al gegevens"):
        restore_backup(old, tmp_path / "terug", path)
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "x").write_text("x")
    with pytest.raises(BackupProblem, match="niet leeg"):
        restore_backup(new, tmp_path / "vol", path)


def test_only_this_user_may_read_a_backup(make: Make, tmp_path: Path) -> None:
    database = make("sqlite")
    filled(database)
    make_backup(database, None, tmp_path / "kopie.zip", NOW)
    assert (tmp_path / "kopie.zip").stat().st_mode & 0o077 == 0


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there, path = str(tmp_path / "hier"), str(tmp_path / "daar"), str(tmp_path / "kopie.zip")
    database = Database(f"sqlite:///{tmp_path / 'hier' / 'basislijn.sqlite3'}")
    filled(database)
    database.close()
    assert backup(["maak", path, "--gegevens", here]) == 0
    assert backup(["controleer", path]) == 0
    assert backup(["zet-terug", path, "--gegevens", there]) == 0
    assert "In orde: " in capsys.readouterr().out
    assert backup(["maak", path, "--gegevens", here]) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert upkeep(["--gegevens", there]) == 0
    assert "verwijderd" in capsys.readouterr().out
