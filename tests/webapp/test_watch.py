"""For policy staff: save, refresh, see it; or the fault with its place, while the last good content stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine.diagnostics import ContentError
from engine.load import content_root
from tests.webapp.conftest import FIRST, TODAY
from tests.webapp.pages import Visitor
from webapp import create_app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of one topic of the content to change."""
    root = tmp_path_factory.mktemp("inhoud")
    for name in (
        "questionnaires/sociale-media",
        "questionnaires/onderwerpen/platform",
        "rules/sociale-media",
        "rules/democratische-basislijn",
    ):
        shutil.copytree(content_root() / name, root / name)
    return root


@pytest.fixture(scope="module")
def watching(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that looks at the copy."""
    app = create_app(
        {
            "inhoud": str(folder),
            "gegevens": str(tmp_path_factory.mktemp("gegevens")),
            "kijk_mee": True,
            "limieten": False,
            "vandaag": TODAY,
            "testing": True,
        }
    )
    yield app
    app.extensions["basislijn"].repository.database.close()


def change(path: Path, old: str, new: str) -> str:
    """Save a file with something else in it; gives what was there."""
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))
    return before


def test_a_changed_text_shows_after_a_refresh_and_a_fault_with_its_place(
    watching: Flask, folder: Path
) -> None:
    visitor = Visitor(watching.test_client())
    edit = visitor.begin()
    questions = folder / "questionnaires" / "sociale-media" / "v1.yaml"
    change(questions, "Plaatst u betaalde berichten", "Betaalt u voor berichten")
    assert "Betaalt u voor berichten op dit kanaal?" in visitor.get(f"{edit}/vragen/2").text

    good = change(questions, "    uitleg: Drie vragen", "    uitlegg: Drie vragen")
    page = visitor.get(f"{edit}/vragen/2")
    assert visitor.status == 200
    assert "Uw laatste wijziging is nog niet in gebruik" in page.text
    assert "questionnaires/sociale-media/v1.yaml:" in page.text
    assert "uitlegg" in page.text
    assert "^" in visitor.response.text
    assert "Betaalt u voor berichten op dit kanaal?" in page.text
    visitor.answer(edit, 1, FIRST)
    assert "Uitfaseren" in visitor.page.text

    questions.write_text(good, encoding="utf-8")
    assert "Uw laatste wijziging" not in visitor.get(f"{edit}/vragen/2").text


def test_a_changed_advice_text_shows(watching: Flask, folder: Path) -> None:
    visitor = Visitor(watching.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    rules = folder / "rules" / "sociale-media" / "v1.yaml"
    change(rules, "Stop binnen deze termijn met plaatsen.", "Rond het plaatsen binnen deze termijn af.")
    page = visitor.get(f"{edit}/advies")
    assert "Rond het plaatsen binnen deze termijn af." in page.text
    assert "De vragen of regels zijn veranderd sinds u het laatst iets invulde." in page.text


def test_a_changed_threshold_is_used_at_once_and_says_which_examples_no_longer_agree(
    watching: Flask, folder: Path
) -> None:
    visitor = Visitor(watching.test_client())
    rules = folder / "rules" / "sociale-media" / "v1.yaml"
    good = change(rules, "ruim: 80 ", "ruim: 60 ")
    page = visitor.get("/uitleg/sociale-media")
    assert "60 (ruim)" in page.text
    assert "Uw laatste wijziging is in gebruik, maar nog niet klaar" in page.text
    assert "E001" in page.text
    rules.write_text(good, encoding="utf-8")
    assert "Uw laatste wijziging" not in visitor.get("/uitleg/sociale-media").text


def test_a_start_on_faulty_content_is_refused(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "inhoud"
    shutil.copytree(folder, root)
    (root / "rules" / "sociale-media" / "v1.yaml").write_text("regels: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        create_app({"inhoud": str(root), "gegevens": str(tmp_path), "testing": True})
    assert "rules/sociale-media/v1.yaml:" in str(caught.value)
