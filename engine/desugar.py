"""Models to Program: every convenience of the author's language becomes a condition, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any as Anything

from engine.conditions import (
    FALSE,
    HIDDEN,
    NOT_APPLICABLE,
    TRUE,
    All,
    Any,
    Between,
    Condition,
    Is,
    Not,
    any_of,
    leaves,
)
from engine.cut import Cut, cells_between
from engine.diagnostics import ContentError, Diagnostic
from engine.load import Content
from engine.models import Baseline, Question, Questionnaire, Ruleset
from engine.program import (
    Case,
    Circle,
    Count,
    Decision,
    Input,
    Item,
    Note,
    Program,
    Score,
    Trigger,
    WeightedPrinciple,
    layered,
)
from engine.source import Path, Source
from engine.terms import (
    OPEN_SHARE,
    ChoiceTerm,
    DayTerm,
    NumberTerm,
    Reader,
    SetTerm,
    Term,
    TextTerm,
)

YES, NO = frozenset(["ja"]), frozenset(["nee"])
MISSED, MET = "gemist", "gehaald"
LARGEST = 2**53
TEXT = "*tekst"
LOWEST_FLOORS = ("ja", "blokkade")


def compile_program(content: Content, ruleset: str) -> Program:
    """Return the program of one rule set.

    Args:
        content: content whose references are sound (see `references.py`).
        ruleset: id, such as "sociale-media/v1".

    Raises:
        ContentError: with every finding in its conditions.
    """
    program, findings = try_compile(content, ruleset)
    if program is None or findings:
        raise ContentError(findings)
    return program


def try_compile(content: Content, ruleset: str) -> tuple[Program | None, list[Diagnostic]]:
    """Return the program, or None, and the findings."""
    builder = _Builder(content, ruleset)
    try:
        return builder.build(), builder.findings
    except Circle as circle:
        return None, [*builder.findings, builder.circle(circle)]


class _Builder:
    """Holds what is gathered while one rule set is desugared."""

    def __init__(self, content: Content, ruleset: str) -> None:
        self.content = content
        self.rules: Ruleset = content.rulesets[ruleset]
        self.form: Questionnaire = content.questionnaires[self.rules.questionnaire]
        self.baseline: Baseline = content.baselines[self.rules.baseline]
        self.rules_file = content.file("regels", ruleset)
        self.form_file = content.file("vragenlijst", self.form.id)
        self.parts: list[Item] = []
        self.values: dict[str, dict[str, str]] = {}
        self.triggers: dict[str, list[Trigger]] = {key: [] for key in self.rules.measures}
        self.paths: dict[str, tuple[Source, Path]] = {}
        self.numbers: dict[str, tuple[int, int]] = {}  # numeric item -> its widest interval
        self.floors: dict[str, Condition] = {}
        terms = self._terms()
        questions = frozenset(self.form.questions)
        self.on_rules = Reader(self.rules_file, terms, self.rules.thresholds, questions)
        self.on_form = Reader(self.form_file, terms, self.rules.thresholds, questions)

    @property
    def findings(self) -> list[Diagnostic]:
        return [*self.on_form.findings, *self.on_rules.findings]

    # -- names ------------------------------------------------------------------------------------

    def _terms(self) -> dict[str, Term]:
        terms: dict[str, Term] = {key: _question_term(key, q) for key, q in self.form.questions.items()}
        for key, fact in self.rules.facts.items():
            if fact.count is not None:
                terms[key] = NumberTerm(key)
            elif fact.collect:
                flags = {rule.value: f"{key}.{rule.value}" for rule in fact.rules}
                terms[key] = SetTerm(flags, f"{key}#", "waarde van")
            else:
                values = [rule.value for rule in fact.rules]
                terms[key] = ChoiceTerm(key, _by_value(values), "waarde van")
        for key, criterion in self.rules.criteria.items():
            judgements = [v.judgement for v in criterion.verdicts.values()] if criterion.follows else [
                rule.judgement for rule in criterion.rules]
            if criterion.follows:
                judgements.append("niet_van_toepassing")
            known = dict.fromkeys(self.baseline.scale.judgements, frozenset[str]())
            terms[key] = ChoiceTerm(key, known | _by_value(judgements), "oordeel van")
        terms["score"] = NumberTerm("score", may_be_nothing=True)
        for key in self.baseline.principles:
            terms[f"score.{key}"] = NumberTerm(f"score.{key}", may_be_nothing=True)
            states = {MISSED: frozenset([MISSED]), MET: frozenset([MET])}
            terms[f"ondergrens.{key}"] = ChoiceTerm(f"ondergrens.{key}", states, "stand van")
        terms["blokkade"] = ChoiceTerm("blokkade", {"ja": YES, "nee": NO}, "stand van")
        terms["beginselen_gemist"] = NumberTerm("beginselen_gemist")
        return terms

    # -- the parts, in reading order ----------------------------------------------------------------

    def build(self) -> Program:
        for key, question in self.form.questions.items():
            self._question(key, question)
        for key in self.rules.facts:
            self._fact(key)
        for key in self.rules.criteria:
            self._criterion(key)
        self._floors()
        self._score()
        self._ladder()
        self._signals()
        self._measures()
        starts = self._starts()
        tallies = self._tallies()
        return self._finish(starts, tallies)

    def _question(self, key: str, question: Question) -> None:
        path = self._question_path(key)
        shown: Condition | None = None
        if question.shown_if is not None:
            shown = self.on_form.read(question.shown_if, (*path, "toon_als"))
        self.paths[key] = (self.form_file, path)
        if question.kind == "meerkeuze":
            for option in question.options:
                item = f"{key}.{option}"
                self.paths[item] = (self.form_file, path)
                self._add(Input(item, key, ("ja", "nee"), shown, question.not_applicable))
            self._count(f"{key}#", tuple(Is(f"{key}.{o}", YES) for o in question.options), path)
        elif question.kind == "keuze":
            self._add(Input(key, key, tuple(question.options), shown, question.not_applicable))
        elif question.kind == "tekst":
            self._add(Input(key, key, (TEXT,), shown, question.not_applicable))
        else:
            self.numbers[key] = _bounds(question)
            self._add(Input(key, key, (), shown, question.not_applicable, (), question.decimals))

    def _fact(self, key: str) -> None:
        fact, path = self.rules.facts[key], ("kenmerken", key)
        self.paths[key] = (self.rules_file, path)
        if fact.count is not None:
            self._count(key, self._counted(key), path)
            return
        conditions = [self._when(rule, (*path, "regels", i)) for i, rule in enumerate(fact.rules)]
        notes = [self._note(rule.value, rule.because, rule.sources, (*path, "regels", i))
                 for i, rule in enumerate(fact.rules)]
        if not fact.collect:
            cases = tuple(Case(str(i + 1), c, n) for i, (c, n) in enumerate(zip(conditions, notes, strict=True)))
            self._decision(key, cases)
            self._attach((Is(key, frozenset([str(i + 1)])), r) for i, r in enumerate(fact.rules))
            return
        for value in dict.fromkeys(rule.value for rule in fact.rules):
            own = [i for i, rule in enumerate(fact.rules) if rule.value == value]
            when = any_of(*(conditions[i] for i in own))
            self.paths[f"{key}.{value}"] = (self.rules_file, path)
            self._flag(f"{key}.{value}", when, notes[own[0]])
        self._attach((conditions[i], rule) for i, rule in enumerate(fact.rules))
        flags = tuple(Is(f"{key}.{v}", YES) for v in dict.fromkeys(r.value for r in fact.rules))
        self._count(f"{key}#", flags, path)

    def _counted(self, key: str) -> tuple[Condition, ...]:
        """The parts that a `tel` fact counts: conditions, or the options of a multiple choice."""
        raw, path = self.rules.facts[key].count, ("kenmerken", key, "tel")
        if isinstance(raw, list):
            return tuple(self.on_rules.read(part, (*path, i)) for i, part in enumerate(raw))
        term = self.on_rules.terms.get(raw) if isinstance(raw, str) else None
        if isinstance(term, SetTerm):
            return tuple(Is(flag, YES) for flag in term.flags.values())
        self.on_rules.findings.append(self.rules_file.diagnostic(
            "R006", path, "‘tel’ telt voorwaarden, of de antwoorden op een meerkeuzevraag",
            "noem een meerkeuzevraag, of geef een lijst met voorwaarden"))
        return ()

    def _criterion(self, key: str) -> None:
        criterion, path = self.rules.criteria[key], ("criteria", key)
        self.paths[key] = (self.rules_file, path)
        if criterion.follows:
            self._follow(key)
            return
        cases = []
        for i, rule in enumerate(criterion.rules):
            here: Path = (*path, "regels", i)
            sources = rule.sources or criterion.sources
            note = self._note(rule.judgement, rule.because, sources, here)
            cases.append(Case(str(i + 1), self._when(rule, here), note))
        self._decision(key, tuple(cases))
        self._attach((Is(key, frozenset([str(i + 1)])), r) for i, r in enumerate(criterion.rules))

    def _follow(self, key: str) -> None:
        """Desugar the short form: a judgement per option, and not counted where nothing is asked."""
        criterion, path = self.rules.criteria[key], ("criteria", key)
        asked = criterion.follows
        cases = []
        for i, (option, verdict) in enumerate(criterion.verdicts.items()):
            sources = verdict.sources or criterion.sources
            note = self._note(verdict.judgement, verdict.because, sources, (*path, "oordelen", option))
            cases.append(Case(str(i + 1), Is(asked, frozenset([option])), note))
        question = self.form.questions[asked]
        if question.not_applicable or question.shown_if is not None:
            note = self._note("niet_van_toepassing", "Deze vraag is hier niet van toepassing.", (), (*path, "volgt"))
            off = Is(asked, frozenset([NOT_APPLICABLE, HIDDEN]))
            cases.append(Case(str(len(cases) + 1), off, note))
        self._decision(key, tuple(cases))
        self._attach((Is(key, frozenset([str(i + 1)])), v) for i, v in enumerate(criterion.verdicts.values()))

    def _floors(self) -> None:
        """Desugar floors, the block and `wijkt` into flags per principle and one count."""
        blocks: list[Condition] = []
        for key, criterion in self.rules.criteria.items():
            raw = criterion.floor
            if raw == "nee":
                continue
            if raw in LOWEST_FLOORS:
                lowest = frozenset(s for s, v in self.values[key].items() if v == self._lowest())
                self.floors[key] = Is(key, lowest)
            else:
                self.floors[key] = self.on_rules.read(raw, ("criteria", key, "ondergrens"))
            if raw == "blokkade":
                blocks.append(self.floors[key])
        missed = {p: Any(tuple(self.floors[c] for c, criterion in self.rules.criteria.items()
                               if criterion.principle == p and c in self.floors))
                  for p in self.baseline.principles}
        firm = Any(tuple(missed[p] for p, principle in self.baseline.principles.items() if not principle.yields))
        counted: list[Condition] = []
        for p, principle in self.baseline.principles.items():
            self.paths[f"ondergrens.{p}"] = (self.rules_file, ("criteria",))
            self._decision(f"ondergrens.{p}", (Case(MISSED, missed[p], self._plain(MISSED)),), MET)
            counted.append(All((missed[p], Not(firm))) if principle.yields else missed[p])
        self.paths["blokkade"] = (self.rules_file, ("criteria",))
        self._flag("blokkade", Any(tuple(blocks)), self._plain("ja"))
        self._count("beginselen_gemist", tuple(counted), ("criteria",))

    def _lowest(self) -> str:
        scale = self.baseline.scale
        return min((j for j in scale.judgements if scale.points(j) is not None), key=lambda j: scale.points(j) or 0)

    def _score(self) -> None:
        scale = self.baseline.scale
        principles = tuple(
            WeightedPrinciple(p, principle.weight,
                              tuple(c for c, cr in self.rules.criteria.items() if cr.principle == p))
            for p, principle in self.baseline.principles.items()
        )
        points = {c: {s: scale.points(v) for s, v in self.values[c].items()} for c in self.rules.criteria}
        names = ("score", *(f"score.{p.id}" for p in principles))
        self.numbers.update(dict.fromkeys(names, (0, 100)))
        self.paths["score"] = (self.rules_file, ("criteria",))
        self._add(Score(principles, scale.highest, points, dict.fromkeys(names, ())))

    def _ladder(self) -> None:
        cases = []
        for i, rung in enumerate(self.rules.ladder):
            path: Path = ("ladder", i)
            cases.append(Case(str(i + 1), self._when(rung, path),
                              self._note(rung.outcome, rung.because, rung.sources, path)))
        self.paths["uitkomst"] = (self.rules_file, ("ladder",))
        self._decision("uitkomst", tuple(cases))
        self._attach((Is("uitkomst", frozenset([str(i + 1)])), r) for i, r in enumerate(self.rules.ladder))
        for key, outcome in self.rules.outcomes.items():
            rungs = frozenset(str(i + 1) for i, r in enumerate(self.rules.ladder) if r.outcome == key)
            for measure in outcome.measures:
                self._trigger(measure, Is("uitkomst", rungs), f"Dit hoort bij het advies ‘{outcome.title}’.")

    def _signals(self) -> None:
        for key, signal in self.rules.signals.items():
            path: Path = ("signalen", key)
            when = self.on_rules.read(signal.when, (*path, "als"), knowledge=True)
            self.paths[f"signaal.{key}"] = (self.rules_file, path)
            self._flag(f"signaal.{key}", when, self._note("ja", signal.because, signal.sources, path))
            for measure in signal.measures:
                self._trigger(measure, Is(f"signaal.{key}", YES), signal.because)
        for key, reservation in self.rules.reservations.items():
            path = ("voorbehoud", key)
            when = self.on_rules.read(reservation.when, (*path, "als"), knowledge=True)
            self.paths[f"voorbehoud.{key}"] = (self.rules_file, path)
            self._flag(f"voorbehoud.{key}", when, self._note("ja", reservation.because, (), path))

    def _measures(self) -> None:
        for key, measure in self.rules.measures.items():
            path: Path = ("maatregelen", key)
            if measure.always:
                self._trigger(key, TRUE, "Dit geldt altijd.")
            if measure.when is not None:
                when = self.on_rules.read(measure.when, (*path, "als"))
                self._trigger(key, when, measure.explanation)
            self.paths[f"maatregel.{key}"] = (self.rules_file, path)
            when = any_of(*(t.when for t in self.triggers[key])) if self.triggers[key] else FALSE
            self._flag(f"maatregel.{key}", when, self._note("ja", measure.do, measure.sources, path))

    def _starts(self) -> dict[str, list[tuple[Condition, Anything]]]:
        return {
            key: [(self._when(start, ("maatregelen", key, "vanaf", i)), start.day)
                  for i, start in enumerate(measure.starts)]
            for key, measure in self.rules.measures.items()
        }

    def _tallies(self) -> dict[str, tuple[Condition, ...]]:
        counts = {part.id: part for part in self.parts if isinstance(part, Count)}
        return {key: counts[key].parts for key, fact in self.rules.facts.items() if fact.show and key in counts}

    # -- small helpers ------------------------------------------------------------------------------

    def _add(self, item: Item) -> None:
        self.parts.append(item)

    def _decision(self, key: str, cases: tuple[Case, ...], otherwise: str = "*gat") -> None:
        self.values[key] = {case.symbol: case.note.value for case in cases}
        self._add(Decision(key, cases, otherwise))

    def _flag(self, key: str, when: Condition, note: Note) -> None:
        self._decision(key, (Case("ja", when, note),), "nee")

    def _count(self, key: str, parts: tuple[Condition, ...], path: Path) -> None:
        self.numbers[key] = (0, len(parts))
        self.paths.setdefault(key, (self.rules_file, path))
        self._add(Count(key, parts, ()))

    def _when(self, rule: Anything, path: Path) -> Condition:
        if rule.when is not None and not rule.otherwise:
            return self.on_rules.read(rule.when, (*path, "als"))
        if rule.otherwise and rule.when is None:
            return TRUE
        self.on_rules.findings.append(self.rules_file.diagnostic(
            "R008", path, "deze regel heeft niet precies één van ‘als’ en ‘anders: ja’",
            "schrijf bij elke regel wanneer hij geldt"))
        return FALSE

    def _note(self, value: str, because: str, sources: tuple[str, ...], path: Path) -> Note:
        return Note(value, because, sources, self.rules_file.place(path, key=isinstance(path[-1], str)))

    def _plain(self, value: str) -> Note:
        return Note(value, "", (), self.rules_file.place(("criteria",), key=True))

    def _trigger(self, measure: str, when: Condition, reason: str) -> None:
        self.triggers.setdefault(measure, []).append(Trigger(when, reason))

    def _attach(self, rules: Iterable[tuple[Condition, Anything]]) -> None:
        for when, rule in rules:
            for measure in rule.measures:
                self._trigger(measure, when, rule.because)

    def _question_path(self, key: str) -> Path:
        for index, section in enumerate(self.form.sections):
            if key in section.questions:
                return ("secties", index, "vragen", key)
        raise KeyError(key)

    def circle(self, circle: Circle) -> Diagnostic:
        file, path = self.paths[circle.path[0]]
        names = " → ".join(circle.path)
        return file.diagnostic("R004", path, f"deze verwijzingen lopen rond: {names}",
                               "laat een van de regels niet meer naar de volgende kijken", key=True)

    # -- cutting numbers into cells ------------------------------------------------------------------

    def _finish(self, starts: Mapping[str, Anything], tallies: Mapping[str, Anything]) -> Program:
        used = self._used_bounds(starts)
        cells = {item: cells_between(bounds, used.get(item, set())) for item, bounds in self.numbers.items()}
        knowledge = {name: () for name in sorted(self._knowledge_names())}
        if OPEN_SHARE in knowledge:
            knowledge[OPEN_SHARE] = cells[OPEN_SHARE] = cells_between((0, 100), used.get(OPEN_SHARE, set()))
        cut = Cut(cells)
        parts = [cut.item(part) for part in self.parts]
        return Program(
            id=self.rules.id,
            hash=self.content.version_hash(self.rules.id),
            layers=layered(parts, set(knowledge)),
            values=self.values,
            triggers={k: tuple(Trigger(cut(t.when), t.reason) for t in v) for k, v in self.triggers.items()},
            starts={k: tuple((cut(c), day) for c, day in v) for k, v in starts.items() if v},
            knowledge=knowledge,
            floors={k: cut(c) for k, c in self.floors.items()},
            tallies={k: tuple(cut(c) for c in v) for k, v in tallies.items()},
        )

    def _conditions(self, starts: Mapping[str, Anything]) -> Iterable[Condition]:
        for part in self.parts:
            yield from part.conditions()
        for rows in starts.values():
            yield from (condition for condition, _ in rows)

    def _used_bounds(self, starts: Mapping[str, Anything]) -> dict[str, set[tuple[int | None, int | None]]]:
        used: dict[str, set[tuple[int | None, int | None]]] = {}
        for condition in self._conditions(starts):
            for leaf in leaves(condition):
                if isinstance(leaf, Between):
                    used.setdefault(leaf.item, set()).add((leaf.low, leaf.high))
        return used

    def _knowledge_names(self) -> set[str]:
        return {leaf.item for condition in self._conditions({}) for leaf in leaves(condition)
                if leaf.item.startswith("?")}


def _bounds(question: Question) -> tuple[int, int]:
    if question.kind == "datum":
        return 1, 3_652_059  # 0001-01-01 to 9999-12-31 as ordinals
    scale = 10**question.decimals
    low = -LARGEST if question.minimum is None else question.minimum * scale
    return low, LARGEST if question.maximum is None else question.maximum * scale


def _by_value(values: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return per value the symbols (rule numbers) that have it."""
    table: dict[str, set[str]] = {}
    for index, value in enumerate(values, 1):
        table.setdefault(value, set()).add(str(index))
    return {value: frozenset(symbols) for value, symbols in table.items()}


def _question_term(key: str, question: Question) -> Term:
    match question.kind:
        case "keuze":
            return ChoiceTerm(key, {option: frozenset([option]) for option in question.options})
        case "meerkeuze":
            return SetTerm({option: f"{key}.{option}" for option in question.options}, f"{key}#")
        case "getal":
            return NumberTerm(key, question.decimals)
        case "datum":
            return DayTerm(key)
    return TextTerm()

