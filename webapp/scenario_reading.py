"""From the filled-in scenario form to choices, and from kept choices back to the form.

Fields are called ``regel`` for measures and ``a-`` plus the question's id for answers; empty means as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wtforms.validators import ValidationError

from engine.models import Question
from webapp import forms
from webapp.forms import name, read_date, read_number, tidy
from webapp.services.scenarios import MOST_STEPS, Choices, answered, own_questions
from webapp.services.weighing import Weighing, fits
from webapp.storage.records import AnswerRecord

MEASURE, ANSWER = "regel", "a"
NAME, NAME_LENGTH = "naam", 80
STATES = {forms.UNKNOWN: "unknown", forms.NOT_APPLICABLE: "nvt"}


@dataclass(frozen=True)
class ScenarioReading:
    """What the form says, what is wrong by name of the field, and the fields as they were sent."""

    choices: Choices
    problems: dict[str, str] = field(default_factory=dict)
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_scenario(weighing: Weighing, sent: Mapping[str, Sequence[str]]) -> ScenarioReading:
    """Read the choices; an answer equal to the present one is no choice."""
    measures = tuple(dict.fromkeys(tidy(key)[:60] for key in sent.get(MEASURE, ()) if tidy(key)))
    given: dict[str, tuple[str, ...]] = {MEASURE: measures} if measures else {}
    answers: dict[str, AnswerRecord] = {}
    problems: dict[str, str] = {}
    for key, question in own_questions(weighing).items():
        field_name = name(ANSWER, key)
        values = tuple(filter(None, (tidy(value)[:200] for value in sent.get(field_name, ()))))
        if not values:
            continue
        given[field_name] = values
        try:
            record = _record(weighing, key, question, values)
        except ValidationError as error:
            problems[field_name] = str(error)
            continue
        if wrong := fits(weighing.questionnaire, record):
            problems[field_name] = f"Kies een van de antwoorden: {wrong}."
        elif not _same(record, weighing.record.answers.get(key)):
            answers[key] = record
    choices = Choices(measures, answers)
    if choices.number > MOST_STEPS:
        problems[MEASURE] = f"U koos {choices.number} stappen. Kies er hoogstens {MOST_STEPS}."
    return ScenarioReading(choices, problems, given)


def _record(weighing: Weighing, key: str, question: Question, values: tuple[str, ...]) -> AnswerRecord:
    special = [value for value in values if value in STATES or value == forms.NONE_OF_THESE]
    if special and len(values) > 1:
        raise ValidationError("U koos een antwoord en ook ‘geen’ of ‘weten we nog niet’. Kies een van beide.")
    if special and special[0] in STATES:
        return answered(weighing, key, "", STATES[special[0]])
    if question.kind == "meerkeuze":
        kept = () if special else tuple(option for option in question.options if option in values)
        if not special and len(kept) != len(set(values)):
            raise ValidationError("Dit antwoord staat niet bij de vraag. Kies een van de antwoorden.")
        return answered(weighing, key, kept)
    if question.kind == "getal":
        return answered(weighing, key, str(read_number(question, values[0])))
    if question.kind == "datum":
        day = read_date(values[0])
        return answered(weighing, key, day.isoformat() if day else "")
    return answered(weighing, key, values[0])


def _same(record: AnswerRecord, stored: AnswerRecord | None) -> bool:
    return stored is not None and (record.state, record.value) == (stored.state, stored.value)


def read_name(text: str | None) -> tuple[str, str]:
    """The name of a scenario to keep, and what is wrong with it."""
    found = " ".join(tidy(text).split())
    if not found:
        return found, "Geef het scenario een naam, bijvoorbeeld ‘Alleen de DPIA’."
    if len(found) > NAME_LENGTH:
        return found, f"Deze naam is te lang. Er passen {NAME_LENGTH} tekens."
    return found, ""
