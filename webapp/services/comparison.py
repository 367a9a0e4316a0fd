"""Several advices side by side: one table, with what differs marked in words.

A column is any weighing: another assessment, a scenario, an earlier day. Nothing is computed here that the
advice of each column does not say itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.advice import Advice, CriterionView, PrincipleView, SignalView
from engine.deciders import answer_label
from webapp.services.bars import Bar, bar_of
from webapp.services.dutch import full_stop, upper_first
from webapp.services.weighing import Weighing
from webapp.services.wording import firmness, headline, score_text

NOT_COUNTED = "Telt hier niet mee"
NO_ANSWER = "Nog geen antwoord"
MISSED = {"ja": "haalt de basislijn niet", "mogelijk": "nog niet zeker of dit de basislijn haalt", "nee": ""}


@dataclass(frozen=True)
class Column:
    """One of the things that are compared: its name, a line below it, and where to look further."""

    label: str
    weighing: Weighing
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """What one column says: lines to read, a bar where there is one, a mark in words; the why goes along."""

    lines: tuple[str, ...]
    bar: Bar | None = None
    mark: str = ""
    why: str = ""

    @property
    def says(self) -> tuple[object, ...]:
        """What counts as the same; two reasons for one judgement are no difference."""
        return self.lines, self.bar, self.mark


@dataclass(frozen=True)
class Row:
    """One point on which columns are compared."""

    title: str
    cells: tuple[Cell, ...]
    code: str = ""

    @property
    def differs(self) -> bool:
        """Whether one column says something else than another."""
        return any(cell.says != self.cells[0].says for cell in self.cells[1:])


@dataclass(frozen=True)
class Part:
    """Rows that stand together; ``same`` is the number of rows left out because all columns agree."""

    key: str
    title: str
    rows: tuple[Row, ...]
    same: int = 0


@dataclass(frozen=True)
class Comparison:
    """The whole table."""

    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    everything: bool
    differing: tuple[str, ...]

    @property
    def alike(self) -> bool:
        """Whether nothing differs, also not in what is left out."""
        return not self.differing


def compare(columns: Sequence[Column], everything: bool = False) -> Comparison:
    """Put columns side by side; ``everything`` also shows answers and judgements on which all agree."""
    weighings = [column.weighing for column in columns]
    full = [
        Part("advies", "Het advies", tuple(_advice_rows(weighings))),
        Part("beginselen", "Score per beginsel, van 0 tot 100", tuple(_principle_rows(weighings))),
        Part("criteria", "Het oordeel per punt", tuple(_criterion_rows(weighings))),
        Part("antwoorden", "De antwoorden", tuple(answer_rows(weighings))),
        Part("notities", "Notities", tuple(_note_rows(weighings))),
    ]
    differing = tuple(f"{part.key}: {row.title}" for part in full for row in part.rows if row.differs)
    always = ("advies", "beginselen")
    parts = (part if everything or part.key in always else _only_differing(part) for part in full)
    return Comparison(
        tuple(columns), tuple(part for part in parts if part.rows or part.same), everything, differing
    )


def _only_differing(part: Part) -> Part:
    rows = tuple(row for row in part.rows if row.differs)
    return Part(part.key, part.title, rows, len(part.rows) - len(rows))


def _row(title: str, weighings: Iterable[Weighing], cell: Callable[[Weighing], Cell]) -> Row:
    return Row(title, tuple(map(cell, weighings)))


def _said(cell: Cell) -> bool:
    return bool(cell.lines or cell.bar or cell.mark)


# --- the advice -------------------------------------------------------------------------------------


def _advice_rows(weighings: Sequence[Weighing]) -> list[Row]:
    rows = [
        _row("Advies", weighings, lambda w: Cell((headline(w.advice),))),
        _row("Hoe vast", weighings, lambda w: Cell(_firm(w.advice))),
        _row("Score", weighings, lambda w: Cell((score_text(w.advice.score),), bar_of(w.advice.score))),
        _row("Onder de basislijn", weighings, lambda w: Cell(_missed(w.advice))),
        _row("Dit moet stoppen", weighings, lambda w: Cell(_signals(w.advice.stops))),
        _row("Voorbehoud", weighings, lambda w: Cell(_signals(w.advice.reservations))),
        _row("Wat dit bepaalt", weighings, lambda w: Cell(_deciding(w.advice))),
        _row("Nog te regelen", weighings, lambda w: Cell(_to_do(w.advice))),
    ]
    empty = Cell(("Niets",))
    kept = [row for row in rows if any(map(_said, row.cells))]
    return [
        Row(row.title, tuple(cell if _said(cell) else empty for cell in row.cells), row.code) for row in kept
    ]


def _firm(advice: Advice) -> tuple[str, ...]:
    firm = firmness(advice)
    return tuple(filter(None, (firm.title, firm.text if firm.kind != "vast" else "")))


def _missed(advice: Advice) -> tuple[str, ...]:
    """Which principles certainly or perhaps miss their floor."""
    certain = [p.title for p in advice.principles if p.missed == "ja"]
    perhaps = [f"misschien {p.title}" for p in advice.principles if p.missed == "mogelijk"]
    return tuple(map(upper_first, [*certain, *perhaps]))


def _signals(signals: Iterable[SignalView]) -> tuple[str, ...]:
    return tuple(signal.title for signal in signals if signal.certain)


def _deciding(advice: Advice) -> tuple[str, ...]:
    return tuple(full_stop(because.text) for because in advice.deciders)


def _to_do(advice: Advice) -> tuple[str, ...]:
    number = sum(measure.certain for measure in advice.measures)
    return (f"{number} {'maatregel' if number == 1 else 'maatregelen'}",) if number else ()


# --- principles and judgements ------------------------------------------------------------------------


def _principles(weighing: Weighing) -> dict[str, PrincipleView]:
    return {principle.id: principle for principle in weighing.advice.principles}


def _principle_rows(weighings: Sequence[Weighing]) -> list[Row]:
    tables = [_principles(weighing) for weighing in weighings]
    rows = []
    for key, title in _titles(tables).items():
        cells = tuple(_principle(table.get(key)) for table in tables)
        if any(cell.bar for cell in cells):
            rows.append(Row(title, cells))
    return rows


def _principle(view: PrincipleView | None) -> Cell:
    if view is None:
        return Cell((NOT_COUNTED,))
    score = view.score
    if score.now is None and score.min is None:
        return Cell(("geen score",), None, MISSED[view.missed])
    moves = score.min is not None and score.max is not None and score.min != score.max
    now = "–" if score.now is None else str(score.now)
    lines = (now, f"kan nog {score.min} tot {score.max} worden") if moves else (now,)
    return Cell(lines, bar_of(score), MISSED[view.missed])


def _criterion_rows(weighings: Sequence[Weighing]) -> list[Row]:
    tables = [{c.id: c for p in w.advice.principles for c in p.criteria} for w in weighings]
    return [
        Row(title, tuple(_criterion(table.get(key)) for table in tables))
        for key, title in _titles(tables).items()
    ]


def _criterion(view: CriterionView | None) -> Cell:
    if view is None:
        return Cell((NOT_COUNTED,))
    if len(view.judgements) != 1:
        return Cell(("Nog uit te zoeken",), None, MISSED[view.missed])
    why = view.because.text if view.because else ""
    return Cell((upper_first(view.judgements[0][1]),), None, MISSED[view.missed], why)


def _titles(tables: Iterable[Mapping[str, PrincipleView | CriterionView]]) -> dict[str, str]:
    """The titles in the order of the first table, then what only a later one has."""
    found: dict[str, str] = {}
    for table in tables:
        for key, view in table.items():
            found.setdefault(key, view.title)
    return found


# --- answers and notes ----------------------------------------------------------------------------------


def answer_rows(weighings: Sequence[Weighing]) -> list[Row]:
    """The answers to every question that counts in at least one column."""
    return [
        Row(text, tuple(Cell((answer_text(weighing, key),)) for weighing in weighings), code)
        for key, (text, code) in _questions(weighings).items()
    ]


def answer_text(weighing: Weighing, key: str) -> str:
    """One answer in words; also that a question does not count, or has no answer yet."""
    if key not in weighing.shown:
        return NOT_COUNTED
    given = weighing.answers.given.get(key)
    return NO_ANSWER if given is None else answer_label(weighing.questions[key], given)


def _note_rows(weighings: Sequence[Weighing]) -> list[Row]:
    rows = []
    for key, (text, code) in _questions(weighings).items():
        cells = tuple(Cell((_note(w, key),) if _note(w, key) else ()) for w in weighings)
        if any(map(_said, cells)):
            rows.append(Row(text, tuple(c if _said(c) else Cell(("Geen notitie",)) for c in cells), code))
    return rows


def _note(weighing: Weighing, key: str) -> str:
    record = weighing.record.answers.get(key)
    return record.note if record and key in weighing.shown else ""


def _questions(weighings: Sequence[Weighing]) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for weighing in weighings:
        for key, question in weighing.questions.items():
            if any(key in other.shown for other in weighings):
                found.setdefault(key, (question.text, question.code))
    return found
