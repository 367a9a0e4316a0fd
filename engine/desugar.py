"""Models to Program: every convenience of the author's language becomes a condition, once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any as Anything

from engine.conditions import (
    FALSE,
    HIDDEN,
    NOT_APPLICABLE,
    TRUE,
    Any,
    Condition,
    Is,
    any_of,
)
from engine.cut import Draft
from engine.diagnostics import ContentError, Diagnostic
from engine.judging import counted_misses, lowest_judgement, missed_by_principle, score_of
from engine.kinds import SetTerm
from engine.load import Content
from engine.models import Baseline, Measure, Outcome, Question, Questionnaire, Ruleset
from engine.names import MET, MISSED, YES, bounds_of, outcome_start, terms_of
from engine.program import (
    Case,
    Circle,
    Count,
    Decision,
    Input,
    Item,
    Note,
    Program,
    Trigger,
)
from engine.source import Path, Source
from engine.terms import Reader

TEXT = "*tekst"
LOWEST_FLOORS = ("ja", "blokkade")


def compile_program(content: Content, ruleset: str) -> Program:
    """Return the program of one rule set.

    Args:
        content: content whose references are sound (see `checks/`).
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
        self.draft = Draft(triggers={key: [] for key in self.rules.measures})
        self.paths: dict[str, tuple[Source, Path]] = {}
        terms = terms_of(self.form, self.rules, self.baseline)
        questions = frozenset(self.form.questions)
        self.on_rules = Reader(self.rules_file, terms, self.rules.thresholds, questions)
        self.on_form = Reader(self.form_file, terms, self.rules.thresholds, questions)

    @property
    def findings(self) -> list[Diagnostic]:
        """Every finding so far."""
        return [*self.on_form.findings, *self.on_rules.findings]

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
        self._starts()
        self._tallies()
        return self.draft.finish(self.rules.id, self.content.version_hash(self.rules.id))

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
            self.draft.numbers[key] = bounds_of(question)
            self._add(Input(key, key, (), shown, question.not_applicable, (), question.decimals))

    def _fact(self, key: str) -> None:
        fact, path = self.rules.facts[key], ("kenmerken", key)
        self.paths[key] = (self.rules_file, path)
        if fact.count is not None:
            self._count(key, self._counted(key), path)
            return
        places = [(*path, *fact.rule_path(i)) for i in range(len(fact.rules))]
        conditions = [self._when(rule, place) for rule, place in zip(fact.rules, places, strict=True)]
        notes = [
            self._note(rule.value, rule.because, rule.sources or fact.sources, place)
            for rule, place in zip(fact.rules, places, strict=True)
        ]
        if not fact.collect:
            cases = tuple(
                Case(str(i + 1), c, n) for i, (c, n) in enumerate(zip(conditions, notes, strict=True))
            )
            self._decision(key, cases)
            self._attach((Is(key, frozenset([str(i + 1)])), r) for i, r in enumerate(fact.rules))
            return
        for value in dict.fromkeys(rule.value for rule in fact.rules):
            own = [i for i, rule in enumerate(fact.rules) if rule.value == value]
            when = any_of(*(conditions[i] for i in own))
            self._flag(f"{key}.{value}", when, notes[own[0]])
            self.draft.grounds[f"{key}.{value}"] = tuple(Case("ja", conditions[i], notes[i]) for i in own)
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
        self.on_rules.findings.append(
            self.rules_file.diagnostic(
                "R006",
                path,
                "‘tel’ telt voorwaarden, of de antwoorden op een meerkeuzevraag",
                "noem een meerkeuzevraag, of geef een lijst met voorwaarden",
            )
        )
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
            note = self._note(
                "niet_van_toepassing", "Deze vraag is hier niet van toepassing.", (), (*path, "volgt")
            )
            off = Is(asked, frozenset([NOT_APPLICABLE, HIDDEN]))
            cases.append(Case(str(len(cases) + 1), off, note))
        self._decision(key, tuple(cases))
        self._attach((Is(key, frozenset([str(i + 1)])), v) for i, v in enumerate(criterion.verdicts.values()))

    def _floors(self) -> None:
        """Desugar floors, the block and `wijkt` into flags per principle and one count."""
        lowest = lowest_judgement(self.baseline)
        for key, criterion in self.rules.criteria.items():
            raw = criterion.floor
            if raw in ("ja", "blokkade"):
                symbols = (s for s, value in self.draft.values[key].items() if value == lowest)
                self.draft.floors[key] = Is(key, frozenset(symbols))
            elif isinstance(raw, (dict, list)):
                self.draft.floors[key] = self.on_rules.read(raw, ("criteria", key, "ondergrens"))
        missed = missed_by_principle(self.rules, self.baseline, self.draft.floors)
        for principle, condition in missed.items():
            self._decision(f"ondergrens.{principle}", (Case(MISSED, condition, self._plain(MISSED)),), MET)
        blocks = [self.draft.floors[c] for c, cr in self.rules.criteria.items() if cr.floor == "blokkade"]
        self._flag("blokkade", Any(tuple(blocks)), self._plain("ja"))
        self._count("beginselen_gemist", counted_misses(self.baseline, missed), ("criteria",))

    def _score(self) -> None:
        score = score_of(self.rules, self.baseline, self.draft.values)
        self.draft.numbers.update(dict.fromkeys(score.cells, (0, 100)))
        self.paths["score"] = (self.rules_file, ("criteria",))
        self._add(score)

    def _ladder(self) -> None:
        cases = []
        for i, rung in enumerate(self.rules.ladder):
            path: Path = ("ladder", i)
            cases.append(
                Case(
                    str(i + 1),
                    self._when(rung, path),
                    self._note(rung.outcome, rung.because, rung.sources, path),
                )
            )
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
            self._flag(f"signaal.{key}", when, self._note("ja", signal.because, signal.sources, path))
            for measure in signal.measures:
                self._trigger(measure, Is(f"signaal.{key}", YES), signal.because)
        for key, reservation in self.rules.reservations.items():
            path = ("voorbehoud", key)
            when = self.on_rules.read(reservation.when, (*path, "als"), knowledge=True)
            self._flag(f"voorbehoud.{key}", when, self._note("ja", reservation.because, (), path))

    def _measures(self) -> None:
        for key, measure in self.rules.measures.items():
            path: Path = ("maatregelen", key)
            if measure.always:
                self._trigger(key, TRUE, "Dit geldt altijd.")
            if measure.when is not None:
                when = self.on_rules.read(measure.when, (*path, "als"))
                self._trigger(key, when, measure.explanation)
            when = any_of(*(t.when for t in self.draft.triggers[key])) if self.draft.triggers[key] else FALSE
            self._flag(f"maatregel.{key}", when, self._note("ja", measure.do, measure.sources, path))

    def _starts(self) -> None:
        dated: list[tuple[str, Path, Measure | Outcome]] = [
            (key, ("maatregelen", key), measure) for key, measure in self.rules.measures.items()
        ]
        dated += [(outcome_start(k), ("uitkomsten", k), o) for k, o in self.rules.outcomes.items()]
        for name, path, item in dated:
            self.draft.starts[name] = [
                (self._when(start, (*path, "vanaf", i)), start.day) for i, start in enumerate(item.starts)
            ]

    def _tallies(self) -> None:
        shown = {key for key, fact in self.rules.facts.items() if fact.show}
        for part in self.draft.parts:
            if isinstance(part, Count) and part.id in shown:
                self.draft.tallies[part.id] = part.parts

    # -- small helpers ------------------------------------------------------------------------------

    def _add(self, item: Item) -> None:
        self.draft.parts.append(item)

    def _decision(self, key: str, cases: tuple[Case, ...], otherwise: str = "*gat") -> None:
        self.draft.values[key] = {case.symbol: case.note.value for case in cases}
        self._add(Decision(key, cases, otherwise))

    def _flag(self, key: str, when: Condition, note: Note) -> None:
        self._decision(key, (Case("ja", when, note),), "nee")

    def _count(self, key: str, parts: tuple[Condition, ...], path: Path) -> None:
        self.draft.numbers[key] = (0, len(parts))
        self.paths.setdefault(key, (self.rules_file, path))
        self._add(Count(key, parts, ()))

    def _when(self, rule: Anything, path: Path) -> Condition:
        if rule.when is not None and not rule.otherwise:
            return self.on_rules.read(rule.when, (*path, "als"))
        if rule.otherwise and rule.when is None:
            return TRUE
        self.on_rules.findings.append(
            self.rules_file.diagnostic(
                "R008",
                path,
                "deze regel heeft niet precies één van ‘als’ en ‘anders: ja’",
                "schrijf bij elke regel wanneer hij geldt",
            )
        )
        return FALSE

    def _note(self, value: str, because: str, sources: tuple[str, ...], path: Path) -> Note:
        return Note(value, because, sources, self.rules_file.place(path, key=isinstance(path[-1], str)))

    def _plain(self, value: str) -> Note:
        return Note(value, "", (), self.rules_file.place(("criteria",), key=True))

    def _trigger(self, measure: str, when: Condition, reason: str) -> None:
        self.draft.triggers.setdefault(measure, []).append(Trigger(when, reason))

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
        """Return the finding for references that form a circle, at the first item an author wrote."""
        written = [name for name in circle.path if name in self.paths]
        file, path = self.paths[written[0]] if written else (self.rules_file, ("criteria",))
        names = " → ".join(circle.path)
        hint = "laat een van de regels niet meer naar de volgende kijken"
        return file.diagnostic("R004", path, f"deze verwijzingen lopen rond: {names}", hint, key=True)
