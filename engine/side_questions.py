"""Questions that are asked for a publication: their answers make a text, and no rule looks at them."""

from __future__ import annotations

from engine.conditions import leaves
from engine.load import Content
from engine.program import Input, Program


def for_publications(content: Content, program: Program) -> frozenset[str]:
    """Return the questions that a publication of these rules reads, and those that show such a question."""
    mine = (row for row in content.publications.values() if row.ruleset == program.id)
    left = [question for publication in mine for question in publication.questions]
    found: set[str] = set()
    while left:
        question = left.pop()
        if question in program.inputs_of and question not in found:
            found.add(question)
            shown = program.inputs_of[question][0].shown
            left += program.questions_in([] if shown is None else [shown])
    return frozenset(found)


def only_for_publications(content: Content, program: Program) -> frozenset[str]:
    """Return those on which nothing else rests: no fact, judgement, score, signal, measure or outcome."""
    below = program.questions_below
    results = (item.id for item in program.items if not isinstance(item, Input))
    tests = [part for parts in program.tallies.values() for part in parts]
    tests += [when for rows in program.starts.values() for when, _ in rows]
    names = [*results, *(leaf.item for test in tests for leaf in leaves(test))]
    used = frozenset[str]().union(*(below.get(name, frozenset()) for name in names))
    return for_publications(content, program) - used
