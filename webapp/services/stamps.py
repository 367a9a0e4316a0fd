"""A short stamp of an answer or task as a page showed it; tells whether it was changed since, and by whom."""

from __future__ import annotations

import hashlib
from typing import Protocol


class Versioned(Protocol):
    """What a person filled in, with a version that grows at every change."""

    @property
    def version(self) -> int:
        """The version; 0 when nothing is stored yet."""

    def content(self) -> tuple[object, ...]:
        """What a person filled in."""


def stamp(record: Versioned | None) -> str:
    """Version and content in one short text."""
    if record is None:
        return "0."
    return f"{record.version}.{_digest(record)}"


def seen_version(text: str | None) -> int:
    """The version that a page showed; 0 when it showed none, or when the text makes no sense."""
    head = (text or "").partition(".")[0]
    return int(head) if head.isascii() and head.isdigit() and len(head) < 10 else 0


def untouched(text: str | None, record: Versioned) -> bool:
    """Whether the person left the record as the page showed it."""
    return bool(text) and (text or "").partition(".")[2] == _digest(record)


def _digest(record: Versioned) -> str:
    return hashlib.sha256(repr(record.content()).encode()).hexdigest()[:12]
