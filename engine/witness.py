"""A world in an author's words: the answers that show something, ready for a file with answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from engine.conditions import NOT_APPLICABLE
from engine.models import Questionnaire
from engine.program import Cell, Input, Program

PLAIN_DAY = date(2026, 1, 1).toordinal()
Example = tuple[tuple[str, str], ...]


def example(
    form: Questionnaire, program: Program, given: Mapping[str, str], questions: Iterable[str]
) -> Example:
    """Return question and answer for these questions, in the order in which they are asked.

    An answer is an option, options with a comma between them, "geen", a number, a date or "nvt".
    """
    wanted = set(questions)
    return tuple(
        (key, _answer(form, program.inputs_of[key], given)) for key in form.questions if key in wanted
    )


def _answer(form: Questionnaire, inputs: tuple[Input, ...], given: Mapping[str, str]) -> str:
    first = inputs[0]
    symbol = given[first.id]
    if symbol == NOT_APPLICABLE:
        return "nvt"
    match form.questions[first.question].kind:
        case "meerkeuze":
            chosen = [i.id.rpartition(".")[2] for i in inputs if given[i.id] == "ja"]
            return ", ".join(chosen) or "geen"
        case "tekst":
            return "tekst"
        case "getal":
            number = _nearest(first.cells, symbol, 0)
            return f"{Decimal(number).scaleb(-first.decimals):f}"
        case "datum":
            return date.fromordinal(_nearest(first.cells, symbol, PLAIN_DAY)).isoformat()
    return symbol


def _nearest(cells: tuple[Cell, ...], symbol: str, plain: int) -> int:
    """Return the number in a cell that is nearest to a plain one."""
    cell = next(cell for cell in cells if cell.symbol == symbol)
    return min(max(plain, cell.low), cell.high)


def raw_answers(form: Questionnaire, shown: Example) -> dict[str, str | list[str]]:
    """Return an example as answers for a file."""
    table: dict[str, str | list[str]] = {}
    for key, answer in shown:
        several = form.questions[key].kind == "meerkeuze" and answer not in ("nvt", "geen")
        table[key] = answer.split(", ") if several else answer
    return table
