"""`basislijn check`: look the content over."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.activation import inspect_folder
from engine.commands.base import Command, Options, existing
from engine.diagnostics import render, render_github, render_json
from engine.load import content_root


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("pad", nargs="?", type=Path, help="map met questionnaires/ en rules/")
    forms = ("tekst", "github", "json")
    parser.add_argument("--vorm", choices=forms, default="tekst", help="vorm van de uitvoer")


def run(options: Options) -> int:
    """Print every finding."""
    content, findings = inspect_folder(existing(options.pad or content_root()))
    if options.vorm == "json":
        print(render_json(findings))
    elif findings:
        print((render_github if options.vorm == "github" else render)(findings))
    elif options.vorm == "tekst":
        print(f"In orde: {len(content.files)} bestanden, {len(content.rulesets)} regelset(s).")
    return 1 if findings else 0


COMMANDS = (Command("check", "controleer vragenlijsten en regels", arguments, run),)
