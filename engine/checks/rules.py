"""R001, R002, R003, R008 and R010: the names in a baseline and in a rule set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.checks.facts import facts
from engine.checks.naming import ids, known_names
from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.load import Content
from engine.models import Ruleset
from engine.names import terms_of
from engine.scalars import DURATION
from engine.source import Path


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een regel wijst naar iets dat niet bestaat, of is niet compleet.

    Waarom: een naam met een typefout zou stil nooit gelden.
    Fout: ‘maatregelen: [huisregel]’, terwijl de maatregel ‘huisregels’ heet.
    Goed: de naam precies zoals hij is vastgelegd.
    """
    for key in content.baselines:
        yield from _baseline(content, key)
    for key in content.rulesets:
        yield from _Rules(content, key).check()


def _baseline(content: Content, key: str) -> Iterator[Diagnostic]:
    source, baseline = content.file("basislijn", key), content.baselines[key]
    yield from ids(source, ("beginselen",), baseline.principles)
    yield from ids(
        source, ("schaal", "oordelen"), (j for j in baseline.scale.judgements if j != "niet_van_toepassing")
    )
    for judgement, points in baseline.scale.judgements.items():
        whole = points.isdecimal() and int(points) <= baseline.scale.highest
        if points != "telt niet" and not whole:
            yield source.diagnostic(
                "R010",
                ("schaal", "oordelen", judgement),
                f"‘{points}’ is geen aantal punten",
                f"schrijf 0 tot {baseline.scale.highest}, of ‘telt niet’",
            )
    yield from known_names(
        source, ("schaal", "waarden"), baseline.scale.labels, baseline.scale.judgements, "het oordeel"
    )
    if baseline.scale.highest < 1:
        yield source.diagnostic(
            "R010", ("schaal", "hoogste"), "‘hoogste’ is minstens 1", "schrijf het meeste aantal punten"
        )
    if all(points == "telt niet" for points in baseline.scale.judgements.values()):
        yield source.diagnostic(
            "R010", ("schaal", "oordelen"), "geen enkel oordeel telt", "geef minstens één oordeel punten"
        )
    for principle, row in baseline.principles.items():
        if row.weight < 1:
            yield source.diagnostic(
                "R010",
                ("beginselen", principle, "gewicht"),
                "een gewicht is minstens 1",
                "laat het beginsel weg als het niet telt",
            )


