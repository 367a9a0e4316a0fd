"""What the curator fills in about a fact or a subject: read, and what is wrong said in Dutch."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.answers import read_answer
from engine.models import Question
from webapp.storage.knowledge_records import (
    WITHDRAWN,
    CuratedFactRecord,
    CuratedSubjectRecord,
    Value,
)

NEW_SOURCE = "!nieuw"
ADDRESS = re.compile(r"https?://[^\s<>\"]{3,480}")
TITLE, URL, NOTE, NAME = 300, 500, 2000, 80
LONG_TERM = 5  # years that a fact may at most be good for


@dataclass(frozen=True)
class FactInput:
    """The fields as they came in."""

    values: tuple[str, ...]
    source: str
    title: str
    url: str
    seen: str
    dated: str
    until: str
    note: str
    version: int


def fact_record(
    given: FactInput,
    question: Question,
    place: tuple[str, str],
    known: Mapping[str, str],
    who: str,
    today: date,
) -> tuple[CuratedFactRecord | None, dict[str, str]]:
    """Return the new version of a fact, or per field what to do."""
    problems: dict[str, str] = {}
    value = _value(question, given.values, problems)
    source, url, seen = _source(given, known, today, problems)
    dated = _day(given.dated, "peildatum", problems)
    until = _day(given.until, "geldig", problems)
    if dated and dated > today:
        problems["peildatum"] = "Deze dag moet nog komen. Vul de dag in waarop u het nakeek."
    if until and until < today:
        problems["geldig"] = "Deze dag is al voorbij. Kies een dag waarop iemand het opnieuw nakijkt."
    elif until and until.year > today.year + LONG_TERM:
        problems["geldig"] = f"Kies een dag binnen {LONG_TERM} jaar. Dan kijkt iemand het weer na."
    if len(given.note) > NOTE:
        problems["toelichting"] = f"Deze tekst is te lang. Er passen {NOTE} tekens."
    if problems or dated is None or until is None:
        return None, problems
    subject, key = place
    return (
        CuratedFactRecord(
            subject=subject,
            question=key,
            value=value,
            source=source,
            dated=dated,
            valid_until=until,
            who=who,
            url=url,
            seen=seen,
            note=given.note,
            version=given.version,
        ),
        {},
    )


def withdrawn_fact(
    why: str, place: tuple[str, str], version: int, who: str, today: date
) -> tuple[CuratedFactRecord | None, dict[str, str]]:
    """Return the version that takes a fact back, or what to do first."""
    if not why:
        return None, {"reden": "Schrijf waarom u dit feit intrekt. Gemeenten die het overnamen, lezen dat."}
    if len(why) > NOTE:
        return None, {"reden": f"Deze tekst is te lang. Er passen {NOTE} tekens."}
    subject, key = place
    record = CuratedFactRecord(
        subject=subject,
        question=key,
        value=WITHDRAWN,
        source="",
        dated=today,
        valid_until=today,
        who=who,
        note=why,
        version=version,
    )
    return record, {}


def _value(question: Question, values: tuple[str, ...], problems: dict[str, str]) -> Value:
    if question.kind == "meerkeuze":
        chosen = tuple(option for option in question.options if option in values)
        if not values:
            problems["waarde"] = "Kies wat klopt, of ‘Geen van deze’."
        elif len(chosen) != len(set(values)) and set(values) != {"!geen"}:
            problems["waarde"] = "Kies een van de antwoorden, of alleen ‘Geen van deze’."
        return chosen
    text = values[0] if values else ""
    if not text:
        problems["waarde"] = "Kies een antwoord." if question.options else "Vul een antwoord in."
        return ""
    try:
        if text in ("onbekend", "nvt") and text not in question.options:
            raise ValueError("een feit heeft een antwoord; laat het weg als u het niet weet")
        read_answer(question, text)
    except ValueError as error:
        problems["waarde"] = f"Dit past niet bij de vraag: {error}."
    return text


def _source(
    given: FactInput, known: Mapping[str, str], today: date, problems: dict[str, str]
) -> tuple[str, str, date | None]:
    if given.source in known:
        return given.source, "", None
    if given.source != NEW_SOURCE:
        problems["bron"] = "Kies waar dit staat, of noem een nieuwe bron."
        return "", "", None
    if not given.title:
        problems["titel"] = "Geef de bron een titel, zoals die op de pagina of het rapport staat."
    elif len(given.title) > TITLE:
        problems["titel"] = f"Deze titel is te lang. Er passen {TITLE} tekens."
    elif given.title in known or given.title.casefold() in {t.casefold() for t in known.values()}:
        problems["titel"] = "Een bron met deze titel is er al. Kies hem uit de lijst."
    if not ADDRESS.fullmatch(given.url):
        problems["url"] = "Vul het adres van de bron in. Begin met https:// en laat spaties weg."
    seen = _day(given.seen, "gezien", problems)
    if seen and seen > today:
        problems["gezien"] = "Deze dag moet nog komen. Vul de dag in waarop u de bron bekeek."
    return given.title, given.url, seen


def _day(text: str, field: str, problems: dict[str, str]) -> date | None:
    turned = re.fullmatch(r"([0-9]{1,2})[-/ ]([0-9]{1,2})[-/ ]([0-9]{4})", text)
    try:
        if turned:
            day, month, year = (int(part) for part in turned.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        problems[field] = "Vul een datum in, bijvoorbeeld 23-11-2026."
        return None


def subject_record(
    kind: str, name: str, explanation: str, kinds: Mapping[str, str], taken: Mapping[str, str], who: str
) -> tuple[CuratedSubjectRecord | None, dict[str, str]]:
    """Return a new subject, or per field what to do; ``taken`` holds the names in use, by key."""
    problems: dict[str, str] = {}
    name = " ".join(name.split())
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    key = f"{kind}/{slug}"
    if kind not in kinds:
        problems["soort"] = "Kies om welke soort het gaat."
    if not slug:
        problems["naam"] = "Vul een naam in die mensen herkennen."
    elif len(name) > NAME:
        problems["naam"] = f"Deze naam is te lang. Er passen {NAME} tekens."
    elif key in taken or name.casefold() in {taken[k].casefold() for k in taken if k.startswith(f"{kind}/")}:
        problems["naam"] = "Dit onderwerp is er al. Zoek het op in de lijst."
    if len(explanation) > NOTE:
        problems["uitleg"] = f"Deze tekst is te lang. Er passen {NOTE} tekens."
    if problems:
        return None, problems
    return CuratedSubjectRecord(key, kind, name, explanation, who), {}
