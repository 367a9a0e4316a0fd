"""One more example in a file with examples; what stands there stays as it is, remarks included."""

from __future__ import annotations

from engine.cases import Examples
from engine.keywords import build
from engine.source import Source, read_source

FILE = "voorbeelden"


class CannotKeep(Exception):
    """The example can't be added; the message says what to do."""


def with_example(text: str, example: str) -> str:
    """Return the text of a file with examples with one more, after the last.

    Args:
        text: the file.
        example: the example as `written.example_text` gives it.

    Raises:
        CannotKeep: when the file is written in a way that does not take it, or has the name already.
        ContentError: when the file can't be read.
    """
    source = read_source(text, FILE)
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    at = _end(source, len(lines))
    indent = _indent(source)
    added = [f"{indent}{line[2:]}" for line in example.splitlines(keepends=True)]
    result = "".join([*lines[:at], *added, *lines[at:]])
    names = [case.name for case in _read(result).cases]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise CannotKeep(f"er is al een voorbeeld met de naam ‘{twice}’; geef een andere met ‘--naam’")
    return result


def _end(source: Source, last: int) -> int:
    """Return after which line the list of cases ends, remarks above the next block left out."""
    start = source.key_marks.get(("gevallen",))
    if start is None:
        raise CannotKeep("in het bestand met voorbeelden ontbreekt ‘gevallen:’; zet dat woord erin")
    below = sorted(line for path, (line, _) in source.key_marks.items() if len(path) == 1 and line > start[0])
    end = below[0] - 1 if below else last
    while end > start[0] and not source.lines[end - 1].strip():
        end -= 1
    while below and end > start[0] and source.lines[end - 1].startswith("#"):
        end -= 1
    return end


def _indent(source: Source) -> str:
    """Return what stands before the dash of a case."""
    first = source.marks.get(("gevallen", 0))
    if first is None and source.value["gevallen"] == "":  # type: ignore[call-overload,index]
        return "  "
    if first is None:
        raise CannotKeep("schrijf ‘gevallen:’ zonder iets erachter; de gevallen komen eronder")
    before, dash, _ = source.lines[first[0] - 1].partition("-")
    if not dash or before.strip():
        raise CannotKeep("schrijf ‘gevallen’ eerst als een lijst, met een streepje per geval")
    return before


def _read(text: str) -> Examples:
    examples, findings = build(Examples, read_source(text, FILE))
    if examples is None or findings:
        raise CannotKeep("het bestand met voorbeelden is niet in orde; draai eerst ‘basislijn check’")
    return examples
