"""`basislijn check`: look the content over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.activation import inspect_folder
from engine.answer_file import example_files
from engine.commands.base import Command, Options, Refused, existing
from engine.diagnostics import Diagnostic, render, render_github, render_json
from engine.load import Content, content_root


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("pad", nargs="?", type=Path, help="map met questionnaires/ en rules/")
    forms = ("tekst", "github", "json")
    parser.add_argument("--vorm", choices=forms, default="tekst", help="vorm van de uitvoer")
    parser.add_argument(
        "--voorbeelden", type=Path, metavar="MAP", help="bewaar de antwoorden die een melding laten zien"
    )


def run(options: Options) -> int:
    """Print every finding; only faults make the exit status 1."""
    content, findings = inspect_folder(existing(options.pad or content_root()))
    if options.voorbeelden:
        _keep_examples(content, findings, options.voorbeelden, options.today)
    faults = any(d.severity == "fout" for d in findings)
    if options.vorm == "json":
        print(render_json(findings))
    elif findings:
        print((render_github if options.vorm == "github" else render)(findings))
    if options.vorm == "tekst" and not faults:
        print(f"In orde: {len(content.files)} bestanden, {len(content.rulesets)} regelset(s).")
    return 1 if faults else 0


def _keep_examples(content: Content, findings: Sequence[Diagnostic], folder: Path, today: date) -> None:
    """Write the answers that show a finding, each as a file that `advies` reads."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in example_files(content, findings, today):
            (folder / name).write_text(text, encoding="utf-8")
            print(folder / name, file=sys.stderr)
    except OSError:
        raise Refused(f"in ‘{folder}’ kan niet worden geschreven; kies een andere map") from None


COMMANDS = (Command("check", "controleer vragenlijsten en regels", arguments, run),)
