"""The version to publish: the same report without names of people and without what people typed.

What is left out: every name, every typed text that nobody ticked. What stays is searched for e-mail
addresses, telephone numbers and the names that stand elsewhere in the dossier. A program can't find every
name: a person reads what stays, text by text, before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from webapp.services.dossier.model import (
    LEFT_OUT,
    NAME,
    TITLE,
    TYPED,
    Block,
    Bullets,
    Entry,
    Heading,
    Item,
    Pair,
    Paragraph,
    Report,
    Sources,
    Words,
    every_words,
    map_words,
)

_PART = r"[^\s@<>()\[\],;:\"']+"
MAIL = re.compile(rf"(?<![^\s@<>()\[\],;:\"']){_PART}\s?@\s?{_PART}\.{_PART}|mailto:\S+", re.IGNORECASE)
#: At least nine digits with what people put between them; a date such as 2026-11-23 has eight.
PHONE = re.compile(r"(?<!\d)(?:\+|00)?\(?\d(?:[\s().\-/\u00a0\u2010-\u2015]{0,3}\d){8,14}(?!\d)")
SPLIT = re.compile(r"[,;\n/&|()]+|\s+en\s+")
SHORTEST = 3
GONE = "Dit deel staat niet in de versie om te publiceren."


@dataclass(frozen=True)
class Choice:
    """A typed text that a person may tick to publish; `id` changes when the text does."""

    id: str
    label: str
    text: str
    shown: str

    @property
    def changed(self) -> bool:
        """Whether something inside the text is left out."""
        return self.text != self.shown


def choice_id(words: Words) -> str:
    """The name of a typed text as it was read: another text has another name."""
    return f"{words.key}.{sha256(words.text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def choices(report: Report) -> tuple[Choice, ...]:
    """Every typed text, once, in the order of reading."""
    hide = _names(report)
    found: dict[str, Choice] = {}
    for words in every_words(report):
        if words.origin == TYPED and words:
            key = choice_id(words)
            found.setdefault(key, Choice(key, words.label, words.text, scrub(words.text, hide)))
    return tuple(found.values())


def names_in(report: Report) -> tuple[str, ...]:
    """The names of people that are left out."""
    return tuple(dict.fromkeys(words.text for words in every_words(report) if words.origin == NAME and words))


def redact(report: Report, ticked: Iterable[str] = ()) -> Report:
    """The report as it may be published."""
    chosen, hide = frozenset(ticked), _names(report)

    def change(words: Words) -> Words:
        if words.origin == NAME:
            return Words("")
        if words.origin == TYPED:
            return Words(scrub(words.text, hide)) if words and choice_id(words) in chosen else Words("")
        return Words(scrub(words.text, hide)) if words.origin == TITLE else words

    changed = map_words(report, change)
    facts = tuple(pair for pair in changed.facts if pair.value)
    title = changed.title or Words(LEFT_OUT)
    notice = Paragraph(Words(NOTICE), "small")
    blocks = (notice, *_explained([block for each in changed.blocks if (block := _kept(each))]))
    return replace(changed, title=title, facts=facts, blocks=blocks, public=True)


NOTICE = (
    "Dit is de versie om te publiceren. Namen van mensen en hun eigen notities zijn weggelaten, behalve"
    f" notities die iemand heeft gelezen en gekozen. Waar iets uit een tekst is gehaald, staat {LEFT_OUT}."
)


def _kept(block: Block) -> Block | None:
    """A block without what is empty now; None when nothing is left."""
    match block:
        case Bullets():
            items = tuple(
                Item(item.text, tuple(filter(None, item.details))) for item in block.items if item.text
            )
            return replace(block, items=items) if items else None
        case Entry():
            pairs = tuple(pair for pair in block.pairs if pair.value)
            if not pairs and not block.title:
                return None
            title = block.title or Words(LEFT_OUT)
            return replace(block, title=title, pairs=pairs or (Pair("Inhoud", Words(LEFT_OUT)),))
        case Paragraph() | Heading():
            return block if block.text else None
        case Sources():
            return block if block.items else None
        case _:
            return block


def _explained(blocks: list[Block]) -> list[Block]:
    """Under a heading with nothing left, say so."""
    made: list[Block] = []
    for place, block in enumerate(blocks):
        made.append(block)
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Heading) and (
            after is None or (isinstance(after, Heading) and after.level <= block.level)
        ):
            made.append(Paragraph(Words(GONE)))
    return made


def scrub(text: str, hide: re.Pattern[str] | None = None) -> str:
    """A text without e-mail addresses, telephone numbers and the names given."""
    text = PHONE.sub(LEFT_OUT, MAIL.sub(LEFT_OUT, text))
    return hide.sub(LEFT_OUT, text) if hide else text


def _names(report: Report) -> re.Pattern[str] | None:
    """A pattern of every name in the report, whole and in parts; of parts only those with a capital."""
    found: set[str] = set()
    for whole in names_in(report):
        for name in SPLIT.split(whole):
            parts = name.split()
            found.add(" ".join(parts))
            found |= {part.strip(".:'’") for part in parts if part[:1].isupper()}
    wanted = sorted((name for name in found if len(name) >= SHORTEST), key=lambda name: (-len(name), name))
    if not wanted:
        return None
    options = "|".join(r"\s+".join(map(re.escape, name.split())) for name in wanted)
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)
