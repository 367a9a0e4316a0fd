"""The part of JSON Schema that our schemas use, said plainly: what does not fit, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

KNOWN = {
    *("$schema", "title", "description", "definitions", "$ref", "if", "then", "else", "anyOf", "allOf"),
    *("not", "enum", "type", "pattern", "properties", "required", "additionalProperties", "items"),
    *("minItems", "minProperties"),
}
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def problems(schema: dict[str, Any], value: Any, root: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield where a value does not fit."""
    unknown = set(schema) - KNOWN
    assert not unknown, unknown
    if "$ref" in schema:
        yield from problems(root["definitions"][schema["$ref"].rpartition("/")[2]], value, root, path)
        return
    if "if" in schema:
        fits = not list(problems(schema["if"], value, root))
        yield from problems(schema["then" if fits else "else"], value, root, path)
    if "anyOf" in schema and all(list(problems(part, value, root)) for part in schema["anyOf"]):
        yield f"{path}: fits none"
    for part in schema.get("allOf", ()):
        yield from problems(part, value, root, path)
    if "not" in schema and not list(problems(schema["not"], value, root)):
        yield f"{path}: may not fit"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not in the list"
    yield from _shape(schema, value, path)
    if isinstance(value, dict):
        yield from _object(schema, value, root, path)
    if isinstance(value, list):
        for index, part in enumerate(value):
            yield from problems(schema.get("items", {}), part, root, f"{path}/{index}")


def _shape(schema: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        yield f"{path}: {value!r} is no {kinds}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} has another form"
    if isinstance(value, (list, dict)):
        least = schema.get("minItems" if isinstance(value, list) else "minProperties", 0)
        if len(value) < least:
            yield f"{path}: too short"


def _object(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any], path: str) -> Iterator[str]:
    own = schema.get("properties", {})
    rest = schema.get("additionalProperties", True)
    for word in schema.get("required", ()):
        if word not in value:
            yield f"{path}: {word} is missing"
    for key, part in value.items():
        if key in own:
            yield from problems(own[key], part, root, f"{path}/{key}")
        elif rest is False:
            yield f"{path}: {key} is unknown"
        elif isinstance(rest, dict):
            yield from problems(rest, part, root, f"{path}/{key}")
