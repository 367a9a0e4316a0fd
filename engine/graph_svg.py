"""A graph as SVG: columns from left to right, drawn with presentation attributes only."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from engine.graph import Graph, Kind, Node

WIDTH, HEIGHT, ACROSS, BETWEEN, EDGE = 270, 46, 110, 12, 24
LETTERS, LINES = 32, 2
INK, LINE, PAPER = "#16202e", "#7d7768", "#faf9f6"
FILLS: dict[Kind, str] = {
    "vraag": "#ffffff",
    "kenmerk": "#fcf1dd",
    "criterium": "#e3f0ef",
    "beginsel": "#e6f2e8",
    "basislijn": "#e6f2e8",
    "uitkomst": "#e3f0ef",
}
Places = dict[str, tuple[int, int]]


def graph_svg(graph: Graph) -> str:
    """Return the graph as an SVG picture; `graph_text` says the same in words."""
    tallest = max(map(len, graph.columns), default=0)
    width = 2 * EDGE + len(graph.columns) * WIDTH + (len(graph.columns) - 1) * ACROSS
    height = 2 * EDGE + tallest * (HEIGHT + BETWEEN) - BETWEEN
    places = _places(graph, height)
    about = "Links de vragen, rechts het advies. Een lijn loopt van wat gevraagd wordt naar wat eruit volgt."
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="graaf-titel graaf-uitleg">',
        f'<title id="graaf-titel">{escape(graph.title)}: waar het advies op rust</title>',
        f'<desc id="graaf-uitleg">{about}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        f'<g fill="none" stroke="{LINE}" stroke-width="1">',
        *(_edge(places[a], places[b]) for a, b in graph.edges),
        "</g>",
        f'<g font-family="Atkinson Hyperlegible Next, system-ui, sans-serif" font-size="13" fill="{INK}">',
        *(part for column in graph.columns for node in column for part in _node(node, *places[node.id])),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _places(graph: Graph, height: int) -> Places:
    """Return the left upper corner of each node; short columns are spread over the height."""
    places: Places = {}
    for number, column in enumerate(graph.columns):
        step = (height - 2 * EDGE) // len(column)
        for row, node in enumerate(column):
            top = EDGE + row * step + (step - HEIGHT) // 2
            places[node.id] = (EDGE + number * (WIDTH + ACROSS), top)
    return places


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    x1, y1 = start[0] + WIDTH, start[1] + HEIGHT // 2
    x2, y2 = end[0], end[1] + HEIGHT // 2
    bend = min(ACROSS, (x2 - x1) // 2)
    return f'<path d="M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'


def _node(node: Node, x: int, y: int) -> Iterator[str]:
    lines = wrap(node.title, LETTERS)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS - 1].rstrip()}…"]
    first = y + HEIGHT // 2 + 5 - 8 * (len(lines) - 1)
    yield f"<g><title>{escape(node.kind)}: {escape(node.title)}</title>"
    yield (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="4" '
        f'fill="{FILLS[node.kind]}" stroke="{INK}" stroke-width="1"/>'
    )
    for row, line in enumerate(lines):
        yield f'<text x="{x + 10}" y="{first + 16 * row}">{escape(line)}</text>'
    yield "</g>"
