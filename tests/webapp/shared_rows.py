"""A row in every table of shared knowledge."""

from __future__ import annotations

from datetime import date, datetime

from webapp.storage.knowledge_records import (
    CaseRecord,
    ContributionRecord,
    CuratedFactRecord,
    CuratedSubjectRecord,
    DisputeRecord,
)
from webapp.storage.records import AssessmentRecord, FeedbackRecord
from webapp.storage.repository import Repository


def fill_shared(repository: Repository, record: AssessmentRecord, now: datetime) -> None:
    """Something of everything: a list, a date, an empty text, no value."""
    shared, day = repository.shared, date(2026, 11, 1)
    shared.facts.publish(CuratedFactRecord("platform/x", "a", ("een", "twee"), "Bron", day, day, "Anna"), now)
    shared.facts.add_subject(CuratedSubjectRecord("platform/y", "platform", "Y", "", "Anna"), now)
    shared.facts.dispute(DisputeRecord(record.id, "werkmap-1", "platform/x", "a", "ja", "nee", "Want."), now)
    shared.facts.looked(record.id, "a", "veranderd-1", now)
    texts = {"casus": "Voorbeeld"}
    shared.cases.publish(
        CaseRecord("proef/v1", "", "Y", "Voorbeeld", "", texts, ("p",), "Ja", {"a": "ja"}, (), record.id), now
    )
    gift = ContributionRecord("proef/v1", "werkmap-1", record.id, "proef/v1", "", False, "ja", None, {})
    shared.benchmarks.contribute(gift, now)
    shared.benchmarks.publish("proef/v1", 1, ["werkmap-1"], {"uitkomst": {"ja": None}}, now)
    shared.tickets.add(FeedbackRecord("proef/v1", "h1", "a", "opmerking", "", now))
