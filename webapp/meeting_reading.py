"""What the forms of a conversation say: answers of a participant, and what the room agreed."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from webapp.forms import NONE_OF_THESE, NOT_APPLICABLE, UNKNOWN, name, tidy
from webapp.services.meeting_words import NOT_AGREED_LABEL
from webapp.storage import meeting_records as records
from webapp.storage.meeting_records import Agreement, Choice, GivenRecord, RoundRecord, Shape
from webapp.storage.tokens import CODE_LENGTH, CODE_LETTERS

VALUE, REASON = "v", "r"
AGREED, WHY, MINORITY, ROLE, SEEN, SETTLE = "a", "o", "m", "f", "z", "k"
NO_OPINION, NOT_AGREED = "!mening", "!niet_eens"
REASON_LENGTH, TEXT_LENGTH, ROLE_LENGTH = 500, 2000, 80
SPECIAL = {UNKNOWN: records.UNKNOWN, NOT_APPLICABLE: records.NOT_APPLICABLE, NO_OPINION: records.NO_OPINION}
ONE_OF_TWO = "U koos een antwoord en ook iets als ‘geen’ of ‘weet ik niet’. Kies een van beide."
NOT_THERE = "Dit antwoord staat niet bij de vraag. Kies een van de antwoorden."


@dataclass(frozen=True)
class Option:
    """One thing to choose on a page."""

    value: str
    label: str
    apart: bool = False


def options(shape: Shape, *, blind: bool) -> list[Option]:
    """What can be chosen: by a participant, who answers blind, or by the room."""
    found = [Option(value, label) for value, label in shape.options.items()]
    if shape.kind == "meerkeuze":
        found.append(Option(NONE_OF_THESE, "Geen van deze"))
    if shape.not_applicable:
        found.append(Option(NOT_APPLICABLE, "Niet van toepassing", True))
    if blind:
        return [*found, Option(UNKNOWN, "Weet ik niet", True), Option(NO_OPINION, "Geen mening", True)]
    if shape.unknown:
        found.append(Option(UNKNOWN, "Dat weten we nog niet", True))
    return [*found, Option(NOT_AGREED, NOT_AGREED_LABEL, True)]


def chosen(choice: Choice | None) -> tuple[str, ...]:
    """The values of the boxes that are ticked for an answer."""
    if choice is None or not choice.state:
        return ()
    special = {state: value for value, state in SPECIAL.items()}.get(choice.state)
    if special:
        return (special,)
    if isinstance(choice.value, tuple):
        return choice.value or (NONE_OF_THESE,)
    return (choice.value or "",)


def read_choice(shape: Shape, ticked: list[str], *, blind: bool) -> tuple[Choice | None, str]:
    """The answer that was ticked, or what is wrong; no answer when nothing was."""
    known = {option.value for option in options(shape, blind=blind)}
    if any(value not in known for value in ticked):
        return None, NOT_THERE
    ticked = list(dict.fromkeys(ticked))
    if not ticked:
        return None, ""
    if len(ticked) > 1 and (shape.kind != "meerkeuze" or any(value.startswith("!") for value in ticked)):
        return None, ONE_OF_TWO
    first = ticked[0]
    if first in SPECIAL:
        return Choice(SPECIAL[first]), ""
    if first == NOT_AGREED:
        return Choice(NOT_AGREED), ""
    if shape.kind != "meerkeuze":
        return Choice(records.ANSWERED, first), ""
    order = [value for value in shape.options if value in ticked]
    return Choice(records.ANSWERED, tuple(order)), ""


@dataclass(frozen=True)
class Answers:
    """What a participant sent: what can be kept, and what is wrong per field."""

    given: tuple[GivenRecord, ...]
    problems: dict[str, str] = field(default_factory=dict)


def read_answers(talk: RoundRecord, form: MultiDict[str, str]) -> Answers:
    """Read the page of a participant; an answer that is wrong is told, the others are kept."""
    given: list[GivenRecord] = []
    problems: dict[str, str] = {}
    for item in talk.items:
        key = item.question
        ticked = form.getlist(name(VALUE, key))
        reason = tidy(form.get(name(REASON, key)))
        choice, wrong = read_choice(item.shape, ticked, blind=True)
        if wrong:
            problems[key] = wrong
        elif len(reason) > REASON_LENGTH:
            problems[key] = f"Deze reden is te lang: {len(reason)} tekens. Er passen er {REASON_LENGTH}."
        else:
            given.append(GivenRecord(key, choice or Choice(""), reason))
    return Answers(tuple(given), problems)


def read_agreements(talk: RoundRecord, form: MultiDict[str, str]) -> tuple[list[Agreement], dict[str, str]]:
    """Read the screen of the room: what was agreed, and what is wrong per question."""
    found: list[Agreement] = []
    problems: dict[str, str] = {}
    for item in talk.items:
        key = item.question
        if name(SEEN, key) not in form:
            continue
        choice, wrong = read_choice(item.shape, form.getlist(name(AGREED, key)), blind=False)
        reason, minority = tidy(form.get(name(WHY, key))), tidy(form.get(name(MINORITY, key)))
        role = tidy(form.get(name(ROLE, key)))
        if max(len(reason), len(minority)) > TEXT_LENGTH:
            wrong = f"Een van de teksten is te lang. Er passen {TEXT_LENGTH} tekens."
        if len(role) > ROLE_LENGTH:
            wrong = f"De functie is te lang. Er passen {ROLE_LENGTH} tekens."
        if wrong:
            problems[key] = wrong
            continue
        found.append(_agreement(key, choice, reason, minority, role))
    return found, problems


def _agreement(key: str, choice: Choice | None, reason: str, minority: str, role: str) -> Agreement:
    if choice is None:
        return Agreement(key, "", None, reason, minority, role)
    if choice.state == NOT_AGREED:
        return Agreement(key, records.NOT_AGREED, None, reason, minority, role)
    return Agreement(key, records.AGREED, choice, reason, minority, role)


def read_code(text: str | None) -> str:
    """A code as people type it; nothing when it can't be one."""
    code = "".join(tidy(text).upper().split()).replace("-", "")
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else ""


def spaced(code: str) -> str:
    """A code in two parts, to read aloud."""
    half = CODE_LENGTH // 2
    return f"{code[:half]} {code[half:]}"
