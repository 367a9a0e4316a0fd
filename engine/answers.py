"""Raw input to typed answers: what people, files and profiles say, checked against the questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from engine.cases import Subject
from engine.diagnostics import enumerate_words, suggest
from engine.models import Question, Questionnaire

MAX_TEXT, MAX_NOTE, MAX_NUMBER = 8_000, 4_000, 40
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([.][0-9]{3})+")
UNKNOWN, NOT_APPLICABLE = "onbekend", "nvt"
Typed = str | tuple[str, ...] | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer with what is known about it.

    state: "answered", "unknown" (asked, but nobody knows yet) or "nvt" (not applicable).
    value: the option, the options, the number, the date or the text; None unless answered.
    source, dated, note: where the answer comes from, when it was true, what was remarked.
    confirmed: False while a fact from a shared profile still waits for a person's eye.
    """

    value: Typed
    state: Literal["answered", "unknown", "nvt"] = "answered"
    source: str = ""
    dated: date | None = None
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Answers:
    """Typed answers by question id; a question that is not here was not answered."""

    given: Mapping[str, Given] = field(default_factory=dict)

    def value(self, question: str) -> Typed:
        """Return the answer's value, or None when there is none."""
        found = self.given.get(question)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong with one answer, in Dutch, with what to do."""

    question: str
    message: str


class AnswerError(Exception):
    """Answers that can't be taken; `problems` holds every one."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.question}: {p.message}" for p in problems))


def read_answers(
    questionnaire: Questionnaire, raw: Mapping[str, object], base: Mapping[str, Given] | None = None
) -> Answers:
    """Return typed answers.

    Args:
        questionnaire: the questions.
        raw: by question id or code: an option, a list of options, a number, a date, a text,
            "onbekend", "nvt", or a mapping with `antwoord` and any of `bron`, `peildatum`, `notitie`
            and `bevestigd`.
        base: answers that hold where `raw` gives none, such as a profile's facts.

    Raises:
        AnswerError: with every problem.
    """
    questions = questionnaire.questions
    codes = {q.code: key for key, q in questions.items()}
    given: dict[str, Given] = dict(base or {})
    problems: list[AnswerProblem] = []
    named: dict[str, str] = {}
    for name, value in raw.items():
        key = name if name in questions else codes.get(name)
        if key is None:
            problems.append(AnswerProblem(name, _unknown_question(name, questions, codes)))
        elif key in named:
            problems.append(
                AnswerProblem(
                    name, f"deze vraag is al beantwoord als ‘{named[key]}’; laat een van de twee weg"
                )
            )
        else:
            named[key] = name
            try:
                given[key] = read_answer(questions[key], value)
            except ValueError as error:
                problems.append(AnswerProblem(name, str(error)))
    if problems:
        raise AnswerError(tuple(problems))
    return Answers(given)


def subject_answers(questionnaire: Questionnaire, subject: Subject) -> dict[str, Given]:
    """Return a profile's facts as answers that still wait to be confirmed."""
    given = {}
    for key, fact in subject.facts.items():
        if key in questionnaire.questions:
            answer = read_answer(questionnaire.questions[key], fact.answer)
            given[key] = Given(
                answer.value, answer.state, fact.source, fact.dated, fact.note, confirmed=False
            )
    return given


def read_answer(question: Question, raw: object) -> Given:
    """Return one typed answer; raises ValueError with a Dutch message."""
    if not isinstance(raw, Mapping):
        return _typed(question, raw)
    extra = set(raw) - {"antwoord", "bron", "peildatum", "notitie", "bevestigd"}
    if extra or "antwoord" not in raw:
        raise ValueError("schrijf ‘antwoord’, en als u wilt ‘bron’, ‘peildatum’, ‘notitie’ en ‘bevestigd’")
    answer = _typed(question, raw["antwoord"])
    dated = raw.get("peildatum")
    return Given(
        answer.value,
        answer.state,
        source=_text(raw.get("bron", ""), MAX_NOTE, "bron"),
        dated=None if dated in (None, "") else _day(dated),
        note=_text(raw.get("notitie", ""), MAX_NOTE, "notitie"),
        confirmed=raw.get("bevestigd", True) in (True, "ja"),
    )


