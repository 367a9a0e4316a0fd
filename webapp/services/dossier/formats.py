"""Every format of a dossier, in plain words, and the making of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.canonical import dump
from webapp.services.dossier.archive import NO_EVIDENCE, Enclosed, archive
from webapp.services.dossier.build import build_report, receipt_of
from webapp.services.dossier.data import dossier_json
from webapp.services.dossier.docx import docx
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.html import page
from webapp.services.dossier.mdto import ArchiveSettings
from webapp.services.dossier.model import Report
from webapp.services.dossier.odt import odt
from webapp.services.dossier.pdf import pdf
from webapp.services.dossier.redact import redact
from webapp.services.files import to_file
from webapp.services.weighing import Weighing


@dataclass(frozen=True)
class Format:
    """One way to take the dossier along."""

    kind: str
    title: str
    purpose: str
    media: str


FORMATS = (
    Format(
        "pdf",
        "PDF",
        "Om te lezen, te versturen en te bewaren. Werkt met een schermlezer en blijft later leesbaar.",
        "application/pdf",
    ),
    Format(
        "odt",
        "ODT",
        "Om verder te schrijven. Dit is de open standaard; Word en LibreOffice openen het.",
        "application/vnd.oasis.opendocument.text",
    ),
    Format(
        "docx",
        "Word (DOCX)",
        "Om verder te schrijven in Word, als ODT bij u niet gaat.",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format(
        "html",
        "Webpagina (HTML)",
        "Eén bestand voor de browser. Er komt niets van internet bij.",
        "text/html; charset=utf-8",
    ),
    Format(
        "json",
        "Gegevens (JSON)",
        "Voor een ander programma. Basislijn opent de volledige versie ook weer.",
        "application/json; charset=utf-8",
    ),
    Format(
        "zip",
        "ZIP voor het archief",
        "PDF, gegevens en bewijs bij elkaar, met de kwitantie, MDTO-metagegevens en controlegetallen.",
        "application/zip",
    ),
)
BY_KIND = {item.kind: item for item in FORMATS}


@dataclass(frozen=True)
class Dossier:
    """A dossier that is ready to be made into any format."""

    report: Report
    receipt: Mapping[str, Any]
    assessment: str | None
    evidence: Enclosed = NO_EVIDENCE


def full(
    weighing: Weighing, extras: DossierExtras, organisation: str, evidence: Enclosed = NO_EVIDENCE
) -> Dossier:
    """Everything; the files of evidence go into the archive only."""
    report = build_report(weighing, extras, organisation)
    file = extras.file or to_file(weighing, extras.points, extras.tasks, {})
    return Dossier(report, receipt_of(weighing), file, evidence)


def public(weighing: Weighing, extras: DossierExtras, organisation: str, ticked: frozenset[str]) -> Dossier:
    """The version to publish, with the typed texts that somebody read and ticked."""
    receipt = receipt_of(weighing, public=True)
    report = build_report(weighing, extras, organisation, receipt)
    return Dossier(redact(report, ticked), receipt, None)


def render(dossier: Dossier, kind: str, settings: ArchiveSettings, made: datetime) -> bytes:
    """The dossier in one format."""
    match kind:
        case "pdf":
            return pdf(dossier.report)
        case "odt":
            return odt(dossier.report)
        case "docx":
            return docx(dossier.report)
        case "html":
            return page(dossier.report).encode("utf-8")
        case "json":
            return dossier_json(dossier.report, dossier.receipt, dossier.assessment).encode("utf-8")
        case _:
            return archive(_files(dossier), dossier.report, settings, made, dossier.evidence)


def _files(dossier: Dossier) -> dict[str, bytes]:
    """What goes in the archive."""
    found = {
        "dossier.pdf": pdf(dossier.report),
        "dossier.json": dossier_json(dossier.report, dossier.receipt).encode("utf-8"),
        "kwitantie.json": dump(dossier.receipt),
    }
    if dossier.assessment is not None:
        found["afweging.json"] = dossier.assessment.encode("utf-8")
    return found


def file_name(report: Report, kind: str, what: str = "dossier") -> str:
    """The name of the file."""
    subject = re.sub(r"[^a-z0-9]+", "-", report.title.text.lower()).strip("-")[:60] or "afweging"
    return f"{what}{'-publiek' if report.public else ''}-{subject}-{report.date.isoformat()}.{kind}"
