"""The rules in plain Dutch, for anyone who asks how an advice comes about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.kinds import ChoiceTerm
from engine.load import Content
from engine.models import Baseline, Fact, Question, Questionnaire, Ruleset
from engine.names import terms_of

_WORDS = {
    "minstens": "minstens {}",
    "hoogstens": "hoogstens {}",
    "meer_dan": "hoger dan {}",
    "minder_dan": "lager dan {}",
    "voor": "vóór {}",
    "vanaf": "vanaf {}",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: when it holds, what then follows, and why."""

    when: str
    then: str
    because: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that rules decide, with its rules in order."""

    id: str
    title: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PrinciplePart:
    """A principle with its weight and the parts that are judged under it."""

    id: str
    title: str
    weight: int
    share: Decimal
    explanation: str
    good: str
    criteria: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All of a rule set, in reading order."""

    title: str
    thresholds: tuple[tuple[str, int], ...]
    scale: tuple[tuple[str, str], ...]
    principles: tuple[PrinciplePart, ...]
    facts: tuple[Part, ...]
    ladder: tuple[Line, ...]
    signals: tuple[Part, ...]
    reservations: tuple[Part, ...]
    measures: tuple[Part, ...]

    @property
    def criteria(self) -> tuple[Part, ...]:
        """All that is judged, in the order of the principles."""
        return tuple(part for principle in self.principles for part in principle.criteria)


def outline(content: Content, ruleset: str) -> Outline:
    """Return the outline of a rule set."""
    return Writer(content, ruleset).outline()


