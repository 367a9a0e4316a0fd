"""The draft for a public register as its page shows it: what is still to do first, then every field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.models import Question
from engine.publication import About, Draft, Entry, draft
from engine.publication_models import Publication
from engine.publication_text import why
from webapp.services.weighing import Weighing

NO_ORGANISATION = "De naam van uw organisatie staat nog niet in de instellingen van Basislijn."


@dataclass(frozen=True)
class Todo:
    """Something to do: a question to go to, or a text when no question fills these fields."""

    question: str
    asked: Question | None
    fields: tuple[Entry, ...]
    hint: str


@dataclass(frozen=True)
class PublicationPage:
    """Everything on the page, in the order of the page."""

    draft: Draft
    missing: tuple[Todo, ...]
    shown_empty: tuple[Todo, ...]
    filled: int
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
    missing = made.missing
    return PublicationPage(
        draft=made,
        missing=_todo(weighing, form, missing),
        shown_empty=_todo(weighing, form, (e for e in made.shown_empty if e not in missing)),
        filled=sum(entry.value is not None for entry in made.entries),
        unconfirmed=tuple(entry for entry in made.entries if entry.value is not None and not entry.confirmed),
    )


def _todo(weighing: Weighing, form: Publication, entries: Iterable[Entry]) -> tuple[Todo, ...]:
    """Put fields that wait for the same question together, in the order of the standard."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.question, _hint(form, entry)), []).append(entry)
    return tuple(
        Todo(question, weighing.questions.get(question), tuple(fields), hint)
        for (question, hint), fields in found.items()
    )


def _hint(form: Publication, entry: Entry) -> str:
    """What to do with a field, beside going to its question."""
    if form.fields[entry.key].given == "organisatie" and entry.value is None:
        return NO_ORGANISATION
    return "" if entry.state == "leeg" and entry.question else why(entry)
