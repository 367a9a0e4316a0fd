"""`basislijn nieuw`: the next version of a topic, or a new known subject. It never overwrites a file."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from engine.commands.base import (
    Command,
    Options,
    Refused,
    add_content,
    choice,
    content_of,
    folder_of,
)
from engine.load import Content, version_of
from engine.models import Question
from engine.scalars import TOPIC

HEADS = ("vragenlijst", "basislijn", "regels", "voorbeelden", "uitvoer")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `nieuw` takes."""
    parser.add_argument("wat", metavar="VRAGENLIJST", help="zoals sociale-media; of het woord ‘onderwerp’")
    parser.add_argument("naam", nargs="?", default="", help="bij ‘onderwerp’: zoals platform/mastodon")
    add_content(parser)


def run(options: Options) -> int:
    """Write the files and say which."""
    content, root = content_of(options), folder_of(options)
    if options.wat == "onderwerp":
        texts = _subject(content, options.naam)
    elif options.naam:
        raise Refused("schrijf ‘basislijn nieuw VRAGENLIJST’ of ‘basislijn nieuw onderwerp SOORT/NAAM’")
    else:
        texts = next_version(content, options.wat)
    taken = [name for name in texts if (root / name).exists()]
    if taken:
        raise Refused(f"‘{taken[0]}’ bestaat al; Basislijn overschrijft niets")
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        print(f"Gemaakt: {name}")
    if options.wat != "onderwerp":
        print("Draai nog ‘make documentatie’; dan vult uw editor ook hier namen en antwoorden aan.")
        topic = options.wat.partition("/")[0]
        readers = {p.slug for p in content.publications.values() if p.ruleset.partition("/")[0] == topic}
        for name in sorted(readers):
            print(f"De uitvoer ‘{name}’ leest nog de vorige regels: draai ‘basislijn nieuw {name}’.")
    return 0


# -- the next version -------------------------------------------------------------------------------------


def next_version(content: Content, topic: str) -> dict[str, str]:
    """Return the text of each file of the next version of a topic, by its name.

    The questionnaire, rules and examples of the newest version are copied, with their layout and remarks;
    only the names of the version change. A baseline or a publication has one file.
    """
    topic = topic.partition("/")[0]
    keys = [key for kind, key in content.files if kind in HEADS and key.rpartition("/")[0] == topic]
    if not keys:
        known = dict.fromkeys(key.rpartition("/")[0] for kind, key in content.files if kind in HEADS)
        raise Refused(f"de vragenlijst ‘{topic}’ bestaat niet; {choice(topic, known)}")
    old = max(keys, key=version_of)
    new = f"{topic}/v{version_of(old) + 1}"
    if not TOPIC.fullmatch(new):
        raise Refused(f"‘{new}’ kan geen versie zijn")
    sources = [source for (kind, key), source in content.files.items() if kind in HEADS and key == old]
    return {
        _renamed(source.file, old, new): "\n".join(_next_line(line, old, new) for line in source.lines) + "\n"
        for source in sources
    }


def _renamed(file: str, old: str, new: str) -> str:
    return file.replace(f"/{old}.", f"/{new}.")


def _next_line(line: str, old: str, new: str) -> str:
    """Return a line in which the name of the version, at the head of a file, is the next one."""
    if line.startswith("# yaml-language-server:"):
        return line.replace(old.replace("/", "-"), new.replace("/", "-"))
    if re.match(rf"({'|'.join(HEADS)}):\s", line):
        return re.sub(rf"(?<=[\s\"']){re.escape(old)}(?![\w-])", new, line)
    return line


# -- a new subject ----------------------------------------------------------------------------------------


def _subject(content: Content, name: str) -> dict[str, str]:
    """Return the text of a profile in which every fact is still to be filled in."""
    kind, _, short = name.partition("/")
    newest_last = sorted(content.questionnaires, key=version_of)
    forms = {
        f.subject_kind: f for f in map(content.questionnaires.__getitem__, newest_last) if f.subject_kind
    }
    if kind not in forms:
        raise Refused(f"de soort ‘{kind}’ bestaat niet; {choice(kind, forms)}")
    if not _NAME.fullmatch(short):
        raise Refused(f"‘{short}’ kan geen naam zijn; gebruik kleine letters, cijfers en -")
    form = forms[kind]
    questions = {key: q for key, q in form.questions.items() if q.about == "onderwerp"}
    title = short.replace("-", " ").capitalize()
    head = [
        f"# yaml-language-server: $schema=../../../docs/schemas/{form.id.replace('/', '-')}.json",
        "onderwerp:",
        f"  soort: {kind}",
        f"  naam: {title}",
        "  status: illustratief",
        "",
        "# Haal bij elk feit dat u kunt aanwijzen de hekjes weg, ook bij ‘feiten:’, en vul het in.",
        "# feiten:",
    ]
    rows = [line for key, question in questions.items() for line in _fact(key, question)]
    return {
        str(Path("questionnaires/onderwerpen") / kind / f"{short}.yaml"): "\n".join([*head, *rows]) + "\n"
    }


def _fact(key: str, question: Question) -> list[str]:
    known = ", ".join(question.options) or question.kind
    return [
        f"  # {question.code}: {question.text}",
        f"  # {key}:",
        f"  #   antwoord: een van {known}",
        "  #   bron: waar dit vandaan komt",
        "  #   peildatum: de dag waarop het klopte, zoals 2026-06-01",
    ]


COMMANDS = (Command("nieuw", "maak de volgende versie, of een nieuw onderwerp", arguments, run),)
