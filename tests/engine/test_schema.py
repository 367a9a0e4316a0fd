"""The schema for editors: it takes every content file, and points at what can't be."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.cli import main
from engine.load import content_files, load_content
from engine.schema import schema, schema_name
from tests.conftest import ROOT
from tests.engine.json_schema import problems
from tests.engine.klein import EXAMPLES, FILES, FORM, HOME, LOKET, RULES, SUBJECT, small
from tests.engine.real import real

OURS = content_files(ROOT)


class Words(yaml.SafeLoader):
    """YAML as editors read it (version 1.2): only true and false are booleans, and a date is a text."""


Words.yaml_implicit_resolvers = {
    key: [(tag, rule) for tag, rule in rows if not tag.endswith((":bool", ":timestamp"))]
    for key, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def of(root: Path, ruleset: str) -> dict[str, Any]:
    return schema(load_content(root), ruleset)


def wrong(text: str, root: Path = HOME, ruleset: str = "klein/v1") -> list[str]:
    found = of(root, ruleset)
    return list(problems(found, yaml.load(text, Words), found))


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_content_file_fits_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named is not None
    assert (path.parent / named[1]).resolve().is_file()
    ruleset = next(key for key in real().rulesets if schema_name(key) == Path(named[1]).name)
    assert wrong(text, ROOT, ruleset) == []


@pytest.mark.parametrize("file", FILES)
def test_the_small_content_fits(file: str) -> None:
    assert wrong((HOME / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (FORM, "    vragen:\n      account:", "    vraag:\n      account:"),
        (FORM, "weet: [jurist]", "weet: [juristen]"),
        (FORM, "bronnen: [handboek]", "bronnen: [handboeken]"),
        (FORM, "toon_als: {tijdlijn: [verstopt, vast]}", "toon_als: {tijdlijn: [verstopt, los]}"),
        (FORM, "nvt: ja\n        opties:", "nvt: soms\n        opties:"),
        (RULES, "als: {doel: werving}", "als: {doel: wervin}"),
        (RULES, "als: {doel: werving}", "als: {doelen_: werving}"),
        (RULES, "als: {doel: werving}", "als: {}"),
        (RULES, "als: {nodig: hoog, account: bestaand}", "als: {nodig: hoog, account: bekend}"),
        (RULES, "uren: {minder_dan: 1}", "uren: {kleiner_dan: 1}"),
        (RULES, "score: {minstens: ruim}", "score: {minstens: ruimer}"),
        (RULES, "beginsel: keuze", "beginsel: keuzes"),
        (RULES, "volgt: toezicht", "volgt: doel"),
        (RULES, "maatregelen: [letten]", "maatregelen: [let]"),
        (RULES, "ondergrens: blokkade", "ondergrens: misschien"),
        (RULES, "uitkomst: stoppen", "uitkomst: stop"),
        (RULES, "    omdat: De score is ruim.\n", ""),
        (RULES, "tel: doel", "tel: bereik"),
        (EXAMPLES, "toezicht: slecht}\n    verwacht:", "toezicht: matig}\n    verwacht:"),
        (EXAMPLES, "uitkomst: stoppen", "uitkomst: stop"),
        (EXAMPLES, "onderwerp: dienst/acme", "onderwerp: dienst/acne"),
        (EXAMPLES, "nodig: laag", "nodig: lager"),
        (EXAMPLES, "bron: Het archief", "herkomst: Het archief"),
        (SUBJECT, "soort: dienst", "soort: diensten"),
        (SUBJECT, "  tijdlijn:", "  bereik:"),
        (LOKET, "regels: klein/v1", "regels: groot/v1"),
        (LOKET, "vraag: tijdlijn}", "vraag: tijdlijnen}"),
        (LOKET, "kenmerk: nodig", "kenmerk: tijdlijn"),
        (LOKET, "vorm: lijst", "vorm: rij"),
        (LOKET, "vraag: bezwaar", "vraag: opmerking"),
        (LOKET, "link: opmerking", "link: doel"),
        (LOKET, "gegeven: naam", "gegeven: titel"),
    ],
)
def test_what_cannot_be_does_not_fit(file: str, old: str, new: str) -> None:
    text = (HOME / file).read_text(encoding="utf-8")
    assert old in text
    assert wrong(text.replace(old, new, 1)) != []


def test_what_is_known_is_offered_only_where_it_may_be_tested() -> None:
    definitions = of(HOME, "klein/v1")["definitions"]
    plain = definitions["voorwaarde"]["anyOf"][0]["properties"]
    knowing = definitions["voorwaarde_met_bekend"]["anyOf"][0]["properties"]
    assert "kennislacune" not in plain
    assert "kennislacune" in knowing
    assert {"enum": ["bekend", "onbekend"]} in knowing["bereik"]["anyOf"]


def test_editors_show_the_question_with_its_answers() -> None:
    plain = of(HOME, "klein/v1")["definitions"]["voorwaarde"]["anyOf"][0]["properties"]
    assert plain["account"]["description"] == (
        "A1. Hebt u al een account?\n- nieuw: Nog niet\n- bestaand: Ja"
    )


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "klein", "--inhoud", str(HOME)]) == 0
    assert json.loads(capsys.readouterr().out) == schema(small(), "klein/v1")
