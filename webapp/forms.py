"""WTForms classes built from a questionnaire: one field builder per kind of question.

Field names are a letter, a hyphen and the question's id. A hyphen cannot occur in an id, so no
question can take the name of something that a form class already has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from flask_wtf import FlaskForm
from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from engine.answers import MAX_TEXT
from engine.models import Question

UNKNOWN = "!onbekend"
NOT_APPLICABLE = "!nvt"
NONE_OF_THESE = "!geen"
UNKNOWN_LABEL = "Dat weten we nog niet"
NOT_APPLICABLE_LABEL = "Niet van toepassing"
NONE_LABEL = "Geen van deze"

RIGHT, WRONG, DONT_KNOW = "klopt", "klopt_niet", "onbekend"
FACT_LABELS = {RIGHT: "Klopt", WRONG: "Klopt niet, want …", DONT_KNOW: "Weten we nog niet"}
TEXT_LABELS = {RIGHT: "Deze tekst nemen wij over", WRONG: "Wij passen de tekst aan", DONT_KNOW: "Later"}

UNCLEAR, NOT_OURS, REMARK = "onduidelijk", "klopt_niet", "opmerking"
FEEDBACK_LABELS = {UNCLEAR: "Onduidelijk", NOT_OURS: "Klopt niet bij ons", REMARK: "Opmerking"}

NOTE_LENGTH = 2000
SOURCE_LENGTH = 500
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

VALUE, STATE, NOTE, SOURCE, DATED, WHO, SEEN = "v", "s", "n", "b", "d", "w", "z"
FACT, SETTLE, REMARK_KIND, REMARK_TEXT = "f", "k", "t", "o"


def name(part: str, question: str) -> str:
    """The name of one field of one question."""
    return f"{part}-{question}"


def tidy(text: str | None) -> str:
    """Text without control characters, with plain line ends and no space around it."""
    return CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


class Length:
    """At most so many characters, said in Dutch."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse what is longer."""
        if field.data and len(field.data) > self.most:
            raise ValidationError(
                f"Deze tekst is te lang: {len(field.data)} tekens. Er passen er {self.most}."
            )


