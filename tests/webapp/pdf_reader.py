"""Reading a PDF as a screen reader does: along its structure tree, with the texts that the fonts give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

CHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(<[0-9a-fA-F]+>|\[[^\]]*\])")


@dataclass
class Node:
    """An element of the structure tree: its kind, its own text in order, and what is below it."""

    kind: str
    element: Any
    children: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text below, in the order of reading."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator[Node]:
        """Yield this node and every node below it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()


class TaggedPdf:
    """A PDF with its structure."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.root = self.pdf.Root
        self._texts = {page.objgen: _marked_texts(page) for page in (p.obj for p in self.pdf.pages)}
        self.tree = Node("Document", None)
        roles = self.root.StructTreeRoot.get("/RoleMap", {})
        self.roles = {str(key): str(value) for key, value in roles.items()} if roles else {}
        self._fill(self.tree, self.root.StructTreeRoot.K, None)

    @property
    def text(self) -> str:
        """Everything, in the order of reading."""
        return self.tree.text

    def nodes(self, *kinds: str) -> list[Node]:
        """The elements of these kinds, in the order of reading."""
        return [node for node in self.tree.walk() if node.kind in kinds]

    def _fill(self, node: Node, kids: Any, page: Any) -> None:
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.children.append(self._texts[page.objgen].get(kid, ""))
            elif kid.get("/Type") == "/MCR":
                node.children.append(self._texts[kid.get("/Pg", page).objgen].get(int(kid.MCID), ""))
            elif "/S" in kid:
                name = str(kid.S)
                child = Node(self.roles.get(name, name).lstrip("/"), kid)
                node.children.append(child)
                if "/K" in kid:
                    self._fill(child, kid.K, kid.get("/Pg", page))

    def fonts(self) -> list[Any]:
        """Every font that a page uses."""
        found = {}
        for page in self.pdf.pages:
            for font in page.obj.Resources.get("/Font", {}).values():
                found[font.objgen] = font
        return list(found.values())


def _marked_texts(page: Any) -> dict[int, str]:
    """The text of each marked content of a page."""
    fonts = {str(name): _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    stack: list[int | None] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            stack.append(_mark(page, operands) if name == "BDC" else None)
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            mark = next((number for number in reversed(stack) if number is not None), None)
            if mark is not None:
                texts[mark] = texts.get(mark, "") + _decoded(operands[0], font)
    return texts


def _mark(page: Any, operands: Any) -> int | None:
    properties = operands[1]
    if isinstance(properties, pikepdf.Name):
        properties = page.Resources.Properties[str(properties)]
    return int(properties.MCID) if "/MCID" in properties else None


def _decoded(shown: Any, font: dict[int, str]) -> str:
    parts = (
        [part for part in shown if isinstance(part, pikepdf.String)]
        if isinstance(shown, pikepdf.Array)
        else [shown]
    )
    raw = b"".join(bytes(part) for part in parts)
    return "".join(font.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _to_unicode(font: Any) -> dict[int, str]:
    """The map of a font from its signs to text."""
    table = font.ToUnicode.read_bytes()
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _text(to) for code, to in CHAR.findall(part)}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, to in RANGE.findall(part):
            codes = range(int(low, 16), int(high, 16) + 1)
            if to.startswith(b"["):
                found |= dict(zip(codes, map(_text, re.findall(rb"<([0-9a-fA-F]+)>", to)), strict=True))
            else:
                first = _text(to.strip(b"<>"))
                found |= {code: first[:-1] + chr(ord(first[-1]) + code - codes[0]) for code in codes}
    return found


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
