"""The kinds of content file as frozen models.

The alias beside each field is the Dutch keyword that authors write, and the only dictionary
between the two languages. Unknown keywords are refused. Conditions stay plain values here;
`terms.py` gives them meaning once the names they use are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.scalars import Day, Model, Names, Raw, Text, Whole, YesNo

MISSING_TEXT = "…"  # stands where a text is missing, so that the rest can be checked


class Citation(Model):
    """A source: a law article, a ruling, a report."""

    title: Text = Field(alias="titel")
    url: str = ""
    seen: Day | None = Field(None, alias="gezien")
    article: str = Field("", alias="artikel")


class Question(Model):
    """One question, whom it is about, and how it can be answered."""

    code: Text
    about: Literal["onderwerp", "organisatie", "inzet"] = Field(alias="over")
    text: Text = Field(alias="vraag")
    short: str = Field("", alias="kort")
    help: str = Field("", alias="uitleg")
    why: str = Field("", alias="waarom")
    where: str = Field("", alias="waar")
    kind: Literal["keuze", "meerkeuze", "getal", "datum", "tekst", ""] = Field("", alias="soort")
    options: dict[str, Text] = Field(default_factory=dict, alias="opties")
    known_by: Names = Field((), alias="weet")
    evidence: Literal["geen", "gevraagd", "verplicht"] = Field("geen", alias="bewijs")
    unknown: YesNo = Field(True, alias="onbekend")
    not_applicable: YesNo = Field(False, alias="nvt")
    shared: str = Field("", alias="gedeeld")
    arrangeable: YesNo = Field(False, alias="te_regelen")
    minimum: Whole | None = Field(None, alias="van")
    maximum: Whole | None = Field(None, alias="tot")
    decimals: Whole = Field(0, alias="decimalen")
    shown_if: Raw = Field(None, alias="toon_als")
    sources: Names = Field((), alias="bronnen")

    def model_post_init(self, _context: object) -> None:
        """Fill in what a yes/no question leaves out."""
        kind = self.kind or "keuze"
        object.__setattr__(self, "kind", kind)
        if kind == "keuze" and not self.options:
            object.__setattr__(self, "options", {"ja": "Ja", "nee": "Nee"})


class Section(Model):
    """A page of questions that belong together."""

    title: Text = Field(alias="titel")
    explanation: str = Field("", alias="uitleg")
    questions: dict[str, Question] = Field(alias="vragen", min_length=1)


class Questionnaire(Model):
    """What is asked, of whom, in which order."""

    id: Text = Field(alias="vragenlijst")
    title: Text = Field(alias="titel")
    subject_kind: str = Field("", alias="onderwerp")
    subject_title: str = Field("", alias="onderwerp_titel")
    subject_article: Literal["het", "de"] = Field("het", alias="onderwerp_lidwoord")
    facts_in_order: YesNo = Field(False, alias="feiten_op_volgorde")
    summary: str = Field("", alias="samenvatting")
    for_whom: str = Field("", alias="voor_wie")
    duration: str = Field("", alias="duur")
    experts: dict[str, Text] = Field(default_factory=dict, alias="weten")
    sections: tuple[Section, ...] = Field(alias="secties", min_length=1)
    sources: dict[str, Citation] = Field(default_factory=dict, alias="bronnen")

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by id, in the order in which they are asked."""
        return {key: q for section in self.sections for key, q in section.questions.items()}

    def question(self, key: str) -> Question:
        """Return one question by id; raises KeyError."""
        return self.questions[key]


class Scale(Model):
    """The judgements and their points; a judgement without points does not count."""

    highest: Whole = Field(alias="hoogste")
    judgements: dict[str, str] = Field(alias="oordelen", min_length=2)
    labels: dict[str, Text] = Field(default_factory=dict, alias="waarden")

    def points(self, judgement: str) -> int | None:
        """Return the points of a judgement, or None when it does not count."""
        value = self.judgements[judgement]
        return None if value == "telt niet" else int(value)

    def label(self, judgement: str) -> str:
        """Return a judgement in words."""
        return self.labels.get(judgement) or judgement.replace("_", " ")

    def counts(self, judgement: str) -> bool:
        """Whether a judgement has points."""
        return self.judgements.get(judgement, "telt niet") != "telt niet"


