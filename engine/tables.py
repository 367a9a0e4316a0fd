"""The rules as decision tables: a column for all that is looked at, a row for each way to meet a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.load import Content
from engine.models import Rule
from engine.outline import Writer, fact_value, words

REST = "verder"
ANY = "–"
_AROUND = ("niet", "alle", "een_van")


@dataclass(frozen=True, slots=True)
class Table:
    """One decision: its columns, and its rows in the order in which they are tried.

    A rule with *or* between blocks has a row for each block, all with the number of the rule.
    """

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(content: Content, ruleset: str) -> tuple[Table, ...]:
    """Return a table for each fact, each criterion, and the ladder."""
    return tuple(_Tables(Writer(content, ruleset)).tables())


def markdown(table: Table) -> str:
    """Return a table as Markdown."""
    rows = [table.columns, tuple("---" for _ in table.columns), *table.rows]
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]
    return "\n".join([f"## {table.title}", "", *([table.note, ""] if table.note else []), *lines])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


class _Tables:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer

    def tables(self) -> Iterator[Table]:
        rules, writer = self.writer.rules, self.writer
        for key, fact in rules.facts.items():
            if isinstance(fact.count, list):
                parts = [(part, "telt mee", "") for part in fact.count]
                yield self._table(key, f"Kenmerk: {fact.title}", "Zoveel van deze punten kloppen.", parts)
            elif fact.rules:
                note = "Elke rij die klopt, telt mee." if fact.collect else "De eerste rij die klopt, geldt."
                rows = _rows((rule, fact_value(fact, rule.value)) for rule in fact.rules)
                yield self._table(key, f"Kenmerk: {fact.title}", note, rows)
        for key, criterion in rules.criteria.items():
            title = f"Criterium: {criterion.title}"
            if criterion.follows:
                rows = [
                    ({criterion.follows: o}, words(v.judgement), v.because)
                    for o, v in criterion.verdicts.items()
                ]
                yield self._table(key, title, "", rows)
            else:
                rows = _rows((rule, words(rule.judgement)) for rule in criterion.rules)
                yield self._table(key, title, "De eerste rij die klopt, geldt.", rows)
        ladder = _rows((rung, writer.outcome(rung.outcome, rung.term)) for rung in rules.ladder)
        yield self._table(
            "ladder", "De ladder: hoe het advies volgt", "De eerste rij die klopt, geldt.", ladder
        )

    def _table(self, key: str, title: str, note: str, rules: Sequence[tuple[Any, str, str]]) -> Table:
        split = [(n, part, then, why) for n, (raw, then, why) in enumerate(rules, 1) for part in blocks(raw)]
        named = dict.fromkeys(name for _, part, _, _ in split for name in part if name not in _AROUND)
        rest = any(name in _AROUND for _, part, _, _ in split for name in part)
        columns = ("nr", *map(self._heading, named), *((REST,) if rest else ()), "dan", "omdat")
        rows = []
        for number, part, then, why in split:
            cells = [self._value(name, part[name]) if name in part else ANY for name in named]
            around = {name: value for name, value in part.items() if name in _AROUND}
            more = [self.writer.condition(around) if around else ANY] if rest else []
            rows.append((str(number), *cells, *more, then, why))
        return Table(key, title, note, columns, tuple(rows))

    def _heading(self, name: str) -> str:
        question = self.writer.form.questions.get(name)
        return f"{question.code}. {question.text}" if question else self.writer.name(name)

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, dict):
            if name in self.writer.ordered:
                return self.writer.steps(name, value)
            if "rond" in value:
                return (
                    f"hoogstens {self.writer.number(value['marge'])} van {self.writer.number(value['rond'])}"
                )
            inner = value.get("aantal", value)
            span = self.writer.span(inner) if isinstance(inner, dict) else self.writer.number(inner)
            return f"aantal: {span}" if "aantal" in value else span
        values = value if isinstance(value, list) else [value]
        return " of ".join(self.writer.label(name, v).strip("“”") for v in values)


def _rows(rules: Any) -> list[tuple[Any, str, str]]:
    """Return per rule its condition (none when it always holds), what follows, and why."""
    rows: list[tuple[Rule, str]] = list(rules)
    return [({} if rule.otherwise else rule.when, then, rule.because) for rule, then in rows]


def blocks(raw: Any) -> list[dict[str, Any]]:
    """Return the blocks of a condition, of which one is enough."""
    return [block for part in raw for block in blocks(part)] if isinstance(raw, list) else [raw]
