"""The store of shared knowledge, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.webapp.conftest import NOW
from webapp.storage.knowledge_records import (
    CaseRecord,
    ContributionRecord,
    CuratedFactRecord,
    CuratedSubjectRecord,
    DisputeRecord,
)
from webapp.storage.models import Base
from webapp.storage.records import AssessmentRecord, FeedbackRecord
from webapp.storage.repository import Repository

DAY = date(2026, 11, 1)
FACT = CuratedFactRecord("platform/x", "melden", "goed", "Rapport", DAY, date(2027, 11, 1), "Anna")


@pytest.fixture
def record(repository: Repository) -> AssessmentRecord:
    """An assessment."""
    return made(repository)


def made(repository: Repository) -> AssessmentRecord:
    return repository.create(
        workspace_id=None,
        questionnaire="proef/v1",
        content_hash="h1",
        subject="platform/x",
        title="Proef",
        answers=[],
        now=NOW,
    )


def case(record: AssessmentRecord) -> CaseRecord:
    return CaseRecord(
        questionnaire="proef/v1",
        subject="platform/x",
        subject_name="X",
        title="Voorbeeld",
        organisation="",
        texts={"casus": "Een <b>voorbeeld</b>"},
        principles=("rechtmatig",),
        outcome="Niet doen",
        options={"a": "ja", "b": ("x", "y")},
        deciding=("a",),
        assessment_id=record.id,
    )


def contribution(record: AssessmentRecord, key: str = "werkmap-1", **more: object) -> ContributionRecord:
    plain = ContributionRecord("proef", key, record.id, "proef/v1", "", False, "ja", 50, {"a": "ja"})
    return replace(plain, **more)


def test_the_migration_runs_both_ways(repository: Repository, record: AssessmentRecord) -> None:
    repository.shared.facts.publish(FACT, NOW)
    repository.database.migrate("0003", down=True)
    repository.database.migrate()
    assert repository.shared.facts.all().facts == {}
    with repository.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_every_change_of_a_fact_is_a_new_version(repository: Repository) -> None:
    facts = repository.shared.facts
    assert facts.publish(FACT, NOW)
    assert not facts.publish(FACT, NOW), "somebody else published version 1 since"
    assert facts.publish(replace(FACT, version=1, value=("a", "b"), who="Bram"), NOW)
    assert [(v.version, v.value, v.who) for v in facts.history("platform/x", "melden")] == [
        (2, ("a", "b"), "Bram"),
        (1, "goed", "Anna"),
    ]
    assert facts.all().facts["platform/x", "melden"].version == 2


def test_a_subject_has_one_key(repository: Repository) -> None:
    new = CuratedSubjectRecord("platform/dorpsplein", "platform", "Dorpsplein", "", "Anna")
    assert repository.shared.facts.add_subject(new, NOW)
    assert not repository.shared.facts.add_subject(replace(new, name="Anders"), NOW)
    assert [s.name for s in repository.shared.facts.all().subjects] == ["Dorpsplein"]


def test_a_disagreement_is_answered_and_waits_anew_when_said_again(
    repository: Repository, record: AssessmentRecord
) -> None:
    facts = repository.shared.facts
    said = DisputeRecord(record.id, "werkmap-1", "platform/x", "melden", "goed", "slecht", "Want dit.")
    facts.dispute(said, NOW)
    (kept,) = facts.disputes()
    assert facts.answer_dispute([kept.id], "Klopt, aangepast.", NOW) == 1
    assert facts.disputes_of(record.id)["melden"].reply == "Klopt, aangepast."
    facts.dispute(replace(said, reason="Toch niet."), NOW)
    assert (facts.disputes()[0].state, facts.disputes()[0].reply) == ("nieuw", "")
    facts.agree(record.id, ["melden"])
    assert facts.disputes() == []


def test_who_looked_is_kept_per_change(repository: Repository, record: AssessmentRecord) -> None:
    facts = repository.shared.facts
    facts.looked(record.id, "melden", "v1", NOW)
    facts.looked(record.id, "melden", "v2", NOW)
    assert facts.looks([record.id]) == {record.id: {"melden": "v2"}}


def test_deleting_an_assessment_deletes_what_hangs_on_it(
    repository: Repository, record: AssessmentRecord
) -> None:
    shared = repository.shared
    shared.facts.dispute(DisputeRecord(record.id, "w", "platform/x", "melden", "a", "b", "r"), NOW)
    shared.facts.looked(record.id, "melden", "v1", NOW)
    shared.benchmarks.contribute(contribution(record), NOW)
    shared.cases.publish(case(record), NOW)
    repository.delete(record.id, "verlopen", NOW)
    assert shared.facts.disputes() == []
    assert shared.facts.looks([record.id]) == {}
    assert shared.benchmarks.contributions("proef") == []
    assert [c.assessment_id for c in shared.cases.all()] == [None], "a case outlives the time limit"


def test_a_case_is_published_changed_hidden_and_withdrawn(
    repository: Repository, record: AssessmentRecord
) -> None:
    cases = repository.shared.cases
    number = cases.publish(case(record), NOW)
    assert cases.publish(replace(case(record), title="Beter"), NOW + timedelta(hours=1)) == number
    found = cases.by_id(number)
    assert found is not None
    assert (found.title, found.options, found.texts["casus"]) == (
        "Beter",
        {"a": "ja", "b": ("x", "y")},
        "Een <b>voorbeeld</b>",
    )
    cases.hide(number, "Er staat een naam in.")
    assert cases.all() == []
    assert cases.publish(case(record), NOW) == number
    assert cases.all() == [], "changing a text does not undo what the curator hid"
    assert [c.hidden_because for c in cases.all(hidden=True)] == ["Er staat een naam in."]
    cases.hide(number, "")
    assert [c.id for c in cases.all(topic="proef")] == [number]
    assert cases.all(topic="proe") == []
    assert [c.id for c in cases.all()] == [number]
    assert cases.withdraw(record.id)
    assert not cases.withdraw(record.id)
    assert cases.by_id(number) is None


def test_an_organisation_counts_once_and_a_change_waits_for_the_next_release(
    repository: Repository, record: AssessmentRecord
) -> None:
    store = repository.shared.benchmarks
    store.contribute(contribution(record), NOW)
    store.contribute(contribution(made(repository)), NOW)
    assert len(store.contributions("proef")) == 1
    assert store.publish("proef", 1, ["werkmap-1"], {"leden": 5}, NOW)
    assert not store.publish("proef", 1, ["werkmap-1"], {"leden": 6}, NOW)
    assert store.contributions("proef")[0].release == 1
    store.contribute(contribution(record), NOW)
    assert store.contributions("proef")[0].release == 1, "the same again changes nothing"
    store.contribute(contribution(record, outcome="nee"), NOW)
    assert store.contributions("proef")[0].release == 0
    latest = store.latest("proef")
    assert latest is not None
    assert (latest.number, latest.members, latest.tables) == (1, 1, {"leden": 5})
    store.withdraw("proef", "werkmap-1")
    assert store.of("proef", "werkmap-1") is None


def test_a_remark_gets_an_answer_under_its_secret(repository: Repository) -> None:
    tickets = repository.shared.tickets
    remark = FeedbackRecord("proef/v1", "h1", "a", "opmerking", "Onduidelijk", NOW)
    repository.add_feedback(remark)
    token = tickets.add(remark)
    old, new = tickets.all()
    assert (old.token, new.token, len(repository.feedback())) == ("", token, 2)
    assert tickets.answer(new.id, "verwerkt", "Aangepast.", NOW)
    assert tickets.answer(old.id, "beantwoord", "Dank.", NOW)
    assert not tickets.answer(999, "beantwoord", "x", NOW)
    assert [(t.state, t.reply) for t in tickets.by_tokens([token, "x"])] == [("verwerkt", "Aangepast.")]
    assert [t.reply for t in tickets.all()] == ["Dank.", "Aangepast."]
