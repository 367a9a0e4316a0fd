"""The command line: through `main` and as a process of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from engine import cli
from engine.cli import main
from engine.commands.base import newest
from engine.load import load_content
from tests.conftest import ROOT
from tests.engine.klein import FORM, HOME, RULES, write

ANSWERS = "account: bestaand\nbereik: ja\ndoel: [nieuws]\nuren: '8'\nsinds: 2020-02-29\n"
FULL = ANSWERS + "tijdlijn: vrij\ntoezicht: goed\n"


class Run:
    """Runs the command line inside this process; keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.out, self.err = capsys, "", ""

    def __call__(self, *words: object) -> int:
        try:
            status = main([str(word) for word in words])
        except SystemExit as stop:  # argparse
            status = int(stop.code or 0)
        self.out, self.err = self.capsys.readouterr()
        return status


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "antwoorden.yaml"
    path.write_text(FULL, encoding="utf-8")
    return path


def advise(run: Run, path: object, *more: object) -> int:
    return run("advies", "klein", path, "--inhoud", HOME, "--peildatum", "2026-11-23", *more)


# -- check ----------------------------------------------------------------------------------------------


def test_check_of_good_content(run: Run) -> None:
    assert run("check", HOME) == 0
    assert run.out == "In orde: 6 bestanden, 1 regelset(s).\n"
    assert run("check", HOME, "--vorm", "json") == 0
    assert json.loads(run.out) == []
    assert run("check", HOME, "--vorm", "github") == 0
    assert run.out == ""


def test_check_with_findings(run: Run, tmp_path: Path) -> None:
    write(tmp_path, (RULES, "ernst: stop", "ernst: stoppen"), (FORM, "code: A2", "code: A1"))
    assert run("check", tmp_path) == 1
    first, second = (line for line in run.out.splitlines() if not line.startswith(" "))
    assert first.startswith(
        "questionnaires/klein/v1.yaml:20:15: R003 de code ‘A1’ heeft de vraag ‘account’ al"
    )
    assert second == "rules/klein/v1.yaml:78:12: M003 ‘stoppen’ kan hier niet; bedoelt u ‘stop’?"
    assert "    ernst: stoppen\n               ^" in run.out
    assert run("check", tmp_path, "--vorm", "github") == 1
    assert run.out.startswith("::error file=questionnaires/klein/v1.yaml,line=20,col=15,title=R003::de code")
    assert run("check", tmp_path, "--vorm", "json") == 1
    assert [row["code"] for row in json.loads(run.out)] == ["R003", "M003"]


def test_check_of_no_folder(run: Run, tmp_path: Path) -> None:
    assert run("check", tmp_path / "weg") == 2
    assert run.err == (
        f"‘{tmp_path / 'weg'}’ is geen map; wijs de map aan waarin questionnaires/ en rules/ staan\n"
    )
    assert run("check", HOME / RULES) == 2
    assert run("check", tmp_path) == 1
    assert "L001 hier staan geen vragenlijsten en regels" in run.out


# -- advies ---------------------------------------------------------------------------------------------


def test_advice_as_text(run: Run, answers: Path) -> None:
    assert advise(run, answers) == 0
    lines = run.out.splitlines()
    assert lines[:2] == ["Advies: Gebruiken", "De score is ruim."]
    assert "Wat dit bepaalt" in lines
    assert "Wat u nu doet" in lines
    assert "1. Maak een plan. (Beheer, binnen 3 maanden)" in lines
    assert lines[-1].startswith("Alleen om te toetsen. klein/v1, 2026-11-23, ")


