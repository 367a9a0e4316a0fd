"""In which order functions of the answers should test them, so that they stay small."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.conditions import items
from engine.program import Input, Program, Score, looks_at

SMALL = 12  # inputs behind an item that should stand close together
ROUNDS = 30


def orders(program: Program) -> Iterator[list[str]]:
    """Yield good orders of the inputs: which one is better, shows when functions are made."""
    first = as_read(program)
    yield first
    yield drawn_together(first, program)


def as_read(program: Program) -> list[str]:
    """Return the inputs in the order in which the outcome comes to them, and then the other items.

    What an item looks at comes before it, what shows a question before the question, and the criteria of one
    principle follow each other. Inputs that are looked at together so stand together.
    """
    score = next(item for item in program.items if isinstance(item, Score))
    beside = {c: principle.criteria for principle in score.principles for c in principle.criteria}
    below = {f"score.{principle.id}": principle.criteria for principle in score.principles}
    order: list[str] = []
    waiting, seen = ["uitkomst", *program.by_name][::-1], set[str]()
    while waiting:
        name = waiting.pop()
        if name.startswith("="):
            order.append(name[1:])
        elif name not in seen and name in program.by_name:
            seen.add(name)
            item = program.by_name[name]
            under = [n for c in item.conditions() for n in items(c)]
            under += below.get(name, score.criteria) if isinstance(item, Score) else ()
            own = [f"={name}"] if isinstance(item, Input) else []
            waiting += [*under, *own, *beside.get(name, ())][::-1]
    return order


def drawn_together(order: list[str], program: Program) -> list[str]:
    """Return an order in which inputs behind one item stand closer together.

    Each input moves to the middle of the items that it stands behind, some rounds long; the round with the
    fewest items under way at once counts (FORCE: Aloul, Markov and Sakallah, 2003).
    """
    groups = _groups(program)
    best = order
    for _ in range(ROUNDS):
        place = {name: at for at, name in enumerate(order)}
        pull: dict[str, list[float]] = {name: [] for name in order}
        for names, strength in groups.items():
            middle = sum(place[name] for name in names) / len(names)
            for name in names:
                pull[name] += [middle] * strength
        order = sorted(order, key=lambda n: sum(pull[n]) / len(pull[n]) if pull[n] else place[n])
        best = min(best, order, key=lambda one: _under_way(one, groups))
    return best


def _groups(program: Program) -> dict[frozenset[str], int]:
    """Return the inputs behind each item with few of them, and how strongly they hang together."""
    behind: dict[str, frozenset[str]] = {}
    groups: dict[frozenset[str], int] = {}
    for item in program.items:
        if isinstance(item, Score):
            for principle in item.principles:
                names = frozenset[str]().union(*(behind[c] for c in principle.criteria))
                behind[f"score.{principle.id}"] = names
                groups[names] = 3
            behind[item.id] = frozenset()
        else:
            own = {item.id} if isinstance(item, Input) else set[str]()
            behind[item.id] = frozenset(own).union(*(behind.get(n, ()) for n in looks_at(item)))
            groups.setdefault(behind[item.id], 1)
    return {names: strength for names, strength in groups.items() if 1 < len(names) <= SMALL}


def _under_way(order: list[str], groups: Mapping[frozenset[str], int]) -> int:
    """Return how much has to be remembered on the way: a power of two per item under way, summed."""
    place = {name: at for at, name in enumerate(order)}
    change = [0] * (len(order) + 1)
    for names in groups:
        places = [place[name] for name in names]
        change[min(places)] += 1
        change[max(places)] -= 1
    under_way = total = 0
    for step in change:
        under_way += step
        total += 1 << under_way
    return total
