"""Decisions in a file: out, and back in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from webapp.services.decisions import CHOICES, DECIDER_LENGTH
from webapp.storage.decision_records import DecisionRecord

ITEM = re.compile(r"[a-z][a-z0-9_-]{0,118}")
MOST = 200
REASON_LENGTH = 2000


class DecisionFileError(Exception):
    """What is wrong, in Dutch."""


def decision_json(decision: DecisionRecord) -> dict[str, Any]:
    """A decision as plain data."""
    return {
        "keuze": decision.choice,
        "reden": decision.reason,
        "besluit_door": decision.decider,
        "op": _iso(decision.decided),
        "opnieuw_bekijken_op": _iso(decision.review),
        "bij_advies": {
            "versie": decision.seen_hash,
            "uitkomst": decision.seen_outcome,
            "score": decision.seen_score,
        },
    }


def decisions_json(decisions: Mapping[str, DecisionRecord]) -> dict[str, Any]:
    """All decisions that say something, by item."""
    return {key: decision_json(row) for key, row in sorted(decisions.items()) if not row.empty}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_decisions(value: Any) -> tuple[DecisionRecord, ...]:
    """Read them back; raises DecisionFileError."""
    if value is None:
        return ()
    if not isinstance(value, dict) or len(value) > MOST:
        raise DecisionFileError("In dit bestand is de lijst ‘besluiten’ niet te lezen, of zij is te lang.")
    return tuple(_decision(key, row) for key, row in value.items())


def _decision(key: str, value: Any) -> DecisionRecord:
    if not ITEM.fullmatch(key):
        raise DecisionFileError(f"In dit bestand staat een besluit dat niet kan bestaan: ‘{key[:60]}’.")
    choice = value.get("keuze") if isinstance(value, dict) else None
    if choice not in CHOICES:
        raise DecisionFileError(
            f"Het besluit bij ‘{key}’ is niet te lezen: de keuze ontbreekt of klopt niet."
        )
    seen = value.get("bij_advies")
    seen = seen if isinstance(seen, dict) else {}

    def text(data: dict[str, Any], name: str, most: int) -> str:
        found = data.get(name) or ""
        if not isinstance(found, str) or len(found) > most or "\x00" in found:
            raise DecisionFileError(f"Bij het besluit ‘{key}’ staat iets verkeerds bij ‘{name}’.")
        return found

    return DecisionRecord(
        item=key,
        choice=str(choice),
        reason=text(value, "reden", REASON_LENGTH),
        decider=text(value, "besluit_door", DECIDER_LENGTH),
        decided=_date(key, value.get("op"), text),
        review=_date(key, value.get("opnieuw_bekijken_op"), text),
        seen_hash=text(seen, "versie", 80),
        seen_outcome=text(seen, "uitkomst", 2000),
        seen_score=text(seen, "score", 80),
    )


def _date(key: str, value: Any, text: Callable[[dict[str, Any], str, int], str]) -> date | None:
    found = text({"datum": value}, "datum", 10)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        raise DecisionFileError(f"De datum bij het besluit ‘{key}’ is niet te lezen.") from None
