"""One rule set, ready to advise: its program, its readers, and the verbs in one place."""

from __future__ import annotations

from datetime import date

from engine.advice import Advice
from engine.answers import Answers
from engine.assess import Assessment, Readers, assess
from engine.book import Book
from engine.desugar import compile_program
from engine.explain import explain
from engine.influence import Verdict, verdicts
from engine.load import Content
from engine.possible import Range, possible
from engine.program import Program
from engine.whynot import WhyNot, why_not


class Engine:
    """Advises on one version of a rule set. Threads may share it.

    Args:
        content: everything that was read.
        ruleset: the key of the rules.
        program: the rules, where somebody compiled them already.

    Raises:
        ContentError: when the rules have findings.
    """

    def __init__(self, content: Content, ruleset: str, program: Program | None = None) -> None:
        self.content = content
        self.ruleset = content.rulesets[ruleset]
        self.questionnaire = content.questionnaires[self.ruleset.questionnaire]
        self.program = program or compile_program(content, ruleset)
        self.readers = Readers(self.program)
        self.book = Book(content, self.program)

    def prepare(self) -> None:
        """Make now what the first advice with open questions would otherwise wait for."""
        _ = self.readers.functions

    def assess(self, answers: Answers, on: date) -> Assessment:
        """Return what is certain on a date."""
        return assess(self.readers, answers, on)

    def possible(self, assessment: Assessment) -> Range:
        """Return what can still be."""
        return possible(self.readers, assessment)

    def why_not(self, answers: Answers, on: date) -> tuple[WhyNot, ...]:
        """Return what keeps each outcome away that was not reached, the most favourable first."""
        assessment = self.assess(answers, on)
        return why_not(self.book, assessment, self.possible(assessment))

    def verdicts(self, answers: Answers, on: date) -> tuple[Verdict, ...]:
        """Return what each open question can still change, the largest effect first."""
        return verdicts(self.readers, self.assess(answers, on))

    def explain(self, assessment: Assessment, reach: Range, *, deciding: bool = True) -> Advice:
        """Return the advice that goes with an assessment and its range.

        Args:
            assessment: what is certain.
            reach: what can still be.
            deciding: whether to find out which open questions decide; the result itself can do without.
        """
        return explain(self.book, assessment, reach, deciding=deciding)

    def advise(self, answers: Answers, on: date, *, deciding: bool = True) -> Advice:
        """Return the explained advice on a date; `deciding` as for `explain`."""
        assessment = self.assess(answers, on)
        return self.explain(assessment, self.possible(assessment), deciding=deciding)

    def visibility(self, answers: Answers, on: date) -> tuple[frozenset[str], frozenset[str]]:
        """Return the questions that are certainly shown, and those that can still appear."""
        assessment = self.assess(answers, on)
        shown = frozenset(q for q in self.questionnaire.questions if assessment.shown(q))
        left = (q for q in self.questionnaire.questions if q not in shown)
        return shown, frozenset(q for q in left if not assessment.hidden(q))

    def close(self) -> None:
        """Give back what the readers hold outside Python."""
        self.readers.close()
