"""Hostile files are refused before anything is built, and any text is read or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine import source as source_module
from engine.diagnostics import ContentError, Diagnostic
from engine.source import MAX_BYTES, MAX_DEPTH, MAX_NODES, Source, read_source
from tests.engine.test_source import refusal


class Counting:
    """Counts the events that a text is read by, so that "at once" is a number and not a time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.events = 0
        parse = yaml.parse

        def counted(text: str, Loader: Any) -> Iterator[Any]:  # noqa: N803
            for event in parse(text, Loader=Loader):
                self.events += 1
                yield event

        monkeypatch.setattr(source_module.yaml, "parse", counted)


def bomb() -> str:
    """A text of half a page that would unfold to a billion words."""
    rows = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    return "\n".join(rows)


DEEP = f"dit is dieper genest dan {MAX_DEPTH} lagen; maak het vlakker"
LARGE = f"dit bestand is groter dan {MAX_BYTES // 1024} kB; splits het in kleinere bestanden"
MANY = f"dit bestand heeft meer dan {MAX_NODES} onderdelen; splits het in kleinere bestanden"
HOSTILE = [
    (bomb(), 5, "1:5: Y003 een anker met & kan hier niet"),
    ("[" * 200_000, 30, f"1:{MAX_DEPTH + 1}: Y004 {DEEP}"),
    ("{a: " * 100_000, 60, f"1:{4 * MAX_DEPTH + 1}: Y004 {DEEP}"),
    ("- " * 100_000, 30, f"1:{2 * MAX_DEPTH + 1}: Y004 {DEEP}"),
    ("".join(f"{' ' * i}a:\n" for i in range(500)), 60, f"{MAX_DEPTH + 1}:{MAX_DEPTH + 1}: Y004 {DEEP}"),
    ("a: b\n" * 2_000_000, 0, f"1:1: Y004 {LARGE}"),
    (b"\x00" * 10_000_000, 0, f"1:1: Y004 {LARGE}"),
    ("[" + "a," * 200_000 + "]", MAX_NODES + 3, f"1:{2 * MAX_NODES - 2 + 2}: Y004 {MANY}"),
]


@pytest.mark.parametrize(("raw", "most", "line"), HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.timeout(10)
def test_a_hostile_file_is_refused_after_its_first_bytes(
    raw: str | bytes, most: int, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(monkeypatch)
    found = refusal(raw)
    assert found.line.startswith(f"a.yaml:{line}")
    assert counting.events <= most


def test_the_deepest_and_the_largest_that_may_be() -> None:
    assert read_source("[" * MAX_DEPTH + "]" * MAX_DEPTH, "a.yaml").value is not None
    assert refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).code == "Y004"
    full = "a: " + "b" * (MAX_BYTES - 4) + "\n"
    assert len(full) == MAX_BYTES
    assert read_source(full, "a.yaml").value == {"a": full[3:-1]}
    assert refusal(full + " ").code == "Y004"


# -- any text -------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["a: ", "b:", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", '"', "'", "#", "&x", "*x", "!t",
     "|", ">", "\t", "%", "@", "? ", "---\n", "...\n", "é", "\x00", "\u2028", "\x85", "\r", "\\", "<<: "]
)  # fmt: skip
ANY = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


def check_text(raw: str | bytes, text: str) -> None:
    """Reading gives plain values with marks inside the file, or findings inside the file."""
    rows = text.splitlines() or [""]
    found: tuple[Diagnostic, ...] = ()
    try:
        source = read_source(raw, "a.yaml")
    except ContentError as error:
        found = error.diagnostics
    if not found:
        check_marks(source)
    for finding in found:
        assert 1 <= finding.place.line <= len(rows)
        assert 1 <= finding.place.column <= len(rows[finding.place.line - 1]) + 1
        assert finding.message
        assert finding.hint


def check_marks(source: Source) -> None:
    for path, (line, column) in (*source.marks.items(), *source.key_marks.items()):
        assert line >= 1
        assert column >= 1
        assert source.place(path).file == "a.yaml"
    assert_plain(source.value)


def assert_plain(value: object) -> None:
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        for part in value.values():
            assert_plain(part)
    elif isinstance(value, list):
        for part in value:
            assert_plain(part)
    else:
        assert isinstance(value, str)


@given(ANY)
def test_any_text_is_read_or_refused_inside_the_file(text: str) -> None:
    check_text(text, text)


@given(st.binary())
def test_any_bytes_are_read_or_refused_inside_the_file(raw: bytes) -> None:
    check_text(raw, raw.decode("utf-8-sig", "replace"))


@given(st.dictionaries(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1), st.text()))
def test_quoted_text_comes_back_as_it_was(value: dict[str, str]) -> None:
    text = json.dumps(value, ensure_ascii=True)
    if "\\ud" not in text:  # YAML has no halves of characters
        assert read_source(text, "a.yaml").value == value
