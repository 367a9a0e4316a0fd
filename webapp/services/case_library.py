"""The case library: what a case holds, what to look at before it is published, finding it, and likeness.

Likeness. Two assessments with the same questionnaire are compared question by question, over the questions
that at least one of them answered with a choice. A question with the same answer in both counts for them, all
questions count in the whole. A question that decided one of the two advices weighs double, and so does the
subject. The result is a share from 0 to 100; from 40 on a case is worth a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.models import Questionnaire
from webapp.services.answers_in_words import own_notes
from webapp.services.benchmarks import options_of
from webapp.services.conversation import NOT_AGREED, talking_points
from webapp.services.dutch import full_stop
from webapp.services.facts import answer_label
from webapp.services.weighing import Weighing
from webapp.services.wording import headline
from webapp.storage.knowledge_records import CaseRecord, Value
from webapp.storage.records import PointRecord

TEXTS = {
    "casus": "De casus",
    "waarden": "Welke waarden botsen",
    "afweging": "De afweging",
    "minderheid": "Wat de minderheid vond",
    "besluit": "Het besluit",
    "geleerd": "Wat wij leerden",
}
NEEDED = {
    "casus": "Schrijf in een paar zinnen wat er speelde.",
    "afweging": "Schrijf op hoe u de waarden tegen elkaar afwoog.",
    "besluit": "Schrijf op wat u besloot. Is er nog geen besluit? Schrijf dat dan op.",
}
LENGTH, TITLE = 4000, 120
SHARED = ("onderwerp", "inzet")
TOWN = "een gemeente"
DOUBLE, WORTH_A_LOOK, MOST_SIMILAR = 2, 40, 3
PER_PAGE = 20


def prefill(weighing: Weighing, points: Mapping[str, PointRecord]) -> dict[str, str]:
    """The texts to begin with: only what people wrote themselves, and what Basislijn worked out."""
    advice = weighing.advice
    first = weighing.questionnaire.sections[0].questions
    use = [
        f"- {question.text} {answer_label(question, weighing.answers.given[key].value)}"
        for key, question in first.items()
        if question.kind in ("keuze", "meerkeuze")
        and key in weighing.answers.given
        and weighing.answers.given[key].state == "answered"
    ]
    missed = [row.title for row in advice.principles if row.missed == "ja"]
    notes = [f"- {question.text} {note}" for question, note in own_notes(weighing)]
    because = [f"- {full_stop(item.text)}" for item in advice.deciders]
    said = [
        f"- {point.text} {points[point.key].remark}"
        for point in talking_points(weighing)
        if point.key in points and points[point.key].verdict == NOT_AGREED and points[point.key].remark
    ]
    return {
        "casus": "\n".join([f"Wij wogen {weighing.name}, met ‘{weighing.questionnaire.title}’.", *use]),
        "waarden": f"Onder druk staat: {', '.join(missed)}." if missed else "",
        "afweging": "\n".join([*(["Wat het advies bepaalde:", *because] if because else []), *notes]),
        "minderheid": "\n".join(said),
        "besluit": f"Het advies was: {headline(advice)}.",
        "geleerd": "",
    }


# --- before it is published -----------------------------------------------------------------------------

TITLES_OF_PEOPLE = (
    r"de heer|dhr\.?|mevrouw|mevr\.?|mw\.?|meneer|drs\.?|mr\.?|ir\.?|wethouder|burgemeester|raadslid"
)
BETWEEN = r"(?:(?:van|de|der|den|ter|ten|el|al)\s+){0,3}"
CAPITAL = r"[A-Z][\w’'-]{1,40}"
PATTERNS = (
    ("een e-mailadres", re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,190}\.[a-z]{2,24}", re.IGNORECASE)),
    (
        "een telefoonnummer",
        re.compile(r"(?<![\d.])(?:\+31|0031|0)[\s-]?(?:\(0\)\s?)?[1-9](?:[\s-]?\d){7,8}(?!\d)"),
    ),
    ("een nummer dat een burgerservicenummer kan zijn", re.compile(r"(?<![\d.])\d{9}(?!\d)")),
    ("een postcode", re.compile(r"\b[1-9]\d{3}\s?[A-Z]{2}\b")),
    (
        "een naam",
        re.compile(rf"\b(?i:{TITLES_OF_PEOPLE})\s+{BETWEEN}{CAPITAL}(?:\s+{CAPITAL})?"),
    ),
    (TOWN, re.compile(rf"\b[Gg]emeente\s+(?:’s-|'s-|De\s|Den\s|Het\s)?{CAPITAL}(?:\s{CAPITAL})?")),
)


@dataclass(frozen=True)
class Remark:
    """Something in a text that can point to a person or, without a name, to the organisation."""

    field: str
    title: str
    what: str
    found: str


def warnings(texts: Mapping[str, str], organisation: str, anonymous: bool) -> list[Remark]:
    """What to read once more; the name of the organisation only counts when it stays out."""
    found: dict[tuple[str, str], Remark] = {}
    for field, text in texts.items():
        title = TEXTS.get(field, "De titel")
        for what, pattern in PATTERNS:
            if what == TOWN and not anonymous:
                continue
            for match in pattern.finditer(text):
                found[field, match[0]] = Remark(field, title, what, match[0])
        if anonymous and organisation and organisation.casefold() in text.casefold():
            found[field, organisation] = Remark(field, title, "de naam van uw organisatie", organisation)
    return list(found.values())


def case_of(
    weighing: Weighing, title: str, texts: Mapping[str, str], principles: Sequence[str], organisation: str
) -> CaseRecord:
    """The case to publish: the texts, and the options that were chosen; no name means anonymous."""
    known = [row.id for row in weighing.advice.principles]
    return CaseRecord(
        questionnaire=weighing.topic.id,
        subject=weighing.record.subject or "",
        subject_name=weighing.name,
        title=title,
        organisation=organisation,
        texts=dict(texts),
        principles=tuple(key for key in known if key in principles),
        outcome=headline(weighing.advice),
        options=options_of(weighing, SHARED),
        deciding=_deciding(weighing),
        assessment_id=weighing.record.id,
    )


def _deciding(weighing: Weighing) -> tuple[str, ...]:
    keys = (item.question for item in weighing.advice.deciders if item.question)
    return tuple(dict.fromkeys(keys))


# --- finding it again ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Search:
    """What somebody looks for."""

    words: str = ""
    topic: str = ""
    principle: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything fits."""
        return not (self.words or self.topic or self.principle)


