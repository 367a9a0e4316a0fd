"""One change in a small valid content, and the exact line that an author then reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from engine import load as load_module
from engine.diagnostics import (
    ContentError,
    Diagnostic,
    Place,
    enumerate_words,
    render,
    render_github,
    render_json,
    suggest,
)
from engine.load import load_content
from tests.conftest import ROOT
from tests.engine.klein import BASELINE, EXAMPLES, FORM, RULES, SUBJECT, Edit, findings, lines, load, write

TABLE = yaml.safe_load((ROOT / "tests" / "data" / "klein-fouten.yaml").read_text(encoding="utf-8"))


def test_the_content_is_valid_as_it_is(tmp_path: Path) -> None:
    assert lines(tmp_path) == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["wordt"].strip()[:50])
def test_one_change_and_what_is_said_of_it(row: dict[str, object], tmp_path: Path) -> None:
    edit: Edit = (str(row["bestand"]), str(row["staat"]), str(row["wordt"]))
    assert lines(tmp_path, edit) == row["meldt"]


def test_the_table_knows_every_code() -> None:
    codes = {line.split(": ")[1].split()[0] for row in TABLE for line in row["meldt"]}
    known = {"E001", "G001", "L003", "M001", "M002", "M003", "V001", "Y001"}
    assert codes == known | {f"R{number:03}" for number in range(1, 12)}


SEVERAL: tuple[Edit, ...] = (
    (FORM, "weet: [jurist]", "weet: [juristt]"),
    (SUBJECT, "antwoord: vrij", "antwoord: vrijj"),
    (BASELINE, "gewicht: 3", "gewcht: 3"),
    (RULES, "als: {bereik: ja, doel: [nieuws, hulp]}", "als: {berijk: ja, doel: [nieuw, hulp]}"),
    (RULES, "        omdat: De tijdlijn is verstopt.\n", ""),
    (EXAMPLES, "uitkomst: ja_graag", "uitkomst: ja_grag"),
)
SAID = """\
questionnaires/klein/v1.yaml:65:16: R001 bij ‘weten’: ‘juristt’ bestaat niet; bedoelt u ‘jurist’?
            weet: [juristt]
                   ^
questionnaires/onderwerpen/dienst/acme.yaml:4:15: R002 ‘vrijj’ is hier geen antwoord \
(vrij, verstopt, vast); bedoelt u ‘vrij’?
        antwoord: vrijj
                  ^
rules/klein/v1.voorbeelden.yaml:8:17: R001 de uitkomst ‘ja_grag’ bestaat niet; bedoelt u ‘ja_graag’?
          uitkomst: ja_grag
                    ^
rules/klein/v1.yaml:14:15: R001 ‘berijk’ bestaat niet; bedoelt u ‘bereik’?
          - als: {berijk: ja, doel: [nieuw, hulp]}
                  ^
rules/klein/v1.yaml:14:34: R002 ‘nieuw’ is geen antwoord op ‘doel’ (nieuws, hulp, werving, geen); \
bedoelt u ‘nieuws’?
          - als: {berijk: ja, doel: [nieuw, hulp]}
                                     ^
rules/klein/v1.yaml:59:9: M002 hier ontbreekt ‘omdat’; geen oordeel zonder reden: schrijf in één zin waarom
          - als: {tijdlijn: verstopt}
            ^
rules/kleine-basislijn/v1.yaml:10:3: M002 hier ontbreekt ‘gewicht’; voeg ‘gewicht:’ toe
      keuze: {titel: Keuze, gewcht: 3}
      ^
