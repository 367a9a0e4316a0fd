"""What is wrong in the content, where, and what to do about it.

Messages are Dutch and are public API: authors read them and tests check them to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. `severity` is "fout" (may not be published) or "let op".

    example: the fewest answers that show it, as question and answer; all other questions may stay open.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""
    severity: str = "fout"
    example: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """The finding on one line: `file:line:column: CODE what is wrong; what to do`."""
        tail = f"; {self.hint}" if self.hint else ""
        return " ".join(f"{self.place}: {self.code} {self.message}{tail}".splitlines())

    @property
    def caret(self) -> str:
        """The source line with a caret under the spot, or nothing when the line is unknown."""
        if not self.excerpt:
            return ""
        return f"    {self.excerpt}\n    {' ' * (self.place.column - 1)}^"


class ContentError(Exception):
    """The content can't be used; `diagnostics` holds every finding, sorted by place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(diagnostics))
        super().__init__(render(self.diagnostics))


def suggest(word: str, known: Iterable[str]) -> str:
    """Return "bedoelt u ‘…’?" for the known word nearest to `word`, or an empty text."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"bedoelt u ‘{near[0]}’?" if near else ""


def enumerate_words(words: Sequence[str], most: int = 8) -> str:
    """Return the words as a Dutch list for a message, cut off after `most`."""
    shown = ", ".join(words[:most])
    return f"{shown} …" if len(words) > most else shown


def render(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the findings as text, each with its source line and a caret."""
    return "\n".join("\n".join(_rows(d)) for d in diagnostics)


def _rows(diagnostic: Diagnostic) -> Iterator[str]:
    note = "" if diagnostic.severity == "fout" else " (let op)"
    yield diagnostic.line + note
    if diagnostic.caret:
        yield diagnostic.caret
    if diagnostic.example:
        yield "    zo te zien: " + ", ".join(
            f"{question}: {answer}" for question, answer in diagnostic.example
        )


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the findings as workflow commands that code hosts show beside the line."""
    rows = []
    for d in diagnostics:
        level = "error" if d.severity == "fout" else "warning"
        text = _escaped(f"{d.message}; {d.hint}" if d.hint else d.message)
        file = _escaped(d.place.file).replace(":", "%3A").replace(",", "%2C")
        rows.append(f"::{level} file={file},line={d.place.line},col={d.place.column},title={d.code}::{text}")
    return "\n".join(rows)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the findings as a JSON list."""
    return json.dumps([asdict(d) for d in diagnostics], ensure_ascii=False, indent=2)
