"""What explanations look up in one version of the content; made once, read by every advice."""

from __future__ import annotations

from engine.advice import SourceRef
from engine.conditions import items
from engine.diagnostics import Place
from engine.load import Content
from engine.models import Citation
from engine.program import Decision, Program, Score


class Book:
    """The content of one rule set, by what explanations ask for.

    questions: per decision the questions that its conditions directly look at.
    only_question: the same, for decisions that look at one answer and nothing else.
    criteria: per principle its criteria.
    tallies: per tally its parts, each with the question that it is about.
    floor_questions: the questions behind floors.
    places: where each question stands.
    """

    def __init__(self, content: Content, program: Program) -> None:
        self.program = program
        self.rules = content.rulesets[program.id]
        self.form = content.questionnaires[self.rules.questionnaire]
        self.baseline = content.baselines[self.rules.baseline]
        self.score = next(item for item in program.items if isinstance(item, Score))
        self.places = self._places(content)
        decisions = [item for item in program.items if isinstance(item, Decision)]
        self.questions = {d.id: program.questions_in(d.conditions()) for d in decisions}
        self.criteria = {
            principle: tuple(c for c, row in self.rules.criteria.items() if row.principle == principle)
            for principle in self.baseline.principles
        }
        self.only_question = {
            d.id: list(self.questions[d.id]) for d in decisions if self._looks_at_one_answer(d)
        }
        floors = (q for key in program.floors for q in self.questions[key])
        self.floor_questions = tuple(dict.fromkeys(floors))
        self.tallies = {
            key: tuple((part, next(iter(program.questions_in([part])), "")) for part in parts)
            for key, parts in program.tallies.items()
        }
        self._citations: dict[str, Citation] = {
            **self.baseline.sources,
            **self.form.sources,
            **self.rules.sources,
        }
        self._sources: dict[tuple[str, ...], tuple[SourceRef, ...]] = {}

    def _places(self, content: Content) -> dict[str, Place]:
        source = content.file("vragenlijst", self.form.id)
        return {
            key: source.place(("secties", index, "vragen", key), key=True)
            for index, section in enumerate(self.form.sections)
            for key in section.questions
        }

    def _looks_at_one_answer(self, decision: Decision) -> bool:
        names = {name for condition in decision.conditions() for name in items(condition)}
        return len(names) == 1 and len(self.questions[decision.id]) == 1

    def decision(self, item: str) -> Decision:
        """Return a decision by id."""
        found = self.program.by_name[item]
        assert isinstance(found, Decision)
        return found

    def sources(self, ids: tuple[str, ...]) -> tuple[SourceRef, ...]:
        """Return the sources with these ids."""
        if ids not in self._sources:
            self._sources[ids] = tuple(self._source(key) for key in ids)
        return self._sources[ids]

    def source_in_words(self, text: str) -> str:
        """Return the title of a source when `text` is its id, else the text itself."""
        return self._source(text).title if text in self._citations else text

    def _source(self, key: str) -> SourceRef:
        citation = self._citations[key]
        title = f"{citation.title}, {citation.article}" if citation.article else citation.title
        return SourceRef(key, title, citation.url, citation.seen)
