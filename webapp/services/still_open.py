"""What is still to find out, by what it can change."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models import Question
from webapp.services.weighing import Weighing

TITLES = {
    "advies": "Dit kan het advies veranderen",
    "maatregel": "Dit bepaalt nog wat u regelt",
    "score": "Dit verandert alleen de score",
    "niets": "Dit verandert nu niets meer",
}


@dataclass(frozen=True)
class OpenGroup:
    """Open questions that can change the same, the most telling first."""

    kind: str
    title: str
    questions: tuple[tuple[str, Question], ...]


def open_groups(weighing: Weighing) -> tuple[OpenGroup, ...]:
    """The open questions in groups, what matters most first."""
    groups = []
    for kind, title in TITLES.items():
        keys = [verdict.question for verdict in weighing.verdicts if verdict.kind == kind]
        if keys:
            rows = tuple((key, weighing.questions[key]) for key in keys)
            groups.append(OpenGroup(kind, title, rows))
    return tuple(groups)


def open_sentence(weighing: Weighing) -> str:
    """What the open questions mean together, in one sentence."""
    kinds = {verdict.kind for verdict in weighing.verdicts}
    if "advies" in kinds:
        return ""
    if "maatregel" in kinds:
        return "Het advies zelf verandert niet meer. Deze vragen bepalen nog wat u moet regelen."
    return "Het advies en wat u moet regelen veranderen hierdoor niet meer."