class OneOf:
    """One of the choices on the page, or nothing."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = frozenset(keys)

    def __call__(self, _form: Form, field: RadioField) -> None:
        """Refuse a choice that the page did not offer."""
        given = field.data if isinstance(field.data, list) else [field.data] if field.data else []
        if any(key not in self.keys for key in given):
            raise ValidationError("Dit antwoord staat niet bij de vraag. Kies een van de antwoorden.")


def _radio(label: str, choices: Mapping[str, str]) -> RadioField:
    return RadioField(
        label,
        choices=[SelectChoice(key, text) for key, text in choices.items()],
        validators=[OneOf(choices)],
        validate_choice=False,
        default="",
        coerce=lambda value: tidy(value) if isinstance(value, str) else "",
    )


def _text(label: str, most: int) -> StringField:
    return StringField(label, filters=[tidy], validators=[Length(most)])


def _area(label: str, most: int) -> TextAreaField:
    return TextAreaField(label, filters=[tidy], validators=[Length(most)])


def apart(question: Question) -> dict[str, str]:
    """The choices that are set apart: not known yet, does not apply."""
    found = {}
    if question.not_applicable:
        found[NOT_APPLICABLE] = NOT_APPLICABLE_LABEL
    if question.unknown:
        found[UNKNOWN] = UNKNOWN_LABEL
    return found


def choice_field(question: Question) -> RadioField:
    """One of the options."""
    return _radio(question.text, {**question.options, **apart(question)})


def multiple_field(question: Question) -> SelectMultipleField:
    """Any number of options; 'geen van deze' is an answer of its own."""
    choices = {**question.options, NONE_OF_THESE: NONE_LABEL, **apart(question)}
    return SelectMultipleField(
        question.text,
        choices=[SelectChoice(key, text) for key, text in choices.items()],
        validators=[OneOf(choices), _one_kind],
        validate_choice=False,
    )


def _one_kind(_form: Form, field: SelectMultipleField) -> None:
    given = set(field.data or ())
    special = given & {NONE_OF_THESE, UNKNOWN, NOT_APPLICABLE}
    if special and len(given) > 1:
        raise ValidationError("U koos een antwoord en ook ‘geen’ of ‘weten we nog niet’. Kies een van beide.")


def number_field(question: Question) -> StringField:
    """A number; a comma or a point may stand before the decimals."""
    return StringField(
        question.text,
        filters=[tidy],
        validators=[Length(40), lambda _f, field: read_number(question, field.data)],
    )


def date_field(question: Question) -> StringField:
    """A date, as the browser sends it or as people write it."""
    return StringField(
        question.text, filters=[tidy], validators=[Length(40), lambda _f, field: read_date(field.data)]
    )


def text_field(question: Question) -> TextAreaField:
    """Free text."""
    return _area(question.text, MAX_TEXT)


BUILDERS = {
    "keuze": choice_field,
    "meerkeuze": multiple_field,
    "getal": number_field,
    "datum": date_field,
    "tekst": text_field,
}
TYPED = frozenset({"getal", "datum", "tekst"})


def read_number(question: Question, text: str | None) -> Decimal | None:
    """The number in a text; raises ValidationError with what to do."""
    if not text:
        return None
    plain = text.replace(" ", "").replace(".", "").replace(",", ".") if "," in text else text.replace(" ", "")
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", plain):
        raise ValidationError("Vul een getal in, bijvoorbeeld 1250.")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise ValidationError("Vul een getal in, bijvoorbeeld 1250.") from None
    if question.minimum is not None and number < question.minimum:
        raise ValidationError(f"Vul een getal in van {question.minimum} of hoger.")
    if question.maximum is not None and number > question.maximum:
        raise ValidationError(f"Vul een getal in van {question.maximum} of lager.")
    if -int(number.as_tuple().exponent) > question.decimals:
        what = (
            f"hoogstens {question.decimals} cijfers achter de komma"
            if question.decimals
            else "een heel getal"
        )
        raise ValidationError(f"Vul {what} in.")
    return number


def read_date(text: str | None) -> date | None:
    """The date in a text: 2026-11-23 or 23-11-2026; raises ValidationError."""
    if not text:
        return None
    turned = re.fullmatch(r"([0-9]{1,2})[-/ ]([0-9]{1,2})[-/ ]([0-9]{4})", text)
    try:
        if turned:
            day, month, year = (int(part) for part in turned.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError("Vul een datum in, bijvoorbeeld 23-11-2026.") from None


def question_fields(key: str, question: Question, experts: Mapping[str, str]) -> dict[str, object]:
    """All fields of one question: the answer and what goes with it."""
    who = {"": "Kies een persoon of rol", **experts}
    fields: dict[str, object] = {
        name(VALUE, key): BUILDERS[question.kind](question),
        name(NOTE, key): _area("Notitie", NOTE_LENGTH),
        name(SOURCE, key): _text("Waar staat dit?", SOURCE_LENGTH),
        name(DATED, key): StringField(
            "Van welke datum is dat?",
            filters=[tidy],
            validators=[Length(40), lambda _f, field: read_date(field.data)],
        ),
        name(WHO, key): SelectField(
            "Wie kan dit weten?",
            choices=[SelectChoice(value, label) for value, label in who.items()],
            validators=[OneOf(who)],
            validate_choice=False,
            default="",
        ),
        name(SEEN, key): HiddenField(filters=[tidy], validators=[Length(80)]),
        name(REMARK_KIND, key): _radio("Wat wilt u ons zeggen?", FEEDBACK_LABELS),
        name(REMARK_TEXT, key): _area("Uw opmerking", NOTE_LENGTH),
    }
    if question.kind in TYPED and apart(question):
        fields[name(STATE, key)] = _radio("Of", apart(question))
    return fields


def section_form(questions: Mapping[str, Question], experts: Mapping[str, str]) -> type[FlaskForm]:
    """A form class for one page of questions."""
    fields: dict[str, object] = {}
    for key, question in questions.items():
        fields.update(question_fields(key, question, experts))
    return type("SectionForm", (FlaskForm,), fields)


def fact_form(
    questions: Mapping[str, Question], found: Iterable[str], experts: Mapping[str, str]
) -> type[FlaskForm]:
    """A form class for the page to confirm; a fact that was found gets its three choices."""
    found = frozenset(found)
    fields: dict[str, object] = {}
    for key, question in questions.items():
        fields.update(question_fields(key, question, experts))
        if key in found:
            labels = {
                choice: label
                for choice, label in (TEXT_LABELS if question.kind == "tekst" else FACT_LABELS).items()
                if choice != DONT_KNOW or question.unknown
            }
            fields[name(FACT, key)] = _radio(question.text, labels)
    return type("FactForm", (FlaskForm,), fields)
