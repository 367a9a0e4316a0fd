"""How well examples test the rules: what they reach, and which small faults they notice.

A fault that no example notices is one of three: it changes nothing that an advice says, which the solver
proves; the author wrote down why no example needs to notice it; or an example is missing.

All examples are evaluated at once by the columnar reader. With answers open it may leave more possible
than an advice does, so where it sees no difference, and there is no proof, the advice itself decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from engine.answers import Given, read_answers, subject_answers
from engine.assess import earlier, symbol_of
from engine.attainable import attainable, looked_at
from engine.cases import Example, Unnoticed
from engine.checks.examples import differences, example_answers
from engine.columns import BLANK, Columns, Found, Profile
from engine.desugar import try_compile
from engine.diagnostics import Place
from engine.engine import Engine
from engine.load import Content
from engine.mutants import Mutant, apply, mutants
from engine.program import Decision, Input, Program
from engine.same import Pair, difference
from engine.side_questions import only_for_publications
from engine.solver import Undecided
from engine.terms import OLDER


@dataclass(frozen=True)
class Reached:
    """One kind of thing that examples can reach: how many there are, and the places of the rest."""

    kind: str
    total: int
    missed: tuple[tuple[Place, str], ...]


@dataclass(frozen=True)
class Mutation:
    """What became of the mutants.

    noticed: how many some example notices; same: those that change nothing, which is proved;
    explained: those that no example notices, with the author's reason; unnoticed: the rest.
    stale: reasons that belong to no such mutant (any more).
    """

    noticed: int
    same: tuple[Mutant, ...]
    explained: tuple[tuple[Mutant, str], ...]
    unnoticed: tuple[Mutant, ...]
    stale: tuple[Unnoticed, ...]

    @property
    def total(self) -> int:
        """How many mutants change anything, as far as is known."""
        return self.noticed + len(self.explained) + len(self.unnoticed)


class Trial:
    """The examples of one rule set, ready to be run on variants of it."""

    def __init__(self, content: Content, ruleset: str) -> None:
        self.content, self.ruleset = content, ruleset
        examples = content.examples.get(ruleset)
        self.cases = examples.cases if examples else ()
        self.notes = examples.unnoticed if examples else ()
        self.answers = [self._answers(case) for case in self.cases]
        program, findings = try_compile(content, ruleset)
        assert program is not None, "coverage is measured on sound content"
        assert not findings
        self.program = program

    @cached_property
    def found(self) -> Found:
        """The examples under the rules as they are."""
        return run(self.program, self.answers, self.cases)

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
        aside = only_for_publications(self.content, self.program)
        for at, section in enumerate(self.content.questionnaires[rules.questionnaire].sections):
            for key, question in section.questions.items():
                if key in aside:
                    continue
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
        noticed, same, left = 0, [], []
        for mutant in mutants(self.content, self.ruleset):
            changed = self.variant(mutant)
            if changed is None:
                continue
            if self.sees(*changed):
                noticed += 1
            elif self.proved(changed[1]):
                same.append(mutant)
            elif self.advises_otherwise(*changed):
                noticed += 1
            else:
                left.append(mutant)
        reasons = {note.fault: note.because for note in self.notes}
        clauses = {mutant.clause for mutant in left}
        return Mutation(
            noticed,
            tuple(same),
            tuple((mutant, reasons[mutant.clause]) for mutant in left if mutant.clause in reasons),
            tuple(mutant for mutant in left if mutant.clause not in reasons),
            tuple(note for note in self.notes if note.fault not in clauses),
        )

    def variant(self, mutant: Mutant) -> tuple[Content, Program] | None:
        """Return the content and program of a mutant; None when it can't be, or is the same to the letter."""
        content = apply(self.content, mutant)
        program, findings = try_compile(content, self.ruleset) if content else (None, [])
        if content is None or program is None or findings or _meaning(program) == _meaning(self.program):
            return None
        return content, program

    def notices(self, content: Content, program: Program) -> bool:
        """Whether some example no longer gives what it expects."""
        return self.sees(content, program) or self.advises_otherwise(content, program)

    def sees(self, content: Content, program: Program) -> bool:
        """Whether the columns show that some example no longer gives what it expects."""
        found, rules = run(program, self.answers, self.cases), content.rulesets[self.ruleset]
        return not all(
            attainable(case.expected, found, program, rules, row) for row, case in enumerate(self.cases)
        )

    def advises_otherwise(self, content: Content, program: Program) -> bool:
        """Whether some example that leaves answers open no longer gives what it expects."""
        rows = self._rows_that_differ(program)
        if not rows:
            return False
        with closing(Engine(content, self.ruleset)) as engine:
            for case in (self.cases[row] for row in rows):
                advice = engine.advise(example_answers(content, engine, case), case.day, deciding=False)
                if any(differences(case.expected, advice)):
                    return True
        return False

    def _rows_that_differ(self, program: Program) -> list[int]:
        """Return the examples with open answers that a variant can still say something else about."""
        rules = self.content.rulesets[self.ruleset]
        rows = [row for row in range(len(self.cases)) if not is_settled(self.found, row)]
        about = {row: looked_at(self.cases[row].expected, self.program, rules) for row in rows}
        try:
            with closing(Pair(self.program, program)) as pair:
                inputs = pair.one.inputs
                return [row for row in rows if pair.differ(_settled(inputs, self.answers[row]), about[row])]
        except Undecided:
            return rows

    def proved(self, program: Program) -> bool:
        """Whether it is proved that a variant never says anything else."""
        try:
            return difference(self.program, program) is None
        except Undecided:
            return False


def _settled(inputs: tuple[Input, ...], given: Mapping[str, Given]) -> dict[str, str]:
    """Return the symbol of every input that is answered."""
    found = ((item.id, symbol_of(item, given.get(item.question))) for item in inputs)
    return {item: symbol for item, symbol in found if symbol is not None}


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
        limits = {
            name: earlier(case.day, name.removeprefix(OLDER))
            for name in program.knowledge
            if name.startswith(OLDER)
        }
        old = {
            name: frozenset(key for key, fact in given.items() if fact.dated and fact.dated < limit)
            for name, limit in limits.items()
        }
        profiles.append(Profile(codes, old))
    blank = [BLANK] * len(cases)
    return columns.assess({item.id: blank for item in program.inputs}, profiles, range(len(cases)))


def is_settled(found: Found, row: int) -> bool:
    """Whether nothing is left open on a row, so that what is certain is all there is."""
    return all(sum(bool(can[row]) for can in left) == 1 for left in found.left.values())
