"""An example that would notice a fault: answers on which the rules and a mutant of them differ.

Complete answers are drawn at random, half of them near an existing example. Nothing found is no proof
that nothing exists, and is said so.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.columns import Columns, Found
from engine.conditions import HIDDEN, NOT_APPLICABLE
from engine.coverage import Trial, advice_of
from engine.desugar import TEXT
from engine.models import Questionnaire
from engine.mutants import Mutant
from engine.program import Input, Program

ROWS = 3_000  # answer sets that are tried
CHANGED = 3  # questions answered differently from an example, at most
SEED = 1


@dataclass(frozen=True)
class Witness:
    """An example block in YAML, to accept as it is."""

    text: str


class Search:
    """Answers to try, with what the rules make of them; drawn once for all mutants."""

    def __init__(self, trial: Trial, rows: int = ROWS) -> None:
        self.trial, self.program = trial, trial.program
        self.rng = random.Random(SEED)  # noqa: S311  (a fixed sample, not a secret)
        self.columns = Columns(self.program)
        self.rows = [self._row() for _ in range(rows)]
        self.given = {i.id: [row[i.id] for row in self.rows] for i in self.program.inputs}
        self.found = self.columns.assess(self.given)

    def _row(self) -> dict[str, int]:
        row = {i.id: self.rng.randrange(len(i.answers)) for i in self.program.inputs}
        cases = len(self.trial.cases)
        if cases and self.rng.random() < 0.5:
            at, codes = self.rng.randrange(cases), self.trial.found.codes
            near = {i.id: int(codes[i.id][at]) for i in self.program.inputs}
            changed = set(self.rng.sample(sorted(row), self.rng.randint(0, min(CHANGED, len(row)))))
            for item in self.program.inputs:
                if item.id not in changed and 0 <= near[item.id] < len(item.answers):
                    row[item.id] = near[item.id]
        return row

    def witness(self, mutant: Mutant) -> Witness | None:
        """Return an example that notices the mutant, or None when none was found."""
        variant = self.trial.variant(mutant)
        if variant is None or [i.answers for i in variant[1].inputs] != [
            i.answers for i in self.program.inputs
        ]:
            return None
        found = Columns(variant[1]).assess(self.given)
        for keyword, item in _observed(self.trial):
            before, after = _values(self.found, self.program, item), _values(found, variant[1], item)
            for row, (old, new) in enumerate(zip(before, after, strict=True)):
                if old != new:
                    return Witness(self._example(mutant, row, keyword, item))
        return None

    def _example(self, mutant: Mutant, row: int, keyword: str, item: str) -> str:
        """Return the YAML of an example with what the rules give now."""
        rules = self.trial.content.rulesets[self.trial.ruleset]
        advice = advice_of(self.found, self.program, rules, row)
        form = self.trial.content.questionnaires[rules.questionnaire]
        day = max((case.day for case in self.trial.cases), default=date(2026, 1, 1))
        name = json.dumps(f"Merkt het als {mutant.clause}", ensure_ascii=False)
        lines = [f"  - naam: {name}", f"    peildatum: {day.isoformat()}", "    antwoorden:"]
        lines += [f"      {key}: {answer}" for key, answer in self._answers(form, row)]
        lines += ["    verwacht:", f"      uitkomst: {advice.possible[0].id}"]
        if advice.score.now is not None:
            lines.append(f"      score: {advice.score.now}")
        if keyword in ("kenmerken", "criteria"):
            key = item.partition(".")[0]
            found = advice.facts[key].values if keyword == "kenmerken" else [_value(self, item, row)]
            lines.append(f"      {keyword}: {{{key}: {_list(found) if len(found) != 1 else found[0]}}}")
        lists: Mapping[str, list[str]] = {
            "signalen": [s.id for s in advice.stops],
            "maatregelen": [m.id for m in advice.measures],
            "voorbehoud": [r.id for r in advice.reservations],
        }
        if keyword in lists:
            lines.append(f"      {keyword}: {_list(lists[keyword])}")
        return "\n".join(lines)

    def _answers(self, form: Questionnaire, row: int) -> Iterator[tuple[str, str]]:
        for key, question in form.questions.items():
            inputs = self.program.inputs_of.get(key, ())
            symbols = [i.answers[self.rows[row][i.id]] for i in inputs]
            hidden = any(self.found.symbols(i.id)[row] == HIDDEN for i in inputs[:1])
            if not inputs or hidden:
                continue
            if symbols[0] == NOT_APPLICABLE:
                yield key, "nvt"
            elif question.kind == "meerkeuze":
                yield (
                    key,
                    _list(
                        [i.id.rpartition(".")[2] for i, s in zip(inputs, symbols, strict=True) if s == "ja"]
                    ),
                )
            else:
                yield key, _written(inputs[0], symbols[0], question.kind)


def _observed(trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield what an example can expect, the outcome first: the keyword, and the item behind it."""
    rules = trial.content.rulesets[trial.ruleset]
    yield "uitkomst", "uitkomst"
    yield "score", "score"
    items = [i.id for i in trial.program.items]
    for key, fact in rules.facts.items():
        if fact.collect:
            yield from (("kenmerken", item) for item in items if item.startswith(f"{key}."))
        else:
            yield "kenmerken", key
    yield from (("criteria", key) for key in rules.criteria)
    for keyword, prefix in (
        ("signalen", "signaal."),
        ("maatregelen", "maatregel."),
        ("voorbehoud", "voorbehoud."),
    ):
        yield from ((keyword, item) for item in items if item.startswith(prefix))


def _values(found: Found, program: Program, item: str) -> list[object]:
    """Return an item on every row in an author's words, so that two programs compare."""
    if item in found.scores:
        return list(found.scores[item].now.tolist())
    if item in found.counts:
        return list(found.counts[item][0].tolist())
    if item not in found.codes:
        return [None] * found.rows
    values = program.values.get(item, {})
    return [values.get(symbol or "", symbol) for symbol in found.symbols(item)]


def _value(search: Search, item: str, row: int) -> str:
    return str(_values(search.found, search.program, item)[row])


def _written(item: Input, symbol: str, kind: str) -> str:
    """Return an answer as an author writes it."""
    if symbol == TEXT:
        return "tekst"
    cell = next((c for c in item.cells if c.symbol == symbol), None)
    if cell is None:
        return symbol
    return (
        date.fromordinal(cell.low).isoformat()
        if kind == "datum"
        else str(Decimal(cell.low).scaleb(-item.decimals))
    )


def _list(words: list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(words)}]"
