"""The few facts that decided: what the advice leans on most, down to answer and source."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from engine.advice import Because
from engine.answers import Given
from engine.assess import Assessment
from engine.book import Book
from engine.conditions import holds, items
from engine.models import Question
from engine.possible import Range, settled
from engine.program import Input, Note
from engine.proof import Prover

MOST = 3
FLOORS = ("blokkade", "beginselen_gemist")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


class Deciders:
    """Finds the facts behind the items of one assessment."""

    def __init__(self, book: Book, assessment: Assessment, reach: Range) -> None:
        self.book, self.assessment, self.reach = book, assessment, reach
        self.program, self.rules, self.form = book.program, book.rules, book.form
        self.symbols = settled(assessment, reach)
        self.prover = Prover(self.program, self.symbols)
        self.score = book.score

    def top(self) -> tuple[Because, ...]:
        """Return the one to three facts that decided the outcome, or weigh most while it is open."""
        found: dict[str, Because] = {}
        for item in [*self._missed(), *self._from_ladder()]:
            because = self.of_item(item)
            if because is not None and because.text:
                found.setdefault(because.question or because.text, because)
        return tuple(found.values())[:MOST]

    def of_item(self, item: str) -> Because | None:
        """Return the reason of a decision, or of an answer, when it is certain."""
        found = self.program.by_name.get(item)
        if isinstance(found, Input):
            return self._answered(found.question, "", None)
        case = self.prover.case(item)
        if case is None:
            return None
        note = case[0].cases[case[1]].note
        return self._from_note(note, self.book.only_question.get(item) or self.prover.questions(item))

    def _from_note(self, note: Note, questions: list[str]) -> Because | None:
        if len(questions) == 1:
            return self._answered(questions[0], note.because, note)
        codes = [self.form.questions[q].code for q in questions]
        return Because(
            note.because,
            questions[0] if questions else "",
            _and(codes),
            "",
            "",
            self.book.sources(note.sources),
            "",
            None,
            True,
            note.place,
        )

    def _answered(self, question: str, text: str, note: Note | None) -> Because | None:
        asked, given = self.form.questions[question], self.assessment.answers.given.get(question)
        if given is None and note is None:
            return None
        answer = "" if given is None else answer_label(asked, given)
        return Because(
            text or f"{asked.text} {answer}.",
            question,
            asked.code,
            asked.text,
            answer,
            self.book.sources(note.sources if note else asked.sources),
            self.book.source_in_words(given.source) if given else "",
            given.dated if given else None,
            given.confirmed if given else True,
            note.place if note else self.book.places[question],
        )

    def _missed(self) -> list[str]:
        """Return the criteria below the baseline, if these decide; one in a principle that yields is last.

        They decide when the rung that holds looks at them, or while no rung holds.
        """
        below = self.prover.below("uitkomst")
        if below and not any(name in FLOORS or name.startswith("ondergrens.") for name in below):
            return []
        yields = {c for c, criterion in self.rules.criteria.items() if criterion.floor == "blokkade"}
        missed = [c for c, floor in self.program.floors.items() if holds(floor, self.symbols) is True]
        return sorted(missed, key=lambda c: c not in yields)

    def _from_ladder(self) -> list[str]:
        """Return what the rung that holds looked at: answers and facts first, then what moved the score."""
        below = self.prover.below("uitkomst")
        if not below and not self._reads_score():
            return self._read_facts()
        direct = [name for name in below if not _built_in(name)]
        deeper = [name for name in direct if self.prover.case(name) or name in self.assessment.given]
        moved = not below or any(name == "score" or name.startswith("score.") for name in below)
        return [*deeper, *(self._movers() if moved else [])]

    def _ladder_reads(self) -> dict[str, None]:
        rungs = self.book.decision("uitkomst").cases
        return dict.fromkeys(name for rung in rungs for name in items(rung.when))

    def _reads_score(self) -> bool:
        return any(name == "score" or name.startswith("score.") for name in self._ladder_reads())

    def _read_facts(self) -> list[str]:
        """Return the facts that the ladder reads, in the author's order: they rule out its other rungs."""
        read = {name.partition(".")[0] for name in self._ladder_reads()}
        place = {fact: index for index, fact in enumerate(self.rules.facts) if fact in read}
        found = [name for name in self.program.by_name if name.partition(".")[0] in place]
        found.sort(key=lambda name: place[name.partition(".")[0]])
        return [name for name in found if self.prover.case(name)]

    def _movers(self) -> list[str]:
        """Return criteria by how much they pull the score down; or up, when nothing pulls it down much."""
        symbols, weighted = self.symbols, []
        for principle in self.score.principles:
            for criterion in principle.criteria:
                symbol = symbols[criterion]
                points = None if symbol is None else self.score.points[criterion].get(symbol)
                if points is not None:
                    lost = principle.weight * (self.score.highest - points)
                    weighted.append((Fraction(lost, len(principle.criteria)) if lost else 0, criterion))
        best = min(outcome.rank for outcome in self.rules.outcomes.values())
        favourable = [self.rules.outcomes[o].rank for o in self.reach.outcomes] == [best]
        return [c for _, c in sorted(weighted, key=lambda row: row[0], reverse=not favourable)]


def _built_in(name: str) -> bool:
    return name == "score" or name in FLOORS or name.startswith(("score.", "ondergrens."))


def answer_label(question: Question, given: Given) -> str:
    """Return an answer in words."""
    if given.state == "unknown":
        return "Dat weten we nog niet"
    if given.state == "nvt":
        return "Niet van toepassing"
    value = given.value
    if isinstance(value, tuple):
        return ", ".join(question.options[v] for v in value) or "Geen van deze"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, str):
        return question.options.get(value, value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def _and(words: list[str]) -> str:
    return " en ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
