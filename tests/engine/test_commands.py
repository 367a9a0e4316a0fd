"""The command line as people use it: what it prints, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main
from engine.commands import commands
from tests.conftest import ROOT
from tests.engine.klein import HOME, write

HERE = ["--inhoud", str(HOME)]


def test_every_command_has_its_own_name_and_a_line_of_help(capsys: pytest.CaptureFixture[str]) -> None:
    names = [command.name for command in commands()]
    assert len(set(names)) == len(names)
    for name in names:
        with pytest.raises(SystemExit) as stopped:
            main([name, "--help"])
        assert stopped.value.code == 0
        assert name in capsys.readouterr().out


def test_check_says_what_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(HOME)]) == 0
    assert capsys.readouterr().out == "In orde: 6 bestanden, 1 regelset(s).\n"


def test_check_finds_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, ("rules/klein/v1.yaml", "doel: werving", "doel: wervin"))
    assert main(["check", str(tmp_path)]) == 1
    assert "R002 ‘wervin’ is geen antwoord op ‘doel’" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["check", "nergens"],
            "‘nergens’ is geen map; wijs de map aan waarin questionnaires/ en rules/ staan",
        ),
        (["vragen", "klien", *HERE], "de vragenlijst ‘klien’ bestaat niet; bedoelt u ‘klein’?"),
        (["advies", "klein", "weg.yaml", *HERE], "‘weg.yaml’ is niet te lezen; kijk of de naam klopt"),
    ],
)
def test_what_cannot_be_used_is_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err == message + "\n"


def test_the_questions_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vragen", "klein", *HERE]) == 0
    assert "  A2     bereik: Bereikt u inwoners?\n           ja: Ja\n" in capsys.readouterr().out


def test_whoever_stops_reading_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "engine.cli", "toon", "sociale-media"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
