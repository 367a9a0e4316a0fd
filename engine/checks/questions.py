"""R003 and R010: the names, options and limits in a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checks.naming import ids, known_names
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.models import Question, Questionnaire
from engine.source import Path, Source

MOST_DECIMALS = 6


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een naam of grens in een vragenlijst klopt niet.

    Waarom: regels en antwoorden wijzen naar deze namen; twee vragen met één naam verliezen antwoorden.
    Fout: twee vragen met de code ‘GE2’.
    Goed: elke vraag een eigen naam en een eigen code.
    """
    for key, form in content.questionnaires.items():
        yield from _Questions(content.file("vragenlijst", key), form).check()


def bounded(question: Question) -> bool:
    """Whether the limits of a number can hold."""
    low, high = question.minimum, question.maximum
    return 0 <= question.decimals <= MOST_DECIMALS and (low is None or high is None or low <= high)


class _Questions:
    """The names in one questionnaire."""

    def __init__(self, source: Source, form: Questionnaire) -> None:
        self.source, self.form = source, form

    def check(self) -> Iterator[Diagnostic]:
        seen: dict[str, str] = {}
        codes: dict[str, str] = {}
        yield from ids(self.source, ("weten",), self.form.experts)
        for index, section in enumerate(self.form.sections):
            for key, question in section.questions.items():
                path: Path = ("secties", index, "vragen", key)
                yield from ids(self.source, path[:-1], [key])
                if key in seen:
                    yield self.source.diagnostic(
                        "R003",
                        path,
                        f"de vraag ‘{key}’ bestaat al in ‘{seen[key]}’",
                        "geef een van de twee een andere naam",
                        key=True,
                    )
                if question.code in codes:
                    yield self.source.diagnostic(
                        "R003",
                        (*path, "code"),
                        f"de code ‘{question.code}’ heeft de vraag ‘{codes[question.code]}’ al",
                        "geef elke vraag een eigen code",
                    )
                seen[key] = section.title
                codes[question.code] = key
                yield from self._question(path, question)

    def _question(self, path: Path, question: Question) -> Iterator[Diagnostic]:
        yield from known_names(
            self.source, (*path, "weet"), question.known_by, self.form.experts, "bij ‘weten’:"
        )
        yield from ids(
            self.source, (*path, "opties"), (o for o in question.options if o not in ("ja", "nee"))
        )
        takes = question.kind in ("keuze", "meerkeuze")
        if question.options and not takes:
            yield self.source.diagnostic(
                "R010",
                (*path, "opties"),
                f"een vraag van soort ‘{question.kind}’ heeft geen opties",
                "laat ‘opties’ weg, of kies ‘keuze’ of ‘meerkeuze’",
                key=True,
            )
        if takes and not 2 <= len(question.options) <= 40:
            yield self.source.diagnostic(
                "R010",
                path,
                "deze vraag heeft niet twee tot veertig opties",
                "voeg opties toe, of splits de vraag",
                key=True,
            )
        low, high = question.minimum, question.maximum
        if low is not None and high is not None and low > high:
            yield self.source.diagnostic("R010", (*path, "van"), "‘van’ is hoger dan ‘tot’", "draai ze om")
        if question.arrangeable and question.about == "onderwerp":
            yield self.source.diagnostic(
                "R010",
                (*path, "te_regelen"),
                "een feit over het onderwerp regelt een gemeente niet zelf",
                "laat ‘te_regelen’ weg, of kies bij ‘over’ inzet of organisatie",
            )
        if not 0 <= question.decimals <= MOST_DECIMALS:
            message = f"‘decimalen’ ligt tussen 0 en {MOST_DECIMALS}"
            yield self.source.diagnostic("R010", (*path, "decimalen"), message)
