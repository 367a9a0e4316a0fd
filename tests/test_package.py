"""What is built: a wheel that works on its own, assets that know when they are stale, one-line advice."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import assets, compiler
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = (folder / "dist").iterdir()
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_carries_the_content(wheel: Path) -> None:
    for folder in ("rules", "questionnaires"):
        here = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.yaml")}
        there = {path.relative_to(wheel / "engine/_content") for path in wheel.rglob(f"{folder}/**/*.yaml")}
        assert here
        assert here == there


def test_the_wheel_carries_what_pages_need(wheel: Path) -> None:
    missing = [name for name in assets.PRODUCTS if not (wheel / assets.VENDOR / name).is_file()]
    assert not missing
    assert list(wheel.glob("webapp/templates/*.html"))
    assert list(wheel.glob("webapp/storage/migrations/versions/*.py"))


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    program = (
        "import sys, engine.cli; print(engine.cli.__file__); sys.exit(engine.cli.main(['vragen', 'cloud']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(str(wheel))


# --- assets ---------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with only what decides the assets, and the assets."""
    for name in (*assets.INPUTS, ".npmrc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / assets.VENDOR, tmp_path / assets.VENDOR)
    return tmp_path


def test_assets_are_made_once(copy: Path) -> None:
    assert assets.up_to_date(copy)
    assert not assets.ensure(copy)


@pytest.mark.parametrize("name", assets.INPUTS)
def test_a_change_makes_assets_stale(copy: Path, name: str) -> None:
    (copy / name).write_text((copy / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not assets.up_to_date(copy)


@pytest.mark.parametrize("name", [*assets.PRODUCTS, assets.STAMP])
def test_a_lost_file_makes_assets_stale(copy: Path, name: str) -> None:
    (copy / assets.VENDOR / name).unlink()
    assert not assets.up_to_date(copy)


def test_pruning_keeps_what_is_read_through_another_token() -> None:
    theme = ".x {\n  --a: var(--b);\n  --b: 1px;\n  --c: 2px;\n}\n"
    pruned = assets.prune(theme, "p { margin: var(--a, 0) }")
    assert "--a: var(--b);" in pruned
    assert "--b: 1px;" in pruned
    assert "--c" not in pruned


def test_every_font_that_is_named_is_there() -> None:
    vendor = ROOT / assets.VENDOR
    named = re.findall(r'url\("([^"]+)"\)', (vendor / "fonts.css").read_text(encoding="utf-8"))
    assert len(named) == 8
    assert all((vendor / name).is_file() for name in named)
    assert {path.name for path in (vendor / "fonts").iterdir()} == {Path(name).name for name in named}


def test_style_of_others_loads_nothing_from_elsewhere() -> None:
    for path in (ROOT / assets.VENDOR).glob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", path.read_text(encoding="utf-8")), path.name


def test_what_we_pass_on_carries_its_licence() -> None:
    text = (ROOT / assets.VENDOR / "licenties.txt").read_text(encoding="utf-8")
    for needed in ("EUROPEAN UNION PUBLIC LICENCE", "SIL OPEN FONT LICENSE"):
        assert needed.lower() in text.lower()
    passed_on = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(f"{name} {version}: " in text for name, version in passed_on.items())


# --- the compiler check ---------------------------------------------------------------------------------


def test_this_machine_compiles(tmp_path: Path) -> None:
    assert compiler.compile_extension(tmp_path)


@pytest.mark.parametrize("broken", ["no-such-compiler", "false"])
def test_a_missing_compiler_is_said_in_one_line(
    broken: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiler.sysconfig, "get_config_var", lambda _name: broken)
    assert compiler.main() == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "apt-get install -y gcc libc6-dev python3-dev python3-venv make" in said


# --- the system check -----------------------------------------------------------------------------------


def run_system_check(folder: Path, **programs: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/systeem.sh on a system that has only these programs, each a line of shell."""
    for name, line in {"mktemp": f"echo {folder / 'log'}", "rm": ":", "tail": ":", **programs}.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        path.chmod(0o755)
    command = ["/bin/sh", str(ROOT / "scripts/systeem.sh")]
    return subprocess.run(command, env={"PATH": str(folder)}, capture_output=True, text=True)


def test_a_browser_is_enough(tmp_path: Path) -> None:
    done = run_system_check(tmp_path, chromium=":")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_rights_nothing_is_installed(tmp_path: Path) -> None:
    done = run_system_check(tmp_path, id="echo 1000", apt_get=f"touch {tmp_path / 'touched'}")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "apt-get install -y --no-install-recommends chromium-headless-shell" in done.stderr
    assert not (tmp_path / "touched").exists()


def test_with_rights_it_is_installed(tmp_path: Path) -> None:
    done = run_system_check(tmp_path, id="echo 0", apt_get=f'echo "$@" >> {tmp_path / "asked"}')
    assert done.returncode == 0
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert asked == ["update -qq", "install -y -qq --no-install-recommends chromium-headless-shell"]


def test_a_failed_installation_says_what_to_do(tmp_path: Path) -> None:
    done = run_system_check(tmp_path, id="echo 0", apt_get="exit 100")
    assert done.returncode == 1
    assert "chromium-headless-shell" in done.stderr


# --- the Makefile ---------------------------------------------------------------------------------------


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the repository, unaware of the make that may run these tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_help_names_what_people_ask_for() -> None:
    shown = make().stdout
    for target in ("run", "test", "test-all", "check", "screenshots", "lock", "clean"):
        assert re.search(rf"^  make {target}\s+\S", shown, re.MULTILINE), target


def test_make_says_when_there_is_no_python() -> None:
    done = make("--always-make", "--dry-run", "run", "PYTHON=")
    assert "Python 3.11 of nieuwer ontbreekt" in done.stdout


def test_ci_runs_both() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert re.search(r"^make test test-all\b", script, re.MULTILINE)
