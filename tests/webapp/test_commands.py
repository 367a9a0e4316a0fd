"""`basislijn serve` and `basislijn terugkoppeling`."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path

import pytest

from tests.engine.klein import FORM, HOME
from webapp import commands
from webapp.settings import read_settings, secret_key
from webapp.storage.database import Database
from webapp.storage.records import FeedbackRecord
from webapp.storage.repository import Repository

NOW = datetime(2026, 11, 23, 13, 3)
SMALL = ["--inhoud", str(HOME)]


def test_remarks_are_listed_by_question_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(read_settings({"gegevens": tmp_path}, {}).url)
    database.migrate()
    repository = Repository(database)
    for question, kind, text in (
        ("bereik", "onduidelijk", "Welke\ninwoners?"),
        ("bereik", "klopt_niet", ""),
        (None, "opmerking", "Mooi"),
        ("bestaat_niet_meer", "opmerking", "Weg"),
    ):
        repository.add_feedback(FeedbackRecord("klein/v1", "h", question, kind, text, NOW))
    database.close()
    assert commands.feedback([*SMALL, "--gegevens", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    first = out.splitlines()[0]
    path, line, _rest = first.split(":", 2)
    assert path.endswith(FORM)
    assert "A2 Bereikt u inwoners?" in first
    assert (HOME / path).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == "bereik:"
    assert "1x klopt niet bij ons, 1x onduidelijk" in out
    assert "23 november 2026, 14:03, onduidelijk: Welke inwoners?" in out
    assert "klein/v1: het advies" in out
    assert "bestaat niet meer" in out


def test_no_remarks_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.feedback([*SMALL, "--gegevens", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "Er zijn nog geen opmerkingen.\n"


def test_serve_refuses_faulty_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rules" / "proef").mkdir(parents=True)
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "rules" / "proef" / "v1.yaml").write_text("regels: proef/v1\nonzin: ja\n", encoding="utf-8")
    assert commands.serve(["--inhoud", str(tmp_path), "--gegevens", str(tmp_path / "var")]) == 1
    error = capsys.readouterr().err
    assert "Basislijn start niet." in error
    assert "rules/proef/v1.yaml:2:1:" in error


def test_settings_come_from_the_environment_and_the_caller() -> None:
    env = {"BASISLIJN_ORGANISATIE": "Utopia", "BASISLIJN_KIJK_MEE": "ja", "BASISLIJN_PROXIES": "2"}
    settings = read_settings({"organisatie": "Ons"}, env)
    assert (settings.organisatie, settings.kijk_mee, settings.proxies) == ("Ons", True, 2)
    with pytest.raises(ValueError, match="onbekende instelling: kleur"):
        read_settings({"kleur": "rood"}, {})


def test_the_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    settings = read_settings({"gegevens": tmp_path / "nieuw"}, {})
    key = secret_key(settings)
    assert secret_key(settings) == key
    assert len(key) > 40
    assert (tmp_path / "nieuw" / "sleutel").stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert commands.serve([*SMALL, "--poort", str(port), "--gegevens", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"Poort {port} is al in gebruik. Kies een andere")
