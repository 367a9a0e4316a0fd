"""`basislijn schema`: the JSON Schema of one topic, for editors."""

from __future__ import annotations

import argparse
import json

from engine.commands.base import Command, Options, add_content, add_topic, content_of, newest
from engine.schema import schema


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `schema` takes."""
    add_topic(parser)
    add_content(parser)


def run(options: Options) -> int:
    """Print the schema."""
    content = content_of(options)
    found = schema(content, newest(content, options.onderwerp))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


COMMANDS = (Command("schema", "geef het JSON-schema dat een editor helpt", arguments, run),)
