"""An advice in words: its headline, how firm it is, and what kind of mark goes with it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from engine.advice import Advice, OutcomeView, ScoreRange, ShownFact
from webapp.services.dutch import count_text, date_text, join_words, lower_first

FIRM, PROVISIONAL, OPEN = "vast", "voorlopig", "open"
MANY = 3
UNTOLD = 4  # a list of more possible values says no more than that it is not known yet
DECISION = "Dit is een advies. U beslist, en legt uit als u afwijkt."
NO_GRADE = "geen rapportcijfer"


@dataclass(frozen=True)
class Firmness:
    """How firm an advice is: a kind for the look, words for people."""

    kind: str
    title: str
    text: str


def outcome_title(outcome: OutcomeView, on: date) -> str:
    """``Uitfaseren, binnen 12 maanden``; ``Verboden, vanaf 2 december 2026`` until that day."""
    later = f", vanaf {date_text(outcome.starts)}" if outcome.starts and outcome.starts > on else ""
    return f"{outcome.title}{f', binnen {outcome.term}' if outcome.term else ''}{later}"


def headline(advice: Advice) -> str:
    """The advice in a few words."""
    if advice.outcome:
        return outcome_title(advice.outcome, advice.on)
    titles = [outcome.title for outcome in advice.possible]
    if len(titles) > MANY:
        return f"Nog open: van {lower_first(titles[0])} tot {lower_first(titles[-1])}"
    return (
        join_words([titles[0], *(lower_first(title) for title in titles[1:])], "of") if titles else "Nog open"
    )


def short_headline(advice: Advice) -> str:
    """The headline inside a sentence."""
    return lower_first(headline(advice))


def sentence(advice: Advice) -> str:
    """The advice in one sentence."""
    if advice.outcome:
        return advice.outcome.advice
    return "De antwoorden tot nu toe laten nog meer dan één advies toe."


def firmness(advice: Advice) -> Firmness:
    """Whether the advice stands, and what can still change it."""
    waiting = waiting_text(advice)
    if advice.outcome is None:
        return Firmness(OPEN, _open_title(advice), f"Ook is het nog voorlopig. {waiting}" if waiting else "")
    if waiting:
        return Firmness(PROVISIONAL, "Dit advies is voorlopig", waiting)
    return Firmness(FIRM, "Dit advies staat vast", "Geen open vraag kan dit advies nog veranderen.")


def waiting_text(advice: Advice) -> str:
    """Which facts still wait for somebody to look at them."""
    number = len(advice.provisional)
    if not number:
        return ""
    verb = "wacht" if number == 1 else "wachten"
    return f"Er {verb} nog {count_text(number, 'feit', 'feiten')} op uw bevestiging."


def _open_title(advice: Advice) -> str:
    number = len(advice.deciding)
    if not number:
        return "Dit kan nog veranderen"
    perhaps = "" if advice.exact else "misschien "
    return f"Dit kan nog veranderen door {perhaps}{count_text(number, 'vraag', 'vragen')}"


def fact_line(fact: ShownFact) -> str:
    """``Klasse: hoog risico; misschien verboden``."""
    if len(fact.values) > UNTOLD and not any(value.certain for value in fact.values):
        return f"{fact.title}: nog niet bekend"
    values = [
        lower_first(value.label) if value.certain else f"misschien {lower_first(value.label)}"
        for value in fact.values
    ]
    return f"{fact.title}: {'; '.join(values) or 'geen'}"


def when_text(starts: date | None, on: date) -> str:
    """From when a measure holds: ``geldt nu``, ``geldt vanaf 2 december 2026``, or nothing without a date."""
    if starts is None:
        return ""
    return "geldt nu" if starts <= on else f"geldt vanaf {date_text(starts)}"


def score_text(score: ScoreRange) -> str:
    """``37 van 100``, or the range when it is not known yet."""
    if score.now is None and score.min is None:
        return "geen score"
    if score.min is not None and score.min == score.max:
        return f"{score.min} van 100"
    if score.min is None or score.max is None:
        return f"{score.now} van 100"
    now = f"nu {score.now}, " if score.now is not None else ""
    return f"{now}nog tussen {score.min} en {score.max} van 100"


def review_date(advice: Advice, since: date) -> date | None:
    """The day on which the advice should be weighed again."""
    views = [advice.outcome] if advice.outcome else list(advice.possible)
    days = [add_term(since, view.review_after) for view in views if view and view.review_after]
    known = [day for day in days if day]
    return min(known) if known else None


def add_term(start: date, term: str) -> date | None:
    """``6 maanden`` after a day."""
    number, _, unit = term.partition(" ")
    if not number.isdigit():
        return None
    amount = int(number)
    if unit.startswith("maand"):
        return _add_months(start, amount)
    if unit.startswith("jaar"):
        return _add_months(start, amount * 12)
    if unit.startswith("we"):
        return start + timedelta(weeks=amount)
    if unit.startswith("dag"):
        return start + timedelta(days=amount)
    return None


def _add_months(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