class Principle(Model):
    """A value that the baseline protects, with its weight in the score."""

    title: Text = Field(alias="titel")
    weight: Whole = Field(alias="gewicht")
    yields: YesNo = Field(False, alias="wijkt")
    explanation: str = Field("", alias="uitleg")
    good: str = Field("", alias="zo_ziet_goed_eruit")


class Baseline(Model):
    """Principles, weights, scale and sources, shared by rule sets."""

    id: Text = Field(alias="basislijn")
    title: Text = Field(alias="titel")
    explanation: str = Field("", alias="uitleg")
    status: Literal["voorstel", "pilot", "vastgesteld"]
    status_note: str = Field("", alias="toelichting")
    scale: Scale = Field(alias="schaal")
    principles: dict[str, Principle] = Field(alias="beginselen", min_length=1)
    sources: dict[str, Citation] = Field(default_factory=dict, alias="bronnen")


class Rule(Model):
    """What the rules of facts, criteria and the ladder have in common."""

    when: Raw = Field(None, alias="als")
    otherwise: YesNo = Field(False, alias="anders")
    because: Text = Field(alias="omdat")
    measures: Names = Field((), alias="maatregelen")
    sources: Names = Field((), alias="bronnen")


class FactRule(Rule):
    """When it holds, the fact has this value."""

    value: Text = Field(alias="is")


class Fact(Model):
    """Something that follows from answers; later rules may look at it.

    `table` and `lowest` are short forms: a rule set writes them out as `rules` when it is read, so
    nothing after that knows them.
    """

    title: Text = Field(alias="titel")
    rules: tuple[FactRule, ...] = Field((), alias="regels")
    collect: YesNo = Field(False, alias="verzamel")
    count: Raw = Field(None, alias="tel")
    per: str = ""
    table: dict[str, Text] = Field(default_factory=dict, alias="tabel")
    lowest: Names = Field((), alias="laagste")
    scale: str = Field("", alias="schaal")
    because: str = Field("", alias="omdat")
    sources: Names = Field((), alias="bronnen")
    labels: dict[str, Text] = Field(default_factory=dict, alias="waarden")
    show: YesNo = Field(False, alias="toon")

    def written_out(self, scales: Mapping[str, tuple[str, ...]]) -> Fact:
        """Return the fact with its short form as rules; a scale that is not there gives none."""
        tests: list[tuple[Any, str]] = [({self.per: option}, value) for option, value in self.table.items()]
        for value in scales.get(self.scale, ()) if self.lowest else ():
            tests.append(([{item: {"hoogstens": value}} for item in self.lowest], value))
        if not tests or self.rules:
            return self
        because, sources = self.because or MISSING_TEXT, self.sources
        rows = [{"als": when, "is": value, "omdat": because, "bronnen": sources} for when, value in tests]
        return self.model_copy(update={"rules": tuple(FactRule.model_validate(row) for row in rows)})

    def rule_path(self, index: int) -> tuple[str | int, ...]:
        """Return where rule `index` is written, below the fact."""
        if self.table:
            return ("tabel", list(self.table)[index])
        return ("laagste",) if self.lowest else ("regels", index)


class Verdict(Model):
    """Short form of a criterion: the judgement that goes with one option."""

    judgement: Text = Field(alias="is")
    because: Text = Field(alias="omdat")
    measures: Names = Field((), alias="maatregelen")
    sources: Names = Field((), alias="bronnen")


class CriterionRule(Rule):
    """When it holds, the criterion has this judgement."""

    judgement: Text = Field(alias="oordeel")


