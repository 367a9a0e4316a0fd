"""Canonical JSON: one text for one value, so that a hash of it means something.

Keys are sorted, the text is UTF-8, numbers are whole, and a newline ends the file.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, NoReturn


class NotCanonical(ValueError):
    """Text that is no JSON, or that could be read in two ways."""


def dump(value: Any) -> bytes:
    """Return a value as canonical JSON."""
    text = json.dumps(_whole(value), ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


def digest(value: Any) -> str:
    """Return the SHA-256 (hexadecimal) of a value as canonical JSON."""
    return hashlib.sha256(dump(value)).hexdigest()


def parse(raw: bytes) -> Any:
    """Return the value of a JSON text; what two readers could read differently is refused.

    Raises:
        NotCanonical: for broken text, a double key, or a number that is not whole.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse
        )
        dump(value)  # half a character can be written in JSON, but not in UTF-8
    except (ValueError, RecursionError) as error:
        raise NotCanonical(str(error)) from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("double key")
    return found


def _refuse(text: str) -> NoReturn:
    raise NotCanonical(text)


def _whole(value: Any) -> Any:
    """Return the value; raises TypeError for a number that is not whole, at any depth."""
    if isinstance(value, float):
        raise TypeError("write a number that is not whole as text")
    if isinstance(value, dict):
        return {key: _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, (list, tuple)) else value
