"""From a plain value to a model, with every error in Dutch and at its place."""

from __future__ import annotations

import copy
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.models import MISSING_TEXT
from engine.source import Path, Source

M = TypeVar("M", bound=BaseModel)
REPAIRS = 6
MISSING = MISSING_TEXT
FILLERS = (MISSING, "1", "2000-01-01")  # tried in turn: a text, a number, a date

_MISSING_HINTS = {
    "omdat": "geen oordeel zonder reden: schrijf in één zin waarom",
    "bron": "elk feit heeft een bron",
    "peildatum": "elk feit heeft een datum waarop het klopte",
}
_KIND_MESSAGES = {
    "dict_type": "hier hoort een blok met namen, zoals ‘naam: waarde’",
    "model_type": "hier hoort een blok met namen, zoals ‘naam: waarde’",
    "tuple_type": "hier hoort een lijst",
    "list_type": "hier hoort een lijst",
    "string_type": "hier hoort een tekst",
    "too_short": "dit is leeg; hier hoort er minstens één",
}


def build(model: type[M], source: Source) -> tuple[M | None, list[Diagnostic]]:
    """Return the model of a file and every finding in it.

    Where the file has errors that can be left out (an unknown keyword, a missing text), the model
    is built from what is left, so that later checks can report their findings in the same run.
    """
    try:
        return model.model_validate(source.value), []
    except ValidationError as error:
        findings = [_finding(model, source, item) for item in error.errors()]
        return _repaired(model, source, error), findings


def _repaired(model: type[M], source: Source, error: ValidationError) -> M | None:
    value: Any = copy.deepcopy(source.value)
    for _ in range(REPAIRS):
        for item in error.errors():
            holder, key = _holder(value, tuple(item["loc"]))
            if holder is None:
                return None
            if item["type"] == "missing":
                holder[key] = MISSING
            elif item["type"] == "literal_error":
                holder[key] = _expected(item)[0]
            elif isinstance(item["input"], str) and item["input"] in FILLERS[:-1]:
                holder[key] = FILLERS[FILLERS.index(item["input"]) + 1]
            elif isinstance(holder, dict):
                holder.pop(key, None)
        try:
            return model.model_validate(value)
        except ValidationError as left:
            error = left
    return None


def _holder(value: Any, loc: Path) -> tuple[Any, Any]:
    if not loc:
        return None, None
    for step in loc[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None, None
    return (value, loc[-1]) if isinstance(value, (dict, list)) else (None, None)


def _finding(model: type[BaseModel], source: Source, item: Any) -> Diagnostic:
    path: Path = tuple(item["loc"])
    kind, word = item["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        known = _keywords(model, path[:-1])
        hint = suggest(word, known) or f"wat hier kan: {enumerate_words(known, 20)}"
        return source.diagnostic("M001", path, f"‘{word}’ is hier geen bekend woord", hint, key=True)
    if kind == "missing":
        return source.diagnostic(
            "M002",
            path[:-1],
            f"hier ontbreekt ‘{word}’",
            _MISSING_HINTS.get(word, f"voeg ‘{word}:’ toe"),
            key=True,
        )
    if kind == "literal_error":
        known = _expected(item)
        given = str(item["input"])
        hint = suggest(given, known) or f"kies uit: {enumerate_words(known)}"
        return source.diagnostic("M003", path, f"‘{given}’ kan hier niet", hint)
    if kind == "value_error":
        return source.diagnostic("M003", path, str(item["ctx"]["error"]) or "deze waarde kan hier niet")
    return source.diagnostic("M003", path, _KIND_MESSAGES.get(kind, "deze waarde kan hier niet"))


def _expected(item: Any) -> list[str]:
    """Return the words that may stand where another word stands."""
    words = item["ctx"]["expected"].replace(" or ", ",").split(",")
    return [word for part in words if (word := part.strip(" '"))]


def _keywords(model: type[BaseModel], path: Path) -> list[str]:
    """Return the keywords that may stand at `path` in files of this model."""
    found: Any = model
    for step in path:
        found = _step(found, step)
        if found is None:
            return []
    return [f.alias or name for name, f in found.model_fields.items()] if _is_model(found) else []


def _step(kind: Any, step: str | int) -> Any:
    if _is_model(kind):
        for name, field in kind.model_fields.items():
            if (field.alias or name) == step:
                return _bare(field.annotation)
        return None
    if get_origin(kind) is dict:
        return _bare(get_args(kind)[1])
    if get_origin(kind) is tuple:
        return _bare(get_args(kind)[0])
    return None


def _bare(kind: Any) -> Any:
    """Strip Annotated and Optional."""
    while hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    options = [arg for arg in get_args(kind) if arg is not type(None)]
    if type(None) in get_args(kind) and len(options) == 1:
        return _bare(options[0])
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
