"""The order of parts: what waits for others stays little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.frontier import in_order

Pairs = list[tuple[int, int]]


def width(order: Sequence[int], pairs: Iterable[tuple[int, int]]) -> int:
    """Return how many parts wait at most, after any step, for a part that comes later."""
    place = {part: at for at, part in enumerate(order)}
    ends = [sorted((place[a], place[b])) for a, b in pairs]
    return max((len({a for a, b in ends if a <= at < b}) for at in range(len(order))), default=0)


def ordered(size: int, pairs: Pairs) -> list[int]:
    return in_order([[str(at)] for at in range(size)], [[str(a), str(b)] for a, b in pairs])


@pytest.mark.parametrize(
    ("size", "pairs", "most"),
    [
        (9, [(8, leaf) for leaf in range(8)], 1),  # a star: the middle first
        (9, [(at, at + 1) for at in range(8)], 1),  # a chain: along it
        (8, [(at, (at + 1) % 8) for at in range(8)], 2),  # a ring
        (10, [(8, leaf) for leaf in range(8)] + [(9, leaf) for leaf in range(8)], 2),  # two middles
    ],
)
def test_few_parts_wait(size: int, pairs: Pairs, most: int) -> None:
    assert width(ordered(size, pairs), pairs) == most


def test_parts_on_their_own_come_last_and_equals_keep_their_order() -> None:
    assert ordered(6, [(3, 5)]) == [3, 5, 0, 1, 2, 4]


@given(st.integers(1, 9), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_every_part_comes_once(size: int, pairs: Pairs) -> None:
    assert sorted(ordered(size, pairs)) == list(range(size))


def test_items_that_no_part_has_join_nothing() -> None:
    assert in_order([["a", "b"], ["c"], ["d"]], [["b", "elsewhere"], ["d", "a"]]) == [0, 2, 1]
