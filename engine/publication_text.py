"""A draft for people and machines: JSON in the fields of the standard, CSV with one row, and text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from engine.publication import Draft, Entry, Link, Value
from engine.table_file import harmless

BETWEEN = " | "
WIDTH = 78


def draft_data(draft: Draft) -> dict[str, Any]:
    """Return the draft under the standard's own keys, in its order; what is empty is None."""
    return {entry.key: _data(entry.value) for entry in draft.entries}


def draft_json(draft: Draft) -> str:
    """Return the draft as JSON."""
    return json.dumps(draft_data(draft), ensure_ascii=False, indent=2) + "\n"


def draft_csv(draft: Draft) -> str:
    """Return the draft as CSV: the keys, and one row that a spreadsheet takes for text only."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(entry.key for entry in draft.entries)
    writer.writerow(harmless(in_one_line(entry.value)) for entry in draft.entries)
    return out.getvalue()


def _data(value: Value) -> Any:
    if value is None or isinstance(value, str):
        return value
    return [{"title": v.title, "link": v.link or None} if isinstance(v, Link) else v for v in value]


def in_one_line(value: Value) -> str:
    """Return a value as one text: `a | b`, and `title (address) | title`."""
    if value is None or isinstance(value, str):
        return value or ""
    return BETWEEN.join(map(_row, value))


def _row(row: str | Link) -> str:
    if not isinstance(row, Link):
        return row
    return f"{row.title} ({row.link})" if row.link and row.link != row.title else row.title


def why(entry: Entry) -> str:
    """Return what is the matter with a field, or nothing when it is filled in well."""
    match entry.state:
        case "te_lang":
            return f"De tekst is {entry.over} {_many(entry.over, 'teken', 'tekens')} te lang."
        case "te_veel":
            return f"Er {_many(entry.over, 'staat', 'staan')} er {entry.over} te veel."
        case "geen_adres":
            return "Dit is geen adres. Begin met https://."
        case "onzeker":
            left = " of ".join(f"‘{word}’" for word in entry.left)
            return f"Dit hangt nog af van open vragen. Het kan nog worden: {left}."
        case "past_niet":
            return "De standaard heeft geen woord voor dit antwoord."
        case "zelf":
            return entry.note
        case "nvt":
            return "Niet van toepassing."
        case "leeg":
            return "Nog niet ingevuld."
    return ""


def _many(number: int, one: str, more: str) -> str:
    return one if number == 1 else more


# -- text for a terminal ----------------------------------------------------------------------------------


def draft_text(draft: Draft) -> str:
    """Return the draft to read: what is missing first, then every field."""
    lines = [draft.title, f"{draft.id}, {draft.on.isoformat()}", ""]
    lines += _list("Dit ontbreekt nog", draft.missing)
    lines += _list("Het register toont deze velden ook als zij leeg zijn", draft.shown_empty)
    for entry in draft.entries:
        lines += [f"{entry.title} ({entry.key})", *_indented(_shown(entry))]
    return "\n".join(lines) + "\n"


def _list(title: str, entries: Iterable[Entry]) -> list[str]:
    rows = [f"- {entry.title}: {why(entry)}{_where(entry)}" for entry in entries]
    return [title, *rows, ""] if rows else []


def _where(entry: Entry) -> str:
    return f" Vraag: {entry.question}." if entry.question else ""


def _shown(entry: Entry) -> Iterator[str]:
    value = entry.value
    if value is None:
        yield "-"
    elif isinstance(value, str):
        yield from value.splitlines()
    else:
        yield from map(_row, value)


def _indented(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ") or [""]
