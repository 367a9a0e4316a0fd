"""The Advice as plain data, with Dutch keys: what `--json` prints and what the web offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.advice import (
    Advice,
    Because,
    MeasureView,
    OpenQuestion,
    ScoreRange,
    ShownFact,
    SignalView,
    SourceRef,
)
from engine.ways import Way, Ways


def advice_json(advice: Advice) -> dict[str, Any]:
    """Return the advice as JSON-ready data; the keys are stable."""
    return {
        "vragenlijst": advice.questionnaire,
        "versie": advice.questionnaire.rpartition("/")[2],
        "hash": advice.version_hash,
        "status": advice.status,
        "peildatum": advice.on.isoformat(),
        "uitkomst": advice.outcome.id if advice.outcome else None,
        "termijn": (advice.outcome.term or None) if advice.outcome else None,
        "vanaf": _dated(advice),
        "mogelijke_uitkomsten": [o.id for o in advice.possible],
        "exact": advice.exact,
        "beslissende_vragen": [q.id for q in advice.deciding],
        "voorlopig": list(advice.provisional),
        "score": _score(advice.score),
        "beginselen": {p.id: {**_score(p.score), "gemist": p.missed} for p in advice.principles},
        "criteria": {c.id: [key for key, _ in c.judgements] for p in advice.principles for c in p.criteria},
        "kenmerken": {key: list(fact.values) for key, fact in advice.facts.items()},
        "getoonde_kenmerken": [_shown(fact) for fact in advice.shown_facts],
        "beginselen_gemist": {
            "min": advice.missed.min,
            "max": advice.missed.max,
            "welke": list(advice.missed.ids),
        },
        "blokkade": advice.block,
        "signalen": {s.id: _state(s.certain) for s in (*advice.stops, *advice.alerts)},
        "maatregelen": {m.id: _state(m.certain) for m in advice.measures},
        "voorbehoud": [r.id for r in advice.reservations],
        "open_vragen": [_open(q) for q in advice.open_questions],
        "waarom": [_because(b) for b in advice.deciders],
        "redenen": {
            "uitkomst": [
                {"uitkomst": o.id, "omdat": o.because, "regel": str(o.place)} for o in advice.possible
            ],
            "signalen": [_signal(s) for s in (*advice.stops, *advice.alerts, *advice.reservations)],
            "criteria": [
                {"criterium": c.id, **_because(c.because)}
                for p in advice.principles
                for c in p.criteria
                if c.because
            ],
        },
    }


def ways_json(ways: Ways) -> dict[str, Any]:
    """Return what would give a better advice as JSON-ready data; the keys are stable."""
    return {
        "gunstigste": ways.best,
        "eigen": [_way(way) for way in ways.own],
        "onderwerp": [_way(way) for way in ways.subject],
        "volledig": ways.complete,
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "uitkomsten": [key for key, _ in way.outcomes],
        "inspanning": way.effort,
        "maatregelen": [_measure(measure) for measure in way.measures],
        "vervalt": [measure.id for measure in way.ends],
        "antwoorden": [
            {
                "vraag": step.question,
                "code": step.code,
                "nu": step.now,
                "wordt": step.becomes,
                "zelf_te_regelen": step.own,
            }
            for step in way.steps
        ],
    }


def _measure(measure: MeasureView) -> dict[str, Any]:
    return {"maatregel": measure.id, "doe": measure.do, "wie": measure.who, "termijn": measure.term or None}


def _shown(fact: ShownFact) -> dict[str, Any]:
    return {
        "kenmerk": fact.id,
        "titel": fact.title,
        "waarden": [
            {
                "waarde": value.value,
                "tekst": value.label,
                "geldt": _state(value.certain),
                "omdat": [
                    {"tekst": r.text, "regel": str(r.place), "bronnen": [_source(s) for s in r.sources]}
                    for r in value.reasons
                ],
            }
            for value in fact.values
        ],
    }


def _dated(advice: Advice) -> dict[str, Any]:
    """Return the first day of what is dated: the outcomes left, and the measures."""
    return {
        "uitkomsten": {o.id: _day(o.starts) for o in advice.possible if o.starts},
        "maatregelen": {m.id: _day(m.starts) for m in advice.measures if m.starts},
    }


def _score(score: ScoreRange) -> dict[str, int | None]:
    return {"min": score.min, "max": score.max, "nu": score.now}


def _state(certain: bool) -> str:
    return "geldt" if certain else "mogelijk"


def _open(question: OpenQuestion) -> dict[str, Any]:
    return {
        "vraag": question.id,
        "code": question.code,
        "beslist": question.decides,
        "weet": list(question.known_by),
    }


def _because(because: Because) -> dict[str, Any]:
    return {
        "tekst": because.text,
        "vraag": because.question or None,
        "code": because.code,
        "antwoord": because.answer_label,
        "regel": str(because.place),
        "bronnen": [_source(s) for s in because.sources],
        "bron_bij_antwoord": because.source_text,
        "peildatum": _day(because.dated),
        "bevestigd": because.confirmed,
    }


def _signal(signal: SignalView) -> dict[str, Any]:
    return {
        "signaal": signal.id,
        "omdat": signal.text,
        "geldt": _state(signal.certain),
        "regel": str(signal.place),
    }


def _source(source: SourceRef) -> dict[str, Any]:
    return {"id": source.id, "titel": source.title, "url": source.url, "gezien": _day(source.seen)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
