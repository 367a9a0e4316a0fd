"""An example that would notice a fault: answers on which the rules and a mutant of them differ.

Complete answers are drawn at random, half of them near an existing example, since those read as a case.
Where none of them shows a difference, the solver is asked for one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import date

from engine.answers import Answers, read_answers
from engine.columns import OPEN, Columns, Found
from engine.conditions import NOT_APPLICABLE
from engine.coverage import Trial
from engine.engine import Engine
from engine.load import Content
from engine.mutants import Mutant
from engine.program import Decision, Program
from engine.same import difference
from engine.solver import Undecided
from engine.witness import example, raw_answers
from engine.written import Written, answers_as_written, example_text, expectation

ROWS = 3_000  # answer sets that are tried
CHANGED = 3  # questions answered differently from an example, at most
SEED = 1
OPEN_SHARES = (0.0, 0.0, 0.1, 0.4)  # how much of the questions is left open
ALWAYS = ("uitkomst", "mogelijke_uitkomsten", "score")  # what a proposed example expects in any case


class Search:
    """Answers to try, with what the rules make of them; drawn once for all mutants. Close it."""

    def __init__(self, trial: Trial, rows: int = ROWS) -> None:
        self.trial, self.program = trial, trial.program
        self.rng = random.Random(SEED)  # noqa: S311  (a fixed sample, not a secret)
        self.rows = [self._row() for _ in range(rows)]
        self.given = {i.id: [row[i.id] for row in self.rows] for i in self.program.inputs}
        self.found = Columns(self.program).assess(self.given)
        self.engine = Engine(trial.content, trial.ruleset)
        self.day = max((case.day for case in trial.cases), default=date(2026, 1, 1))

    def close(self) -> None:
        """Give back what the engine holds outside Python."""
        self.engine.close()

    def _row(self) -> dict[str, int]:
        row = {i.id: self.rng.randrange(len(i.answers)) for i in self.program.inputs}
        cases = len(self.trial.cases)
        if cases and self.rng.random() < 0.5:
            at, codes = self.rng.randrange(cases), self.trial.found.codes
            near = {i.id: int(codes[i.id][at]) for i in self.program.inputs}
            changed = set(self.rng.sample(sorted(row), self.rng.randint(0, min(CHANGED, len(row)))))
            for item in self.program.inputs:
                if item.id not in changed and 0 <= near[item.id] < len(item.answers):
                    row[item.id] = near[item.id]
        self._make_fit(row)
        return row

    def _make_fit(self, row: dict[str, int]) -> None:
        """Make a multiple choice n.v.t. as a whole or not at all, and leave questions open now and then."""
        share = self.rng.choice(OPEN_SHARES)
        for inputs in self.program.inputs_of.values():
            first, off = inputs[0], inputs[0].answers.index
            if self.rng.random() < share:
                row.update((item.id, OPEN) for item in inputs)
            elif len(inputs) > 1 and first.not_applicable:
                whole = first.answers[row[first.id]] == NOT_APPLICABLE
                for item in inputs:
                    if whole or item.answers[row[item.id]] == NOT_APPLICABLE:
                        row[item.id] = off(NOT_APPLICABLE if whole else "nee")

    def witness(self, mutant: Mutant) -> str | None:
        """Return an example that notices the mutant, as an author writes it; None when none was found."""
        variant = self.trial.variant(mutant)
        if variant is None:
            return None
        ways = (find(variant[1]) for find in (self._drawn, self._solved))
        texts = (self._example(mutant, answers, variant[0]) for answers in ways if answers is not None)
        return next((text for text in texts if text is not None), None)

    # -- answers that show it -------------------------------------------------------------------------------

    def _drawn(self, variant: Program) -> Answers | None:
        """Return the first answers that were drawn on which the variant surely says something else."""
        inputs = self.program.inputs
        if {i.id: i.answers for i in variant.inputs} != {i.id: i.answers for i in inputs}:
            return None
        before, after = _said(self.found, self.program), _said(Columns(variant).assess(self.given), variant)
        for name, said in before.items():
            for row, (old, new) in enumerate(zip(said, after.get(name, said), strict=True)):
                if old != new and old is not None and new is not None:
                    given = {
                        i.id: i.answers[self.rows[row][i.id]] for i in inputs if self.rows[row][i.id] >= 0
                    }
                    return self._answers(self.program, given)
        return None

    def _solved(self, variant: Program) -> Answers | None:
        with suppress(Undecided):
            found = difference(self.program, variant)
            return self._answers(found.program, found.given) if found else None
        return None

    def _answers(self, program: Program, given: Mapping[str, str]) -> Answers:
        form, of = self.engine.questionnaire, program.inputs_of
        questions = [question for question in of if of[question][0].id in given]
        return read_answers(form, raw_answers(form, example(form, program, given, questions)))

    # -- the example ----------------------------------------------------------------------------------------

    def _example(self, mutant: Mutant, answers: Answers, changed: Content) -> str | None:
        """Return the YAML of an example with what the rules give now; None when no expectation differs."""
        with closing(Engine(changed, self.trial.ruleset)) as variant:
            now, then = (expectation(e.ruleset, e.advise(answers, self.day)) for e in (self.engine, variant))
            shown = frozenset().union(*(e.visibility(answers, self.day)[0] for e in (self.engine, variant)))
        telling = next((word for word in (*ALWAYS, *now) if now.get(word) != then.get(word)), None)
        if telling is None:
            return None
        expected = {word: now[word] for word in ALWAYS if word in now}
        if telling in now:
            expected[telling] = _differing(now[telling], then.get(telling))
        asked = Answers({key: given for key, given in answers.given.items() if key in shown})
        return example_text(
            {
                "naam": f"Merkt het als {mutant.clause}",
                "peildatum": self.day.isoformat(),
                "antwoorden": answers_as_written(self.engine.questionnaire, asked),
                "verwacht": expected,
            }
        )


def _differing(now: Written, then: Written | None) -> Written:
    """Return of a block of expectations only what differs."""
    if not isinstance(now, Mapping) or not isinstance(then, Mapping):
        return now
    return {key: value for key, value in now.items() if then.get(key) != value}


def _said(found: Found, program: Program) -> dict[str, list[object]]:
    """Return per item what it surely says on every row: value and reason, number or score.

    The outcome comes first; None stands for what is not certain.
    """
    table: dict[str, list[object]] = {"uitkomst": []}
    for item in program.items:
        if isinstance(item, Decision):
            words: dict[str | None, object] = {item.otherwise: item.otherwise, None: None}
            words |= {case.symbol: (case.note.value, case.note.because) for case in item.cases}
            table[item.id] = [words[symbol] for symbol in found.symbols(item.id)]
    ends = [(name, score.low, score.high) for name, score in found.scores.items()]
    ends += [(name, low, high) for name, (low, high) in found.counts.items()]
    for name, low, high in ends:
        rows = zip(low.tolist(), high.tolist(), strict=True)
        table[name] = [first if first == last else None for first, last in rows]
    return table
