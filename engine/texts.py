"""The texts in a part of the content: what people read, apart from what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

_TEXTS = {
    "title",
    "short",
    "text",
    "help",
    "why",
    "where",
    "because",
    "do",
    "explanation",
    "advice",
    "options",
}


def texts_of(model: Any) -> Counter[str]:
    """Return the texts in a part of the content, to see that they were reworded."""
    return Counter(_texts_in(model.model_dump()))


def _texts_in(value: Any, own: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts_in(part, key in _TEXTS or own)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts_in(part, own)
    elif own and isinstance(value, str):
        yield value
