"""Counts that nobody can work back to fewer than k organisations.

With fewer than 2k organisations no cell is shown at all: who knows the method could tell that every cell is
small. From there on a published count is rounded down to a multiple of k, and a cell with fewer than k is
hidden, whether that is none or a few. The total is rounded down in the same way. What is left after
subtracting can still tell that a hidden group is there, and small. Then the smallest shown cell is hidden
too, with all that are as small. See docs/adr/0026-gedeelde-kennis.md.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5

Cell = TypeVar("Cell", bound=Hashable)


def floor_to(count: int, k: int) -> int:
    """Round down to a multiple of k."""
    return count - count % k


def publish_cells(counts: Mapping[Cell, int], k: int) -> dict[Cell, int | None]:
    """Return what may be shown of a table in which every organisation stands in exactly one cell.

    Args:
        counts: how many organisations stand in each cell; a cell that could be there is there, with 0.
        k: the smallest group that may be known.

    Raises:
        ValueError: when k is lower than five.
    """
    if k < LEAST:
        raise ValueError(f"k is at least {LEAST}")
    total = floor_to(sum(counts.values()), k)
    shown = {cell: floor_to(count, k) for cell, count in counts.items() if count >= k}
    if total < 2 * k:
        shown = {}
    hidden = len(counts) - len(shown)
    if hidden and total > _most(shown, k):  # at least one organisation is known to stand in a hidden cell
        smallest = min(shown.values(), default=0)
        shown = {cell: count for cell, count in shown.items() if count > smallest}
    return {cell: shown.get(cell) for cell in counts}


def _most(shown: Mapping[Cell, int], k: int) -> int:
    """How many organisations the shown cells can hold together."""
    return sum(count + k - 1 for count in shown.values())
