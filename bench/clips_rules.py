"""A Program for CLIPS: a rule per condition over one fact per layer; Python folds what fired."""

from __future__ import annotations

from collections.abc import Mapping

import clips

from bench.folding import Folder
from engine.conditions import All, Any, Condition, Is, Not, items
from engine.program import Program


class ClipsRules:
    """Runs a program on CLIPS; complete answers only."""

    def __init__(self, program: Program) -> None:
        self.folder = Folder(program)
        symbols = program.symbols()
        self.slot = {item: f"v{i}" for i, item in enumerate(symbols)}
        self.codes = {item: {s: i for i, s in enumerate(names)} for item, names in symbols.items()}
        self.environment, self.fired = clips.Environment(), set[int]()
        self.environment.define_function(self._hit, "hit")
        slots = " ".join(f"(slot {name} (default -1))" for name in self.slot.values())
        self.environment.build(f"(deftemplate w (slot laag) {slots})")
        for layer, rows in enumerate(self.folder.conditions):
            for number, condition in rows:
                bound = " ".join(f"({self.slot[i]} ?{self.slot[i]})" for i in sorted(set(items(condition))))
                head = f"(w (laag {layer}) {bound})"
                self.environment.build(
                    f"(defrule r{number} {head} (test {self._text(condition)}) => (hit {number}))"
                )
        self.template = self.environment.find_template("w")

    def _hit(self, number: int) -> None:
        self.fired.add(int(number))

    def evaluate(self, given: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
        """Return the symbol of every item."""
        self.environment.reset()
        return self.folder.run(given, known, self._decide)

    def _decide(self, layer: int, symbols: Mapping[str, str]) -> set[int]:
        self.fired.clear()
        values = {self.slot[item]: self.codes[item][symbol] for item, symbol in symbols.items()}
        fact = self.template.assert_fact(laag=layer, **values)
        self.environment.run()
        fact.retract()
        return set(self.fired)

    def _text(self, condition: Condition) -> str:
        match condition:
            case Is(item, wanted):
                tests = [f"(eq ?{self.slot[item]} {self.codes[item][s]})" for s in sorted(wanted)]
                return _joined("or", tests)
            case All(parts):
                return _joined("and", [self._text(part) for part in parts])
            case Any(parts):
                return _joined("or", [self._text(part) for part in parts])
            case Not(part):
                return f"(not {self._text(part)})"
        raise TypeError(condition)


def _joined(word: str, parts: list[str]) -> str:
    if not parts:
        return "(eq 1 1)" if word == "and" else "(eq 1 0)"
    return parts[0] if len(parts) == 1 else f"({word} {' '.join(parts)})"
