"""What differs between two versions of a topic, in Dutch sentences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

from engine.diagnostics import enumerate_words
from engine.load import Content
from engine.models import Criterion, Fact, Measure, Outcome, Question, Rule
from engine.outline import Writer, fact_value, words
from engine.texts import texts_of

T = TypeVar("T")
MOST_NAMES = 8
_YES_NO = {True: "ja", False: "nee"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the part of the content that it is in, and a sentence."""

    part: str
    text: str


def differences(old: Content, old_id: str, new: Content, new_id: str) -> tuple[Change, ...]:
    """Return what differs between two versions, in reading order; texts come last, in short."""
    return tuple(_Comparison(Writer(old, old_id), Writer(new, new_id)).changes())


class _Comparison:
    """Two versions side by side."""

    def __init__(self, old: Writer, new: Writer) -> None:
        self.old, self.new = old, new
        self.reworded: dict[str, list[str]] = {}

    def changes(self) -> Iterator[Change]:
        parts = (
            ("basislijn", self._baseline()),
            ("drempels", self._thresholds()),
            ("schalen", self._scales()),
            ("vragen", self._questions()),
            ("kenmerken", self._facts()),
            ("criteria", self._criteria()),
            ("signalen", self._signals()),
            ("maatregelen", self._measures()),
            ("uitkomsten", self._outcomes()),
            ("ladder", self._ladder()),
            ("teksten", self._texts()),
        )
        for part, sentences in parts:
            yield from (Change(part, sentence) for sentence in sentences)

    # -- the baseline -------------------------------------------------------------------------------------

    def _baseline(self) -> Iterator[str]:
        old, new = self.old.baseline, self.new.baseline
        for _, before, after in _both(old.principles, new.principles):
            if before is None and after is not None:
                yield f"nieuw: het beginsel ‘{after.title}’, met gewicht {after.weight}"
            elif after is None and before is not None:
                yield f"weg: het beginsel ‘{before.title}’, met gewicht {before.weight}"
            elif before is not None and after is not None:
                if before.weight != after.weight:
                    word = "zwaarder" if after.weight > before.weight else "lichter"
                    yield f"{word}: {after.title} telt nu {after.weight} in plaats van {before.weight}"
                if before.yields != after.yields:
                    yields = "wijkt nu" if after.yields else "wijkt niet meer"
                    yield f"{after.title} {yields} voor andere beginselen"
        yield from _values("schaal: ‘hoogste’", str(old.scale.highest), str(new.scale.highest))
        for key, was, becomes in _both(old.scale.judgements, new.scale.judgements):
            yield from _values(f"schaal: het oordeel ‘{words(key)}’", was, becomes)

    def _thresholds(self) -> Iterator[str]:
        for key, was, becomes in _both(self.old.rules.thresholds, self.new.rules.thresholds):
            if was is None:
                yield f"nieuw: de drempel {words(key)} ({becomes})"
            elif becomes is None:
                yield f"weg: de drempel {words(key)} ({was})"
            elif was != becomes:
                yield f"drempel {words(key)}: {was} wordt {becomes}"

    def _scales(self) -> Iterator[str]:
        for key, was, becomes in _both(self.old.rules.scales, self.new.rules.scales):
            yield from _values(
                f"schaal {words(key)}", *(" < ".join(map(words, v or ())) for v in (was, becomes))
            )

    # -- the questions ------------------------------------------------------------------------------------

    def _questions(self) -> Iterator[str]:
        for _, before, after in _both(self.old.form.questions, self.new.form.questions):
            if before is None and after is not None:
                yield f"nieuw: vraag {after.code} “{after.text}”"
            elif after is None and before is not None:
                yield f"weg: vraag {before.code} “{before.text}”"
            elif before is not None and after is not None:
                yield from self._question(before, after)
                self._reworded("vraag", after.code, texts_of(before), texts_of(after))

    def _question(self, before: Question, after: Question) -> Iterator[str]:
        name = f"vraag {after.code}"
        for option, was, becomes in _both(before.options, after.options):
            if was is None or becomes is None:
                word = "nieuw" if was is None else "weg"
                yield f"{word}: bij {name} het antwoord ‘{becomes or was}’ ({option})"
        if before.shown_if != after.shown_if:
            shown = "altijd" if after.shown_if is None else f"als {self.new.condition(after.shown_if)}"
            yield f"{name} is nu te zien: {shown}"
        rows: tuple[tuple[str, object, object], ...] = (
            ("de code", before.code, after.code),
            ("soort", before.kind, after.kind),
            ("over", before.about, after.about),
            ("‘Dat weten we nog niet’ kan", _YES_NO[before.unknown], _YES_NO[after.unknown]),
            ("‘Niet van toepassing’ kan", _YES_NO[before.not_applicable], _YES_NO[after.not_applicable]),
            ("het kleinste getal", before.minimum, after.minimum),
            ("het grootste getal", before.maximum, after.maximum),
            ("cijfers achter de komma", before.decimals, after.decimals),
        )
        for what, *values in rows:
            yield from _values(f"{name}: {what}", *values)

    # -- facts and criteria -------------------------------------------------------------------------------

    def _facts(self) -> Iterator[str]:
        for _, before, after in self._pairs("kenmerk", self.old.rules.facts, self.new.rules.facts):
            if isinstance(before, str):
                yield before
                continue
            name = f"kenmerk ‘{after.title}’"
            if before.count != after.count:
                yield f"{name} telt iets anders"
            yield from _values(
                f"{name}: elke regel telt mee", _YES_NO[before.collect], _YES_NO[after.collect]
            )
            yield from self._rules(name, _fact_rules(before), _fact_rules(after))

    def _criteria(self) -> Iterator[str]:
        for _, before, after in self._pairs("criterium", self.old.rules.criteria, self.new.rules.criteria):
            if isinstance(before, str):
                yield before
                continue
            name = f"criterium ‘{after.title}’"
            yield from _values(f"{name}: beginsel", words(before.principle), words(after.principle))
            if before.floor != after.floor:
                yield f"ondergrens bij ‘{after.title}’: {self._floor(before, self.old)} wordt " + self._floor(
                    after, self.new
                )
            yield from self._verdicts(before, after)
            yield from self._rules(name, _criterion_rules(before), _criterion_rules(after))

    def _floor(self, criterion: Criterion, writer: Writer) -> str:
        floor = criterion.floor
        return floor if isinstance(floor, str) else f"als {writer.condition(floor)}"

    def _verdicts(self, before: Criterion, after: Criterion) -> Iterator[str]:
        if before.follows != after.follows:
            was, becomes = (
                f"volgt {c.follows}" if c.follows else "heeft eigen regels" for c in (before, after)
            )
            yield f"criterium ‘{after.title}’ {was}; dat wordt: {becomes}"
        if not before.follows or before.follows != after.follows:
            return
        for option, was_row, becomes_row in _both(before.verdicts, after.verdicts):
            judged = [words(row.judgement) if row else "" for row in (was_row, becomes_row)]
            yield from _values(f"oordeel bij {words(after.follows)} ‘{words(option)}’", *judged)
            if was_row and becomes_row:
                yield from self._attached(
                    f"{words(after.follows)} ‘{words(option)}’", was_row.measures, becomes_row.measures
                )

    def _rules(
        self, name: str, old: Sequence[tuple[Rule, str]], new: Sequence[tuple[Rule, str]]
    ) -> Iterator[str]:
        """Yield what differs between two lists of rules, each with what then follows."""
        before, after = ([_rule_key(rule, then) for rule, then in rows] for rows in (old, new))
        if Counter(before) == Counter(after):
            if before != after:
                yield f"{name}: de regels staan in een andere volgorde"
        else:
            matcher = SequenceMatcher(a=before, b=after, autojunk=False)
            for tag, i1, i2, j1, j2 in matcher.get_opcodes():
                if tag != "equal":
                    yield from self._replaced(name, old[i1:i2], new[j1:j2])
        yield from self._rule_measures(name, old, new)

    def _replaced(
        self, name: str, gone: Sequence[tuple[Rule, str]], come: Sequence[tuple[Rule, str]]
    ) -> Iterator[str]:
        for (was, was_then), (rule, then) in zip(gone, come, strict=False):
            before, after = self._when(self.old, was), self._when(self.new, rule)
            if before == after:
                yield f"{name}, {after}: {was_then} wordt {then}"
            elif was_then == then:
                yield f"{name}: {then} gold {before}, en geldt nu {after}"
            else:
                yield f"{name}: {before}: {was_then}. Dat wordt {after}: {then}"
        yield from (f"weg: {name}, {self._line(self.old, *row)}" for row in gone[len(come) :])
        yield from (f"nieuw: {name}, {self._line(self.new, *row)}" for row in come[len(gone) :])

    def _rule_measures(
        self, name: str, old: Sequence[tuple[Rule, str]], new: Sequence[tuple[Rule, str]]
    ) -> Iterator[str]:
        table = {_rule_key(*row): row[0] for row in old}
        for rule, then in new:
            before = table.get(_rule_key(rule, then))
            if before is not None:
                yield from self._attached(f"{name}, {then}", before.measures, rule.measures)

    def _when(self, writer: Writer, rule: Rule) -> str:
        return "in alle andere gevallen" if rule.otherwise else f"als {writer.condition(rule.when)}"

    def _line(self, writer: Writer, rule: Rule, then: str) -> str:
        return f"{self._when(writer, rule)}: {then}"

    def _attached(self, name: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
        yield from (f"nieuw: bij {name} hoort de maatregel {words(m)}" for m in new if m not in old)
        yield from (f"weg: bij {name} hoort de maatregel {words(m)} niet meer" for m in old if m not in new)

    # -- what follows -------------------------------------------------------------------------------------

    def _signals(self) -> Iterator[str]:
        signals = self._pairs("signaal", self.old.rules.signals, self.new.rules.signals)
        for _, before, after in signals:
            if isinstance(before, str):
                yield before
                continue
            name = f"signaal ‘{after.title}’"
            if before.when != after.when:
                yield f"{name} geldt nu als {self.new.condition(after.when)}"
            yield from _values(f"{name}: ernst", words(before.severity), words(after.severity))
            yield from self._attached(name, before.measures, after.measures)
        reservations = self._pairs("voorbehoud", self.old.rules.reservations, self.new.rules.reservations)
        for _, before, after in reservations:
            if isinstance(before, str):
                yield before
            elif before.when != after.when:
                yield f"voorbehoud ‘{after.title}’ geldt nu als {self.new.condition(after.when)}"

    def _measures(self) -> Iterator[str]:
        for key, before, after in _both(self.old.rules.measures, self.new.rules.measures):
            if before is None and after is not None:
                yield f"nieuw: de maatregel {words(key)}: {after.do}"
            elif after is None and before is not None:
                yield f"weg: de maatregel {words(key)}: {before.do}"
            elif before is not None and after is not None:
                yield from self._measure(f"maatregel {words(key)}", before, after)
                self._reworded("maatregel", words(key), texts_of(before), texts_of(after))

    def _measure(self, name: str, before: Measure, after: Measure) -> Iterator[str]:
        yield from _values(f"{name}: termijn", before.term, after.term)
        yield from _values(f"{name}: wie", before.who, after.who)
        yield from _values(f"{name}: inspanning", before.effort, after.effort)
        yield from _values(f"{name}: geldt altijd", _YES_NO[before.always], _YES_NO[after.always])
        if before.when != after.when:
            when = "niet meer uit zichzelf" if after.when is None else f"als {self.new.condition(after.when)}"
            yield f"{name} geldt nu {when}"
        if before.starts != after.starts:
            yield f"{name} geldt vanaf een andere dag"

    def _outcomes(self) -> Iterator[str]:
        for _, before, after in self._pairs("uitkomst", self.old.rules.outcomes, self.new.rules.outcomes):
            if isinstance(before, str):
                yield before
                continue
            assert isinstance(before, Outcome)
            name = f"uitkomst ‘{after.title}’"
            yield from _values(f"{name}: rang", before.rank, after.rank)
            yield from _values(f"{name}: herzien na", before.review_after, after.review_after)
            if before.starts != after.starts:
                yield f"{name} geldt vanaf een andere dag"
            yield from self._attached(name, before.measures, after.measures)

    def _ladder(self) -> Iterator[str]:
        old = [(rung, self.old.outcome(rung.outcome, rung.term)) for rung in self.old.rules.ladder]
        new = [(rung, self.new.outcome(rung.outcome, rung.term)) for rung in self.new.rules.ladder]
        yield from self._rules("ladder", old, new)

    # -- small helpers ------------------------------------------------------------------------------------

    def _pairs(
        self, what: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any, Any]]:
        """Yield what is in both; for what is new or gone the second is a sentence."""
        for key, before, after in _both(old, new):
            if before is None and after is not None:
                yield key, f"nieuw: {what} ‘{after.title}’", None
            elif after is None and before is not None:
                yield key, f"weg: {what} ‘{before.title}’", None
            elif before is not None and after is not None:
                yield key, before, after
                self._reworded(what, after.title, texts_of(before), texts_of(after))

    def _reworded(self, what: str, name: str, old: Counter[str], new: Counter[str]) -> None:
        if old != new and sum(old.values()) == sum(new.values()):
            self.reworded.setdefault(what, []).append(name)

    def _texts(self) -> Iterator[str]:
        for what, names in self.reworded.items():
            yield f"andere tekst bij {what}: {enumerate_words(names, MOST_NAMES)}"


def _both(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[str, T | None, T | None]]:
    """Yield every key with both values, in the order of the new ones."""
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key)


def _values(what: str, was: object, becomes: object) -> Iterator[str]:
    if was != becomes:
        before, after = ("niets" if v is None or v == "" else str(v) for v in (was, becomes))
        yield f"{what}: {before} wordt {after}"


def _rule_key(rule: Rule, then: str) -> str:
    return json.dumps([rule.when, rule.otherwise, then], sort_keys=True)


def _fact_rules(fact: Fact) -> list[tuple[Rule, str]]:
    return [(rule, fact_value(fact, rule.value)) for rule in fact.rules]


def _criterion_rules(criterion: Criterion) -> list[tuple[Rule, str]]:
    return [(rule, words(rule.judgement)) for rule in criterion.rules]
