"""YAML text to plain values with marks.

Every scalar stays the text that is written (`1.10`, `no` and `08` mean what they say), mappings
keep their order, and each value knows its line and column. Tags, anchors, aliases, tabs in the
indentation, double keys, deep nesting and large files are refused before anything is built from
them, so a hostile file costs no more than reading its first bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from engine.diagnostics import ContentError, Diagnostic, Place

Path = tuple[str | int, ...]
Value = str | list["Value"] | dict[str, "Value"]

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 40_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Source:
    """One YAML file as plain values.

    `marks` gives the place of each value, `key_marks` the place of each key, both by path.
    """

    file: str
    value: Value
    marks: Mapping[Path, tuple[int, int]] = field(repr=False)
    key_marks: Mapping[Path, tuple[int, int]] = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    def place(self, path: Path, key: bool = False) -> Place:
        """Return where `path` stands; a missing path gives its nearest parent."""
        while path and path not in self.marks and path not in self.key_marks:
            path, key = path[:-1], True
        table = self.key_marks if key and path in self.key_marks else self.marks
        line, column = table.get(path, (1, 1))
        return Place(self.file, line, column)

    def diagnostic(
        self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Diagnostic:
        """Return a finding at `path` (at its key when `key`), with the source line."""
        place = self.place(path, key)
        return Diagnostic(place, code, message, hint, _line(self.lines, place.line))


def read_source(raw: str | bytes, file: str) -> Source:
    """Read one YAML document.

    Args:
        raw: the text, or its bytes in UTF-8.
        file: the name to show in messages.

    Raises:
        ContentError: with every finding in this file.
    """
    text = _text(raw, file)
    _refuse_invisible(text, file)
    lines = tuple(text.splitlines())
    tabs = [
        _finding(
            file,
            lines,
            number,
            len(line) - len(line.lstrip()),
            "Y005",
            "hier staat een tab aan het begin van de regel",
            "gebruik spaties om in te springen",
        )
        for number, line in enumerate(lines, 1)
        if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabs:
        raise ContentError(tabs)
    composer = _Composer(file, lines)
    try:
        composer.run(yaml.parse(text, Loader=_Loader))
    except yaml.YAMLError as error:
        composer.findings.append(_syntax_finding(error, file, lines))
    except _TooMuch:
        pass  # the finding was recorded where the limit was passed
    if composer.findings:
        raise ContentError(composer.findings)
    return Source(file, composer.value, composer.marks, composer.key_marks, lines)


def _text(raw: str | bytes, file: str) -> str:
    if len(raw) > MAX_BYTES:
        size = f"{MAX_BYTES // 1024} kB"
        raise ContentError(
            [
                Diagnostic(
                    Place(file),
                    "Y004",
                    f"dit bestand is groter dan {size}",
                    "splits het in kleinere bestanden",
                )
            ]
        )
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ContentError(
            [Diagnostic(Place(file), "Y001", "dit bestand is geen UTF-8", "bewaar het opnieuw als UTF-8")]
        ) from None


def _refuse_invisible(text: str, file: str) -> None:
    found = _NOT_TEXT.search(text)
    if found is None:
        return
    rows = (text[: found.start()] + "?").splitlines()
    hint = "haal dit teken weg, of typ de regel opnieuw"
    place = Place(file, len(rows), len(rows[-1]))
    raise ContentError([Diagnostic(place, "Y001", "hier staat een teken dat geen tekst is", hint)])


class _TooMuch(Exception):
    """A limit was passed; reading stops at once."""


class _Composer:
    """Builds plain values from YAML events, without recursion."""

    def __init__(self, file: str, lines: tuple[str, ...]) -> None:
        self.file, self.lines = file, lines
        self.value: Value = ""
        self.marks: dict[Path, tuple[int, int]] = {}
        self.key_marks: dict[Path, tuple[int, int]] = {}
        self.findings: list[Diagnostic] = []
        self._stack: list[tuple[Path, dict[str, Value] | list[Value]]] = []
        self._key: list[str | None] = []
        self._nodes = 0
        self._documents = 0

    def run(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._refuse_marks(event)
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._refuse_marks(event)
                self._open(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._stack.pop()
                self._key.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._stop(event, "Y003", "een verwijzing met * kan hier niet", "schrijf de tekst uit")
            elif isinstance(event, yaml.DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    self._stop(
                        event,
                        "Y003",
                        "een tweede document (---) kan hier niet",
                        "gebruik een bestand per document",
                    )

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(
                event,
                "Y004",
                f"dit bestand heeft meer dan {MAX_NODES} onderdelen",
                "splits het in kleinere bestanden",
            )
        if event.anchor is not None:
            self._stop(
                event,
                "Y003",
                "een anker met & kan hier niet",
                "schrijf de tekst uit, of zet de tekst tussen aanhalingstekens",
            )
        if event.tag is not None:
            self._stop(
                event, "Y003", "een woord met ! ervoor kan hier niet", "zet de tekst tussen aanhalingstekens"
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._stack and isinstance(self._stack[-1][1], dict) and self._key[-1] is None:
            self._take_key(event)
            return
        plain_null = event.implicit[0] and event.value in ("~", "null")
        self._put("" if plain_null else event.value, event)

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        path, holder = self._stack[-1]
        here = (*path, event.value)
        if event.value in holder:
            first = self.key_marks[here][0]
            self._note(
                event,
                "Y002",
                f"‘{event.value}’ staat hier dubbel (eerder op regel {first})",
                "geef een van de twee een andere naam",
            )
        else:
            self.key_marks[here] = _spot(event)
        self._key[-1] = event.value

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop(event, "Y004", f"dit is dieper genest dan {MAX_DEPTH} lagen", "maak het vlakker")
        if self._stack and isinstance(self._stack[-1][1], dict) and self._key[-1] is None:
            self._stop(
                event,
                "Y001",
                "hier hoort een naam, geen lijst of blok",
                "zet tekst die met [ of { begint tussen aanhalingstekens",
            )
        holder: dict[str, Value] | list[Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(holder, event)
        self._stack.append((path, holder))
        self._key.append(None)

    def _put(self, value: Value, event: yaml.NodeEvent) -> Path:
        path: Path = ()
        if not self._stack:
            self.value = value
        else:
            parent, holder = self._stack[-1]
            if isinstance(holder, list):
                path = (*parent, len(holder))
                holder.append(value)
            else:
                key = self._key[-1]
                assert key is not None
                path = (*parent, key)
                holder[key] = value
                self._key[-1] = None
        self.marks[path] = _spot(event)
        return path

    def _note(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        line, column = _spot(event)
        self.findings.append(_finding(self.file, self.lines, line, column, code, message, hint))

    def _stop(self, event: yaml.Event, code: str, message: str, hint: str) -> None:
        self._note(event, code, message, hint)
        raise _TooMuch


def _spot(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _line(lines: tuple[str, ...], number: int) -> str:
    return lines[number - 1][:160] if 0 < number <= len(lines) else ""


def _finding(
    file: str, lines: tuple[str, ...], line: int, column: int, code: str, message: str, hint: str
) -> Diagnostic:
    return Diagnostic(Place(file, line, max(column, 1)), code, message, hint, _line(lines, line))


# What the parser says (parts of its messages), and what that means to somebody who never saw YAML.
_SPECIAL = (
    "deze tekst begint met een teken dat YAML niet als tekst leest",
    "zet de tekst tussen dubbele aanhalingstekens",
)
_COLON = (
    "hier staat een dubbele punt met een spatie in een tekst",
    "zet de hele tekst tussen dubbele aanhalingstekens",
)
_NO_COLON = (
    "hier ontbreekt een dubbele punt met een spatie erna",
    "schrijf ‘naam: tekst’, met een spatie na de dubbele punt",
)
_INDENT = (
    "deze regel springt niet even ver in als de regels waar hij bij hoort",
    "zet regels die bij elkaar horen precies onder elkaar",
)
_AFTER = (
    "hier staat nog iets achter wat al af is, zoals een tekst tussen aanhalingstekens",
    "zet de hele tekst tussen dubbele aanhalingstekens",
)
_ESCAPE = (
    "een \\ betekent iets anders in een tekst tussen dubbele aanhalingstekens",
    "zet de tekst tussen enkele aanhalingstekens",
)
_QUOTE = (
    "hier begint een aanhalingsteken dat niet wordt gesloten",
    "zet aan het eind van de tekst hetzelfde aanhalingsteken",
)
_BRACKET = (
    "de lijst tussen haken die hier begint, klopt niet",
    "scheid met komma's, sluit de haak, en zet tekst met een komma tussen aanhalingstekens",
)
_UNREADABLE = (
    "dit kan niet gelezen worden",
    "kijk naar de inspringing, de dubbele punten en de aanhalingstekens op deze regel",
)
_SYNTAX = (
    (("mapping values are not allowed",), _COLON),
    (("could not find expected ':'",), _NO_COLON),
    (("unknown escape", "hexdecimal", "Unicode character escape"), _ESCAPE),
    (("unexpected end of stream", "quoted scalar"), _QUOTE),
    (("flow sequence", "flow mapping"), _BRACKET),
    (("cannot start any token", "alphabetic or numeric", "directive", "did not find URI"), _SPECIAL),
    (("block scalar", "mapping keys are not allowed"), _SPECIAL),
    (("expected key", "expected '-'", "block sequence entries", "block mapping"), _INDENT),
    (("expected <document start>",), _AFTER),
)


def _syntax_finding(error: yaml.YAMLError, file: str, lines: tuple[str, ...]) -> Diagnostic:
    problem = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    words = next((w for parts, w in _SYNTAX if any(part in problem for part in parts)), _UNREADABLE)
    if words in (_NO_COLON, _QUOTE, _BRACKET) and getattr(error, "context_mark", None):
        mark = error.context_mark  # type: ignore[attr-defined]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if line > len(lines):  # the end of the file
        line, column = max(len(lines), 1), len(lines[-1]) + 1 if lines else 1
    before = _line(lines, line)[: column - 1]
    if words is _COLON and ": " not in before:
        words, line, column = _without_colon(lines, line, column)
    elif words is _INDENT and before.strip():
        words = _AFTER
    return _finding(file, lines, line, column, "Y001", *words)


def _without_colon(lines: tuple[str, ...], line: int, column: int) -> tuple[tuple[str, str], int, int]:
    """The colon belongs to a name of its own: this line stands too deep, or the line above has no colon."""

    def start(number: int) -> int:
        return len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1

    above = next((n for n in range(line - 1, 0, -1) if lines[n - 1].strip()), 0)
    if not above:
        return _COLON, line, column
    return (_NO_COLON, above, start(above)) if start(above) >= start(line) else (_INDENT, line, start(line))
