"""The report model: what a dossier says, as plain blocks that every format is made from.

Every text that is not fixed is `Words`: the text and where it comes from. That is all the redaction for
publishing needs, so a format never has to know what is personal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

FIXED, TITLE, TYPED, NAME, ROLE = "vast", "titel", "vrij", "naam", "functie"
ORIGINS = (FIXED, TITLE, TYPED, NAME, ROLE)
LEFT_OUT = "[weggelaten]"
_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: str) -> str:
    """A text that every format can hold: no control characters, none that turn the direction of writing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in text if _allowed(sign)).strip()


def _allowed(sign: str) -> bool:
    if sign == "\n":
        return True
    code = ord(sign)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE007F:
        return False
    return sign not in _DIRECTION and unicodedata.category(sign) not in ("Cc", "Cs")


@dataclass(frozen=True)
class Words:
    """A text, where it comes from, and for a typed text the key and the label to choose it by."""

    text: str
    origin: str = FIXED
    key: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """Keep only what every format can hold."""
        object.__setattr__(self, "text", clean(self.text))

    def __bool__(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.text)


NOTHING = Words("")


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the report is level 1, so these start at 2."""

    level: int
    text: Words


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `style` is empty, "lead", "intro" (stays with what follows), "small" or "stop"."""

    text: Words
    style: str = ""


@dataclass(frozen=True)
class Item:
    """One line of a list, with smaller lines below it."""

    text: Words
    details: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A list; ordered when the order tells something."""

    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with header cells above."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Bar:
    """A score from 0 to 100: what it is now, and between what it can still be."""

    label: str
    now: int | None
    low: int
    high: int
    line: int | None = None
    value: str = ""


@dataclass(frozen=True)
class Figure:
    """Scores as bars; `alt` says the same in words."""

    alt: str
    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Pair:
    """A label with what goes with it."""

    label: str
    value: Words


@dataclass(frozen=True)
class Entry:
    """Something with a title and labelled parts: a question, a measure, a decision."""

    title: Words
    pairs: tuple[Pair, ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Source:
    """A source that a reader can look up."""

    title: Words
    article: Words = NOTHING
    url: Words = NOTHING
    seen: date | None = None


@dataclass(frozen=True)
class Sources:
    """The list of sources."""

    items: tuple[Source, ...]


Block = Heading | Paragraph | Bullets | Table | Figure | Entry | Sources


@dataclass(frozen=True)
class Report:
    """A whole dossier."""

    title: Words
    subtitle: Words
    date: date
    organisation: str
    facts: tuple[Pair, ...]
    blocks: tuple[Block, ...]
    public: bool = False

    def __post_init__(self) -> None:
        """The name comes from the settings: keep only what every format can hold."""
        object.__setattr__(self, "organisation", clean(self.organisation))


def every_words(report: Report) -> Iterator[Words]:
    """Yield every text of a report, in the order of reading."""
    found: list[Words] = []

    def look(words: Words) -> Words:
        found.append(words)
        return words

    map_words(report, look)
    yield from found


def map_words(report: Report, change: Callable[[Words], Words]) -> Report:
    """Return the report with every text changed; nothing is dropped here."""
    return replace(
        report,
        title=change(report.title),
        subtitle=change(report.subtitle),
        facts=tuple(Pair(pair.label, change(pair.value)) for pair in report.facts),
        blocks=tuple(_map_block(block, change) for block in report.blocks),
    )


def _map_block(block: Block, change: Callable[[Words], Words]) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, text=change(block.text))
        case Bullets():
            items = (Item(change(item.text), tuple(map(change, item.details))) for item in block.items)
            return replace(block, items=tuple(items))
        case Table():
            return replace(block, rows=tuple(tuple(map(change, row)) for row in block.rows))
        case Entry():
            title = change(block.title)
            return replace(
                block, title=title, pairs=tuple(Pair(pair.label, change(pair.value)) for pair in block.pairs)
            )
        case Sources():
            return Sources(
                tuple(
                    replace(
                        item, title=change(item.title), article=change(item.article), url=change(item.url)
                    )
                    for item in block.items
                )
            )
        case _:
            return block
