"""`basislijn voorbeeld`: files with answers as examples, which are the tests of the rules."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from engine.answers import read_answers, subject_answers
from engine.case_files import Assessed, read_cases
from engine.commands.base import (
    Command,
    Options,
    Refused,
    add_content,
    add_day,
    add_topic,
    content_of,
    folder_of,
    known_subject,
    newest,
)
from engine.engine import Engine
from engine.keeping import CannotKeep, with_example
from engine.written import as_example, example_text

READ_OVER = "# Dit geven de regels nu. Lees na of het klopt, en verander wat er hoort uit te komen.\n"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `voorbeeld` takes."""
    add_topic(parser)
    parser.add_argument("bestand", type=Path, help="antwoorden, een bewaarde afweging, of een map daarmee")
    parser.add_argument("--naam", default="", help="wat dit voor geval is; anders de naam in het bestand")
    parser.add_argument(
        "--onderwerp", dest="profiel", default="", help="een bekend onderwerp, zoals platform/x"
    )
    add_day(parser)
    parser.add_argument("--voeg-toe", action="store_true", help="zet het bij de voorbeelden van de regels")
    add_content(parser)


def run(options: Options) -> int:
    """Print each assessment as an example, or add it to the examples."""
    content = content_of(options)
    key = newest(content, options.onderwerp)
    cases = _cases(options)
    with closing(Engine(content, key)) as engine:
        texts = [_text(engine, case, options) for case in cases]
    if not options.voeg_toe:
        print(READ_OVER + "\n".join(texts), end="")
        return 0
    path = folder_of(options) / f"rules/{key}.voorbeelden.yaml"
    text = path.read_text(encoding="utf-8") if path.exists() else f"voorbeelden: {key}\ngevallen:\n"
    try:
        for example in texts:
            text = with_example(text, example)
    except CannotKeep as reason:
        raise Refused(str(reason)) from None
    path.write_text(text, encoding="utf-8")
    print(f"{len(texts)} toegevoegd aan {path}. Lees na of de verwachting klopt, en draai ‘make check’.")
    return 0


def _cases(options: Options) -> list[Assessed]:
    try:
        cases = read_cases(options.bestand)
    except OSError:
        raise Refused(f"‘{options.bestand}’ is niet te lezen; kijk of de naam klopt") from None
    if not cases:
        raise Refused(f"in ‘{options.bestand}’ staat geen bestand met antwoorden; kies een andere map")
    if options.naam and len(cases) > 1:
        raise Refused(f"‘--naam’ kan bij één geval, en hier staan er {len(cases)}; laat ‘--naam’ weg")
    return cases


def _text(engine: Engine, case: Assessed, options: Options) -> str:
    subject = known_subject(engine.content, options.profiel or case.subject)
    known = engine.content.subjects.get(subject)
    base = subject_answers(engine.questionnaire, known) if known else {}
    answers = read_answers(engine.questionnaire, case.answers, base)
    on = options.peildatum or case.on or options.today
    name = options.naam or case.title or Path(case.name).stem
    return example_text(as_example(engine, answers, engine.advise(answers, on), name, subject))


COMMANDS = (Command("voorbeeld", "maak van antwoorden een voorbeeld bij de regels", arguments, run),)
