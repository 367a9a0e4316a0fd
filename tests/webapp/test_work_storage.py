"""The work on an assessment in the store, on both databases: history, remarks, sections, evidence, lists."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from tests.webapp.conftest import NOW
from tests.webapp.test_storage import now_stored
from webapp.storage.answers import KEPT_VERSIONS
from webapp.storage.comments import MOST_COMMENTS
from webapp.storage.evidence import Full
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository
from webapp.storage.work_records import ASIDE, BEGUN, SAVED, UNDONE, AssignmentRecord, EvidenceRecord

LATER = datetime(2027, 6, 1)


@pytest.fixture
def folder(repository: Repository, tmp_path: Path) -> EvidenceFolder:
    """A folder for evidence, in use by the store."""
    repository.evidence.files = EvidenceFolder(tmp_path / "bewijs")
    return repository.evidence.files


def said(repository: Repository, record: AssessmentRecord, question: str = "a") -> list[tuple[str, object]]:
    """How each version came about and what it said, the latest first."""
    versions = repository.history.of_question(record.id, question)
    return [(v.how, v.answer.value if v.answer else None) for v in versions]


def test_every_version_is_kept_with_its_author(repository: Repository, record: AssessmentRecord) -> None:
    change = [AnswerRecord("a", "answered", "nee", note="n", source="s")]
    repository.save_answers(record.id, change, {"a": 1}, "h1", NOW, author="FG")
    assert said(repository, record) == [(SAVED, "nee"), (BEGUN, "ja")]
    latest = repository.history.of_question(record.id, "a")[0]
    assert (latest.author, latest.number, latest.created_at) == ("FG", 2, NOW)
    assert latest.answer == AnswerRecord("a", "answered", "nee", note="n", source="s")
    stale = repository.save_answers(record.id, [AnswerRecord("a", "nvt", None)], {"a": 1}, "h1", NOW)
    assert stale.conflicts[0].by == "FG"
    assert repository.history.counts(record.id) == {"a": 2}
    assert repository.history.find(record.id + 1, latest.id) is None


def test_what_was_not_chosen_is_kept_aside(repository: Repository, record: AssessmentRecord) -> None:
    repository.history.set_aside(
        record.id, [AnswerRecord("a", "answered", "x", note="mijn tekst")], NOW, "Bo"
    )
    assert said(repository, record)[0] == (ASIDE, "x")
    assert now_stored(repository, record).answers["a"].value == "ja"
    assert repository.save_answers(record.id, [AnswerRecord("a", "nvt", None)], {"a": 1}, "h1", NOW).saved


def test_an_undo_is_a_version_and_numbers_never_come_back(
    repository: Repository, record: AssessmentRecord
) -> None:
    first = repository.save_answers(record.id, [AnswerRecord("b", "answered", "x")], {}, "h1", NOW)
    before = now_stored(repository, record).revision
    assert repository.undo(record.id, first.batch, NOW) == ("b",)
    assert said(repository, record, "b") == [(UNDONE, None), (SAVED, "x")]
    assert now_stored(repository, record).revision == before + 1
    repository.save_answers(record.id, [AnswerRecord("b", "answered", "y")], {}, "h1", NOW)
    assert now_stored(repository, record).answers["b"].version == 3
    stale = repository.save_answers(record.id, [AnswerRecord("b", "answered", "z")], {"b": 1}, "h1", NOW)
    assert [clash.question for clash in stale.conflicts] == ["b"]


def test_versions_are_bounded_per_answer(repository: Repository, record: AssessmentRecord) -> None:
    for number in range(KEPT_VERSIONS + 5):
        answer = [AnswerRecord("a", "answered", f"v{number}")]
        repository.save_answers(record.id, answer, {"a": number + 1}, "h1", NOW)
    assert len(said(repository, record)) == KEPT_VERSIONS
    assert said(repository, record)[0] == (SAVED, f"v{KEPT_VERSIONS + 4}")


def test_the_migration_makes_a_history_of_what_was_there(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.save_answers(record.id, [AnswerRecord("a", "answered", ("x", "é"))], {"a": 1}, "h1", LATER)
    repository.save_answers(
        record.id, [AnswerRecord("a", "nvt", None, dated=date(2026, 5, 1))], {"a": 2}, "h1", LATER
    )
    repository.database.migrate("0003", down=True)
    repository.database.migrate()
    assert said(repository, record) == [(SAVED, None), (SAVED, ("x", "é")), (SAVED, "ja")]
    versions = repository.history.of_question(record.id, "a")
    assert [v.number for v in versions] == [3, 2, 1]
    assert [v.created_at for v in versions] == [LATER, LATER, NOW]
    assert versions[0].answer == AnswerRecord("a", "nvt", None, dated=date(2026, 5, 1))


def test_many_at_once_lose_no_version(repository: Repository, record: AssessmentRecord) -> None:
    def work(number: int) -> None:
        mine = AnswerRecord("a", "answered", f"v{number}")
        result = repository.save_answers(record.id, [mine], {"a": 1}, "h1", NOW)
        if result.conflicts:
            repository.history.set_aside(record.id, [mine], NOW)
        repository.comments.add(record.id, "a", f"c{number}", NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    values = {value for _how, value in said(repository, record)}
    assert values == {"ja", *(f"v{number}" for number in range(16))}
    assert len(repository.comments.of(record.id)) == 16


def test_comments_are_dealt_with_marked_and_deleted(repository: Repository, record: AssessmentRecord) -> None:
    made = repository.comments.add(record.id, "a", "Klopt dit?", NOW, author="FG", browser="b1")
    assert made is not None
    assert repository.comments.open_counts(record.id) == {"a": 1}
    assert repository.comments.resolve(record.id, made.id, True, NOW)
    assert repository.comments.open_counts(record.id) == {}
    assert repository.comments.resolve(record.id, made.id, False, NOW)
    assert repository.comments.for_dossier(record.id) == []
    assert repository.comments.mark(record.id, made.id, True, NOW)
    assert [c.text for c in repository.comments.for_dossier(record.id)] == ["Klopt dit?"]
    for assessment, browser in ((record.id, "b2"), (record.id, ""), (record.id + 1, "b1")):
        assert not repository.comments.delete(assessment, made.id, browser, NOW)
    assert not repository.comments.mark(record.id + 1, made.id, False, NOW)
    assert repository.comments.delete(record.id, made.id, "b1", NOW)
    assert repository.comments.of(record.id) == []


def test_comments_are_bounded(
    repository: Repository, record: AssessmentRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_COMMENTS == 500
    monkeypatch.setattr("webapp.storage.comments.MOST_COMMENTS", 2)
    made = [repository.comments.add(record.id, "", "x", NOW) for _number in range(3)]
    assert [bool(item) for item in made] == [True, True, False]


def test_a_section_that_somebody_else_gave_away_is_left_alone(
    repository: Repository, record: AssessmentRecord
) -> None:
    mine = AssignmentRecord("1", "FG", date(2026, 12, 1))
    assert repository.assignments.save(record.id, [mine], {}, NOW) == ()
    stale = repository.assignments.save(record.id, [AssignmentRecord("1", "Jurist")], {}, NOW)
    assert [(c.theirs.who, c.mine.who) for c in stale] == [("FG", "Jurist")]
    assert repository.assignments.save(record.id, [AssignmentRecord("1")], {"1": 1}, NOW) == ()
    assert repository.assignments.of(record.id)["1"].empty
    assert repository.assignments.of(record.id)["1"].version == 2


def keep_file(repository: Repository, folder: EvidenceFolder, record: AssessmentRecord, text: bytes) -> str:
    written = folder.write(BytesIO(text))
    item = EvidenceRecord(
        "", "a", "Stuk", file_name="x.txt", size=written.size, sha256=written.sha256, stored=written.stored
    )
    made = repository.evidence.add(record.id, item, NOW, 1000)
    assert made is not None
    return made.key


def test_evidence_and_its_file_go_together(
    repository: Repository, record: AssessmentRecord, folder: EvidenceFolder
) -> None:
    key = keep_file(repository, folder, record, b"tekst")
    found = repository.evidence.find(record.id, key)
    assert found is not None
    path = folder.path(found.stored)
    assert path is not None
    assert path.read_bytes() == b"tekst"
    assert path.stat().st_mode & 0o777 == 0o600
    assert repository.evidence.counts(record.id) == {"a": 1}
    assert repository.evidence.find(record.id + 1, key) is None
    assert repository.evidence.delete(record.id + 1, key, NOW) is None
    assert repository.evidence.delete(record.id, key, NOW) is not None
    assert list(folder.folder.iterdir()) == []


def test_evidence_has_a_quota(
    repository: Repository, record: AssessmentRecord, folder: EvidenceFolder
) -> None:
    keep_file(repository, folder, record, b"x" * 900)
    with pytest.raises(Full):
        keep_file(repository, folder, record, b"x" * 101)
    assert len(repository.evidence.of(record.id)) == 1


@pytest.mark.parametrize("how", ["delete", "purge"])
def test_files_go_with_their_assessment(
    repository: Repository, record: AssessmentRecord, folder: EvidenceFolder, how: str
) -> None:
    keep_file(repository, folder, record, b"tekst")
    if how == "delete":
        repository.delete(record.id, "gewist", NOW)
    else:
        assert repository.purge(30, LATER) == 1
    assert list(folder.folder.iterdir()) == []
    with repository.database.engine.connect() as connection:
        for table in ("evidence", "comment", "assignment", "answer_version"):
            assert connection.exec_driver_sql(f"select count(*) from {table}").scalar() == 0


def test_a_file_without_a_row_is_swept_when_it_is_old(
    repository: Repository, record: AssessmentRecord, folder: EvidenceFolder
) -> None:
    keep_file(repository, folder, record, b"blijft")
    lost, fresh = folder.write(BytesIO(b"oud")), folder.write(BytesIO(b"nieuw"))
    half = folder.folder / f"{'h' * 32}.deel"
    half.write_bytes(b"half")
    other = folder.folder / "LEESMIJ"
    other.write_bytes(b"niet van ons")
    for path in (lost.path, half, other):
        os.utime(path, (time.time() - 7200,) * 2)
    assert repository.evidence.sweep() == 2
    assert not lost.path.exists()
    assert fresh.path.exists()
    assert other.exists()
    assert len(list(folder.folder.iterdir())) == 3


@pytest.mark.parametrize("name", ["../../etc/passwd", "", ".", "a/b", "x" * 200])
def test_only_own_names_lead_to_a_file(folder: EvidenceFolder, name: str) -> None:
    assert folder.path(name) is None
    folder.remove([name])


def test_work_keeps_an_assessment_without_weighing_again(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.comments.add(record.id, "a", "Nog bezig", LATER)
    stored = now_stored(repository, record)
    assert (stored.updated_at, stored.touched_at, stored.revision) == (NOW, LATER, 0)
    assert repository.purge(100, datetime(2027, 7, 1)) == 0
    assert repository.purge(100, datetime(2027, 12, 1)) == 1


def test_words_are_found_everywhere(repository: Repository) -> None:
    team = repository.create_workspace(NOW)

    def make(title: str, *answers: AnswerRecord, subject: str | None = None) -> int:
        return repository.create(
            workspace_id=team.id,
            questionnaire="proef/v1",
            content_hash="h1",
            subject=subject,
            title=title,
            answers=answers,
            now=NOW,
        ).id

    one = make("Camera’s in de stad", AnswerRecord("a", "answered", "ja", note="Gesprek met wijkraad"))
    two = make("Loket", AnswerRecord("a", "answered", "Een café aan 100% van de straat", source="Zaak 12_3"))
    make("Anders", subject="platform/x")

    def ids(*words: str) -> set[int]:
        return {head.id for head in repository.listings.heads(workspace_id=team.id, words=words)}

    assert len(ids()) == 3
    assert ids("camera") == {one}
    assert ids("wijkraad", "stad") == {one}
    assert ids("wijkraad", "loket") == set()
    assert ids("café") == {two}
    assert ids("100%") == {two}
    assert ids("12_3") == {two}
    assert ids("12%3") == set()
    assert len(ids("platform/x")) == 1
    assert ids("'; drop table assessment; --") == set()
    assert {h.id for h in repository.listings.heads(ids=[one])} == {one}
    assert repository.listings.heads() == []
    assert set(repository.listings.records([one, two])) == {one, two}
