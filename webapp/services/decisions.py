"""'Pas toe of leg uit': what people decide about the advice, and about each thing that falls short.

A decision stands next to the advice. It never changes a score or an outcome: nothing here is read by
``weigh``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.advice import PrincipleView
from webapp.services.dutch import date_text, join_words, lower_first
from webapp.services.stamps import seen_version, untouched
from webapp.services.weighing import Weighing
from webapp.services.wording import headline, review_date, score_text
from webapp.storage.decision_records import DecisionRecord, DecisionsSaved
from webapp.storage.repository import Repository

FOLLOWED, EXPLAINED, LATER = "gevolgd", "uitgelegd", "uitgesteld"
CHOICES = (FOLLOWED, EXPLAINED, LATER)
ADVICE, STOP, FLOOR, RESERVATION, GONE = "advies", "stop", "grens", "voorbehoud", "voorbij"
KINDS = {
    ADVICE: "Het advies",
    STOP: "Wat moet stoppen",
    FLOOR: "Haalt de basislijn niet",
    RESERVATION: "Voorbehoud",
    GONE: "Hoort niet meer bij dit advies",
}
LABELS = {
    ADVICE: ("We volgen het advies", "We wijken af, en leggen uit waarom", "We beslissen later"),
    STOP: ("We stoppen hiermee", "We stoppen niet, en leggen uit waarom", "We beslissen later"),
    FLOOR: ("We handelen ernaar", "We gaan toch door, en leggen uit waarom", "We beslissen later"),
    RESERVATION: ("We zoeken het uit", "We aanvaarden het, en leggen uit waarom", "We beslissen later"),
    GONE: ("Gevolgd", "Uitgelegd", "Later"),
}
NOT_YET = "Nog geen besluit"
DECIDER_LENGTH = 80


@dataclass(frozen=True)
class DecisionRow:
    """One thing to decide about, with what was decided."""

    item: str
    kind: str
    title: str
    text: str
    choices: Mapping[str, str]
    decision: DecisionRecord
    proposal: date | None
    changed: str

    @property
    def gone(self) -> bool:
        """Whether the advice no longer says this."""
        return self.kind == GONE

    @property
    def label(self) -> str:
        """What was chosen, in words."""
        return choice_label(self.kind, self.decision.choice)


@dataclass(frozen=True)
class Missing:
    """What is still needed before the dossier can be signed off."""

    item: str
    title: str
    text: str


def choice_label(kind: str, choice: str) -> str:
    """A choice in words."""
    return dict(zip(CHOICES, LABELS.get(kind, LABELS[GONE]), strict=True)).get(choice, NOT_YET)


def decision_rows(
    weighing: Weighing, stored: Mapping[str, DecisionRecord], keep: Iterable[str] = ()
) -> tuple[DecisionRow, ...]:
    """Everything to decide about in the order of importance, then what was decided and no longer applies."""
    rows = list(_rows(weighing, stored))
    here = {row.item for row in rows}
    wanted = {*keep, *(key for key, decision in stored.items() if not decision.empty)}
    rows += [_gone(weighing, stored.get(key, DecisionRecord(key))) for key in sorted(wanted - here)]
    return tuple(rows)


def _rows(weighing: Weighing, stored: Mapping[str, DecisionRecord]) -> Iterator[DecisionRow]:
    advice, name = weighing.advice, weighing.name
    review = review_date(advice, weighing.today)
    text = advice.outcome.advice if advice.outcome else "Dit advies staat nog open. Volgen kan dus nog niet."
    yield _row(weighing, stored, ADVICE, ADVICE, headline(advice), text, review)
    for stop in advice.stops:
        if stop.certain:
            yield _row(weighing, stored, f"{STOP}-{stop.id}", STOP, stop.title, stop.text, None)
    for principle in advice.principles:
        if principle.missed == "ja":
            title = f"{principle.title}: {name} haalt de basislijn niet"
            yield _row(weighing, stored, f"{FLOOR}-{principle.id}", FLOOR, title, _because(principle), None)
    for item in advice.reservations:
        if item.certain:
            key = f"{RESERVATION}-{item.id}"
            yield _row(weighing, stored, key, RESERVATION, item.title, item.text, None)


def _row(
    weighing: Weighing,
    stored: Mapping[str, DecisionRecord],
    item: str,
    kind: str,
    title: str,
    text: str,
    proposal: date | None,
) -> DecisionRow:
    decision = stored.get(item, DecisionRecord(item))
    labels = dict(zip(CHOICES, LABELS[kind], strict=True))
    if kind == ADVICE and weighing.advice.outcome is None:
        del labels[FOLLOWED]
    return DecisionRow(item, kind, title, text, labels, decision, proposal, _changed(weighing, decision))


def _gone(weighing: Weighing, decision: DecisionRecord) -> DecisionRow:
    kind, _, key = decision.item.partition("-")
    names: dict[str, str] = {principle.id: principle.title for principle in weighing.advice.principles}
    names |= {key: signal.title for key, signal in weighing.topic.ruleset.signals.items()}
    names |= {key: item.title for key, item in weighing.topic.ruleset.reservations.items()}
    title = names.get(key) or f"{KINDS.get(kind, 'Een onderwerp')} dat niet meer bestaat"
    labels = dict(zip(CHOICES, LABELS.get(kind, LABELS[GONE]), strict=True))
    text = "Uw besluit blijft staan tot u het leegmaakt."
    return DecisionRow(decision.item, GONE, title, text, labels, decision, None, "")


def _because(principle: PrincipleView) -> str:
    reasons = [row.because.text for row in principle.criteria if row.missed == "ja" and row.because]
    return " ".join(dict.fromkeys(reasons))


# --- the advice at the decision -------------------------------------------------------------------


def on_the_table(weighing: Weighing, decision: DecisionRecord) -> DecisionRecord:
    """The decision, with which advice lies on the table now."""
    advice = weighing.advice
    return replace(
        decision,
        seen_hash=weighing.topic.version_hash,
        seen_outcome=",".join(outcome.id for outcome in advice.possible),
        seen_score=score_text(advice.score),
    )


def _changed(weighing: Weighing, decision: DecisionRecord) -> str:
    """What differs from the advice at the decision; nothing when all is the same."""
    if decision.empty or not decision.seen_hash:
        return ""
    now = on_the_table(weighing, decision)
    was, becomes = outcome_words(weighing, decision.seen_outcome), outcome_words(weighing, now.seen_outcome)
    if decision.seen_outcome != now.seen_outcome:
        return f"Het advies veranderde na dit besluit. Toen: {was}. Nu: {becomes}."
    if decision.seen_score != now.seen_score:
        return f"De score veranderde na dit besluit. Toen: {decision.seen_score}. Nu: {now.seen_score}."
    if decision.seen_hash != now.seen_hash:
        return "De vragen of regels veranderden na dit besluit. Het advies en de score bleven gelijk."
    return ""


def outcome_words(weighing: Weighing, ids: str) -> str:
    """The titles of outcomes as they were stored."""
    known = weighing.topic.ruleset.outcomes
    keys = ids.split(",")
    if len(keys) > 3:
        return "nog open"
    return join_words([lower_first(known[key].title) if key in known else key for key in keys], "of")


# --- saving, and what is missing -------------------------------------------------------------------


def save_decisions(
    repository: Repository,
    weighing: Weighing,
    decisions: Sequence[DecisionRecord],
    stamps: Mapping[str, str],
    confirmed: Iterable[str],
    now: datetime,
) -> DecisionsSaved:
    """Save what a person changed or decided once more; what they left as it was is not touched."""
    again = frozenset(confirmed)
    changed = [
        on_the_table(weighing, decision)
        for decision in decisions
        if decision.item in again or not untouched(stamps.get(decision.item), decision)
    ]
    seen = {key: seen_version(text) for key, text in stamps.items()}
    return repository.decisions.save(weighing.record.id, changed, seen, now)


def missing(rows: Iterable[DecisionRow]) -> tuple[Missing, ...]:
    """What keeps the dossier from being signed off."""
    found = []
    for row in rows:
        if row.gone:
            continue
        if not row.decision.choice:
            found.append(Missing(row.item, row.title, "Hier is nog niets besloten."))
        elif row.changed or row.decision.choice not in row.choices:
            text = row.changed or "Dit advies staat open; volgen kan dan niet."
            found.append(Missing(row.item, row.title, f"{text} Bekijk uw besluit opnieuw."))
    return tuple(found)


def decided_rows(rows: Iterable[DecisionRow]) -> tuple[DecisionRow, ...]:
    """The rows with a choice that still count."""
    return tuple(row for row in rows if row.decision.choice and not row.gone)


def row_words(row: DecisionRow) -> str:
    """``Privacy: we leggen uit …, omdat … (Anna, 1 december 2026; opnieuw bekijken op …)``."""
    decision = row.decision
    who = ", ".join(part for part in (decision.decider, date_text(decision.decided)) if part)
    again = f"; opnieuw bekijken op {date_text(decision.review)}" if decision.review else ""
    because = f" {decision.reason}" if decision.reason else ""
    return f"{row.title}. {row.label}.{because} ({who}{again})"


def decision_words(decision: DecisionRecord) -> str:
    """A decision in one line, for who has to choose between two."""
    kind = decision.item.partition("-")[0]
    parts = [
        choice_label(kind, decision.choice),
        decision.decider,
        date_text(decision.decided),
        f"opnieuw bekijken op {date_text(decision.review)}" if decision.review else "",
        f"‘{decision.reason}’" if decision.reason else "",
    ]
    return ", ".join(part for part in parts if part)
