"""The kinds of conversation: data, checked at the start. A prompt has a source or is called a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

PLACE = Path(__file__).parents[1] / "content" / "gesprekken.yaml"
MOST_MINUTES = 180


class KindError(Exception):
    """The file with kinds does not check; the text says where and what."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Prompt(_Part):
    """A question for the facilitator to ask."""

    text: str = Field(alias="tekst", min_length=3, max_length=200)
    about: tuple[Literal["inzet", "organisatie", "onderwerp"], ...] = Field((), alias="bij")
    source: str = Field("", alias="bron")
    proposal: bool = Field(False, alias="voorstel")

    @field_validator("proposal", mode="before")
    @classmethod
    def _dutch(cls, value: object) -> object:
        return {"ja": True, "nee": False}.get(str(value), value)

    @model_validator(mode="after")
    def _grounded(self) -> Prompt:
        if bool(self.source) == self.proposal:
            raise ValueError(f"‘{self.text}’ heeft een bron, of is een voorstel: een van beide")
        return self


class Moment(_Part):
    """One part of the agenda."""

    title: str = Field(alias="titel", min_length=2, max_length=60)
    minutes: int = Field(alias="minuten", ge=1, le=MOST_MINUTES)
    explanation: str = Field("", alias="uitleg", max_length=200)
    blind: bool = False

    @field_validator("blind", mode="before")
    @classmethod
    def _dutch(cls, value: object) -> object:
        return {"ja": True, "nee": False}.get(str(value), value)


class Kind(_Part):
    """One kind of conversation."""

    title: str = Field(alias="titel", min_length=2, max_length=60)
    explanation: str = Field(alias="uitleg", min_length=3, max_length=300)
    source: str = Field(alias="bron")
    agenda: tuple[Moment, ...] = Field(min_length=2)
    prompts: tuple[Prompt, ...] = Field(alias="gespreksvragen", min_length=1)

    @model_validator(mode="after")
    def _one_blind_part(self) -> Kind:
        if sum(moment.blind for moment in self.agenda) != 1:
            raise ValueError(f"‘{self.title}’: precies één deel van de agenda heeft ‘blind: ja’")
        return self

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(moment.minutes for moment in self.agenda)

    @property
    def blind_minutes(self) -> int:
        """How long everybody answers alone."""
        return next(moment.minutes for moment in self.agenda if moment.blind)

    def prompt(self, about: str, at: int) -> Prompt:
        """The prompt for a question: one that fits what it is about, another one each time."""
        own = [prompt for prompt in self.prompts if about in prompt.about]
        fitting = own or [prompt for prompt in self.prompts if not prompt.about] or list(self.prompts)
        return fitting[at % len(fitting)]


class Kinds(_Part):
    """The whole file."""

    sources: Mapping[str, str] = Field(alias="bronnen")
    values: Mapping[str, tuple[str, ...]] = Field(alias="waardevragen")
    kinds: Mapping[str, Kind] = Field(alias="soorten", min_length=1)

    @model_validator(mode="after")
    def _known_sources(self) -> Kinds:
        named = [kind.source for kind in self.kinds.values()]
        named += [prompt.source for kind in self.kinds.values() for prompt in kind.prompts if prompt.source]
        unknown = sorted(set(named) - set(self.sources))
        if unknown:
            raise ValueError(f"deze bron staat niet bij ‘bronnen’: {', '.join(unknown)}")
        too_long = [key for key in self.kinds if len(key) > 40]
        if too_long:
            raise ValueError(f"deze naam is te lang: {too_long[0]}")
        return self

    def of(self, key: str) -> Kind:
        """A kind; the first one for a round whose kind is gone."""
        return self.kinds.get(key) or next(iter(self.kinds.values()))


def read_kinds(path: Path) -> Kinds:
    """Read and check the file; raises KindError."""
    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        return Kinds.model_validate(data)
    except yaml.YAMLError as error:
        raise KindError(f"{path.name} is niet te lezen: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise KindError(f"{path.name}, {place}: {first['msg']}") from None


@cache
def kinds() -> Kinds:
    """The kinds that come with the application."""
    return read_kinds(PLACE)
