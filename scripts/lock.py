"""Write the lock files anew: newest allowed versions, with hashes, without addresses.

Run by `make lock`. uv is taken from PATH, or installed in a temporary environment of its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from assets import npm  # noqa: E402

COMPILE = (
    *("pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-config"),
)

#: lock file -> what goes in
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("pyproject.toml", "--group", "dev", "--constraint", "requirements.lock"),
    "requirements-bench.lock": ("--group", "bench", "--constraint", "requirements-dev.lock"),
    "requirements-build.lock": ("--group", "build"),
    "requirements-node.lock": ("--group", "node"),
}


@contextmanager
def uv() -> Iterator[str]:
    """Give the path of uv."""
    if found := shutil.which("uv"):
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="basislijn-uv-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([f"{folder}/bin/python", "-m", "pip", "install", "-qq", "uv"], check=True)
        yield f"{folder}/bin/uv"


def lock_python() -> None:
    """Write the five lock files for Python."""
    with uv() as command:
        for name, inputs in LOCKS.items():
            subprocess.run([command, *COMPILE, *inputs, "--output-file", name], cwd=ROOT, check=True)


def lock_assets() -> None:
    """Write package-lock.json, and take out the addresses of sponsors."""
    with npm(ROOT) as (command, environment):
        subprocess.run([*command, "install", "--package-lock-only"], cwd=ROOT, env=environment, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> int:
    """Write all lock files."""
    lock_python()
    lock_assets()
    return 0


if __name__ == "__main__":
    sys.exit(main())
