"""Content is tried out in a process of its own before it is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import activation, trial
from engine.activation import activate, draft, inspect_folder, try_out
from engine.compiled import Compiled
from engine.diagnostics import ContentError
from engine.evaluate import Evaluation
from engine.load import load_content
from tests.engine.klein import FORM, HOME, RULES, small, write

TOPIC = "klein/v1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small content to change; the real one is checked by `basislijn check`."""
    return write(tmp_path)


def test_sound_content_is_activated(root: Path) -> None:
    assert activate(root).version_hash(TOPIC) == small().version_hash(TOPIC)


def test_findings_keep_content_from_being_used(root: Path) -> None:
    write(root, (RULES, "meer_dan: 40", "meer_dan: [40]"))
    with pytest.raises(ContentError) as error:
        activate(root)
    assert "R006" in str(error.value)


def test_a_trial_that_takes_too_long_is_a_finding() -> None:
    findings = try_out(small(), HOME, TOPIC, seconds=0.01)
    assert [d.code for d in findings] == ["T001"]
    assert findings[0].message == "de regelmotor was niet klaar binnen 0.01 seconden"


def test_a_trial_that_crashes_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activation.sys, "executable", shutil.which("false"))
    assert [d.message for d in try_out(small(), HOME, TOPIC)] == ["de regelmotor kan deze regels niet aan"]


def test_what_the_trial_finds_is_reported_with_its_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "MAX_QUESTIONS", 4)
    content = load_content(root)
    found = trial.trial(content, TOPIC, runs=3)
    assert [str(d.place) for d in found] == [f"{FORM}:10:1"]
    assert found[0].message == "9 vragen; er kunnen er 4 zijn"
    assert inspect_folder(root)[1] == []


def test_readers_that_differ_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Compiled.evaluate

    def wrong(self: Compiled, given: dict[str, str | None], known: dict[str, str]) -> Evaluation:
        found = right(self, given, known)
        return Evaluation({**found.symbols, "blokkade": "ja"}, found.possible, found.counts, found.scores)

    monkeypatch.setattr(Compiled, "evaluate", wrong)
    found = trial.trial(small(), TOPIC, runs=5)
    assert [d.code for d in found] == ["T002"]


def test_a_draft_may_mean_something_else_than_its_examples_say(root: Path) -> None:
    write(root, (RULES, "ruim: 80", "ruim: 65"))
    content, findings = draft(root)
    assert content.rulesets[TOPIC].thresholds["ruim"] == 65
    assert {d.code for d in findings} >= {"E001"}
    with pytest.raises(ContentError):
        activate(root)
    write(root, (RULES, "ruim: 80", "ruim: zestig"))
    with pytest.raises(ContentError):
        draft(root)
