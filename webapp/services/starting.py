"""Starting: which subjects are known, and what an empty profile costs in time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from webapp.services.dutch import upper_first
from webapp.services.facts import found_facts
from webapp.services.subject_words import subject_words

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic

NAME_LENGTH = 80
MINUTES_PER_FACT = 5
OTHER = "anders"


class StartProblem(Exception):
    """The choice cannot be used; the text says what to do."""


@dataclass(frozen=True)
class SubjectChoice:
    """One known subject on the start page."""

    key: str
    name: str
    known: int
    total: int
    latest: date | None
    status: str
    explanation: str
    worked_out: int = 0
    shared_by: str = ""

    @property
    def time_text(self) -> str:
        """What the facts that are not known cost."""
        return time_text(self.total - self.known)


@dataclass(frozen=True)
class Chosen:
    """What somebody starts with."""

    subject: str | None
    name: str


def start_with(topic: Topic, known: bool) -> str:
    """What to do when nothing was chosen."""
    words = subject_words(topic.questionnaire)
    if known:
        return f"Kies een {words.word}, of vul zelf een naam in."
    return f"Vul een naam in voor {words.the}."


def time_text(facts: int) -> str:
    """How long looking up so many facts takes, in words."""
    minutes = facts * MINUTES_PER_FACT
    if minutes < 45:
        return f"ongeveer {max(5, minutes)} minuten"
    if minutes < 90:
        return "ongeveer een uur"
    return f"ongeveer {round(minutes / 60)} uur"


def facts_total(topic: Topic) -> int:
    """How many facts about the subject there are to look up on a page of their own."""
    if topic.questionnaire.facts_in_order:
        return 0
    return sum(question.about == "onderwerp" for question in topic.questionnaire.questions.values())


def choices(snapshot: Snapshot, topic: Topic) -> list[SubjectChoice]:
    """The known subjects for a topic."""
    total = facts_total(topic)
    rows = []
    for key, subject in snapshot.subjects(topic.questionnaire.subject_kind).items():
        found = found_facts(topic.questionnaire, subject, {})
        days = [fact.dated for fact in found.values() if fact.dated]
        rows.append(
            SubjectChoice(
                key=key,
                name=subject.name,
                known=len(found),
                total=total,
                latest=max(days, default=None),
                status=subject.status,
                explanation=subject.explanation,
                worked_out=len(subject.worked_out),
                shared_by=subject.profile.shared_by if subject.profile else "",
            )
        )
    return rows


def chosen(snapshot: Snapshot, topic: Topic, subject: str, other: str) -> Chosen:
    """What was chosen; raises StartProblem."""
    words = subject_words(topic.questionnaire)
    known = snapshot.subjects(topic.questionnaire.subject_kind)
    if subject in known:
        return Chosen(subject, known[subject].name)
    if subject not in ("", OTHER):
        raise StartProblem(
            f"{upper_first(words.this)} kennen wij niet."
            f" Kies een {words.word} uit de lijst, of vul zelf een naam in."
        )
    name = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", other).split())
    if not name:
        raise StartProblem(start_with(topic, bool(known)))
    if len(name) > NAME_LENGTH:
        raise StartProblem(f"Deze naam is te lang. Er passen {NAME_LENGTH} tekens.")
    match = next((key for key, item in known.items() if item.name.casefold() == name.casefold()), None)
    return Chosen(match, known[match].name if match else name)