def test_advice_with_what_must_stop_and_a_term(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    slow = FULL.replace("uren: '8'", "uren: '0'").replace("toezicht: goed", "toezicht: slecht")
    path.write_text(slow, encoding="utf-8")
    assert advise(run, path) == 0
    assert run.out.splitlines()[:2] == [
        "Stop hier vandaag mee: Stoppen met half werk.",
        "Advies: Soms gebruiken, binnen 6 maanden",
    ]


def test_advice_that_is_still_open(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("{}\n", encoding="utf-8")
    assert advise(run, path) == 0
    lines = run.out.splitlines()
    assert lines[0] == "Nog mogelijk: gebruiken of soms gebruiken of niet gebruiken"
    assert lines[1].startswith("Dit hangt nog af van ")
    assert "B1" in lines[1]
    assert "Veel open: Er is nog veel onbekend." in lines


def test_advice_on_a_known_subject(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(ANSWERS, encoding="utf-8")
    assert advise(run, path, "--onderwerp", "dienst/acme") == 0
    assert "Advies: Gebruiken" in run.out
    assert "Voorlopig: nog niemand heeft de feiten over het onderwerp bevestigd." in run.out
    path.write_text(
        f"onderwerp: dienst/acme\npeildatum: 2026-01-01\nantwoorden: {{{', '.join(ANSWERS.splitlines())}}}\n"
    )
    assert run("advies", "klein/v1", path, "--inhoud", HOME, "--json") == 0
    data = json.loads(run.out)
    assert (data["uitkomst"], data["peildatum"]) == ("ja_graag", "2026-01-01")
    assert run("advies", "klein/v1", path, "--inhoud", HOME, "--json", "--peildatum", "2027-05-01") == 0
    data = json.loads(run.out)
    assert data["peildatum"] == "2027-05-01"
    assert data["signalen"]["oud"] == "geldt"


def test_advice_as_json(run: Run, answers: Path) -> None:
    assert advise(run, answers, "--json") == 0
    data = json.loads(run.out)
    assert (data["vragenlijst"], data["uitkomst"], data["score"]["nu"]) == ("klein/v1", "ja_graag", 100)


class Input:
    """Standard input with these bytes."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


def test_advice_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Input(FULL.encode()))
    assert advise(run, "-", "--json") == 0
    assert json.loads(run.out)["uitkomst"] == "ja_graag"
    monkeypatch.setattr(sys, "stdin", Input(b'{"A1": "bestaand", "bereik": true}'))
    assert advise(run, "-", "--json") == 0
    assert json.loads(run.out)["uitkomst"] is None


def test_without_a_date_it_is_today(run: Run, answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return date(2026, 12, 24)

    monkeypatch.setattr(cli, "date", Today)
    assert run("advies", "klein", answers, "--inhoud", HOME, "--json") == 0
    assert json.loads(run.out)["peildatum"] == "2026-12-24"


def test_the_first_and_the_last_day_of_the_calendar(run: Run, answers: Path) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert run("advies", "klein", answers, "--inhoud", HOME, "--json", "--peildatum", day) == 0
        assert json.loads(run.out)["peildatum"] == day


def refused(run: Run, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    assert advise(run, path) == 2
    assert run.out == ""
    return run.err


def test_bad_answers_are_refused_in_dutch(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    assert refused(run, path, "berijk: ja\nA1: nieuw\naccount: nieuw\nbereik: soms\n") == (
        "berijk: deze vraag bestaat niet; bedoelt u ‘bereik’?\n"
        "account: deze vraag is al beantwoord als ‘A1’; laat een van de twee weg\n"
        "bereik: ‘soms’ is hier geen antwoord (ja, nee)\n"
    )
    assert refused(run, path, "bereik: 'ja\n").startswith("a.yaml:1:9: Y001 hier begint een aanhalingsteken")
    assert refused(run, path, "- ja\n").startswith("a.yaml:1:1: A001 dit bestand bevat geen antwoorden")
    assert refused(run, path, "").startswith("a.yaml:1:1: A001 dit bestand bevat geen antwoorden")
    assert refused(run, path, "onderwerp: dienst/acne\nantwoorden: {}\n") == (
        "het onderwerp ‘dienst/acne’ is niet bekend; bedoelt u ‘dienst/acme’?\n"
    )


def test_bad_words_are_refused_in_dutch(run: Run, answers: Path, tmp_path: Path) -> None:
    assert run("advies", "klijn", answers, "--inhoud", HOME) == 2
    assert run.err == "de vragenlijst ‘klijn’ bestaat niet; bedoelt u ‘klein’?\n"
    assert run("advies", "iets-heel-anders", answers, "--inhoud", HOME) == 2
    assert run.err == "de vragenlijst ‘iets-heel-anders’ bestaat niet; kies uit: klein/v1, klein\n"
    for path in (tmp_path / "weg.yaml", tmp_path):
        assert advise(run, path) == 2
        assert run.err == f"‘{path}’ is niet te lezen; kijk of de naam klopt\n"
    assert advise(run, answers, "--onderwerp", "qqq") == 2
    assert run.err == "het onderwerp ‘qqq’ is niet bekend; kies uit: dienst/acme\n"
    assert run("advies", "klein", answers, "--peildatum", "gisteren") == 2
    assert "‘gisteren’ is geen datum; schrijf bijvoorbeeld 2026-11-23" in run.err
    assert run("advies", "klein", answers, "--inhoud", tmp_path / "weg") == 2
    assert "is geen map; wijs de map aan waarin questionnaires/ en rules/ staan" in run.err
    assert run("onzin") == 2
    assert run() == 2


def test_broken_content_is_refused_with_its_findings(run: Run, answers: Path, tmp_path: Path) -> None:
    write(tmp_path / "vorm", (RULES, "ernst: stop", "ernst: stoppen"))
    assert run("advies", "klein", answers, "--inhoud", tmp_path / "vorm") == 2
    assert "rules/klein/v1.yaml:78:12: M003 ‘stoppen’ kan hier niet" in run.err
    write(tmp_path / "namen", (RULES, "vragenlijst: klein/v1", "vragenlijst: klein/v2"))
    assert run("advies", "klein", answers, "--inhoud", tmp_path / "namen") == 2
    assert "R001 de vragenlijst ‘klein/v2’ bestaat niet" in run.err
    write(tmp_path / "regels", (RULES, "als: {bereik: ja, doel: [nieuws, hulp]}", "als: {nodig: laag}"))
    assert run("advies", "klein", answers, "--inhoud", tmp_path / "regels") == 2
    assert "R004 deze verwijzingen lopen rond: nodig → nodig" in run.err


# -- vragen -------------------------------------------------------------------------------------------


def test_questions_as_text(run: Run) -> None:
    assert run("vragen", "klein", "--inhoud", HOME) == 0
    assert "Wat u doet\n  A1     account: Hebt u al een account?\n           nieuw: Nog niet\n" in run.out
    assert run("vragen", "sociale-media") == 0
    assert "GE2" in run.out


def test_questions_as_json(run: Run) -> None:
    assert run("vragen", "klein/v1", "--json", "--inhoud", HOME) == 0
    rows = {row["vraag"]: row for row in json.loads(run.out)}
    assert rows["bezwaar"] == {
        "vraag": "bezwaar",
        "code": "B2",
        "tekst": "Kan een gebruiker bezwaar maken?",
        "soort": "keuze",
        "over": "onderwerp",
        "opties": {"ja": "Ja", "nee": "Nee"},
        "onbekend": False,
        "nvt": False,
        "weet": [],
    }
    assert rows["doel"]["nvt"] is True
    assert run("vragen", "klijn", "--inhoud", HOME) == 2


# -- around it ------------------------------------------------------------------------------------------


def test_the_newest_version_of_a_topic_is_taken(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    for old, new in ((RULES, "v2"), (RULES, "v10")):
        text = (
            (tmp_path / old).read_text(encoding="utf-8").replace("regels: klein/v1", f"regels: klein/{new}")
        )
        (tmp_path / f"rules/klein/{new}.yaml").write_text(text, encoding="utf-8")
    assert newest(load_content(tmp_path), "klein") == "klein/v10"


def test_other_commands_come_from_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("tel", "tests.engine.test_cli:count_words", cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [point] if group == cli.GROUP else [])
    assert run("tel", "een", "twee") == 2
    assert run("--help") == 0
    assert "Verder: tel" in run.out


def count_words(words: list[str]) -> int:
    return len(words)


def test_help_is_there(run: Run) -> None:
    assert run("--help") == 0
    assert "Weegt een digitale keuze aan de democratische basislijn." in run.out


def process(*words: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "engine.cli", *map(str, words)],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_as_a_process_of_its_own(tmp_path: Path) -> None:
    done = process(
        "advies", "klein", "-", "--inhoud", HOME, "--peildatum", "2026-11-23", "--json", stdin=FULL
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["uitkomst"] == "ja_graag"
    done = process("advies", "klein", "-", "--inhoud", HOME, stdin="bereik: soms\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "bereik: ‘soms’ is hier geen antwoord (ja, nee)\n"
    write(tmp_path, (RULES, "ernst: stop", "ernst: stoppen"))
    assert process("check", tmp_path).returncode == 1
    assert process("check", tmp_path / "weg").returncode == 2
