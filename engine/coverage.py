"""How well examples test the rules: what they reach, and which small faults they notice.

All examples are evaluated at once by the columnar reader, and what they expect is compared by the check's
own `differences`. With answers open the columns may leave more possible than an advice does, so where only
such an example differs, the advice itself decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from engine.advice import Advice
from engine.answers import Given, read_answers, subject_answers
from engine.assess import earlier, symbol_of
from engine.cases import Example
from engine.checks.examples import differences, example_answers
from engine.columns import BLANK, Columns, Found, Profile
from engine.desugar import try_compile
from engine.diagnostics import Place
from engine.engine import Engine
from engine.load import Content
from engine.models import Ruleset
from engine.mutants import Mutant, apply, mutants
from engine.program import Decision, Program
from engine.terms import OLDER


@dataclass(frozen=True)
class Reached:
    """One kind of thing that examples can reach: how many there are, and the places of the rest."""

    kind: str
    total: int
    missed: tuple[tuple[Place, str], ...]


@dataclass(frozen=True)
class Mutation:
    """What became of the mutants: how many change anything, and those that no example notices."""

    total: int
    unnoticed: tuple[Mutant, ...]


class Trial:
    """The examples of one rule set, ready to be run on variants of it."""

    def __init__(self, content: Content, ruleset: str) -> None:
        self.content, self.ruleset = content, ruleset
        self.cases = content.examples[ruleset].cases if ruleset in content.examples else ()
        self.answers = [self._answers(case) for case in self.cases]
        program, findings = try_compile(content, ruleset)
        assert program is not None, "coverage is measured on sound content"
        assert not findings
        self.program = program
        self.found = run(program, self.answers, self.cases)
        self.usual = self._differences(self.found, program, content)

    def _answers(self, case: Example) -> Mapping[str, Given]:
        form = self.content.questionnaires[self.content.rulesets[self.ruleset].questionnaire]
        base = subject_answers(form, self.content.subjects[case.subject]) if case.subject else {}
        return read_answers(form, case.answers, base).given

    # -- what is reached --------------------------------------------------------------------------

    def reached(self) -> list[Reached]:
        """Return what the examples reach: rules, options and rungs."""
        file = self.content.file("regels", self.ruleset).file
        rows: dict[str, list[tuple[Place, str, bool]]] = {"regels": [], "treden": [], "antwoorden": []}
        for item in self.program.items:
            if isinstance(item, Decision):
                seen = set(self.found.symbols(item.id)) if self.cases else set()
                for case in item.cases:
                    if case.note.place.file == file and case.note.because:
                        kind = "treden" if item.id == "uitkomst" else "regels"
                        what = f"{item.id}: {case.note.value}"
                        rows[kind].append((case.note.place, what, case.symbol in seen))
        rows["antwoorden"] = list(self._options())
        return [
            Reached(kind, len(found), tuple((place, what) for place, what, seen in found if not seen))
            for kind, found in rows.items()
        ]

    def _options(self) -> Iterator[tuple[Place, str, bool]]:
        rules = self.content.rulesets[self.ruleset]
        source = self.content.file("vragenlijst", rules.questionnaire)
        for at, section in enumerate(self.content.questionnaires[rules.questionnaire].sections):
            for key, question in section.questions.items():
                for option in question.options:
                    item, symbol = (
                        (f"{key}.{option}", "ja") if question.kind == "meerkeuze" else (key, option)
                    )
                    seen = symbol in self.found.symbols(item) if self.cases else False
                    path = ("secties", at, "vragen", key, "opties", option)
                    yield source.place(path, key=True), f"{key}: {option}", seen

    # -- mutants ------------------------------------------------------------------------------------

    def mutation(self) -> Mutation:
        """Try every mutant on the examples."""
        total, unnoticed = 0, []
        for mutant in mutants(self.content, self.ruleset):
            changed = self.variant(mutant)
            if changed is not None:
                total += 1
                if not self.notices(*changed):
                    unnoticed.append(mutant)
        return Mutation(total, tuple(unnoticed))

    def variant(self, mutant: Mutant) -> tuple[Content, Program] | None:
        """Return the content and program of a mutant; None when it can't be, or means the same."""
        content = apply(self.content, mutant)
        program, findings = try_compile(content, self.ruleset) if content else (None, [])
        if content is None or program is None or findings or _meaning(program) == _meaning(self.program):
            return None
        return content, program

    def notices(self, content: Content, program: Program) -> bool:
        """Whether some example no longer gives what it expects."""
        found = run(program, self.answers, self.cases)
        rows = self._differences(found, program, content)
        changed = [row for row, usual in enumerate(self.usual) if rows[row] - usual]
        if any(is_settled(found, row) and is_settled(self.found, row) for row in changed):
            return True
        if not changed:
            return False
        with closing(Engine(content, self.ruleset)) as engine:
            for case in (self.cases[row] for row in changed):
                advice = engine.advise(example_answers(content, engine, case), case.day)
                if any(differences(case.expected, advice)):
                    return True
        return False

    def _differences(self, found: Found, program: Program, content: Content) -> list[set[tuple[str, str]]]:
        """Return per example what differs from its expectation, as far as the columns can tell."""
        rules = content.rulesets[self.ruleset]
        return [
            set(differences(case.expected, advice_of(found, program, rules, row)))
            for row, case in enumerate(self.cases)
        ]