def find(cases: Iterable[CaseRecord], search: Search) -> list[CaseRecord]:
    """The cases in which every word stands, of this questionnaire, with this value."""
    words = search.words.casefold().split()
    found = []
    for case in cases:
        if search.topic and case.questionnaire.partition("/")[0] != search.topic:
            continue
        if search.principle and search.principle not in case.principles:
            continue
        text = "\n".join([case.title, case.subject_name, case.organisation, *case.texts.values()]).casefold()
        if all(word in text for word in words):
            found.append(case)
    return found


@dataclass(frozen=True)
class Similar:
    """A case that looks like an assessment, and why."""

    case: CaseRecord
    share: int
    same_subject: bool
    same: tuple[str, ...]
    different: tuple[str, ...]


def similar_cases(weighing: Weighing, cases: Iterable[CaseRecord]) -> list[Similar]:
    """The cases most like an assessment, the most like it first; its own case is left out."""
    mine, deciding = options_of(weighing, SHARED), set(_deciding(weighing))
    found = [
        _likeness(weighing, mine, deciding, case)
        for case in cases
        if case.questionnaire.partition("/")[0] == weighing.topic.slug
        and case.assessment_id != weighing.record.id
    ]
    worth = [item for item in found if item.share >= WORTH_A_LOOK]
    return sorted(worth, key=lambda item: (-item.share, -item.case.id))[:MOST_SIMILAR]


def _likeness(weighing: Weighing, mine: Mapping[str, Value], deciding: set[str], case: CaseRecord) -> Similar:
    questions = weighing.questions
    order = [key for key in questions if key in mine or key in case.options]
    weight = {key: DOUBLE if key in deciding or key in case.deciding else 1 for key in order}
    same = [key for key in order if mine.get(key) == case.options.get(key)]
    subject = bool(case.subject) and case.subject == weighing.record.subject
    about = DOUBLE if case.subject or weighing.record.subject else 0
    whole = sum(weight.values()) + about
    part = sum(weight[key] for key in same) + (about if subject else 0)
    heavy = sorted(order, key=lambda key: -weight[key])
    return Similar(
        case=case,
        share=round(100 * part / whole) if whole else 0,
        same_subject=subject,
        same=tuple(questions[key].text for key in heavy if key in same),
        different=tuple(questions[key].text for key in heavy if key not in same),
    )


def chosen_options(questionnaire: Questionnaire, case: CaseRecord) -> list[tuple[str, str]]:
    """The options that were chosen about the use, in the words of the questions that are still asked."""
    return [
        (question.text, answer_label(question, case.options[key]))
        for key, question in questionnaire.questions.items()
        if key in case.options and question.about == "inzet"
    ]


# --- for the forum ------------------------------------------------------------------------------------


def forum_text(case: CaseRecord, topic_title: str, principles: Sequence[str]) -> str:
    """A case as plain text, to paste into a forum."""
    by = case.organisation or "een organisatie die haar naam niet noemt"
    parts = [
        f"Casus: {case.title}",
        f"Gedeeld door {by}. Gewogen met Basislijn, vragenlijst ‘{topic_title}’."
        f" Advies toen: {case.outcome}.",
    ]
    if principles:
        parts.append(f"Waarden: {', '.join(principles)}.")
    parts += [f"{title}\n{case.texts[field]}" for field, title in TEXTS.items() if case.texts.get(field)]
    parts.append("Hoe zouden jullie dit wegen? En wat zien wij over het hoofd?")
    return "\n\n".join(parts) + "\n"
