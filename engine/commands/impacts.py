"""`basislijn gevolgen`: whom a change would hit."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.case_files import Assessed, example_cases, read_cases
from engine.commands.base import Command, Options, Refused, add_content, choice, content_in, folder_of
from engine.impact import Impact, impact
from engine.impact_report import as_html, as_json, as_text
from engine.load import Content

FORMS: Mapping[str, Callable[[Impact], str]] = {
    "tekst": lambda found: as_text(found) + "\n",
    "html": as_html,
    "json": lambda found: json.dumps(as_json(found), ensure_ascii=False, indent=2) + "\n",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `gevolgen` takes."""
    parser.add_argument("van", metavar="OUD", help="de oude versie, zoals sociale-media/v1")
    parser.add_argument("naar", metavar="NIEUW", help="de nieuwe versie, zoals sociale-media/v2")
    parser.add_argument(
        "antwoorden",
        nargs="*",
        type=Path,
        help="bestanden of mappen met antwoorden, kwitanties of voorbeelden; anders de voorbeelden bij OUD",
    )
    parser.add_argument("--oud", type=Path, help="map waarin de oude versie staat")
    parser.add_argument("--nieuw", type=Path, help="map waarin de nieuwe versie staat")
    parser.add_argument("--vorm", choices=tuple(FORMS), default="tekst", help="vorm van de uitvoer")
    parser.add_argument("--uit", type=Path, help="schrijf naar dit bestand")
    add_content(parser)


def run(options: Options) -> int:
    """Print whom the change would hit."""
    here = folder_of(options)
    old, new = content_in(options.oud or here), content_in(options.nieuw or here)
    for content, key in ((old, options.van), (new, options.naar)):
        if key not in content.rulesets:
            raise Refused(f"de versie ‘{key}’ bestaat niet; {choice(key, content.rulesets)}")
    cases = _cases(old, options)
    text = FORMS[options.vorm](impact(old, options.van, new, options.naar, cases, options.today))
    if options.uit:
        options.uit.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _cases(content: Content, options: Options) -> list[Assessed]:
    if not options.antwoorden:
        if options.van not in content.examples:
            raise Refused(f"‘{options.van}’ heeft geen voorbeelden; geef bestanden met antwoorden")
        return example_cases(content.examples[options.van])
    try:
        return [case for path in options.antwoorden for case in read_cases(path)]
    except OSError as error:
        raise Refused(f"‘{error.filename}’ is niet te lezen; kijk of de naam klopt") from None


COMMANDS = (Command("gevolgen", "zeg wie een nieuwe versie raakt, en waarom", arguments, run),)
