"""Rows with open questions: which leave the same of the rules, and what a number of worlds shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any as Anything

import numpy as np
import numpy.typing as npt

from engine.columns.found import OPEN, Codes, Flags, Found
from engine.columns.reader import Columns
from engine.program import Input, Score, looks_at

WORLDS = 48  # tried per row; the first two have every first and every last answer
CLOSED = -9  # in a key: of no use to what is still open
KEY = 20  # bytes: two cases don't get the same one by chance

Rows = npt.NDArray[np.intp]


class Cases:
    """Looks at rows on which something that is reported is not certain. Not for more than one thread.

    Args:
        columns: the columnar reader.
        flags: the decisions that are reported beside outcome and score.
        labels: what a rung stands for; rungs that stand for the same are not told apart.
    """

    def __init__(self, columns: Columns, flags: Sequence[str], labels: Mapping[str, Anything]) -> None:
        self.columns, self.flags, self.program = columns, tuple(flags), columns.program
        self.names = list(columns.names)
        self.random = np.random.default_rng(1)
        self._rungs: dict[Anything, list[int]] = {}
        for code, symbol in enumerate(columns.names["uitkomst"]):
            self._rungs.setdefault(labels.get(symbol, symbol), []).append(code)
        self._looks = self._looked_at()

    def unsettled(self, found: Found) -> list[int]:
        """Return the rows on which something that is reported is not certain."""
        score = found.scores["score"]
        unsettled: Flags = (found.codes["uitkomst"] == OPEN) | (score.low != score.high)
        for flag in self.flags:
            unsettled |= found.codes[flag] == OPEN
        return [int(row) for row in np.flatnonzero(unsettled)]

    # -- which are the same ---------------------------------------------------------------------------------

    def keys(self, found: Found, rows: list[int]) -> list[bytes]:
        """Return per row a digest of what is left of the rules.

        That is: which items are open, the codes of what these look at, and answers that may be hidden.
        """
        codes: npt.NDArray[np.int16] = np.stack(
            [found.codes[name][rows] for name in self.names], axis=1
        ).astype(np.int16)
        still = codes == OPEN
        for at, name in enumerate(self.names):
            if name in found.scores:
                score = found.scores[name]
                still[:, at] |= (score.low != score.high)[rows] | score.maybe_nothing[rows]
            elif name in found.counts:
                least, most = found.counts[name]
                still[:, at] |= (least != most)[rows]
        seen = still.copy()
        for at, others in enumerate(self._looks):
            seen[:, others] |= still[:, [at]]
        left = np.where(seen, codes, np.int16(CLOSED))
        at_input = [self.names.index(item.id) for item in self.program.inputs]
        given = np.stack([found.given[item.id][rows] for item in self.program.inputs], axis=1)
        held = np.where(still[:, at_input], given, np.int16(CLOSED)).astype(np.int16)
        both = np.ascontiguousarray(np.concatenate([left, still.astype(np.int16), held], axis=1))
        return [blake2b(row.tobytes(), digest_size=KEY).digest() for row in both]

    def _looked_at(self) -> list[list[int]]:
        """Return per item the places of the items that it looks at."""
        at = {name: i for i, name in enumerate(self.names)}
        table: list[list[int]] = [[] for _ in self.names]
        for item in self.program.items:
            for name in item.cells if isinstance(item, Score) else (item.id,):
                table[at[name]] = [at[other] for other in looks_at(item)]
        return table

    # -- proof by worlds -----------------------------------------------------------------------------------

    def unproven(self, found: Found, rows: list[int]) -> list[frozenset[str]]:
        """Return per row the items of which no worlds show all that is called possible.

        They are flags, `uitkomst`, and `score` for the ends of the total.
        """
        worlds = self.columns.run(self._worlds(found, rows), self._known(found, rows))  # type: ignore[arg-type]
        shape = (WORLDS, len(rows))
        score, total = found.scores["score"], worlds.scores["score"].low.reshape(shape)
        ends: Flags = (total == score.low[rows]).any(axis=0) & (total == score.high[rows]).any(axis=0)
        proven = {"score": ends, "uitkomst": np.ones(len(rows), np.bool_)}
        for flag in self.flags:
            seen = worlds.codes[flag].reshape(shape)
            proven[flag] = (found.codes[flag][rows] != OPEN) | (seen != seen[0]).any(axis=0)
        outcome = worlds.codes["uitkomst"].reshape(shape)
        for codes in self._rungs.values():
            can = np.any([found.left["uitkomst"][code][rows] for code in codes], axis=0)
            proven["uitkomst"] &= ~can | np.isin(outcome, codes).any(axis=0)
        result: list[set[str]] = [set() for _ in rows]
        for name, column in proven.items():
            for at in np.flatnonzero(~column).tolist():
                result[at].add(name)
        return list(map(frozenset, result))

    def _known(self, found: Found, rows: list[int]) -> dict[str, Codes]:
        return {name: np.tile(found.codes[name][rows], WORLDS) for name in self.program.knowledge}

    def _worlds(self, found: Found, rows: list[int]) -> dict[str, Codes]:
        """Return per input its column: for each world after another all rows, with what is open answered."""
        table = {}
        for inputs in self.program.inputs_of.values():
            off = self.random.random((WORLDS, len(rows))) < 1 / 8
            off[:2] = False
            for item in inputs:
                given = np.tile(found.given[item.id][rows], (WORLDS, 1))
                answers = np.where(
                    off & item.not_applicable, len(item.values), self._answers(item, len(rows))
                )
                table[item.id] = np.where(given == OPEN, answers, given).reshape(-1)
        return table

    def _answers(self, item: Input, rows: int) -> npt.NDArray[np.intp]:
        """Return answers: all first, all last, then often the first or often the last: these differ most."""
        size = len(item.values)
        answers = self.random.integers(0, size, (WORLDS, rows))
        dice, lean = self.random.random((WORLDS, rows)), np.arange(WORLDS)[:, None]
        share = np.select([lean < 2, lean % 3 == 2], [1.0, 0.0], 0.85)
        return np.where(dice < share, np.where(lean % 2 == 0, 0, size - 1), answers)
