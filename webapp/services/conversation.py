"""The meeting: at most eight points to discuss."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.services.facts import answer_label
from webapp.services.weighing import Weighing

MOST = 8
ROOM_FOR_PROMPTS = 3
AGREED, NOT_AGREED = "eens", "niet_eens"
VERDICTS = {AGREED: "Eens", NOT_AGREED: "Niet eens, want"}


@dataclass(frozen=True)
class Point:
    """One thing to talk about; the key is stable, so that what was said can be found again."""

    key: str
    kind: str
    text: str
    given: str
    source: str
    code: str


def talking_points(weighing: Weighing) -> list[Point]:
    """Deciding questions, unconfirmed facts, the first own questions, then the prompts; eight at most."""
    advice = weighing.advice
    points: dict[str, Point] = {}
    for item in weighing.deciding:
        points.setdefault(item.id, _point(weighing, item.id, "Dit kan het advies nog veranderen"))
    for because in advice.deciders:
        if because.question and because.question in weighing.questions and not because.confirmed:
            points.setdefault(
                because.question,
                _point(weighing, because.question, "Nog niet bevestigd, en het bepaalt het advies"),
            )
    for key in advice.provisional:
        if key in weighing.questions:
            points.setdefault(key, _point(weighing, key, "Nog niet bevestigd"))
    own = _first_questions(weighing)
    prompts = [
        Point(f"gespreksvraag-{number}", "Om samen over te praten", text, "", "", "")
        for number, text in enumerate(advice.prompts, 1)
    ]
    for point in own:
        points.pop(point.key, None)
    room = MOST - len(own) - min(ROOM_FOR_PROMPTS, len(prompts))
    chosen = [*list(points.values())[:room], *own]
    return [*chosen, *prompts[: MOST - len(chosen)]]


def _first_questions(weighing: Weighing) -> list[Point]:
    """Reach and alternative: the questions on the first page that have been answered with a choice."""
    first = weighing.questionnaire.sections[0].questions
    keys = [
        key
        for key, question in first.items()
        if question.about == "inzet" and key in weighing.shown and key in weighing.answers.given
    ]
    return [_point(weighing, key, "Uw eigen inschatting") for key in keys[-2:]]


def _point(weighing: Weighing, key: str, kind: str) -> Point:
    question = weighing.questions[key]
    given = weighing.answers.given.get(key)
    label = source = ""
    if given is not None and given.state == "answered":
        label = answer_label(question, given.value)
        source = given.source
        if source in weighing.sources:
            source = weighing.sources[source].title
    elif given is not None:
        label = "Dat weten we nog niet" if given.state == "unknown" else "Niet van toepassing"
    return Point(key, kind, question.text, label, source, question.code)
