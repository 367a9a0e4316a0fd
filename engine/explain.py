"""Assessment and Range to Advice: in words, with reasons, sources, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
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
    Tally,
    TallyItem,
    Tri,
)
from engine.assess import Assessment
from engine.book import Book
from engine.conditions import Condition, Is, holds
from engine.deciders import Deciders
from engine.diagnostics import Place
from engine.names import MISSED, outcome_start
from engine.possible import Range, settled
from engine.proof import Prover
from engine.shown import shown_facts
from engine.urgency import urgency


def explain(book: Book, assessment: Assessment, reach: Range, *, deciding: bool = True) -> Advice:
    """Return the advice that goes with an assessment and its range.

    Which open questions decide takes time to find; without `deciding` none is said to.
    """
    return _Explainer(book, assessment, reach, deciding).advice()


class _Explainer:
    """Puts one assessment into words."""

    def __init__(self, book: Book, assessment: Assessment, reach: Range, deciding: bool) -> None:
        self.book, self.assessment, self.reach = book, assessment, reach
        self.deciding = frozenset(reach.deciding if deciding else ())
        self.program, self.rules = book.program, book.rules
        self.form, self.baseline = book.form, book.baseline
        self.symbols = settled(assessment, reach)
        self.prover = Prover(self.program, self.symbols)
        self.deciders = Deciders(book, assessment, reach)

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
            shown_facts=shown_facts(self.book, self.reach.symbols, self.truth),
            thresholds=self.rules.thresholds,
        )

    # -- small answers --------------------------------------------------------------------------------

    def truth(self, condition: Condition) -> bool | None:
        """Whether a condition holds; of a test on one decision, what the range still allows counts."""
        truth = holds(condition, self.symbols)
        if truth is None and isinstance(condition, Is) and condition.item in self.reach.symbols:
            left = self.reach.symbols[condition.item]
            return False if not left & condition.symbols else True if left <= condition.symbols else None
        return truth

    def state(self, item: str, wanted: str) -> Tri:
        """Whether a flag certainly, possibly or certainly not has a symbol."""
        left = self.reach.symbols[item]
        return "nee" if wanted not in left else "ja" if len(left) == 1 else "mogelijk"

    # -- outcomes ---------------------------------------------------------------------------------------

    def _outcomes(self) -> tuple[OutcomeView, ...]:
        ladder = self.book.decision("uitkomst")
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
                    self._starts(outcome_start(rung.outcome)),
                ),
            )
        settled = [v if len(terms[v.id]) == 1 else v._replace(term="") for v in views.values()]
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
            self.book.sources(signal.sources),
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
        return self.book.decision(item).cases[0].note.place

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
                        self.book.sources(measure.sources),
                        state == "ja",
                        self._reasons(key, state == "ja"),
                        self._starts(key),
                        measure.effort,
                    )
                )
        return tuple(sorted(views, key=self._order))

    def _order(self, measure: MeasureView) -> tuple[bool, date, int]:
        """What is certain first, then what holds already, then what is due soonest."""
        starts = max(measure.starts or date.min, self.assessment.on)
        return (not measure.certain, starts, urgency(measure.term))

    def _reasons(self, measure: str, certain: bool) -> tuple[str, ...]:
        truths = [(self.truth(t.when), t.reason) for t in self.program.triggers[measure] if t.reason]
        sure = [reason for truth, reason in truths if truth]
        if certain and sure:
            return tuple(dict.fromkeys(sure))
        return tuple(dict.fromkeys(reason for truth, reason in truths if truth is not False))

    def _starts(self, name: str) -> date | None:
        for condition, day in self.program.starts.get(name, ()):
            truth = holds(condition, self.symbols)
            if truth is not False:
                return day if truth else None
        return None

    # -- principles -----------------------------------------------------------------------------------------

    def _principle(self, key: str) -> PrincipleView:
        principle = self.baseline.principles[key]
        return PrincipleView(
            key,
            principle.title,
            principle.weight,
            principle.explanation,
            principle.good,
            ScoreRange.of(self.reach.scores[f"score.{key}"]),
            self.state(f"ondergrens.{key}", MISSED),
            tuple(self._criterion(criterion) for criterion in self.book.criteria[key]),
        )

    def _criterion(self, key: str) -> CriterionView:
        criterion, left = self.rules.criteria[key], self.reach.symbols[key]
        decision = self.book.decision(key)
        values = dict.fromkeys(c.note.value for c in decision.cases if c.symbol in left)
        return CriterionView(
            key,
            criterion.title,
            tuple((v, self.baseline.scale.label(v)) for v in values),
            self.deciders.of_item(key),
            criterion.floor != "nee",
            self._floor_state(key),
            self.book.questions[key],
            decision.cases[0].note.place,
        )

    def _floor_state(self, criterion: str) -> Tri:
        floor = self.program.floors.get(criterion)
        truth = False if floor is None else self.truth(floor)
        return "nee" if truth is False else "ja" if truth else "mogelijk"

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
        rows = [self._tally_item(part, question) for part, question in self.book.tallies[key]]
        count = {state: sum(row.state == state for row in rows) for state in ("ja", "onbekend", "nvt")}
        return Tally(
            key,
            self.rules.facts[key].title,
            count["ja"],
            count["onbekend"],
            len(rows) - count["nvt"],
            tuple(rows),
        )

    def _tally_item(self, part: Condition, question: str) -> TallyItem:
        asked = self.form.questions.get(question)
        text = asked.short or asked.text if asked else ""
        if question and self._does_not_apply(question):
            return TallyItem(text, "nvt", question)
        truth = holds(part, self.symbols)
        return TallyItem(text, "onbekend" if truth is None else "ja" if truth else "nee", question)

    def _does_not_apply(self, question: str) -> bool:
        given = self.assessment.answers.given.get(question)
        return (given is not None and given.state == "nvt") or self.assessment.hidden(question)

    def _open_questions(self) -> tuple[OpenQuestion, ...]:
        rows = []
        for key, question in self.form.questions.items():
            given = self.assessment.answers.given.get(key)
            if (given is None or given.state == "unknown") and self.assessment.shown(key):
                rows.append(
                    OpenQuestion(key, question.code, question.text, question.known_by, key in self.deciding)
                )
        return tuple(rows)

    def _provisional(self) -> tuple[str, ...]:
        """Return the questions behind floors whose fact nobody here has confirmed yet."""
        given = self.assessment.answers.given
        waiting = (q for q in self.book.floor_questions if q in given and not given[q].confirmed)
        return tuple(q for q in waiting if not self.assessment.hidden(q))
