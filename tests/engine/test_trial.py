"""Content is tried out before it is used: in a process of its own, with a limit of time."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engine import activation, ruleset, trial
from engine.activation import activate, inspect_folder, try_out
from engine.compiled import Compiled
from engine.diagnostics import ContentError, Place
from engine.program import Program
from engine.ruleset import EngineFault
from tests.engine.klein import HOME, RULES, small, write


def test_good_content_passes() -> None:
    assert trial.trial(small(), "klein/v1") == []
    assert try_out(small(), HOME, "klein/v1") == []
    content, findings = inspect_folder(HOME)
    assert findings == []
    assert activate(HOME) == content


def test_content_with_findings_is_not_tried_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activation, "try_out", lambda *_: pytest.fail("it was tried out"))
    write(tmp_path, (RULES, "ernst: stop", "ernst: stoppen"))
    with pytest.raises(ContentError, match="M003"):
        activate(tmp_path)


def test_what_the_trial_finds_stands_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    found = small().file("regels", "klein/v1").diagnostic("T001", (), "te groot")
    monkeypatch.setattr(activation, "try_out", lambda *_: [found])
    with pytest.raises(ContentError, match="T001 te groot"):
        activate(HOME)


def test_readers_that_differ_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong(Compiled):
        def evaluate(self, given: Any, known: Any) -> Any:
            return super().evaluate(dict.fromkeys(given), known)

    monkeypatch.setattr(trial, "Compiled", Wrong)
    assert [d.line for d in trial.trial(small(), "klein/v1")] == [
        "rules/klein/v1.yaml:1:1: T002 de lezers van deze regels zijn het niet eens; "
        "dit is een fout van Basislijn; meld hem met dit bestand erbij"
    ]


def test_rules_that_the_engine_cannot_take_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ruleset, "MAX_RULES", 3)
    (found,) = trial.trial(small(), "klein/v1")
    assert found.line.startswith(
        "rules/klein/v1.yaml:1:1: T001 deze regels zijn te groot voor de regelmotor ("
    )
    assert found.line.endswith("; splits lange voorwaarden, of maak er kenmerken van")


def test_too_many_questions_or_rules_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MAX_QUESTIONS", 5)
    monkeypatch.setattr(trial, "MAX_RULES", 10)
    first, second = trial.trial(small(), "klein/v1")
    assert first.line == (
        "questionnaires/klein/v1.yaml:10:1: T001 9 vragen; er kunnen er 5 zijn; splits de vragenlijst"
    )
    assert second.line.startswith("rules/klein/v1.yaml:1:1: T001 ")
    assert second.line.endswith(" regels; er kunnen er 10 zijn; splits de regels")


def test_a_trial_that_takes_too_long_is_a_finding() -> None:
    (found,) = try_out(small(), HOME, "klein/v1", seconds=0.001)
    assert found.place == Place("rules/klein/v1.yaml")
    assert found.message == "de regelmotor was niet klaar binnen 0.001 seconden"


def test_a_trial_that_crashes_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    crash = subprocess.CompletedProcess([], -11, b"", b"")
    monkeypatch.setattr(activation.subprocess, "run", lambda *_, **__: crash)
    (found,) = try_out(small(), HOME, "klein/v1")
    assert (found.code, found.message) == ("T001", "de regelmotor kan deze regels niet aan")


def test_findings_come_back_from_the_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    found = small().file("regels", "klein/v1").diagnostic("T001", ("ladder",), "te groot", key=True)
    done = subprocess.CompletedProcess([], 0, activation.json.dumps([_row(found)]).encode(), b"")
    monkeypatch.setattr(activation.subprocess, "run", lambda *_, **__: done)
    assert try_out(small(), HOME, "klein/v1") == [found]


def _row(found: Any) -> dict[str, object]:
    place = {"file": found.place.file, "line": found.place.line, "column": found.place.column}
    return {"place": place, "code": found.code, "message": found.message, "hint": found.hint,
            "excerpt": found.excerpt, "severity": found.severity}  # fmt: skip


def test_the_trial_prints_its_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert trial.main(str(HOME), "klein/v1") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_fault_of_the_engine_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __init__(self, _program: Program) -> None:
            raise EngineFault("two property names share a hash")

    monkeypatch.setattr(trial, "DurableRules", Broken)
    assert "two property names share a hash" in trial.trial(small(), "klein/v1")[0].message
