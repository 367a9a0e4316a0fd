"""`basislijn uitvoer`: a file with answers as a draft in the fields of a publication standard."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path

from engine.answer_file import AnswerFile, read_answer_file
from engine.answers import read_answers, subject_answers
from engine.commands.advise import add_answers
from engine.commands.base import (
    Command,
    Options,
    Refused,
    add_content,
    choice,
    content_of,
    known_subject,
    read_bytes,
)
from engine.engine import Engine
from engine.load import Content, version_of
from engine.publication import About, Draft, Entry, draft
from engine.publication_models import Publication
from engine.publication_text import draft_csv, draft_json, draft_text, why

FORMS = {"tekst": draft_text, "json": draft_json, "csv": draft_csv}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `uitvoer` takes."""
    parser.add_argument("uitvoer", metavar="UITVOER", help="zoals algoritmeregister of algoritmeregister/v1")
    add_answers(parser)
    parser.add_argument("--naam", default="", help="de naam van het onderwerp; anders die uit het bestand")
    parser.add_argument("--organisatie", default="", help="de naam van uw organisatie")
    parser.add_argument("--vorm", choices=FORMS, default="tekst", help="vorm van de uitvoer")
    add_content(parser)


def run(options: Options) -> int:
    """Print the draft; 1 means that something is missing, which is told on the error stream."""
    content = content_of(options)
    file = read_answer_file(read_bytes(options.bestand), Path(options.bestand).name)
    subject = known_subject(content, options.profiel or file.subject)
    on, about = options.peildatum or file.day or options.today, About(options.naam, options.organisatie)
    made = draft_of(content, _publication(content, options.uitvoer), file, subject, on, about)
    sys.stdout.write(FORMS[options.vorm](made))
    if options.vorm != "tekst":
        _tell(made.missing)
    return 1 if made.missing else 0


def draft_of(
    content: Content, publication: Publication, file: AnswerFile, subject: str, on: date, about: About
) -> Draft:
    """Return the draft that goes with a file with answers; it names the subject, unless `about` does."""
    profile = content.subjects[subject] if subject else None
    with closing(Engine(content, publication.ruleset)) as engine:
        base = subject_answers(engine.questionnaire, profile) if profile else {}
        assessment = engine.assess(read_answers(engine.questionnaire, file.answers, base), on)
        name = about.name or file.title or (profile.name if profile else "")
        reach = engine.possible(assessment)
        return draft(engine, publication, assessment, reach, about._replace(name=name))


def _publication(content: Content, name: str) -> Publication:
    found = [row for key, row in content.publications.items() if name in (key, row.slug)]
    if not found:
        known = [*content.publications, *(row.slug for row in content.publications.values())]
        raise Refused(f"de uitvoer ‘{name}’ bestaat niet; {choice(name, known)}")
    return max(found, key=lambda row: version_of(row.id))


def _tell(missing: Iterable[Entry]) -> None:
    for entry in missing:
        print(f"{entry.title} ({entry.key}): {why(entry)}", file=sys.stderr)


COMMANDS = (Command("uitvoer", "maak een concept voor een openbaar register", arguments, run),)
