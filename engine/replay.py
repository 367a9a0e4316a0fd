"""A receipt computed again: the same, or what differs and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.answers import AnswerError, Answers, read_answers
from engine.canonical import NotCanonical, parse
from engine.diagnostics import ContentError, Diagnostic, Place
from engine.engine import Engine
from engine.load import Content
from engine.models import Questionnaire
from engine.program import Decision
from engine.receipt import (
    KIND,
    STATES,
    computed,
    engine_version,
    file_hashes,
    result_hash,
    seal,
)
from engine.source import MAX_BYTES

SHORT = 12
LEFT_OUT = "…"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AnswerRow(_Part):
    """One answer in a receipt."""

    value: str | list[str] | None = Field(alias="waarde")
    state: Literal["beantwoord", "onbekend", "nvt"] = Field(alias="staat")
    source: str = Field(alias="bron")
    dated: str | None = Field(alias="peildatum")
    confirmed: bool = Field(alias="bevestigd")
    note: str = Field("", alias="notitie")
    left_out: bool = Field(False, alias="weggelaten")

    def raw(self) -> dict[str, object]:
        """Return the answer as people write it."""
        state = next(key for key, word in STATES.items() if word == self.state)
        words = {"answered": LEFT_OUT if self.left_out else self.value, "unknown": "onbekend", "nvt": "nvt"}
        return {
            "antwoord": words[state],
            "bron": self.source,
            "peildatum": self.dated,
            "notitie": self.note,
            "bevestigd": self.confirmed,
        }


class Contents(_Part):
    """Which content a receipt rests on."""

    hash: str
    files: dict[str, str] = Field(alias="bestanden")


class Receipt(_Part):
    """A receipt as it was read. `raw` is all of it, as plain data."""

    kind: Literal["basislijn-kwitantie"] = Field(alias="soort")
    form: Literal[1] = Field(alias="vorm")
    questionnaire: str = Field(alias="vragenlijst")
    contents: Contents = Field(alias="inhoud")
    version: str = Field(alias="basislijn_versie")
    day: str = Field(alias="peildatum")
    subject: str | None = Field(alias="onderwerp")
    answers: dict[str, AnswerRow] = Field(alias="antwoorden")
    trace: dict[str, Any] = Field(alias="spoor")
    result: dict[str, Any] = Field(alias="resultaat")
    result_hash: str = Field(alias="resultaat_hash")
    seal: str = Field(alias="kwitantie_hash")
    raw: dict[str, Any] = Field(default_factory=dict, exclude=True)

    @property
    def on(self) -> date:
        """The date of the advice."""
        return date.fromisoformat(self.day)


@dataclass(frozen=True, slots=True)
class Replay:
    """What came out of computing again: what differs, and what is only worth knowing, in Dutch."""

    differs: tuple[str, ...]
    remarks: tuple[str, ...]


def read_receipt(raw: bytes, name: str) -> Receipt:
    """Return a receipt.

    Raises:
        ContentError: with A002 when this is not one.
    """
    hint = "kies een bestand dat ‘basislijn kwitantie’ maakte"
    try:
        if len(raw) > 4 * MAX_BYTES:
            raise NotCanonical("too large")
        value = parse(raw)
        if not isinstance(value, dict) or "raw" in value:
            raise NotCanonical("no receipt")
        receipt = Receipt.model_validate({**value, "raw": value})
        date.fromisoformat(receipt.day)
    except (NotCanonical, ValidationError, ValueError):
        finding = Diagnostic(Place(name), "A002", "dit is geen leesbare kwitantie van Basislijn", hint)
        raise ContentError([finding]) from None
    return receipt


def is_receipt(raw: bytes) -> bool:
    """Whether a file says that it is a receipt."""
    return raw.lstrip()[:1] == b"{" and f'"{KIND}"'.encode() in raw


def receipt_answers(form: Questionnaire, receipt: Receipt) -> Answers:
    """Return the answers of a receipt; raises AnswerError."""
    return read_answers(form, {key: row.raw() for key, row in receipt.answers.items()})


def replay(content: Content, receipt: Receipt, engine: Engine) -> Replay:
    """Compute a receipt again with `engine`, and compare."""
    differs = [*_seals(receipt), *_files(content, receipt)]
    remarks = []
    if receipt.version != engine_version():
        remarks.append(f"gemaakt met Basislijn {receipt.version}, nagerekend met {engine_version()}")
    try:
        answers = receipt_answers(engine.questionnaire, receipt)
    except AnswerError as error:
        differs += [
            f"het antwoord op ‘{p.question}’ past niet bij de vragen: {p.message}" for p in error.problems
        ]
        return Replay(tuple(differs), tuple(remarks))
    trace, result = computed(engine, answers, receipt.on)
    found = [*_results(receipt.result, result), *_first_step(engine, receipt.trace, trace)]
    if not found and differs:
        remarks.append("het resultaat is wel hetzelfde")
    return Replay((*differs, *found), tuple(remarks))


def _seals(receipt: Receipt) -> Iterator[str]:
    if receipt.result_hash != result_hash(receipt.trace, receipt.result):
        yield "het resultaat in de kwitantie is veranderd nadat zij is gemaakt"
    elif receipt.seal != seal(receipt.raw):
        yield "de kwitantie is veranderd nadat zij is gemaakt"


def _files(content: Content, receipt: Receipt) -> Iterator[str]:
    here = file_hashes(content, receipt.questionnaire)
    for file, old in receipt.contents.files.items():
        if file not in here:
            yield f"{file} hoort niet meer bij deze regels"
        elif here[file] != old:
            was, now = old[:SHORT], here[file][:SHORT]
            yield f"{file} is veranderd: de kwitantie hoort bij {was}, hier staat {now}"
    yield from (f"{file} is er bij gekomen" for file in here if file not in receipt.contents.files)
    changed = receipt.contents.hash != content.version_hash(receipt.questionnaire)
    if changed and here == receipt.contents.files:
        yield "de hash van de inhoud hoort niet bij deze bestanden"


# -- what differs in the result ---------------------------------------------------------------------------

_NAMES = {
    "uitkomst": "het advies",
    "termijn": "de termijn",
    "mogelijke_uitkomsten": "wat nog kan",
    "voorlopig": "wat nog bevestigd moet worden",
    "score": "de score",
    "beginselen": "het beginsel",
    "beginselen_gemist": "de beginselen onder de basislijn",
    "blokkade": "de blokkade",
    "criteria": "het oordeel over",
    "kenmerken": "het kenmerk",
    "signalen": "het signaal",
    "maatregelen": "de maatregel",
    "voorbehoud": "het voorbehoud",
}
_ENDS = ("min", "max", "nu")
_NAMED = ("beginselen", "criteria", "kenmerken", "signalen", "maatregelen")


def _results(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        name = _NAMES.get(key, f"‘{key}’")
        if key not in _NAMED or not isinstance(before, dict) or not isinstance(after, dict):
            yield f"{name} was {_words(before)} en wordt {_words(after)}"
            continue
        for part in dict.fromkeys((*after, *before)):
            if before.get(part) != after.get(part):
                was, becomes = _words(before.get(part)), _words(after.get(part))
                yield f"{name} ‘{part}’ was {was} en wordt {becomes}"


def _first_step(engine: Engine, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield the first item, in the order of computing, whose rules gave something else."""
    for item in engine.program.items:
        names = getattr(item, "cells", ()) if item.id == "score" else (item.id,)
        for name in names:
            if old.get(name) != new.get(name):
                yield f"het eerste verschil zit bij ‘{name}’{_place(item, new.get(name))}"
                return
    if old != new:
        yield "wat de regels gaven, is niet hetzelfde"


def _place(item: object, step: Any) -> str:
    number = step.get("regel") if isinstance(step, dict) else None
    return f" ({item.cases[number - 1].note.place})" if isinstance(item, Decision) and number else ""


def _words(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return "niets"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (_ENDS.index(key) if key in _ENDS else len(_ENDS), key))
        return ", ".join(f"{key} {_words(value[key])}" for key in keys)
    if isinstance(value, list):
        return " of ".join(map(_words, value))
    return str(value).replace("_", " ")


__all__ = ["Receipt", "Replay", "is_receipt", "read_receipt", "receipt_answers", "replay"]
