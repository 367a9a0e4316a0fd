"""Everything of one organisation goes out, comes in elsewhere without loss, and can be wiped for real."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.webapp.shared_rows import fill_shared
from tests.webapp.test_backup import in_conversation
from tests.webapp.work_rows import fill_signed_off, fill_work
from webapp.commands_accounts import manage
from webapp.storage.database import Database
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.packed import BackupProblem
from webapp.storage.records import AnswerRecord, PointRecord, TaskRecord
from webapp.storage.repository import Repository
from webapp.storage.rows import row_to_json, tables_of
from webapp.storage.transfer import (
    KIND,
    LEFT,
    export_organisation,
    import_organisation,
    remove_organisation,
)
from webapp.storage.wall import Scope, system, within
from webapp.storage.work_records import EvidenceRecord

NOW = datetime(2026, 11, 23, 13, 3)
Make = Callable[[str], Repository]
#: Given out anew by the installation that takes a file in.
NUMBERS = {"id", "organisation_key"}


@pytest.fixture
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Make stores of either kind."""
    made: list[Repository] = []
    dropped: list[str] = []

    def new(kind: str) -> Repository:
        url = f"sqlite:///{tmp_path / f'db{len(made)}.sqlite3'}"
        if kind == "postgresql":
            url = request.getfixturevalue("postgres").fresh()
            dropped.append(url)
        database = Database(url)
        database.migrate()
        made.append(Repository(database, EvidenceFolder(tmp_path / f"bewijs{len(made)}")))
        return made[-1]

    yield new
    for store in made:
        store.database.close()
    for url in dropped:
        request.getfixturevalue("postgres").drop(url)


def organisation(store: Repository, slug: str, tmp_path: Path) -> int:
    """An organisation with something in every table."""
    with system():
        owner = store.accounts.make_organisation(f"Gemeente {slug}", "gemeente", slug, NOW).id
        person = store.accounts.add_member(owner, f"anna@{slug}.example", "Anna", "beheerder", NOW)
        store.sign_ins.start(person.id, "Proef", NOW, timedelta(hours=1))
    with within(Scope(organisation=owner, person=person.id)):
        store.accounts.invite(owner, f"noor@{slug}.example", "Noor", "invuller", NOW)
        team = store.create_workspace(NOW)
        record = store.create(
            workspace_id=team.id,
            questionnaire="proef/v1",
            content_hash="h1",
            subject="platform/x",
            title=f"Afweging van {slug}",
            answers=[AnswerRecord("a", "answered", ("een", "twee"), note="Regel 1\nRegel 2")],
            now=NOW,
        )
        store.save_answers(record.id, [AnswerRecord("a", "answered", "ja")], {"a": 1}, "h2", NOW)
        store.keep_workspace_answers(team.id, "proef/v1", [AnswerRecord("o", "answered", "ja")], NOW)
        store.keep_conversation(record.id, "Anna", [PointRecord("p1", "eens", "")], NOW)
        store.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW)
        store.matters.of(record, NOW)
        in_conversation(store, record.id)
        fill_work(store, record, NOW)
        fill_signed_off(store, NOW)
        store.scenarios.keep(record.id, "Na het regelen", {"regel": ("m",)}, NOW)
        fill_shared(store, record, NOW)
        assert store.evidence.files
        source = tmp_path / f"{slug}.txt"
        source.write_text(f"Bewijs van {slug}")
        with source.open("rb") as stream:
            written = store.evidence.files.write(stream)
        item = EvidenceRecord("", "a", "Bestand", file_name="b.txt", size=written.size, stored=written.stored)
        store.evidence.add(record.id, item, NOW, 1_000_000)
    return owner


def plain(path: Path) -> dict[str, list[str]]:
    """The rows of a file, without the numbers that an installation gives out."""
    import zipfile

    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("tabellen/") and "audit_entry" not in name:
                rows = [json.loads(line) for line in archive.read(name).decode().splitlines()]
                for row in rows:
                    for key in [key for key in row if key in NUMBERS or key.endswith("_id")]:
                        row.pop(key)
                found[name] = sorted(json.dumps(row, sort_keys=True) for row in rows)
    return found


