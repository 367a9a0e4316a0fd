"""What was found of rule sets before, so that nobody waits for a proof twice.

A proof of a large rule set takes many seconds. It rests on the text of its files, on the engine and on the
libraries below it; as long as all of those are the same, what was found is the same.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from engine.checks import Proved

MOST = 40  # texts of rule sets that are remembered


@dataclass
class Memory:
    """What was found of rule sets whose files are the same.

    proved: by the text of the files, what the checks found; tried: the versions that passed their trial.
    engine: `fingerprint` of the engine that found it.
    """

    proved: Proved = field(default_factory=dict)
    tried: dict[str, bool] = field(default_factory=dict)
    engine: str = ""

    @classmethod
    def read(cls, path: Path) -> Memory:
        """Return what a file holds; nothing when it is not there, is damaged or is of another engine."""
        engine = fingerprint()
        try:
            memory = _FILE.validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return cls(engine=engine)
        return memory if memory.engine == engine else cls(engine=engine)

    def write(self, path: Path) -> None:
        """Keep what was found last; a folder that can't be written to costs time at the next start only."""
        for found in (self.proved, self.tried):
            for key in list(found)[:-MOST]:
                del found[key]
        fresh = path.with_name(f"{path.name}.nieuw")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(_FILE.dump_json(self))
            fresh.replace(path)
        except OSError:
            return


def fingerprint() -> str:
    """Return the SHA-256 (hexadecimal) of the engine's code, its libraries and this Python."""
    found = hashlib.sha256(sys.version.encode())
    for name, version in sorted((d.name, d.version) for d in distributions()):
        found.update(f"{name} {version}\n".encode())
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py")):
        found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return found.hexdigest()


_FILE = TypeAdapter(Memory)
