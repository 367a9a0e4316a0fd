"""Why an advice differs between two versions: the rule line that made the difference.

From the outcome down, along what it rests on, to the first item (in the order of computing) that differs
while nothing below it does. That item's own line, weight, floor or threshold is the cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.advice import Advice
from engine.assess import Assessment
from engine.conditions import HIDDEN, NOT_APPLICABLE
from engine.diagnostics import Place
from engine.engine import Engine
from engine.outline import Writer, words
from engine.possible import Range
from engine.program import Count, Decision, Input, Score, looks_at
from engine.proof import Prover
from engine.source import Path

OUTCOME = "uitkomst"


@dataclass(frozen=True)
class Found:
    """What one version makes of one assessment."""

    engine: Engine
    assessment: Assessment
    reach: Range
    advice: Advice

    def value(self, name: str) -> tuple[str, ...] | None:
        """Return what an item can be, in the author's words; None where it does not exist."""
        item = self.engine.program.by_name.get(name)
        match item:
            case Input():
                return (self._state(item),)
            case Decision():
                values = self.engine.program.values[name]
                return tuple(sorted({values.get(s, s) for s in self.reach.symbols[name]}))
            case Count():
                return tuple(map(str, self.reach.counts[name]))
            case Score():
                found = self.reach.scores[name]
                return (str(found.low), str(found.high), str(found.maybe_nothing))
        return None

    def _state(self, item: Input) -> str:
        """Return whether a question is answered; its answer itself is the same in both versions."""
        symbol = self.assessment.evaluation.symbols[item.id]
        if symbol == HIDDEN:
            return "verborgen"
        if symbol == NOT_APPLICABLE:
            return "niet van toepassing"
        return "nog open" if symbol is None else "beantwoord"

    def rests_on(self, name: str) -> set[str]:
        """Return the items that an item looks at."""
        item = self.engine.program.by_name.get(name)
        return looks_at(item) if item is not None else set()

    def proof(self, name: str) -> set[str]:
        """Return the items that an item's value rests on, as far as that is certain."""
        prover = Prover(self.engine.program, self.assessment.evaluation.symbols)
        return set(prover.below(name)) if name in self.engine.program.by_name else set()


@dataclass(frozen=True, slots=True)
class Cause:
    """The item that made the difference, in words, and the line to look at."""

    item: str
    text: str
    place: Place | None


def cause_of(old: Found, new: Found) -> Cause | None:
    """Return why the outcome differs, or None when it does not."""
    if old.value(OUTCOME) == new.value(OUTCOME) and _fired(old) == _fired(new):
        return None
    return _Search(old, new).cause()


def _fired(found: Found) -> frozenset[str]:
    return frozenset(found.reach.symbols[OUTCOME])


