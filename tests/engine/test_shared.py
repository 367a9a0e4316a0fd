"""A shared question means the same in every questionnaire."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checks import check_content
from engine.load import read_content
from tests.engine.klein import EXAMPLES, FORM, RULES, write

QUESTION = "        vraag: Hebt u al een account?\n"
SHARED = f"{QUESTION}        gedeeld: rekening\n"


def found(folder: Path, old: str = "", new: str = "") -> list[str]:
    """Return the findings on two questionnaires that share a question; the second one with a change."""
    write(folder, (FORM, QUESTION, SHARED))
    for file in (FORM, RULES, EXAMPLES):
        text = (folder / file).read_text(encoding="utf-8")
        text = text.replace("klein/v1", "ander/v1")
        if file == FORM and old:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path = folder / file.replace("/klein/", "/ander/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    content, wrong = read_content(folder)
    return [d.line for d in sorted({*wrong, *check_content(content, wrong)}) if "R015" in d.line]


def test_the_same_question_in_two_questionnaires_is_right(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("opties: {nieuw: Nog niet, bestaand: Ja}", "opties: {nieuw: Nog niet, oud: Ja}"),
        (f"over: inzet\n{SHARED}", f"over: organisatie\n{SHARED}"),
        (SHARED, f"{SHARED}        nvt: ja\n"),
    ],
)
def test_another_question_under_the_same_name_is_a_finding(tmp_path: Path, old: str, new: str) -> None:
    (line,) = found(tmp_path, old, new)
    assert line.startswith("questionnaires/klein/v1.yaml:")
    assert "R015 deze vraag is niet dezelfde als ‘rekening’ in ander/v1; maak soort" in line


def test_one_name_twice_in_one_questionnaire_is_a_finding(tmp_path: Path) -> None:
    bereik = "        vraag: Bereikt u inwoners?\n"
    lines = found(tmp_path, bereik, f"{bereik}        gedeeld: rekening\n")
    assert any("R015 ‘rekening’ staat al bij een andere vraag" in line for line in lines)
