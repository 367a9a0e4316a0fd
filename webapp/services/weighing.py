"""One assessment joined with the content: what every page of it looks at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from engine.advice import Advice, OpenQuestion
from engine.answers import AnswerError, Answers, read_answers, subject_answers
from engine.assess import Assessment
from engine.cases import Subject
from engine.influence import Verdict
from engine.models import Citation, Question, Questionnaire
from engine.possible import Range
from engine.ways import Ways, ways
from webapp.services.curated import changed_moments, curated_sources, withdrawn_facts
from webapp.services.facts import Found, found_facts
from webapp.storage.knowledge_records import CuratedFactRecord
from webapp.storage.records import AnswerRecord, AssessmentRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic


@dataclass(frozen=True)
class Misfit:
    """A stored answer that does not fit the present questions. It is kept, and does not count."""

    question: str
    message: str


@dataclass(frozen=True)
class Weighing:
    """An assessment, its questions, its answers and (on demand) its advice."""

    record: AssessmentRecord
    topic: Topic
    subject: Subject | None
    found: Mapping[str, Found]
    sources: Mapping[str, Citation]
    answers: Answers
    misfits: tuple[Misfit, ...]
    shown: frozenset[str]
    perhaps: frozenset[str]
    today: date
    withdrawn: Mapping[str, CuratedFactRecord] = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions."""
        return self.topic.questionnaire

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by id."""
        return self.topic.questionnaire.questions

    @cached_property
    def facts(self) -> frozenset[str]:
        """The questions on the page of facts: all about the subject, or only those that a profile answers."""
        in_order = self.questionnaire.facts_in_order
        about = (key for key, question in self.questions.items() if question.about == "onderwerp")
        return frozenset(key for key in about if key in self.found or not in_order)

    @cached_property
    def expired(self) -> frozenset[str]:
        """The facts that were true until a day that has passed."""
        return frozenset(key for key, fact in self.found.items() if fact.expired(self.today))

    @cached_property
    def assessment(self) -> Assessment:
        """What is certain on these answers, computed once per page."""
        return self.topic.engine.assess(self.answers, on=self.today)

    @cached_property
    def reach(self) -> Range:
        """What can still be, computed once per page."""
        return self.topic.engine.possible(self.assessment)

    @cached_property
    def advice(self) -> Advice:
        """The advice on these answers, computed once per page."""
        return self.topic.engine.explain(self.assessment, self.reach)

    @cached_property
    def own_ways(self) -> Ways:
        """Ways to a better advice that the municipality can arrange alone; quick."""
        return ways(self.topic.engine, self.assessment, self.reach, self.advice, elsewhere=False)

    @cached_property
    def ways(self) -> Ways:
        """The same, and else what would have to change about the subject; may take a second or two."""
        return ways(self.topic.engine, self.assessment, self.reach, self.advice, elsewhere=True)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What each open question can still change, the largest effect first."""
        return self.topic.engine.verdicts(self.answers, on=self.today)

    @cached_property
    def deciding(self) -> tuple[OpenQuestion, ...]:
        """The open questions that can still change the advice, the most telling first."""
        order = {verdict.question: at for at, verdict in enumerate(self.verdicts)}
        return tuple(sorted(self.advice.deciding, key=lambda q: order.get(q.id, len(order))))

    @property
    def name(self) -> str:
        """The name of the subject, for headings."""
        return self.record.title

    @cached_property
    def fitting(self) -> dict[str, AnswerRecord]:
        """The stored answers that fit the present questions."""
        out = {misfit.question for misfit in self.misfits}
        return {key: record for key, record in self.record.answers.items() if key not in out}

    @property
    def changed_content(self) -> bool:
        """Whether questions or rules changed since somebody last filled something in."""
        return self.record.content_hash != self.topic.version_hash

    def with_record(self, record: AssessmentRecord, snapshot: Snapshot) -> Weighing:
        """The same, after a change."""
        return weigh(record, snapshot, self.today)


def weigh(record: AssessmentRecord, snapshot: Snapshot, today: date) -> Weighing:
    """Join an assessment with the content; raises KeyError when its questionnaire is gone."""
    topic = snapshot.topics[record.questionnaire]
    subject = snapshot.content.subjects.get(record.subject or "") or _in_file(record)
    baseline = snapshot.content.baselines.get(topic.ruleset.baseline)
    sources = {
        **curated_sources(snapshot.curated),
        **(baseline.sources if baseline else {}),
        **topic.questionnaire.sources,
        **topic.ruleset.sources,
    }
    changed = changed_moments(snapshot.curated, record.subject)
    found = found_facts(topic.questionnaire, subject, sources, changed)
    answers, misfits = _read(topic.questionnaire, record.answers, subject)
    shown, perhaps = topic.engine.visibility(answers, on=today)
    return Weighing(
        record=record,
        topic=topic,
        subject=subject,
        found=found,
        sources=sources,
        answers=answers,
        misfits=misfits,
        shown=shown,
        perhaps=perhaps,
        today=today,
        withdrawn=withdrawn_facts(snapshot.curated, record.subject),
    )


def _in_file(record: AssessmentRecord) -> Subject | None:
    """The profile that came in a file, when there is one."""
    return Subject.model_validate(record.profile) if record.profile else None


def raw_answer(record: AnswerRecord) -> dict[str, object]:
    """A stored answer in the form that the engine reads."""
    value: object = {"unknown": "onbekend", "nvt": "nvt"}.get(record.state)
    if value is None:
        value = list(record.value) if isinstance(record.value, tuple) else record.value
    raw: dict[str, object] = {"antwoord": value, "bevestigd": record.confirmed}
    if record.source:
        raw["bron"] = record.source
    if record.dated:
        raw["peildatum"] = record.dated
    if record.note:
        raw["notitie"] = record.note
    return raw


def _read(
    questionnaire: Questionnaire, stored: Mapping[str, AnswerRecord], subject: Subject | None
) -> tuple[Answers, tuple[Misfit, ...]]:
    """What a person said, on top of what the profile says; what does not fit is set apart."""
    misfits = [
        Misfit(key, "Deze vraag staat niet meer in de vragenlijst.")
        for key in stored
        if key not in questionnaire.questions
    ]
    raw = {
        key: raw_answer(record)
        for key, record in stored.items()
        if key in questionnaire.questions and record.state != "open"
    }
    base = subject_answers(questionnaire, subject) if subject else {}
    while True:
        try:
            return read_answers(questionnaire, raw, base), tuple(misfits)
        except AnswerError as error:
            wrong = [problem for problem in error.problems if problem.question in raw]
            if not wrong:
                raise
            for problem in wrong:
                if raw.pop(problem.question, None) is not None:
                    misfits.append(Misfit(problem.question, problem.message))


def fits(questionnaire: Questionnaire, record: AnswerRecord) -> str:
    """What is wrong with one answer, or nothing."""
    if record.state == "open":
        return ""
    try:
        read_answers(questionnaire, {record.question: raw_answer(replace(record, confirmed=True))})
    except AnswerError as error:
        return error.problems[0].message
    return ""
