"""The receipt of an advice: enough to compute it again years later, and to see that nothing was changed.

A receipt holds the answers, the date, the hash of the content, the version of Basislijn, what every
rule gave, and the result. `resultaat_hash` covers what the rules gave; `kwitantie_hash` covers all of
it. A hash shows that something was changed; it does not prove who made the receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from engine.advice import Advice
from engine.answers import Answers, Given
from engine.assess import Assessment
from engine.canonical import digest
from engine.engine import Engine
from engine.load import Content
from engine.models import Questionnaire
from engine.program import Count, Decision, Score
from engine.report_json import advice_json
from engine.score import ScoreRange

KIND, FORM = "basislijn-kwitantie", 1
STATES = {"answered": "beantwoord", "unknown": "onbekend", "nvt": "nvt"}
RESULT = (
    "uitkomst",
    "termijn",
    "mogelijke_uitkomsten",
    "voorlopig",
    "score",
    "beginselen",
    "beginselen_gemist",
    "blokkade",
    "criteria",
    "kenmerken",
    "signalen",
    "maatregelen",
    "voorbehoud",
)


def engine_version() -> str:
    """Return the version of Basislijn that runs."""
    try:
        return version("basislijn")
    except PackageNotFoundError:
        return "onbekend"


def make_receipt(
    engine: Engine, answers: Answers, on: date, subject: str = "", *, notes: bool = False
) -> dict[str, Any]:
    """Return the receipt of the advice on these answers.

    Args:
        engine: the rules.
        answers: typed answers, a profile's facts included.
        on: the date of the advice.
        subject: the known subject, such as "platform/x", or nothing.
        notes: whether notes and free texts come along; they can hold personal data.
    """
    trace, result = computed(engine, answers, on)
    receipt = {
        "soort": KIND,
        "vorm": FORM,
        "vragenlijst": engine.ruleset.id,
        "inhoud": {
            "hash": engine.program.hash,
            "bestanden": file_hashes(engine.content, engine.ruleset.id),
        },
        "basislijn_versie": engine_version(),
        "peildatum": on.isoformat(),
        "onderwerp": subject or None,
        "antwoorden": answers_json(engine.questionnaire, answers, notes),
        "spoor": trace,
        "resultaat": result,
        "resultaat_hash": result_hash(trace, result),
    }
    return {**receipt, "kwitantie_hash": seal(receipt)}


def computed(engine: Engine, answers: Answers, on: date) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what every rule gives, and the result, for the receipt."""
    assessment = engine.assess(answers, on)
    advice = engine.explain(assessment, engine.possible(assessment))
    return trace_json(assessment), _result(advice)


def result_hash(trace: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return the hash over what the rules gave."""
    return digest({"spoor": trace, "resultaat": result})


def seal(receipt: Mapping[str, Any]) -> str:
    """Return the hash over a whole receipt, itself left out."""
    return digest({key: value for key, value in receipt.items() if key != "kwitantie_hash"})


def file_hashes(content: Content, ruleset: str) -> dict[str, str]:
    """Return the hash of each file that the advice rests on, by its name."""
    rules = content.rulesets[ruleset]
    kinds = (("regels", ruleset), ("vragenlijst", rules.questionnaire), ("basislijn", rules.baseline))
    return {content.file(*key).file: content.file_hash(*key) for key in kinds}


# -- answers --------------------------------------------------------------------------------------------


def answers_json(form: Questionnaire, answers: Answers, notes: bool) -> dict[str, Any]:
    """Return answers as plain data: value, state, source, date, and whether a person confirmed them."""
    rows = {}
    for key, given in answers.given.items():
        free = form.questions[key].kind == "tekst" and given.state == "answered"
        rows[key] = {
            "waarde": None if free and not notes else _plain(given),
            "staat": STATES[given.state],
            "bron": given.source,
            "peildatum": given.dated.isoformat() if given.dated else None,
            "bevestigd": given.confirmed,
            **({"notitie": given.note} if notes and given.note else {}),
            **({"weggelaten": True} if free and not notes else {}),
        }
    return rows


def _plain(given: Given) -> str | list[str] | None:
    value = given.value
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


# -- what the rules gave ----------------------------------------------------------------------------------


def trace_json(assessment: Assessment) -> dict[str, Any]:
    """Return per item what its rules gave: the number of the rule that held, its value and reason.

    Where answers are open it is every value that can still be. Lines are left out: a remark in a file
    moves them, and the number of a rule says the same. Left out too are counts that only help other
    items: no author wrote them, and a later engine may do without.
    """
    found, program = assessment.evaluation, assessment.program
    trace: dict[str, Any] = {"kennislacune": assessment.open_share}
    for item in program.items:
        match item:
            case Decision():
                trace[item.id] = _decided(assessment, item)
            case Count() if not item.id.endswith("#"):
                low, high = found.counts[item.id]
                trace[item.id] = {"min": low, "max": high}
            case Score():
                trace.update({name: _score(found.scores[name]) for name in item.cells})
    return trace


def _decided(assessment: Assessment, item: Decision) -> dict[str, Any]:
    left = assessment.evaluation.possible[item.id]
    values = assessment.program.values[item.id]
    if len(left) > 1:
        return {"mogelijk": sorted({values.get(symbol, symbol) for symbol in left})}
    symbol = left[0]
    note = item.note(symbol)
    because = {"omdat": note.because} if note and note.because else {}
    number = {"regel": int(symbol)} if symbol.isdecimal() else {}
    return {"waarde": values.get(symbol, symbol), **number, **because}


def _score(score: ScoreRange) -> dict[str, Any]:
    return {"min": score.low, "max": score.high, "nu": score.now, "misschien_geen": score.maybe_nothing}


def _result(advice: Advice) -> dict[str, Any]:
    everything = advice_json(advice)
    return {key: everything[key] for key in RESULT}
