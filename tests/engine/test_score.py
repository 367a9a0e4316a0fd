"""The score: exact, rounded once, and its range the range over every completion."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import NOTHING
from engine.evaluate import score_symbols, world_scores
from engine.program import Cell, Score, WeightedPrinciple
from engine.score import Points, Scorer, ScoreRange, points_of, rounded

CELLS = (Cell("onder", 0, 49), Cell("boven", 50, 100))


def score_item(weights: list[int], sizes: list[int], highest: int = 3) -> Score:
    """Return a score of criteria c0, c1, … over principles p0, p1, …; symbol 4 does not count."""
    names = iter(f"c{i}" for i in range(sum(sizes)))
    principles = tuple(
        WeightedPrinciple(f"p{i}", w, tuple(next(names) for _ in range(n)))
        for i, (w, n) in enumerate(zip(weights, sizes, strict=True))
    )
    points: dict[str, dict[str, Points]] = {
        f"c{i}": {"0": 0, "1": 1, "2": 2, "3": 3, "4": None} for i in range(sum(sizes))
    }
    cells = {"score": CELLS, **{f"score.{p.id}": CELLS for p in principles}}
    return Score(principles, highest, points, cells)


def meaning(score: Score, points: tuple[Points, ...]) -> dict[str, int | None]:
    """The score by its definition, written once more and in the plainest way."""
    means, at = {}, 0
    for principle in score.principles:
        own = [p for p in points[at : at + len(principle.criteria)] if p is not None]
        at += len(principle.criteria)
        means[principle.id] = Fraction(100, score.highest) * Fraction(sum(own), len(own)) if own else None
    counting = [(p.weight, m) for p in score.principles if (m := means[p.id]) is not None]
    weight = sum(w for w, _ in counting)
    total = sum((w * m for w, m in counting), Fraction(0)) / weight if weight else None
    exact = {"score": total, **{f"score.{key}": mean for key, mean in means.items()}}
    return {key: None if value is None else int(value + Fraction(1, 2)) for key, value in exact.items()}


def brute(score: Score, possible: list[frozenset[Points]]) -> dict[str, set[int | None]]:
    rows = [meaning(score, row) for row in product(*possible)]
    return {name: {row[name] for row in rows} for name in rows[0]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Fraction(1, 2), 1), (Fraction(49, 100), 0), (Fraction(3, 2), 2), (Fraction(5, 2), 3), (Fraction(0), 0),
     (Fraction(199, 2), 100), (Fraction(1, 3), 0), (Fraction(2, 3), 1), (Fraction(100), 100)],
)  # fmt: skip
def test_a_half_rounds_up(value: Fraction, expected: int) -> None:
    assert rounded(value) == expected


@given(st.fractions(min_value=0, max_value=100))
def test_rounding_is_floor_of_a_half_more(value: Fraction) -> None:
    assert rounded(value) == (value + Fraction(1, 2)).__floor__()


def test_worked_by_hand() -> None:
    # p0 (weight 2): 3 and 0 of 3 = 50; p1 (weight 1): 1 of 3 = 33 1/3; total (100 + 33 1/3) / 3 = 44 4/9
    score = score_item([2, 1], [2, 1])
    found = Scorer(score).ranges([frozenset([3]), frozenset([0]), frozenset([1])])
    assert found["score"] == ScoreRange(44, 44, 44)
    assert found["score.p0"] == ScoreRange(50, 50, 50)
    assert found["score.p1"] == ScoreRange(33, 33, 33)
    assert all(part.settled for part in found.values())


def test_the_total_is_rounded_once_and_not_from_rounded_parts() -> None:
    # 16 2/3 and 33 1/3 and 0: the mean is 16 2/3; of the rounded parts (17, 33, 0) it is the same by luck
    score = score_item([1, 1], [2, 3])
    found = Scorer(score).ranges([frozenset([p]) for p in (0, 1, 0, 0, 1)])
    assert (found["score.p0"].low, found["score.p1"].low, found["score"].low) == (17, 11, 14)


def test_what_does_not_count_leaves_its_weight_out() -> None:
    score = score_item([9, 1], [1, 1])
    assert Scorer(score).ranges([frozenset([None]), frozenset([3])])["score"] == ScoreRange(100, 100, 100)


def test_nothing_counts() -> None:
    score = score_item([1, 1], [1, 2])
    found = Scorer(score).ranges([frozenset([None])] * 3)
    assert found == dict.fromkeys(["score", "score.p0", "score.p1"], ScoreRange(None, None, None, True))
    assert found["score"].settled
    assert score_symbols(score, found) == dict.fromkeys(found, NOTHING)


def test_maybe_nothing_counts() -> None:
    score = score_item([1], [1])
    found = Scorer(score).ranges([frozenset([None, 3])])
    assert found["score"] == ScoreRange(100, 100, None, True)
    assert not found["score"].settled
    assert score_symbols(score, found)["score"] is None


def test_a_principle_without_criteria_is_left_out() -> None:
    score = score_item([5, 1], [0, 1])
    found = Scorer(score).ranges([frozenset([2])])
    assert found["score"] == ScoreRange(67, 67, 67)
    assert found["score.p0"] == ScoreRange(None, None, None, True)
    assert Scorer(score).ranges([frozenset([2, 3])])["score"] == ScoreRange(67, 100, None)


def test_now_leaves_out_what_is_open() -> None:
    score = score_item([1, 1, 1], [2, 1, 1])
    found = Scorer(score).ranges([frozenset([3]), frozenset([0, 3]), frozenset([0]), frozenset([None, 1])])
    assert found["score.p0"] == ScoreRange(50, 100, 100)
    assert found["score.p2"] == ScoreRange(33, 33, None, True)
    assert found["score"].now == 50


def test_leaving_a_principle_out_can_raise_and_lower_the_ends() -> None:
    # p1 may be n.v.t.: the lowest total keeps it at 0, the highest leaves it out
    score = score_item([1, 1], [1, 1])
    found = Scorer(score).ranges([frozenset([2]), frozenset([0, None])])
    assert found["score"] == ScoreRange(33, 67, 67)


SHAPES = st.lists(st.tuples(st.integers(1, 14), st.integers(0, 3)), min_size=1, max_size=4)
OPTIONS = st.frozensets(st.sampled_from([0, 1, 2, 3, None]), min_size=1, max_size=3)


@given(st.data(), SHAPES, st.integers(3, 5))
def test_ranges_are_those_over_every_completion(
    data: st.DataObject, shape: list[tuple[int, int]], highest: int
) -> None:
    score = score_item([w for w, _ in shape], [n for _, n in shape], highest)
    size = len(score.criteria)
    possible = data.draw(st.lists(OPTIONS, min_size=size, max_size=size))
    while len(list(product(*possible))) > 500:
        possible[possible.index(max(possible, key=len))] = frozenset([1])
    found = Scorer(score).ranges(possible)
    for name, values in brute(score, possible).items():
        numbers = [v for v in values if v is not None]
        ends = (min(numbers, default=None), max(numbers, default=None))
        assert (found[name].low, found[name].high) == ends, name
        assert found[name].maybe_nothing == (None in values), name
        assert found[name].settled == (len(values) == 1) or not numbers, name


def test_one_world_by_the_definition() -> None:
    rng = random.Random(3)
    for _ in range(300):
        sizes = [rng.randint(0, 3) for _ in range(rng.randint(1, 4))]
        score = score_item([rng.randint(1, 14) for _ in sizes], sizes)
        symbols = {c: rng.choice("01234") for c in score.criteria}
        points = tuple(score.points[c][symbols[c]] for c in score.criteria)
        assert world_scores(score, symbols) == meaning(score, points)
        left = {c: (symbol,) for c, symbol in symbols.items()}
        ranges = Scorer(score).ranges(points_of(score, left))
        assert {name: part.low for name, part in ranges.items()} == meaning(score, points)


def test_a_gap_does_not_count() -> None:
    score = score_item([1], [2])
    assert points_of(score, {"c0": ("*gat",), "c1": ("3", "*gat")}) == [
        frozenset([None]),
        frozenset([3, None]),
    ]


def test_a_cell_is_certain_only_when_the_whole_range_lies_in_it() -> None:
    score = score_item([1], [1])
    scorer = Scorer(score)
    assert score_symbols(score, scorer.ranges([frozenset([0, 1])]))["score"] == "onder"
    assert score_symbols(score, scorer.ranges([frozenset([1, 2])]))["score"] is None
