"""What the parts of a saved file share: how a text, a moment and an answer are written and read."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from engine.answers import MAX_TEXT
from webapp.services.duties import FIRST_YEAR, LAST_YEAR
from webapp.storage.records import AnswerRecord

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
STATES = {"beantwoord": "answered", "onbekend": "unknown", "nvt": "nvt", "open": "open"}
NAMES = {state: name for name, state in STATES.items()}
LENGTHS = {"notitie": 2000, "bron": 500, "wie": 80}


class FileError(Exception):
    """The file cannot be opened; the lines say why and what to do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(" ".join(lines))


def answer_json(answer: AnswerRecord) -> dict[str, Any]:
    """What an answer says, as plain data; without its number and its moment."""
    return {
        "staat": NAMES[answer.state],
        "waarde": list(answer.value) if isinstance(answer.value, tuple) else answer.value,
        "notitie": answer.note,
        "bron": answer.source,
        "peildatum": answer.dated.isoformat() if answer.dated else None,
        "wie": answer.who,
        "bevestigd": answer.confirmed,
        "overgenomen": answer.carried,
    }


def read_answer(key: str, value: Any) -> AnswerRecord:
    """Read one answer back; raises FileError."""
    if not KEY.fullmatch(key):
        raise FileError(f"In dit bestand staat een vraag die niet kan bestaan: ‘{key[:60]}’.")
    state = value.get("staat") if isinstance(value, dict) else None
    if not isinstance(state, str) or state not in STATES:
        raise FileError(f"Het antwoord op ‘{key}’ is niet te lezen.")
    state = STATES[state]
    return AnswerRecord(
        question=key,
        state=state,
        value=read_value(key, value.get("waarde")) if state == "answered" else None,
        note=read_text(value, "notitie", LENGTHS["notitie"]),
        source=read_text(value, "bron", LENGTHS["bron"]),
        dated=read_day(key, value.get("peildatum")),
        who=read_text(value, "wie", LENGTHS["wie"]),
        confirmed=value.get("bevestigd") is not False,
        carried=value.get("overgenomen") is True,
    )


def read_text(data: dict[str, Any], key: str, most: int) -> str:
    """A text of at most so many signs; empty when it is not there."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise FileError(
            f"In dit bestand staat iets verkeerds bij ‘{key}’: een tekst van hoogstens {most} tekens."
        )
    return value


def read_value(key: str, value: Any) -> str | tuple[str, ...]:
    """What was answered."""
    if isinstance(value, list) and len(value) <= 100 and all(_short(item) for item in value):
        return tuple(value)
    if _short(value):
        return str(value)
    raise FileError(f"Het antwoord op ‘{key}’ is niet te lezen: er hoort een tekst of een lijst van teksten.")


def _short(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT and "\x00" not in value


def read_day(key: str, value: Any) -> date | None:
    """A date; None when it is not there."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise FileError(
            f"De datum bij ‘{key}’ is niet te lezen. Verwacht is bijvoorbeeld 2026-11-23."
        ) from None


def read_moment(key: str, value: Any) -> datetime | None:
    """A moment in UTC as it is stored; None when it is not there.

    A year far away is refused: no clock can show it, and nothing was written then.
    """
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is not None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise FileError(
            f"Het tijdstip bij ‘{key}’ is niet te lezen. Verwacht is bijvoorbeeld 2026-11-23T13:03:00."
        )
    return found
