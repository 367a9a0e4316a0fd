"""Reading the work in a complete file back. A file comes from outside, so nothing in it is trusted.

What cannot be is a FileError; evidence that does not hold up is read with the reason in ``refused``, so that
the rest can still be kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from webapp.services.duties import FIRST_YEAR, LAST_YEAR
from webapp.services.evidence_kinds import is_link
from webapp.services.file_parts import (
    KEY,
    LENGTHS,
    FileError,
    read_answer,
    read_day,
    read_moment,
    read_text,
)
from webapp.services.work_files import Contents, Filed, Work
from webapp.storage.answers import KEPT_VERSIONS
from webapp.storage.comments import MOST_COMMENTS
from webapp.storage.evidence import MOST_EVIDENCE
from webapp.storage.scenario_records import ScenarioRecord
from webapp.storage.scenarios import MOST as MOST_SCENARIOS
from webapp.storage.work_records import (
    ASIDE,
    HOW,
    AssignmentRecord,
    CommentRecord,
    EvidenceRecord,
    VersionRecord,
)

T = TypeVar("T")
SECTION = re.compile(r"[a-z0-9_-]{1,20}")
CHOICE = re.compile(r"regel|a-[a-z][a-z0-9_]{0,39}")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_SECTIONS = 60
MOST_VERSIONS = 100_000
MOST_LEFT = 1000
HIGHEST = 1_000_000
NAME_LENGTH, TITLE_LENGTH, FILE_NAME_LENGTH, MEDIA_LENGTH = 80, 200, 160, 100
URL_LENGTH, CHOICE_LENGTH, MOST_CHOICES = 500, 200, 100

NO_CONTENT = "De inhoud in het bestand is niet te lezen."
CHANGED = "De inhoud is een andere dan het controlegetal zegt. Het bestand is onderweg veranderd."
NO_LINK = "Dit is geen adres dat begint met https://."


def read_work(value: Any, contents: Contents) -> Work:
    """Read the work back; raises FileError. Contents that are used are taken out of ``contents``."""
    if not isinstance(value, dict):
        raise FileError("In dit bestand is het deel ‘werk’ niet te lezen. Bewaar het opnieuw.")
    division = value.get("verdeling", {})
    if not isinstance(division, dict) or len(division) > MOST_SECTIONS:
        raise _unreadable("verdeling")
    left = value.get("weggelaten", {})
    if not isinstance(left, dict):
        raise _unreadable("weggelaten")
    names = left.get("bestanden", [])
    if not isinstance(names, list) or len(names) > MOST_LEFT:
        raise _unreadable("weggelaten")
    scenarios = _each(value, "scenarios", MOST_SCENARIOS, _scenario)
    if len({row.name.casefold() for row in scenarios}) < len(scenarios):
        raise FileError("In dit bestand hebben twee scenario’s dezelfde naam. Geef er een een andere naam.")
    return Work(
        assignments=tuple(_assignment(key, row) for key, row in division.items()),
        comments=_each(value, "opmerkingen", MOST_COMMENTS, _comment),
        evidence=_each(value, "bewijs", MOST_EVIDENCE, lambda row: _evidence(row, contents)),
        versions=_versions(value),
        scenarios=scenarios,
        left=tuple(read_text({"weggelaten": name}, "weggelaten", TITLE_LENGTH) for name in names),
        left_versions=_number(left, "versies") if "versies" in left else 0,
        signed=read_moment("vastgesteld_op", value.get("vastgesteld_op")),
    )


def _unreadable(name: str) -> FileError:
    return FileError(
        f"In dit bestand is de lijst ‘{name}’ niet te lezen, of zij is te lang. Bewaar het bestand opnieuw."
    )


def _each(data: dict[str, Any], name: str, most: int, read: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or len(rows) > most or not all(isinstance(row, dict) for row in rows):
        raise _unreadable(name)
    return tuple(read(row) for row in rows)


def _assignment(section: str, row: Any) -> AssignmentRecord:
    if not SECTION.fullmatch(section) or not isinstance(row, dict):
        raise FileError(f"In dit bestand staat een deel dat niet kan bestaan: ‘{section[:60]}’.")
    due = read_day("verdeling", row.get("klaar_op"))
    if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
        raise FileError("De datum bij ‘verdeling’ kan niet kloppen: het jaar ligt ver weg.")
    return AssignmentRecord(section, read_text(row, "wie", NAME_LENGTH), due)


def _comment(row: dict[str, Any]) -> CommentRecord:
    text = read_text(row, "tekst", LENGTHS["notitie"])
    if not text:
        raise FileError("In dit bestand staat een opmerking zonder tekst. Haal haar weg, of bewaar opnieuw.")
    return CommentRecord(
        id=0,
        question=_question(row),
        text=text,
        author=read_text(row, "door", NAME_LENGTH),
        in_dossier=_yes(row, "in_dossier"),
        created_at=_moment("opmerkingen", row),
        resolved_at=read_moment("opmerkingen", row.get("afgehandeld_op")),
    )


def _evidence(row: dict[str, Any], contents: Contents) -> Filed:
    url, name = read_text(row, "adres", URL_LENGTH), read_text(row, "bestandsnaam", FILE_NAME_LENGTH)
    content, refused = (b"", "" if is_link(url) else NO_LINK) if url else _content(row, contents)
    item = EvidenceRecord(
        key="",
        question=_question(row),
        title=read_text(row, "titel", TITLE_LENGTH) or name or url[:TITLE_LENGTH] or "Zonder naam",
        url=url,
        file_name="" if url else name,
        media="" if url else read_text(row, "mediatype", MEDIA_LENGTH),
        size=len(content),
        sha256="" if url else hashlib.sha256(content).hexdigest(),
        author=read_text(row, "door", NAME_LENGTH),
        created_at=_moment("bewijs", row),
    )
    return Filed(item, content, refused)


def _content(row: dict[str, Any], contents: Contents) -> tuple[bytes, str]:
    """The content of a file, or why it is none; each that was lifted out is used once."""
    text, digest = row.get("inhoud"), row.get("sha256")
    if isinstance(text, int) and not isinstance(text, bool):
        text = contents.pop(text, None)
    if not isinstance(text, (str, bytes)):
        return b"", NO_CONTENT
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b"", NO_CONTENT
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise FileError("In dit bestand staat iets verkeerds bij ‘sha256’: een controlegetal van 64 tekens.")
    return (content, "") if hashlib.sha256(content).hexdigest() == digest else (b"", CHANGED)


def _scenario(row: dict[str, Any]) -> ScenarioRecord:
    name, choices = read_text(row, "naam", NAME_LENGTH), row.get("keuzes")
    if not name or not isinstance(choices, dict) or len(choices) > MOST_CHOICES:
        raise _unreadable("scenarios")
    kept: dict[str, tuple[str, ...]] = {}
    for key, values in choices.items():
        if not CHOICE.fullmatch(key) or not isinstance(values, list) or len(values) > MOST_CHOICES:
            raise _unreadable("scenarios")
        kept[key] = tuple(read_text({key: value}, key, CHOICE_LENGTH) for value in values)
    return ScenarioRecord(0, name, kept, _moment("scenarios", row))


def _versions(value: dict[str, Any]) -> tuple[VersionRecord, ...]:
    found = _each(value, "geschiedenis", MOST_VERSIONS, _version)
    counts: dict[str, int] = {}
    for version in found:
        counts[version.question] = counts.get(version.question, 0) + 1
    if counts and max(counts.values()) > KEPT_VERSIONS:
        raise FileError(f"In dit bestand staan van een antwoord meer dan {KEPT_VERSIONS} versies.")
    return found


def _version(row: dict[str, Any]) -> VersionRecord:
    key, how, said = read_text(row, "vraag", 40), row.get("hoe"), row.get("antwoord")
    if not KEY.fullmatch(key):
        raise FileError(f"In dit bestand staat een vraag die niet kan bestaan: ‘{key}’.")
    if not isinstance(how, str) or how not in HOW or (said is None and how == ASIDE):
        raise FileError(f"Een versie van het antwoord op ‘{key}’ is niet te lezen. Bewaar het opnieuw.")
    answer = read_answer(key, said) if said is not None else None
    author = read_text(row, "door", NAME_LENGTH)
    return VersionRecord(0, key, _number(row, "nummer"), answer, how, author, _moment("geschiedenis", row))


def _question(row: dict[str, Any]) -> str:
    key = read_text(row, "vraag", 40)
    if key and not KEY.fullmatch(key):
        raise FileError(f"In dit bestand staat een vraag die niet kan bestaan: ‘{key}’.")
    return key


def _number(row: dict[str, Any], name: str) -> int:
    found = row.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= HIGHEST:
        raise FileError(f"In dit bestand staat iets verkeerds bij ‘{name}’: een getal van 0 tot {HIGHEST}.")
    return found


def _yes(row: dict[str, Any], name: str) -> bool:
    found = row.get(name, False)
    if not isinstance(found, bool):
        raise FileError(f"In dit bestand staat iets verkeerds bij ‘{name}’: ja of nee (true of false).")
    return found


def _moment(name: str, row: dict[str, Any]) -> datetime:
    found = read_moment(name, row.get("op"))
    if found is None:
        raise FileError(f"In dit bestand ontbreekt bij ‘{name}’ een tijdstip (‘op’). Bewaar het opnieuw.")
    return found
