"""`basislijn toon`: the rules as text, as tables and as a graph; what they say is what the rules say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from engine.cli import main
from engine.desugar import compile_program
from engine.graph import Graph, graph, graph_text
from engine.graph_svg import graph_svg
from engine.load import Content, load_content
from engine.outline import outline
from engine.outline_text import WIDTH, outline_text
from engine.program import looks_at
from engine.tables import Table, blocks, markdown, tables
from tests.conftest import ROOT
from tests.engine.klein import HOME, RULES, load, small

SVG = "{http://www.w3.org/2000/svg}"
BOTH = [(HOME, "klein/v1"), (ROOT, "sociale-media/v1")]


def graph_of(content: Content, key: str = "klein/v1") -> Graph:
    return graph(content, compile_program(content, key))


# --- text -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("root", "key"), BOTH)
def test_every_title_and_reason_stands_in_the_text(root: Path, key: str) -> None:
    content = load_content(root)
    rules = content.rulesets[key]
    text = " ".join(outline_text(outline(content, key)).split())
    for part in (*rules.facts.values(), *rules.criteria.values(), *rules.signals.values()):
        assert part.title in text
    reasons = [rule.because for fact in rules.facts.values() for rule in fact.rules]
    reasons += [row.because for c in rules.criteria.values() for row in (*c.rules, *c.verdicts.values())]
    reasons += [rung.because for rung in rules.ladder]
    for reason in reasons:
        assert " ".join(reason.split()) in text


def test_the_text_to_the_letter() -> None:
    lines = outline_text(outline(small(), "klein/v1")).splitlines()
    start = lines.index("Hoe het advies volgt: de eerste trede die klopt, geldt")
    assert lines[start + 2 : start + 7] == [
        "1. Niet gebruiken, als: er is een blokkade. De tijdlijn is vast.",
        "2. Soms gebruiken, binnen 6 maanden, als: het aantal beginselen onder de basislijn is minstens 1. "
        "Er",
        "   wordt een beginsel gemist.",
        "3. Gebruiken, als: de score is minstens 80 (ruim). De score is ruim.",
        "4. Soms gebruiken, in alle andere gevallen. De score is niet ruim.",
    ]
    assert max(map(len, lines)) <= WIDTH


# --- tables ---------------------------------------------------------------------------------------------


def table(content: Content, key: str) -> Table:
    return next(t for t in tables(content, "klein/v1") if t.id == key)


def test_a_table_has_a_column_for_all_that_is_looked_at() -> None:
    assert table(small(), "nodig") == Table(
        "nodig",
        "Kenmerk: Nodig",
        "De eerste rij die klopt, geldt.",
        ("nr", "A2. Bereikt u inwoners?", "A3. Waarvoor gebruikt u het?", "dan", "omdat"),
        (
            ("1", "Ja", "Nieuws of Hulp", "hoog", "U bereikt inwoners met nieuws of hulp."),
            ("2", "–", "–", "laag", "U bereikt hier niemand met nieuws of hulp."),
        ),
    )


def test_the_ladder_is_a_table() -> None:
    found = table(small(), "ladder")
    assert found.columns == (
        "nr",
        "de blokkade",
        "het aantal beginselen onder de basislijn",
        "de score",
        "dan",
        "omdat",
    )
    assert found.rows[1:3] == (
        ("2", "–", "minstens 1", "–", "Soms gebruiken, binnen 6 maanden", "Er wordt een beginsel gemist."),
        ("3", "–", "–", "minstens 80 (ruim)", "Gebruiken", "De score is ruim."),
    )


def test_or_gives_a_row_for_each_block_and_the_rest_its_own_column(tmp_path: Path) -> None:
    old = "      - als: {bereik: ja, doel: [nieuws, hulp]}\n"
    new = (
        "      - als:\n"
        "          - {bereik: ja, uren: {minstens: 4, hoogstens: 8}}\n"
        "          - {doel: {aantal: {minstens: veel}}, niet: {account: nieuw}}\n"
    )
    found = table(load(tmp_path, (RULES, old, new)), "nodig")
    assert found.columns[1:-2] == (
        "A2. Bereikt u inwoners?",
        "A4. Hoeveel uur per week is er tijd?",
        "A3. Waarvoor gebruikt u het?",
        "verder",
    )
    assert [row[:5] for row in found.rows] == [
        ("1", "Ja", "minstens 4 en hoogstens 8", "–", "–"),
        (
            "1",
            "–",
            "–",
            "aantal: minstens 2 (veel)",
            "niet: (het antwoord op “Hebt u al een account?” is “Nog niet”)",
        ),
        ("2", "–", "–", "–", "–"),
    ]


def test_lists_within_lists_become_blocks() -> None:
    assert blocks([{"a": "1"}, [{"b": "2"}, {"c": "3"}]]) == [{"a": "1"}, {"b": "2"}, {"c": "3"}]


@pytest.mark.parametrize(("root", "key"), BOTH)
def test_tables_are_whole(root: Path, key: str) -> None:
    content = load_content(root)
    found = tables(content, key)
    rules = content.rulesets[key]
    counted = {k for k, fact in rules.facts.items() if isinstance(fact.count, str)}
    assert [t.id for t in found] == [*(k for k in rules.facts if k not in counted), *rules.criteria, "ladder"]
    for one in found:
        assert all(len(row) == len(one.columns) for row in one.rows)
        lines = markdown(one).splitlines()
        rows = [re.split(r"(?<!\\)\|", line) for line in lines if line.startswith("|")]
        assert {len(row) for row in rows} == {len(one.columns) + 2}


# --- the graph ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("root", "key"), BOTH)
def test_the_graph_goes_from_left_to_right_and_loses_nothing(root: Path, key: str) -> None:
    content = load_content(root)
    found = graph_of(content, key)
    column = {node.id: n for n, nodes in enumerate(found.columns) for node in nodes}
    assert all(column[a] < column[b] for a, b in found.edges)
    assert all(column[node.id] == 0 for nodes in found.columns for node in nodes if node.kind == "vraag")
    rules, form = content.rulesets[key], content.questionnaires[content.rulesets[key].questionnaire]
    shown = {*column, *(node.id for node in found.apart)}
    assert shown >= {*form.questions, *rules.facts, *rules.criteria, "uitkomst", "basislijn"}
    program = compile_program(content, key)
    for criterion in rules.criteria:
        below = {name.partition(".")[0].rstrip("#") for name in looks_at(program.by_name[criterion])}
        assert set(found.below(criterion)) == below


def test_what_does_not_lead_to_the_outcome_stands_apart() -> None:
    assert [node.id for node in graph_of(small()).apart] == [
        "bereik",
        "doel",
        "uren",
        "sinds",
        "opmerking",
        "nodig",
        "doelen",
        "inzet",
        "aandacht",
    ]


def test_the_graph_in_words() -> None:
    text = graph_text(graph_of(small())).splitlines()
    assert text[:7] == [
        "Een kleine vragenlijst: waar het advies op rust",
        "",
        "- Het advies",
        "  - basislijn: De score en de ondergrenzen samen",
        "    - beginsel: Recht (gewicht 2)",
        "      - criterium: De toezichthouder is tevreden",
        "        - B3. Wat zegt de toezichthouder?",
    ]
    assert "Deze bepalen alleen signalen, maatregelen en wat u ziet, niet het advies:" in text


@pytest.mark.parametrize(("root", "key"), BOTH)
def test_the_picture(root: Path, key: str) -> None:
    found = graph_of(load_content(root), key)
    text = graph_svg(found)
    picture = ElementTree.fromstring(text)
    assert picture.get("role") == "img"
    ids = (picture.get("aria-labelledby") or "").split()
    assert [picture.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == ids  # type: ignore[union-attr]
    parts: list[Any] = list(picture.iter())
    assert not [part for part in parts if {"style", "class"} & set(part.attrib)]
    assert {part.tag for part in parts} == {
        SVG + t for t in ("svg", "title", "desc", "rect", "g", "path", "text")
    }
    nodes = [node for column in found.columns for node in column]
    assert len(picture.findall(f".//{SVG}path")) == len(found.edges)
    boxes = [part for part in picture.iter(f"{SVG}rect") if part.get("x")]
    assert len(boxes) == len(nodes)
    corners = {(int(box.get("x") or 0), int(box.get("y") or 0)) for box in boxes}
    assert len(corners) == len(boxes)
    height = int(picture.get("height") or 0)
    assert all(0 <= y <= height - 46 for _, y in corners)
    for x in {x for x, _ in corners}:
        tops = sorted(y for left, y in corners if left == x)
        assert all(b - a >= 46 for a, b in pairwise(tops)), "boxes lie on each other"


# --- the command ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("tekst", "Een kleine vragenlijst\n==="),
        ("tabel", "## Kenmerk: Nodig\n\nDe eerste rij die klopt, geldt.\n\n| nr | A2. "),
        ("svg", '<svg xmlns="http://www.w3.org/2000/svg" '),
        ("graaf-tekst", "Een kleine vragenlijst: waar het advies op rust\n"),
    ],
)
def test_the_command(form: str, first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["toon", "klein", "--vorm", form, "--inhoud", str(HOME)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert out.startswith(first)
    assert out.endswith("\n")
    assert main([*words, "--uit", str(tmp_path / "uit")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "uit").read_text(encoding="utf-8") == out