class _Rules:
    """The names in one rule set."""

    def __init__(self, content: Content, key: str) -> None:
        self.content, self.rules = content, content.rulesets[key]
        self.source = content.file("regels", key)

    def check(self) -> list[Diagnostic]:
        rules: Ruleset = self.rules
        found = [
            *known_names(
                self.source,
                ("vragenlijst",),
                [rules.questionnaire],
                self.content.questionnaires,
                "de vragenlijst",
            ),
            *known_names(
                self.source, ("basislijn",), [rules.baseline], self.content.baselines, "de basislijn"
            ),
        ]
        if found:
            return found
        self.form = self.content.questionnaires[rules.questionnaire]
        self.baseline = self.content.baselines[rules.baseline]
        self.citations = {**self.baseline.sources, **self.form.sources, **rules.sources}
        return [
            *self._names(),
            *self._facts(),
            *self._criteria(),
            *self._actions(),
            *self._ladder(),
            *self._question_sources(),
        ]

    def _names(self) -> Iterator[Diagnostic]:
        rules = self.rules
        for path, names in (
            ("kenmerken", rules.facts),
            ("criteria", rules.criteria),
            ("signalen", rules.signals),
            ("voorbehoud", rules.reservations),
            ("maatregelen", rules.measures),
            ("uitkomsten", rules.outcomes),
            ("drempels", rules.thresholds),
        ):
            yield from ids(self.source, (path,), names)
        lines = [rules.line] if rules.line else []
        yield from known_names(self.source, ("lijn",), lines, rules.thresholds, "de drempel")
        taken = dict.fromkeys(self.form.questions, "vraag") | dict.fromkeys(rules.facts, "kenmerk")
        for path, names in (("kenmerken", rules.facts), ("criteria", rules.criteria)):
            for name in names:
                other = "vraag" if path == "kenmerken" and name in self.form.questions else taken.get(name)
                if other and not (path == "kenmerken" and other == "kenmerk"):
                    yield self.source.diagnostic(
                        "R003",
                        (path, name),
                        f"‘{name}’ is al een {other}",
                        "vragen, kenmerken en criteria hebben elk een eigen naam",
                        key=True,
                    )

    def _facts(self) -> Iterator[Diagnostic]:
        terms = terms_of(self.form, self.rules, self.baseline)
        yield from facts(self.source, self.rules, terms)
        for key, fact in self.rules.facts.items():
            path: Path = ("kenmerken", key)
            yield from known_names(self.source, (*path, "bronnen"), fact.sources, self.citations, "de bron")
            if not (fact.table or fact.lowest):
                for i, rule in enumerate(fact.rules):
                    yield from self._attached((*path, "regels", i), rule.measures, rule.sources)

    def _criteria(self) -> Iterator[Diagnostic]:
        scale = self.baseline.scale.judgements
        for key, criterion in self.rules.criteria.items():
            path: Path = ("criteria", key)
            yield from known_names(
                self.source,
                (*path, "beginsel"),
                [criterion.principle],
                self.baseline.principles,
                "het beginsel",
            )
            yield from known_names(
                self.source, (*path, "bronnen"), criterion.sources, self.citations, "de bron"
            )
            if criterion.floor not in ("ja", "nee", "blokkade") and not isinstance(
                criterion.floor, (dict, list)
            ):
                yield self.source.diagnostic(
                    "M003",
                    (*path, "ondergrens"),
                    f"‘{criterion.floor}’ kan hier niet",
                    "schrijf ja, nee, blokkade of een voorwaarde",
                )
            if bool(criterion.follows) == bool(criterion.rules):
                yield self.source.diagnostic(
                    "R010",
                    path,
                    f"‘{key}’ heeft niet precies één van ‘volgt’ en ‘regels’",
                    "kies de korte of de lange vorm",
                    key=True,
                )
            for i, rule in enumerate(criterion.rules):
                here = (*path, "regels", i)
                yield from known_names(
                    self.source, (*here, "oordeel"), [rule.judgement], scale, "het oordeel"
                )
                yield from self._attached(here, rule.measures, rule.sources)
            if criterion.follows:
                yield from self._follows(key, path)

    def _follows(self, key: str, path: Path) -> Iterator[Diagnostic]:
        criterion = self.rules.criteria[key]
        yield from known_names(
            self.source, (*path, "volgt"), [criterion.follows], self.form.questions, "de vraag"
        )
        question = self.form.questions.get(criterion.follows)
        if question is None:
            return
        if question.kind != "keuze":
            yield self.source.diagnostic(
                "R010",
                (*path, "volgt"),
                f"‘{criterion.follows}’ is geen keuzevraag",
                "‘volgt’ werkt alleen bij een vraag met één antwoord; gebruik ‘regels’",
            )
            return
        for option in question.options:
            if option not in criterion.verdicts:
                yield self.source.diagnostic(
                    "R002",
                    (*path, "oordelen"),
                    f"het antwoord ‘{option}’ heeft geen oordeel",
                    f"voeg ‘{option}:’ toe",
                    key=True,
                )
        for option, verdict in criterion.verdicts.items():
            here = (*path, "oordelen", option)
            if option not in question.options:
                known = list(question.options)
                yield self.source.diagnostic(
                    "R002",
                    here,
                    f"‘{option}’ is geen antwoord op ‘{criterion.follows}’ ({enumerate_words(known)})",
                    suggest(option, known),
                    key=True,
                )
            yield from known_names(
                self.source, (*here, "is"), [verdict.judgement], self.baseline.scale.judgements, "het oordeel"
            )
            yield from self._attached(here, verdict.measures, verdict.sources)

    def _attached(self, path: Path, measures: Iterable[str], sources: Iterable[str]) -> Iterator[Diagnostic]:
        yield from known_names(
            self.source, (*path, "maatregelen"), measures, self.rules.measures, "de maatregel"
        )
        yield from known_names(self.source, (*path, "bronnen"), sources, self.citations, "de bron")

    def _actions(self) -> Iterator[Diagnostic]:
        for key, signal in self.rules.signals.items():
            yield from self._attached(("signalen", key), signal.measures, signal.sources)
        for key, measure in self.rules.measures.items():
            yield from self._attached(("maatregelen", key), (), measure.sources)
            for expert in measure.asks:
                here: Path = ("maatregelen", key, "vraag_aan", expert)
                yield from known_names(self.source, here, [expert], self.form.experts, "bij ‘weten’:")
        for key, outcome in self.rules.outcomes.items():
            yield from self._attached(("uitkomsten", key), outcome.measures, ())
            yield from self._duration(("uitkomsten", key, "herzie_na"), outcome.review_after)

    def _duration(self, path: Path, text: str) -> Iterator[Diagnostic]:
        if text and not DURATION.fullmatch(text):
            yield self.source.diagnostic(
                "R010", path, f"‘{text}’ is geen termijn", "schrijf bijvoorbeeld ‘6 maanden’"
            )

    def _ladder(self) -> Iterator[Diagnostic]:
        for i, rung in enumerate(self.rules.ladder):
            path: Path = ("ladder", i)
            yield from known_names(
                self.source, (*path, "uitkomst"), [rung.outcome], self.rules.outcomes, "de uitkomst"
            )
            yield from self._attached(path, rung.measures, rung.sources)
            yield from self._duration((*path, "termijn"), rung.term)
        if not self.rules.ladder[-1].otherwise:
            yield self.source.diagnostic(
                "R008",
                ("ladder", len(self.rules.ladder) - 1),
                "de laatste trede van de ladder geldt niet altijd",
                "maak er ‘anders: ja’ van, dan is er altijd een advies",
            )

    def _question_sources(self) -> Iterator[Diagnostic]:
        source = self.content.file("vragenlijst", self.form.id)
        for index, section in enumerate(self.form.sections):
            for key, question in section.questions.items():
                path: Path = ("secties", index, "vragen", key, "bronnen")
                yield from known_names(source, path, question.sources, self.citations, "de bron")
