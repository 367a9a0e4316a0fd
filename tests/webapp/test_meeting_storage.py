"""Rounds of conversation in the store, on both databases: nothing lost, nobody named, nothing left behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.webapp.conftest import NOW
from webapp.storage.meeting_records import (
    AGREED,
    ANSWERED,
    DONE,
    NO_OPINION,
    NOT_AGREED,
    STOPPED,
    Agreement,
    Choice,
    GivenRecord,
    RoundRecord,
    Shape,
)
from webapp.storage.meetings import CODE_LASTS, MOST_PARTICIPANTS
from webapp.storage.models import Base
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository
from webapp.storage.tokens import CODE_LENGTH, CODE_LETTERS

SHAPE = Shape(code="P1", text="Mag dit?", options={"ja": "Ja", "nee": "Nee"})
YES, NO = Choice(ANSWERED, "ja"), Choice(ANSWERED, "nee")


@pytest.fixture
def talk(repository: Repository, record: AssessmentRecord) -> RoundRecord:
    """A round with two questions."""
    return make(repository, record)[0]


def make(repository: Repository, record: AssessmentRecord, now: datetime = NOW) -> tuple[RoundRecord, bool]:
    questions = {"a": SHAPE, "b": SHAPE}
    return repository.meetings.create(
        record.id, kind="afweging", minutes=5, questions=questions, content_hash="h1", now=now
    )


def again(repository: Repository, talk: RoundRecord) -> RoundRecord:
    found = repository.meetings.one(talk.assessment_id, talk.number)
    assert found is not None
    return found


def count(repository: Repository, table: str) -> int:
    with repository.database.engine.connect() as connection:
        return connection.exec_driver_sql(f"select count(*) from {table}").scalar() or 0


def join(repository: Repository, talk: RoundRecord, *browsers: str) -> list[str]:
    people = [repository.meetings.join(talk.id, browser, "jurist", NOW) for browser in browsers]
    return [person.token for person in people if person]


def test_the_tables_go_and_come_back(repository: Repository, talk: RoundRecord) -> None:
    repository.database.migrate("0003", down=True)
    assert not {"meeting", "meeting_item"} & set(inspect(repository.database.engine).get_table_names())
    repository.database.migrate()
    with repository.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_one_round_at_a_time_with_a_code_to_read_aloud(
    repository: Repository, record: AssessmentRecord, talk: RoundRecord
) -> None:
    assert len(talk.code) == CODE_LENGTH
    assert set(talk.code) <= set(CODE_LETTERS)
    second, fresh = make(repository, record)
    assert (second.id, fresh) == (talk.id, False)
    later = NOW + CODE_LASTS + timedelta(minutes=1)
    third, fresh = make(repository, record, later)
    assert fresh
    assert third.number == 2
    assert again(repository, talk).state == STOPPED


def test_a_code_holds_for_twelve_hours(repository: Repository, talk: RoundRecord) -> None:
    assert repository.meetings.by_code(talk.code, NOW) is not None
    late = NOW + CODE_LASTS + timedelta(seconds=1)
    assert repository.meetings.by_code(talk.code, late) is None
    assert repository.meetings.join(talk.id, "b1", "", late) is None


def test_joining_twice_is_joining_once(repository: Repository, talk: RoundRecord) -> None:
    first, second = join(repository, talk, "b1", "b1")
    assert first == second
    assert again(repository, talk).joined == 1


def test_a_room_can_be_full(repository: Repository, talk: RoundRecord) -> None:
    assert len(join(repository, talk, *(f"b{n}" for n in range(MOST_PARTICIPANTS)))) == MOST_PARTICIPANTS
    assert join(repository, talk, "one more") == []


def test_answers_count_only_while_the_clock_runs(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    (token,) = join(repository, talk, "b1")
    given = [GivenRecord("a", YES, "Want")]
    assert not store.answer(token, given, True, NOW)
    assert store.start(talk.id, NOW)
    assert not store.start(talk.id, NOW)
    assert store.answer(token, given, True, NOW)
    assert store.answer(token, [GivenRecord("a", NO, "Toch niet")], False, NOW)
    person = store.participant(token)
    assert person is not None
    assert person.given["a"].choice == NO
    assert person.done
    assert store.close(talk.id, NOW)
    assert not store.close(talk.id, NOW)
    assert not store.answer(token, given, True, NOW)
    assert not store.answer("unknown", given, True, NOW)


def test_closing_counts_and_erases_who_said_what(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    store.start(talk.id, NOW)
    for token, choice in zip(join(repository, talk, "1", "2", "3"), (YES, NO, YES), strict=True):
        both = [GivenRecord("a", choice, f"Omdat {choice.value}"), GivenRecord("b", NO)]
        store.answer(token, both, True, NOW)
    (token,) = join(repository, talk, "4")
    store.answer(token, [GivenRecord("b", Choice(NO_OPINION))], True, NOW)
    store.close(talk.id, NOW)
    first, second = again(repository, talk).items
    assert [(each.choice, each.number) for each in first.counts] == [(YES, 2), (NO, 1)]
    assert first.reasons == ("Omdat ja", "Omdat nee")
    assert first.agreement.verdict == ""
    assert second.agreement.verdict == AGREED
    assert second.agreement.agreed == NO
    assert count(repository, "meeting_answer") == 0


def test_two_tabs_do_not_overwrite_what_was_agreed(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    store.close(talk.id, NOW)
    mine = Agreement("a", AGREED, YES, "Zo is het")
    assert store.agree(talk.id, [mine], {"a": 0}).saved == ("a",)
    theirs = Agreement("a", NOT_AGREED, None, "", "Liever niet", "jurist")
    clash = store.agree(talk.id, [theirs], {"a": 0}).conflicts
    assert clash[0].theirs.agreed == YES
    assert store.agree(talk.id, [theirs], {"a": 1}).saved == ("a",)
    assert again(repository, talk).items[0].agreement.minority == "Liever niet"


def test_the_end_keeps_functions_and_a_number(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    join(repository, talk, "1", "2")
    store.close(talk.id, NOW)
    assert store.finish(talk.id, {"a": AnswerRecord("a", "answered", "ja"), "b": None}, ["a"], NOW)
    assert not store.finish(talk.id, {}, [], NOW)
    assert not store.stop(talk.id, NOW)
    over = again(repository, talk)
    assert (over.state, over.joined, over.roles, over.code) == (DONE, 2, ("jurist", "jurist"), "")
    assert over.items[0].taken
    assert over.items[0].before is not None
    assert count(repository, "meeting_participant") == 0
    assert store.agree(talk.id, [], {}).closed


def test_the_assessment_says_how_long_its_advice_is_hidden(
    repository: Repository, record: AssessmentRecord, talk: RoundRecord
) -> None:
    found = repository.by_edit_token(record.edit_token)
    assert found is not None
    assert found.meeting_until == talk.expires_at
    repository.meetings.stop(talk.id, NOW)
    found = repository.by_edit_token(record.edit_token)
    assert found is not None
    assert found.meeting_until is None


def test_everything_goes_with_the_assessment(
    repository: Repository, record: AssessmentRecord, talk: RoundRecord
) -> None:
    repository.meetings.start(talk.id, NOW)
    (token,) = join(repository, talk, "b1")
    repository.meetings.answer(token, [GivenRecord("a", YES)], True, NOW)
    repository.delete(record.id, "gewist", NOW)
    for table in ("meeting", "meeting_item", "meeting_participant", "meeting_answer"):
        assert count(repository, table) == 0
    assert repository.meetings.participant(token) is None


def test_a_round_from_a_file_comes_back_whole(
    repository: Repository, record: AssessmentRecord, talk: RoundRecord
) -> None:
    store = repository.meetings
    join(repository, talk, "1")
    store.close(talk.id, NOW)
    store.agree(talk.id, [Agreement("a", NOT_AGREED, None, "r", "m", "FG")], {"a": 0})
    store.finish(talk.id, {}, [], NOW)
    store.restore(record.id, store.records(record.id))
    first, second = store.records(record.id)
    assert (second.number, second.roles, second.joined) == (2, first.roles, first.joined)
    assert second.items[0].agreement.content() == first.items[0].agreement.content()


def test_eight_at_once_lose_nothing(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    store.start(talk.id, NOW)

    def take_part(number: int) -> bool:
        person = store.join(talk.id, f"b{number}", f"functie {number}", NOW)
        assert person is not None
        for choice in (NO, YES):
            given = [GivenRecord("a", choice, f"reden {number}"), GivenRecord("b", choice)]
            assert store.answer(person.token, given, choice == YES, NOW)
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(take_part, range(8)))
    during = again(repository, talk)
    assert (during.joined, during.done) == (8, 8)
    store.close(talk.id, NOW)
    item = again(repository, talk).items[0]
    assert [(each.choice, each.number) for each in item.counts] == [(YES, 8)]
    assert len(item.reasons) == 8


def test_closing_while_eight_answer_counts_what_was_saved(repository: Repository, talk: RoundRecord) -> None:
    store = repository.meetings
    store.start(talk.id, NOW)
    tokens = join(repository, talk, *map(str, range(8)))

    def answer(token: str) -> bool:
        return store.answer(token, [GivenRecord("a", YES)], True, NOW)

    with ThreadPoolExecutor(9) as pool:
        kept = [pool.submit(answer, token) for token in tokens]
        closed = pool.submit(store.close, talk.id, NOW)
        saved = sum(each.result() for each in kept)
        assert closed.result()
    counts = again(repository, talk).items[0].counts
    assert sum(each.number for each in counts) == saved
    assert count(repository, "meeting_answer") == 0
