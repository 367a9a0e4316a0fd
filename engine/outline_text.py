"""The outline of a rule set as text that one reads from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from engine.outline import Line, Outline, Part, PrinciplePart

WIDTH = 100


def outline_text(outline: Outline) -> str:
    """Return all rules in plain Dutch."""
    blocks = (
        [outline.title, "=" * len(outline.title)],
        _section("Drempels", (f"{name}: {value}" for name, value in outline.thresholds)),
        _section("Oordelen en hun punten", (f"{name}: {value}" for name, value in outline.scale)),
        _heading("Hoe het advies volgt: de eerste trede die klopt, geldt"),
        [line for number, rung in enumerate(outline.ladder, 1) for line in _line(rung, f"{number}. ", "")],
        _heading("Wat uit de antwoorden volgt"),
        _parts(outline.facts),
        _heading("Wat de basislijn vraagt"),
        [line for principle in outline.principles for line in _principle(principle)],
        _heading("Wat altijd gezegd wordt"),
        _parts(outline.signals),
        _heading("Wat gezegd wordt als er weinig bekend is"),
        _parts(outline.reservations),
        _heading("Wat u doet"),
        _parts(outline.measures),
    )
    return "\n".join(line for block in blocks for line in block)


def _heading(title: str) -> list[str]:
    return ["", title, "-" * len(title)]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return [*_heading(title), *(f"- {line}" for line in lines)]


def _principle(principle: PrinciplePart) -> Iterator[str]:
    share = str(principle.share).replace(".", ",")
    yield ""
    yield f"{principle.title} (gewicht {principle.weight}, {share} procent)"
    yield from wrap(principle.explanation, WIDTH)
    for criterion in principle.criteria:
        yield from _part(criterion, "  ")


def _parts(parts: Iterable[Part]) -> list[str]:
    return [line for part in parts for line in _part(part, "")]


def _part(part: Part, indent: str) -> Iterator[str]:
    note = f" {part.note}" if part.note else ""
    title = part.title if part.title.endswith((".", "?", "!")) else f"{part.title}."
    yield ""
    yield from _wrapped(f"{title}{note}", indent, "")
    for line in part.lines:
        yield from _line(line, "- ", f"{indent}  ")


def _line(line: Line, mark: str, indent: str) -> Iterator[str]:
    always = line.when.startswith("in alle")
    several = line.when.removeprefix("een van deze: ")
    either = f"als een van deze klopt: {several}" if several != line.when else f"als: {line.when}"
    when = line.when if always else either
    text = f"{line.then}, {when}" if line.then else when
    because = f" {line.because}" if line.because else ""
    yield from _wrapped(f"{text[:1].upper()}{text[1:]}.{because}", indent, mark)


def _wrapped(text: str, indent: str, mark: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent + mark, subsequent_indent=indent + " " * len(mark))
