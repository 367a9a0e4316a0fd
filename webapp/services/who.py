"""Who can know what is still open: a list per person, with a text to send."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from webapp.services.dutch import lower_first
from webapp.services.facts import is_decided
from webapp.services.weighing import Weighing

NOBODY = ""


@dataclass(frozen=True)
class Ask:
    """One thing to find out."""

    question: str
    code: str
    text: str
    where: str
    found: str
    note: str
    decides: bool


@dataclass(frozen=True)
class Person:
    """Somebody who may know, and what to ask."""

    key: str
    label: str
    asks: tuple[Ask, ...]
    subject: str
    mail: str

    @property
    def mailto(self) -> str:
        """A link that opens the text in the mail program."""
        return f"mailto:?subject={quote(self.subject)}&body={quote(self.mail)}"


def people(weighing: Weighing, link: str) -> list[Person]:
    """Everybody who may know something, the most needed first."""
    deciding = {item.id for item in weighing.advice.deciding}
    asks: dict[str, list[Ask]] = {}
    for key in weighing.questions:
        if key in weighing.shown:
            for person in _persons(weighing, key):
                asks.setdefault(person, []).append(_ask(weighing, key, key in deciding))
    experts = weighing.questionnaire.experts
    found = [
        _person(weighing, key, experts.get(key, "Nog niemand"), items, link) for key, items in asks.items()
    ]
    return sorted(found, key=_order)


def _order(person: Person) -> tuple[bool, int, int, str]:
    open_asks = [ask for ask in person.asks if not ask.found]
    return (person.key == NOBODY, -sum(ask.decides for ask in person.asks), -len(open_asks), person.label)


def not_answered(weighing: Weighing) -> int:
    """How many own questions nobody looked at yet; those are not for a list, but for the pages."""
    return sum(
        key in weighing.shown and key not in weighing.facts and key not in weighing.answers.given
        for key in weighing.questions
    )


def _persons(weighing: Weighing, key: str) -> list[str]:
    """Whom to ask; a found fact goes to the first who may know, to be confirmed."""
    record = weighing.fitting.get(key)
    experts = weighing.questionnaire.experts
    known_by = [person for person in weighing.questions[key].known_by if person in experts] or [NOBODY]
    if record is not None and record.state == "unknown":
        return [record.who] if record.who else known_by
    if is_decided(record) or key not in weighing.facts:
        return []
    return known_by[:1] if key in weighing.found else known_by


def _ask(weighing: Weighing, key: str, decides: bool) -> Ask:
    question = weighing.questions[key]
    record = weighing.fitting.get(key)
    found = weighing.found.get(key)
    if record is not None and record.state == "unknown":
        found = None
    return Ask(
        question=key,
        code=question.code,
        text=question.text,
        where=question.where,
        found=found.label if found else "",
        note=record.note if record else "",
        decides=decides,
    )


def _person(weighing: Weighing, key: str, label: str, items: list[Ask], link: str) -> Person:
    ordered = sorted(items, key=lambda ask: (bool(ask.found), not ask.decides))
    subject = f"Vragen over {weighing.name} ({lower_first(weighing.questionnaire.title)})"
    return Person(key, label, tuple(ordered), subject, _mail(weighing, ordered, link))


def _mail(weighing: Weighing, items: list[Ask], link: str) -> str:
    lines = [
        "Beste collega,",
        "",
        f"Onze gemeente weegt een keuze over {weighing.name}. U kunt ons helpen met deze vragen:",
        "",
    ]
    for number, ask in enumerate(items, 1):
        lines.append(f"{number}. {ask.text} ({ask.code})")
        if ask.found:
            lines.append(f"   Wij vonden: {ask.found}. Klopt dat?")
        if ask.where:
            lines.append(f"   Waar u dit vindt: {ask.where}")
        if ask.note:
            lines.append(f"   Onze notitie: {ask.note}")
    lines += ["", "Weet u ook waar het staat en van welke datum? Zet dat er dan bij."]
    if link:
        lines += ["", f"Hier ziet u het advies tot nu toe (alleen lezen): {link}"]
    lines += ["", "Met vriendelijke groet,"]
    return "\n".join(lines)
