"""R001, R002 and R010: what a publication reads, and the words of the standard for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.checks.naming import known_names
from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.load import Content
from engine.models import Question, Questionnaire, Ruleset
from engine.publication_models import ORIGINS, Publication, PublicationField, PublicationRow
from engine.source import Path, Source

#: Which kind of question each form needs, in words for the message.
FORMS = {"lijst": ("meerkeuze",), "maand": ("datum",), "verwijzingen": ("tekst",), "link": ("tekst",)}
CHOICES = ("keuze", "meerkeuze")


def check(content: Content) -> Iterator[Diagnostic]:
    """Wat: een uitvoer wijst naar een vraag, antwoord of kenmerk dat niet bestaat, of is niet compleet.

    Waarom: het veld zou stil leeg blijven, of een verkeerd woord krijgen.
    Fout: ‘waarden’ noemt maar twee van de drie antwoorden.
    Goed: elk antwoord een woord van de standaard, of ‘geen’ als zij er geen heeft.
    """
    for key, publication in content.publications.items():
        source = content.file("uitvoer", key)
        rules = content.rulesets.get(publication.ruleset)
        form = content.questionnaires.get(rules.questionnaire) if rules else None
        if rules is None:
            yield from known_names(
                source, ("regels",), [publication.ruleset], content.rulesets, "de regelset"
            )
        elif form is not None:
            yield from _Fields(source, publication, form, rules).check()


class _Fields:
    """The fields of one publication."""

    def __init__(self, source: Source, publication: Publication, form: Questionnaire, rules: Ruleset) -> None:
        self.source, self.publication = source, publication
        self.form, self.rules = form, rules

    def check(self) -> Iterator[Diagnostic]:
        for key, field in self.publication.fields.items():
            path: Path = ("velden", key)
            given = [word for word, name in ORIGINS.items() if getattr(field, name)]
            if len(given) != 1:
                yield self.source.diagnostic(
                    "R010",
                    path,
                    f"‘{key}’ heeft niet precies één van {_or(ORIGINS)}",
                    "kies waar de inhoud van dit veld vandaan komt",
                    key=True,
                )
                continue
            yield from self._form(path, field)
            yield from self._limits(path, field)
            if field.question:
                yield from self._question(path, field)
            if field.fact:
                yield from self._fact(path, field)
            for index, row in enumerate(field.rows):
                yield from self._row((*path, "rijen", index), row)

    def _form(self, path: Path, field: PublicationField) -> Iterator[Diagnostic]:
        """Yield what can't be said of a field that gets its value in this way."""
        month = field.form == "maand" and field.given == "peildatum"
        if field.form and not field.question and not month:
            yield self._refused((*path, "vorm"), "‘vorm’ kan hier niet", "laat ‘vorm’ weg")
        if field.words and not (field.question or field.fact):
            yield self._refused((*path, "waarden"), "‘waarden’ kan hier niet", "laat ‘waarden’ weg")

    def _limits(self, path: Path, field: PublicationField) -> Iterator[Diagnostic]:
        many = bool(field.rows) or field.form in ("lijst", "verwijzingen")
        links = bool(field.rows) or field.form == "verwijzingen"
        for word, limit, fits in (
            ("tekens", field.longest, True),
            ("aantal", field.most, many),
            ("tekens_link", field.longest_link, links),
        ):
            if limit is not None and not fits:
                yield self._refused((*path, word), f"‘{word}’ kan hier niet", f"laat ‘{word}’ weg")
            elif limit is not None and limit < 1:
                yield self._refused(
                    (*path, word), f"‘{word}’ is minstens 1", "laat het weg als er geen grens is"
                )

    def _question(self, path: Path, field: PublicationField) -> Iterator[Diagnostic]:
        yield from self._known(path, "vraag", field.question)
        question = self.form.questions.get(field.question)
        if question is None:
            return
        kinds = FORMS.get(field.form, ())
        if kinds and question.kind not in kinds:
            yield self._refused(
                (*path, "vorm"),
                f"‘{field.form}’ past niet bij ‘{field.question}’, een vraag van soort ‘{question.kind}’",
                f"kies een vraag van soort {_or(kinds)}",
            )
        if field.words and question.kind not in CHOICES:
            yield self._refused(
                (*path, "waarden"), f"‘{field.question}’ heeft geen vaste antwoorden", "laat ‘waarden’ weg"
            )
        elif field.words:
            yield from self._words(path, field, question.options, f"antwoord op ‘{field.question}’")

    def _fact(self, path: Path, field: PublicationField) -> Iterator[Diagnostic]:
        yield from known_names(self.source, (*path, "kenmerk"), [field.fact], self.rules.facts, "het kenmerk")
        fact = self.rules.facts.get(field.fact)
        if fact is None:
            return
        if fact.count is not None:
            hint = "kies een kenmerk met waarden"
            yield self._refused((*path, "kenmerk"), f"‘{field.fact}’ is een aantal", hint)
            return
        values = {rule.value: "" for rule in fact.rules}
        if not field.words:
            message, hint = "hier ontbreekt ‘waarden’", "geef per waarde het woord van de standaard"
            yield self.source.diagnostic("M002", path, message, hint, key=True)
            return
        yield from self._words(path, field, values, f"waarde van ‘{field.fact}’")

    def _words(
        self, path: Path, field: PublicationField, values: Mapping[str, str], what: str
    ) -> Iterator[Diagnostic]:
        """Yield what keeps the words of the standard from standing for exactly these values."""
        for value in values:
            if value not in field.words:
                message = f"‘{value}’ heeft geen woord van de standaard"
                hint = f"voeg ‘{value}:’ toe; schrijf ‘geen’ als de standaard er geen heeft"
                yield self.source.diagnostic("R002", (*path, "waarden"), message, hint, key=True)
        for value in field.words:
            if value not in values:
                message = f"‘{value}’ is geen {what} ({enumerate_words(list(values))})"
                yield self.source.diagnostic(
                    "R002", (*path, "waarden", value), message, suggest(value, values), key=True
                )

    def _row(self, path: Path, row: PublicationRow) -> Iterator[Diagnostic]:
        yield from self._known(path, "vraag", row.question)
        question = self.form.questions.get(row.question)
        if question is not None and question.kind not in CHOICES:
            hint = "kies een vraag van soort ‘keuze’ of ‘meerkeuze’"
            yield self._refused((*path, "vraag"), f"‘{row.question}’ heeft geen vaste antwoorden", hint)
        elif question is not None:
            yield from self._answers((*path, "bij"), row, question)
        if row.link:
            yield from self._known(path, "link", row.link)
            link = self.form.questions.get(row.link)
            if link is not None and link.kind != "tekst":
                yield self._refused(
                    (*path, "link"), f"‘{row.link}’ is geen tekstvraag", "kies een vraag van soort ‘tekst’"
                )

    def _answers(self, path: Path, row: PublicationRow, question: Question) -> Iterator[Diagnostic]:
        for index, answer in enumerate(row.answers):
            if answer not in question.options:
                known = list(question.options)
                here = (*path, index) if (*path, index) in self.source.marks else path
                message = f"‘{answer}’ is geen antwoord op ‘{row.question}’ ({enumerate_words(known)})"
                yield self.source.diagnostic("R002", here, message, suggest(answer, known))

    def _known(self, path: Path, word: str, name: str) -> Iterator[Diagnostic]:
        yield from known_names(self.source, (*path, word), [name], self.form.questions, "de vraag")

    def _refused(self, path: Path, message: str, hint: str) -> Diagnostic:
        return self.source.diagnostic("R010", path, message, hint, key=True)


def _or(words: Iterable[str]) -> str:
    *rest, last = [f"‘{word}’" for word in words]
    return f"{', '.join(rest)} en {last}" if rest else last
