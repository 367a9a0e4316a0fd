"""The ZIP for the archive: the dossier, its receipt, MDTO metadata, checksums, and a text about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from webapp.services.dossier.extras import EvidenceFile
from webapp.services.dossier.mdto import UNDECIDED, About, ArchiveSettings, metadata_files
from webapp.services.dossier.model import Report
from webapp.services.dossier.packing import packed
from webapp.services.dutch import date_text

SUMS = "sha256sums.txt"
WHAT = {
    "dossier.pdf": "het dossier om te lezen (PDF/A-2a en PDF/UA-1)",
    "dossier.json": "hetzelfde dossier als gegevens, met de kwitantie",
    "kwitantie.json": "de kwitantie: hiermee rekent u het advies later na",
    "afweging.json": "de afweging zelf; Basislijn opent dit bestand weer, met alle antwoorden en notities",
}


@dataclass(frozen=True)
class Enclosed:
    """The evidence in the archive: the files, and the titles of those for which there was no room."""

    files: tuple[EvidenceFile, ...] = ()
    left: tuple[str, ...] = ()


NO_EVIDENCE = Enclosed()


def archive(
    files: Mapping[str, bytes],
    report: Report,
    settings: ArchiveSettings,
    made: datetime,
    evidence: Enclosed = NO_EVIDENCE,
) -> bytes:
    """The ZIP; the same files, settings and moment give the same bytes."""
    about = About(
        key=f"basislijn-{sha256(files['dossier.json']).hexdigest()[:16]}",
        name=f"Dossier {report.title.text}",
        description=f"Afweging met Basislijn. Advies op {date_text(report.date)}: {report.subtitle.text}.",
        made=made,
    )
    everything = {
        "LEESMIJ.txt": readme(files, report, settings, about, evidence).encode("utf-8"),
        **files,
        **{item.place: item.content for item in evidence.files},
        **metadata_files(about, settings, files, evidence.files),
    }
    return packed({**everything, SUMS: checksums(everything)})


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The checksums, as `sha256sum --check` reads them."""
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode("utf-8")


def readme(
    files: Mapping[str, bytes],
    report: Report,
    settings: ArchiveSettings,
    about: About,
    evidence: Enclosed = NO_EVIDENCE,
) -> str:
    """What is in the ZIP, how to check it, and what somebody still has to decide."""
    kind = " (versie om te publiceren)" if report.public else ""
    lines = [
        f"DOSSIER {report.title.text}{kind}",
        " · ".join(part for part in (report.organisation, date_text(report.date), about.key) if part),
        "",
        "WAT ZIT ERIN",
        *(f"- {name}: {WHAT[name]}" for name in files),
        *(f"- {item.place}: bewijs {item.number}, {item.title}" for item in evidence.files),
        "- mdto/: metagegevens volgens MDTO 1.0.1, van het dossier, van elk bewijs en van elk bestand",
        f"- {SUMS}: controlegetallen (SHA-256) van alle bestanden",
        "",
        "NAKIJKEN",
        f"- Zijn de bestanden nog dezelfde? sha256sum --check {SUMS}",
        "- Klopt het advies met de regels? basislijn controleer kwitantie.json",
        "",
        "WAT U NOG BEPAALT",
        *_undecided(settings),
        *_left(evidence.left),
    ]
    return "\n".join(lines) + "\n"


def _left(titles: Sequence[str]) -> list[str]:
    if not titles:
        return []
    return ["", "WAT ER NIET BIJ PASTE (bewaar het zelf, bij ‘Bewijs’)", *(f"- {title}" for title in titles)]


def _undecided(settings: ArchiveSettings) -> list[str]:
    values = {
        "archiefvormer": settings.organisation,
        "waardering": settings.valuation,
        "bewaartermijn": settings.period,
        "openbaarheid (beperkingGebruik)": settings.openness,
    }
    left = [f"- {name}: {UNDECIDED}" for name, value in values.items() if not value]
    return left or ["- Niets: alles is ingesteld."]
