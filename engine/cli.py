"""The command line: `basislijn check | advies | vragen | …`; the sub-commands live in `commands/`.

Parse, call, print. Exit status 0 is good, 1 means findings, 2 is input that can't be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import entry_points

from engine.answers import AnswerError
from engine.commands import Refused, commands
from engine.diagnostics import ContentError, render

GROUP = "basislijn.commands"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    elsewhere = {point.name: point for point in entry_points(group=GROUP)}
    if words and words[0] in elsewhere:
        return int(elsewhere[words[0]].load()(words[1:]))
    options = _parser(sorted(elsewhere)).parse_args(words)
    options.today = date.today()
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
    except ContentError as error:
        print(render(error.diagnostics), file=sys.stderr)
    except AnswerError as error:
        for problem in error.problems:
            print(f"{problem.question}: {problem.message}", file=sys.stderr)
    return 2


def _parser(elsewhere: Sequence[str]) -> argparse.ArgumentParser:
    more = f"Verder: {', '.join(elsewhere)} (vraag ‘basislijn OPDRACHT --help’)." if elsewhere else ""
    parser = argparse.ArgumentParser(
        prog="basislijn", epilog=more, description="Weegt een digitale keuze aan de democratische basislijn."
    )
    subparsers = parser.add_subparsers(required=True, metavar="OPDRACHT")
    for command in commands():
        sub = subparsers.add_parser(command.name, help=command.help, description=command.help)
        command.arguments(sub)
        sub.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
