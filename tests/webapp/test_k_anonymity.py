"""Nobody can work a published table back to a group of fewer than k, not even who knows how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.services.k_anonymity import floor_to, publish_cells

K = 5
MOST = 22
Vector = tuple[int, ...]
Public = tuple[int, tuple[int | None, ...]]


def public(counts: Vector, k: int = K) -> Public:
    """Everything that is published: the rounded total and the cells."""
    return floor_to(sum(counts), k), tuple(publish_cells(dict(enumerate(counts)), k).values())


def vectors(cells: int, most: int) -> Iterator[Vector]:
    if cells == 1:
        yield from ((count,) for count in range(most + 1))
        return
    for count in range(most + 1):
        for rest in vectors(cells - 1, most - count):
            yield (count, *rest)


@lru_cache
def worlds(cells: int) -> dict[Public, list[Vector]]:
    """Every table that there can be, by what is published of it: the attacker knows the method."""
    found: dict[Public, list[Vector]] = {}
    for counts in vectors(cells, MOST + K):
        found.setdefault(public(counts), []).append(counts)
    return found


@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.integers(0, MOST), min_size=n, max_size=n)))
def test_no_small_group_follows_from_a_table(counts: list[int]) -> None:
    """For every group of cells, who stands in it may be nobody, or at least k, as far as anyone can tell."""
    while sum(counts) > MOST:
        counts[counts.index(max(counts))] -= 1
    possible = worlds(len(counts))[public(tuple(counts))]
    assert tuple(counts) in possible
    for size in range(1, len(counts) + 1):
        for group in combinations(range(len(counts)), size):
            sums = {sum(world[cell] for cell in group) for world in possible}
            if sum(counts) >= K:
                assert not sums <= set(range(1, K)), (counts, group, sums)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(5, 12))
def test_what_is_shown_are_whole_batches(counts: list[int], k: int) -> None:
    total, cells = public(tuple(counts), k)
    assert total % k == 0
    for count, cell in zip(counts, cells, strict=True):
        assert cell is None or (cell >= k and cell % k == 0 and cell <= count < cell + k)
    left = total - sum(cell or 0 for cell in cells)
    assert left % k == 0, "subtracting gives a whole batch, never a small group"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6), st.integers(5, 9))
def test_two_releases_differ_by_whole_batches(pairs: list[tuple[int, int]], k: int) -> None:
    before, after = (public(tuple(pair[n] for pair in pairs), k) for n in (0, 1))
    differences = [after[0] - before[0]]
    differences += [
        a - b for b, a in zip(before[1], after[1], strict=True) if a is not None and b is not None
    ]
    assert all(difference % k == 0 for difference in differences)


def test_fewer_than_five_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        publish_cells({"a": 9}, 4)


def test_a_single_small_cell_is_not_left_to_subtract() -> None:
    assert publish_cells({"ja": 9, "nee": 1}, 5) == {"ja": None, "nee": None}
    assert publish_cells({"a": 12, "b": 6, "c": 4, "d": 4, "e": 4}, 5) == {
        "a": 10,
        "b": None,
        "c": None,
        "d": None,
        "e": None,
    }
    assert publish_cells({"ja": 12, "nee": 0}, 5) == {"ja": 10, "nee": None}
