"""YAML text becomes plain values with marks; what can't be read says so in Dutch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from engine import source as source_module
from engine.diagnostics import ContentError, Diagnostic, Place
from engine.source import Source, read_source

TEXT = """\
titel: Kleine zaak
versies: [1.10, no, 08, null, ~, "null", 2026-11-23]
leeg:
vragen:
  bereik:
    vraag: "Is dit: zo?"
  - fout
"""
GOOD = TEXT.replace("  - fout\n", "  lijst:\n    - een: 1\n    - twee\n")


def refusal(raw: str | bytes) -> Diagnostic:
    """Return the first finding of a text that can't be read."""
    with pytest.raises(ContentError) as caught:
        read_source(raw, "a.yaml")
    return caught.value.diagnostics[0]


def spot(source: Source, *path: str | int, key: bool = False) -> tuple[int, int]:
    place = source.place(path, key)
    return place.line, place.column


def test_text_stays_what_is_written() -> None:
    value = read_source(GOOD, "a.yaml").value
    assert isinstance(value, dict)
    assert value["versies"] == ["1.10", "no", "08", "", "", "null", "2026-11-23"]
    assert value["leeg"] == ""
    assert list(value) == ["titel", "versies", "leeg", "vragen"]


def test_keys_and_values_know_their_place() -> None:
    source = read_source(GOOD, "a.yaml")
    assert spot(source, "titel") == (1, 8)
    assert spot(source, "titel", key=True) == (1, 1)
    assert spot(source, "versies", 1) == (2, 17)
    assert spot(source, "vragen", "bereik", "vraag") == (6, 12)
    assert spot(source, "vragen", "bereik", "vraag", key=True) == (6, 5)
    assert spot(source, "vragen", "lijst", 0, "een", key=True) == (8, 7)
    assert spot(source, "vragen", "lijst", 1) == (9, 7)


def test_a_place_in_a_list_is_the_item_also_when_a_key_is_asked_for() -> None:
    source = read_source(GOOD, "a.yaml")
    assert spot(source, "vragen", "lijst", 1, key=True) == (9, 7)


def test_a_missing_path_gives_its_nearest_parent() -> None:
    source = read_source(GOOD, "a.yaml")
    assert spot(source, "vragen", "bereik", "omdat") == (5, 3)
    assert spot(source, "vragen", "lijst", 0, "twee", "drie") == (8, 7)
    assert spot(source, "nergens") == (1, 1)


def test_a_place_prints_as_file_line_column() -> None:
    assert str(read_source(GOOD, "map/a.yaml").place(("leeg",), key=True)) == "map/a.yaml:3:1"


def test_bytes_may_start_with_a_mark_of_utf_8() -> None:
    assert read_source(b"\xef\xbb\xbfa: \xc3\xa9\n", "a.yaml").value == {"a": "é"}
    assert read_source("\ufeffa: é\n", "a.yaml").value == {"a": "é"}


def test_columns_count_letters_not_bytes() -> None:
    assert spot(read_source("{é: ü, 😀😀: ja}\n", "a.yaml"), "😀😀") == (1, 12)


