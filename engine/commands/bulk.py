"""`basislijn bulk`: a CSV file with answers in, a CSV file with outcomes out."""

from __future__ import annotations

import argparse
import csv
import sys
from contextlib import ExitStack
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO

from engine.batch import HEADER, Batch
from engine.checks import check_names
from engine.commands.base import Command, Options
from engine.diagnostics import ContentError, suggest
from engine.load import Content, content_root, load_content, version_of
from engine.table_file import CellProblem, Table, Unusable


class Progress:
    """A bar on a terminal: how much of the file was read, and how many rows were done."""

    WIDTH = 30

    def __init__(self, stream: TextIO, total: int) -> None:
        self.stream, self.total, self.on = stream, total, stream.isatty()

    def show(self, read: int, rows: int) -> None:
        """Draw the bar over the one before it; without a terminal, draw nothing."""
        if not self.on:
            return
        count = f"{rows:,}".replace(",", ".")
        share = min(1.0, read / self.total) if self.total else 0.0
        bar = "█" * int(share * self.WIDTH)
        self.stream.write(
            f"\r{bar:░<{self.WIDTH}} {share:4.0%}  {count} rijen" if self.total else f"\r{count} rijen"
        )
        self.stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        if self.on:
            self.stream.write("\r" + " " * (self.WIDTH + 40) + "\r")
            self.stream.flush()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `bulk` takes."""
    parser.add_argument(
        "bestand", help="CSV met in de kop de codes van de vragen; - leest de standaardinvoer"
    )
    parser.add_argument("--vragenlijst", default="", help="zoals sociale-media; nodig als er meer dan een is")
    parser.add_argument("--onderwerp", default="", help="bekend onderwerp voor rijen die er geen noemen")
    parser.add_argument("--peildatum", default="", help="datum voor rijen die er geen noemen; anders vandaag")
    parser.add_argument("--uit", default="", help="bestand voor de uitkomsten; anders de standaarduitvoer")
    parser.add_argument(
        "--streng", action="store_true", help="schrijf niets als er een fout in het bestand zit"
    )
    parser.add_argument(
        "--grof",
        action="store_true",
        help="sneller bij open vragen: wat mogelijk heet kan meer zijn dan echt kan, nooit minder. "
        "Zonder --grof is alles exact; de kolom ‘exact’ zegt het per rij",
    )
    parser.add_argument("--inhoud", type=Path, help="map met questionnaires/ en rules/")


def run(options: Options) -> int:
    """Score a file: 0 is good, 1 means that rows were left out, 2 is a file that can't be used."""
    content = load_content(options.inhoud or content_root())
    findings = check_names(content)
    if findings:
        raise ContentError(findings)
    try:
        batch = Batch(
            content, _ruleset(content, options.vragenlijst), options.onderwerp, _day(options), options.grof
        )
        with ExitStack() as stack:
            raw, total = _opened(options.bestand, stack)
            text = TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
            stack.callback(text.detach)
            return _write(batch, Table(text, batch.form), options, raw, total)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
    except OSError as error:
        print(f"‘{error.filename}’ is niet te lezen of te schrijven; kijk of de naam klopt", file=sys.stderr)
    return 2


def _write(batch: Batch, table: Table, options: argparse.Namespace, raw: BinaryIO, total: int) -> int:
    """Write the result; when it must be all or nothing, gather it first."""
    wrong: set[int] = set()
    progress = Progress(sys.stderr, total)

    def report(problem: CellProblem) -> None:
        progress.clear()
        wrong.add(problem.row)
        print(problem, file=sys.stderr)

    with ExitStack() as stack:
        out: TextIO = sys.stdout
        if options.streng:
            out = stack.enter_context(TemporaryFile("w+", encoding="utf-8", newline=""))
        elif options.uit:
            out = stack.enter_context(Path(options.uit).open("w", encoding="utf-8", newline=""))
        writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\n")
        writer.writerow(HEADER)
        for lines in batch.lines(table, report):
            writer.writerows(lines)
            progress.show(raw.tell() if total else 0, table.number)
        progress.clear()
        if options.streng and not wrong:
            out.seek(0)
            target = (
                stack.enter_context(Path(options.uit).open("w", newline="")) if options.uit else sys.stdout
            )
            copyfileobj(out, target)
    if wrong:
        tail = "er is niets geschreven" if options.streng else "die rijen staan niet in de uitvoer"
        print(f"{len(wrong)} rij(en) met een fout; {tail}", file=sys.stderr)
    return 1 if wrong else 0


def _opened(name: str, stack: ExitStack) -> tuple[BinaryIO, int]:
    """Return the bytes to read, and how many there are, or 0 when nobody can tell."""
    if name == "-":
        return sys.stdin.buffer, 0
    return stack.enter_context(Path(name).open("rb")), Path(name).stat().st_size


def _day(options: argparse.Namespace) -> date:
    try:
        return date.fromisoformat(options.peildatum) if options.peildatum else options.today
    except ValueError:
        raise Unusable(f"‘{options.peildatum}’ is geen datum; schrijf bijvoorbeeld 2026-11-23") from None


def _ruleset(content: Content, topic: str) -> str:
    """Return the newest version of a topic, or the one that is named, or the only one there is."""
    keys = [key for key in content.rulesets if topic in ("", key, key.rpartition("/")[0])]
    topics = sorted({key.rpartition("/")[0] for key in content.rulesets})
    if not keys or (not topic and len(topics) > 1):
        hint = (suggest(topic, topics) if topic else "") or f"kies met --vragenlijst uit: {', '.join(topics)}"
        raise Unusable(f"de vragenlijst ‘{topic}’ bestaat niet; {hint}" if topic else hint)
    return max(keys, key=version_of)


COMMANDS = (Command("bulk", "weeg veel gevallen tegelijk, uit een CSV-bestand", arguments, run),)
