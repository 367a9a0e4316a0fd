"""R015: a shared question that is not the same everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.naming import ids
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.models import Question
from engine.source import Path

Place = tuple[str, Path]


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: twee vragen met dezelfde naam bij ‘gedeeld’ zijn niet dezelfde vraag.

    Waarom: een gemeente antwoordt één keer; het antwoord moet in elke vragenlijst hetzelfde betekenen.
    Fout: ‘gedeeld: dpia’ bij een vraag met ‘ja’ en ‘nee’, en bij een vraag die ook ‘bezig’ heeft.
    Goed: in elke vragenlijst dezelfde soort, dezelfde antwoorden en hetzelfde bij ‘over’.
    """
    seen: dict[str, tuple[str, Question]] = {}
    for form_id, form in sorted(content.questionnaires.items()):
        source = content.file("vragenlijst", form_id)
        here: set[str] = set()
        for index, section in enumerate(form.sections):
            for key, question in section.questions.items():
                if not question.shared:
                    continue
                path: Path = ("secties", index, "vragen", key, "gedeeld")
                yield from ids(source, path, [question.shared])
                first = seen.setdefault(question.shared, (form_id, question))
                if question.shared in here:
                    message = f"‘{question.shared}’ staat al bij een andere vraag in deze vragenlijst"
                    yield source.diagnostic("R015", path, message, "deel elke vraag onder een eigen naam")
                elif _same(question) != _same(first[1]):
                    message = f"deze vraag is niet dezelfde als ‘{question.shared}’ in {first[0]}"
                    hint = "maak soort, antwoorden en ‘over’ gelijk, of deel de vraag niet"
                    yield source.diagnostic("R015", path, message, hint)
                here.add(question.shared)


def _same(question: Question) -> tuple[object, ...]:
    """Return what must be equal for an answer to mean the same."""
    numbers = (question.minimum, question.maximum, question.decimals)
    return question.about, question.kind, tuple(question.options), question.not_applicable, numbers
