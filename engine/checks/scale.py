"""R014: points that go up and down along the answers of a question."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.diagnostics import Diagnostic
from engine.load import Content


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: bij een criterium met ‘volgt’ gaan de punten met de antwoorden op én neer.

    Waarom: antwoorden staan van goed naar slecht, of andersom; dit lijkt op twee verwisselde oordelen.
    Fout: ‘goed’ geeft 0 punten, ‘redelijk’ 2 en ‘slecht’ 3, met ‘matig’ op 1 ertussen.
    Goed: zet de antwoorden op volgorde, of verbeter het oordeel.
    """
    for key, rules in content.rulesets.items():
        scale, form = content.baselines[rules.baseline].scale, content.questionnaires[rules.questionnaire]
        for name, criterion in rules.criteria.items():
            if not criterion.follows:
                continue
            options = form.questions[criterion.follows].options
            judged = [criterion.verdicts[option].judgement for option in options]
            points = [p for judgement in judged if (p := scale.points(judgement)) is not None]
            steps = [more - less for less, more in pairwise(points)]
            if any(step > 0 for step in steps) and any(step < 0 for step in steps):
                found = content.file("regels", key).diagnostic(
                    "R014",
                    ("criteria", name, "oordelen"),
                    f"de punten van ‘{name}’ gaan met de antwoorden op en neer",
                    "zet de antwoorden op volgorde, of verbeter een oordeel",
                    key=True,
                )
                yield Diagnostic(found.place, "R014", found.message, found.hint, found.excerpt, "let op")
