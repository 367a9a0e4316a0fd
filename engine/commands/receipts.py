"""`basislijn kwitantie` and `basislijn controleer`: make a receipt, and compute it again."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from engine.canonical import dump
from engine.commands.advise import add_answers, read_request
from engine.commands.base import (
    Command,
    Options,
    Refused,
    add_content,
    add_topic,
    choice,
    content_of,
    read_bytes,
)
from engine.engine import Engine
from engine.load import Content
from engine.receipt import make_receipt
from engine.replay import Receipt, Replay, read_receipt, replay


def make_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `kwitantie` takes."""
    add_topic(parser)
    add_answers(parser)
    parser.add_argument(
        "--met-notities",
        action="store_true",
        help="neem notities en vrije teksten mee; daar kunnen persoonsgegevens in staan",
    )
    add_content(parser)


def make(options: Options) -> int:
    """Print a receipt."""
    content = content_of(options)
    request = read_request(content, options)
    with closing(Engine(content, request.ruleset)) as engine:
        answers = request.answers(engine)
        receipt = make_receipt(engine, answers, request.on, request.subject, notes=options.met_notities)
    sys.stdout.write(dump(receipt).decode("utf-8"))
    return 0


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `controleer` takes."""
    parser.add_argument("bestand", nargs="+", help="een kwitantie; - leest van de standaardinvoer")
    add_content(parser)


def verify(options: Options) -> int:
    """Compute receipts again; say what differs."""
    content = content_of(options)
    receipts = [(name, read_receipt(read_bytes(name), Path(name).name)) for name in options.bestand]
    for _, receipt in receipts:
        if receipt.questionnaire not in content.rulesets:
            known = choice(receipt.questionnaire, content.rulesets)
            raise Refused(f"de vragenlijst ‘{receipt.questionnaire}’ van deze kwitantie is er niet; {known}")
    outcomes = [(name, receipt, _replayed(content, receipt)) for name, receipt in receipts]
    print("\n\n".join(_text(name, receipt, found) for name, receipt, found in outcomes))
    return 1 if any(found.differs for _, _, found in outcomes) else 0


def _replayed(content: Content, receipt: Receipt) -> Replay:
    with closing(Engine(content, receipt.questionnaire)) as engine:
        return replay(content, receipt, engine)


def _text(name: str, receipt: Receipt, found: Replay) -> str:
    about = f"{receipt.questionnaire}, {receipt.day}, inhoud {receipt.contents.hash[:12]}"
    if not found.differs:
        lines = [f"{name}: de kwitantie klopt. Opnieuw berekend is het resultaat hetzelfde."]
    else:
        lines = [f"{name}: de kwitantie klopt niet met wat hier staat.", *(f"- {d}." for d in found.differs)]
    return "\n".join([*lines, *(f"Let op: {remark}." for remark in found.remarks), about])


COMMANDS = (
    Command("kwitantie", "maak een kwitantie bij een bestand met antwoorden", make_arguments, make),
    Command("controleer", "reken een kwitantie na", verify_arguments, verify),
)
