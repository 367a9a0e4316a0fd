"""From the filled-in page 'Besluit' to decisions to save, and from decisions to what the form shows.

Field names are a letter, a hyphen and the item, as on the pages with questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wtforms.validators import ValidationError

from webapp.forms import NOTE_LENGTH, name, read_date, tidy
from webapp.services.decisions import (
    DECIDER_LENGTH,
    EXPLAINED,
    LATER,
    DecisionRow,
)
from webapp.services.duties import FIRST_YEAR, LAST_YEAR
from webapp.services.stamps import stamp
from webapp.storage.decision_records import DecisionRecord

CHOICE, REASON, DECIDER, DECIDED, REVIEW, AGAIN, SEEN, SETTLE = "c", "r", "w", "d", "h", "b", "z", "k"


@dataclass(frozen=True)
class DecisionReading:
    """What the fields of one item say, or what is wrong, by the name of the field."""

    decision: DecisionRecord
    problems: dict[str, str] = field(default_factory=dict)
    again: bool = False


def posted_items(given: Iterable[str]) -> list[str]:
    """The items whose fields were sent."""
    start = name(SEEN, "")
    return [key.removeprefix(start) for key in given if key.startswith(start)]


def read_decision(row: DecisionRow, given: Mapping[str, str], today: date) -> DecisionReading:
    """Read the fields of one item."""
    item = row.item
    choice = given.get(name(CHOICE, item), "")
    reason = tidy(given.get(name(REASON, item)))
    decider = " ".join(tidy(given.get(name(DECIDER, item))).split())
    problems: dict[str, str] = {}
    days = {part: _day(part, item, given, problems) for part in (DECIDED, REVIEW)}
    if not choice and not reason:
        return DecisionReading(DecisionRecord(item))
    if choice not in row.choices:
        problems[name(CHOICE, item)] = "Kies wat u besluit, of maak de reden leeg."
    problems |= _texts(row, choice, reason, decider)
    problems |= _days(row, choice, days, problems, today)
    decision = DecisionRecord(item, choice, reason, decider, days[DECIDED], days[REVIEW])
    return DecisionReading(decision, problems, again=bool(given.get(name(AGAIN, item))))


def _texts(row: DecisionRow, choice: str, reason: str, decider: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(reason) > NOTE_LENGTH:
        problems[name(REASON, row.item)] = _too_long(reason, NOTE_LENGTH)
    elif choice in (EXPLAINED, LATER) and not reason:
        problems[name(REASON, row.item)] = (
            "Schrijf op waarom u dit besluit."
            if choice == EXPLAINED
            else "Schrijf op waarom u later beslist."
        )
    if len(decider) > DECIDER_LENGTH:
        problems[name(DECIDER, row.item)] = _too_long(decider, DECIDER_LENGTH)
    elif not decider:
        problems[name(DECIDER, row.item)] = "Vul in wie dit besluit. Een functie is genoeg."
    return problems


def _days(
    row: DecisionRow, choice: str, days: Mapping[str, date | None], wrong: Mapping[str, str], today: date
) -> dict[str, str]:
    problems: dict[str, str] = {}
    decided, review = days[DECIDED], days[REVIEW]
    when, again = name(DECIDED, row.item), name(REVIEW, row.item)
    if when not in wrong and decided is None:
        problems[when] = "Vul de dag van het besluit in."
    elif decided and decided > today:
        problems[when] = "Deze dag moet nog komen. Vul de dag in waarop het besluit is genomen."
    if again not in wrong and choice == LATER and review is None:
        problems[again] = "Vul in wanneer u hier opnieuw naar kijkt."
    elif review and decided and review <= decided:
        problems[again] = "Deze dag ligt niet na het besluit. Kies een latere dag."
    return problems


def _day(part: str, item: str, given: Mapping[str, str], problems: dict[str, str]) -> date | None:
    try:
        day = read_date(tidy(given.get(name(part, item))))
    except ValidationError as error:
        problems[name(part, item)] = str(error)
        return None
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        problems[name(part, item)] = (
            f"Controleer het jaar. Vul een datum in tussen {FIRST_YEAR} en {LAST_YEAR}."
        )
        return None
    return day


def _too_long(text: str, most: int) -> str:
    return f"Deze tekst is te lang: {len(text)} tekens. Er passen er {most}."


def shown(row: DecisionRow, decider: str, today: date) -> dict[str, str]:
    """What the form shows of a row before anybody touches it; an empty row gets what is likely."""
    decision = row.decision
    fresh = not decision.choice
    decided = today if fresh else decision.decided
    review = row.proposal if fresh else decision.review
    return {
        name(CHOICE, row.item): decision.choice,
        name(REASON, row.item): decision.reason,
        name(DECIDER, row.item): decider if fresh else decision.decider,
        name(DECIDED, row.item): decided.isoformat() if decided else "",
        name(REVIEW, row.item): review.isoformat() if review else "",
        name(SEEN, row.item): stamp(decision),
    }


def typed(item: str, given: Mapping[str, str]) -> dict[str, str]:
    """What somebody typed, to show again when it could not be saved."""
    parts = (CHOICE, REASON, DECIDER, DECIDED, REVIEW, SEEN)
    return {name(part, item): tidy(given.get(name(part, item))) for part in parts}
