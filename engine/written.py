"""Answers and expectations as an author writes them: the text of an example, and of a file with answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from engine.advice import Advice
from engine.answers import NOT_APPLICABLE, UNKNOWN, Answers, Given, subject_answers
from engine.cases import Subject
from engine.engine import Engine
from engine.models import Questionnaire, Ruleset

Written = str | Sequence[str] | Mapping[str, "Written"]
Parts = dict[str, Written]
LONG = ("criteria", "omdat")  # left out of a whole example: an author adds what is telling
_PLAIN = re.compile(r"[0-9A-Za-zÀ-ÿ‘(][^:#{}\[\]&*!|>'\"%@`\\\x00-\x1f]*(?<! )")


def answers_as_written(form: Questionnaire, answers: Answers, subject: Subject | None = None) -> Parts:
    """Return answers in an author's words, in the order in which they are asked.

    What a known subject says already is left out. A source and a note don't come along, nor does a free text:
    they can hold personal data.
    """
    base = subject_answers(form, subject) if subject else {}
    table: Parts = {}
    for key, question in form.questions.items():
        given = answers.given.get(key)
        if given is None or _same(given, base.get(key)):
            continue
        value = "tekst" if question.kind == "tekst" and given.state == "answered" else _value(given)
        dated = given.dated.isoformat() if given.dated else ""
        table[key] = {"antwoord": value, "peildatum": dated} if dated else value
    return table


def _same(given: Given, known: Given | None) -> bool:
    return known is not None and (given.state, given.value, given.dated) == (
        known.state,
        known.value,
        known.dated,
    )


def _value(given: Given) -> str | tuple[str, ...]:
    if given.state != "answered":
        return UNKNOWN if given.state == "unknown" else NOT_APPLICABLE
    if isinstance(given.value, tuple):
        return given.value or "geen"
    if isinstance(given.value, date):
        return given.value.isoformat()
    return f"{given.value:f}" if isinstance(given.value, Decimal) else given.value or ""


def expectation(rules: Ruleset, advice: Advice) -> Parts:
    """Return everything that an example can expect and that is certain in an advice, by its keyword."""
    table: Parts = {}
    if advice.outcome:
        table["uitkomst"] = advice.outcome.id
    else:
        table["mogelijke_uitkomsten"] = [outcome.id for outcome in advice.possible]
    if advice.score.now is not None and advice.score.min == advice.score.max:
        table["score"] = str(advice.score.now)
    elif advice.score.now is not None:
        ends = {"nu": advice.score.now, "min": advice.score.min, "max": advice.score.max}
        table["score"] = {word: str(number) for word, number in ends.items()}
    facts: Parts = {}
    for key, fact in advice.facts.items():
        if rules.facts[key].collect:
            facts[key] = fact.values
        elif len(fact.values) == 1:
            facts[key] = fact.values[0]
    table["kenmerken"] = facts
    criteria = [c for principle in advice.principles for c in principle.criteria]
    table["criteria"] = {c.id: c.judgements[0][0] for c in criteria if len(c.judgements) == 1}
    table["omdat"] = reasons(advice)
    table["signalen"] = [s.id for s in (*advice.stops, *advice.alerts) if s.certain]
    table["maatregelen"] = [m.id for m in advice.measures if m.certain]
    table["voorbehoud"] = [r.id for r in advice.reservations]
    if advice.missed.min == advice.missed.max:
        table["beginselen_gemist"] = str(advice.missed.min)
    table["blokkade"] = advice.block
    return table


def reasons(advice: Advice) -> dict[str, str]:
    """Return the reason of the outcome, and of each fact and criterion, as far as it is certain."""
    table = {"uitkomst": advice.outcome.because} if advice.outcome else {}
    table |= {key: fact.because for key, fact in advice.facts.items() if fact.because}
    return table | {c.id: c.because.text for p in advice.principles for c in p.criteria if c.because}


def as_example(engine: Engine, answers: Answers, advice: Advice, name: str, subject: str = "") -> Parts:
    """Return an assessment as an example that expects what the rules give now.

    Args:
        engine: the rules.
        answers: typed answers, a profile's facts included.
        advice: the advice on them.
        name: what kind of case this is.
        subject: the known subject whose facts the answers rest on, such as "platform/x".
    """
    known = engine.content.subjects.get(subject)
    expected = expectation(engine.ruleset, advice)
    return {
        "naam": name,
        "peildatum": advice.on.isoformat(),
        **({"onderwerp": subject} if subject else {}),
        "antwoorden": answers_as_written(engine.questionnaire, answers, known),
        "verwacht": {word: part for word, part in expected.items() if word not in LONG},
    }


# -- text -----------------------------------------------------------------------------------------------


def example_text(parts: Mapping[str, Written]) -> str:
    """Return one example as it stands under `gevallen`."""
    lines = list(_lines(parts, "    "))
    return "\n".join(["  - " + lines[0].lstrip(), *lines[1:]]) + "\n"


def file_text(parts: Mapping[str, Written]) -> str:
    """Return a file with answers."""
    return "\n".join(_lines(parts, "")) + "\n"


def _lines(parts: Mapping[str, Written], indent: str) -> Iterator[str]:
    for key, value in parts.items():
        if not isinstance(value, Mapping):
            yield f"{indent}{key}: {_inline(value)}"
        elif "antwoord" in value:
            yield f"{indent}{key}: {{{', '.join(f'{k}: {_inline(v, flow=True)}' for k, v in value.items())}}}"
        else:
            yield f"{indent}{key}:" if value else f"{indent}{key}: {{}}"
            yield from _lines(value, indent + "  ")


def _inline(value: Written, *, flow: bool = False) -> str:
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value not in ("null", "Null") and not (flow and "," in value)
        return value if plain else json.dumps(value, ensure_ascii=False)
    return f"[{', '.join(_inline(item, flow=True) for item in value)}]"
