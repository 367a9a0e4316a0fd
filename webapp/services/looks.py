"""A new look at what was signed off before: what comes along, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.answers import AnswerError, Answers, Given, read_answers
from engine.diagnostics import ContentError
from engine.difference import differences
from engine.receipt import file_hashes
from engine.replay import Receipt
from webapp.services.decisions import DecisionRow, decision_rows
from webapp.services.dutch import lower_first
from webapp.services.facts import answer_label
from webapp.services.signing import FrozenRow, Signed, receipt_of, signed
from webapp.services.weighing import Weighing
from webapp.services.wording import add_term, headline, score_text
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository

if TYPE_CHECKING:
    from webapp.content_store import Snapshot, Topic

FRESH = "1 jaar"  # a fact about the subject with an older date is to be confirmed again
MOST_RULES = 40
NO_ANSWER = "nog geen antwoord"
WORDS = {"unknown": "dat weten we nog niet", "nvt": "niet van toepassing"}


@dataclass(frozen=True)
class LookRow:
    """One look in the history of an assessment; ``advice`` is what was signed off."""

    record: AssessmentRecord
    signed: Signed | None
    here: bool

    @property
    def frozen(self) -> bool:
        """Whether it was signed off."""
        return self.signed is not None


def history(repository: Repository, record: AssessmentRecord) -> tuple[LookRow, ...]:
    """Every look that belongs with an assessment, the oldest first, with what was signed off."""
    rows = []
    for look in repository.decisions.chain(record):
        dossier = repository.decisions.dossier(look.id)
        rows.append(LookRow(look, signed(dossier) if dossier else None, look.id == record.id))
    return tuple(rows)


@dataclass(frozen=True)
class Glance:
    """What the advice page says about the decision."""

    signed: Signed | None
    previous: Signed | None
    differs: bool
    changed: bool


def at_a_glance(repository: Repository, weighing: Weighing) -> Glance:
    """Whether it was signed off, what was before it, and whether the advice moved after the decision."""
    own = repository.decisions.dossier(weighing.record.id)
    before = repository.decisions.dossier(weighing.record.previous_id or 0)
    mine = signed(own) if own else None
    now = (headline(weighing.advice), score_text(weighing.advice.score))
    rows = decision_rows(weighing, repository.decisions.of(weighing.record.id))
    return Glance(
        signed=mine,
        previous=signed(before) if before else None,
        differs=mine is not None and (mine.headline, mine.score) != now,
        changed=any(row.changed for row in rows),
    )


def for_readers(rows: tuple[LookRow, ...]) -> tuple[LookRow, ...]:
    """The same for who may only read: what others still work on is left out."""
    return tuple(row for row in rows if row.frozen or row.here)


def carried_answers(weighing: Weighing, topic: Topic) -> list[AnswerRecord]:
    """All answers, marked as carried; old facts about the subject wait to be confirmed again."""
    found = []
    for key, answer in weighing.record.answers.items():
        question = topic.questionnaire.questions.get(key)
        about_it = question is not None and question.about == "onderwerp"
        old = about_it and answer.dated is not None and _expired(answer.dated, weighing.today)
        found.append(replace(answer, carried=True, confirmed=answer.confirmed and not old))
    return found


def _expired(dated: date, today: date) -> bool:
    end = add_term(dated, FRESH)
    return end is not None and end < today


# --- what changed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnswerChange:
    """One answer that is another now; both in words."""

    code: str
    text: str
    was: str
    becomes: str


@dataclass(frozen=True)
class DecisionChange:
    """One decision then and now; empty where there was or is none."""

    title: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Changed:
    """An earlier, signed-off look beside this one."""

    was: Signed
    headline: str
    score: str
    answers: tuple[AnswerChange, ...]
    dropped: tuple[str, ...]
    rules: tuple[str, ...]
    same_rules: bool
    cause: str
    decisions: tuple[DecisionChange, ...]
    now_signed: Signed | None

    @property
    def same_advice(self) -> bool:
        """Whether advice and score are what they were."""
        return (self.was.headline, self.was.score) == (self.headline, self.score)


def what_changed(repository: Repository, weighing: Weighing, snapshot: Snapshot) -> Changed | None:
    """Compare with the look before this one; None when there is none that was signed off."""
    dossier = repository.decisions.dossier(weighing.record.previous_id or 0)
    if dossier is None:
        return None
    was, own = signed(dossier), repository.decisions.dossier(weighing.record.id)
    now = signed(own) if own else None
    rows = decision_rows(weighing, repository.decisions.of(weighing.record.id))
    try:
        receipt = receipt_of(was)
    except ContentError:
        return None
    then, dropped = _then(weighing, receipt)
    between = _between(weighing, then)
    new_headline = now.headline if now else headline(weighing.advice)
    score = now.score if now else score_text(weighing.advice.score)
    return Changed(
        was=was,
        headline=new_headline,
        score=score,
        answers=tuple(_answers(weighing, then, was)),
        dropped=dropped,
        rules=tuple(_rules(weighing, receipt, snapshot)),
        same_rules=receipt.contents.hash == weighing.topic.version_hash,
        cause=_cause((was.headline, was.score), between, (new_headline, score)),
        decisions=tuple(_decisions(was.rows, now.rows if now else _frozen(rows))),
        now_signed=now,
    )


def _then(weighing: Weighing, receipt: Receipt) -> tuple[Answers, tuple[str, ...]]:
    """The answers of then that still fit the questions of now, and the questions of those that don't."""
    questions = weighing.questionnaire.questions
    raw = {key: row.raw() for key, row in receipt.answers.items() if key in questions}
    while True:
        try:
            found = read_answers(weighing.questionnaire, raw)
        except AnswerError as error:
            wrong = {problem.question for problem in error.problems} & set(raw)
            if not wrong:
                raise
            raw = {key: row for key, row in raw.items() if key not in wrong}
        else:
            return found, tuple(sorted(set(receipt.answers) - set(raw)))


