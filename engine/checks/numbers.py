"""R013: a threshold repeated as a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checks.unused import CONDITIONS
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.source import Path

Comparison = tuple[str, str, Path]  # item, what it is compared with, place
WORDS = frozenset({"minstens", "hoogstens", "meer_dan", "minder_dan", "rond"})


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een voorwaarde noemt een getal dat ook een drempel is.

    Waarom: wie de drempel verandert, vergeet dit getal.
    Fout: ‘score: {minstens: 80}’, terwijl er een drempel ‘ruim: 80’ is.
    Goed: ‘score: {minstens: ruim}’.
    """
    for key, rules in content.rulesets.items():
        source = content.file("regels", key)
        found = list(_comparisons(source.value, ()))
        about: dict[str, set[str]] = {}
        for item, text, _ in found:
            if text in rules.thresholds:
                about.setdefault(text, set()).add(item)
        for item, text, path in found:
            name = _name(rules.thresholds, about, item, text)
            if name:
                finding = source.diagnostic(
                    "R013",
                    path,
                    f"{text} is hier de drempel ‘{name}’",
                    f"schrijf ‘{name}’ in plaats van {text}",
                )
                yield Diagnostic(
                    finding.place, "R013", finding.message, finding.hint, finding.excerpt, "let op"
                )


def _name(thresholds: Mapping[str, int], about: Mapping[str, set[str]], item: str, text: str) -> str:
    """Return the threshold that a number repeats: one about the same item, or one that nothing names."""
    same = [name for name, value in thresholds.items() if str(value) == text]
    return next((name for name in same if item in about.get(name, {item})), "")


def _comparisons(value: Any, path: Path, inside: bool = False) -> Iterator[Comparison]:
    """Yield every comparison with a number or threshold in the conditions of a file."""
    if isinstance(value, dict):
        for key, part in value.items():
            here = (*path, key)
            if inside and key in WORDS and isinstance(part, str):
                yield _item(path), part, here
            yield from _comparisons(part, here, inside or key in CONDITIONS)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _comparisons(part, (*path, index), inside)


def _item(path: Path) -> str:
    """Return the name before a comparison, without the principle of a score."""
    names = [step for step in path if isinstance(step, str) and step != "aantal"]
    return names[-1].partition(".")[0] if names else ""