class _Search:
    """Two versions of one assessment, side by side."""

    def __init__(self, old: Found, new: Found) -> None:
        self.old, self.new = old, new
        names = [*new.engine.program.by_name, *old.engine.program.by_name]
        self.order = {name: index for index, name in enumerate(dict.fromkeys(names))}

    def cause(self) -> Cause:
        name = self._root(OUTCOME)
        return Cause(name, self._text(name), self._place(name))

    def _differs(self, name: str) -> bool:
        return self.old.value(name) != self.new.value(name)

    def _root(self, name: str, trail: tuple[str, ...] = ()) -> str:
        """Return the lowest item that differs, below this one.

        The two versions may look at each other's items in another order, so a path is never walked twice.
        """
        below = (self.old.rests_on(name) | self.new.rests_on(name)) - {*trail, name}
        differing = [n for n in below if n in self.order and self._differs(n)]
        differing.sort(key=self.order.__getitem__)
        proven = self.old.proof(name) | self.new.proof(name)
        first = next((n for n in differing if n in proven), next(iter(differing), None))
        return name if first is None else self._root(first, (*trail, name))

    # -- in words -----------------------------------------------------------------------------------------

    def _text(self, name: str) -> str:
        title = self._origin(name) + self._title(name)
        old, new = self.old.value(name), self.new.value(name)
        if old is None or new is None:
            return f"{title} is {'nieuw' if old is None else 'vervallen'}"
        if old == new:
            return f"{title}: een andere regel geldt"
        return f"{title}: {_said(old)} wordt {_said(new)}"

    def _origin(self, name: str) -> str:
        """Return the threshold or the weight behind the difference, in words."""
        threshold = self._changed_threshold(name)
        if threshold is not None:
            old, new = self.old.engine.ruleset.thresholds, self.new.engine.ruleset.thresholds
            return (
                f"drempel {words(threshold)}: {old.get(threshold, 'niets')} wordt {new[threshold]}. Daardoor "
            )
        principle = self._changed_weight() if name.startswith("score") else None
        if principle is not None:
            old_row = self.old.engine.book.baseline.principles.get(principle)
            row = self.new.engine.book.baseline.principles[principle]
            was = old_row.weight if old_row else "niets"
            return f"gewicht van {row.title}: {was} wordt {row.weight}. Daardoor "
        return ""

    def _title(self, name: str) -> str:
        fixed = {OUTCOME: "de ladder", "blokkade": "de blokkade"}
        if name in fixed:
            return fixed[name]
        side = self.new if name in self.new.engine.program.by_name else self.old
        writer = Writer(side.engine.content, side.engine.program.id)
        item = side.engine.program.by_name[name]
        if isinstance(item, Input):
            return f"vraag {writer.form.questions[item.question].code}"
        head, _, tail = name.partition(".")
        if head == "ondergrens":
            return f"de ondergrens bij “{writer.baseline.principles[tail].title}”"
        if head in writer.rules.facts:
            return f"kenmerk ‘{writer.rules.facts[head].title}’" + (f" ({words(tail)})" if tail else "")
        return writer.name(name)

    # -- the line -----------------------------------------------------------------------------------------

    def _place(self, name: str) -> Place | None:
        for side in (self.new, self.old):
            item = side.engine.program.by_name.get(name)
            match item:
                case Input(question=question):
                    return side.engine.book.places[question]
                case Decision():
                    return self._threshold(name) or self._floor(name) or self._rule(side, item)
                case Score():
                    return self._weight()
                case Count():
                    return self._threshold(name) or self._floor(name) or self._counted(side, name)
        return None

    def _rule(self, side: Found, item: Decision) -> Place | None:
        symbols = side.reach.symbols[item.id]
        places = (case.note.place for case in item.cases if case.symbol in symbols)
        return next(places, item.cases[0].note.place if item.cases else None)

    def _threshold(self, name: str) -> Place | None:
        threshold = self._changed_threshold(name)
        return None if threshold is None else self._in_rules(("drempels", threshold))

    def _changed_threshold(self, name: str) -> str | None:
        """Return the threshold that differs and that the rules of this item use."""
        old, new = self.old.engine.ruleset.thresholds, self.new.engine.ruleset.thresholds
        used = (word for word in _words_in(_written(self.new, name)) if word in new)
        return next((word for word in used if old.get(word) != new[word]), None)

    def _changed_weight(self) -> str | None:
        """Return the first principle whose weight differs."""
        old, new = (side.engine.book.baseline.principles for side in (self.old, self.new))
        return next((key for key, p in new.items() if key not in old or old[key].weight != p.weight), None)

    def _floor(self, name: str) -> Place | None:
        """Return the floor that differs, for the items that floors make up."""
        head, _, principle = name.partition(".")
        if head not in ("ondergrens", "blokkade", "beginselen_gemist"):
            return None
        before = self.old.engine.ruleset.criteria
        for key, criterion in self.new.engine.ruleset.criteria.items():
            mine = not principle or criterion.principle == principle
            if mine and (key not in before or before[key].floor != criterion.floor):
                return self._in_rules(("criteria", key, "ondergrens"))
        return None

    def _weight(self) -> Place:
        """Return the weight that differs, else the points of the scale, else the criteria."""
        old, new = self.old.engine.book.baseline, self.new.engine.book.baseline
        source = self.new.engine.content.file("basislijn", new.id)
        principle = self._changed_weight()
        if principle is not None:
            return source.place(("beginselen", principle, "gewicht"))
        if old.scale != new.scale:
            return source.place(("schaal",), key=True)
        return self._in_rules(("criteria",))

    def _counted(self, side: Found, name: str) -> Place:
        if name == "beginselen_gemist":
            baseline = side.engine.book.baseline
            return side.engine.content.file("basislijn", baseline.id).place(("beginselen",), key=True)
        source = side.engine.content.file("regels", side.engine.program.id)
        return source.place(("kenmerken", name.rstrip("#")), key=True)

    def _in_rules(self, path: Path) -> Place:
        return self.new.engine.content.file("regels", self.new.engine.program.id).place(path, key=True)


def _said(values: tuple[str, ...]) -> str:
    shown = [value for value in values if value not in ("True", "False")]
    numbers = [value for value in shown if value.isdecimal()]
    if len(numbers) == len(shown) == 2:
        return numbers[0] if numbers[0] == numbers[1] else f"{numbers[0]} tot {numbers[1]}"
    return " of ".join(words(value) if value != "None" else "geen" for value in dict.fromkeys(shown))


def _written(found: Found, name: str) -> Any:
    """Return what the author wrote as conditions of an item."""
    rules = found.engine.ruleset
    if name == OUTCOME:
        return [rung.when for rung in rules.ladder]
    head = name.partition(".")[0]
    if head in rules.facts:
        return [rules.facts[head].count, *(rule.when for rule in rules.facts[head].rules)]
    return [rule.when for rule in rules.criteria[name].rules] if name in rules.criteria else []


def _words_in(raw: Any) -> Iterator[str]:
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, dict):
        for part in raw.values():
            yield from _words_in(part)
    elif isinstance(raw, list):
        for part in raw:
            yield from _words_in(part)
