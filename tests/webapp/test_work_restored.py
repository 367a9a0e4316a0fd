"""The work of a complete file back in the store, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from tests.webapp.conftest import NOW
from tests.webapp.test_storage import now_stored
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.records import AnswerRecord, AssessmentRecord, TaskRecord
from webapp.storage.repository import Repository
from webapp.storage.scenario_records import ScenarioRecord
from webapp.storage.work_records import ASIDE, SAVED, UNDONE, CommentRecord, EvidenceRecord, VersionRecord

LATER = datetime(2027, 6, 1)


def said(repository: Repository, record: AssessmentRecord, question: str) -> list[tuple[str, object]]:
    """How each version came about and what it said, the latest first."""
    versions = repository.history.of_question(record.id, question)
    return [(version.how, version.answer.value if version.answer else None) for version in versions]


def test_a_history_from_a_file_takes_the_place_of_what_opening_made(
    repository: Repository, record: AssessmentRecord
) -> None:
    old = AnswerRecord("a", "answered", "nee")
    now, gone = AnswerRecord("a", "answered", "ja"), AnswerRecord("b", "nvt", None)
    versions = [
        VersionRecord(0, "a", 4, old, SAVED, "FG", NOW),
        VersionRecord(0, "b", 1, gone, SAVED, "", NOW),
        VersionRecord(0, "a", 6, now, SAVED, "Noor", NOW),
        VersionRecord(0, "b", 2, None, UNDONE, "Bo", NOW),
        VersionRecord(0, "a", 6, old, ASIDE, "Bo", NOW),
    ]
    repository.save_answers(record.id, [AnswerRecord("c", "nvt", None)], {}, "h1", LATER)
    repository.history.restore(record.id, versions, LATER)
    found = repository.history.all(record.id)
    assert [replace(version, id=0) for version in found if version.question != "c"] == versions
    assert said(repository, record, "c") == [(SAVED, None)]
    stored = now_stored(repository, record).answers["a"]
    assert (stored.version, stored.updated_at) == (6, NOW)
    repository.save_answers(record.id, [AnswerRecord("b", "answered", "x")], {}, "h1", LATER)
    assert now_stored(repository, record).answers["b"].version == 3


def test_an_answer_that_no_version_tells_becomes_one(
    repository: Repository, record: AssessmentRecord
) -> None:
    only_aside = [VersionRecord(0, "a", 3, AnswerRecord("a", "answered", "ja"), ASIDE, "Bo", NOW)]
    repository.history.restore(record.id, only_aside, LATER)
    assert said(repository, record, "a") == [(SAVED, "ja"), (ASIDE, "ja")]
    stored = now_stored(repository, record).answers["a"]
    assert (stored.version, stored.updated_at) == (4, NOW)
    repository.history.restore(record.id + 1, only_aside, LATER)
    assert repository.history.all(record.id + 1) == []


def test_remarks_and_scenarios_come_back_with_their_moments(
    repository: Repository, record: AssessmentRecord
) -> None:
    comment = CommentRecord(7, "a", "Klopt dit?", "FG", True, NOW, LATER, browser="b1")
    repository.comments.restore(record.id, [comment])
    (found,) = repository.comments.of(record.id)
    assert replace(found, id=7, browser="b1") == comment
    assert found.browser == ""
    assert not repository.comments.delete(record.id, found.id, "b1", LATER)
    scenario = ScenarioRecord(0, "Alles", {"regel": ("m",)}, NOW)
    repository.scenarios.restore(record.id, [scenario])
    assert [replace(row, id=0) for row in repository.scenarios.of(record.id)] == [scenario]
    repository.comments.restore(record.id + 1, [comment])
    repository.scenarios.restore(record.id + 1, [scenario])
    assert repository.comments.of(record.id + 1) == []


def test_a_task_from_a_file_never_keeps_an_assessment_too_long(
    repository: Repository, record: AssessmentRecord
) -> None:
    ahead = TaskRecord("n", "FG", updated_at=datetime(2099, 1, 1))
    tasks = [TaskRecord("m", "FG", updated_at=NOW), ahead, TaskRecord("o", "FG")]
    repository.tasks.restore(record.id, tasks, LATER)
    moments = {key: task.updated_at for key, task in repository.tasks.of(record.id).items()}
    assert moments == {"m": NOW, "n": LATER, "o": LATER}
    assert repository.purge(100, datetime(2028, 1, 1)) == 1


def test_evidence_comes_back_as_far_as_there_is_room(
    repository: Repository, record: AssessmentRecord, tmp_path: Path
) -> None:
    folder = repository.evidence.files = EvidenceFolder(tmp_path / "bewijs")
    written = [folder.write(BytesIO(b"x" * size)) for size in (600, 600, 300)]
    items = [
        EvidenceRecord("", "a", f"Stuk {at}", size=file.size, stored=file.stored, created_at=NOW)
        for at, file in enumerate(written)
    ]
    assert repository.evidence.restore(record.id, items, LATER, 1000) == [items[1]]
    found = repository.evidence.of(record.id)
    assert [(row.title, row.created_at) for row in found] == [("Stuk 0", NOW), ("Stuk 2", NOW)]
    assert len({row.key for row in found}) == 2
    assert repository.evidence.restore(record.id + 1, items, LATER, 1000) == items
