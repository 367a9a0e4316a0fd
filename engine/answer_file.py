"""A file with answers, as people and programs write it: YAML by hand, or JSON saved from the browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.diagnostics import ContentError, Diagnostic, Place, suggest
from engine.load import Content
from engine.models import Questionnaire
from engine.source import MAX_BYTES, read_source
from engine.witness import raw_answers
from engine.written import file_text

KEYWORDS = ("vragenlijst", "onderwerp", "peildatum", "naam", "antwoorden", "verwacht")
_STATES = {"onbekend": "onbekend", "nvt": "nvt"}


@dataclass(frozen=True)
class AnswerFile:
    """Raw answers by id or code, and what the file says of itself."""

    answers: Mapping[str, Any]
    subject: str = ""
    day: date | None = None
    questionnaire: str = ""
    title: str = ""


def read_answer_file(raw: bytes, name: str) -> AnswerFile:
    """Read a file with answers.

    Raises:
        ContentError: with Dutch findings when the file can't be read.
    """
    if name.endswith(".json") or (raw.lstrip()[:1] == b"{" and not name.endswith((".yaml", ".yml"))):
        return _from_json(raw, name)
    value = read_source(raw, name).value
    if not isinstance(value, dict):
        raise _refused(name, "dit bestand bevat geen antwoorden", "schrijf regels als ‘vraag: antwoord’")
    if "antwoorden" not in value:
        return AnswerFile(value)
    return _framed(value, name)


def _from_json(raw: bytes, name: str) -> AnswerFile:
    if len(raw) > MAX_BYTES:
        raise _refused(
            name, f"dit bestand is groter dan {MAX_BYTES // 1024} kB", "kies het bestand met antwoorden"
        )
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except _Double as double:
        raise _refused(name, f"‘{double}’ staat er dubbel in", "laat een van de twee weg") from None
    except (ValueError, RecursionError):
        raise _refused(
            name, "dit is geen leesbaar JSON-bestand", "bewaar het opnieuw vanuit Basislijn"
        ) from None
    if not isinstance(value, dict):
        raise _refused(name, "dit bestand bevat geen antwoorden", "geef een blok met ‘vraag: antwoord’")
    if value.get("soort") == "basislijn-afweging":
        return _saved(value, name)
    return _framed(value, name) if "antwoorden" in value else AnswerFile(value)


class _Double(Exception):
    """A name stands twice in one block."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Double(key)
        found[key] = value
    return found


def _framed(value: Mapping[str, Any], name: str) -> AnswerFile:
    """Read answers that stand under `antwoorden`, as in the examples."""
    for word in value:
        if word not in KEYWORDS:
            raise _refused(
                name,
                f"‘{word}’ is hier geen bekend woord",
                suggest(word, KEYWORDS) or f"wat hier kan: {', '.join(KEYWORDS)}",
            )
    answers = value["antwoorden"] or {}
    if not isinstance(answers, dict):
        raise _refused(name, "‘antwoorden’ is geen blok", "schrijf daaronder regels als ‘vraag: antwoord’")
    day = value.get("peildatum")
    try:
        on = date.fromisoformat(day) if day else None
    except (TypeError, ValueError):
        raise _refused(name, f"‘{day}’ is geen datum", "schrijf bijvoorbeeld 2026-11-23") from None
    subject, form, title = (_text(value, word, name) for word in ("onderwerp", "vragenlijst", "naam"))
    return AnswerFile(answers, subject, on, form, title)


def _text(value: Mapping[str, Any], word: str, name: str) -> str:
    text = value.get(word) or ""
    if not isinstance(text, str):
        raise _refused(name, f"bij ‘{word}’ hoort een tekst", "laat de regel weg, of schrijf een naam")
    return text


def _saved(value: Mapping[str, Any], name: str) -> AnswerFile:
    """Read what the browser saved: answers with their state, and the profile's facts as they were then."""
    answers: dict[str, Any] = {}
    try:
        for key, fact in (value.get("profielfeiten") or {}).items():
            answers[key] = {
                "antwoord": fact["waarde"],
                "bron": fact["bron"] or "",
                "peildatum": fact["peildatum"],
                "bevestigd": False,
            }
        for key, row in value["antwoorden"].items():
            if row["staat"] == "open":
                answers.pop(key, None)
                continue
            answers[key] = {
                "antwoord": _STATES.get(row["staat"], row["waarde"]),
                "bron": row["bron"] or "",
                "peildatum": row["peildatum"],
                "notitie": row["notitie"] or "",
                "bevestigd": row["bevestigd"],
            }
    except (AttributeError, KeyError, TypeError):
        raise _refused(
            name, "dit bewaarde bestand is niet compleet", "bewaar het opnieuw vanuit Basislijn"
        ) from None
    form, title = (_text(value, word, name) for word in ("vragenlijst", "titel"))
    return AnswerFile(answers, questionnaire=form, title=title)


def example_files(content: Content, findings: Iterable[Diagnostic], day: date) -> Iterator[tuple[str, str]]:
    """Yield a file name and its text for each finding with an example: answers that this module reads."""
    numbers: dict[str, int] = {}
    for finding in findings:
        form = _form_of(content, finding.place.file)
        if not finding.example or form is None:
            continue
        numbers[finding.code] = numbers.get(finding.code, 0) + 1
        number = f"{finding.code}-{numbers[finding.code]}"
        text = file_text(
            {
                "vragenlijst": form.id,
                "naam": f"{finding.message} ({number})",
                "peildatum": day.isoformat(),
                "antwoorden": raw_answers(form, finding.example),
            }
        )
        yield f"{number}.yaml", f"# {finding.line}\n{text}"


def _form_of(content: Content, file: str) -> Questionnaire | None:
    """Return the questionnaire that a file with questions or rules is about."""
    for (kind, key), source in content.files.items():
        if source.file == file and kind == "vragenlijst":
            return content.questionnaires[key]
        if source.file == file and kind == "regels":
            return content.questionnaires[content.rulesets[key].questionnaire]
    return None


def _refused(name: str, message: str, hint: str) -> ContentError:
    return ContentError([Diagnostic(Place(name), "A001", message, hint)])
