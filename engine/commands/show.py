"""`basislijn toon`: the rules as text, as tables, and as a graph."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.commands.base import Command, Options, add_content, add_topic, content_of, newest
from engine.desugar import compile_program
from engine.graph import Graph, graph, graph_text
from engine.graph_svg import graph_svg
from engine.load import Content
from engine.outline import outline
from engine.outline_text import outline_text
from engine.tables import markdown, tables


def _graph(content: Content, key: str) -> Graph:
    return graph(content, compile_program(content, key))


def _tables(content: Content, key: str) -> str:
    return "\n\n".join(markdown(table) for table in tables(content, key)) + "\n"


FORMS: Mapping[str, Callable[[Content, str], str]] = {
    "tekst": lambda content, key: outline_text(outline(content, key)) + "\n",
    "tabel": _tables,
    "svg": lambda content, key: graph_svg(_graph(content, key)),
    "graaf-tekst": lambda content, key: graph_text(_graph(content, key)) + "\n",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `toon` takes."""
    add_topic(parser)
    forms = (
        "tekst; tabel (Markdown); svg (een plaatje van wat waarop rust); graaf-tekst (hetzelfde in woorden)"
    )
    parser.add_argument("--vorm", choices=tuple(FORMS), default="tekst", help=forms)
    parser.add_argument("--uit", type=Path, help="schrijf naar dit bestand")
    add_content(parser)


def run(options: Options) -> int:
    """Print the rules."""
    content = content_of(options)
    key = newest(content, options.onderwerp)
    compile_program(content, key)  # what does not compile is said with its place
    text = FORMS[options.vorm](content, key)
    if options.uit:
        options.uit.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


COMMANDS = (Command("toon", "toon de regels in gewone taal, als tabellen of als plaatje", arguments, run),)
