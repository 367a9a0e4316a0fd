"""Make the receipts that the tests compute again: `python scripts/kwitanties.py`.

The content that they rest on is kept beside them, so that they prove the engine: today's engine must
give what yesterday's gave. Make them anew only when a result is meant to change, and say why in CHANGELOG.md.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from engine.canonical import dump  # noqa: E402
from engine.checks.examples import example_answers  # noqa: E402
from engine.engine import Engine  # noqa: E402
from engine.load import Content, load_content  # noqa: E402
from engine.receipt import file_hashes, make_receipt  # noqa: E402

TARGET = ROOT / "tests" / "data" / "kwitanties"
SOURCES = ((ROOT, "sociale-media/v1", 8), (ROOT / "tests" / "data" / "klein", "klein/v1", 6))


def main() -> int:
    """Write the content and the receipts."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for root, ruleset, number in SOURCES:
        content = load_content(root)
        for name in file_hashes(content, ruleset):
            place = TARGET / "inhoud" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, place)
        for name, receipt in receipts(content, ruleset, number):
            (TARGET / name).write_bytes(receipt)
            print(f"tests/data/kwitanties/{name}")
    return 0


def receipts(content: Content, ruleset: str, number: int) -> list[tuple[str, bytes]]:
    """Return receipts of so many examples, spread over the file."""
    cases = content.examples[ruleset].cases
    step = max(1, len(cases) // number)
    made = []
    with closing(Engine(content, ruleset)) as engine:
        for index, case in enumerate(cases[: step * number : step], 1):
            answers = example_answers(content, engine, case)
            receipt = make_receipt(engine, answers, case.day, case.subject)
            made.append((f"{ruleset.replace('/', '-')}-{index:02}.json", dump(receipt)))
    return made


if __name__ == "__main__":
    sys.exit(main())
