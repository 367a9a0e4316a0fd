"""A small valid content, and variants of it: one text replaced by another."""

from __future__ import annotations

from pathlib import Path

from engine.checks import check_content
from engine.diagnostics import Diagnostic
from engine.load import Content, load_content, read_content
from tests.conftest import ROOT

HOME = ROOT / "tests" / "data" / "klein"
FORM = "questionnaires/klein/v1.yaml"
SUBJECT = "questionnaires/onderwerpen/dienst/acme.yaml"
BASELINE = "rules/kleine-basislijn/v1.yaml"
RULES = "rules/klein/v1.yaml"
EXAMPLES = "rules/klein/v1.voorbeelden.yaml"
LOKET = "rules/loket/v1.yaml"
FILES = (FORM, SUBJECT, BASELINE, EXAMPLES, RULES, LOKET)

Edit = tuple[str, str, str]  # file, text that stands there once, text that comes instead


def write(folder: Path, *edits: Edit) -> Path:
    """Write the content with these edits; a text that does not stand there once is an error."""
    texts = {file: (HOME / file).read_text(encoding="utf-8") for file in FILES}
    for file, old, new in edits:
        assert texts[file].count(old) == 1, f"{old!r} stands {texts[file].count(old)} times in {file}"
        texts[file] = texts[file].replace(old, new)
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, *edits: Edit) -> list[Diagnostic]:
    """Return what `basislijn check` finds in the content with these edits."""
    content, found = read_content(write(folder, *edits))
    return sorted({*found, *check_content(content, found)})


def lines(folder: Path, *edits: Edit) -> list[str]:
    """Return the findings, each on its line."""
    return [finding.line for finding in findings(folder, *edits)]


def load(folder: Path, *edits: Edit) -> Content:
    """Return the content with these edits; it must be readable."""
    return load_content(write(folder, *edits))


def small() -> Content:
    """Return the content as it is."""
    return load_content(HOME)
