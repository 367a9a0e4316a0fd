"""`basislijn nieuw` and `basislijn uitleg`."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli import main
from engine.load import load_content
from tests.engine.klein import EXAMPLES, FORM, RULES, lines, write

AFTER = "Draai nog ‘make documentatie’; dan vult uw editor ook hier namen en antwoorden aan.\n"
READER = "De uitvoer ‘loket’ leest nog de vorige regels: draai ‘basislijn nieuw loket’.\n"


def new(folder: Path, *words: str) -> int:
    return main(["nieuw", *words, "--inhoud", str(folder)])


def test_the_next_version_is_a_copy_with_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, (RULES, "drempels:", "# let op\ndrempels:"))
    assert new(tmp_path, "klein") == 0
    assert capsys.readouterr().out == (
        "Gemaakt: questionnaires/klein/v2.yaml\n"
        "Gemaakt: rules/klein/v2.voorbeelden.yaml\n"
        f"Gemaakt: rules/klein/v2.yaml\n{AFTER}{READER}"
    )
    for name in (FORM, RULES, EXAMPLES):
        old = (tmp_path / name).read_text(encoding="utf-8")
        made = (tmp_path / name.replace("v1", "v2")).read_text(encoding="utf-8")
        assert made == old.replace("klein/v1", "klein/v2")
    assert lines(tmp_path) == []
    rules = load_content(tmp_path).rulesets["klein/v2"]
    assert (rules.questionnaire, rules.baseline) == ("klein/v2", "kleine-basislijn/v1")


def test_version_after_version(tmp_path: Path) -> None:
    write(tmp_path)
    for _ in range(3):
        assert new(tmp_path, "klein/v1") == 0
    assert set(load_content(tmp_path).rulesets) == {f"klein/v{n}" for n in (1, 2, 3, 4)}


def test_a_questionnaire_that_the_rules_share_stays_shared(tmp_path: Path) -> None:
    write(tmp_path)
    assert new(tmp_path, "klein") == 0
    (tmp_path / "questionnaires/klein/v2.yaml").unlink()
    path = tmp_path / "rules/klein/v2.yaml"
    text = path.read_text(encoding="utf-8").replace("vragenlijst: klein/v2", "vragenlijst: klein/v1")
    path.write_text(text, encoding="utf-8")
    assert new(tmp_path, "klein") == 0
    assert load_content(tmp_path).rulesets["klein/v3"].questionnaire == "klein/v1"
    assert not (tmp_path / "questionnaires/klein/v3.yaml").exists()


def test_a_baseline_has_a_next_version_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert new(tmp_path, "kleine-basislijn") == 0
    assert capsys.readouterr().out == f"Gemaakt: rules/kleine-basislijn/v2.yaml\n{AFTER}"


def test_a_publication_has_a_next_version_and_is_not_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert main(["nieuw", "klein", "--inhoud", str(tmp_path)]) == 0

    assert capsys.readouterr().out.endswith(AFTER + READER)
    assert main(["nieuw", "loket", "--inhoud", str(tmp_path)]) == 0
    text = (tmp_path / "rules/loket/v2.yaml").read_text(encoding="utf-8")
    assert text.startswith("uitvoer: loket/v2\n")
    assert "regels: klein/v1\n" in text


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)
    assert new(tmp_path, "onderwerp", "dienst/acme") == 2
    assert capsys.readouterr().err == (
        "‘questionnaires/onderwerpen/dienst/acme.yaml’ bestaat al; Basislijn overschrijft niets\n"
    )


def test_a_new_subject_names_every_question_about_it(tmp_path: Path) -> None:
    write(tmp_path)
    assert new(tmp_path, "onderwerp", "dienst/nieuwe-dienst") == 0
    path = tmp_path / "questionnaires/onderwerpen/dienst/nieuwe-dienst.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../../../docs/schemas/klein-v1.json\n"
        "onderwerp:\n  soort: dienst\n  naam: Nieuwe dienst\n  status: illustratief\n"
    )
    assert "  # B1: Kan een gebruiker een tijdlijn kiezen?\n  # tijdlijn:\n" in text
    assert "bereik" not in text
    assert lines(tmp_path) == []
    filled = text.replace("# feiten:", "feiten:").replace("  # tijdlijn:\n  #   ", "  tijdlijn:\n    ")
    filled = filled.replace("een van vrij, verstopt, vast\n  #   bron", "vrij\n    bron", 1)
    filled = filled.replace(
        "vandaan komt\n  #   peildatum: de dag waarop het klopte, zoals ", "x\n    peildatum: ", 1
    )
    path.write_text(filled, encoding="utf-8")
    assert load_content(tmp_path).subjects["dienst/nieuwe-dienst"].facts["tijdlijn"].answer == "vrij"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["klien"], "de vragenlijst ‘klien’ bestaat niet; bedoelt u ‘klein’?"),
        (
            ["klein", "iets"],
            "schrijf ‘basislijn nieuw VRAGENLIJST’ of ‘basislijn nieuw onderwerp SOORT/NAAM’",
        ),
        (
            ["onderwerp", "dienstt/x"],
            "de soort ‘dienstt’ bestaat niet; bedoelt u ‘dienst’?",
        ),
        (["onderwerp", "dienst/../x"], "‘../x’ kan geen naam zijn; gebruik kleine letters, cijfers en -"),
    ],
)
def test_what_cannot_be_made_is_refused(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    assert new(tmp_path, *words) == 2
    assert capsys.readouterr().err == message + "\n"


# --- codes ----------------------------------------------------------------------------------------------


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uitleg", "g001"]) == 0
    assert capsys.readouterr().out == (
        "G001\n"
        "  Wat:     voor sommige antwoorden heeft een criterium geen oordeel.\n"
        "  Waarom:  het criterium zou dan stil niet meetellen, en de score lijkt hoger of lager dan hij is.\n"
        "  Fout:    regels voor ‘ja’ en ‘deels’, en niets voor ‘nee’.\n"
        "  Goed:    een laatste regel met ‘anders: ja’, of een regel voor elk antwoord.\n"
    )


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uitleg"]) == 0
    assert "V090  een gepubliceerd bestand is veranderd of weggehaald.\n" in capsys.readouterr().out


def test_a_code_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uitleg", "V09"]) == 2
    assert capsys.readouterr().err == "de code ‘V09’ bestaat niet; bedoelt u ‘V090’?\n"
