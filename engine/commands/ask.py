"""`basislijn vragen`: show the questions with their answers."""

from __future__ import annotations

import argparse
import json

from engine.commands.base import Command, Options, add_content, add_topic, content_of, newest
from engine.models import Questionnaire


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `vragen` takes."""
    add_topic(parser)
    parser.add_argument("--json", action="store_true", help="geef alles als JSON")
    add_content(parser)


def run(options: Options) -> int:
    """Print the questions."""
    content = content_of(options)
    form = content.questionnaires[content.rulesets[newest(content, options.onderwerp)].questionnaire]
    print(json.dumps(_rows(form), ensure_ascii=False, indent=2) if options.json else _text(form))
    return 0


def _rows(form: Questionnaire) -> list[dict[str, object]]:
    return [
        {
            "vraag": key,
            "code": q.code,
            "tekst": q.text,
            "soort": q.kind,
            "over": q.about,
            "opties": dict(q.options),
            "onbekend": q.unknown,
            "nvt": q.not_applicable,
            "weet": list(q.known_by),
        }
        for key, q in form.questions.items()
    ]


def _text(form: Questionnaire) -> str:
    lines = []
    for section in form.sections:
        lines.append(f"\n{section.title}")
        for key, q in section.questions.items():
            lines.append(f"  {q.code:<6} {key}: {q.text}")
            lines += [f"           {option}: {label}" for option, label in q.options.items()]
    return "\n".join(lines)


COMMANDS = (Command("vragen", "toon de vragen met hun antwoorden", arguments, run),)
