"""From questions to the outcome: what rests on what, as a graph in columns and as nested text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.load import Content
from engine.outline import Writer
from engine.program import Input, Program, Score, looks_at

Kind = Literal["vraag", "kenmerk", "criterium", "beginsel", "basislijn", "uitkomst"]
OUTCOME, BASELINE = "uitkomst", "basislijn"
SWEEPS = 6
_APART = ("signaal.", "voorbehoud.", "maatregel.", "?")


@dataclass(frozen=True, slots=True)
class Node:
    """Something that is asked or that follows."""

    id: str
    kind: Kind
    title: str


@dataclass(frozen=True)
class Graph:
    """Nodes in columns, each column in drawing order, and the edges from left to right.

    apart: what is asked or follows, but does not lead to the outcome: it decides signals and measures.
    """

    title: str
    columns: tuple[tuple[Node, ...], ...]
    edges: tuple[tuple[str, str], ...]
    apart: tuple[Node, ...]

    def below(self, key: str) -> list[str]:
        """Return what a node rests on, in drawing order."""
        order = {node.id: (-c, r) for c, column in enumerate(self.columns) for r, node in enumerate(column)}
        return sorted((a for a, b in self.edges if b == key), key=order.__getitem__)


def graph(content: Content, program: Program) -> Graph:
    """Return the graph of one rule set."""
    writer = Writer(content, program.id)
    nodes = {node.id: node for node in _nodes(writer)}
    edges = {edge for edge in _edges(program) if edge[0] in nodes and edge[1] in nodes}
    leading = _leading(edges)
    kept = {key: node for key, node in nodes.items() if key in leading}
    inside = sorted((a, b) for a, b in edges if a in kept and b in kept)
    columns = _ordered(_columns(kept, inside), inside)
    apart = tuple(node for key, node in nodes.items() if key not in leading)
    return Graph(
        writer.rules.title or writer.form.title,
        tuple(tuple(kept[key] for key in column) for column in columns),
        tuple(inside),
        apart,
    )


def _nodes(writer: Writer) -> Iterator[Node]:
    rules = writer.rules
    yield from (Node(key, "vraag", f"{q.code}. {q.text}") for key, q in writer.form.questions.items())
    yield from (Node(key, "kenmerk", fact.title) for key, fact in rules.facts.items())
    yield from (Node(key, "criterium", criterion.title) for key, criterion in rules.criteria.items())
    for key, principle in writer.baseline.principles.items():
        yield Node(f"beginsel.{key}", "beginsel", f"{principle.title} (gewicht {principle.weight})")
    yield Node(BASELINE, "basislijn", "De score en de ondergrenzen samen")
    yield Node(OUTCOME, "uitkomst", "Het advies")


def _edges(program: Program) -> Iterator[tuple[str, str]]:
    """Yield what rests on what; the parts of one question, fact or principle are one node."""
    for item in program.items:
        if isinstance(item, Score):
            for principle in item.principles:
                yield from ((criterion, f"beginsel.{principle.id}") for criterion in principle.criteria)
                yield f"beginsel.{principle.id}", BASELINE
        elif not isinstance(item, Input) and not item.id.startswith(_APART):
            target = _node(item.id)
            if target != BASELINE:
                yield from ((_node(name), target) for name in looks_at(item) if _node(name) != target)


def _node(name: str) -> str:
    """Return the node that an item is part of."""
    if name in ("score", "beginselen_gemist", "blokkade"):
        return BASELINE
    head, _, tail = name.rstrip("#").partition(".")
    return f"beginsel.{tail}" if head in ("score", "ondergrens") and tail else head


def _leading(edges: set[tuple[str, str]]) -> set[str]:
    """Return the nodes from which the outcome can be reached."""
    found, waiting = {OUTCOME}, [OUTCOME]
    while waiting:
        here = waiting.pop()
        new = {a for a, b in edges if b == here} - found
        found |= new
        waiting += new
    return found


def _columns(nodes: Mapping[str, Node], edges: list[tuple[str, str]]) -> list[list[str]]:
    """Return the nodes by column: right of everything that they rest on; questions stand left."""
    below: dict[str, list[str]] = {key: [] for key in nodes}
    for a, b in edges:
        below[b].append(a)
    depth: dict[str, int] = {}

    def visit(key: str) -> int:
        if key not in depth:
            first = 0 if nodes[key].kind == "vraag" else 1
            depth[key] = max([first, *(1 + visit(other) for other in below[key])])
        return depth[key]

    columns: list[list[str]] = [[] for _ in range(1 + max(map(visit, nodes), default=0))]
    for key in nodes:
        columns[depth[key]].append(key)
    return [column for column in columns if column]


def _ordered(columns: list[list[str]], edges: list[tuple[str, str]]) -> list[list[str]]:
    """Return the columns so ordered that edges cross little: each node near the middle of its neighbours."""
    near: dict[str, list[str]] = {key: [] for column in columns for key in column}
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    for _ in range(SWEEPS):
        for column in columns:
            place = {key: (row + 0.5) / len(rows) for rows in columns for row, key in enumerate(rows)}

            def middle(key: str, place: Mapping[str, float] = place) -> float:
                around = [place[other] for other in near[key]]
                return sum(around) / len(around) if around else place[key]

            column.sort(key=middle)
    return columns


def graph_text(found: Graph) -> str:
    """Return the graph as nested text: each line rests on the lines below it that stand further in."""
    nodes = {node.id: node for column in found.columns for node in column}
    lines = [f"{found.title}: waar het advies op rust", ""]
    told: set[str] = set()

    def tell(key: str, depth: int) -> None:
        node, below = nodes[key], found.below(key)
        again = key in told and bool(below)
        name = node.title if node.kind in ("vraag", "uitkomst") else f"{node.kind}: {node.title}"
        lines.append(f"{'  ' * depth}- {name}{' (zie boven)' if again else ''}")
        told.add(key)
        for other in () if again else below:
            tell(other, depth + 1)

    tell(OUTCOME, 0)
    if found.apart:
        lines += ["", "Deze bepalen alleen signalen, maatregelen en wat u ziet, niet het advies:"]
        lines += [f"- {node.title}" for node in found.apart]
    return "\n".join(lines)
