"""The program on durable-rules: the inference of record for an assessment.

durable-rules is used as a matcher of one flat fact at a time, inside the limits of docs/adr/0002. It
decides for every condition of a layer whether that is certainly true or certainly false; a layer
counts only when its closing rule was seen. Nothing is computed in an action: the C interface is read
rule by rule, so no exception can be swallowed and no background thread exists.
"""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Mapping
from itertools import count
from types import TracebackType
from typing import Any as Anything

import durable_rules_engine as durable

from engine.chains import Fact, Planner
from engine.conditions import FALSE, HIDDEN, TRUE, Condition
from engine.evaluate import Evaluation, same_cell, score_symbols
from engine.program import Count, Decision, Input, Item, Program, Score
from engine.score import Scorer, ScoreRange, points_of

CLOSING_PRIORITY = 60_000  # fires after every other rule
MAX_RULES = 4_000  # the C code takes 4,096
SESSION = "1"
ALWAYS, NEVER = -1, -2  # the numbers of the constant conditions
_NUMBER = count(1)


class EngineFault(Exception):
    """durable-rules did not finish a run, or refused the rules. An internal error, never an advice."""


class DurableRules:
    """A program as a durable-rules rule set; one run at a time (a lock around the whole run)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.plan = Planner(program)
        self.inputs = tuple(item.id for item in program.inputs)
        score = next((item for item in program.items if isinstance(item, Score)), None)
        self.scorer = None if score is None else Scorer(score)
        self.numbered = {item.id: tuple(map(self._number, item.conditions())) for item in program.items}
        self.stages = [
            [Asserted(self.plan, layer, at) for at in range(len(facts))]
            for layer, facts in enumerate(self.plan.stages)
        ]
        definition = self._definition()
        self._check_names(definition)
        self.size = len(definition)
        self._text = json.dumps(definition)
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._handle: Anything = durable.create_ruleset(f"basislijn{next(_NUMBER)}", self._text)
        self._free = weakref.finalize(self, durable.delete_ruleset, self._handle)

    def __enter__(self) -> DurableRules:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the C memory back."""
        self.close()

    def close(self) -> None:
        """Give the C memory back; the object is of no use afterwards."""
        with self._lock:
            self._free()
            self._handle = None

    # -- making the rules -------------------------------------------------------------------------

    def _definition(self) -> dict[str, Anything]:
        """Return the rules: per chain one, behind a group property, and a closing rule per fact."""
        rules: dict[str, Anything] = {}
        numbers = count()
        for layer, facts in enumerate(self.plan.stages):
            for at, fact in enumerate(facts):
                for number, truth, group, chain in fact.rules:
                    name = f"{'t' if truth else 'f'}{number}_{next(numbers)}"
                    atoms = [{_group(layer, at, group): 1}, *chain]
                    rules[name] = {"all": [{"m": {"$and": atoms}}]}
                rules[_closing(layer, at)] = {
                    "all": [{"m": {_closing(layer, at): 1}}],
                    "pri": CLOSING_PRIORITY,
                }
        if len(rules) > MAX_RULES:
            raise EngineFault(f"{len(rules)} rules; durable-rules is trusted with {MAX_RULES}")
        return rules

    def _check_names(self, definition: Mapping[str, Anything]) -> None:
        """Refuse names that durable-rules would take for one another: it compares 32-bit hashes."""
        names = {"sid", "id", "$s", "exception", "$forward", SESSION, *self.plan.property.values()}
        for layer, facts in enumerate(self.plan.stages):
            for at, fact in enumerate(facts):
                names |= {_closing(layer, at), *(_group(layer, at, g) for g in fact.groups_for(False))}
        if len({_fnv(name) for name in names}) != len(names):
            raise EngineFault("two property names share a hash")

    def _number(self, condition: Condition) -> int:
        """Return the number of a condition; constants have numbers of their own."""
        if condition in (TRUE, FALSE):
            return ALWAYS if condition == TRUE else NEVER
        return self.plan.numbers[condition]

    # -- running ----------------------------------------------------------------------------------

    def evaluate(self, given: Mapping[str, str | None], known: Mapping[str, str]) -> Evaluation:
        """Return what is certain and what is possible; the same as `evaluate.partial`.

        Raises:
            EngineFault: when the engine refuses a fact or does not finish.
        """
        with self._lock:
            if self._handle is None:
                raise EngineFault("closed")
            try:
                found = self._session(given, known)
                durable.delete_state(self._handle, SESSION)
            except BaseException as error:
                self._renew()
                if isinstance(error, durable.error):
                    raise EngineFault(str(error)) from error
                raise
            return found

    def _renew(self) -> None:
        """Go on with fresh rules after a run that was cut short.

        The old ones are never touched again: deleting a session whose actions were not started makes the
        C code read memory that was never set, and can end the process.
        """
        self._free.detach()
        self._open()

    def _session(self, given: Mapping[str, str | None], known: Mapping[str, str]) -> Evaluation:
        run = _Run(self, given, known)
        for layer, facts in zip(self.program.layers, self.stages, strict=True):
            for fact in facts:
                run.decided(fact.fact, *self._match(fact, run.symbols))
            run.fold(layer)
        for helper in self.plan.helpers.values():
            run.symbols.pop(helper, None)
        return Evaluation(run.symbols, run.possible, run.counts, run.scores)

    def _match(self, fact: Asserted, symbols: Mapping[str, str | None]) -> tuple[dict[int, bool], bool]:
        """Assert one fact; return what it settles, by condition number, and whether its items are known."""
        text, complete = fact.text(symbols)
        code, offset = durable.assert_fact(self._handle, text)
        if code:
            raise EngineFault(f"durable-rules refused a fact (code {code})")
        truths: dict[int, bool] = {}
        started = durable.start_action_for_state(self._handle, offset)
        message = started and started[1]
        name = ""
        while message:
            name = message[2 : message.index('"', 2)]
            if name != fact.closing:
                truths[int(name[1 : name.index("_")])] = name[0] == "t"
            message = durable.complete_and_start_action(self._handle, offset)
        if name != fact.closing:
            raise EngineFault(f"the closing rule {fact.closing} was not seen last")
        return truths, complete


