"""From folders to content that may be used: read, check, and try out in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from engine.checks import check_content
from engine.diagnostics import ContentError, Diagnostic, Place
from engine.load import Content, read_content
from engine.memory import Memory

SECONDS = 60
#: What a draft may have and published content may not: rules that mean something else than was meant.
ABOUT_MEANING = ("G", "E", "V", "B", "R011", "R012", "R013", "R014")


def trials(content: Content, root: Path, memory: Memory) -> list[Diagnostic]:
    """Try out the rule sets that did not pass before."""
    findings = []
    for ruleset in content.rulesets:
        version = content.version_hash(ruleset)
        if version not in memory.tried:
            found = try_out(content, root, ruleset)
            findings += found
            if not found:
                memory.tried[version] = True
    return findings


def inspect_folder(root: Path, memory: Memory | None = None) -> tuple[Content, list[Diagnostic]]:
    """Return the content and every finding; what has no other finding is tried out as well."""
    memory = memory or Memory()
    content, findings = read_content(root)
    findings = sorted({*findings, *check_content(content, findings, memory.proved)})
    if not any(d.severity == "fout" for d in findings):
        findings += trials(content, root, memory)
    return content, findings


def activate(root: Path, memory: Memory | None = None) -> Content:
    """Return content that may be used.

    Raises:
        ContentError: with every finding that stands in the way.
    """
    content, findings = inspect_folder(root, memory)
    errors = [d for d in findings if d.severity == "fout"]
    if errors:
        raise ContentError(errors)
    return content


def draft(root: Path, memory: Memory | None = None) -> tuple[Content, list[Diagnostic]]:
    """Return content to look at while it is being written, and what keeps it from being published.

    An author who changes a threshold wants to see what follows, also when an example no longer agrees.

    Raises:
        ContentError: with every finding, when the content can't be used at all.
    """
    memory = memory or Memory()
    content, findings = inspect_folder(root, memory)
    errors = [d for d in findings if d.severity == "fout"]
    if any(not d.code.startswith(ABOUT_MEANING) for d in errors):
        raise ContentError(errors)
    broken = trials(content, root, memory) if errors else []
    if broken:
        raise ContentError([*errors, *broken])
    return content, errors


def try_out(content: Content, root: Path, ruleset: str, seconds: float = SECONDS) -> list[Diagnostic]:
    """Compile a rule set and compare its readers on random answers, in a process with a time limit (s)."""
    command = [sys.executable, "-m", "engine.trial", str(root.resolve()), ruleset]
    place = Place(content.file("regels", ruleset).file)
    hint = "maak de regels kleiner; blijft het misgaan, meld het dan met dit bestand erbij"
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return [Diagnostic(place, "T001", f"de regelmotor was niet klaar binnen {seconds:g} seconden", hint)]
    if done.returncode:
        return [Diagnostic(place, "T001", "de regelmotor kan deze regels niet aan", hint)]
    rows = json.loads(done.stdout)
    return [Diagnostic(**{**row, "place": Place(**row["place"]), "example": ()}) for row in rows]
