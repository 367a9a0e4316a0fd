"""The AI rules on answers that are all known: quick enough for tens of thousands of worlds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from engine.answers import read_answers
from engine.assess import symbol_of
from engine.compiled import Compiled
from engine.conditions import holds
from engine.desugar import compile_program
from engine.load import Content, load_content
from engine.program import Program
from engine.terms import KNOWN
from tests.conftest import ROOT

RULES = "ai-verordening/v1"
Answers = Mapping[str, object]


@cache
def content() -> Content:
    """All content."""
    return load_content(ROOT)


@cache
def program() -> Program:
    """The AI rules as a program."""
    return compile_program(content(), RULES)


@cache
def reader() -> Compiled:
    """The AI rules as generated Python."""
    return Compiled(program())


class Seen(Mapping[str, str | None]):
    """The symbol of each item in one world; None while it is unknown."""

    def __init__(self, bits: tuple[int, ...]) -> None:
        self.bits = bits

    def __getitem__(self, item: str) -> str | None:
        bit = self.bits[reader().at[item]]
        return reader().names[item][bit] if bit else None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(reader().at)

    def __len__(self) -> int:
        return len(self.bits)

    def day(self, measure: str) -> date | None:
        """Return the first day of a measure that is dated."""
        for when, day in program().starts.get(measure, ()):
            if holds(when, self):
                return day
        return None


@cache
def places(question: str, value: str | tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where an answer goes among the inputs, as bits."""
    form = content().questionnaires[RULES]
    given = read_answers(form, {question: list(value) if isinstance(value, tuple) else value}).given
    rows = []
    for item in program().inputs_of[question]:
        symbol = symbol_of(item, given[question])
        assert symbol is not None
        rows.append((reader().input_ids.index(item.id), reader().bits[item.id][symbol]))
    return tuple(rows)


@cache
def knowledge() -> list[int]:
    """What is known when everything is."""
    known = {
        name: "ja" if name.startswith(KNOWN) else cells[0].symbol if cells else "nee"
        for name, cells in program().knowledge.items()
    }
    return reader().known_masks(known)


def with_answers(bits: list[int], answers: Answers) -> list[int]:
    """Return the inputs with these answers put in."""
    changed = list(bits)
    for question, value in answers.items():
        for at, bit in places(question, tuple(value) if isinstance(value, list) else str(value)):
            changed[at] = bit
    return changed


def see(bits: list[int]) -> Seen:
    """Return what follows from the inputs."""
    return Seen(reader().bits_in(bits, knowledge()))
