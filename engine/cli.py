"""The command line: `basislijn check | advies | vragen | serve | terugkoppeling`.

Parse, call, print. Exit status 0 is good, 1 means findings in the content, 2 is input that can't be used.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

from engine.activation import inspect_folder
from engine.advice import Advice
from engine.answer_file import example_files, read_answer_file
from engine.answers import AnswerError, read_answers, subject_answers
from engine.checks import check_names
from engine.diagnostics import ContentError, Diagnostic, render, render_github, render_json, suggest
from engine.engine import Engine
from engine.load import Content, content_root, load_content
from engine.report_json import advice_json

GROUP = "basislijn.commands"


class Refused(Exception):
    """Input that can't be used; the message says what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    elsewhere = {point.name: point for point in entry_points(group=GROUP)}
    if words and words[0] in elsewhere:
        return int(elsewhere[words[0]].load()(words[1:]))
    options = _parser(sorted(elsewhere)).parse_args(words)
    try:
        return int(options.run(options))
    except Refused as refused:
        print(refused, file=sys.stderr)
    except ContentError as error:
        print(render(error.diagnostics), file=sys.stderr)
    except AnswerError as error:
        for problem in error.problems:
            print(f"{problem.question}: {problem.message}", file=sys.stderr)
    return 2


def _parser(elsewhere: Sequence[str]) -> argparse.ArgumentParser:
    more = f"Verder: {', '.join(elsewhere)} (vraag ‘basislijn OPDRACHT --help’)." if elsewhere else ""
    parser = argparse.ArgumentParser(
        prog="basislijn", epilog=more, description="Weegt een digitale keuze aan de democratische basislijn."
    )
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")
    check = commands.add_parser("check", help="controleer vragenlijsten en regels")
    check.add_argument("pad", nargs="?", type=Path, help="map met questionnaires/ en rules/")
    check.add_argument(
        "--vorm", choices=("tekst", "github", "json"), default="tekst", help="vorm van de uitvoer"
    )
    check.add_argument(
        "--voorbeelden", type=Path, metavar="MAP", help="bewaar de antwoorden die een melding laten zien"
    )
    check.set_defaults(run=_check)
    advise = commands.add_parser("advies", help="geef advies bij een bestand met antwoorden")
    advise.add_argument("onderwerp", metavar="VRAGENLIJST", help="zoals sociale-media of sociale-media/v1")
    advise.add_argument("bestand", help="antwoorden in YAML of JSON; - leest van de standaardinvoer")
    advise.add_argument(
        "--onderwerp", dest="profiel", default="", help="een bekend onderwerp, zoals platform/x"
    )
    advise.add_argument(
        "--peildatum", type=_day, help="datum van het advies, zoals 2026-11-23; anders vandaag"
    )
    advise.add_argument("--json", action="store_true", help="geef alles als JSON")
    advise.add_argument("--inhoud", type=Path, help="map met questionnaires/ en rules/")
    advise.set_defaults(run=_advise)
    ask = commands.add_parser("vragen", help="toon de vragen met hun antwoorden")
    ask.add_argument("onderwerp", metavar="VRAGENLIJST", help="zoals sociale-media")
    ask.add_argument("--json", action="store_true", help="geef alles als JSON")
    ask.add_argument("--inhoud", type=Path, help="map met questionnaires/ en rules/")
    ask.set_defaults(run=_ask)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"‘{text}’ is geen datum; schrijf bijvoorbeeld 2026-11-23") from None


def _check(options: argparse.Namespace) -> int:
    root = options.pad or content_root()
    if not root.is_dir():
        raise Refused(f"‘{root}’ is geen map; wijs de map aan waarin questionnaires/ en rules/ staan")
    content, findings = inspect_folder(root)
    if options.voorbeelden:
        _keep_examples(content, findings, options.voorbeelden)
    faults = any(d.severity == "fout" for d in findings)
    if options.vorm == "json":
        print(render_json(findings))
    elif findings:
        print((render_github if options.vorm == "github" else render)(findings))
    if options.vorm == "tekst" and not faults:
        print(f"In orde: {len(content.files)} bestanden, {len(content.rulesets)} regelset(s).")
    return 1 if faults else 0


