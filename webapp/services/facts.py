"""What is known of a subject from its profile, and how the page to confirm is grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.cases import Subject
from engine.models import Citation, Question, Questionnaire
from webapp.storage.records import AnswerRecord


@dataclass(frozen=True)
class Found:
    """A fact from a profile. ``changed_at``: when the curator gave it a value that it did not have."""

    value: str | tuple[str, ...]
    label: str
    source: str
    source_title: str
    url: str
    dated: date | None
    note: str
    valid_until: date | None = None
    changed_at: datetime | None = None

    def expired(self, today: date) -> bool:
        """Whether somebody should look whether it is still so."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True)
class FactGroup:
    """Facts that stand together on the page, with how many still wait for a person."""

    number: int
    title: str
    explanation: str
    questions: tuple[str, ...]
    waiting: tuple[str, ...]
    open: tuple[str, ...]
    first: bool = False

    @property
    def done(self) -> bool:
        """Nothing in this group waits for an answer."""
        return not self.waiting and not self.open


def answer_label(question: Question, value: object) -> str:
    """An answer in the words of its question."""
    if isinstance(value, (tuple, list)):
        return ", ".join(question.options.get(str(item), str(item)) for item in value) or "Geen van deze"
    return question.options.get(str(value), str(value))


def found_facts(
    questionnaire: Questionnaire,
    subject: Subject | None,
    sources: Mapping[str, Citation],
    changed: Mapping[str, datetime] | None = None,
) -> dict[str, Found]:
    """The facts of a profile that answer a question of this questionnaire."""
    changed = changed or {}
    found: dict[str, Found] = {}
    if subject is None:
        return found
    for key, fact in subject.facts.items():
        question = questionnaire.questions.get(key)
        if question is None or fact.answer in ("onbekend", "nvt"):
            continue
        value = tuple(fact.answer) if isinstance(fact.answer, (list, tuple)) else str(fact.answer)
        citation = sources.get(fact.source)
        found[key] = Found(
            value=value,
            label=answer_label(question, value),
            source=fact.source,
            source_title=citation.title if citation else fact.source,
            url=citation.url if citation else "",
            dated=fact.dated,
            note=fact.note,
            valid_until=fact.valid_until,
            changed_at=changed.get(key),
        )
    return found


def group_facts(
    questionnaire: Questionnaire,
    facts: Iterable[str],
    floor: Iterable[str],
    found: Mapping[str, Found],
    answers: Mapping[str, AnswerRecord],
) -> list[FactGroup]:
    """The facts to show that decide first, then the rest per section."""
    facts, floor = frozenset(facts), frozenset(floor)
    first = [key for key in questionnaire.questions if key in facts & floor]
    parts = [("Eerst deze: zij bepalen het advies", "", first)]
    for section in questionnaire.sections:
        rest = [key for key in section.questions if key in facts - floor]
        parts.append((section.title, section.explanation, rest))
    groups = []
    for title, explanation, keys in parts:
        if keys:
            groups.append(_group(len(groups), title, explanation, keys, found, answers, keys is first))
    return groups


def _group(
    number: int,
    title: str,
    explanation: str,
    keys: list[str],
    found: Mapping[str, Found],
    answers: Mapping[str, AnswerRecord],
    first: bool,
) -> FactGroup:
    undecided = [key for key in keys if not is_decided(answers.get(key))]
    return FactGroup(
        number=number,
        title=title,
        explanation=explanation,
        questions=tuple(keys),
        waiting=tuple(key for key in undecided if key in found),
        open=tuple(key for key in undecided if key not in found),
        first=first,
    )


def is_decided(record: AnswerRecord | None) -> bool:
    """Whether a person said something about it."""
    return record is not None and record.confirmed and record.state != "open"
