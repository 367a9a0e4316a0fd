"""Dates, times and lists as Dutch people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from engine.deciders import MONTHS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def date_text(day: date | None) -> str:
    """23 november 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def local(moment: datetime) -> datetime:
    """A stored (UTC) moment as it was on the clock in the Netherlands."""
    return moment.replace(tzinfo=UTC).astimezone(AMSTERDAM)


def clock_text(moment: datetime) -> str:
    """14:03."""
    return local(moment).strftime("%H:%M")


def moment_text(moment: datetime) -> str:
    """23 november 2026, 14:03."""
    return f"{date_text(local(moment).date())}, {clock_text(moment)}"


def join_words(words: Sequence[str], last: str = "en") -> str:
    """``a, b en c``."""
    words = [word for word in words if word]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_text(number: int, one: str, many: str) -> str:
    """``1 vraag``, ``3 vragen``."""
    return f"{number} {one if number == 1 else many}"


def lower_first(text: str) -> str:
    """A title in the middle of a sentence; abbreviations stay as they are."""
    if len(text) > 1 and text[1].isupper():
        return text
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A sentence begins with a capital."""
    return text[:1].upper() + text[1:]


NUMBERS = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
]


def in_words(number: int) -> str:
    """Small numbers as words."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def full_stop(text: str) -> str:
    """A sentence ends with a full stop."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."
