"""What is committed: lock files, licence data, publiccode.yml, and documents whose links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from tests.conftest import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))


def committed() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, nothing when it is a picture."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


FILES = committed()
DOCUMENTS = [path for path in FILES if path.suffix == ".md"]


# --- locks ----------------------------------------------------------------------------------------------


def test_there_are_five_locks() -> None:
    assert [path.name for path in LOCKS] == [
        "requirements-bench.lock",
        "requirements-build.lock",
        "requirements-dev.lock",
        "requirements-node.lock",
        "requirements.lock",
    ]


def requirements(path: Path) -> list[str]:
    """The requirements of a lock file, each with its hashes on one line."""
    joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_a_hash(path: Path) -> None:
    for line in requirements(path):
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+ ", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_hold_no_address(path: Path) -> None:
    assert "//" not in path.read_text(encoding="utf-8")
    assert "--index-url" not in path.read_text(encoding="utf-8")


def test_the_dev_lock_agrees_with_the_runtime_lock() -> None:
    runtime = set(requirements(ROOT / "requirements.lock"))
    assert runtime <= set(requirements(ROOT / "requirements-dev.lock"))


def test_the_locks_know_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = {line.split("==")[0] for line in requirements(ROOT / "requirements-dev.lock")}
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=\[; ]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names <= locked, "run `make lock`"


def test_the_npm_lock_has_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: about for name, about in json.loads(text)["packages"].items() if name}
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert "//" not in re.sub(r'"integrity": "[^"]+"', "", text)
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {f"node_modules/{name}" for name in wanted} <= set(packages)
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values()), "pin exact versions"


# --- what may not be committed --------------------------------------------------------------------------

#: Written in parts, so that this file passes its own test.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
    )
]
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:root|work|home|tmp|Users)/")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_machine_path_and_no_registry(path: Path) -> None:
    text = text_of(path)
    assert not MACHINE_PATH.search(text)
    assert not [host for host in HOSTS if host in text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_text_ends_with_a_newline_and_holds_no_forgotten_notes(path: Path) -> None:
    text = text_of(path)
    assert not text or text.endswith("\n")
    assert "\r" not in text
    assert not re.search(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", text)


# --- licences -------------------------------------------------------------------------------------------


def test_the_licence_is_the_whole_text() -> None:
    text = (ROOT / "LICENSES/EUPL-1.2.txt").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert len(text) > 13_000


def test_every_licence_named_is_there() -> None:
    named = set(re.findall(r'SPDX-License-Identifier = "([^"]+)"', (ROOT / "REUSE.toml").read_text()))
    assert named == {path.stem for path in (ROOT / "LICENSES").iterdir()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] in named


# --- publiccode.yml -------------------------------------------------------------------------------------

STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
PUBLICCODE_KEYS = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "softwareVersion",
    "releaseDate",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "organisation",
    "intendedAudience",
    "description",
    "legal",
    "maintenance",
    "localisation",
    "dependsOn",
}


def test_publiccode() -> None:
    about = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert set(about) <= PUBLICCODE_KEYS
    assert about["publiccodeYmlVersion"] == "0.5"
    assert re.fullmatch(r"https://\S+", about["url"])
    assert isinstance(about["releaseDate"], date)
    assert about["developmentStatus"] in STATUSES
    assert about["softwareType"] == "standalone/web"
    assert about["legal"]["license"] == "EUPL-1.2"
    assert about["maintenance"]["type"] == "internal"
    assert all(contact["name"] for contact in about["maintenance"]["contacts"])
    assert about["localisation"]["availableLanguages"] == ["nl"]


def test_publiccode_describes_in_dutch() -> None:
    description = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))["description"]["nl"]
    assert len(description["shortDescription"]) <= 150
    assert 150 <= len(description["longDescription"]) <= 10_000
    assert all(len(feature) <= 100 for feature in description["features"])


def test_there_is_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert about["softwareVersion"] == project["version"]
    assert re.findall(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE)[0] == project["version"]


# --- documents ------------------------------------------------------------------------------------------


def test_the_first_screen_names_the_two_commands() -> None:
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make run" in first
    assert "make test" in first


@pytest.mark.parametrize(
    "name", ["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "docs/README.md"]
)
def test_the_usual_documents_are_there(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8")) > 300


def anchor(heading: str) -> str:
    """The name that a heading gets in a link."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Every name within a document that one can link to."""
    return {anchor(line.lstrip("#")) for line in path.read_text().splitlines() if line.startswith("#")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, name = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name} points to {link}"
        assert not name or name in anchors(target), f"{path.name} points to {link}"


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for path in DOCUMENTS:
        if path.parent in {ROOT / "docs", ROOT / "docs/adr", ROOT / "docs/pdr"} and path.name != "README.md":
            assert str(path.relative_to(ROOT / "docs")) in index, f"docs/README.md misses {path.name}"
