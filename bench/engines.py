"""The engines that are compared: each from the same program, and each with one way to call it.

Every engine is imported only when it is made, so that a process that measures memory holds one of them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from bench.answer_sets import answers
from engine.answers import Answers
from engine.engine import Engine
from engine.evaluate import Evaluation
from engine.load import content_root, load_content
from engine.program import Program

TOPIC, DAY = "sociale-media/v1", date(2026, 11, 23)
Symbols = Mapping[str, str]
Call = Callable[[Symbols, Symbols], object]


@dataclass
class Case:
    """One complete set of answers, in the form that each engine takes."""

    answers: Answers
    given: dict[str, str]
    known: dict[str, str]
    expected: Evaluation


def answer_sets(engine: Engine, count: int) -> list[Answers]:
    """Return complete random answers."""
    rng = random.Random(1)
    return [answers(engine.questionnaire, rng, 0.0) for _ in range(count)]


def new_engine() -> Engine:
    """Return our engine on the content of this repository."""
    return Engine(load_content(content_root()), TOPIC)


def cases(engine: Engine, count: int) -> list[Case]:
    """Return complete cases, with what the engine of record finds."""
    found = []
    for complete in answer_sets(engine, count):
        assessment = engine.assess(complete, DAY)
        given = {k: v for k, v in assessment.given.items() if v is not None}
        found.append(Case(complete, given, dict(assessment.known), assessment.evaluation))
    return found


def _plain(program: Program) -> Call:
    from engine.evaluate import world

    return partial(world, program)


def _compiled(program: Program) -> Call:
    from engine.compiled import Compiled

    return Compiled(program).evaluate


def _record(program: Program) -> Call:
    """The record path: durable-rules, with the rules that fired, folded into symbols."""
    from engine.ruleset import DurableRules

    return DurableRules(program).evaluate


def _host(program: Program) -> Call:
    from bench.host_rules import HostRules

    return HostRules(program).evaluate


def _zen(program: Program) -> Call:
    from bench.zen_rules import ZenRules

    rules = ZenRules(program)
    return lambda given, known: rules.evaluate(given, known)[0]


def _logic(program: Program) -> Call:
    from bench.logic_rules import LogicRules

    return LogicRules(program).evaluate


def _clips(program: Program) -> Call:
    from bench.clips_rules import ClipsRules

    return ClipsRules(program).evaluate


def _hand(program: Program) -> Call:
    from bench.hand import weigh

    del program
    return lambda given, _known: weigh(given)


#: name -> how it is made, and what it says of itself
ENGINES: dict[str, tuple[Callable[[Program], Call], str]] = {
    "plain": (_plain, "de betekenis, in gewone Python"),
    "compiled": (_compiled, "de schaduw: gemaakte Python"),
    "durable-rules, onze pomp": (_record, "het pad van de kwitantie, met de regels die vuurden"),
    "durable-rules, openbaar": (_host, "dezelfde ketens via Host"),
    "zen-engine, met spoor": (_zen, "beslisgraaf"),
    "JsonLogic (datalogic-py)": (_logic, "zonder spoor"),
    "CLIPS (clipspy)": (_clips, "zonder spoor"),
    "met de hand": (_hand, "alleen uitkomst, score en kenmerken"),
}


def difference(name: str, result: object, case: Case, program: Program) -> str:
    """Return in what a result differs from the engine of record, or an empty text."""
    expected = case.expected.symbols
    if name == "met de hand":
        assert isinstance(result, tuple)
        outcome, score, facts = result
        values = program.values
        meant = {
            "uitkomst": values["uitkomst"][expected["uitkomst"] or ""],
            "score": case.expected.scores["score"].low,
        }
        got = {"uitkomst": outcome, "score": score, **facts}
        for key in facts:
            symbol = expected[key] or ""
            count = case.expected.counts.get(key)
            meant[key] = str(count[0]) if count else values[key][symbol]
        return ", ".join(f"{k}: {got[k]} / {meant[k]}" for k in meant if got[k] != meant[k])
    symbols = result.symbols if isinstance(result, Evaluation) else result
    assert isinstance(symbols, Mapping)
    return ", ".join(key for key, symbol in expected.items() if symbols.get(key) != symbol)
