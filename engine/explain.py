"""Assessment and Range to Advice: in words, with reasons, sources, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.advice import (
    Advice,
    CriterionView,
    FactView,
    MeasureView,
    Missed,
    OpenQuestion,
    OutcomeView,
    PrincipleView,
    ScoreRange,
    SignalView,
    SourceRef,
    Tally,
    TallyItem,
    Tri,
)
from engine.assess import Assessment
from engine.conditions import Condition, holds, items
from engine.deciders import Deciders
from engine.diagnostics import Place
from engine.load import Content
from engine.models import Citation, Ruleset
from engine.names import MISSED
from engine.possible import Range
from engine.program import Decision
from engine.proof import Prover
from engine.urgency import urgency


def explain(content: Content, assessment: Assessment, reach: Range) -> Advice:
    """Return the advice that goes with an assessment and its range."""
    return _Explainer(content, assessment, reach).advice()


@dataclass
class _Explainer:
    content: Content
    assessment: Assessment
    reach: Range

    def __post_init__(self) -> None:
        self.program = self.assessment.program
        self.rules: Ruleset = self.content.rulesets[self.program.id]
        self.form = self.content.questionnaires[self.rules.questionnaire]
        self.baseline = self.content.baselines[self.rules.baseline]
        self.symbols = self.assessment.evaluation.symbols
        self.prover = Prover(self.program, self.symbols)
        self.citations: dict[str, Citation] = {
            **self.baseline.sources,
            **self.form.sources,
            **self.rules.sources,
        }
        self.deciders = Deciders(self.assessment, self.reach, self.form, self.rules, self.sources)

    def advice(self) -> Advice:
        outcomes = self._outcomes()
        open_questions = self._open_questions()
        signals = [self._signal(key) for key in self.rules.signals]
        seen = [s for s in signals if s is not None]
        return Advice(
            questionnaire=self.form.id,
            title=self.form.title,
            version_hash=self.program.hash,
            on=self.assessment.on,
            status=self.rules.status,
            status_note=self.rules.status_note or self.baseline.status_note,
            outcome=outcomes[0] if len(outcomes) == 1 else None,
            possible=outcomes,
            exact=self.reach.exact,
            deciding=tuple(q for q in open_questions if q.decides),
            provisional=self._provisional(),
            reservations=tuple(self._reservations()),
            stops=tuple(s for s in seen if s.severity == "stop"),
            alerts=tuple(s for s in seen if s.severity == "let_op"),
            deciders=self.deciders.top(),
            measures=self._measures(),
            score=ScoreRange.of(self.reach.scores["score"]),
            principles=tuple(self._principle(key) for key in self.baseline.principles),
            tallies=tuple(self._tally(key) for key in self.program.tallies),
            open_questions=open_questions,
            missed=self._missed(),
            block=self.state("blokkade", "ja"),
            prompts=self.rules.prompts,
            facts={key: self._fact(key) for key in self.rules.facts},
            thresholds=self.rules.thresholds,
        )

    # -- small answers --------------------------------------------------------------------------------

    def state(self, item: str, wanted: str) -> Tri:
        """Whether a flag certainly, possibly or certainly not has a symbol."""
        left = self.reach.symbols[item]
        return "nee" if wanted not in left else "ja" if len(left) == 1 else "mogelijk"

    def sources(self, ids: Iterable[str]) -> tuple[SourceRef, ...]:
        """Return the sources with these ids; a text that is no id is a source in words."""
        return tuple(
            SourceRef(key, _citation_title(c), c.url, c.seen)
            if (c := self.citations.get(key))
            else SourceRef("", key)
            for key in ids
            if key
        )

    # -- outcomes ---------------------------------------------------------------------------------------

    def _outcomes(self) -> tuple[OutcomeView, ...]:
        ladder = self.program.by_name["uitkomst"]
        assert isinstance(ladder, Decision)
        views: dict[str, OutcomeView] = {}
        terms: dict[str, set[str]] = {}
        for index, rung in enumerate(self.rules.ladder):
            if str(index + 1) not in self.reach.symbols["uitkomst"]:
                continue
            outcome = self.rules.outcomes[rung.outcome]
            terms.setdefault(rung.outcome, set()).add(rung.term)
            views.setdefault(
                rung.outcome,
                OutcomeView(
                    rung.outcome,
                    outcome.title,
                    outcome.rank,
                    outcome.advice,
                    rung.term,
                    rung.because,
                    outcome.review_after,
                    ladder.cases[index].note.place,
                ),
            )
        settled = [v if len(terms[v.id]) == 1 else _without_term(v) for v in views.values()]
        return tuple(sorted(settled, key=lambda v: v.rank))

    # -- signals ------------------------------------------------------------------------------------------

    def _signal(self, key: str) -> SignalView | None:
        signal, state = self.rules.signals[key], self.state(f"signaal.{key}", "ja")
        if state == "nee":
            return None
        return SignalView(
            key,
            signal.title,
            signal.severity,
            signal.because,
            state == "ja",
            self.sources(signal.sources),
            signal.measures,
            self._place(f"signaal.{key}"),
        )

    def _reservations(self) -> Iterable[SignalView]:
        for key, reservation in self.rules.reservations.items():
            if self.state(f"voorbehoud.{key}", "ja") == "ja":
                yield SignalView(
                    key,
                    reservation.title,
                    "voorbehoud",
                    reservation.because,
                    True,
                    (),
                    (),
                    self._place(f"voorbehoud.{key}"),
                )

    def _place(self, item: str) -> Place:
        decision = self.program.by_name[item]
        assert isinstance(decision, Decision)
        return decision.cases[0].note.place

    # -- measures -----------------------------------------------------------------------------------------

    def _measures(self) -> tuple[MeasureView, ...]:
        views = []
        for key, measure in self.rules.measures.items():
            state = self.state(f"maatregel.{key}", "ja")
            if state != "nee":
                views.append(
                    MeasureView(
                        key,
                        measure.do,
                        measure.who,
                        measure.term,
                        measure.explanation,
                        self.sources(measure.sources),
                        state == "ja",
                        self._reasons(key, state == "ja"),
                        self._starts(key),
                        measure.effort,
                    )
                )
        return tuple(sorted(views, key=lambda m: (not m.certain, urgency(m.term))))

    def _reasons(self, measure: str, certain: bool) -> tuple[str, ...]:
        wanted = (True,) if certain else (True, None)
        reasons = (t.reason for t in self.program.triggers[measure] if holds(t.when, self.symbols) in wanted)
        return tuple(dict.fromkeys(reason for reason in reasons if reason))

    def _starts(self, measure: str) -> date | None:
        for condition, day in self.program.starts.get(measure, ()):
            truth = holds(condition, self.symbols)
            if truth is not False:
                return day if truth else None
        return None

    # -- principles -----------------------------------------------------------------------------------------

    def _principle(self, key: str) -> PrincipleView:
        principle = self.baseline.principles[key]
        criteria = tuple(self._criterion(c) for c, cr in self.rules.criteria.items() if cr.principle == key)
        return PrincipleView(
            key,
            principle.title,
            principle.weight,
            principle.explanation,
            principle.good,
            ScoreRange.of(self.reach.scores[f"score.{key}"]),
            self.state(f"ondergrens.{key}", MISSED),
            criteria,
        )

    def _criterion(self, key: str) -> CriterionView:
        criterion, left = self.rules.criteria[key], self.reach.symbols[key]
        decision = self.program.by_name[key]
        assert isinstance(decision, Decision)
        values = dict.fromkeys(c.note.value for c in decision.cases if c.symbol in left)
        questions = dict.fromkeys(self._question_of(name) for name in _looks_at(decision))
        return CriterionView(
            key,
            criterion.title,
            tuple((v, label(v)) for v in values),
            self.deciders.of_item(key),
            criterion.floor != "nee",
            self._floor_state(key),
            tuple(q for q in questions if q),
            decision.cases[0].note.place,
        )

    def _floor_state(self, criterion: str) -> Tri:
        floor = self.program.floors.get(criterion)
        truth = False if floor is None else holds(floor, self.symbols)
        return "nee" if truth is False else "ja" if truth else "mogelijk"

    def _question_of(self, item: str) -> str:
        found = self.program.by_name.get(item)
        return getattr(found, "question", "")

    def _missed(self) -> Missed:
        low, high = self.reach.counts["beginselen_gemist"]
        ids = tuple(p for p in self.baseline.principles if self.state(f"ondergrens.{p}", MISSED) == "ja")
        return Missed(low, high, ids)

    # -- facts, tallies and questions --------------------------------------------------------------

    def _fact(self, key: str) -> FactView:
        fact = self.rules.facts[key]
        if fact.count is not None:
            low, high = self.reach.counts[key]
            values: tuple[str, ...] = tuple(str(n) for n in range(low, high + 1))
            return FactView(key, fact.title, values, "", None)
        if fact.collect:
            flags = dict.fromkeys(rule.value for rule in fact.rules)
            values = tuple(v for v in flags if self.state(f"{key}.{v}", "ja") == "ja")
            return FactView(key, fact.title, values, "", None)
        left = self.reach.symbols[key]
        rows = [rule for i, rule in enumerate(fact.rules) if str(i + 1) in left]
        values = tuple(dict.fromkeys(rule.value for rule in rows))
        found = self.prover.case(key)
        note = found[0].cases[found[1]].note if found else None
        return FactView(key, fact.title, values, note.because if note else "", note.place if note else None)

    def _tally(self, key: str) -> Tally:
        rows = [self._tally_item(part) for part in self.program.tallies[key]]
        count = {state: sum(row.state == state for row in rows) for state in ("ja", "onbekend", "nvt")}
        return Tally(
            key,
            self.rules.facts[key].title,
            count["ja"],
            count["onbekend"],
            len(rows) - count["nvt"],
            tuple(rows),
        )

    def _tally_item(self, part: Condition) -> TallyItem:
        question = next((q for name in items(part) if (q := self._question_of(name))), "")
        text = self.form.questions[question].text if question else ""
        if question and self._does_not_apply(question):
            return TallyItem(text, "nvt", question)
        truth = holds(part, self.symbols)
        return TallyItem(text, "onbekend" if truth is None else "ja" if truth else "nee", question)

    def _does_not_apply(self, question: str) -> bool:
        given = self.assessment.answers.given.get(question)
        return self.assessment.hidden(question) or (given is not None and given.state == "nvt")

    def _open_questions(self) -> tuple[OpenQuestion, ...]:
        rows = []
        for key, question in self.form.questions.items():
            given = self.assessment.answers.given.get(key)
            if (given is None or given.state == "unknown") and self.assessment.shown(key):
                rows.append(
                    OpenQuestion(
                        key, question.code, question.text, question.known_by, key in self.reach.deciding
                    )
                )
        return tuple(rows)

    def _provisional(self) -> tuple[str, ...]:
        """Return the questions behind floors whose fact nobody here has confirmed yet."""
        questions = dict.fromkeys(
            self._question_of(name)
            for key in self.program.floors
            for name in _looks_at(self.program.by_name[key])
        )
        given = self.assessment.answers.given
        return tuple(q for q in questions if q in given and not given[q].confirmed)


def _looks_at(decision: object) -> Iterable[str]:
    assert isinstance(decision, Decision)
    return (name for condition in decision.conditions() for name in items(condition))


def _without_term(view: OutcomeView) -> OutcomeView:
    return OutcomeView(
        view.id, view.title, view.rank, view.advice, "", view.because, view.review_after, view.place
    )


def _citation_title(citation: Citation) -> str:
    return f"{citation.title}, {citation.article}" if citation.article else citation.title


def label(key: str) -> str:
    """Return a key in words."""
    return key.replace("_", " ")
