"""What to ask the supplier: what is open, evidence that is missing, and what measures need from him."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.advice import SourceRef
from engine.models import Question
from webapp.services.answers_in_words import stored_label
from webapp.services.dutch import full_stop, lower_first
from webapp.services.duties import DONE, NOT_HERE
from webapp.services.letters import Letter
from webapp.services.weighing import Weighing
from webapp.services.who import SUPPLIER, Ask, letter_subject, make_ask, most_needed, persons
from webapp.services.wording import when_text
from webapp.storage.records import TaskRecord

SUPPLIES = re.compile(r"\bleverancier", re.IGNORECASE)
NO_EVIDENCE = "geen"
MUST = "verplicht"
NOTHING = "Er is nu niets te vragen.\n"
CLOSING = (
    "Zet bij elk antwoord waar het staat en van welke datum dat is.",
    "Weet u iets niet? Schrijf dat dan op.",
    "",
    "Met vriendelijke groet,",
)


@dataclass(frozen=True)
class Evidence:
    """A fact without a source: the question, what was noted (or nothing), and whether it can't do without."""

    key: str
    question: Question
    noted: str

    @property
    def must(self) -> bool:
        """Whether the answer needs a source."""
        return self.question.evidence == MUST


@dataclass(frozen=True)
class Request:
    """Something that a measure needs from the supplier, and why."""

    measure: str
    text: str
    when: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class SupplierPage:
    """Everything to ask, and a letter with it."""

    title: str
    asks: tuple[Ask, ...]
    evidence: tuple[Evidence, ...]
    requests: tuple[Request, ...]
    letter: Letter

    @property
    def empty(self) -> bool:
        """Whether there is nothing to ask."""
        return not (self.asks or self.evidence or self.requests)


def has_supplier(weighing: Weighing) -> bool:
    """Whether this questionnaire knows a supplier to ask."""
    return SUPPLIER in weighing.questionnaire.experts


def supplier_title(weighing: Weighing) -> str:
    """``Vragen aan de leverancier``, in the words of the questionnaire."""
    label = weighing.questionnaire.experts[SUPPLIER].removeprefix("De ")
    return f"Vragen aan de {lower_first(label)}"


def supplier_page(weighing: Weighing, tasks: Mapping[str, TaskRecord]) -> SupplierPage:
    """Gather what to ask; what the team settled about a measure is not asked again."""
    shown = [key for key in weighing.questions if key in weighing.shown]
    keys = [key for key in shown if SUPPLIER in persons(weighing, key, unseen=True)]
    asks = tuple(sorted((make_ask(weighing, key) for key in keys), key=most_needed))
    evidence = tuple(
        Evidence(key, weighing.questions[key], _noted(weighing, key))
        for key in shown
        if key not in keys and _lacks_evidence(weighing, key)
    )
    requests = tuple(_requests(weighing, tasks))
    text = _text(weighing, asks, evidence, requests)
    return SupplierPage(
        supplier_title(weighing), asks, evidence, requests, Letter(letter_subject(weighing), text)
    )


def _lacks_evidence(weighing: Weighing, key: str) -> bool:
    """Whether a fact about the subject, or one that the supplier knows, has no source yet."""
    question, record = weighing.questions[key], weighing.fitting.get(key)
    concerns = question.about == "onderwerp" or SUPPLIER in question.known_by
    if question.evidence == NO_EVIDENCE or not concerns:
        return False
    if record is None or record.state == "open":
        return key not in weighing.found
    return record.state != "nvt" and not record.source


def _noted(weighing: Weighing, key: str) -> str:
    record = weighing.fitting.get(key)
    return stored_label(weighing, record) if record is not None and record.state == "answered" else ""


def _requests(weighing: Weighing, tasks: Mapping[str, TaskRecord]) -> list[Request]:
    """What certain measures need from the supplier, in the words of the rules or as the measure says it."""
    found = []
    for measure in weighing.advice.measures:
        task = tasks.get(measure.id)
        if not measure.certain or (task is not None and task.state in (DONE, NOT_HERE)):
            continue
        text = weighing.topic.ruleset.measures[measure.id].asks.get(SUPPLIER, "")
        if not text and SUPPLIES.search(measure.who):
            text = measure.do
        if text:
            found.append(Request(measure.id, text, _later(measure.starts, weighing.today), measure.sources))
    return found


def _later(starts: date | None, on: date) -> str:
    return when_text(starts, on) if starts and starts > on else ""


def _text(
    weighing: Weighing, asks: tuple[Ask, ...], evidence: tuple[Evidence, ...], requests: tuple[Request, ...]
) -> str:
    if not (asks or evidence or requests):
        return NOTHING
    lines = [
        "Goedendag,",
        "",
        f"Onze gemeente weegt een keuze over {weighing.name}. Daarvoor hebben wij informatie van u nodig.",
    ]
    if asks or evidence:
        lines.append("De vragen komen uit een vragenlijst voor gemeenten: ‘u’ is daarin de gemeente.")
    number = 0
    for title, blocks in (
        ("WAT WIJ WILLEN WETEN", [_ask_lines(ask) for ask in asks]),
        ("BEWIJS DAT WIJ NOG MISSEN", [_evidence_lines(item) for item in evidence]),
        ("WAT WIJ MET U WILLEN REGELEN", [_request_lines(item) for item in requests]),
    ):
        if blocks:
            lines += ["", title]
        for block in blocks:
            number += 1
            lines += ["", f"{number}. {block[0]}", *(f"   {line}" for line in block[1:])]
    return "\n".join([*lines, "", *CLOSING, ""])


def _ask_lines(ask: Ask) -> list[str]:
    question = ask.question
    lines = [f"{question.text} ({question.code})"]
    if question.help:
        lines.append(question.help)
    if ask.found:
        lines.append(f"Wij vonden: {ask.found}. Klopt dat?")
    if question.options:
        many = "; meer antwoorden kunnen" if question.kind == "meerkeuze" else ""
        lines.append(f"Mogelijke antwoorden{many}:")
        lines += [f"- {label}" for label in question.options.values()]
    if question.why:
        lines.append(f"Waarom wij dit vragen: {question.why}")
    if question.evidence != NO_EVIDENCE:
        lines.append("Stuur mee waar dat uit blijkt.")
    return lines


def _evidence_lines(item: Evidence) -> list[str]:
    lines = [f"{item.question.text} ({item.question.code})"]
    if item.noted:
        lines.append(f"Wij noteerden: {full_stop(item.noted)}")
    need = "Zonder bewijs telt dit niet." if item.must else ""
    return [*lines, f"Stuur ons waar dat uit blijkt. {need}".strip()]


def _request_lines(item: Request) -> list[str]:
    lines = [item.text]
    if item.when:
        lines.append(f"Dit {item.when}.")
    if item.sources:
        lines.append(f"Bron: {'; '.join(source.title for source in item.sources)}")
    return lines
