"""What was proved is remembered for the same files and the same engine, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import activation, memory
from engine.activation import inspect_folder
from engine.checks import check_content
from engine.diagnostics import Diagnostic
from engine.memory import MOST, Memory
from tests.engine.klein import RULES, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "inhoud")


def found(root: Path, remembered: Memory) -> list[str]:
    return [d.line for d in inspect_folder(root, remembered)[1]]


def test_what_was_proved_is_not_proved_again(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gegevens" / "nagekeken.json"
    first = Memory.read(path)
    expected = found(root, first)
    assert first.proved
    assert first.tried
    first.write(path)

    def refuse(*_: object) -> list[Diagnostic]:
        raise AssertionError("proved or tried again")

    monkeypatch.setattr("engine.checks.prove", refuse)
    monkeypatch.setattr(activation, "try_out", refuse)
    assert found(root, Memory.read(path)) == expected
    with pytest.raises(AssertionError, match="again"):
        inspect_folder(root)


def test_a_finding_with_its_counter_example_is_remembered_whole(root: Path, tmp_path: Path) -> None:
    rules = root / RULES
    text = rules.read_text(encoding="utf-8")
    assert text.count("als: {tijdlijn: verstopt}") == 1
    text = text.replace("als: {tijdlijn: verstopt}", "als: {tijdlijn: vrij, bereik: ja}")
    rules.write_text(text, encoding="utf-8")
    remembered = Memory()
    content, findings = inspect_folder(root, remembered)
    assert [d for d in findings if d.example]
    path = tmp_path / "nagekeken.json"
    remembered.engine = memory.fingerprint()
    remembered.write(path)
    again = Memory.read(path)
    assert again == remembered
    assert check_content(content, (), again.proved) == check_content(content, ())


def test_another_engine_or_a_damaged_file_is_not_believed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nagekeken.json"
    first = Memory.read(path)
    inspect_folder(root, first)
    first.write(path)
    with monkeypatch.context() as patch:
        patch.setattr(memory, "fingerprint", lambda: "another engine")
        assert Memory.read(path) == Memory(engine="another engine")
    path.write_text("{", encoding="utf-8")
    assert Memory.read(path).proved == {}


def test_the_fingerprint_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.py").write_text("a = 1\n", encoding="utf-8")
    monkeypatch.setattr(memory, "__file__", str(tmp_path / "memory.py"))
    before = memory.fingerprint()
    assert before == memory.fingerprint()
    (tmp_path / "memory.py").write_text("a = 2\n", encoding="utf-8")
    assert memory.fingerprint() != before


def test_only_the_last_texts_are_kept_and_a_folder_that_is_shut_does_no_harm(tmp_path: Path) -> None:
    many = Memory(
        {str(n): [] for n in range(MOST + 5)}, {str(n): True for n in range(MOST + 5)}, memory.fingerprint()
    )
    path = tmp_path / "nagekeken.json"
    many.write(path)
    kept = Memory.read(path)
    assert list(kept.proved) == list(kept.tried) == [str(n) for n in range(5, MOST + 5)]
    many.write(path / "no folder" / "nagekeken.json")