rules/kleine-basislijn/v1.yaml:10:25: M001 ‘gewcht’ is hier geen bekend woord; bedoelt u ‘gewicht’?
      keuze: {titel: Keuze, gewcht: 3}
                            ^"""


def test_errors_in_several_files_are_all_reported_at_once_in_order(tmp_path: Path) -> None:
    found = findings(tmp_path, *SEVERAL)
    assert render(found) == SAID
    assert [d.place for d in found] == sorted(d.place for d in found)


def test_loading_raises_every_finding_of_form(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, *SEVERAL)
    assert [d.code for d in caught.value.diagnostics] == ["M002", "M002", "M001"]
    assert str(caught.value) == render(caught.value.diagnostics)


def test_an_unreadable_file_does_not_hide_the_others(tmp_path: Path) -> None:
    found = lines(tmp_path, (SUBJECT, "feiten:", "feiten"), (FORM, "code: A2", "code: A1"))
    assert any(line.startswith(f"{SUBJECT}:") and "Y001" in line for line in found)
    assert any(line.startswith(f"{FORM}:20:15: R003") for line in found)


# -- folders and files --------------------------------------------------------------------------------------


def test_an_empty_folder_is_one_finding(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    assert [d.line for d in caught.value.diagnostics] == [
        f"{tmp_path.name}:1:1: L001 hier staan geen vragenlijsten en regels; "
        "wijs de map aan waarin questionnaires/ en rules/ staan"
    ]


def test_a_file_that_does_not_say_what_it_is(tmp_path: Path) -> None:
    write(tmp_path)
    for name, text in (("a", "titel: x\n"), ("b", "- x\n"), ("c", ""), ("d", "tekst\n")):
        (tmp_path / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    kinds = "‘vragenlijst:’, ‘basislijn:’, ‘regels:’, ‘voorbeelden:’, ‘onderwerp:’, ‘uitvoer:’"
    assert [d.line for d in caught.value.diagnostics] == [
        f"rules/{name}.yaml:1:1: L002 dit bestand zegt niet wat het is; begin met een van: {kinds}"
        for name in "abcd"
    ]


def test_an_id_needs_a_version_and_one_file(tmp_path: Path) -> None:
    write(tmp_path)
    text = (tmp_path / BASELINE).read_text(encoding="utf-8")
    (tmp_path / "rules" / "los.yaml").write_text(text.replace("kleine-basislijn/v1", "los"), encoding="utf-8")
    double = tmp_path / "questionnaires" / "kleine-basislijn" / "v1.yaml"
    double.parent.mkdir()
    double.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_content(tmp_path)
    assert [d.line for d in caught.value.diagnostics] == [
        "rules/kleine-basislijn/v1.yaml:1:12: L004 ‘kleine-basislijn/v1’ staat al in "
        "questionnaires/kleine-basislijn/v1.yaml; haal een van de twee bestanden weg",
        "rules/los.yaml:1:12: L003 ‘los’ is geen naam met een versie; "
        "schrijf bijvoorbeeld ‘sociale-media/v1’",
    ]


def test_what_makes_a_version_another_version(tmp_path: Path) -> None:
    first = load(tmp_path / "a")
    assert load(tmp_path / "b").hash == first.hash
    words = load(tmp_path / "c", (RULES, "omdat: De tijdlijn is vrij.", "omdat: De tijdlijn is heel vrij."))
    assert words.hash != first.hash
    assert words.version_hash("klein/v1") != first.version_hash("klein/v1")
    profile = load(tmp_path / "d", (SUBJECT, "toelichting: Verzonnen.", "toelichting: Ook verzonnen."))
    assert profile.hash != first.hash
    assert profile.version_hash("klein/v1") == first.version_hash("klein/v1")
    comment = load(tmp_path / "e", (RULES, "drempels:", "# een opmerking\ndrempels:"))
    assert comment.version_hash("klein/v1") == first.version_hash("klein/v1")
    assert len(first.hash) == 64


def test_subjects_of_a_kind_are_sorted_by_name(tmp_path: Path) -> None:
    write(tmp_path)
    other = (tmp_path / SUBJECT).with_name("aaa.yaml")
    other.write_text(
        (tmp_path / SUBJECT).read_text(encoding="utf-8").replace("naam: Acme", "naam: zeta"), encoding="utf-8"
    )
    content = load_content(tmp_path)
    assert list(content.subjects_of("dienst")) == ["dienst/acme", "dienst/aaa"]
    assert content.subjects_of("iets anders") == {}


# -- the forms of a finding ---------------------------------------------------------------------------------

FOUND = Diagnostic(Place("a,b:c.yaml", 3, 5), "R001", "100% mis", "doe dit\nen dat", "    hallo")
MILD = Diagnostic(Place("b.yaml"), "V001", "let op", severity="let op")


def test_a_finding_on_one_line_with_a_caret() -> None:
    assert FOUND.line == "a,b:c.yaml:3:5: R001 100% mis; doe dit en dat"
    assert FOUND.caret == "        hallo\n        ^"
    assert MILD.line == "b.yaml:1:1: V001 let op"
    assert MILD.caret == ""
    assert render([FOUND, MILD]) == f"{FOUND.line}\n{FOUND.caret}\n{MILD.line} (let op)"


def test_findings_for_a_code_host() -> None:
    assert render_github([FOUND, MILD]) == (
        "::error file=a%2Cb%3Ac.yaml,line=3,col=5,title=R001::100%25 mis; doe dit%0Aen dat\n"
        "::warning file=b.yaml,line=1,col=1,title=V001::let op"
    )


def test_findings_as_json() -> None:
    first, second = json.loads(render_json([FOUND, MILD]))
    assert first == {
        "place": {"file": "a,b:c.yaml", "line": 3, "column": 5},
        "code": "R001",
        "message": "100% mis",
        "hint": "doe dit\nen dat",
        "excerpt": "    hallo",
        "severity": "fout",
        "example": [],
    }
    assert second["severity"] == "let op"


def test_words_for_messages() -> None:
    assert suggest("tijdlyn", ["tijdlijn", "bezwaar"]) == "bedoelt u ‘tijdlijn’?"
    assert suggest("qqq", ["tijdlijn"]) == ""
    assert enumerate_words(["a", "b"]) == "a, b"
    assert enumerate_words(list("abcdefghij"), 3) == "a, b, c …"


def test_where_the_content_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_module.content_root() == ROOT
    installed = tmp_path / "engine" / "_content"
    monkeypatch.setattr(load_module, "__file__", str(tmp_path / "engine" / "load.py"))
    assert load_module.content_root() == tmp_path
    write(installed)
    assert load_module.content_root() == installed