class Asserted:
    """A fact as the text that is asserted: a fixed head, and a piece per known item."""

    def __init__(self, plan: Planner, layer: int, at: int) -> None:
        self.fact = plan.stages[layer][at]
        self.closing = _closing(layer, at)
        head = f'{{"sid":"{SESSION}","id":"w{layer}_{at}","{self.closing}":1'
        self.heads = {
            complete: head + "".join(f',"{_group(layer, at, g)}":1' for g in self.fact.groups_for(complete))
            for complete in (True, False)
        }
        self.pieces = [
            (item, {s: f',"{plan.property[item]}":{code}' for s, code in plan.codes[item].items()})
            for item in sorted(self.fact.used)
        ]

    def text(self, symbols: Mapping[str, str | None]) -> tuple[str, bool]:
        """Return the JSON of the fact, and whether all its items are known."""
        pieces = [table[s] for item, table in self.pieces if (s := symbols[item]) is not None]
        complete = len(pieces) == len(self.pieces)
        return f"{self.heads[complete]}{''.join(pieces)}}}", complete


class _Run:
    """What one session has found so far."""

    def __init__(
        self, rules: DurableRules, given: Mapping[str, str | None], known: Mapping[str, str]
    ) -> None:
        self.rules, self.given = rules, given
        self.symbols: dict[str, str | None] = dict(known)
        for item in rules.program.inputs:
            if item.shown is None:
                self.symbols[item.id] = given[item.id]
        self.truths: dict[int, bool | None] = {ALWAYS: True, NEVER: False}
        self.possible: dict[str, tuple[str, ...]] = {}
        self.counts: dict[str, tuple[int, int]] = {}
        self.scores: dict[str, ScoreRange] = {}

    def decided(self, fact: Fact, truths: Mapping[int, bool], complete: bool) -> None:
        """Take in what one fact settled; a condition on known items that did not fire is false."""
        plan = self.rules.plan
        for number in fact.numbers:
            truth = truths.get(number)
            if truth is None and (complete or self._known(plan.looks_at[number])):
                truth = False
            self.truths[number] = truth
            if number in plan.helpers:
                self.symbols[plan.helpers[number]] = None if truth is None else "ja" if truth else "nee"

    def _known(self, items: set[str]) -> bool:
        return all(self.symbols[item] is not None for item in items)

    def truth_of(self, item: Item) -> list[bool | None]:
        """Return the truths of an item's conditions, in order."""
        return [self.truths[number] for number in self.rules.numbered[item.id]]

    def fold(self, layer: tuple[Item, ...]) -> None:
        """Turn the truths of a layer into symbols for the layers after it."""
        for item in layer:
            match item:
                case Input():
                    self._input(item)
                case Decision():
                    self.possible[item.id] = left = self._left(item)
                    self.symbols[item.id] = left[0] if len(left) == 1 else None
                case Count():
                    truths = self.truth_of(item)
                    least, most = truths.count(True), len(truths) - truths.count(False)
                    self.counts[item.id] = least, most
                    self.symbols[item.id] = same_cell(item.cells, least, most)
                case Score():
                    assert self.rules.scorer is not None
                    self.scores = self.rules.scorer.ranges(points_of(item, self.possible))
                    self.symbols.update(score_symbols(item, self.scores))

    def _input(self, item: Input) -> None:
        if item.shown is None:
            return
        shown = self.truth_of(item)[0]
        self.symbols[item.id] = None if shown is None else self.given[item.id] if shown else HIDDEN

    def _left(self, item: Decision) -> tuple[str, ...]:
        left: list[str] = []
        for case, number in zip(item.cases, self.rules.numbered[item.id], strict=True):
            truth = self.truths[number]
            if truth is not False:
                left.append(case.symbol)
            if truth is True:
                return tuple(left)
        return (*left, item.otherwise)


def _group(layer: int, at: int, group: int) -> str:
    return f"g{layer}_{at}_{group}"


def _closing(layer: int, at: int) -> str:
    return f"e{layer}_{at}"


def _fnv(name: str) -> int:
    """Return the 32-bit FNV-1a hash by which durable-rules knows a name."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value
