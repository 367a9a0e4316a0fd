"""Assessments out of files: answers, saved assessments, receipts and examples, each with its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.answer_file import read_answer_file
from engine.cases import Examples
from engine.diagnostics import ContentError
from engine.keywords import build
from engine.replay import is_receipt, read_receipt
from engine.source import read_source

SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Assessed:
    """One assessment: where it comes from, raw answers, known subject and date.

    title, questionnaire: what a file says of itself; empty when it does not say.
    """

    name: str
    answers: Mapping[str, object]
    subject: str = ""
    on: date | None = None
    title: str = field(default="", compare=False)
    questionnaire: str = field(default="", compare=False)


def read_cases(path: Path) -> list[Assessed]:
    """Return every assessment in a file, or in the files of a folder.

    Raises:
        ContentError: when a file can't be read.
        OSError: when there is no such file.
    """
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        return [case for p in files for case in cases_in(p.read_bytes(), p.relative_to(path).as_posix())]
    return cases_in(path.read_bytes(), path.name)


def example_cases(examples: Examples) -> list[Assessed]:
    """Return the examples of a rule set as assessments."""
    return [
        Assessed(case.name, case.answers, case.subject, case.day, case.name, examples.id)
        for case in examples.cases
    ]


def cases_in(raw: bytes, name: str) -> list[Assessed]:
    """Return every assessment in one file, whatever kind of file it is.

    Raises:
        ContentError: with Dutch findings when the file can't be read.
    """
    if is_receipt(raw):
        receipt = read_receipt(raw, name)
        rows = {key: row.raw() for key, row in receipt.answers.items()}
        return [Assessed(name, rows, "", receipt.on, "", receipt.questionnaire)]
    if not name.endswith(".json") and raw.startswith((b"voorbeelden:", b"#")) and b"\ngevallen:" in raw:
        examples, findings = build(Examples, read_source(raw, name))
        if findings or examples is None:
            raise ContentError(findings)
        return example_cases(examples)
    file = read_answer_file(raw, name)
    return [Assessed(name, file.answers, file.subject, file.day, file.title, file.questionnaire)]
