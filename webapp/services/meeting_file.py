"""Conversations in the saved file, and back. Only what is kept of a conversation: never who said what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from webapp.storage.meeting_records import (
    AGREED,
    DONE,
    STOPPED,
    Agreement,
    Choice,
    Count,
    ItemRecord,
    RoundRecord,
    Shape,
)

MOST_ROUNDS = 50


def _text(most: int) -> Any:
    return Annotated[str, StringConstraints(max_length=most, pattern=r"^[^\x00]*$")]


Short, Long = _text(120), _text(8000)
Note, Key = _text(2000), Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class ChoiceFile(_Part):
    """An answer."""

    state: Literal["answered", "unknown", "nvt", "geen"] = Field(alias="staat")
    value: Short | Annotated[list[Short], Field(max_length=100)] | None = Field(None, alias="waarde")

    def record(self) -> Choice:
        """As a record."""
        return Choice(self.state, tuple(self.value) if isinstance(self.value, list) else self.value)


class CountFile(ChoiceFile):
    """An answer, and how many gave it."""

    number: int = Field(alias="aantal", ge=0, le=1000)


class BeforeFile(_Part):
    """The answer that stood in the assessment before the conversation."""

    state: Literal["answered", "unknown", "nvt", "open"]
    value: Long | Annotated[list[Short], Field(max_length=100)] | None = None
    note: Note = ""
    source: _text(500) = ""  # type: ignore[valid-type]
    dated: date | None = None
    who: _text(80) = ""  # type: ignore[valid-type]
    confirmed: bool = True
    carried: bool = False


class ItemFile(_Part):
    """One question, and what the room made of it."""

    question: Key = Field(alias="vraag")
    code: Short = Field("", alias="code")
    text: Note = Field(alias="tekst")
    kind: Literal["keuze", "meerkeuze"] = Field("keuze", alias="soort")
    options: Annotated[dict[Short, Note], Field(max_length=100)] = Field(default_factory=dict, alias="opties")
    counts: Annotated[list[CountFile], Field(max_length=200)] = Field(default_factory=list, alias="aantallen")
    reasons: Annotated[list[Note], Field(max_length=200)] = Field(default_factory=list, alias="redenen")
    verdict: Literal["", "eens", "niet_eens"] = Field("", alias="oordeel")
    agreed: ChoiceFile | None = Field(None, alias="afgesproken")
    reason: Note = Field("", alias="want")
    minority: Note = Field("", alias="minderheid")
    minority_role: _text(80) = Field("", alias="minderheid_functie")  # type: ignore[valid-type]
    before: BeforeFile | None = Field(None, alias="ervoor")
    taken: bool = Field(False, alias="overgenomen")

    def record(self) -> ItemRecord:
        """As a record."""
        agreed = self.agreed.record() if self.agreed and self.verdict == AGREED else None
        return ItemRecord(
            question=self.question,
            shape=Shape(self.code, self.text, kind=self.kind, options=self.options),
            counts=tuple(Count(each.record(), each.number) for each in self.counts),
            reasons=tuple(self.reasons),
            agreement=Agreement(
                self.question, self.verdict, agreed, self.reason, self.minority, self.minority_role
            ),
            before=self.before.model_dump(mode="json") if self.before else None,
            taken=self.taken,
        )


class RoundFile(_Part):
    """One conversation."""

    kind: _text(40) = Field(alias="soort")  # type: ignore[valid-type]
    state: Literal["klaar", "gestopt"] = Field(alias="stand")
    day: datetime = Field(alias="begonnen")
    finished: datetime | None = Field(None, alias="afgerond")
    joined: int = Field(0, alias="deelnemers", ge=0, le=1000)
    roles: Annotated[list[_text(80)], Field(max_length=100)] = Field(  # type: ignore[valid-type]
        default_factory=list, alias="functies"
    )
    minutes: int = Field(5, alias="minuten", ge=1, le=180)
    version: _text(80) = Field("", alias="versie")  # type: ignore[valid-type]
    items: Annotated[list[ItemFile], Field(max_length=20)] = Field(alias="vragen")

    def record(self) -> RoundRecord:
        """As a record; the store gives it its number."""
        began = self.day.replace(tzinfo=None)
        return RoundRecord(
            id=0,
            assessment_id=0,
            number=0,
            kind=self.kind,
            code="",
            state=self.state,
            minutes=self.minutes,
            content_hash=self.version,
            created_at=began,
            expires_at=began + timedelta(hours=12),
            started_at=began,
            finished_at=self.finished.replace(tzinfo=None) if self.finished else None,
            roles=tuple(self.roles),
            joined=self.joined,
            items=tuple(item.record() for item in self.items),
        )


class RoundsError(ValueError):
    """The conversations in a file can't be read."""


def rounds_json(rounds: Iterable[RoundRecord]) -> list[dict[str, Any]]:
    """The conversations as JSON; one that still runs is written as stopped, with what was recorded."""
    return [_round_json(talk) for talk in rounds]


def _round_json(talk: RoundRecord) -> dict[str, Any]:
    return {
        "soort": talk.kind,
        "stand": DONE if talk.state == DONE else STOPPED,
        "begonnen": (talk.started_at or talk.created_at).isoformat(timespec="seconds"),
        "afgerond": talk.finished_at.isoformat(timespec="seconds") if talk.finished_at else None,
        "deelnemers": talk.joined,
        "functies": list(talk.roles),
        "minuten": talk.minutes,
        "versie": talk.content_hash,
        "vragen": [_item_json(item) for item in talk.items],
    }


def _item_json(item: ItemRecord) -> dict[str, Any]:
    said = item.agreement
    return {
        "vraag": item.question,
        "code": item.shape.code,
        "tekst": item.shape.text,
        "soort": item.shape.kind,
        "opties": dict(item.shape.options),
        "aantallen": [{**_choice_json(each.choice), "aantal": each.number} for each in item.counts],
        "redenen": list(item.reasons),
        "oordeel": said.verdict,
        "afgesproken": _choice_json(said.agreed) if said.agreed else None,
        "want": said.reason,
        "minderheid": said.minority,
        "minderheid_functie": said.minority_role,
        "ervoor": dict(item.before) if item.before else None,
        "overgenomen": item.taken,
    }


def _choice_json(choice: Choice) -> dict[str, Any]:
    value = list(choice.value) if isinstance(choice.value, tuple) else choice.value
    return {"staat": choice.state, "waarde": value}


def read_rounds(data: Any) -> tuple[RoundRecord, ...]:
    """Read the conversations of a file; raises RoundsError."""
    if data is None:
        return ()
    if not isinstance(data, list) or len(data) > MOST_ROUNDS:
        raise RoundsError("In dit bestand is de lijst ‘gesprekken’ niet te lezen, of zij is te lang.")
    try:
        return tuple(RoundFile.model_validate(each).record() for each in data)
    except (ValidationError, OverflowError) as error:
        place = ""
        if isinstance(error, ValidationError):
            place = ".".join(map(str, error.errors()[0]["loc"]))
        raise RoundsError(
            f"In dit bestand staat iets verkeerds bij ‘gesprekken’{f' ({place})' if place else ''}."
            " Bewaar het opnieuw."
        ) from None