class Criterion(Model):
    """One point on which a subject is judged against a principle."""

    title: Text = Field(alias="titel")
    principle: Text = Field(alias="beginsel")
    floor: Raw = Field("nee", alias="ondergrens")
    follows: str = Field("", alias="volgt")
    verdicts: dict[str, Verdict] = Field(default_factory=dict, alias="oordelen")
    rules: tuple[CriterionRule, ...] = Field((), alias="regels")
    sources: Names = Field((), alias="bronnen")


class Signal(Model):
    """Something to say whatever the outcome is."""

    title: Text = Field(alias="titel")
    when: Raw = Field(alias="als")
    severity: Literal["stop", "let_op"] = Field(alias="ernst")
    because: Text = Field(alias="omdat")
    measures: Names = Field((), alias="maatregelen")
    sources: Names = Field((), alias="bronnen")


class Reservation(Model):
    """Something to say about how much is known; shown above the range."""

    title: Text = Field(alias="titel")
    when: Raw = Field(alias="als")
    because: Text = Field(alias="omdat")


class Start(Model):
    """From which date a measure or an outcome holds, under a condition."""

    when: Raw = Field(None, alias="als")
    otherwise: YesNo = Field(False, alias="anders")
    day: Day = Field(alias="is")


def _starts(value: object) -> object:
    return [{"anders": "ja", "is": value}] if isinstance(value, str) else value


Starts = Annotated[tuple[Start, ...], BeforeValidator(_starts)]


class Measure(Model):
    """Something to do: what, who, when."""

    do: Text = Field(alias="doe")
    who: Text = Field(alias="wie")
    term: Text = Field(alias="termijn")
    explanation: str = Field("", alias="toelichting")
    when: Raw = Field(None, alias="als")
    always: YesNo = Field(False, alias="altijd")
    shared: str = Field("", alias="gedeeld")
    asks: dict[str, Text] = Field(default_factory=dict, alias="vraag_aan")
    starts: Starts = Field((), alias="vanaf")
    effort: Whole = Field(1, alias="inspanning")
    sources: Names = Field((), alias="bronnen")


class Outcome(Model):
    """What the advice can be; rank 1 is the most favourable."""

    title: Text = Field(alias="titel")
    rank: Whole = Field(alias="rang")
    advice: Text = Field(alias="advies")
    review_after: str = Field("", alias="herzie_na")
    starts: Starts = Field((), alias="vanaf")
    measures: Names = Field((), alias="maatregelen")


class Rung(Rule):
    """One step of the ladder; the first that holds gives the outcome."""

    outcome: Text = Field(alias="uitkomst")
    term: str = Field("", alias="termijn")


class Ruleset(Model):
    """How answers become facts, judgements, signals, measures and an outcome."""

    id: Text = Field(alias="regels")
    title: str = Field("", alias="titel")
    questionnaire: Text = Field(alias="vragenlijst")
    baseline: Text = Field(alias="basislijn")
    status: Literal["voorstel", "pilot", "vastgesteld"]
    status_note: str = Field("", alias="toelichting")
    thresholds: dict[str, Whole] = Field(default_factory=dict, alias="drempels")
    line: str = Field("", alias="lijn")
    scales: dict[str, Names] = Field(default_factory=dict, alias="schalen")
    facts: dict[str, Fact] = Field(default_factory=dict, alias="kenmerken")
    criteria: dict[str, Criterion] = Field(default_factory=dict)
    signals: dict[str, Signal] = Field(default_factory=dict, alias="signalen")
    reservations: dict[str, Reservation] = Field(default_factory=dict, alias="voorbehoud")
    measures: dict[str, Measure] = Field(default_factory=dict, alias="maatregelen")
    outcomes: dict[str, Outcome] = Field(alias="uitkomsten", min_length=1)
    ladder: tuple[Rung, ...] = Field(min_length=1)
    prompts: Names = Field((), alias="gespreksvragen")
    sources: dict[str, Citation] = Field(default_factory=dict, alias="bronnen")

    def model_post_init(self, _context: object) -> None:
        """Write the short forms of facts out as rules."""
        facts = {key: fact.written_out(self.scales) for key, fact in self.facts.items()}
        object.__setattr__(self, "facts", facts)