def _unknown_question(name: str, questions: Mapping[str, Question], codes: Mapping[str, str]) -> str:
    hint = suggest(name, [*questions, *codes])
    return "deze vraag bestaat niet" + (
        f"; {hint}" if hint else "; kijk met ‘basislijn vragen’ welke er zijn"
    )


def _typed(question: Question, raw: object) -> Given:
    if raw == UNKNOWN:
        if not question.unknown:
            raise ValueError("bij deze vraag kan ‘onbekend’ niet; kies een antwoord")
        return Given(None, "unknown")
    if raw == NOT_APPLICABLE:
        if not question.not_applicable:
            raise ValueError("deze vraag is altijd van toepassing; kies een antwoord, of ‘onbekend’")
        return Given(None, "nvt")
    return Given(_KINDS[question.kind](question, raw))


def _choice(question: Question, raw: object) -> str:
    if raw is True or raw is False:
        raw = "ja" if raw else "nee"
    if not isinstance(raw, str):
        raise ValueError(f"kies één antwoord uit: {enumerate_words(list(question.options))}")
    if raw not in question.options:
        hint = suggest(raw, question.options)
        known = enumerate_words(list(question.options))
        raise ValueError(f"‘{raw[:60]}’ is hier geen antwoord ({known})" + (f"; {hint}" if hint else ""))
    return raw


def _choices(question: Question, raw: object) -> tuple[str, ...]:
    if raw == "geen":
        return ()
    rows = [raw] if isinstance(raw, str) else raw
    if not isinstance(rows, (list, tuple)):
        raise ValueError(f"geef een lijst met antwoorden uit: {enumerate_words(list(question.options))}")
    chosen = {_choice(question, row) for row in rows}
    return tuple(option for option in question.options if option in chosen)


def _number(question: Question, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        raise ValueError("hier hoort een getal")
    text = str(raw).strip() if isinstance(raw, str) else f"{Decimal(str(raw)):f}"
    if len(text) > MAX_NUMBER or not NUMBER.fullmatch(text):
        raise ValueError(f"‘{text[:MAX_NUMBER]}’ is geen getal; schrijf alleen cijfers")
    if question.decimals < 3 and isinstance(raw, str) and THOUSANDS.fullmatch(text):
        raise ValueError(f"schrijf dit getal zonder punten: {text.replace('.', '')}")
    number = Decimal(text.replace(",", "."))
    if not -(2**53) < number < 2**53:
        raise ValueError("dit getal is te groot")
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"dit getal hoort tussen {_bound(low)} en {_bound(high)} te liggen")
    if len(text.replace(",", ".").partition(".")[2].rstrip("0")) > question.decimals:
        raise ValueError(f"schrijf dit getal met hoogstens {question.decimals} cijfers achter de komma")
    return number


def _bound(value: int | None) -> str:
    return "onbeperkt" if value is None else str(value)


def _day(raw: object) -> date:
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(str(raw).strip())
    except ValueError:
        raise ValueError(f"‘{str(raw)[:40]}’ is geen datum; schrijf bijvoorbeeld 2026-11-23") from None


def _text(raw: object, longest: int, what: str) -> str:
    if not isinstance(raw, str):
        raise ValueError(f"bij ‘{what}’ hoort een tekst")
    if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in raw):
        raise ValueError(f"bij ‘{what}’ staat een teken dat geen tekst is; haal het weg")
    if len(raw) > longest:
        raise ValueError(f"de tekst bij ‘{what}’ is langer dan {longest} tekens; maak hem korter")
    return raw.strip()


_KINDS: Mapping[str, Callable[[Question, Any], Typed]] = {
    "keuze": _choice,
    "meerkeuze": _choices,
    "getal": _number,
    "datum": lambda _question, raw: _day(raw),
    "tekst": lambda _question, raw: _text(raw, MAX_TEXT, "antwoord"),
}
