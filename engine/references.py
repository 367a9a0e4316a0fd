"""Whether the names in the content point to something: ids, sources, measures, outcomes, answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.answers import read_answer
from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.load import Content
from engine.models import DURATION, ID, RESERVED, Question, Questionnaire, Ruleset
from engine.source import Path, Source


def check_references(content: Content) -> list[Diagnostic]:
    """Return every finding about names in all files."""
    found: list[Diagnostic] = []
    for key, form in content.questionnaires.items():
        found += _Questions(content.file("vragenlijst", key), form).check()
    for key in content.baselines:
        found += _baseline(content, key)
    for key in content.rulesets:
        found += _Rules(content, key).check()
    for key in content.subjects:
        found += _subject(content, key)
    for key in content.examples:
        found += _examples(content, key)
    return found


def _ids(source: Source, path: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    for name in names:
        here = (*path, name)
        if not ID.fullmatch(name):
            yield source.diagnostic("R009", here, f"‘{name}’ kan geen naam zijn",
                                    "gebruik kleine letters, cijfers en _, en begin met een letter", key=True)
        elif name in RESERVED:
            yield source.diagnostic("R009", here, f"‘{name}’ heeft al een vaste betekenis",
                                    "kies een andere naam", key=True)


def _known(
    source: Source, path: Path, names: Iterable[str], known: Mapping[str, object], what: str
) -> Iterator[Diagnostic]:
    for index, name in enumerate(names):
        if name not in known:
            hint = suggest(name, known) or f"kies uit: {enumerate_words(list(known))}"
            here = (*path, index) if (*path, index) in source.marks else path
            yield source.diagnostic("R001", here, f"{what} ‘{name}’ bestaat niet", hint)


class _Questions:
    """The names in one questionnaire."""

    def __init__(self, source: Source, form: Questionnaire) -> None:
        self.source, self.form = source, form

    def check(self) -> Iterator[Diagnostic]:
        seen: dict[str, str] = {}
        codes: dict[str, str] = {}
        yield from _ids(self.source, ("weten",), self.form.experts)
        for index, section in enumerate(self.form.sections):
            for key, question in section.questions.items():
                path: Path = ("secties", index, "vragen", key)
                yield from _ids(self.source, path[:-1], [key])
                if key in seen:
                    yield self.source.diagnostic("R003", path, f"de vraag ‘{key}’ bestaat al in ‘{seen[key]}’",
                                                 "geef een van de twee een andere naam", key=True)
                if question.code in codes:
                    yield self.source.diagnostic(
                        "R003", (*path, "code"), f"de code ‘{question.code}’ heeft de vraag ‘{codes[question.code]}’ al",
                        "geef elke vraag een eigen code")
                seen[key] = section.title
                codes[question.code] = key
                yield from self._question(path, question)

    def _question(self, path: Path, question: Question) -> Iterator[Diagnostic]:
        yield from _known(self.source, (*path, "weet"), question.known_by, self.form.experts, "bij ‘weten’:")
        yield from _ids(self.source, (*path, "opties"), (o for o in question.options if o not in ("ja", "nee")))
        takes = question.kind in ("keuze", "meerkeuze")
        if question.options and not takes:
            yield self.source.diagnostic("R010", (*path, "opties"), f"een vraag van soort ‘{question.kind}’ heeft geen opties",
                                         "laat ‘opties’ weg, of kies ‘keuze’ of ‘meerkeuze’", key=True)
        if takes and not 2 <= len(question.options) <= 40:
            yield self.source.diagnostic("R010", path, "deze vraag heeft niet twee tot veertig opties",
                                         "voeg opties toe, of splits de vraag", key=True)
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            yield self.source.diagnostic("R010", (*path, "van"), "‘van’ is hoger dan ‘tot’", "draai ze om")
        if not 0 <= question.decimals <= 6:
            yield self.source.diagnostic("R010", (*path, "decimalen"), "‘decimalen’ ligt tussen 0 en 6")


def _baseline(content: Content, key: str) -> Iterator[Diagnostic]:
    source, baseline = content.file("basislijn", key), content.baselines[key]
    yield from _ids(source, ("beginselen",), baseline.principles)
    yield from _ids(source, ("schaal", "oordelen"),
                    (j for j in baseline.scale.judgements if j != "niet_van_toepassing"))
    for judgement, points in baseline.scale.judgements.items():
        whole = points.isdigit() and int(points) <= baseline.scale.highest
        if points != "telt niet" and not whole:
            yield source.diagnostic("R010", ("schaal", "oordelen", judgement), f"‘{points}’ is geen aantal punten",
                                    f"schrijf 0 tot {baseline.scale.highest}, of ‘telt niet’")
    for principle, row in baseline.principles.items():
        if row.weight < 1:
            yield source.diagnostic("R010", ("beginselen", principle, "gewicht"), "een gewicht is minstens 1",
                                    "laat het beginsel weg als het niet telt")


class _Rules:
    """The names in one rule set."""

    def __init__(self, content: Content, key: str) -> None:
        self.content, self.rules = content, content.rulesets[key]
        self.source = content.file("regels", key)

    def check(self) -> list[Diagnostic]:
        rules: Ruleset = self.rules
        found = [
            *_known(self.source, ("vragenlijst",), [rules.questionnaire], self.content.questionnaires, "de vragenlijst"),
            *_known(self.source, ("basislijn",), [rules.baseline], self.content.baselines, "de basislijn"),
        ]
        if found:
            return found
        self.form = self.content.questionnaires[rules.questionnaire]
        self.baseline = self.content.baselines[rules.baseline]
        self.citations = {**self.baseline.sources, **self.form.sources, **rules.sources}
        return [*self._names(), *self._facts(), *self._criteria(), *self._actions(), *self._ladder(),
                *self._question_sources()]

    def _names(self) -> Iterator[Diagnostic]:
        rules = self.rules
        for path, names in (("kenmerken", rules.facts), ("criteria", rules.criteria), ("signalen", rules.signals),
                            ("voorbehoud", rules.reservations), ("maatregelen", rules.measures),
                            ("uitkomsten", rules.outcomes), ("drempels", rules.thresholds)):
            yield from _ids(self.source, (path,), names)
        taken = dict.fromkeys(self.form.questions, "vraag") | dict.fromkeys(rules.facts, "kenmerk")
        for path, names in (("kenmerken", rules.facts), ("criteria", rules.criteria)):
            for name in names:
                other = "vraag" if path == "kenmerken" and name in self.form.questions else taken.get(name)
                if other and not (path == "kenmerken" and other == "kenmerk"):
                    yield self.source.diagnostic("R003", (path, name), f"‘{name}’ is al een {other}",
                                                 "vragen, kenmerken en criteria hebben elk een eigen naam", key=True)

    def _facts(self) -> Iterator[Diagnostic]:
        for key, fact in self.rules.facts.items():
            path: Path = ("kenmerken", key)
            if bool(fact.rules) == (fact.count is not None):
                yield self.source.diagnostic("R010", path, f"‘{key}’ heeft niet precies één van ‘regels’ en ‘tel’",
                                             "kies hoe dit kenmerk volgt", key=True)
            for i, rule in enumerate(fact.rules):
                here = (*path, "regels", i)
                if not ID.fullmatch(rule.value) or rule.value in RESERVED - {"onbekend"}:
                    yield self.source.diagnostic("R009", (*here, "is"), f"‘{rule.value}’ kan geen waarde zijn",
                                                 "gebruik kleine letters, cijfers en _")
                yield from self._attached(here, rule.measures, rule.sources)

    def _criteria(self) -> Iterator[Diagnostic]:
        scale = self.baseline.scale.judgements
        for key, criterion in self.rules.criteria.items():
            path: Path = ("criteria", key)
            yield from _known(self.source, (*path, "beginsel"), [criterion.principle], self.baseline.principles,
                              "het beginsel")
            yield from _known(self.source, (*path, "bronnen"), criterion.sources, self.citations, "de bron")
            if criterion.floor not in ("ja", "nee", "blokkade") and not isinstance(criterion.floor, (dict, list)):
                yield self.source.diagnostic("M003", (*path, "ondergrens"), f"‘{criterion.floor}’ kan hier niet",
                                             "schrijf ja, nee, blokkade of een voorwaarde")
            if bool(criterion.follows) == bool(criterion.rules):
                yield self.source.diagnostic("R010", path, f"‘{key}’ heeft niet precies één van ‘volgt’ en ‘regels’",
                                             "kies de korte of de lange vorm", key=True)
            for i, rule in enumerate(criterion.rules):
                here = (*path, "regels", i)
                yield from _known(self.source, (*here, "oordeel"), [rule.judgement], scale, "het oordeel")
                yield from self._attached(here, rule.measures, rule.sources)
            if criterion.follows:
                yield from self._follows(key, path)

    def _follows(self, key: str, path: Path) -> Iterator[Diagnostic]:
        criterion = self.rules.criteria[key]
        yield from _known(self.source, (*path, "volgt"), [criterion.follows], self.form.questions, "de vraag")
        question = self.form.questions.get(criterion.follows)
        if question is None:
            return
        if question.kind != "keuze":
            yield self.source.diagnostic("R010", (*path, "volgt"), f"‘{criterion.follows}’ is geen keuzevraag",
                                         "‘volgt’ werkt alleen bij een vraag met één antwoord; gebruik ‘regels’")
            return
        for option in question.options:
            if option not in criterion.verdicts:
                yield self.source.diagnostic("R002", (*path, "oordelen"), f"het antwoord ‘{option}’ heeft geen oordeel",
                                             f"voeg ‘{option}:’ toe", key=True)
        for option, verdict in criterion.verdicts.items():
            here = (*path, "oordelen", option)
            if option not in question.options:
                known = list(question.options)
                yield self.source.diagnostic(
                    "R002", here, f"‘{option}’ is geen antwoord op ‘{criterion.follows}’ ({enumerate_words(known)})",
                    suggest(option, known), key=True)
            yield from _known(self.source, (*here, "is"), [verdict.judgement], self.baseline.scale.judgements, "het oordeel")
            yield from self._attached(here, verdict.measures, verdict.sources)

    def _attached(self, path: Path, measures: Iterable[str], sources: Iterable[str]) -> Iterator[Diagnostic]:
        yield from _known(self.source, (*path, "maatregelen"), measures, self.rules.measures, "de maatregel")
        yield from _known(self.source, (*path, "bronnen"), sources, self.citations, "de bron")

    def _actions(self) -> Iterator[Diagnostic]:
        for key, signal in self.rules.signals.items():
            yield from self._attached(("signalen", key), signal.measures, signal.sources)
        for key, measure in self.rules.measures.items():
            yield from self._attached(("maatregelen", key), (), measure.sources)
        for key, outcome in self.rules.outcomes.items():
            yield from self._attached(("uitkomsten", key), outcome.measures, ())
            yield from self._duration(("uitkomsten", key, "herzie_na"), outcome.review_after)

    def _duration(self, path: Path, text: str) -> Iterator[Diagnostic]:
        if text and not DURATION.fullmatch(text):
            yield self.source.diagnostic("R010", path, f"‘{text}’ is geen termijn", "schrijf bijvoorbeeld ‘6 maanden’")

    def _ladder(self) -> Iterator[Diagnostic]:
        for i, rung in enumerate(self.rules.ladder):
            path: Path = ("ladder", i)
            yield from _known(self.source, (*path, "uitkomst"), [rung.outcome], self.rules.outcomes, "de uitkomst")
            yield from self._attached(path, rung.measures, rung.sources)
            yield from self._duration((*path, "termijn"), rung.term)
        if not self.rules.ladder[-1].otherwise:
            yield self.source.diagnostic("R008", ("ladder", len(self.rules.ladder) - 1),
                                         "de laatste trede van de ladder geldt niet altijd",
                                         "maak er ‘anders: ja’ van, dan is er altijd een advies")

    def _question_sources(self) -> Iterator[Diagnostic]:
        source = self.content.file("vragenlijst", self.form.id)
        for index, section in enumerate(self.form.sections):
            for key, question in section.questions.items():
                path: Path = ("secties", index, "vragen", key, "bronnen")
                yield from _known(source, path, question.sources, self.citations, "de bron")


def _subject(content: Content, key: str) -> Iterator[Diagnostic]:
    source, subject = content.file("onderwerp", key), content.subjects[key]
    forms = [f for f in content.questionnaires.values() if f.subject_kind == subject.kind]
    if not forms:
        kinds = {f.subject_kind: f for f in content.questionnaires.values() if f.subject_kind}
        yield from _known(source, ("onderwerp", "soort"), [subject.kind], kinds, "de soort")
        return
    questions = {k: q for form in forms for k, q in form.questions.items()}
    for name, fact in subject.facts.items():
        path: Path = ("feiten", name)
        if name not in questions:
            yield source.diagnostic("R001", path, f"de vraag ‘{name}’ bestaat niet", suggest(name, questions), key=True)
        elif questions[name].about != "onderwerp":
            yield source.diagnostic("R010", path, f"‘{name}’ gaat niet over het onderwerp zelf",
                                    "een profiel bevat alleen feiten die voor iedereen gelden", key=True)
        else:
            yield from _answer(source, (*path, "antwoord"), questions[name], fact.answer)


def _answer(source: Source, path: Path, question: Question, raw: object) -> Iterator[Diagnostic]:
    try:
        read_answer(question, raw)
    except ValueError as error:
        yield source.diagnostic("R002", path, str(error))


def _examples(content: Content, key: str) -> Iterator[Diagnostic]:
    source = content.file("voorbeelden", key)
    rules = content.rulesets.get(key)
    form = content.questionnaires.get(rules.questionnaire) if rules else None
    if rules is None or form is None:
        yield from _known(source, ("voorbeelden",), [key], content.rulesets, "de regelset")
        return
    for i, case in enumerate(content.examples[key].cases):
        path: Path = ("gevallen", i)
        if case.subject:
            yield from _known(source, (*path, "onderwerp"), [case.subject], content.subjects, "het onderwerp")
        for name, raw in case.answers.items():
            here = (*path, "antwoorden", name)
            if name not in form.questions:
                yield source.diagnostic("R001", here, f"de vraag ‘{name}’ bestaat niet",
                                        suggest(name, form.questions), key=True)
            else:
                yield from _answer(source, here, form.questions[name], raw)
        expected, there = case.expected, (*path, "verwacht")
        yield from _known(source, (*there, "uitkomst"), filter(None, [expected.outcome]), rules.outcomes, "de uitkomst")
        yield from _known(source, (*there, "mogelijke_uitkomsten"), expected.possible or (), rules.outcomes, "de uitkomst")
        yield from _known(source, (*there, "signalen"), expected.signals or (), rules.signals, "het signaal")
        yield from _known(source, (*there, "maatregelen"), expected.measures or (), rules.measures, "de maatregel")
        yield from _known(source, (*there, "voorbehoud"), expected.reservations or (), rules.reservations, "het voorbehoud")
        yield from _known(source, (*there, "kenmerken"), expected.facts, rules.facts, "het kenmerk")
        yield from _known(source, (*there, "criteria"), expected.criteria, rules.criteria, "het criterium")
