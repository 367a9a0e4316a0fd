"""durable-rules by its public interface: the same chains, through `Host`, with actions in Python.

The host is quiet: without the two threads that it starts for timers, which would only make it slower.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from durable import engine as durable

from engine.evaluate import Evaluation
from engine.program import Program
from engine.ruleset import SESSION, Asserted, DurableRules

NAME = "meting"


class _QuietHost(durable.Host):
    def _run(self) -> None:
        """Start no timers."""


class HostRules(DurableRules):
    """The engine of record with only its way of calling durable-rules replaced."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.fired: list[str] = []
        rules = {name: {**rule, "run": self._action(name)} for name, rule in self._definition().items()}
        self.host = _QuietHost()
        self.host.register_rulesets({NAME: rules})

    def _action(self, name: str) -> Any:
        return lambda _context: self.fired.append(name)

    def evaluate(self, given: Mapping[str, str | None], known: Mapping[str, str]) -> Evaluation:
        """Return what is certain and what is possible."""
        try:
            return self._session(given, known)
        finally:
            self.host.delete_state(NAME, SESSION)

    def _match(self, fact: Asserted, symbols: Mapping[str, str | None]) -> tuple[dict[int, bool], bool]:
        text, complete = fact.text(symbols)
        self.fired.clear()
        self.host.assert_fact(NAME, json.loads(text))
        if not self.fired or self.fired[-1] != fact.closing:
            raise RuntimeError(f"the closing rule {fact.closing} was not seen last")
        pairs = (name[1:].partition("_")[0] for name in self.fired[:-1])
        truths = {int(n): name[0] == "t" for n, name in zip(pairs, self.fired, strict=False)}
        return truths, complete
