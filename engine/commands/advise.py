"""`basislijn advies`: advise on a file with answers."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.advice import Advice, MeasureView, ShownFact
from engine.answer_file import read_answer_file
from engine.answers import Answers, read_answers, subject_answers
from engine.commands.base import (
    Command,
    Options,
    add_content,
    add_day,
    add_topic,
    content_of,
    known_subject,
    newest,
    read_bytes,
)
from engine.engine import Engine
from engine.load import Content
from engine.report_json import advice_json, ways_json
from engine.ways import Way, Ways, ways

OWN_ONLY = "Met alleen eigen maatregelen verandert dit advies niet."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `advies` takes."""
    add_topic(parser)
    add_answers(parser)
    parser.add_argument("--json", action="store_true", help="geef alles als JSON")
    add_content(parser)


def add_answers(parser: argparse.ArgumentParser) -> None:
    """Add a file with answers, and what can be said beside it."""
    parser.add_argument("bestand", help="antwoorden in YAML of JSON; - leest van de standaardinvoer")
    parser.add_argument(
        "--onderwerp", dest="profiel", default="", help="een bekend onderwerp, zoals platform/x"
    )
    add_day(parser)


@dataclass(frozen=True)
class Request:
    """A file with answers and what was said beside it: which rules, which subject, which date."""

    ruleset: str
    subject: str
    on: date
    raw: Mapping[str, object]

    def answers(self, engine: Engine) -> Answers:
        """Return the typed answers, on top of the subject's facts; raises AnswerError."""
        subjects = engine.content.subjects
        base = subject_answers(engine.questionnaire, subjects[self.subject]) if self.subject else {}
        return read_answers(engine.questionnaire, self.raw, base)


def read_request(content: Content, options: Options) -> Request:
    """Return what a command with answers is asked."""
    key = newest(content, options.onderwerp)
    file = read_answer_file(read_bytes(options.bestand), Path(options.bestand).name)
    profile = known_subject(content, options.profiel or file.subject)
    return Request(key, profile, options.peildatum or file.day or options.today, file.answers)


def run(options: Options) -> int:
    """Print the advice."""
    content = content_of(options)
    request = read_request(content, options)
    with closing(Engine(content, request.ruleset)) as engine:
        assessment = engine.assess(request.answers(engine), request.on)
        reach = engine.possible(assessment)
        advice = engine.explain(assessment, reach)
        found = ways(engine, assessment, reach, advice, elsewhere=True)
    if options.json:
        data = {**advice_json(advice), "verandering": ways_json(found)}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print(in_text(advice, found))
    return 0


def in_text(advice: Advice, found: Ways) -> str:
    """Return an advice as text for a terminal."""
    lines = [f"Stop hier vandaag mee: {s.title}." for s in advice.stops if s.certain]
    if advice.outcome:
        term = f", binnen {advice.outcome.term}" if advice.outcome.term else ""
        starts = advice.outcome.starts
        later = f", vanaf {starts.isoformat()}" if starts and starts > advice.on else ""
        lines += [f"Advies: {advice.outcome.title}{term}{later}", advice.outcome.because]
    else:
        lines.append("Nog mogelijk: " + " of ".join(o.title.lower() for o in advice.possible))
        codes = [q.code for q in advice.deciding]
        lines.append(f"Dit hangt nog af van {len(codes)} vragen: {', '.join(codes)}")
    if advice.provisional:
        lines.append("Voorlopig: nog niemand heeft de feiten over het onderwerp bevestigd.")
    lines += [f"{r.title}: {r.text}" for r in advice.reservations]
    if advice.shown_facts:
        lines += ["", "Wat wij vaststellen", *(f"- {line}" for line in map(shown_text, advice.shown_facts))]
    lines += ["", "Wat dit bepaalt", *(f"- {b.text} ({b.code}; {b.place})" for b in advice.deciders)]
    certain = (m for m in advice.measures if m.certain)
    lines += ["", "Wat u nu doet", *(f"{i}. {measure_text(m, advice.on)}" for i, m in enumerate(certain, 1))]
    lines += ways_text(advice, found)
    about = f"{advice.questionnaire}, {advice.on.isoformat()}, {advice.version_hash[:12]}"
    lines += ["", f"{advice.status_note}. {about}"]
    return "\n".join(lines)


def ways_text(advice: Advice, found: Ways) -> list[str]:
    """Return what would give a better advice as lines; nothing while more than one advice is possible."""
    lines: list[str] = []
    if advice.outcome is None or found.best:
        return lines
    for number, way in enumerate(found.own, 1):
        which = f"Manier {number}: als" if len(found.own) > 1 else "Als"
        lines += ["", f"{which} u dit regelt, wordt het advies: {_leads_to(way)}"]
        lines += [f"- {measure_text(measure, advice.on)}" for measure in way.measures]
    if not found.own:
        lines += ["", *_elsewhere(found)]
    return lines


def _elsewhere(found: Ways) -> list[str]:
    """Return what has to change about the subject when nothing of one's own helps."""
    if not found.subject:
        unknown = "Wat dit advies verandert, is binnen de tijd niet uit te rekenen."
        return [OWN_ONLY if found.complete else unknown]
    way = found.subject[0]
    kind = "de kortste weg" if found.complete else "één weg; er kunnen andere zijn"
    lines = [
        OWN_ONLY,
        f"Wat elders moet veranderen ({kind}):",
    ]
    lines += [f"- {step.text} ({step.code}) Nu: {step.now}. Wordt: {step.becomes}." for step in way.elsewhere]
    if way.own:
        lines += ["En dit regelt u zelf:", *(f"- {measure.do}" for measure in way.measures)]
    return [*lines, f"Dan wordt het advies: {_leads_to(way)}"]


def _leads_to(way: Way) -> str:
    return " of ".join(title.lower() for _, title in way.outcomes)


def measure_text(measure: MeasureView, on: date) -> str:
    """Return a measure in one line: what, who, when, and whether it holds already."""
    starts = measure.starts
    when = "" if starts is None else ", geldt nu" if starts <= on else f", geldt vanaf {starts.isoformat()}"
    term = f", {measure.term}" if measure.term else ""
    return f"{measure.do} ({measure.who}{term}{when})"


def shown_text(fact: ShownFact) -> str:
    """Return a fact with its values in one line; what is not certain says so."""
    values = [v.label if v.certain else f"misschien {v.label[:1].lower()}{v.label[1:]}" for v in fact.values]
    return f"{fact.title}: {'; '.join(values) or 'geen'}"


COMMANDS = (Command("advies", "geef advies bij een bestand met antwoorden", arguments, run),)
