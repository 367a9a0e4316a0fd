"""Worked examples and known subjects as frozen models: what stands beside questionnaires and rules.

As in `models.py` the alias beside each field is the Dutch keyword that authors write.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.scalars import Day, Model, Names, Raw, Text, Whole


class Expectation(Model):
    """What an example expects; what is left out is not looked at."""

    outcome: str = Field("", alias="uitkomst")
    possible: Names | None = Field(None, alias="mogelijke_uitkomsten")
    score: Raw = None
    facts: dict[str, Raw] = Field(default_factory=dict, alias="kenmerken")
    criteria: dict[str, str] = Field(default_factory=dict)
    because: dict[str, Text] = Field(default_factory=dict, alias="omdat")
    signals: Names | None = Field(None, alias="signalen")
    measures: Names | None = Field(None, alias="maatregelen")
    reservations: Names | None = Field(None, alias="voorbehoud")
    missed: Whole | None = Field(None, alias="beginselen_gemist")
    block: str = Field("", alias="blokkade")


class Example(Model):
    """A worked case: answers and what they should lead to."""

    name: Text = Field(alias="naam")
    day: Day = Field(alias="peildatum")
    subject: str = Field("", alias="onderwerp")
    answers: dict[str, Raw] = Field(default_factory=dict, alias="antwoorden")
    expected: Expectation = Field(alias="verwacht")


class Unnoticed(Model):
    """A small fault that no example needs to notice, and why."""

    fault: Text = Field(alias="fout")
    because: Text = Field(alias="omdat")


class Examples(Model):
    """The worked cases of one rule set, which are its tests."""

    id: Text = Field(alias="voorbeelden")
    cases: tuple[Example, ...] = Field(alias="gevallen")
    unnoticed: tuple[Unnoticed, ...] = Field((), alias="zonder_voorbeeld")


class SubjectHead(Model):
    """Which subject a profile is about."""

    kind: Text = Field(alias="soort")
    name: Text = Field(alias="naam")
    status: Literal["illustratief", "voorstel", "vastgesteld"]
    explanation: str = Field("", alias="uitleg")


class SubjectFact(Model):
    """One fact about a subject, with its source and the date on which it was true."""

    answer: Raw = Field(alias="antwoord")
    source: Text = Field(alias="bron")
    dated: Day = Field(alias="peildatum")
    valid_until: Day | None = Field(None, alias="geldig_tot")
    note: str = Field("", alias="toelichting")


class SubjectProfile(Model):
    """What somebody wants to know before taking over what another municipality did."""

    purpose: Text = Field(alias="doel")
    supplier: str = Field("", alias="leverancier")
    shared_by: Text = Field(alias="gedeeld_door")
    dated: Day = Field(alias="peildatum")
    costs: str = Field("", alias="kosten")
    evaluation: str = Field("", alias="evaluatie")
    differently: str = Field("", alias="anders_doen")
    contact: str = ""
    dpia: str = ""
    register_url: str = Field("", alias="register")


class WorkedOut(Model):
    """How a measure was worked out, and where to find it."""

    how: Text = Field(alias="hoe")
    url: str = ""


class SubjectFile(Model):
    """A known subject: shared facts that prefill an assessment."""

    head: SubjectHead = Field(alias="onderwerp")
    profile: SubjectProfile | None = Field(None, alias="profiel")
    facts: dict[str, SubjectFact] = Field(default_factory=dict, alias="feiten")
    worked_out: dict[str, WorkedOut] = Field(default_factory=dict, alias="uitgewerkt")

    @property
    def kind(self) -> str:
        """The kind of subject, such as "platform"."""
        return self.head.kind

    @property
    def name(self) -> str:
        """The name that people use."""
        return self.head.name

    @property
    def status(self) -> str:
        """How much the profile may be leaned on."""
        return self.head.status

    @property
    def explanation(self) -> str:
        """A sentence about the profile."""
        return self.head.explanation


Subject = SubjectFile
