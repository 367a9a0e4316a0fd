"""What is still to find out, by what it can change."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models import Question
from engine.side_questions import only_for_publications
from webapp.services.dutch import join_words, lower_first
from webapp.services.weighing import Weighing

TITLES = {
    "advies": "Dit kan het advies veranderen",
    "maatregel": "Dit bepaalt nog wat u regelt",
    "score": "Dit verandert alleen de score",
    "niets": "Dit verandert nu niets meer",
}
PUBLICATION = "uitvoer"


@dataclass(frozen=True)
class OpenGroup:
    """Open questions that can change the same, the most telling first."""

    kind: str
    title: str
    questions: tuple[tuple[str, Question], ...]


def open_groups(weighing: Weighing) -> tuple[OpenGroup, ...]:
    """The open questions in groups, what matters most first."""
    engine = weighing.topic.engine
    aside = only_for_publications(engine.content, engine.program)
    found: dict[str, list[str]] = {kind: [] for kind in (*TITLES, PUBLICATION)}
    for verdict in weighing.verdicts:
        found[PUBLICATION if verdict.question in aside else verdict.kind].append(verdict.question)
    forms = engine.content.publications_of(engine.ruleset.id).values()
    own = join_words([lower_first(form.title) for form in forms])
    titles = {**TITLES, PUBLICATION: f"Dit is alleen voor uw {own}"}
    return tuple(
        OpenGroup(kind, titles[kind], tuple((key, weighing.questions[key]) for key in keys))
        for kind, keys in found.items()
        if keys
    )


def open_sentence(weighing: Weighing) -> str:
    """What the open questions mean together, in one sentence."""
    kinds = {verdict.kind for verdict in weighing.verdicts}
    if "advies" in kinds:
        return ""
    if "maatregel" in kinds:
        return "Het advies zelf verandert niet meer. Deze vragen bepalen nog wat u moet regelen."
    return "Het advies en wat u moet regelen veranderen hierdoor niet meer."
