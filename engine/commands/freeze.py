"""`basislijn bevries`: publish versions, so that they don't change any more."""

from __future__ import annotations

import argparse

from engine.checks import check_content
from engine.commands.base import Command, Options, Refused, add_content, choice, content_of, folder_of
from engine.diagnostics import ContentError
from engine.frozen import LOCK, write_lock
from engine.load import Content
from engine.receipt import file_hashes

DRAFT = "voorstel"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `bevries` takes."""
    parser.add_argument(
        "versie", nargs="*", help="zoals sociale-media/v1; anders alles wat geen voorstel meer is"
    )
    add_content(parser)


def run(options: Options) -> int:
    """Write the hashes of published files."""
    content = content_of(options)
    errors = [d for d in check_content(content) if d.severity == "fout"]
    if errors:
        raise ContentError(errors)
    table = dict(content.published)
    for key in _versions(content, options.versie):
        table.update(file_hashes(content, key))
    new = {file: table[file] for file in sorted(table) if file not in content.published}
    if not new:
        print("Er is niets te bevriezen: elke versie is nog een voorstel, of al bevroren.")
        return 0
    (folder_of(options) / LOCK).write_text(write_lock(table), encoding="utf-8")
    print("\n".join(f"Bevroren: {file} ({number[:12]})" for file, number in new.items()))
    return 0


def _versions(content: Content, wanted: list[str]) -> list[str]:
    for key in wanted:
        if key not in content.rulesets:
            raise Refused(f"de versie ‘{key}’ bestaat niet; {choice(key, content.rulesets)}")
        if content.rulesets[key].status == DRAFT:
            raise Refused(f"‘{key}’ is nog een voorstel; zet eerst ‘status’ op pilot of vastgesteld")
    return wanted or [key for key, rules in content.rulesets.items() if rules.status != DRAFT]


COMMANDS = (Command("bevries", "publiceer een versie; zij verandert daarna niet meer", arguments, run),)