class Writer:
    """Puts one rule set into words."""

    def __init__(self, content: Content, ruleset: str) -> None:
        self.rules: Ruleset = content.rulesets[ruleset]
        self.form: Questionnaire = content.questionnaires[self.rules.questionnaire]
        self.baseline: Baseline = content.baselines[self.rules.baseline]
        terms = terms_of(self.form, self.rules, self.baseline)
        self.ordered = {k: t.order for k, t in terms.items() if isinstance(t, ChoiceTerm) and t.order}

    def outline(self) -> Outline:
        """Return all of it, in reading order."""
        rules, scale = self.rules, self.baseline.scale
        total = sum(p.weight for p in self.baseline.principles.values())
        return Outline(
            title=rules.title or self.form.title,
            thresholds=tuple((words(key), value) for key, value in rules.thresholds.items()),
            scale=tuple((scale.label(key), value) for key, value in scale.judgements.items()),
            principles=tuple(
                PrinciplePart(
                    key,
                    p.title,
                    p.weight,
                    round(Decimal(100 * p.weight) / total, 1),
                    p.explanation,
                    p.good,
                    tuple(self._criterion(c) for c, cr in rules.criteria.items() if cr.principle == key),
                )
                for key, p in self.baseline.principles.items()
            ),
            facts=tuple(self._fact(key, fact) for key, fact in rules.facts.items()),
            ladder=tuple(
                Line(self._when(r), self.outcome(r.outcome, r.term), r.because) for r in rules.ladder
            ),
            signals=tuple(
                Part(
                    key,
                    s.title,
                    "Stop hier meteen mee." if s.severity == "stop" else "Let hierop.",
                    (Line(self.condition(s.when), "", s.because),),
                )
                for key, s in rules.signals.items()
            ),
            reservations=tuple(
                Part(key, r.title, "", (Line(self.condition(r.when), "", r.because),))
                for key, r in rules.reservations.items()
            ),
            measures=tuple(
                Part(
                    key,
                    m.do,
                    f"{m.who}, {m.term}",
                    (Line(self.condition(m.when), "", m.explanation),) if m.when is not None else (),
                )
                for key, m in rules.measures.items()
            ),
        )

    def _criterion(self, key: str) -> Part:
        criterion = self.rules.criteria[key]
        note = {
            "ja": "Wie hier niet voldoet, haalt de basislijn niet op dit beginsel.",
            "blokkade": "Wie hier niet voldoet, wordt geblokkeerd: er is geen overgangstijd.",
            "nee": "",
        }
        floor = criterion.floor
        if isinstance(floor, str):
            text = note.get(floor, "")
        else:
            text = f"Onder de basislijn als {self.condition(floor)}."
        if criterion.follows:
            question = self.form.questions[criterion.follows]
            lines = tuple(
                Line(f"antwoord “{question.options[o]}”", self.baseline.scale.label(v.judgement), v.because)
                for o, v in criterion.verdicts.items()
            )
        else:
            lines = tuple(
                Line(self._when(r), self.baseline.scale.label(r.judgement), r.because)
                for r in criterion.rules
            )
        return Part(key, criterion.title, text, lines)

    def _fact(self, key: str, fact: Fact) -> Part:
        if isinstance(fact.count, list):
            lines = tuple(Line(self.condition(part), "telt mee", "") for part in fact.count)
            return Part(key, fact.title, "Zoveel van deze punten kloppen.", lines)
        if fact.count is not None:
            return Part(key, fact.title, f"Het aantal antwoorden op “{self.name(str(fact.count))}”.", ())
        note = "Alles wat klopt, telt mee." if fact.collect else "De eerste regel die klopt, geldt."
        lines = tuple(Line(self._when(r), fact_value(fact, r.value), r.because) for r in fact.rules)
        return Part(key, fact.title, note, lines)

    def outcome(self, key: str, term: str) -> str:
        """Return an outcome with its term."""
        title = self.rules.outcomes[key].title
        return f"{title}, binnen {term}" if term else title

    def _when(self, rule: Any) -> str:
        return "in alle andere gevallen" if rule.otherwise else self.condition(rule.when)

    # -- conditions in words ------------------------------------------------------------------------------

    def condition(self, raw: Any) -> str:
        """Return a written condition as a Dutch phrase."""
        if isinstance(raw, list):
            return _either([self.condition(part) for part in raw])
        parts = [self._entry(key, value) for key, value in raw.items()]
        return " en ".join(parts)

    def _entry(self, key: str, value: Any) -> str:
        if key == "niet":
            return f"niet: ({self.condition(value)})"
        if key == "alle":
            return " en ".join(f"({self.condition(part)})" for part in value)
        if key == "een_van":
            return _either([self.condition(part) for part in value])
        if value in ("bekend", "onbekend"):
            return f"het antwoord op “{self.name(key)}” is {value}"
        if key == "peildatum":
            return f"een feit is ouder dan {value['ouder_dan']}"
        if isinstance(value, dict):
            return self._compared(key, value)
        values = value if isinstance(value, list) else [value]
        return self._equal(key, [self.label(key, v) for v in values], values)

    def _equal(self, key: str, labels: list[str], values: list[str]) -> str:
        listed = " of ".join(labels)
        if key == "blokkade":
            return "er is een blokkade" if values == ["ja"] else "er is geen blokkade"
        if key.startswith("ondergrens."):
            title = self.baseline.principles[key.split(".")[1]].title
            verb = "haalt de basislijn niet" if values == ["gemist"] else "haalt de basislijn"
            return f"het {verb} op “{title}”"
        if key in self.form.questions:
            return f"het antwoord op “{self.name(key)}” is {listed}"
        return f"{self.name(key)} is {listed}"

    def _compared(self, key: str, value: dict[str, Any]) -> str:
        name = self.name(key)
        if "aantal" in value:
            inner = value["aantal"]
            number = self.span(inner) if isinstance(inner, dict) else self.number(inner)
            what = f"antwoorden op “{name}”" if key in self.form.questions else f"waarden van {name}"
            return f"het aantal {what} is {number}"
        name = self.side(key)
        if key in self.ordered:
            return f"{name} is {self.steps(key, value)}"
        if "rond" in value:
            return f"{name} ligt hoogstens {self.number(value['marge'])} van {self.number(value['rond'])}"
        return f"{name} is {self.span(value)}"

    def steps(self, key: str, value: dict[str, Any]) -> str:
        """Return a comparison on a scale as a Dutch phrase; `key` is the item that is compared."""
        steps = value.get("trappen", "1")
        away = f" (minstens {steps} trappen)" if steps != "1" else ""
        order = self.ordered[key]
        return " en ".join(
            _WORDS[word].format(self.label(key, text) if text in order else self.side(text)) + away
            for word, text in value.items()
            if word != "trappen"
        )

    def side(self, key: str) -> str:
        """Return one side of a comparison as a Dutch phrase."""
        return f"het antwoord op “{self.name(key)}”" if key in self.form.questions else self.name(key)

    def span(self, value: dict[str, Any]) -> str:
        """Return a comparison with numbers or dates as a Dutch phrase."""
        return " en ".join(_WORDS[word].format(self.number(text)) for word, text in value.items())

    def number(self, text: str) -> str:
        """Return a number; a threshold with its name."""
        return (
            f"{self.rules.thresholds[text]} ({words(text)})" if text in self.rules.thresholds else str(text)
        )

    def label(self, key: str, value: str) -> str:
        """Return a value in a condition in words."""
        question: Question | None = self.form.questions.get(key)
        if question is not None:
            return f"“{question.options[value]}”" if value in question.options else words(value)
        fact = self.rules.facts.get(key)
        if fact is not None and fact.count is None:
            return f"“{fact.labels[value]}”" if value in fact.labels else words(value)
        numeric = key.startswith("score") or key == "beginselen_gemist" or self._counts(key)
        return self.number(value) if numeric else words(value)

    def _counts(self, key: str) -> bool:
        fact = self.rules.facts.get(key)
        return fact is not None and fact.count is not None

    def name(self, key: str) -> str:
        """Return a name in a condition as a Dutch phrase."""
        fixed = {
            "score": "de score",
            "beginselen_gemist": "het aantal beginselen onder de basislijn",
            "kennislacune": "het deel dat nog niet bekend is (in procenten)",
            "blokkade": "de blokkade",
        }
        if key in fixed:
            return fixed[key]
        if key.startswith("ondergrens."):
            return f"de ondergrens bij “{self.baseline.principles[key.split('.')[1]].title}”"
        if key.startswith("score."):
            return f"de score op “{self.baseline.principles[key.split('.')[1]].title}”"
        if key in self.form.questions:
            return self.form.questions[key].text
        if key in self.rules.facts:
            return f"“{self.rules.facts[key].title}”"
        return f"het oordeel over “{self.rules.criteria[key].title}”" if key in self.rules.criteria else key


def fact_value(fact: Fact, value: str) -> str:
    """Return a value of a fact in words."""
    return fact.labels.get(value) or words(value)


def words(key: str) -> str:
    """Return an id as words."""
    return key.replace("_", " ")


def _either(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else "een van deze: " + "; of ".join(parts)
