"""Many assessments from one table, a block of rows at a time: cells to columns to lines of results.

What is reported of a row with open questions is what a single advice would say of it. With `coarse` it is
quicker: what is called possible is then never too little, and may be more, because open questions count as
independent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any as Anything

from engine.answers import subject_answers
from engine.assess import earlier, symbol_of
from engine.columns import BLANK, Cases, Columns, Found, Profile
from engine.desugar import compile_program
from engine.diagnostics import suggest
from engine.load import Content
from engine.names import MISSED
from engine.refine import Exact, Refiner
from engine.table_file import NAMED, CellProblem, Cells, Table, harmless
from engine.terms import OLDER

HEADER = (
    *("rij", "naam", "onderwerp", "peildatum", "uitkomst", "mogelijke_uitkomsten", "termijn"),
    *("score_min", "score_max", "score_nu", "gemist", "mogelijk_gemist", "stop", "mogelijk_stop", "exact"),
)
FIRST_RESULT = HEADER.index("uitkomst")
BLOCK, SMALL = 16_384, 512  # rows of text in memory at a time
REMEMBERED = 50_000  # combinations of flags
Line = tuple[Anything, ...]
Report = Callable[[CellProblem], None]


@dataclass
class _Block:
    """A number of rows: their numbers, what they are called, their codes, and which have a problem."""

    numbers: list[int]
    heads: list[tuple[str, str, str]]
    which: list[int]
    given: dict[str, list[int]]
    wrong: set[int]


class Batch:
    """Scores tables with one version of a rule set.

    Args:
        content: content that was checked.
        ruleset: id, such as "sociale-media/v1".
        subject: the known subject of rows that name none, or nothing.
        day: the date of rows that name none.
        coarse: whether what is called possible may be more than what is.
    """

    def __init__(self, content: Content, ruleset: str, subject: str, day: date, coarse: bool = False) -> None:
        self.content, self.subject, self.day = content, subject, day
        self.rules = content.rulesets[ruleset]
        self.form = content.questionnaires[self.rules.questionnaire]
        self.program = compile_program(content, ruleset)
        self.columns = Columns(self.program)
        self.profiles: list[Profile] = []
        self._places: dict[tuple[str, str], int | list[CellProblem]] = {}
        principles = content.baselines[self.rules.baseline].principles
        self.floors = {f"ondergrens.{key}": key for key in principles}
        self.stops = {f"signaal.{k}": k for k, s in self.rules.signals.items() if s.severity == "stop"}
        self.flags = {**self.floors, **self.stops}
        labels = {str(i): (rung.outcome, rung.term) for i, rung in enumerate(self.rules.ladder, 1)}
        self.refiner = None if coarse else Refiner(Cases(self.columns, list(self.flags), labels))
        self._marks: dict[tuple[str | None, ...], tuple[str, str, str, str]] = {}
        self._outcomes: dict[tuple[str, ...], tuple[str, str, str]] = {}

    def lines(self, table: Table, report: Report, most: int = BLOCK) -> Iterator[list[Line]]:
        """Yield the result lines of one block of rows after another; what is wrong goes to `report`.

        Rows with open questions take long, so after a block with some a small block follows; none has more
        than `most` rows.
        """
        cells = {
            key: Cells(self.columns, key, self.form.questions[key]) for key in table.keys if key not in NAMED
        }
        rows, size = table.rows(), min(most, SMALL if self.refiner else BLOCK)
        while part := list(islice(rows, size)):
            lines, refined = self._scored(self._block(table, cells, part, report))
            size = min(most, SMALL if refined else 2 * size)
            yield lines

    # -- reading ------------------------------------------------------------------------------------

    def _block(
        self,
        table: Table,
        cells: Mapping[str, Cells],
        part: Sequence[tuple[int, list[str]]],
        report: Report,
    ) -> _Block:
        width, numbers = len(table.keys), [number for number, _ in part]
        problems: list[CellProblem] = []
        texts = []
        for number, row in part:
            if len(row) != width:
                message = f"deze rij heeft {len(row)} vakken en de kop {width}; vul ze aan of haal ze weg"
                problems.append(CellProblem(number, "", message))
            texts.append(row if len(row) == width else [""] * width)
        by_key = dict(zip(table.keys, zip(*texts, strict=True), strict=True))
        names = dict(zip(table.keys, table.names, strict=True))
        given = {item.id: [BLANK] * len(part) for item in self.program.inputs}
        for key, column in cells.items():
            self._codes(column, by_key[key], given)
            if column.any_wrong:
                problems += _wrong(column, by_key[key], numbers, names[key])
        heads, which, unknown = self._heads(by_key, numbers)
        problems += unknown
        for problem in sorted(problems, key=lambda p: p.row):
            report(problem)
        return _Block(numbers, heads, which, given, {p.row for p in problems})

    def _codes(self, cells: Cells, texts: Sequence[str], given: dict[str, list[int]]) -> None:
        found: list[Anything] = list(map(cells.__getitem__, texts))
        if cells.any_wrong:
            found = [cells.blank if isinstance(code, str) else code for code in found]
        if len(cells.inputs) == 1:
            given[cells.inputs[0].id] = found
        else:
            for item, codes in zip(cells.inputs, zip(*found, strict=True), strict=True):
                given[item.id] = list(codes)

    def _heads(
        self, by_key: Mapping[str, Sequence[str]], numbers: Sequence[int]
    ) -> tuple[list[tuple[str, str, str]], list[int], list[CellProblem]]:
        """Return per row its name, subject and date, the place of its profile, and what is wrong."""
        blank = [""] * len(numbers)
        heads, which, problems = [], [], []
        for number, name, subject, day in zip(
            numbers, *(by_key.get(key, blank) for key in NAMED), strict=True
        ):
            key = subject.strip() or self.subject, day.strip() or self.day.isoformat()
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = self._profile(*key)
            if isinstance(place, list):
                problems += [CellProblem(number, p.column, p.message) for p in place]
                place = 0
            which.append(place)
            heads.append((harmless(name.strip()), *key))
        return heads, which, problems

    def _profile(self, subject: str, day: str) -> int | list[CellProblem]:
        """Make the profile of a subject on a day; return its place, or what is wrong."""
        problems = []
        if subject and subject not in self.content.subjects:
            known = self.content.subjects
            hint = suggest(subject, known) or f"kies uit: {', '.join(known)}"
            problems.append(CellProblem(0, "onderwerp", f"‘{subject[:60]}’ is niet bekend; {hint}"))
        try:
            on = date.fromisoformat(day)
        except ValueError:
            message = f"‘{day[:40]}’ is geen datum; schrijf bijvoorbeeld 2026-11-23"
            return [*problems, CellProblem(0, "peildatum", message)]
        if problems:
            return problems
        base = subject_answers(self.form, self.content.subjects[subject]) if subject else {}
        codes = {
            item.id: self.columns.code(item.id, symbol_of(item, base[item.question]))
            for item in self.program.inputs
            if item.question in base
        }
        old = {}
        for name in self.program.knowledge:
            if name.startswith(OLDER):
                limit = earlier(on, name.removeprefix(OLDER))
                old[name] = frozenset(key for key, fact in base.items() if fact.dated and fact.dated < limit)
        self.profiles.append(Profile(codes, old))
        return len(self.profiles) - 1

    # -- scoring ------------------------------------------------------------------------------------

    def _scored(self, block: _Block) -> tuple[list[Line], bool]:
        """Return the lines of a block, and whether some needed more than the columns say."""
        if not self.profiles:  # every date or subject was wrong
            return [], False
        found = self.columns.assess(block.given, self.profiles, block.which)
        skip = {at for at, number in enumerate(block.numbers) if number in block.wrong}
        exact = self.refiner.rows(found, skip) if self.refiner else {}
        rows = zip(block.numbers, block.heads, self._results(found, exact), strict=True)
        lines = [(number, *head, *result) for number, head, result in rows if number not in block.wrong]
        return lines, bool(exact)

    def _results(self, found: Found, exact: Mapping[int, Exact]) -> Iterator[Line]:
        """Yield per row what the columns say, and what is exact where that is more precise."""
        score = found.scores["score"]
        rungs = found.possible("uitkomst")
        numbers = zip(*(column.tolist() for column in (score.low, score.high, score.now)), strict=True)
        flags = [found.symbols(item) for item in self.flags]
        symbols = zip(*flags, strict=True) if flags else iter([()] * found.rows)
        for at, (left, (low, high, now), row) in enumerate(zip(rungs, numbers, symbols, strict=True)):
            certain = len(left) == 1 and low == high and None not in row
            if (refined := exact.get(at)) is not None:
                certain, left = refined.proven, refined.rungs or left
                low, high = refined.ends or (low, high)
                if refined.flags:
                    row = tuple(map(refined.flags.get, self.flags, row))
            yield *self._outcome(left), *map(_shown, (low, high, now)), *self._marked(row), _yes(certain)

    def _outcome(self, left: tuple[str, ...]) -> tuple[str, str, str]:
        """Return the outcome, the possible outcomes by rank, and the term when it is one."""
        if left not in self._outcomes:
            rungs = [self.rules.ladder[int(symbol) - 1] for symbol in left if symbol.isdigit()]
            ids = sorted({r.outcome for r in rungs}, key=lambda key: self.rules.outcomes[key].rank)
            terms = {r.term for r in rungs}
            term = next(iter(terms)) if len(terms) == 1 else ""
            self._outcomes[left] = (ids[0] if len(ids) == 1 else "", " ".join(ids), term)
        return self._outcomes[left]

    def _marked(self, symbols: tuple[str | None, ...]) -> tuple[str, str, str, str]:
        """Return which principles are certainly and possibly missed, and which stops hold."""
        if symbols not in self._marks:
            if len(self._marks) == REMEMBERED:
                self._marks.clear()
            pairs = list(zip(self.flags.values(), symbols, strict=True))
            split = len(self.floors)
            self._marks[symbols] = (*_marked(pairs[:split], MISSED), *_marked(pairs[split:], "ja"))
        return self._marks[symbols]


def _wrong(cells: Cells, texts: Sequence[str], numbers: Sequence[int], name: str) -> Iterator[CellProblem]:
    for number, text in zip(numbers, texts, strict=True):
        found = cells[text]
        if isinstance(found, str):
            yield CellProblem(number, name, found)


def _shown(number: int) -> int | str:
    """Return a score; one that is not there stays empty."""
    return "" if number < 0 else number


def _yes(certain: bool) -> str:
    return "ja" if certain else "nee"


def _marked(pairs: list[tuple[str, str | None]], yes: str) -> tuple[str, str]:
    """Return which flags certainly have the symbol `yes`, and which may have it."""
    return (
        " ".join(key for key, symbol in pairs if symbol == yes),
        " ".join(key for key, symbol in pairs if symbol is None),
    )
