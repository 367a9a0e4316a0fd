"""Write the documents that follow from the code: `python scripts/documentatie.py`.

docs/checks.md (every code), docs/begrippen.md (every keyword), docs/schemas/ (one schema per topic) and
docs/voorbeeld/ (our own entry in the register). A test keeps them equal to the code and the content.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pydantic import BaseModel  # noqa: E402

from engine import cases, models, publication_models  # noqa: E402
from engine.answer_file import read_answer_file  # noqa: E402
from engine.commands.publish import draft_of  # noqa: E402
from engine.explanations import explanations  # noqa: E402
from engine.load import Content, load_content  # noqa: E402
from engine.meanings import MODELS, meaning  # noqa: E402
from engine.publication import About  # noqa: E402
from engine.publication_text import draft_json  # noqa: E402
from engine.schema import schema, schema_name  # noqa: E402

MADE = "<!-- Gemaakt door scripts/documentatie.py uit de code. Verander dit bestand niet met de hand. -->"
CHECKS = """# Wat elke melding betekent

Een melding zegt de plaats (`bestand:regel:kolom`), een code, wat er is, en wat u doet. Hier staat per code
wat hij betekent. In de terminal ziet u hetzelfde met `basislijn uitleg R001`."""
TERMS = """# Begrippen

Elk woord dat u in een bestand kunt schrijven, wat het betekent, en hoe het in de code heet. In de code staat
het woord naast zijn Engelse naam, op één plek: `engine/models.py`
(en `engine/cases.py` voor voorbeelden en onderwerpen, `engine/publication_models.py` voor uitvoer).
Hoe u de woorden gebruikt, staat in de
[handleiding](handleiding/README.md)."""


def main() -> int:
    """Write every document that differs, and say which."""
    found = documents()
    for path in (ROOT / "docs" / "schemas").glob("*.json"):
        if path not in found:
            path.unlink()
    for path, text in found.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
    return 0


def documents() -> dict[Path, str]:
    """Return the text of each document, by its place."""
    content = load_content(ROOT)
    docs = ROOT / "docs"
    schemas = {docs / "schemas" / schema_name(key): schema(content, key) for key in content.rulesets}
    texts = {path: json.dumps(value, ensure_ascii=False, indent=1) + "\n" for path, value in schemas.items()}
    texts[docs / "voorbeeld" / "basislijn-algoritmeregister.json"] = own_entry(content)
    return {docs / "checks.md": checks(), docs / "begrippen.md": terms(), **texts}


def own_entry(content: Content) -> str:
    """Return the draft for the Algoritmeregister of Basislijn itself, from docs/voorbeeld/basislijn.yaml."""
    path = ROOT / "docs" / "voorbeeld" / "basislijn.yaml"
    file = read_answer_file(path.read_bytes(), path.name)
    publication = content.publications_of("ai-verordening/v1")["algoritmeregister"]
    assert file.day is not None
    about = About(organisation="Gemeente Voorbeeld")
    return draft_json(draft_of(content, publication, file, file.subject, file.day, about))


def checks() -> str:
    """Return docs/checks.md."""
    blocks = [MADE, CHECKS]
    for row in explanations().values():
        lines = (f"- **{word}:** {text}" for word, text in row.parts)
        blocks.append("\n".join([f"## {row.code}", "", *lines]))
    return "\n\n".join(blocks) + "\n"


def terms() -> str:
    """Return docs/begrippen.md."""
    blocks = [MADE, TERMS]
    for name, about in MODELS.items():
        module = next(part for part in (models, cases, publication_models) if hasattr(part, name))
        model: type[BaseModel] = getattr(module, name)
        rows = [
            f"| `{field.alias or key}` | `{key}` | {meaning(name, key, field.alias or key)} |"
            for key, field in model.model_fields.items()
        ]
        head = "| Woord | In de code | Betekenis |\n| --- | --- | --- |"
        blocks.append("\n".join([f"## {name}", "", about, "", head, *rows]))
    return "\n\n".join(blocks) + "\n"


if __name__ == "__main__":
    sys.exit(main())
