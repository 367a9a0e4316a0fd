"""Random answers to any questionnaire."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from engine.answers import Answers, Given
from engine.models import Question, Questionnaire


def answers(form: Questionnaire, rng: random.Random, open_share: float, lean: int = 0) -> Answers:
    """Return random answers to a questionnaire; the more it leans, the more of the first answers."""
    given = {}
    for key, question in form.questions.items():
        if rng.random() >= open_share:
            off = question.not_applicable and rng.random() < 0.15
            given[key] = Given(None, "nvt") if off else Given(_answer(question, rng, lean))
    return Answers(given)


def _answer(question: Question, rng: random.Random, lean: int) -> str | tuple[str, ...] | Decimal | date:
    options = list(question.options)
    match question.kind:
        case "meerkeuze":
            return tuple(option for option in options if rng.random() < 0.4)
        case "getal":
            return Decimal(rng.choice((0, 1, 3, 6, 12, 30)))
        case "datum":
            return date(rng.choice((2023, 2024, 2025, 2026)), 9, 1)
        case "tekst":
            return "Een zin."
    return options[min(rng.randrange(len(options)) for _ in range(1 + lean))]
