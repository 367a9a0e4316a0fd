"""What the tests of the dossier share: full assessments, extras of every kind, texts of every format."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from tests.webapp.pdf_reader import TaggedPdf
from webapp.content_store import Snapshot
from webapp.services.dossier import formats
from webapp.services.dossier.extras import (
    CommentLine,
    DecisionLine,
    DossierExtras,
    EvidenceLine,
    MinorityView,
    RoundLine,
)
from webapp.services.dossier.mdto import ArchiveSettings
from webapp.services.weighing import Weighing, weigh
from webapp.storage.records import AnswerRecord, AssessmentRecord, PointRecord, TaskRecord

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 12, 0)
SETTINGS = ArchiveSettings("Gemeente Voorbeeld")
KINDS = tuple(item.kind for item in formats.FORMATS)
SLUGS = ("ai-verordening", "cloud", "collectivisering", "sociale-media")


class Words:
    """Makes texts that are found back: each has its own number, and remembers what it gave."""

    def __init__(self, tail: str = "") -> None:
        self.given: list[str] = []
        self.tail = tail

    def __call__(self, what: str) -> str:
        text = f"{what} nummer {len(self.given)} zegt dit{self.tail}"
        self.given.append(text)
        return text


def assessment(snapshot: Snapshot, slug: str, words: Words, **more: object) -> Weighing:
    """An assessment with an answer to nearly every question, and a note, source and name with each."""
    topic = snapshot.by_slug(slug)
    assert topic is not None
    subject = "platform/x" if slug == "sociale-media" else None
    answers = {}
    for number, (key, question) in enumerate(topic.questionnaire.questions.items()):
        if number % 9 == 8:
            continue
        options = list(question.options)
        value: str | tuple[str, ...] | None = {
            "keuze": options[number % len(options)] if options else None,
            "meerkeuze": tuple(options[:2]),
            "tekst": words(f"antwoord {key}") if question.kind == "tekst" else None,
        }.get(question.kind)
        if value is None:
            continue
        answers[key] = AnswerRecord(
            key,
            "answered",
            value,
            note=words(f"notitie {key}"),
            source=words(f"bron {key}"),
            dated=date(2026, 11, 1),
            who=words(f"naam {key}"),
            updated_at=NOW,
        )
    record = AssessmentRecord(
        id=1,
        edit_token="e" * 32,
        read_token="r" * 32,
        workspace_id=None,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject=subject,
        title=str(more.get("title", words("titel"))),
        attendees=words("aanwezige"),
        created_at=NOW,
        updated_at=NOW,
        touched_at=NOW,
        answers=answers,
    )
    return weigh(record, snapshot, TODAY)


def extras(weighing: Weighing, words: Words) -> DossierExtras:
    """Something of every kind, with a task for every measure."""
    question = next(iter(weighing.questions))
    tasks = {
        measure.id: TaskRecord(measure.id, words("eigenaar"), TODAY, "bezig", words("taak"))
        for measure in weighing.advice.measures
    }
    points = {question: PointRecord(question, "niet_eens", words("punt"))}
    day = date(2026, 10, 1)
    return DossierExtras(
        tasks=tasks,
        points=points,
        decisions=tuple(
            DecisionLine(
                "Volgt het advies",
                words("besluit"),
                words("motivering"),
                words("functie"),
                words("beslisser"),
                day,
            )
            for _ in range(2)
        ),
        rounds=tuple(
            RoundLine(
                words("ronde"),
                words("afspraak"),
                (words("reden"), words("reden")),
                (MinorityView(words("minderheid"), words("persoon"), words("waarom")),) * 1,
                (words("deelnemer"),),
                day,
                question,
            )
            for _ in range(2)
        ),
        comments=(CommentLine(words("opmerking"), words("schrijver"), question, day),),
        evidence=(
            EvidenceLine(
                words("bewijs"), question, words("toelichting"), "https://voorbeeld.nl/b", "ab" * 32, 9, day
            ),
        ),
    )


def squeeze(text: str) -> str:
    """A text without white space: a format may break a line anywhere."""
    return "".join(text.split())


def texts(content: bytes, kind: str) -> str:
    """What a reader finds in a file, in the order of reading; everything in it when it is a ZIP."""
    match kind:
        case "pdf":
            return TaggedPdf(content).text
        case "odt":
            return _xml_text(content, ("content.xml", "styles.xml", "meta.xml"))
        case "docx":
            return _xml_text(content, ("word/document.xml", "word/styles.xml", "docProps/core.xml"))
        case "html":
            return html.unescape(re.sub(r"<[^>]*>", "", content.decode()))
        case "json":
            return _leaves(json.loads(content))
        case _:
            with ZipFile(BytesIO(content)) as archive:
                return "\n".join(_member(name, archive.read(name)) for name in archive.namelist())


def _member(name: str, content: bytes) -> str:
    kind = name.rpartition(".")[2]
    return f"{name}\n{texts(content, kind) if kind in ('pdf', 'json') else html.unescape(content.decode())}"


def _xml_text(content: bytes, names: tuple[str, ...]) -> str:
    """The text of a document of a text processor, with what stands in attributes."""
    with ZipFile(BytesIO(content)) as archive:
        raw = "".join(archive.read(name).decode() for name in names if name in archive.namelist())
    attributes = " ".join(re.findall(r'="([^"]*)"', raw))
    spaced = re.sub(r'<text:s(?: text:c="\d+")?/>|<text:tab/>|<text:line-break/>', " ", raw)
    return html.unescape(re.sub(r"<[^>]*>", "", spaced) + attributes)


def _leaves(data: object) -> str:
    if isinstance(data, Mapping):
        return "\n".join(f"{key}\n{_leaves(value)}" for key, value in data.items())
    if isinstance(data, list):
        return "\n".join(map(_leaves, data))
    return str(data)


def strings(thing: object) -> list[str]:
    """Every text inside records."""
    if isinstance(thing, str):
        return [thing]
    if is_dataclass(thing) and not isinstance(thing, type):
        return [text for field in fields(thing) for text in strings(getattr(thing, field.name))]
    if isinstance(thing, Mapping):
        return [text for value in thing.values() for text in strings(value)]
    return [text for part in thing for text in strings(part)] if isinstance(thing, tuple | list) else []


def made(dossier: formats.Dossier, kind: str) -> bytes:
    """A dossier in one format."""
    return formats.render(dossier, kind, SETTINGS, NOW)