def _between(weighing: Weighing, then: Answers) -> tuple[str, str]:
    """Advice and score on the answers of then with the rules of today."""
    advice = weighing.topic.engine.advise(then, weighing.today, deciding=False)
    return headline(advice), score_text(advice.score)


def _cause(was: tuple[str, str], middle: tuple[str, str], now: tuple[str, str]) -> str:
    if was == now:
        return "Het advies en de score zijn gelijk gebleven."
    if middle == was:
        return (
            "Dat komt door andere antwoorden."
            " De regels van nu geven op de antwoorden van toen hetzelfde advies als toen."
        )
    if middle == now:
        return (
            "Dat komt door andere regels, of doordat de datum verder is."
            " De antwoorden van toen geven met de regels van nu hetzelfde advies als nu."
        )
    title, score = middle
    return (
        "Dat komt door andere antwoorden en door andere regels of een latere datum."
        f" Met de antwoorden van toen en de regels van nu zou het advies zijn: {lower_first(title)}, {score}."
    )


def _answers(weighing: Weighing, then: Answers, was: Signed) -> Iterator[AnswerChange]:
    loose = {key for key, row in was.receipt["antwoorden"].items() if row.get("weggelaten")}
    for key, question in weighing.questions.items():
        before, after = then.given.get(key), weighing.answers.given.get(key)
        if key in loose:
            old = was.data["afweging"]["antwoorden"].get(key, {}).get("waarde")
            new = after.value if after else None
            if old != new:
                yield AnswerChange(question.code, question.text, str(old or NO_ANSWER), str(new or NO_ANSWER))
            continue
        old_words, new_words = _words(weighing, key, before), _words(weighing, key, after)
        if old_words != new_words:
            yield AnswerChange(question.code, question.text, old_words, new_words)


def _words(weighing: Weighing, key: str, given: Given | None) -> str:
    if given is None:
        return NO_ANSWER
    if given.state == "answered":
        return answer_label(weighing.questions[key], given.value)
    return WORDS.get(given.state, NO_ANSWER)


def _rules(weighing: Weighing, receipt: Receipt, snapshot: Snapshot) -> Iterator[str]:
    """What is different in the rules: sentence by sentence between versions, else which files."""
    topic, content = weighing.topic, snapshot.content
    if receipt.contents.hash == topic.version_hash:
        return
    if receipt.questionnaire != topic.ruleset.id and receipt.questionnaire in content.rulesets:
        found = differences(content, receipt.questionnaire, content, topic.ruleset.id)
        yield from (change.text for change in found[:MOST_RULES])
        return
    here = file_hashes(content, topic.ruleset.id)
    for file, digest in here.items():
        old = receipt.contents.files.get(file)
        if old != digest:
            yield f"{file} is {'veranderd' if old else 'er bij gekomen'}."


def _frozen(rows: tuple[DecisionRow, ...]) -> tuple[FrozenRow, ...]:
    return tuple(
        FrozenRow(
            row.item,
            row.kind,
            row.title,
            row.label,
            row.decision.reason,
            row.decision.decider,
            row.decision.decided,
            row.decision.review,
        )
        for row in rows
        if not row.gone
    )


def _decisions(was: tuple[FrozenRow, ...], now: tuple[FrozenRow, ...]) -> Iterator[DecisionChange]:
    before, after = {row.item: row for row in was}, {row.item: row for row in now}
    for item in dict.fromkeys((*before, *after)):
        old, new = before.get(item), after.get(item)
        texts = _said(old), _said(new)
        if texts[0] != texts[1]:
            row = new or old
            assert row is not None
            yield DecisionChange(row.title, *texts)


def _said(row: FrozenRow | None) -> str:
    if row is None:
        return "Speelde niet"
    return f"{row.label}: ‘{row.reason}’" if row.reason else row.label


def plain(changed: Changed) -> dict[str, Any]:
    """What changed, as plain data for an export."""
    return {
        "toen": {"advies": changed.was.headline, "score": changed.was.score},
        "nu": {"advies": changed.headline, "score": changed.score},
        "oorzaak": changed.cause,
        "antwoorden": [vars(row) for row in changed.answers],
        "regels": list(changed.rules),
        "besluiten": [vars(row) for row in changed.decisions],
    }
