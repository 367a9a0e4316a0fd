"""`basislijn uitleg`: what a code means."""

from __future__ import annotations

import argparse

from engine.commands.base import Command, Options, Refused, choice
from engine.explanations import explanations


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `uitleg` takes."""
    parser.add_argument("code", nargs="?", default="", help="zoals R001; zonder code: alle codes")


def run(options: Options) -> int:
    """Print one explanation, or one line per code."""
    known, code = explanations(), options.code.upper()
    if not code:
        print("\n".join(f"{row.code}  {row.what}" for row in known.values()))
    elif code in known:
        print("\n".join([code, *(f"  {word + ':':<8} {text}" for word, text in known[code].parts)]))
    else:
        raise Refused(f"de code ‘{options.code}’ bestaat niet; {choice(code, known)}")
    return 0


COMMANDS = (Command("uitleg", "zeg wat de code van een melding betekent", arguments, run),)
