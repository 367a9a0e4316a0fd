"""R001, R002 and R010: the names and answers in profiles of subjects and in examples."""

from __future__ import annotations

from collections.abc import Iterator

from engine.answers import read_answer
from engine.checks.naming import known_names
from engine.diagnostics import Diagnostic, suggest
from engine.load import Content
from engine.models import Question
from engine.names import reasoned
from engine.source import Path, Source


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een profiel of voorbeeld noemt een vraag of antwoord dat niet bestaat.

    Waarom: zo'n feit zou stil niet meetellen.
    Fout: ‘tijdlijn: soms’, terwijl dat geen antwoord op de vraag is.
    Goed: een van de antwoorden uit de vragenlijst.
    """
    for key in content.subjects:
        yield from _subject(content, key)
    for key in content.examples:
        yield from _examples(content, key)


def _subject(content: Content, key: str) -> Iterator[Diagnostic]:
    source, subject = content.file("onderwerp", key), content.subjects[key]
    forms = [f for f in content.questionnaires.values() if f.subject_kind == subject.kind]
    if not forms:
        kinds = {f.subject_kind: f for f in content.questionnaires.values() if f.subject_kind}
        yield from known_names(source, ("onderwerp", "soort"), [subject.kind], kinds, "de soort")
        return
    ids = {form.id for form in forms}
    measures = {
        m: "" for rules in content.rulesets.values() if rules.questionnaire in ids for m in rules.measures
    }
    yield from known_names(source, ("uitgewerkt",), subject.worked_out, measures, "de maatregel")
    questions = {k: q for form in forms for k, q in form.questions.items()}
    for name, fact in subject.facts.items():
        path: Path = ("feiten", name)
        if name not in questions:
            yield source.diagnostic(
                "R001", path, f"de vraag ‘{name}’ bestaat niet", suggest(name, questions), key=True
            )
        elif questions[name].about != "onderwerp":
            yield source.diagnostic(
                "R010",
                path,
                f"‘{name}’ gaat niet over het onderwerp zelf",
                "een profiel bevat alleen feiten die voor iedereen gelden",
                key=True,
            )
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
        yield from known_names(source, ("voorbeelden",), [key], content.rulesets, "de regelset")
        return
    for i, case in enumerate(content.examples[key].cases):
        path: Path = ("gevallen", i)
        if case.subject:
            yield from known_names(
                source, (*path, "onderwerp"), [case.subject], content.subjects, "het onderwerp"
            )
        for name, raw in case.answers.items():
            here = (*path, "antwoorden", name)
            if name not in form.questions:
                yield source.diagnostic(
                    "R001", here, f"de vraag ‘{name}’ bestaat niet", suggest(name, form.questions), key=True
                )
            else:
                yield from _answer(source, here, form.questions[name], raw)
        expected, there = case.expected, (*path, "verwacht")
        yield from known_names(
            source, (*there, "uitkomst"), filter(None, [expected.outcome]), rules.outcomes, "de uitkomst"
        )
        yield from known_names(
            source, (*there, "mogelijke_uitkomsten"), expected.possible or (), rules.outcomes, "de uitkomst"
        )
        yield from known_names(
            source, (*there, "signalen"), expected.signals or (), rules.signals, "het signaal"
        )
        yield from known_names(
            source, (*there, "maatregelen"), expected.measures or (), rules.measures, "de maatregel"
        )
        yield from known_names(
            source, (*there, "voorbehoud"), expected.reservations or (), rules.reservations, "het voorbehoud"
        )
        yield from known_names(source, (*there, "kenmerken"), expected.facts, rules.facts, "het kenmerk")
        yield from known_names(
            source, (*there, "criteria"), expected.criteria, rules.criteria, "het criterium"
        )
        yield from known_names(source, (*there, "omdat"), expected.because, reasoned(rules), "het onderdeel")
