"""Who can know what is still open: a list per person, with a text to send."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models import Question
from webapp.services.dutch import lower_first
from webapp.services.facts import is_decided
from webapp.services.letters import Letter
from webapp.services.weighing import Weighing

NOBODY = ""
#: The one expert from outside: gets no link and no notes, and has a page of its own (see supplier.py).
SUPPLIER = "leverancier"


@dataclass(frozen=True)
class Ask:
    """One thing to find out."""

    key: str
    question: Question
    found: str
    note: str
    decides: bool


@dataclass(frozen=True)
class Person:
    """Somebody who may know, what to ask, and a letter to a colleague."""

    key: str
    label: str
    asks: tuple[Ask, ...]
    letter: Letter | None


def people(weighing: Weighing, link: str) -> list[Person]:
    """Everybody who may know something, the most needed first."""
    asks: dict[str, list[Ask]] = {}
    for key in weighing.questions:
        if key in weighing.shown:
            for person in persons(weighing, key):
                asks.setdefault(person, []).append(make_ask(weighing, key))
    return sorted((_person(weighing, key, items, link) for key, items in asks.items()), key=_order)


def _order(person: Person) -> tuple[bool, int, int, str]:
    open_asks = [ask for ask in person.asks if not ask.found]
    return (person.key == NOBODY, -sum(ask.decides for ask in person.asks), -len(open_asks), person.label)


def not_answered(weighing: Weighing) -> int:
    """How many own questions nobody looked at yet; those are not for a list, but for the pages."""
    return sum(
        key in weighing.shown and key not in weighing.facts and key not in weighing.answers.given
        for key in weighing.questions
    )


def persons(weighing: Weighing, key: str, unseen: bool = False) -> list[str]:
    """Whom to ask; a found fact goes to the first who may know, to be confirmed.

    A question that nobody looked at yet is for nobody, unless ``unseen`` says so.
    """
    record = weighing.fitting.get(key)
    experts = weighing.questionnaire.experts
    known_by = [person for person in weighing.questions[key].known_by if person in experts] or [NOBODY]
    if record is not None and record.state == "unknown":
        return [record.who] if record.who else known_by
    if is_decided(record) or not (unseen or key in weighing.facts):
        return []
    return known_by[:1] if key in weighing.found else known_by


def make_ask(weighing: Weighing, key: str) -> Ask:
    """What to ask about one question, with what is known already."""
    record = weighing.fitting.get(key)
    found = weighing.found.get(key)
    if record is not None and record.state == "unknown":
        found = None
    return Ask(
        key=key,
        question=weighing.questions[key],
        found=found.label if found else "",
        note=record.note if record else "",
        decides=any(item.id == key for item in weighing.advice.deciding),
    )


def most_needed(ask: Ask) -> tuple[bool, bool]:
    """What is open before what is to be confirmed, and of those what decides first."""
    return (bool(ask.found), not ask.decides)


def letter_subject(weighing: Weighing) -> str:
    """The subject of a letter with questions."""
    return f"Vragen over {weighing.name} ({lower_first(weighing.questionnaire.title)})"


def _person(weighing: Weighing, key: str, items: list[Ask], link: str) -> Person:
    ordered = sorted(items, key=most_needed)
    letter = Letter(letter_subject(weighing), _mail(weighing, ordered, link)) if key != SUPPLIER else None
    label = weighing.questionnaire.experts.get(key, "Nog niemand")
    return Person(key, label, tuple(ordered), letter)


def _mail(weighing: Weighing, items: list[Ask], link: str) -> str:
    lines = [
        "Beste collega,",
        "",
        f"Onze gemeente weegt een keuze over {weighing.name}. U kunt ons helpen met deze vragen:",
        "",
    ]
    for number, ask in enumerate(items, 1):
        lines.append(f"{number}. {ask.question.text} ({ask.question.code})")
        if ask.found:
            lines.append(f"   Wij vonden: {ask.found}. Klopt dat?")
        if ask.question.where:
            lines.append(f"   Waar u dit vindt: {ask.question.where}")
        if ask.note:
            lines.append(f"   Onze notitie: {ask.note}")
    lines += ["", "Weet u ook waar het staat en van welke datum? Zet dat er dan bij."]
    if link:
        lines += ["", f"Hier ziet u het advies tot nu toe (alleen lezen): {link}"]
    lines += ["", "Met vriendelijke groet,"]
    return "\n".join(lines)
