"""The functions of a program, restricted to the answers of one assessment."""

from __future__ import annotations

from collections.abc import Mapping

from engine.assess import Assessment, WorldReaders
from engine.diagram import LEAF, Diagrams, Look
from engine.functions import Functions
from engine.ordering import as_read
from engine.tally import Points, Tally


class Restricted:
    """The functions of one assessment, over what is still open. Not for more than one thread at a time.

    Raises:
        TooWide: when the rules hang together too much to be written as functions.
    """

    def __init__(self, readers: WorldReaders, assessment: Assessment) -> None:
        self.program, self.assessment = readers.program, assessment
        given = assessment.given
        self.functions = readers.functions or Functions(readers.program, as_read(readers.program), given)
        self.diagrams = Diagrams(self.functions.diagrams.most)
        self.score_level = self.functions.level[readers.score.id]
        self._fixed: list[int | None] = [None] * len(self.functions.variables)
        for name, symbol in {**given, **assessment.known}.items():
            level = self.functions.level.get(name)
            if symbol is not None and level is not None:
                symbols = self.functions.variables[level].symbols
                self._fixed[level] = symbols.index(symbol) if symbol in symbols else 0
        self._filled: dict[int, int] = {}
        look = Look(self.diagrams)
        self.results, self.tested = look.results, look.tested
        self.points = tuple(map(self.filled, self.functions.points))
        self.tally = Tally(readers.score, (row for node in self.points for row in self.sums(node)))

    # -- functions --------------------------------------------------------------------------------------

    def filled(self, root: int) -> int:
        """Return a function of the program with everything that is known filled in."""
        found = self._filled.get(root)
        if found is None:
            source = self.functions.diagrams
            level = source.level[root]
            if level == LEAF:
                found = self.diagrams.leaf(source.result[root])
            elif (at := self._fixed[level]) is not None:
                found = self.filled(source.below[root][at])
            else:
                found = self.diagrams.node(level, tuple(map(self.filled, source.below[root])))
            self._filled[root] = found
        return found

    def symbol(self, name: str, values: Mapping[str, str] | None = None) -> int:
        """Return the symbol of an item as a function; `values` is what symbols stand for."""
        root = self.filled(self.functions.roots[name])
        return self.diagrams.map(root, lambda symbol: values.get(symbol, symbol)) if values else root

    def number(self, name: str) -> int:
        """Return the number of a count as a function."""
        return self.filled(self.functions.numbers[name])

    def held(self, root: int, level: int, at: int) -> int:
        """Return the function with one variable held at one of its values."""
        done: dict[int, int] = {}

        def visit(node: int) -> int:
            here = self.diagrams.level[node]
            if here > level:
                return node
            if here == level:
                return self.diagrams.below[node][at]
            if node not in done:
                done[node] = self.diagrams.node(here, tuple(map(visit, self.diagrams.below[node])))
            return done[node]

        return visit(root)

    # -- what a function can be, and what it looks at ------------------------------------------------------

    def sums(self, node: int) -> list[Points]:
        """Return every sum of points that a principle can have."""
        return [row for row in self.results(node) if isinstance(row, tuple)]

    def scored(self, node: int) -> bool:
        """Whether a function looks at the total score."""
        return bool(self.tested(node) >> self.score_level)

    def behind(self, name: str) -> frozenset[str]:
        """Return the open questions that an item depends on, were every total score possible."""
        tested = self.tested(self.symbol(name))
        if tested >> self.score_level:
            for points in self.points:
                tested |= self.tested(points)
        return frozenset(q for q in self.program.inputs_of if self.own(q) & tested)

    def own(self, question: str) -> int:
        """Return the variables of a question, as bits by their level."""
        return self.functions.own(question)
