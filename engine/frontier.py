"""In which order to go through parts, so that little has to be remembered on the way.

What is found in a part has to be remembered until every part that a condition looks at together with it
is done. Parts that wait so are the *frontier*; what is remembered can be their product.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def in_order(parts: Sequence[Iterable[str]], together: Iterable[Iterable[str]]) -> list[int]:
    """Return the places of the parts in an order with a narrow frontier.

    Each step takes the part that leaves the fewest parts waiting; of equals the one that most others wait
    for, and then the first.

    Args:
        parts: the items of each part.
        together: items that are looked at together, once per condition.
    """
    place = {name: at for at, names in enumerate(parts) for name in names}
    beside: list[set[int]] = [set() for _ in parts]
    for names in together:
        touched = {place[name] for name in names if name in place}
        for at in touched:
            beside[at] |= touched - {at}
    left, waiting = list(range(len(parts))), set[int]()
    order: list[int] = []

    def cost(at: int) -> tuple[bool, int, int]:
        ready = sum(1 for other in beside[at] if other in waiting and beside[other] <= {at, *order})
        return not beside[at], (not beside[at] <= set(order)) - ready, -len(beside[at])

    while left:
        chosen = min(left, key=cost)
        left.remove(chosen)
        order.append(chosen)
        waiting = {at for at in (*waiting, chosen) if not beside[at] <= set(order)}
    return order