INVISIBLE = "hier staat een teken dat geen tekst is; haal dit teken weg, of typ de regel opnieuw"
REFUSED = {
    "double key": (
        "a: 1\nb: 2\na: 3\n",
        "a.yaml:3:1: Y002 ‘a’ staat hier dubbel (eerder op regel 1); geef een van de twee een andere naam",
    ),
    "tab": (
        "a:\n\tb: 1\n",
        "a.yaml:2:1: Y005 hier staat een tab aan het begin van de regel; gebruik spaties om in te springen",
    ),
    "tab after spaces": (
        "a:\n  b: 1\n  \tc: 2\n",
        "a.yaml:3:3: Y005 hier staat een tab aan het begin van de regel; gebruik spaties om in te springen",
    ),
    "tag": (
        "a: !!python/object x\n",
        "a.yaml:1:4: Y003 een woord met ! ervoor kan hier niet; zet de tekst tussen aanhalingstekens",
    ),
    "anchor": (
        "a: &b c\n",
        "a.yaml:1:4: Y003 een anker met & kan hier niet; "
        "schrijf de tekst uit, of zet de tekst tussen aanhalingstekens",
    ),
    "alias": ("a: *b\n", "a.yaml:1:4: Y003 een verwijzing met * kan hier niet; schrijf de tekst uit"),
    "second document": (
        "a: 1\n---\nb: 2\n",
        "a.yaml:2:1: Y003 een tweede document (---) kan hier niet; gebruik een bestand per document",
    ),
    "list as a key": (
        "[a, b]: c\n",
        "a.yaml:1:1: Y001 hier hoort een naam, geen lijst of blok; "
        "zet tekst die met [ of { begint tussen aanhalingstekens",
    ),
    "NUL": (
        "a: 1\nb: 2\x00\n",
        f"a.yaml:2:5: Y001 {INVISIBLE}",
    ),
    "half a character": (
        "a: \ud800\n",
        f"a.yaml:1:4: Y001 {INVISIBLE}",
    ),
    "not UTF-8": (
        b"a: \xff\n",
        "a.yaml:1:1: Y001 dit bestand is geen UTF-8; bewaar het opnieuw als UTF-8",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_where_and_what_to_do(name: str) -> None:
    raw, line = REFUSED[name]
    assert refusal(raw).line == line


COLON = (
    "hier staat een dubbele punt met een spatie in een tekst; "
    "zet de hele tekst tussen dubbele aanhalingstekens"
)
NO_COLON = (
    "hier ontbreekt een dubbele punt met een spatie erna; "
    "schrijf ‘naam: tekst’, met een spatie na de dubbele punt"
)
QUOTE = (
    "hier begint een aanhalingsteken dat niet wordt gesloten; "
    "zet aan het eind van de tekst hetzelfde aanhalingsteken"
)
SPECIAL = (
    "deze tekst begint met een teken dat YAML niet als tekst leest; "
    "zet de tekst tussen dubbele aanhalingstekens"
)
INDENT = (
    "deze regel springt niet even ver in als de regels waar hij bij hoort; "
    "zet regels die bij elkaar horen precies onder elkaar"
)
AFTER = (
    "hier staat nog iets achter wat al af is, zoals een tekst tussen aanhalingstekens; "
    "zet de hele tekst tussen dubbele aanhalingstekens"
)
ESCAPE = (
    "een \\ betekent iets anders in een tekst tussen dubbele aanhalingstekens; "
    "zet de tekst tussen enkele aanhalingstekens"
)
BRACKET = (
    "de lijst tussen haken die hier begint, klopt niet; "
    "scheid met komma's, sluit de haak, en zet tekst met een komma tussen aanhalingstekens"
)
UNREADABLE = (
    "dit kan niet gelezen worden; "
    "kijk naar de inspringing, de dubbele punten en de aanhalingstekens op deze regel"
)

MISTAKES = [
    ("titel: Let op: dit telt\n", "1:14", COLON, "titel: Let op: dit telt", 14),
    ("a:\n  vraag: Is dit: zo?\n", "2:16", COLON, "  vraag: Is dit: zo?", 16),
    ('a: 1\nb: "niet dicht\nc: 2\n', "2:4", QUOTE, 'b: "niet dicht', 4),
    ("a: 'niet dicht\n", "1:4", QUOTE, "a: 'niet dicht", 4),
    ("a: @home\n", "1:4", SPECIAL, "a: @home", 4),
    ("a: `code`\n", "1:4", SPECIAL, "a: `code`", 4),
    ("a: %\n", "1:4", SPECIAL, "a: %", 4),
    ("a: |ja\n", "1:5", SPECIAL, "a: |ja", 5),
    ("a: ? b\n", "1:4", SPECIAL, "a: ? b", 4),
    ("a:\n  b: 1\n   c: 2\n", "3:4", INDENT, "   c: 2", 4),
    ("a: 1\n  b: 2\n", "2:3", INDENT, "  b: 2", 3),
    ("a:\n    b: 1\n  c: 2\n", "3:3", INDENT, "  c: 2", 3),
    ("a:\n  - b\n - c\n", "3:2", INDENT, " - c", 2),
    ("a: 1\n- b\n", "2:1", INDENT, "- b", 1),
    ("a:1\nb: 2\n", "1:1", NO_COLON, "a:1", 1),
    ("a: 1\nb\nc: 2\n", "2:1", NO_COLON, "b", 1),
    ("a: 'b' of c\n", "1:8", AFTER, "a: 'b' of c", 8),
    ("a: [b] c\n", "1:8", AFTER, "a: [b] c", 8),
    ("a: - b\n", "1:4", AFTER, "a: - b", 4),
    ("a: 1\n...\nb: 2\n", "3:1", AFTER, "b: 2", 1),
    ('a: "\\q"\n', "1:5", ESCAPE, 'a: "\\q"', 5),
    ("a: [b, c\nd: 1\n", "1:4", BRACKET, "a: [b, c", 4),
    ("a: {b: 1\n", "1:4", BRACKET, "a: {b: 1", 4),
]


@pytest.mark.parametrize(("text", "where", "message", "excerpt", "column"), MISTAKES)
def test_common_mistakes_in_plain_dutch(
    text: str, where: str, message: str, excerpt: str, column: int
) -> None:
    found = refusal(text)
    assert found.line == f"a.yaml:{where}: Y001 {message}"
    assert found.caret == f"    {excerpt}\n    {' ' * (column - 1)}^"


def test_what_the_parser_says_in_other_words_still_has_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_text: str, Loader: object) -> Iterator[Any]:  # noqa: N803
        raise yaml.YAMLError("iets heel anders")

    monkeypatch.setattr(source_module.yaml, "parse", fail)
    assert refusal("a: 1\n").line == f"a.yaml:1:1: Y001 {UNREADABLE}"


def test_every_double_key_is_reported_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        read_source("a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml")
    assert [d.place for d in caught.value.diagnostics] == [Place("a.yaml", 2, 1), Place("a.yaml", 3, 11)]


def test_every_tab_is_reported_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        read_source("a:\n\tb: 1\n\tc: 2\n", "a.yaml")
    assert [d.place.line for d in caught.value.diagnostics] == [2, 3]
