"""Many assessments from one table, a block of rows at a time: cells to columns to lines of results.

What is reported of a row with open questions is certain (`evaluate.partial`); what it calls possible may
be a little more than a single advice would still call possible, because open questions count as independent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any as Anything

from engine.answers import subject_answers
from engine.assess import earlier, symbol_of
from engine.columns import BLANK, Columns, Found, Profile
from engine.desugar import compile_program
from engine.diagnostics import suggest
from engine.load import Content
from engine.names import MET, MISSED
from engine.table_file import NAMED, CellProblem, Cells, Table, harmless
from engine.terms import OLDER

HEADER = (
    *("rij", "naam", "onderwerp", "peildatum", "uitkomst", "mogelijke_uitkomsten", "termijn"),
    *("score_min", "score_max", "score_nu", "gemist", "mogelijk_gemist", "stop", "mogelijk_stop"),
)
BLOCK = 16_384  # rows of text in memory at a time
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
    """

    def __init__(self, content: Content, ruleset: str, subject: str, day: date) -> None:
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
        self._outcomes: dict[tuple[str, ...], tuple[str, str, str]] = {}

    def lines(self, table: Table, report: Report, size: int = BLOCK) -> Iterator[list[Line]]:
        """Yield the result lines of one block of rows after another; what is wrong goes to `report`."""
        cells = {
            key: Cells(self.columns, key, self.form.questions[key]) for key in table.keys if key not in NAMED
        }
        rows = table.rows()
        while part := list(islice(rows, size)):
            block = self._block(table, cells, part, report)
            yield self._scored(block)

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

    def _scored(self, block: _Block) -> list[Line]:
        if not self.profiles:  # every date or subject was wrong
            return []
        found = self.columns.assess(block.given, self.profiles, block.which)
        score = found.scores["score"]
        rows = zip(
            block.numbers,
            block.heads,
            map(self._outcome, found.possible("uitkomst")),
            *(_shown(column.tolist()) for column in (score.low, score.high, score.now)),
            _flags(found, self.floors, MISSED, MET),
            _flags(found, self.stops, "ja", "nee"),
            strict=True,
        )
        return [
            (number, *head, *outcome, low, high, now, *missed, *stops)
            for number, head, outcome, low, high, now, missed, stops in rows
            if number not in block.wrong
        ]

    def _outcome(self, left: tuple[str, ...]) -> tuple[str, str, str]:
        """Return the outcome, the possible outcomes by rank, and the term when it is one."""
        if left not in self._outcomes:
            rungs = [self.rules.ladder[int(symbol) - 1] for symbol in left if symbol.isdigit()]
            ids = sorted({r.outcome for r in rungs}, key=lambda key: self.rules.outcomes[key].rank)
            terms = {r.term for r in rungs}
            term = next(iter(terms)) if len(terms) == 1 else ""
            self._outcomes[left] = (ids[0] if len(ids) == 1 else "", " ".join(ids), term)
        return self._outcomes[left]


def _wrong(cells: Cells, texts: Sequence[str], numbers: Sequence[int], name: str) -> Iterator[CellProblem]:
    for number, text in zip(numbers, texts, strict=True):
        found = cells[text]
        if isinstance(found, str):
            yield CellProblem(number, name, found)


def _shown(numbers: Sequence[int]) -> Iterator[int | str]:
    """Yield each score; one that is not there stays empty."""
    return ("" if number < 0 else number for number in numbers)


def _flags(found: Found, names: Mapping[str, str], yes: str, no: str) -> Iterator[tuple[str, str]]:
    """Yield per row which flags certainly have the symbol `yes`, and which may have it."""
    seen: dict[tuple[str | None, ...], tuple[str, str]] = {}
    columns = [found.symbols(item) for item in names]
    rows = zip(*columns, strict=True) if columns else iter([()] * found.rows)
    for row in rows:
        if row not in seen:
            pairs = list(zip(names.values(), row, strict=True))
            seen[row] = (
                " ".join(key for key, symbol in pairs if symbol == yes),
                " ".join(key for key, symbol in pairs if symbol not in (yes, no)),
            )
        yield seen[row]