def _meaning(program: Program) -> object:
    """Return what a program does, without the words beside it."""
    notes = {
        item.id: tuple((case.symbol, case.when) for case in item.cases)
        for item in program.items
        if isinstance(item, Decision)
    }
    others = tuple(item for item in program.items if not isinstance(item, Decision))
    return notes, others, program.values, program.floors, program.starts


def run(program: Program, answers: list[Mapping[str, Given]], cases: tuple[Example, ...]) -> Found:
    """Evaluate all examples at once; each is a profile of its own, with the ages of its facts."""
    columns, profiles = Columns(program), []
    for given, case in zip(answers, cases, strict=True):
        codes = {
            item.id: columns.code(item.id, symbol_of(item, given[item.question]))
            for item in program.inputs
            if item.question in given
        }
        old = {
            name: frozenset(
                key
                for key, fact in given.items()
                if fact.dated and fact.dated < earlier(case.day, name.removeprefix(OLDER))
            )
            for name in program.knowledge
            if name.startswith(OLDER)
        }
        profiles.append(Profile(codes, old))
    blank = [BLANK] * len(cases)
    return columns.assess({item.id: blank for item in program.inputs}, profiles, range(len(cases)))


def is_settled(found: Found, row: int) -> bool:
    """Whether nothing is left open on a row, so that what is certain is all there is."""
    return all(sum(bool(can[row]) for can in left) == 1 for left in found.left.values())


def advice_of(found: Found, program: Program, rules: Ruleset, row: int) -> Advice:
    """Return of a row what an example can expect, in the shape of an advice."""
    left = {
        item: [s for s, can in zip(found.names[item], columns, strict=True) if can[row]]
        for item, columns in found.left.items()
    }

    def values(item: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(program.values[item].get(s, s) for s in left[item]))

    def certain(prefix: str) -> list[SimpleNamespace]:
        held = (item for item, symbols in left.items() if item.startswith(prefix) and symbols == ["ja"])
        return [SimpleNamespace(id=item.removeprefix(prefix), certain=True) for item in held]

    def fact(key: str) -> tuple[str, ...]:
        if key in found.counts:
            low, high = found.counts[key]
            return tuple(str(n) for n in range(int(low[row]), int(high[row]) + 1))
        return values(key) if key in left else tuple(flag.id for flag in certain(f"{key}."))

    criteria = [SimpleNamespace(id=c, judgements=[(j, "") for j in values(c)]) for c in rules.criteria]
    score = found.scores["score"].at(row)
    least, most = found.counts["beginselen_gemist"]
    block = left["blokkade"]
    return cast(
        "Advice",
        SimpleNamespace(
            possible=[SimpleNamespace(id=outcome) for outcome in values("uitkomst")],
            score=SimpleNamespace(min=score.low, max=score.high, now=score.now),
            facts={key: SimpleNamespace(values=fact(key)) for key in rules.facts},
            principles=[SimpleNamespace(criteria=criteria)],
            stops=certain("signaal."),
            alerts=[],
            measures=certain("maatregel."),
            reservations=certain("voorbehoud."),
            missed=SimpleNamespace(min=int(least[row]), max=int(most[row])),
            block=block[0] if len(block) == 1 else "mogelijk",
        ),
    )