def _keep_examples(content: Content, findings: Sequence[Diagnostic], folder: Path) -> None:
    """Write the answers that show a finding, each as a file that `advies` reads."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in example_files(content, findings, date.today()):
            (folder / name).write_text(text, encoding="utf-8")
            print(folder / name, file=sys.stderr)
    except OSError:
        raise Refused(f"in ‘{folder}’ kan niet worden geschreven; kies een andere map") from None


def _content(options: argparse.Namespace) -> Content:
    content = load_content(options.inhoud or content_root())
    findings = check_names(content)
    if findings:
        raise ContentError(findings)
    return content


def _newest(content: Content, topic: str) -> str:
    """Return the id of a rule set: the one named, or the newest version of a topic."""
    versions = [key for key in content.rulesets if topic in (key, key.rpartition("/")[0])]
    if not versions:
        topics = [*content.rulesets, *(key.rpartition("/")[0] for key in content.rulesets)]
        hint = suggest(topic, topics) or f"kies uit: {', '.join(topics)}"
        raise Refused(f"de vragenlijst ‘{topic}’ bestaat niet; {hint}")
    return max(versions, key=lambda key: int(key.rpartition("/v")[2]))


def _advise(options: argparse.Namespace) -> int:
    content = _content(options)
    key = _newest(content, options.onderwerp)
    try:
        raw = sys.stdin.buffer.read() if options.bestand == "-" else Path(options.bestand).read_bytes()
    except OSError:
        raise Refused(f"‘{options.bestand}’ is niet te lezen; kijk of de naam klopt") from None
    file = read_answer_file(raw, Path(options.bestand).name)
    profile = options.profiel or file.subject
    if profile and profile not in content.subjects:
        hint = suggest(profile, content.subjects) or f"kies uit: {', '.join(content.subjects)}"
        raise Refused(f"het onderwerp ‘{profile}’ is niet bekend; {hint}")
    with closing(Engine(content, key)) as engine:
        base = subject_answers(engine.questionnaire, content.subjects[profile]) if profile else {}
        answers = read_answers(engine.questionnaire, file.answers, base)
        advice = engine.advise(answers, options.peildatum or file.day or date.today())
    print(json.dumps(advice_json(advice), ensure_ascii=False, indent=2) if options.json else _text(advice))
    return 0


def _text(advice: Advice) -> str:
    """Return an advice as text for a terminal."""
    lines = [f"Stop hier vandaag mee: {s.title}." for s in advice.stops if s.certain]
    if advice.outcome:
        term = f", binnen {advice.outcome.term}" if advice.outcome.term else ""
        lines += [f"Advies: {advice.outcome.title}{term}", advice.outcome.because]
    else:
        lines.append("Nog mogelijk: " + " of ".join(o.title.lower() for o in advice.possible))
        codes = [q.code for q in advice.deciding]
        lines.append(f"Dit hangt nog af van {len(codes)} vragen: {', '.join(codes)}")
    if advice.provisional:
        lines.append("Voorlopig: nog niemand heeft de feiten over het onderwerp bevestigd.")
    lines += [f"{r.title}: {r.text}" for r in advice.reservations]
    lines += ["", "Wat dit bepaalt", *(f"- {b.text} ({b.code}; {b.place})" for b in advice.deciders)]
    lines += [
        "",
        "Wat u nu doet",
        *(
            f"{i}. {m.do} ({m.who}, {m.term})"
            for i, m in enumerate((m for m in advice.measures if m.certain), 1)
        ),
    ]
    lines += [
        "",
        f"{advice.status_note}. {advice.questionnaire}, {advice.on.isoformat()}, {advice.version_hash[:12]}",
    ]
    return "\n".join(lines)


def _ask(options: argparse.Namespace) -> int:
    content = _content(options)
    form = content.questionnaires[content.rulesets[_newest(content, options.onderwerp)].questionnaire]
    rows = [
        {
            "vraag": key,
            "code": q.code,
            "tekst": q.text,
            "soort": q.kind,
            "over": q.about,
            "opties": dict(q.options),
            "onbekend": q.unknown,
            "nvt": q.not_applicable,
            "weet": list(q.known_by),
        }
        for key, q in form.questions.items()
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for section in form.sections:
        print(f"\n{section.title}")
        for key, q in section.questions.items():
            print(f"  {q.code:<6} {key}: {q.text}")
            for option, label in q.options.items():
                print(f"           {option}: {label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
