"""Facts that the advice page shows: what a system, service or plan is found to be, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from engine.advice import Reason, ShownFact, ShownValue
from engine.book import Book
from engine.conditions import HIDDEN, Condition, Is, items
from engine.models import Fact
from engine.program import Case, Input

Truth = Callable[[Condition], bool | None]


def shown_facts(book: Book, possible: Mapping[str, frozenset[str]], truth: Truth) -> tuple[ShownFact, ...]:
    """Return the facts with `toon: ja` that are not counts, in the order of the rules.

    A fact without values of which no question was asked is left out: "none" would say somebody looked.

    Args:
        book: the content.
        possible: per item the symbols that can still be.
        truth: whether a condition holds; None while that is open.
    """
    facts = ((key, fact) for key, fact in book.rules.facts.items() if fact.show and fact.count is None)
    found = (
        (key, ShownFact(key, fact.title, _values(book, key, fact, possible, truth))) for key, fact in facts
    )
    return tuple(fact for key, fact in found if fact.values or _asked(book, key, truth))


def _asked(book: Book, key: str, truth: Truth) -> bool:
    """Whether a question that a fact looks at itself was asked, or can be; a fact may look at none."""
    program = book.program
    grounds = [cases for name, cases in program.grounds.items() if name.startswith(f"{key}.")]
    looked = {name for cases in grounds for case in cases for name in items(case.when)}
    asked = [name for name in looked if isinstance(program.by_name.get(name), Input)]
    return not asked or any(truth(Is(name, frozenset([HIDDEN]))) is not True for name in asked)


def _values(
    book: Book, key: str, fact: Fact, possible: Mapping[str, frozenset[str]], truth: Truth
) -> tuple[ShownValue, ...]:
    values = dict.fromkeys(rule.value for rule in fact.rules)
    if fact.collect:
        left = [v for v in values if "ja" in possible[f"{key}.{v}"]]
        certain = {v: possible[f"{key}.{v}"] == {"ja"} for v in left}
        cases = {v: list(book.program.grounds[f"{key}.{v}"]) for v in left}
    else:
        here = [case for case in book.decision(key).cases if case.symbol in possible[key]]
        cases = {v: rows for v in values if (rows := [case for case in here if case.note.value == v])}
        gap = not possible[key] <= {case.symbol for case in here}
        certain = dict.fromkeys(cases, len(cases) == 1 and not gap)
    return tuple(
        ShownValue(v, fact.labels.get(v) or v.replace("_", " "), certain[v], _reasons(book, rows, truth))
        for v, rows in cases.items()
    )


def _reasons(book: Book, cases: Iterable[Case], truth: Truth) -> tuple[Reason, ...]:
    """Return the reasons that certainly hold, or else those that still can."""
    known = [(truth(case.when), case.note) for case in cases]
    wanted = True if any(held for held, _ in known) else None
    notes = {note.because: note for held, note in known if held is wanted}
    return tuple(Reason(note.because, book.sources(note.sources), note.place) for note in notes.values())
