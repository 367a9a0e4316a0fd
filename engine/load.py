"""Folders with YAML to Content: every error at once, each with its place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.cases import Examples, Subject
from engine.diagnostics import ContentError, Diagnostic, Place
from engine.frozen import LOCK, read_lock
from engine.keywords import build
from engine.models import Baseline, Questionnaire, Ruleset
from engine.publication_models import Publication
from engine.scalars import TOPIC
from engine.source import Source, read_source

FOLDERS = ("questionnaires", "rules")


@dataclass(frozen=True)
class Content:
    """All questionnaires, baselines, rule sets, examples, known subjects and publications, by id.

    `files` holds the marked source behind each of them, by (kind of file, id); `published` the hash of
    each published file, by its name.
    """

    questionnaires: Mapping[str, Questionnaire] = field(default_factory=dict)
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    rulesets: Mapping[str, Ruleset] = field(default_factory=dict)
    examples: Mapping[str, Examples] = field(default_factory=dict)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    publications: Mapping[str, Publication] = field(default_factory=dict)
    files: Mapping[tuple[str, str], Source] = field(default_factory=dict, repr=False)
    published: Mapping[str, str] = field(default_factory=dict, repr=False)

    def file(self, kind: str, key: str) -> Source:
        """Return the source of one file, such as ("regels", "sociale-media/v1")."""
        return self.files[kind, key]

    @property
    def hash(self) -> str:
        """SHA-256 (hexadecimal) over all files."""
        return _hash([self.files[key].value for key in sorted(self.files)])

    def version_hash(self, ruleset: str) -> str:
        """SHA-256 (hexadecimal) over the three files that together give the advice."""
        rules = self.rulesets[ruleset]
        return _hash(
            [
                self.files["regels", ruleset].value,
                self.files["vragenlijst", rules.questionnaire].value,
                self.files["basislijn", rules.baseline].value,
            ]
        )

    def file_hash(self, kind: str, key: str) -> str:
        """SHA-256 (hexadecimal) over what one file says; remarks and layout don't count."""
        return _hash(self.files[kind, key].value)

    def subjects_of(self, kind: str) -> dict[str, Subject]:
        """Return the known subjects of one kind, by id, sorted by name."""
        found = [(key, s) for key, s in self.subjects.items() if s.kind == kind]
        return dict(sorted(found, key=lambda item: item[1].name.casefold()))

    def publications_of(self, ruleset: str) -> dict[str, Publication]:
        """Return the newest publication of each standard that reads a rule set, by its bare name."""
        found = [row for row in self.publications.values() if row.ruleset == ruleset]
        return {row.slug: row for row in sorted(found, key=lambda row: version_of(row.id))}


_KINDS: dict[str, tuple[str, type[BaseModel]]] = {
    "vragenlijst": ("questionnaires", Questionnaire),
    "basislijn": ("baselines", Baseline),
    "regels": ("rulesets", Ruleset),
    "voorbeelden": ("examples", Examples),
    "onderwerp": ("subjects", Subject),
    "uitvoer": ("publications", Publication),
}


def content_root() -> Path:
    """Return the folder that holds questionnaires/ and rules/: a checkout's, else the installed one."""
    here = Path(__file__).resolve().parent
    for root in (here.parent, here / "_content"):
        if all((root / name).is_dir() for name in FOLDERS):
            return root
    return here.parent


def load_content(root: Path) -> Content:
    """Read every YAML file under questionnaires/ and rules/.

    Raises:
        ContentError: with every finding in every file.
    """
    content, findings = read_content(root)
    if findings:
        raise ContentError(findings)
    return content


def read_content(root: Path) -> tuple[Content, list[Diagnostic]]:
    """Return what can be read, and every finding; for checks that want to go on."""
    tables: dict[str, dict[str, Any]] = {name: {} for name, _ in _KINDS.values()}
    files: dict[tuple[str, str], Source] = {}
    findings: list[Diagnostic] = []
    for path in content_files(root):
        name = path.relative_to(root).as_posix()
        try:
            source = read_source(path.read_bytes(), name)
        except ContentError as error:
            findings += error.diagnostics
            continue
        findings += _take(source, tables, files)
    if not files and not findings:
        findings.append(
            Diagnostic(
                Place(root.name or "."),
                "L001",
                "hier staan geen vragenlijsten en regels",
                "wijs de map aan waarin questionnaires/ en rules/ staan",
            )
        )
    published, wrong = _published(root)
    return Content(files=files, published=published, **tables), [*findings, *wrong]


def _published(root: Path) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the hash of each published file, and every finding in the lock."""
    try:
        return read_lock((root / LOCK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except ValueError:
        hint = "haal het bestand terug uit het versiebeheer"
        return {}, [Diagnostic(Place(LOCK), "L005", "dit bestand is geen UTF-8", hint)]


def content_files(root: Path) -> list[Path]:
    """Return the YAML files of the content, sorted."""
    return sorted(p for folder in FOLDERS for p in (root / folder).rglob("*.yaml") if p.is_file())


def _take(
    source: Source, tables: dict[str, dict[str, Any]], files: dict[tuple[str, str], Source]
) -> list[Diagnostic]:
    """Add one file to the tables; return its findings."""
    value = source.value
    kind = next((word for word in _KINDS if isinstance(value, dict) and word in _heads(value)), "")
    if not kind:
        return [
            source.diagnostic(
                "L002",
                (),
                "dit bestand zegt niet wat het is",
                f"begin met een van: {', '.join(f'‘{k}:’' for k in _KINDS)}",
            )
        ]
    table, model = _KINDS[kind]
    built, findings = build(model, source)
    if built is None:
        return findings
    key = key_from_path(source.file) if kind == "onderwerp" else str(getattr(built, "id", ""))
    if kind != "onderwerp" and not TOPIC.fullmatch(key):
        findings.append(
            source.diagnostic(
                "L003",
                (kind,),
                f"‘{key}’ is geen naam met een versie",
                "schrijf bijvoorbeeld ‘sociale-media/v1’",
            )
        )
    elif kind != "onderwerp" and key != key_from_path(source.file):
        findings.append(
            source.diagnostic(
                "L003",
                (kind,),
                f"‘{key}’ past niet bij de plaats van dit bestand",
                f"schrijf ‘{key_from_path(source.file)}’ of verplaats het bestand",
            )
        )
    if (kind, key) in files:
        findings.append(
            source.diagnostic(
                "L004",
                (kind,),
                f"‘{key}’ staat al in {files[kind, key].file}",
                "haal een van de twee bestanden weg",
            )
        )
    tables[table][key] = built
    files[kind, key] = source
    return findings


def _heads(value: dict[str, Any]) -> list[str]:
    """The word that tells the kind: the first keyword; a rule set also names its questionnaire."""
    first = next(iter(value), "")
    return [first] if first in _KINDS else [word for word in ("regels", "voorbeelden") if word in value]


def key_from_path(file: str) -> str:
    """Return the id that belongs to the place of a file."""
    parts = file.removesuffix(".yaml").removesuffix(".voorbeelden").split("/")
    return "/".join(parts[2:] if parts[1:2] == ["onderwerpen"] else parts[1:])


def version_of(key: str) -> int:
    """Return the number of a version, such as 2 for "sociale-media/v2"."""
    return int(key.rpartition("/v")[2])


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
