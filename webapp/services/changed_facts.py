"""Facts that changed since somebody confirmed them, or that were true until a day that has passed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from webapp.services.answers_in_words import stored_label
from webapp.services.dutch import local
from webapp.services.facts import Found, is_decided
from webapp.services.weighing import Weighing
from webapp.storage.records import AnswerRecord

CHANGED, EXPIRED, WITHDRAWN = "veranderd", "verlopen", "ingetrokken"


@dataclass(frozen=True)
class FactFlag:
    """One fact to look at again, in words."""

    kind: str
    question: str
    text: str
    code: str
    was: str
    was_dated: date | None
    now: str
    now_dated: date | None
    source: str
    url: str
    valid_until: date | None
    confirmed: bool
    mark: str
    why: str = ""


def fact_flags(weighing: Weighing, looked: Mapping[str, str]) -> list[FactFlag]:
    """What to look at again, in the order of the questions; what was looked at is left out."""
    flags = []
    for key in weighing.questions:
        if key not in weighing.shown:
            continue
        flag = _withdrawn(weighing, key) if key in weighing.withdrawn else _moved(weighing, key)
        if flag is not None and looked.get(key) != flag.mark:
            flags.append(flag)
    return flags


def _withdrawn(weighing: Weighing, key: str) -> FactFlag | None:
    """A flag when the answer was given before the curator took the fact back."""
    fact, record = weighing.withdrawn[key], weighing.fitting.get(key)
    if record is None or not is_decided(record) or record.state != "answered":
        return None
    if record.updated_at is None or fact.created_at is None or fact.created_at < record.updated_at:
        return None
    question = weighing.questions[key]
    return FactFlag(
        kind=WITHDRAWN,
        question=key,
        text=question.text,
        code=question.code,
        was=stored_label(weighing, record),
        was_dated=record.dated,
        now="",
        now_dated=None,
        source="",
        url="",
        valid_until=None,
        confirmed=True,
        mark=f"{WITHDRAWN}-{fact.version}",
        why=fact.note,
    )


def _moved(weighing: Weighing, key: str) -> FactFlag | None:
    """A flag when the fact got another value, or was true until a day that has passed."""
    fact = weighing.found.get(key)
    kind = _kind(weighing, fact, weighing.fitting.get(key)) if fact else ""
    return _flag(weighing, key, fact, kind) if fact and kind else None


def _kind(weighing: Weighing, fact: Found, record: AnswerRecord | None) -> str:
    if record is not None and is_decided(record) and record.state == "answered":
        if record.value != fact.value:
            return CHANGED if _changed_since(fact, record) else ""
        looked = record.updated_at is not None and fact.valid_until is not None
        after = looked and local(record.updated_at).date() > fact.valid_until  # type: ignore[operator,arg-type]
        return EXPIRED if fact.expired(weighing.today) and not after else ""
    return EXPIRED if record is None and fact.expired(weighing.today) else ""


def _changed_since(fact: Found, record: AnswerRecord) -> bool:
    """Whether the fact got its value after the answer; else the answer simply disagrees with it.

    A file does not say when it changed. There a later date of the fact tells, unless a note says why the
    answer is another one.
    """
    if fact.changed_at is not None:
        return record.updated_at is not None and fact.changed_at >= record.updated_at
    later = fact.dated is not None and record.dated is not None and fact.dated > record.dated
    return later and not record.note


def _flag(weighing: Weighing, key: str, fact: Found, kind: str) -> FactFlag:
    question, record = weighing.questions[key], weighing.fitting.get(key)
    seen = repr((kind, fact.value, fact.valid_until if kind == EXPIRED else None))
    return FactFlag(
        kind=kind,
        question=key,
        text=question.text,
        code=question.code,
        was=stored_label(weighing, record) if record else fact.label,
        was_dated=record.dated if record else fact.dated,
        now=fact.label,
        now_dated=fact.dated,
        source=fact.source_title,
        url=fact.url,
        valid_until=fact.valid_until,
        confirmed=record is not None,
        mark=f"{kind}-{hashlib.sha256(seen.encode()).hexdigest()[:24]}",
    )
