"""Published is frozen: what stands in rules/versions.lock does not change any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli import main
from engine.frozen import HEADER, LOCK, read_lock, write_lock
from engine.load import load_content
from tests.conftest import ROOT
from tests.engine.klein import Edit, lines, write

RULES = "rules/klein/v1.yaml"
STATUS: Edit = (RULES, "status: voorstel", "status: pilot")
FROZEN = ("questionnaires/klein/v1.yaml", RULES, "rules/kleine-basislijn/v1.yaml")


def frozen(folder: Path) -> Path:
    """Content of which the one version is published."""
    write(folder, STATUS)
    assert main(["bevries", "--inhoud", str(folder)]) == 0
    return folder


def test_the_lock_that_comes_along_is_in_order() -> None:
    text = (ROOT / LOCK).read_text(encoding="utf-8")
    table, findings = read_lock(text)
    assert findings == []
    assert text == write_lock(table)
    assert text.startswith(HEADER)


def test_freezing_writes_the_three_files_of_an_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frozen(tmp_path)
    content = load_content(tmp_path)
    assert tuple(content.published) == FROZEN
    assert content.published[RULES] == content.file_hash("regels", "klein/v1")
    out = capsys.readouterr().out.splitlines()
    assert out == [f"Bevroren: {file} ({content.published[file][:12]})" for file in FROZEN]
    assert main(["bevries", "--inhoud", str(tmp_path)]) == 0
    assert capsys.readouterr().out == (
        "Er is niets te bevriezen: elke versie is nog een voorstel, of al bevroren.\n"
    )


def test_a_proposal_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert main(["bevries", "--inhoud", str(tmp_path)]) == 0
    assert not (tmp_path / LOCK).exists()
    capsys.readouterr()
    assert main(["bevries", "klein/v1", "--inhoud", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "‘klein/v1’ is nog een voorstel; zet eerst ‘status’ op pilot of vastgesteld\n"
    )
    assert main(["bevries", "klein/v2", "--inhoud", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "de versie ‘klein/v2’ bestaat niet; bedoelt u ‘klein/v1’?\n"


def test_content_with_findings_is_not_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, STATUS, ("rules/klein/v1.voorbeelden.yaml", "score: 67", "score: 68"))
    assert main(["bevries", "--inhoud", str(tmp_path)]) == 2
    assert "E001" in capsys.readouterr().err
    assert not (tmp_path / LOCK).exists()


def test_a_published_file_that_changes_is_found(tmp_path: Path) -> None:
    lock = (frozen(tmp_path / "eerst") / LOCK).read_text(encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / LOCK).write_text(lock, encoding="utf-8")
    assert lines(tmp_path, STATUS) == []
    assert lines(tmp_path, STATUS, (RULES, "titel: Oude feiten", "titel: Feiten van toen")) == [
        f"{RULES}:1:1: V090 dit bestand is gepubliceerd en daarna veranderd; "
        "haal de oude tekst terug, en maak een nieuwe versie met ‘basislijn nieuw klein’"
    ]


def test_a_remark_in_a_published_file_may_change(tmp_path: Path) -> None:
    frozen(tmp_path)
    remark: Edit = (RULES, "drempels:", "# let op de drempels\ndrempels:")
    assert lines(tmp_path, STATUS, remark) == []


def test_a_published_file_that_is_gone_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / LOCK).write_text(write_lock({"rules/klein/v0.yaml": "0" * 64}), encoding="utf-8")
    assert lines(tmp_path) == [
        "rules/klein/v0.yaml:1:1: V090 dit bestand is gepubliceerd en ontbreekt; "
        "zet het terug; rules/versions.lock zegt welke versie het was"
    ]


def test_a_broken_lock_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    line = f"{'0' * 64}  rules/klein/v1.yaml\n"
    (tmp_path / LOCK).write_text(f"{HEADER}onzin\n{line}{line}", encoding="utf-8")
    hint = "haal de regel terug uit het versiebeheer"
    found = lines(tmp_path)
    assert found[1:] == [
        f"rules/versions.lock:5:1: L005 deze regel is geen hash en een bestand; {hint}",
        f"rules/versions.lock:7:1: L005 dit bestand staat er al; {hint}",
    ]
    (tmp_path / LOCK).write_bytes(b"\xff\n")
    assert lines(tmp_path) == [
        "rules/versions.lock:1:1: L005 dit bestand is geen UTF-8; haal het bestand terug uit het versiebeheer"
    ]
