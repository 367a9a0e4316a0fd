"""The draft for a public register as its page shows it: what is still to do first, then every field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.models import Question
from engine.publication import About, Draft, Entry, draft
from engine.publication_models import Publication
from engine.publication_text import why
from webapp.services.weighing import Weighing

NO_ORGANISATION = "De naam van uw organisatie staat nog niet in de instellingen. Vraag het de beheerder."


@dataclass(frozen=True)
class Todo:
    """Something to do: a question to go to, or only words when no question fills these fields.

    fields: what is not ready without it; also: what the register shows as empty without it.
    """

    question: str
    asked: Question | None
    fields: tuple[Entry, ...]
    also: tuple[Entry, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True)
class PublicationPage:
    """Everything on the page, in the order of the page."""

    draft: Draft
    missing: tuple[Todo, ...]
    shown_empty: tuple[Todo, ...]
    filled: tuple[Entry, ...]
    empty: tuple[Entry, ...]
    unconfirmed: tuple[Entry, ...]


def publications(weighing: Weighing) -> list[Publication]:
    """The publications in which this subject belongs, as far as the answers tell."""
    return [form for form in _all(weighing).values() if drafted(weighing, form, "").fits]


def publication(weighing: Weighing, name: str) -> Publication | None:
    """One publication by its name, without a version."""
    return _all(weighing).get(name)


def _all(weighing: Weighing) -> dict[str, Publication]:
    engine = weighing.topic.engine
    return engine.content.publications_of(engine.ruleset.id)


def drafted(weighing: Weighing, form: Publication, organisation: str) -> Draft:
    """The draft of one entry."""
    about = About(weighing.name, organisation)
    return draft(weighing.topic.engine, form, weighing.assessment, weighing.reach, about)


def publication_page(weighing: Weighing, form: Publication, organisation: str) -> PublicationPage:
    """Lay out the draft."""
    made = drafted(weighing, form, organisation)
    todo = _todo(weighing, form, made.missing, [e for e in made.shown_empty if e not in made.missing])
    filled = tuple(entry for entry in made.entries if entry.value is not None)
    return PublicationPage(
        draft=made,
        missing=tuple(item for item in todo if item.fields),
        shown_empty=tuple(item for item in todo if not item.fields),
        filled=filled,
        empty=tuple(entry for entry in made.entries if entry.value is None),
        unconfirmed=tuple(entry for entry in filled if not entry.confirmed),
    )


def _todo(
    weighing: Weighing, form: Publication, missing: Iterable[Entry], also: Iterable[Entry]
) -> list[Todo]:
    """Put fields that wait for the same question together; a field without a question stands alone."""
    rows = [(entry, True) for entry in missing] + [(entry, False) for entry in also]
    found: dict[str, list[tuple[Entry, bool]]] = {}
    for entry, needed in rows:
        found.setdefault(entry.question or entry.key, []).append((entry, needed))
    return [
        Todo(
            entries[0][0].question,
            weighing.questions.get(entries[0][0].question),
            tuple(entry for entry, needed in entries if needed),
            tuple(entry for entry, needed in entries if not needed),
            tuple(dict.fromkeys(filter(None, (_hint(form, entry) for entry, _ in entries)))),
        )
        for entries in found.values()
    ]


def _hint(form: Publication, entry: Entry) -> str:
    """What to do with a field, beside going to its question."""
    if form.fields[entry.key].given == "organisatie" and entry.value is None:
        return NO_ORGANISATION
    return "" if entry.state == "leeg" and entry.question else why(entry)
