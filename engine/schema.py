"""JSON Schema of one topic, for editors: they complete keywords, names of questions and answers.

One schema fits every file of the topic: its first keyword tells which kind of file it is. The checks of
Basislijn stay the judge; the schema only helps while typing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine import cases, models, publication_models
from engine.kinds import ORDER_WORDS, ChoiceTerm, DayTerm, NumberTerm, SetTerm, Term
from engine.load import Content
from engine.meanings import MODELS, meaning
from engine.models import Question
from engine.names import reasoned, terms_of
from engine.terms import COMPARISONS

DRAFT = "http://json-schema.org/draft-07/schema#"
TEXT = {"type": ["string", "number", "boolean", "null"]}
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
KINDS = (  # an earlier word tells more: a publication also names its rules, and rules their questionnaire
    ("uitvoer", publication_models.Publication),
    ("voorbeelden", cases.Examples),
    ("regels", models.Ruleset),
    ("vragenlijst", models.Questionnaire),
    ("basislijn", models.Baseline),
    ("onderwerp", cases.SubjectFile),
)
Schema = dict[str, Any]


def schema_name(ruleset: str) -> str:
    """Return the name of the schema's file."""
    return f"{ruleset.replace('/', '-')}.json"


def schema(content: Content, ruleset: str) -> Schema:
    """Return the schema for the files of one version of a topic."""
    return _Writer(content, ruleset).schema()


