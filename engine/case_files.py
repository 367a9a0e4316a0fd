"""Assessments out of files: answers, saved assessments, receipts and examples, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    """One assessment: its name, raw answers, known subject and date."""

    name: str
    answers: Mapping[str, object]
    subject: str = ""
    on: date | None = None


def read_cases(path: Path) -> list[Assessed]:
    """Return every assessment in a file, or in the files of a folder.

    Raises:
        ContentError: when a file can't be read.
        OSError: when there is no such file.
    """
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        return [case for file in files for case in _file(file, file.relative_to(path).as_posix())]
    return list(_file(path, path.name))


def example_cases(examples: Examples) -> list[Assessed]:
    """Return the examples of a rule set as assessments."""
    return [Assessed(case.name, case.answers, case.subject, case.day) for case in examples.cases]


def _file(path: Path, name: str) -> Iterator[Assessed]:
    raw = path.read_bytes()
    if is_receipt(raw):
        receipt = read_receipt(raw, name)
        rows = {key: row.raw() for key, row in receipt.answers.items()}
        yield Assessed(name, rows, "", receipt.on)
    elif path.suffix != ".json" and raw.startswith((b"voorbeelden:", b"#")) and b"\ngevallen:" in raw:
        examples, findings = build(Examples, read_source(raw, name))
        if findings or examples is None:
            raise ContentError(findings)
        yield from example_cases(examples)
    else:
        file = read_answer_file(raw, name)
        yield Assessed(name, file.answers, file.subject, file.day)
