"""The content that ships, loaded once, and random answers to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from engine.engine import Engine
from engine.load import Content, load_content
from engine.models import Question, Questionnaire
from tests.conftest import ROOT

KEY = "sociale-media/v1"


@cache
def real() -> Content:
    """Return the content of this repository."""
    return load_content(ROOT)


@cache
def engine() -> Engine:
    """Return one engine that all tests may share."""
    return Engine(real(), KEY)


def random_answer(question: Question, rng: random.Random) -> object:
    """Return an answer that the question takes."""
    if question.kind == "meerkeuze":
        return [option for option in question.options if rng.random() < 0.5]
    options = [*question.options, *(["nvt"] if question.not_applicable else [])]
    return rng.choice(options)


def random_answers(form: Questionnaire, rng: random.Random, open_share: float) -> dict[str, object]:
    """Return answers to a share of the questions."""
    return {
        key: random_answer(question, rng)
        for key, question in form.questions.items()
        if rng.random() >= open_share
    }


def many(seeds: range, open_share: float) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield seeds with answers to the real questionnaire."""
    for seed in seeds:
        yield seed, random_answers(engine().questionnaire, random.Random(seed), open_share)