def everything(store: Repository) -> str:
    with store.database.as_system() as connection:
        return "\n".join(
            row_to_json(row)
            for table in tables_of(connection)
            for row in connection.execute(select(table)).mappings()
        )


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_a_whole_organisation_comes_back_without_loss_elsewhere(
    make: Make, tmp_path: Path, source: str, target: str
) -> None:
    old, new = make(source), make(target)
    organisation(old, "ander", tmp_path)
    owner = organisation(old, "voorbeeld", tmp_path)
    organisation(new, "hier", tmp_path)
    made = export_organisation(old, owner, tmp_path / "uit.zip", NOW)
    assert made.files == 1
    number = import_organisation(new, tmp_path / "uit.zip", NOW)
    export_organisation(new, number, tmp_path / "terug.zip", NOW)
    assert plain(tmp_path / "uit.zip") == plain(tmp_path / "terug.zip")
    assert "Afweging van ander" not in json.dumps(plain(tmp_path / "uit.zip"))
    with within(Scope(organisation=number)):
        store = [row for row in new.listings.heads(ids=range(99)) if "voorbeeld" in row.title]
        assert [row.title for row in store] == ["Afweging van voorbeeld"]
    assert new.evidence.files
    assert "Bewijs van voorbeeld" in {path.read_text() for path in new.evidence.files.folder.iterdir()}
    with system():
        assert not list(new.audit.broken())


def test_every_table_of_an_organisation_has_a_row_in_this_test(make: Make, tmp_path: Path) -> None:
    store = make("sqlite")
    made = export_organisation(store, organisation(store, "voorbeeld", tmp_path), tmp_path / "uit.zip", NOW)
    nothing = {name for name, number in made.rows.items() if not number}
    assert nothing == {"curated_subject"}  # of everybody
    assert not set(made.rows) & LEFT


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_wiping_leaves_the_others_and_no_word_of_this_one(make: Make, tmp_path: Path, kind: str) -> None:
    store = make(kind)
    other = organisation(store, "ander", tmp_path)
    owner = organisation(store, "voorbeeld", tmp_path)
    export_organisation(store, other, tmp_path / "voor.zip", NOW)
    remove_organisation(store, owner, NOW)
    left = everything(store)
    for word in ("Afweging van voorbeeld", "@voorbeeld.example", "Gemeente voorbeeld"):
        assert word not in left
    export_organisation(store, other, tmp_path / "na.zip", NOW)
    assert plain(tmp_path / "voor.zip") == plain(tmp_path / "na.zip")
    assert store.evidence.files
    assert [path.read_text() for path in store.evidence.files.folder.iterdir()] == ["Bewijs van ander"]
    with system():
        assert not list(store.audit.broken())


def test_what_cannot_be_taken_in_changes_nothing(make: Make, tmp_path: Path) -> None:
    store, new = make("sqlite"), make("sqlite")
    owner = organisation(store, "voorbeeld", tmp_path)
    export_organisation(store, owner, tmp_path / "uit.zip", NOW)
    before = everything(store)
    with pytest.raises(BackupProblem, match="is hier al"):
        import_organisation(store, tmp_path / "uit.zip", NOW)
    assert everything(store) == before
    with pytest.raises(BackupProblem, match="bestaat al"):
        export_organisation(store, owner, tmp_path / "uit.zip", NOW)
    (tmp_path / "stuk.zip").write_bytes((tmp_path / "uit.zip").read_bytes()[:-200])
    with pytest.raises(BackupProblem):
        import_organisation(new, tmp_path / "stuk.zip", NOW)
    assert KIND == "basislijn-organisatie"


def test_sweeping_knows_the_files_of_every_organisation(make: Make, tmp_path: Path) -> None:
    store = make("sqlite")
    organisation(store, "voorbeeld", tmp_path)
    assert store.evidence.sweep() == 0
    assert store.evidence.files
    assert len(list(store.evidence.files.folder.iterdir())) == 1


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here, there, path = str(tmp_path / "hier"), str(tmp_path / "daar"), str(tmp_path / "uit.zip")
    assert manage(["organisatie", "Gemeente Voorbeeld", "--gegevens", here]) == 0
    assert manage(["exporteer", "gemeente-voorbeeld", path, "--gegevens", here]) == 0
    assert manage(["importeer", path, "--gegevens", there]) == 0
    assert manage(["importeer", path, "--gegevens", there]) == 1
    assert manage(["wis", "gemeente-voorbeeld", "--gegevens", here]) == 1
    assert manage(["wis", "gemeente-voorbeeld", "--zeker", "--gegevens", here]) == 0
    assert manage(["exporteer", "gemeente-voorbeeld", f"{path}2", "--gegevens", here]) == 1
    said = capsys.readouterr()
    assert "is er nu, met haar mensen" in said.out
    assert "is gewist" in said.out
    assert "--zeker" in said.err
