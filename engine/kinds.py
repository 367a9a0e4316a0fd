"""What a name in a condition can stand for: a choice, a set, a number, a date or a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.conditions import TRUE, Condition, Is

ORDER_WORDS = ("minstens", "hoogstens", "meer_dan", "minder_dan")
STEP_WORDS = ("meer_dan", "minder_dan")


@dataclass(frozen=True, slots=True)
class ChoiceTerm:
    """A question, fact or criterion with one value; each value is a set of symbols of one item.

    order: the scale that its values are on, from low to high; empty when they have no order.
    """

    item: str
    values: Mapping[str, frozenset[str]]
    what: str = "antwoord op"
    order: tuple[str, ...] = ()

    def among(self, wanted: Iterable[str]) -> Condition:
        """Return the test that the value is one of these."""
        return Is(self.item, frozenset().union(*(self.values.get(v, frozenset()) for v in wanted)))


@dataclass(frozen=True, slots=True)
class SetTerm:
    """A multiple choice or a collecting fact; each value is a yes/no item of its own.

    applies: when there is something to count; a question that is hidden or n.v.t. has no number.
    """

    flags: Mapping[str, str]
    count: str
    what: str = "antwoord op"
    applies: Condition = TRUE


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """A number, scaled to whole units of 10**-decimals."""

    item: str
    decimals: int = 0
    may_be_nothing: bool = False


@dataclass(frozen=True, slots=True)
class DayTerm:
    """A date, as its ordinal."""

    item: str


@dataclass(frozen=True, slots=True)
class TextTerm:
    """Free text, which conditions cannot look into."""


Term = ChoiceTerm | SetTerm | NumberTerm | DayTerm | TextTerm


def beyond(order: Sequence[str], word: str, at: int, steps: int) -> Sequence[str]:
    """Return the values of a scale that compare so with the value at `at`, at least `steps` away."""
    match word:
        case "minstens":
            return order[at:]
        case "hoogstens":
            return order[: at + 1]
        case "meer_dan":
            return order[at + steps :]
    return order[: max(0, at + 1 - steps)]