class _Writer:
    """Writes the schema of one rule set."""

    def __init__(self, content: Content, ruleset: str) -> None:
        self.content, self.rules = content, content.rulesets[ruleset]
        self.form = content.questionnaires[self.rules.questionnaire]
        self.baseline = content.baselines[self.rules.baseline]
        self.terms = terms_of(self.form, self.rules, self.baseline)
        self.definitions: dict[str, Schema] = {}
        self.special = self._special()

    def schema(self) -> Schema:
        chain: Schema = {"required": [KINDS[-1][0]]}
        for head, model in reversed(KINDS):
            chain = {"if": {"required": [head]}, "then": self._model(model), "else": chain}
        self._conditions()
        return {
            "$schema": DRAFT,
            "title": f"Basislijn: de bestanden van {self.rules.id}",
            **chain,
            "definitions": dict(sorted(self.definitions.items())),
        }

    # -- models -----------------------------------------------------------------------------------------

    def _model(self, model: type[BaseModel]) -> Schema:
        """Return a reference to a model, and define it once."""
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            fields = {field.alias or key: (key, field) for key, field in model.model_fields.items()}
            self.definitions[name] = {
                "type": "object",
                "description": MODELS[name],
                "properties": {word: self._field(name, word, *row) for word, row in fields.items()},
                "required": [word for word, (_, field) in fields.items() if field.is_required()],
                "additionalProperties": False,
            }
        return _ref(name)

    def _field(self, model: str, word: str, key: str, field: FieldInfo) -> Schema:
        special = self.special.get(f"{model}.{key}") or self.special.get(f"*.{key}")
        found = special() if special else self._kind(field.annotation)
        return {"description": meaning(model, key, word), **(found if "$ref" not in found else _all(found))}

    def _kind(self, kind: Any) -> Schema:
        """Return the schema of an annotation of a field."""
        while hasattr(kind, "__metadata__"):
            kind = kind.__origin__
        origin, args = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": [word for word in args if word]}
        if origin is dict:
            return {"type": "object", "additionalProperties": self._kind(args[1])}
        if origin is tuple:
            return {"type": "array", "items": self._kind(args[0])}
        if type(None) in args:
            return self._kind(next(arg for arg in args if arg is not type(None)))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self._model(kind)
        return _simple(kind)

    # -- fields that hold names or conditions -------------------------------------------------------------

    def _special(self) -> dict[str, Callable[[], Schema]]:
        """Return the schema of fields that mean more than their type says."""
        rules, content = self.rules, self.content
        sources = {**self.baseline.sources, **self.form.sources, **rules.sources}
        choices = self._of_kind("keuze")
        judgement, condition = _one(self.baseline.scale.judgements), _ref("voorwaarde")
        knowing = _ref("voorwaarde_met_bekend")
        return {
            "*.sources": lambda: _names(sources),
            **{
                f"{name}.sources": lambda: self._sources()
                for name in ("Questionnaire", "Baseline", "Ruleset", "Publication")
            },
            "*.measures": lambda: _names(rules.measures),
            "Ruleset.measures": lambda: _blocks(self._model(models.Measure)),
            "*.when": lambda: condition,
            "Signal.when": lambda: knowing,
            "Reservation.when": lambda: knowing,
            "Question.shown_if": lambda: condition,
            "Question.known_by": lambda: _names(self.form.experts),
            "Criterion.floor": lambda: {"anyOf": [_one(("nee", "ja", "blokkade")), condition]},
            "Criterion.principle": lambda: _one(self.baseline.principles),
            "Criterion.follows": lambda: _one(choices),
            "*.judgement": lambda: judgement,
            "Fact.per": lambda: _one(k for k, t in self.terms.items() if isinstance(t, ChoiceTerm)),
            "Fact.lowest": lambda: _names(
                k for k, t in self.terms.items() if isinstance(t, ChoiceTerm) and t.order
            ),
            "Ruleset.line": lambda: _one(rules.thresholds),
            "Fact.scale": lambda: _one(rules.scales),
            "Fact.count": lambda: {
                "anyOf": [_one(self._of_kind("meerkeuze")), {"type": "array", "items": condition}]
            },
            "Rung.outcome": lambda: _one(rules.outcomes),
            "Ruleset.questionnaire": lambda: _one(content.questionnaires),
            "Ruleset.baseline": lambda: _one(content.baselines),
            "Ruleset.prompts": lambda: {"type": "array", "items": TEXT},
            "Measure.starts": self._starts,
            "Measure.asks": lambda: _fixed(dict.fromkeys(self.form.experts, TEXT)),
            "Outcome.starts": self._starts,
            **self._beside(),
        }

    def _beside(self) -> dict[str, Callable[[], Schema]]:
        """Return the same for the files beside questionnaires and rules."""
        rules, content = self.rules, self.content
        judgement = _one(self.baseline.scale.judgements)
        facts = {key: self.terms[key] for key in rules.facts}
        return {
            "Expectation.outcome": lambda: _one(rules.outcomes),
            "Expectation.possible": lambda: _names(rules.outcomes),
            "Expectation.score": lambda: {"anyOf": [_simple(int), _numbers(("nu", "min", "max"))]},
            "Expectation.facts": lambda: _fixed({key: _value(term) for key, term in facts.items()}),
            "Expectation.criteria": lambda: _fixed(dict.fromkeys(rules.criteria, judgement)),
            "Expectation.because": lambda: _fixed(dict.fromkeys(reasoned(rules), TEXT)),
            "Expectation.signals": lambda: _names(rules.signals),
            "Expectation.reservations": lambda: _names(rules.reservations),
            "Expectation.block": lambda: _one(("ja", "nee", "mogelijk")),
            "Example.subject": lambda: _one(content.subjects),
            "Example.answers": self._answers,
            "SubjectHead.kind": lambda: _one([self.form.subject_kind]),
            "SubjectFact.answer": dict,
            "SubjectFile.facts": self._facts,
            "Publication.ruleset": lambda: _one(content.rulesets),
            "PublicationField.question": lambda: _one(self.form.questions),
            "PublicationField.fact": lambda: _one(rules.facts),
            "PublicationRow.question": lambda: _one([*self._of_kind("keuze"), *self._of_kind("meerkeuze")]),
            "PublicationRow.link": lambda: _one(self._of_kind("tekst")),
        }

    def _starts(self) -> Schema:
        return {"anyOf": [_simple(date), {"type": "array", "items": self._model(models.Start)}]}

    def _sources(self) -> Schema:
        return _blocks(self._model(models.Citation))

    def _of_kind(self, kind: str) -> list[str]:
        return [key for key, q in self.form.questions.items() if q.kind == kind]

    def _defined(self, name: str, found: Schema) -> Schema:
        """Return a reference to a part that is defined once."""
        self.definitions.setdefault(name, found)
        return _ref(name)

    def _answers(self) -> Schema:
        return _fixed({key: self._answer(key, q) for key, q in self.form.questions.items()})

    def _answer(self, key: str, question: Question) -> Schema:
        """Return the schema of an answer in an example: the answer, or a block around it."""
        plain, block = self._defined(f"antwoord {key}", _plain_answer(question)), _ref("antwoordblok")
        answer = {"properties": {"antwoord": plain}}
        return {"description": _told(question), "anyOf": [plain, {"allOf": [block, answer]}]}

    def _facts(self) -> Schema:
        """Return the schema of the facts in a profile: questions about the subject, each with its answers."""
        fact = self._model(cases.SubjectFact)
        own = {key: q for key, q in self.form.questions.items() if q.about == "onderwerp"}
        rows = {}
        for key, question in own.items():
            plain = self._defined(f"antwoord {key}", _plain_answer(question))
            answer = {"properties": {"antwoord": plain}}
            rows[key] = {"description": _told(question), "allOf": [fact, answer]}
        return _fixed(rows)

    # -- conditions ---------------------------------------------------------------------------------------

    def _conditions(self) -> None:
        """Define conditions, without and with tests on what is known."""
        numbers = {"anyOf": [{"type": "number"}, _one(["geen", *self.rules.thresholds]), _simple(date)]}
        ranges = _fixed(dict.fromkeys(COMPARISONS, _ref("getal of datum")))
        block = {"antwoord": {}, "bron": TEXT, "peildatum": _simple(date), "notitie": TEXT}
        answer = _fixed({**block, "bevestigd": _simple(bool)})
        self.definitions["antwoordblok"] = {**answer, "required": ["antwoord"]}
        self.definitions["getal of datum"] = numbers
        self.definitions["vergelijking"] = {"anyOf": [_ref("getal of datum"), ranges]}
        for name, knowing in (("voorwaarde", False), ("voorwaarde_met_bekend", True)):
            here = _ref(name)
            several = {"type": "array", "items": here}
            tests = {key: self._test(key, term, knowing) for key, term in self.terms.items()}
            tests |= {"niet": here, "alle": several, "een_van": several}
            if knowing:
                tests["kennislacune"] = _ref("vergelijking")
                tests["peildatum"] = _fixed({"ouder_dan": {"type": "string"}})
            self.definitions[name] = {"anyOf": [{**_fixed(tests), "minProperties": 1}, several]}

    def _plain_test(self, term: Term) -> Schema:
        order = term.order if isinstance(term, ChoiceTerm) else ()
        on_scale = (k for k, t in self.terms.items() if isinstance(t, ChoiceTerm) and t.order == order)
        return _plain_test(term, on_scale)

    def _test(self, key: str, term: Term, knowing: bool) -> Schema:
        question = self.form.questions.get(key)
        plain = self._defined(f"toets {key}", self._plain_test(term))
        about = {"description": _told(question)} if question else {}
        if question and knowing:
            return {**about, "anyOf": [plain, _one(("bekend", "onbekend"))]}
        return {**about, "allOf": [plain]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _all(found: Schema) -> Schema:
    """Return a reference as a part, since what stands beside a reference does not count."""
    return {"allOf": [found]}


def _one(words: Iterable[str]) -> Schema:
    return {"enum": list(dict.fromkeys(words))}


def _list(words: Iterable[str]) -> Schema:
    return {"type": "array", "items": _one(words), "minItems": 1}


def _names(words: Iterable[str]) -> Schema:
    known = list(words)
    return {"anyOf": [_one(known), {"type": "array", "items": _one(known)}]}


def _fixed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _blocks(inner: Schema) -> Schema:
    return {"type": "object", "additionalProperties": inner}


def _numbers(words: Iterable[str]) -> Schema:
    return _fixed(dict.fromkeys(words, _simple(int)))


def _simple(kind: Any) -> Schema:
    table: dict[Any, Schema] = {
        bool: _one(("ja", "nee")),
        int: {"type": "integer"},
        date: {"type": "string", "pattern": DATE},
    }
    return table.get(kind, TEXT)


def _value(term: Term) -> Schema:
    """Return the schema of the value of a fact, as an example expects it."""
    words = term.values if isinstance(term, ChoiceTerm) else term.flags if isinstance(term, SetTerm) else None
    return _simple(int) if words is None else _names(words)


def _plain_test(term: Term, peers: Iterable[str]) -> Schema:
    """Return the schema of what a condition may say of a name; `peers` are on the same scale."""
    match term:
        case ChoiceTerm(_, values, _, order):
            compared = dict.fromkeys(ORDER_WORDS, _one([*order, *peers])) | {"trappen": _simple(int)}
            return {"anyOf": [_one(values), _list(values), *([_fixed(compared)] if order else [])]}
        case SetTerm(flags):
            count = _fixed({"aantal": _ref("vergelijking")})
            return {"anyOf": [_one([*flags, "geen"]), _list(flags), count]}
        case NumberTerm() | DayTerm():
            return _ref("vergelijking")
    return {"not": {}}  # a rule can't look into a text


def _plain_answer(question: Question) -> Schema:
    more = ["onbekend"] * question.unknown + ["nvt"] * question.not_applicable
    if question.kind == "keuze":
        return _one([*question.options, *more])
    if question.kind == "meerkeuze":
        options = {"type": "array", "items": _one(question.options)}
        return {"anyOf": [options, _one([*question.options, "geen", *more])]}
    return TEXT


def _told(question: Question) -> str:
    """Return a question with its answers, for a pop-up in the editor."""
    answers = "".join(f"\n- {key}: {label}" for key, label in question.options.items())
    return f"{question.code}. {question.text}{answers}"
