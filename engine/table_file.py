"""A CSV file with answers: its header, its cells as codes, and what is wrong with them, row by row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from engine.answers import read_answer
from engine.assess import symbol_of
from engine.columns import BLANK, Columns
from engine.diagnostics import suggest
from engine.models import Question, Questionnaire

NAMED = ("naam", "onderwerp", "peildatum")
DELIMITERS = ";,\t"
MAX_LINE = 1_000_000
MAX_CELLS = 10_000  # different texts to remember per column
_SEPARATORS = re.compile(r"[\s|+,;]+")
_NOT_TEXT = "\ufffd"  # what stands where bytes were no UTF-8


class Unusable(Exception):
    """The file as a whole can't be used; the message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell; rows count as in a spreadsheet, the header is row 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"rij {self.row}, kolom {self.column}" if self.column else f"rij {self.row}"
        return f"{where}: {self.message}"


class Cells(dict[str, int | tuple[int, ...] | str]):
    """One column: from the text in a cell to codes, computed once per text; a `str` says what is wrong.

    A question with one input has one code; a multiple choice has a code per option.
    """

    def __init__(self, columns: Columns, key: str, question: Question) -> None:
        super().__init__()
        self.columns, self.question = columns, question
        self.inputs = columns.program.inputs_of[key]
        self.blank: int | tuple[int, ...] = self._packed([BLANK] * len(self.inputs))
        self.any_wrong = False

    def __missing__(self, text: str) -> int | tuple[int, ...] | str:
        if len(self) >= MAX_CELLS:
            self.clear()
        self[text] = found = self._read(text.strip())
        return found

    def _packed(self, codes: list[int]) -> int | tuple[int, ...]:
        return codes[0] if len(codes) == 1 else tuple(codes)

    def _read(self, text: str) -> int | tuple[int, ...] | str:
        if not text:
            return self.blank
        try:
            if _NOT_TEXT in text:
                raise ValueError("hier staat een teken dat geen UTF-8 is; bewaar het bestand als CSV UTF-8")
            given = read_answer(self.question, self._raw(text))
            return self._packed([self.columns.code(i.id, symbol_of(i, given)) for i in self.inputs])
        except ValueError as error:
            self.any_wrong = True
            return str(error)

    def _raw(self, text: str) -> str | list[str]:
        if self.question.kind != "meerkeuze" or text in ("onbekend", "nvt", "geen"):
            lower = text.lower()
            return lower if lower in (*self.question.options, "onbekend", "nvt") else text
        return [part for part in _SEPARATORS.split(text.lower()) if part]


class Table:
    """A file with a header and rows; reads forward only."""

    def __init__(self, stream: TextIO, form: Questionnaire) -> None:
        first = stream.readline(MAX_LINE)
        if not first.strip():
            raise Unusable("het bestand is leeg; zet in de eerste rij de codes van de vragen")
        self.delimiter = max(DELIMITERS, key=first.count)
        self.reader = csv.reader(chain([first], stream), delimiter=self.delimiter)
        self.number = 1
        self.names = [name.strip() for name in self._next() or []]
        self.keys = _columns(self.names, form)

    def _next(self) -> list[str] | None:
        try:
            return next(self.reader, None)
        except csv.Error as error:
            raise Unusable(
                f"rij {self.number} is niet te lezen ({error}); bewaar het bestand als CSV"
            ) from None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with its number."""
        while (row := self._next()) is not None:
            self.number += 1
            if any(cell.strip() for cell in row):
                yield self.number, row


def harmless(text: str) -> str:
    """Return a text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _columns(names: Sequence[str], form: Questionnaire) -> list[str]:
    """Return per column the question, or the word that it is; raises Unusable with every problem."""
    codes = {question.code: key for key, question in form.questions.items()}
    known: Mapping[str, str] = {**{key: key for key in (*form.questions, *NAMED)}, **codes}
    keys: list[str] = []
    problems = []
    for at, name in enumerate(names, 1):
        key = known.get(name, "")
        if not key:
            hint = suggest(name, known) or "gebruik de code of de naam van een vraag"
            problems.append(f"rij 1, kolom {at}: ‘{name}’ is geen vraag; {hint}")
        elif key in keys:
            problems.append(f"rij 1, kolom {at}: de vraag ‘{name}’ staat al in kolom {keys.index(key) + 1}")
        keys.append(key)
    if not problems and not set(keys) - set(NAMED):
        problems.append("rij 1: er staat geen enkele vraag in de kop; gebruik de codes van de vragen")
    if problems:
        raise Unusable("\n".join(problems))
    return keys
