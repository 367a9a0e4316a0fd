"""What sub-commands share: how they are described, and how they read content, answers and dates."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.checks import check_names
from engine.diagnostics import ContentError, suggest
from engine.load import Content, content_root, load_content, version_of

Options = argparse.Namespace


class Refused(Exception):
    """Input that can't be used; the message says what to do."""


@dataclass(frozen=True)
class Command:
    """A sub-command.

    arguments: adds its arguments to a parser.
    run: does the work and returns the exit status: 0 good, 1 findings, 2 input that can't be used.
        Its options also hold `today`, the only place where a command finds the date.
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Options], int]


def add_content(parser: argparse.ArgumentParser) -> None:
    """Add the option that points to the content."""
    parser.add_argument("--inhoud", type=Path, help="map met questionnaires/ en rules/")


def add_topic(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names a questionnaire, with or without a version."""
    parser.add_argument("onderwerp", metavar="VRAGENLIJST", help="zoals sociale-media of sociale-media/v1")


def add_day(parser: argparse.ArgumentParser) -> None:
    """Add the option that sets the date of the advice."""
    parser.add_argument(
        "--peildatum", type=day, help="datum van het advies, zoals 2026-11-23; anders vandaag"
    )


def day(text: str) -> date:
    """Return a date that was typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"‘{text}’ is geen datum; schrijf bijvoorbeeld 2026-11-23") from None


def folder_of(options: Options) -> Path:
    """Return the folder with the content that the options point to."""
    root: Path = options.inhoud or content_root()
    return existing(root)


def existing(root: Path) -> Path:
    """Return a folder with content that exists."""
    if not root.is_dir():
        raise Refused(f"‘{root}’ is geen map; wijs de map aan waarin questionnaires/ en rules/ staan")
    return root


def content_in(root: Path) -> Content:
    """Return content whose names are right.

    Raises:
        ContentError: with every finding.
    """
    content = load_content(existing(root))
    findings = check_names(content)
    if findings:
        raise ContentError(findings)
    return content


def content_of(options: Options) -> Content:
    """Return the content that the options point to."""
    return content_in(folder_of(options))


def newest(content: Content, topic: str) -> str:
    """Return the id of a rule set: the one named, or the newest version of a topic."""
    versions = [key for key in content.rulesets if topic in (key, key.rpartition("/")[0])]
    if not versions:
        topics = [*content.rulesets, *(key.rpartition("/")[0] for key in content.rulesets)]
        raise Refused(f"de vragenlijst ‘{topic}’ bestaat niet; {choice(topic, topics)}")
    return max(versions, key=version_of)


def known_subject(content: Content, subject: str) -> str:
    """Return the id of a known subject, or nothing when none is named."""
    if subject and subject not in content.subjects:
        raise Refused(f"het onderwerp ‘{subject}’ is niet bekend; {choice(subject, content.subjects)}")
    return subject


def choice(word: str, known: Iterable[str]) -> str:
    """Return what to write instead of a word that is not known."""
    words = list(known)
    return suggest(word, words) or f"kies uit: {', '.join(words)}"


def read_bytes(name: str) -> bytes:
    """Return the bytes of a file; `-` is the standard input."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError:
        raise Refused(f"‘{name}’ is niet te lezen; kijk of de naam klopt") from None
