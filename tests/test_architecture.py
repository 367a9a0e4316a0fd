"""The house holds together: who may import whom, what the engine may not know, and how long things get.

The web: views -> services -> engine and storage. The engine: pure, one way, in the order below.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MAX_FILE = 350
MAX_FUNCTION = 60

#: A module imports only what stands above it. A new module gets its place here.
ENGINE_ORDER = (
    "diagnostics",
    "source",
    "scalars",
    "models",
    "cases",
    "publication_models",
    "meanings",
    "keywords",
    "frozen",
    "load",
    "conditions",
    "program",
    "score",
    "kinds",
    "terms",
    "names",
    "cut",
    "judging",
    "desugar",
    "side_questions",
    "answers",
    "evaluate",
    "compiled",
    "chains",
    "ruleset",
    "columns",
    "solver",
    "clauses",
    "clauses_score",
    "search",
    "aligned",
    "same",
    "witness",
    "bounds",
    "mover",
    "ordering",
    "diagram",
    "functions",
    "assess",
    "wide",
    "tally",
    "restricted",
    "reach",
    "lanes",
    "influence",
    "possible",
    "proof",
    "advice",
    "urgency",
    "book",
    "deciders",
    "shown",
    "explain",
    "whynot",
    "engine",
    "change",
    "ways",
    "arrange",
    "effects",
    "report_json",
    "written",
    "canonical",
    "receipt",
    "replay",
    "outline",
    "outline_text",
    "tables",
    "graph",
    "graph_svg",
    "schema",
    "answer_file",
    "profile_file",
    "case_files",
    "keeping",
    "texts",
    "difference",
    "cause",
    "impact",
    "impact_report",
    "checks",
    "trial",
    "memory",
    "activation",
    "table_file",
    "publication",
    "publication_text",
    "refine",
    "batch",
    "mutants",
    "attainable",
    "coverage",
    "distinguish",
    "explanations",
    "commands",
    "cli",
    "__main__",
)

WEB = ("flask", "flask_limiter", "flask_wtf", "wtforms", "werkzeug", "jinja2", "waitress")
DATABASE = ("sqlalchemy", "alembic", "sqlite3")
NETWORK = ("socket", "urllib", "http", "requests", "asyncio")

#: who -> what it may not import
FORBIDDEN = {
    "engine": ("webapp", *WEB, *DATABASE, *NETWORK),
    "webapp.services": (*WEB, *DATABASE, "webapp.views", "webapp.forms"),
    "webapp.views": (*DATABASE, "webapp.storage.models", "webapp.storage.database"),
    "webapp.storage": ("engine", *WEB, "webapp.services", "webapp.views", "webapp.forms"),
}

#: One module each may know these.
ONLY = {
    "durable": {"engine.ruleset"},
    "durable_rules_engine": {"engine.ruleset"},
    "pysat": {"engine.solver"},
    "numpy": {f"engine.columns.{name}" for name in ("cases", "found", "reader", "scoring")},
    "subprocess": {"engine.activation", "webapp.scanning"},
    "puremagic": {"webapp.services.evidence_kinds"},
    "waitress": {"webapp.__main__", "webapp.commands", "webapp.serve"},
}

CLOCK = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "localtime"}
CLOCK_OWNERS = {"datetime", "date", "time"}


def sources(*folders: str) -> list[Path]:
    """Every Python file below the folders; what Alembic generated is not ours to shorten."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "versions" not in path.parts and "node_modules" not in path.parts
    ]


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """The dotted names a file imports, wherever in the file; `from a import b` gives a and a.b."""
    found: set[str] = set()
    package = module_of(path).split(".") if path.name == "__init__.py" else module_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            found.add(name)
            found.update(f"{name}.{alias.name}" for alias in node.names)
    return found


def below(name: str, owner: str) -> bool:
    """Tell whether `name` is `owner` or lies inside it."""
    return name == owner or name.startswith(owner + ".")


SOURCES = sources("engine", "webapp")


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_imports_go_one_way(path: Path) -> None:
    module, found = module_of(path), imports(path)
    wrong = {
        name
        for importer, forbidden in FORBIDDEN.items()
        if below(module, importer)
        for name in found
        if any(below(name, owner) for owner in forbidden)
    }
    assert not wrong, f"{module} may not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_some_libraries_are_known_in_one_place(path: Path) -> None:
    module = module_of(path)
    wrong = {
        name
        for name in imports(path)
        for owner, allowed in ONLY.items()
        if below(name, owner) and module not in allowed
    }
    assert not wrong, f"{module} may not import {', '.join(sorted(wrong))}"


def place(module: str) -> int:
    """Where a module of the engine stands in the order; the package itself stands last."""
    parts = module.split(".")
    if len(parts) == 1:
        return len(ENGINE_ORDER)
    assert parts[1] in ENGINE_ORDER, f"give {module} its place in ENGINE_ORDER"
    return ENGINE_ORDER.index(parts[1])


@pytest.mark.parametrize("path", sources("engine"), ids=module_of)
def test_the_engine_imports_only_what_stands_above(path: Path) -> None:
    module = module_of(path)
    names = {name.split(".")[1] for name in imports(path) if name.startswith("engine.")}
    existing = {file.stem for file in (ROOT / "engine").iterdir()}
    for name in sorted(names & existing):
        inside = below(module, f"engine.{name}")
        assert inside or place(f"engine.{name}") < place(module), f"{module} may not import engine.{name}"


def clock_reads(path: Path) -> Iterator[str]:
    """Yield `line: call` for everything that asks what time it is."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in CLOCK:
            owner = ast.unparse(node.value).rpartition(".")[2]
            if owner in CLOCK_OWNERS:
                yield f"{node.lineno}: {owner}.{node.attr}"


@pytest.mark.parametrize("path", sources("engine"), ids=module_of)
def test_the_engine_has_no_clock(path: Path) -> None:
    allowed = module_of(path) == "engine.cli"
    assert "time" not in imports(path) or allowed
    assert allowed or not list(clock_reads(path)), "the date is an argument"


OURS = [*sources("engine", "webapp", "tests", "scripts", "bench"), ROOT / "hatch_build.py"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < MAX_FILE, f"{path.name} is longer than {MAX_FILE} lines: split it"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length < MAX_FUNCTION, f"{path.name}:{node.lineno} {node.name} has {length} lines"


def test_these_rules_can_fail(tmp_path: Path) -> None:
    """A rule that nothing can break protects nothing."""
    path = ROOT / "engine" / "cli.py"
    assert below("flask.views", "flask")
    assert not below("flask_wtf", "flask")
    assert place("engine.cli") > place("engine.load")
    sample = tmp_path / "sample.py"
    sample.write_text("from datetime import date\nx = date.today()\n", encoding="utf-8")
    assert list(clock_reads(sample)) == ["2: date.today"]
    assert module_of(path) == "engine.cli"
