"""An assessment as an entry of a publication standard: a draft in its own fields, and what is missing.

Pure: a draft follows from the assessment, the range, and two names that only the surroundings know. It
changes nothing about the advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from engine.assess import Assessment
from engine.engine import Engine
from engine.models import Citation
from engine.possible import Range
from engine.publication_models import NOTHING, Publication, PublicationField, PublicationRow

ADDRESS = re.compile(r"https?://\S+")
_LINE = re.compile(r"(?P<title>.*?)[\s:,;(–-]*(?P<link>https?://\S+?)\)?\s*")


class Link(NamedTuple):
    """A row of a list: a title and, when there is one, an address."""

    title: str
    link: str = ""


Value = str | tuple[str, ...] | tuple[Link, ...] | None
State = Literal["gevuld", "leeg", "nvt", "onzeker", "past_niet", "te_lang", "te_veel", "geen_adres", "zelf"]
#: What a person has to mend before the standard takes the value.
FAULTS = frozenset({"te_lang", "te_veel", "geen_adres"})


class Entry(NamedTuple):
    """One field of a draft.

    need: whether the standard asks it always ("verplicht"), or shows it also when empty ("getoond").
    over: how many characters or rows there are too many.
    left: the words that are still possible, while answers are open.
    question: the question to go to; empty when no question fills this field.
    note: what an author wrote for who fills the field in later.
    confirmed: False while a fact from a shared profile still waits for a person's eye.
    """

    key: str
    title: str
    value: Value
    state: State
    need: Literal["verplicht", "getoond", ""]
    over: int = 0
    left: tuple[str, ...] = ()
    question: str = ""
    note: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Draft:
    """A draft of one entry, its fields in the order of the standard."""

    id: str
    title: str
    explanation: str
    on: date
    entries: tuple[Entry, ...]
    sources: Mapping[str, Citation]

    @property
    def missing(self) -> tuple[Entry, ...]:
        """What keeps the draft from being published: first what is always asked, then what does not fit."""
        asked = [e for e in self.entries if e.need == "verplicht" and e.state != "gevuld"]
        return (*asked, *(e for e in self.entries if e.state in FAULTS and e not in asked))

    @property
    def shown_empty(self) -> tuple[Entry, ...]:
        """What a register shows as not filled in."""
        return tuple(e for e in self.entries if e.need == "getoond" and e.value is None)

    @property
    def fits(self) -> bool:
        """Whether this subject belongs in the register, as far as the answers tell."""
        return not any(e.need == "verplicht" and e.state == "past_niet" for e in self.entries)


class About(NamedTuple):
    """What the surroundings know: the name of the subject, and of the organisation."""

    name: str = ""
    organisation: str = ""


def draft(engine: Engine, form: Publication, assessment: Assessment, reach: Range, about: About) -> Draft:
    """Return the draft of one entry.

    Args:
        engine: the rules that the publication reads.
        form: the publication.
        assessment: what is certain.
        reach: what can still be.
        about: what the surroundings know.
    """
    drafter = _Drafter(engine, assessment, reach, about)
    entries = tuple(drafter.entry(key, field) for key, field in form.fields.items())
    return Draft(form.id, form.title, form.explanation, assessment.on, entries, form.sources)


class _Found(NamedTuple):
    """What the origin of a field gives."""

    value: Value = None
    state: State = "leeg"
    left: tuple[str, ...] = ()
    question: str = ""
    confirmed: bool = True


class _Drafter:
    """Fills fields from one assessment."""

    def __init__(self, engine: Engine, assessment: Assessment, reach: Range, about: About) -> None:
        self.engine, self.assessment, self.reach, self.about = engine, assessment, reach, about
        self.questions = engine.questionnaire.questions

    def entry(self, key: str, field: PublicationField) -> Entry:
        found = self._found(field)
        need: Literal["verplicht", "getoond", ""] = (
            "verplicht" if field.required else "getoond" if field.always_shown else ""
        )
        state, over = found.state, 0
        if found.value is not None:
            state, over = _measured(field, found.value)
        return Entry(
            key,
            field.title,
            found.value,
            state,
            need,
            over,
            found.left,
            found.question,
            field.yourself,
            found.confirmed,
        )

    def _found(self, field: PublicationField) -> _Found:
        if field.question:
            return self._answer(field)
        if field.fact:
            return self._fact(field)
        if field.rows:
            return self._rows(field.rows)
        if field.yourself:
            return _Found(state="zelf")
        return _Found(field.fixed or self._given(field) or None)

    def _given(self, field: PublicationField) -> str:
        if field.given == "peildatum":
            return _day(self.assessment.on, field.form)
        return self.about.name if field.given == "naam" else self.about.organisation

    # -- answers ------------------------------------------------------------------------------------------

    def _answer(self, field: PublicationField) -> _Found:
        question, given = field.question, self.assessment.answers.given.get(field.question)
        if not self.assessment.shown(question) or given is None or given.state == "unknown":
            return _Found(question=self._way_to(question))
        if given.state == "nvt":
            return _Found(state="nvt", question=question)
        value = self._in_words(field, given.value)
        known: State = "past_niet" if field.words else "leeg"
        return _Found(value, "gevuld" if value else known, (), question, given.confirmed)

    def _in_words(self, field: PublicationField, value: Any) -> Value:
        """Return an answer in the words of the standard, or None when it has none."""
        if isinstance(value, date):
            return _day(value, field.form)
        if isinstance(value, Decimal):
            return str(value)
        if self.questions[field.question].kind == "tekst":
            return (_links(value) if field.form == "verwijzingen" else value) or None
        options = {**self.questions[field.question].options, **field.words}
        chosen = value if isinstance(value, tuple) else (value,)
        words = tuple(dict.fromkeys(options[o] for o in chosen if options[o] != NOTHING))
        return (words if field.form == "lijst" else ", ".join(words)) or None

    def _rows(self, rows: Iterable[PublicationRow]) -> _Found:
        found, open_questions, confirmed = [], [], True
        for row in rows:
            given = self.assessment.answers.given.get(row.question)
            if not self.assessment.shown(row.question):
                continue
            if given is None or given.state == "unknown":
                open_questions.append(row.question)
            elif set(row.answers) & _chosen(given.value):
                link = self.assessment.answers.given.get(row.link)
                shown = link is not None and self.assessment.shown(row.link)
                found.append(Link(row.title, str(link.value or "") if link is not None and shown else ""))
                confirmed = confirmed and given.confirmed and (link is None or link.confirmed)
        question = next(iter(open_questions), "")
        return _Found(tuple(found) or None, "leeg", (), question, confirmed)

    # -- facts --------------------------------------------------------------------------------------------

    def _fact(self, field: PublicationField) -> _Found:
        fact = self.engine.ruleset.facts[field.fact]
        items = [f"{field.fact}.{value}" for value in field.words] if fact.collect else [field.fact]
        words = self._collected(field) if fact.collect else self._chosen_values(field)
        if len(words) == 1:
            word = next(iter(words))
            return _Found(None, "past_niet") if word == NOTHING else _Found(word, "gevuld")
        left = tuple(word for word in words if word != NOTHING)
        return _Found(None, "onzeker", left, self._first_open(items))

    def _chosen_values(self, field: PublicationField) -> dict[str, None]:
        """Return the words that a fact with one value can still have."""
        left = self.reach.symbols[field.fact]
        rules = self.engine.ruleset.facts[field.fact].rules
        return dict.fromkeys(field.words[r.value] for i, r in enumerate(rules, 1) if str(i) in left)

    def _collected(self, field: PublicationField) -> dict[str, None]:
        """Return the words that can still be the first that holds, in the order of the publication."""
        words: dict[str, None] = {}
        for value, word in field.words.items():
            left = self.reach.symbols.get(f"{field.fact}.{value}", frozenset())
            if "ja" in left:
                words[word] = None
            if left == {"ja"}:
                return words
        return {**words, NOTHING: None}

    # -- where to go --------------------------------------------------------------------------------------

    def _first_open(self, items: Iterable[str]) -> str:
        """Return the first open question on the page behind these items."""
        below = frozenset[str]().union(*map(self.reach.influence.behind, items))
        return next((q for q in self.questions if q in below and self.assessment.shown(q)), "")

    def _way_to(self, question: str) -> str:
        """Return the question to answer first: this one, or what decides whether it is shown."""
        if self.assessment.shown(question):
            return question
        program = self.engine.program
        first = program.inputs_of[question][0]
        ways = (self._way_to(below) for below in program.questions_in(first.conditions()))
        below = self.reach.influence.behind(first.id) - {question}
        still_open = (q for q in self.questions if q in below and self.assessment.shown(q))
        return next((way for way in ways if way), next(still_open, ""))


def _chosen(value: Any) -> set[str]:
    return set(value) if isinstance(value, tuple) else {str(value)}


def _day(day: date, form: str) -> str:
    return day.isoformat()[:7] if form == "maand" else day.isoformat()


def _links(text: str) -> tuple[Link, ...]:
    """Return a row per line: the address at its end apart from what stands before it."""
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line)
        rows.append(Link(match["title"] or match["link"], match["link"]) if match else Link(line))
    return tuple(rows)


# -- what the standard takes ----------------------------------------------------------------------------


def _measured(field: PublicationField, value: str | tuple[str, ...] | tuple[Link, ...]) -> tuple[State, int]:
    """Return whether a value fits, and how much there is too much."""
    rows: tuple[str | Link, ...] = (value,) if isinstance(value, str) else value
    if field.most is not None and len(rows) > field.most:
        return "te_veel", len(rows) - field.most
    titles = [row.title if isinstance(row, Link) else row for row in rows]
    links = [row.link for row in rows if isinstance(row, Link) and row.link]
    sizes = [(titles, field.longest), (links, field.longest_link)]
    over = max((len(text) - most for texts, most in sizes if most for text in texts), default=0)
    if over > 0:
        return "te_lang", over
    addresses = titles if field.form == "link" else links
    return ("gevuld" if all(map(ADDRESS.fullmatch, addresses)) else "geen_adres"), 0
