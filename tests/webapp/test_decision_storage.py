"""The store of decisions, on both kinds of database: versions, one place that refuses, looks in a chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.webapp.conftest import NOW
from tests.webapp.test_storage import now_stored, tables
from webapp.storage.decision_records import DecisionRecord, DossierRecord
from webapp.storage.frozen import Frozen, is_frozen
from webapp.storage.records import AnswerRecord, AssessmentRecord, PointRecord, TaskRecord
from webapp.storage.repository import Repository

DAY = date(2026, 11, 23)
FOLLOW = DecisionRecord("advies", "gevolgd", "", "FG", DAY, None, "h1", "gebruiken", "80 van 100")


def sign(repository: Repository, record: AssessmentRecord) -> bool:
    stored = now_stored(repository, record)
    dossier = DossierRecord(record.id, "Het college", DAY, "{}\n", "0" * 64, NOW)
    return repository.decisions.freeze(stored, repository.decisions.of(record.id), dossier)


def again(repository: Repository, record: AssessmentRecord, now: datetime = NOW) -> AssessmentRecord:
    return repository.decisions.new_look(
        record,
        questionnaire=record.questionnaire,
        content_hash="h2",
        answers=record.answers.values(),
        tasks=[TaskRecord("m", owner="FG")],
        now=now,
    )


def test_decisions_are_versioned(repository: Repository, record: AssessmentRecord) -> None:
    store = repository.decisions
    assert store.save(record.id, [FOLLOW], {}, NOW).saved == ("advies",)
    assert store.of(record.id)["advies"] == replace(FOLLOW, version=1, updated_at=NOW)
    assert store.save(record.id, [FOLLOW], {}, NOW).saved == ()
    other = replace(FOLLOW, choice="uitgelegd", reason="Want")
    clash = store.save(record.id, [other], {}, NOW).conflicts[0]
    assert (clash.theirs.choice, clash.mine.choice) == ("gevolgd", "uitgelegd")
    assert store.save(record.id, [other], {"advies": 1}, NOW).saved == ("advies",)
    newer = replace(other, seen_hash="h2")
    assert store.save(record.id, [newer], {"advies": 2}, NOW).saved == ("advies",)
    assert store.save(record.id, [DecisionRecord("advies")], {"advies": 3}, NOW).saved == ("advies",)
    assert store.of(record.id)["advies"].empty
    assert store.save(record.id + 9, [FOLLOW], {}, NOW).saved == ()


def test_nothing_is_written_once_it_was_signed_off(repository: Repository, record: AssessmentRecord) -> None:
    repository.decisions.save(record.id, [FOLLOW], {}, NOW)
    batch = repository.save_answers(record.id, [AnswerRecord("b", "answered", "x")], {}, "h1", NOW).batch
    assert sign(repository, record)
    stored = now_stored(repository, record)
    assert is_frozen(stored)
    for write in (
        lambda: repository.save_answers(
            record.id, [AnswerRecord("a", "answered", "nee")], {"a": 1}, "h", NOW
        ),
        lambda: repository.undo(record.id, batch, NOW),
        lambda: repository.keep_conversation(record.id, "Anna", [PointRecord("p", "eens", "")], NOW),
        lambda: repository.decisions.save(record.id, [replace(FOLLOW, reason="x")], {"advies": 1}, NOW),
        lambda: sign(repository, record),
    ):
        with pytest.raises(Frozen):
            write()
    assert now_stored(repository, record) == stored
    assert repository.points(record.id) == {}
    assert repository.decisions.of(record.id)["advies"].reason == ""
    assert repository.tasks.save(record.id, [TaskRecord("m", owner="FG")], {}, NOW).saved == ("m",)
    assert repository.decisions.dossier(record.id) == DossierRecord(
        record.id, "Het college", DAY, "{}\n", "0" * 64, NOW
    )


def test_what_changed_meanwhile_is_not_signed_off(repository: Repository, record: AssessmentRecord) -> None:
    dossier = DossierRecord(record.id, "FG", DAY, "{}", "0" * 64, NOW)
    stored = now_stored(repository, record)
    repository.decisions.save(record.id, [FOLLOW], {}, NOW)
    assert not repository.decisions.freeze(stored, {}, dossier)
    seen = repository.decisions.of(record.id)
    repository.save_answers(record.id, [AnswerRecord("a", "answered", "nee")], {"a": 1}, "h1", NOW)
    assert not repository.decisions.freeze(stored, seen, dossier)
    assert repository.decisions.dossier(record.id) is None


def test_two_at_once_sign_off_once(repository: Repository, record: AssessmentRecord) -> None:
    def attempt(_: int) -> str:
        try:
            return "yes" if sign(repository, record) else "no"
        except Frozen:
            return "frozen"

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(attempt, range(4)))
    assert found.count("yes") == 1


def test_looks_form_a_chain(repository: Repository, record: AssessmentRecord) -> None:
    sign(repository, record)
    second = again(repository, now_stored(repository, record))
    assert again(repository, record).id == second.id
    assert second.answers["a"].value == "ja"
    assert repository.tasks.of(second.id)["m"].owner == "FG"
    sign(repository, second)
    third = again(repository, second)
    store = repository.decisions
    for look in (record, second, third):
        assert [row.id for row in store.chain(now_stored(repository, look))] == [
            record.id,
            second.id,
            third.id,
        ]
    assert now_stored(repository, record).next_id == second.id
    assert now_stored(repository, third).previous_id == second.id
    repository.delete(second.id, "gewist", NOW)
    assert now_stored(repository, third).previous_id is None
    assert [row.id for row in store.chain(now_stored(repository, record))] == [record.id]


def test_only_the_latest_look_counts_in_a_matter(repository: Repository, record: AssessmentRecord) -> None:
    matter = repository.matters.of(record, NOW)
    sign(repository, record)
    second = again(repository, now_stored(repository, record))
    assert [row.id for row in repository.matters.assessments(matter.id)] == [second.id]


def test_two_at_once_begin_one_new_look(repository: Repository, record: AssessmentRecord) -> None:
    sign(repository, record)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: again(repository, record).id, range(4)))
    assert len(set(found)) == 1


def test_a_dossier_does_not_expire_and_can_be_destroyed(
    repository: Repository, record: AssessmentRecord
) -> None:
    repository.decisions.save(record.id, [FOLLOW], {}, NOW)
    sign(repository, record)
    later = NOW.replace(year=2040)
    assert repository.purge(10, later) == 0
    repository.delete(record.id, "gewist", later)
    assert repository.decisions.dossier(record.id) is None
    assert repository.decisions.of(record.id) == {}


def test_the_tables_go_and_come_back(repository: Repository, record: AssessmentRecord) -> None:
    repository.decisions.save(record.id, [FOLLOW], {}, NOW)
    repository.database.migrate("0003", down=True)
    assert not {"decision", "dossier", "look"} & tables(repository.database)
    repository.database.migrate()
    assert repository.decisions.of(record.id) == {}
    assert now_stored(repository, record).answers["a"].value == "ja"
