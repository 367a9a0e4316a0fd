"""How an assessment becomes an entry of a publication standard: an `uitvoer` file as frozen models.

As in `models.py` the alias beside each field is the Dutch keyword that authors write. The names of the
fields are the standard's own.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.models import Citation
from engine.scalars import Model, Names, Text, Whole, YesNo

NOTHING = "geen"  # in `waarden`: this answer or value has no counterpart in the standard

#: How a field can get its value: the keyword, and the attribute that holds it. A field has exactly one.
ORIGINS = {
    "gegeven": "given",
    "vraag": "question",
    "kenmerk": "fact",
    "vast": "fixed",
    "rijen": "rows",
    "zelf": "yourself",
}


class PublicationRow(Model):
    """One row of a list: there when the question has one of these answers."""

    question: Text = Field(alias="vraag")
    answers: Names = Field(alias="bij", min_length=1)
    title: Text = Field(alias="titel")
    link: str = ""


class PublicationField(Model):
    """One field of the standard, and where its value comes from."""

    title: Text = Field(alias="titel")
    longest: Whole | None = Field(None, alias="tekens")
    longest_link: Whole | None = Field(None, alias="tekens_link")
    most: Whole | None = Field(None, alias="aantal")
    required: YesNo = Field(False, alias="verplicht")
    always_shown: YesNo = Field(False, alias="getoond")
    given: Literal["naam", "organisatie", "peildatum", ""] = Field("", alias="gegeven")
    question: str = Field("", alias="vraag")
    fact: str = Field("", alias="kenmerk")
    fixed: str = Field("", alias="vast")
    rows: tuple[PublicationRow, ...] = Field((), alias="rijen")
    yourself: str = Field("", alias="zelf")
    form: Literal["lijst", "maand", "verwijzingen", "link", ""] = Field("", alias="vorm")
    words: dict[str, Text] = Field(default_factory=dict, alias="waarden")

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that this field looks at."""
        own = (self.question,) if self.question else ()
        return (*own, *(name for row in self.rows for name in (row.question, row.link) if name))


class Publication(Model):
    """The fields of one standard, filled from the assessments of one rule set."""

    id: Text = Field(alias="uitvoer")
    title: Text = Field(alias="titel")
    explanation: str = Field("", alias="uitleg")
    ruleset: Text = Field(alias="regels")
    sources: dict[str, Citation] = Field(default_factory=dict, alias="bronnen")
    fields: dict[str, PublicationField] = Field(alias="velden", min_length=1)

    @property
    def slug(self) -> str:
        """The name without the version, as used in addresses and commands."""
        return self.id.partition("/")[0]

    @property
    def questions(self) -> frozenset[str]:
        """The questions that this publication looks at."""
        return frozenset(name for field in self.fields.values() for name in field.questions)
