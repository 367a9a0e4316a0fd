"""The facts of the files with what the curator added: one profile, from which every assessment starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from engine.answers import read_answer
from engine.cases import Subject, SubjectFact, SubjectHead
from engine.models import Citation, Question
from webapp.storage.knowledge_records import Curated, CuratedFactRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot


def with_curated(snapshot: Snapshot, curated: Curated) -> Snapshot:
    """Return the content with the curator's facts over those of the files.

    A fact that no longer answers its question (the questions changed since) is left out: it may not stop
    an assessment. The rules, and with them the hash of the content, stay as they are.
    """
    if not (curated.facts or curated.subjects):
        return snapshot
    subjects = dict(snapshot.content.subjects)
    for added in curated.subjects:
        head = SubjectHead(soort=added.kind, naam=added.name, status="voorstel", uitleg=added.explanation)
        subjects.setdefault(added.key, Subject(onderwerp=head))
    kept: dict[tuple[str, str], CuratedFactRecord] = {}
    for key, fact in curated.facts.items():
        subject = subjects.get(fact.subject)
        if subject is not None and fact.withdrawn:
            kept[key] = fact
            left = {name: known for name, known in subject.facts.items() if name != fact.question}
            subjects[fact.subject] = subject.model_copy(update={"facts": left})
            continue
        if subject is None or not _answers(snapshot, subject.kind, fact):
            continue
        before = subject.facts.get(fact.question)
        same = before is not None and fact.since == 1 and _plain(before.answer) == fact.value
        kept[key] = replace(fact, changed_at=None) if same else fact
        facts = {**subject.facts, fact.question: subject_fact(fact)}
        subjects[fact.subject] = subject.model_copy(update={"facts": facts})
    content = replace(snapshot.content, subjects=subjects)
    return replace(snapshot, content=content, curated=replace(curated, facts=kept))


def subject_fact(fact: CuratedFactRecord) -> SubjectFact:
    """A fact in the form of the files."""
    return SubjectFact(
        antwoord=list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        bron=fact.source,
        peildatum=fact.dated,
        geldig_tot=fact.valid_until,
        toelichting=fact.note,
    )


def _plain(answer: object) -> object:
    """An answer of a file as the curator's form gives it."""
    if isinstance(answer, (list, tuple)):
        return tuple(answer)
    return {True: "ja", False: "nee"}[answer] if isinstance(answer, bool) else str(answer)


def questions_of(snapshot: Snapshot, kind: str) -> dict[str, Question]:
    """The questions about a kind of subject, in the newest version of each questionnaire."""
    found: dict[str, Question] = {}
    for topic in snapshot.latest():
        if topic.questionnaire.subject_kind == kind:
            rows = topic.questionnaire.questions.items()
            found |= {key: question for key, question in rows if question.about == "onderwerp"}
    return found


def _answers(snapshot: Snapshot, kind: str, fact: CuratedFactRecord) -> bool:
    """Whether a fact answers its question in every questionnaire that asks it."""
    asked = [
        topic.questionnaire.questions[fact.question]
        for topic in snapshot.topics.values()
        if topic.questionnaire.subject_kind == kind and fact.question in topic.questionnaire.questions
    ]
    try:
        for question in asked:
            read_answer(question, list(fact.value) if isinstance(fact.value, tuple) else fact.value)
    except ValueError:
        return False
    return bool(asked)


def curated_sources(curated: Curated) -> dict[str, Citation]:
    """The sources that the curator named, by their title; the newest wins."""
    return {
        fact.source: Citation(titel=fact.source, url=fact.url, gezien=fact.seen)
        for fact in sorted(curated.facts.values(), key=lambda fact: fact.created_at or datetime.min)
        if fact.url
    }


def changed_moments(curated: Curated, subject: str | None) -> dict[str, datetime]:
    """When the curator gave each fact of a subject the value that it has now."""
    return {
        question: fact.changed_at
        for (about, question), fact in curated.facts.items()
        if about == subject and fact.changed_at is not None
    }


def withdrawn_facts(curated: Curated, subject: str | None) -> dict[str, CuratedFactRecord]:
    """The facts of a subject that the curator took back, by question."""
    return {
        question: fact
        for (about, question), fact in curated.facts.items()
        if about == subject and fact.withdrawn
    }


@dataclass(frozen=True)
class CuratedRow:
    """One question about a subject, with what is known of it."""

    key: str
    question: Question
    fact: SubjectFact | None
    record: CuratedFactRecord | None
    expired: bool
    disputes: int = 0


def curated_rows(
    snapshot: Snapshot, key: str, today: date, disputed: Mapping[tuple[str, str], int]
) -> list[CuratedRow]:
    """All questions about a subject: what needs the curator first, then in the order of the questions."""
    subject = snapshot.content.subjects[key]
    rows = []
    for name, question in questions_of(snapshot, subject.kind).items():
        fact = subject.facts.get(name)
        rows.append(
            CuratedRow(
                key=name,
                question=question,
                fact=fact,
                record=snapshot.curated.facts.get((key, name)),
                expired=fact is not None and fact.valid_until is not None and fact.valid_until < today,
                disputes=disputed.get((key, name), 0),
            )
        )
    return sorted(rows, key=lambda row: not (row.expired or row.disputes))


@dataclass(frozen=True)
class SubjectRow:
    """One known subject in the curator's list."""

    key: str
    subject: Subject
    known: int
    total: int
    expired: int
    disputes: int


def subject_rows(
    snapshot: Snapshot, today: date, disputed: Mapping[tuple[str, str], int]
) -> dict[str, list[SubjectRow]]:
    """The known subjects by kind; those that need the curator first."""
    found: dict[str, list[SubjectRow]] = {}
    for key, subject in snapshot.content.subjects.items():
        rows = curated_rows(snapshot, key, today, disputed)
        if rows:
            found.setdefault(subject.kind, []).append(
                SubjectRow(
                    key,
                    subject,
                    sum(row.fact is not None for row in rows),
                    len(rows),
                    sum(row.expired for row in rows),
                    sum(row.disputes for row in rows),
                )
            )
    for rows_of in found.values():
        rows_of.sort(key=lambda row: (not (row.expired or row.disputes), row.subject.name.casefold()))
    return dict(sorted(found.items()))


def kinds(snapshot: Snapshot) -> dict[str, str]:
    """The kinds of subject that questions are about, with the word for them."""
    return {
        topic.questionnaire.subject_kind: topic.questionnaire.subject_title or "onderwerp"
        for topic in snapshot.latest()
        if questions_of(snapshot, topic.questionnaire.subject_kind)
    }


def source_choices(snapshot: Snapshot, kind: str) -> dict[str, str]:
    """The sources that a fact may name: those of the questionnaires and rules, and the curator's own."""
    found: dict[str, str] = {}
    for topic in snapshot.latest():
        if topic.questionnaire.subject_kind == kind:
            baseline = snapshot.content.baselines.get(topic.ruleset.baseline)
            for model in filter(None, (baseline, topic.questionnaire, topic.ruleset)):
                found |= {key: cited.title for key, cited in model.sources.items()}
    found |= {key: cited.title for key, cited in curated_sources(snapshot.curated).items()}
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def titles(sources: Mapping[str, str], facts: Iterable[SubjectFact]) -> dict[str, str]:
    """What a page shows for the source of each fact."""
    return {fact.source: sources.get(fact.source, fact.source) for fact in facts}
