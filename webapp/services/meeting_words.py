"""A conversation in words: for the note, and for whoever reads the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap

from webapp.services.dutch import count_text, date_text, join_words
from webapp.services.meeting import choice_label
from webapp.services.meeting_kinds import kinds
from webapp.services.meeting_opening import held_on
from webapp.storage.meeting_records import AGREED, NOT_AGREED, Agreement, ItemRecord, RoundRecord, Shape

WIDTH = 78
NOT_AGREED_LABEL = "Niet eens geworden: de vraag blijft open"


def verdict_text(item: ItemRecord) -> str:
    """What was agreed, in a few words."""
    if item.agreement.verdict == AGREED:
        return choice_label(item.shape, item.agreement.agreed)
    return NOT_AGREED_LABEL if item.agreement.verdict == NOT_AGREED else "Niet vastgelegd"


def counts_text(item: ItemRecord) -> str:
    """``3 keer ‘Ja’ · 1 keer ‘Nee’``."""
    return " · ".join(f"{each.number} keer ‘{choice_label(item.shape, each.choice)}’" for each in item.counts)


def present_text(talk: RoundRecord) -> str:
    """How many took part, and which functions."""
    if not talk.joined:
        return "Niemand deed mee met een telefoon."
    roles = Counter(sorted(talk.roles, key=str.casefold))
    named = [role if number == 1 else f"{role} ({number})" for role, number in roles.items()]
    left = talk.joined - len(talk.roles)
    if named and left:
        named.append(f"{count_text(left, 'deelnemer', 'deelnemers')} zonder functie")
    who = f": {join_words(named)}" if named else ""
    return f"{count_text(talk.joined, 'deelnemer', 'deelnemers')}{who}."


def heading(talk: RoundRecord) -> str:
    """The kind and the day."""
    return f"{kinds().of(talk.kind).title} van {date_text(held_on(talk))}"


def minority_text(item: ItemRecord) -> str:
    """The view of who saw it otherwise."""
    said = item.agreement
    return (
        f"{said.minority}{f' ({said.minority_role})' if said.minority_role else ''}" if said.minority else ""
    )


def memo_lines(rounds: Sequence[RoundRecord]) -> list[str]:
    """The last conversation, for the note in plain text."""
    if not rounds:
        return []
    talk = rounds[-1]
    lines = ["HET GESPREK", *wrap(f"{heading(talk)}. {present_text(talk)}", WIDTH)]
    for item in discussed(talk):
        text = f"{item.shape.text} {verdict_text(item)}."
        if item.agreement.reason:
            text += f" Want: {item.agreement.reason}"
        lines += wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ")
        if minority_text(item):
            text = f"Anders dacht: {minority_text(item)}"
            lines += wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
    return [*lines, ""]


def discussed(talk: RoundRecord) -> list[ItemRecord]:
    """The questions on which something was recorded."""
    return [item for item in talk.items if item.agreement.verdict]


def agreement_text(shape: Shape, said: Agreement) -> str:
    """What one window recorded, to choose between two."""
    item = ItemRecord("", shape, agreement=said)
    parts = (verdict_text(item), said.reason, minority_text(item))
    return " · ".join(part for part in parts if part)


def texts_of(talk: RoundRecord) -> dict[str, str]:
    """The questions by key, for a list of what is wrong."""
    return {item.question: item.shape.text for item in talk.items}
