"""How judgements add up: floors per principle, the principle that yields, and the score."""

from __future__ import annotations

from collections.abc import Mapping

from engine.conditions import All, Any, Condition, Not
from engine.models import Baseline, Ruleset
from engine.program import Score, WeightedPrinciple


def lowest_judgement(baseline: Baseline) -> str:
    """Return the judgement with the fewest points: the one that misses a floor."""
    points = {j: p for j in baseline.scale.judgements if (p := baseline.scale.points(j)) is not None}
    return min(points, key=lambda judgement: points[judgement])


def missed_by_principle(
    rules: Ruleset, baseline: Baseline, floors: Mapping[str, Condition]
) -> dict[str, Condition]:
    """Return per principle the condition that one of its floors is missed."""
    return {
        principle: Any(tuple(f for c, f in floors.items() if rules.criteria[c].principle == principle))
        for principle in baseline.principles
    }


def counted_misses(baseline: Baseline, missed: Mapping[str, Condition]) -> tuple[Condition, ...]:
    """Return what counts as a missed principle.

    A principle that yields (*wijkt*) counts only when no principle that does not yield is missed, so one
    fact is not counted twice.
    """
    firm = Any(tuple(c for p, c in missed.items() if not baseline.principles[p].yields))
    return tuple(All((c, Not(firm))) if baseline.principles[p].yields else c for p, c in missed.items())


def score_of(rules: Ruleset, baseline: Baseline, values: Mapping[str, Mapping[str, str]]) -> Score:
    """Return the score over all criteria; `values` gives per criterion the judgement behind each symbol."""
    criteria = rules.criteria
    principles = tuple(
        WeightedPrinciple(key, row.weight, tuple(c for c, cr in criteria.items() if cr.principle == key))
        for key, row in baseline.principles.items()
    )
    points = {c: {s: baseline.scale.points(v) for s, v in values[c].items()} for c in criteria}
    names = ("score", *(f"score.{principle.id}" for principle in principles))
    return Score(principles, baseline.scale.highest, points, dict.fromkeys(names, ()))
