"""Opening answers as authors of rules write them, and saving them as an example."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from engine.answer_file import example_files
from engine.cases import Examples
from engine.checks.examples import differences, example_answers
from engine.cli import main
from engine.engine import Engine
from engine.keywords import build
from engine.report_json import advice_json
from engine.source import MAX_BYTES, read_source
from engine.written import file_text
from tests.webapp.conftest import TODAY
from tests.webapp.pages import Visitor
from tests.webapp.test_advice import OWN, read_only
from tests.webapp.test_keep import open_file
from webapp.content_store import Snapshot
from webapp.services.answer_files import read_upload
from webapp.services.file_parts import FileError

TOPIC = "sociale-media/v1"
FILE = f"""\
# questionnaires/sociale-media/v1.yaml:1:1: G006 een melding met haar antwoorden
vragenlijst: {TOPIC}
naam: Stil account op X
onderwerp: platform/x
peildatum: {TODAY}
antwoorden:
  GE15: bestaand
  bereik: {{antwoord: nee, bron: Onderzoek, peildatum: 2026-05-01, notitie: Zie bladzijde 3}}
  alternatief: ja
  doel: [informeren, luisteren]
  dpia: onbekend
verwacht: {{uitkomst: uitfaseren}}
"""


def opened(visitor: Visitor, text: str | bytes, name: str = "G006-1.yaml") -> dict[str, object]:
    """Open a file; the advice on it."""
    open_file(visitor, text if isinstance(text, bytes) else text.encode(), name)
    assert visitor.status == 200, visitor.page.text
    return visitor.advice(visitor.url.removesuffix("/advies"))


def test_an_answer_file_gives_the_advice_of_the_command_line(
    visitor: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert main(["advies", "sociale-media", str(path), "--json"]) == 0
    assert opened(visitor, FILE) == json.loads(capsys.readouterr().out)
    text = visitor.page.text
    assert "Geopend: 5 antwoorden over Stil account op X." in text
    saved = visitor.file(visitor.url.removesuffix("/advies"))
    assert saved["onderwerp"] == "platform/x"
    assert saved["antwoorden"]["bereik"]["notitie"] == "Zie bladzijde 3"
    assert saved["antwoorden"]["bereik"]["peildatum"] == "2026-05-01"
    assert saved["antwoorden"]["dpia"]["staat"] == "onbekend"
    assert saved["antwoorden"]["doel"]["waarde"] == ["informeren", "luisteren"]


def test_counter_examples_of_a_check_open(visitor: Visitor, snapshot: Snapshot) -> None:
    """What a check writes beside a finding, for any question."""
    content = snapshot.content
    finding = content.file("regels", TOPIC).diagnostic("G005", ("ladder",), "een tegenspraak")
    shown = (
        ("account", "nieuw"),
        ("doel", "informeren, crisis"),
        ("gesprek", "geen"),
        ("zeggenschap", "staat"),
    )
    finding = type(finding)(finding.place, "G005", finding.message, example=shown)
    ((name, text),) = example_files(content, [finding], date.fromisoformat(TODAY))
    assert name == "G005-1.yaml"
    assert opened(visitor, text, name)["uitkomst"] == "niet_gebruiken"
    assert "een tegenspraak (G005-1)" in visitor.page.text


def test_bare_answers_and_json_open_too(visitor: Visitor) -> None:
    bare = "account: nieuw\nbereik: nee\nalternatief: ja\nhandhaving: besluit\n"
    assert opened(visitor, bare, "a.txt")["uitkomst"] == "niet_gebruiken"
    assert "over Antwoorden uit een bestand." in visitor.page.text
    frame = {"antwoorden": {"account": "nieuw", "DB1a": "besluit"}, "onderwerp": "platform/x"}
    assert opened(visitor, json.dumps(frame), "b.json")["uitkomst"] == "niet_gebruiken"
    assert "over X." in visitor.page.text


def test_a_receipt_opens(visitor: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(FILE, encoding="utf-8")
    assert main(["kwitantie", "sociale-media", str(path)]) == 0
    receipt = capsys.readouterr().out
    assert opened(visitor, receipt, "kwitantie.json")["uitkomst"] == "uitfaseren"


def test_another_date_and_an_unknown_subject_are_told(visitor: Visitor) -> None:
    opened(visitor, FILE.replace(TODAY, "2026-06-01").replace("platform/x", "platform/weg"))
    text = visitor.page.text
    assert "Het bestand noemt 1 juni 2026 als datum. Hier geldt de datum van vandaag." in text
    assert "Het profiel ‘platform/weg’ is hier niet bekend." in text


LONG_NAME = "x" * 300


def test_a_long_name_is_cut_and_strange_letters_are_left_out(visitor: Visitor) -> None:
    opened(visitor, FILE.replace("Stil account op X", LONG_NAME))
    assert "x" * 119 + "…" in visitor.page.text
    frame = {"vragenlijst": TOPIC, "naam": "A\x00B<script>\ud800", "antwoorden": {"account": "nieuw"}}
    opened(visitor, json.dumps(frame), "a.json")
    assert "over AB<script>." in visitor.page.text


EXAMPLES = f"voorbeelden: {TOPIC}\ngevallen:\n" + "".join(
    f"  - naam: {name}\n    peildatum: {TODAY}\n    antwoorden: {{account: nieuw}}\n    verwacht: {{}}\n"
    for name in ("Een", "Twee")
)
WRONG = [
    ("", "Er is nog geen bestand gekozen, of het is leeg."),
    ("een tekst zonder antwoorden",
     "Dit bestand bevat geen antwoorden. Schrijf regels als ‘vraag: antwoord’."),
    (FILE.replace("alternatief: ja", "alternatief: misschien"),
     "Niet elk antwoord in dit bestand klopt."
     " alternatief: ‘misschien’ is hier geen antwoord (ja, deels, nee)."),
    (FILE.replace("bereik:", "berijk:"), "berijk: deze vraag bestaat niet; bedoelt u ‘bereik’?"),
    (FILE.replace("  alternatief: ja", "  GE15: nieuw"), "‘GE15’ staat hier dubbel (eerder op regel 7)"),
    (FILE.replace("GE15: bestaand", "\tGE15: bestaand"), "Regel 7: Hier staat een tab aan het begin"),
    (FILE.replace(TOPIC, "sociale-media/v9"),
     "De vragenlijst ‘sociale-media/v9’ is hier niet bekend. Bekend zijn:"),
    (FILE.replace("vragenlijst:", "vragenlijt:"),
     "‘vragenlijt’ is hier geen bekend woord. Bedoelt u ‘vragenlijst’?"),
    (FILE.replace("peildatum: 2026-11-23", "peildatum: gisteren"), "‘gisteren’ is geen datum."),
    ("onbekende_vraag: ja\n", "In dit bestand staat niet bij welke vragenlijst de antwoorden horen."),
    ("antwoorden:\n", "In dit bestand staat niet bij welke vragenlijst de antwoorden horen."),
    (EXAMPLES, "In dit bestand staan 2 gevallen. Zet het geval dat u wilt openen in een eigen bestand."),
    (EXAMPLES.replace("verwacht: {}", "verwacht: {onzin: ja}"), "‘onzin’ is hier geen bekend woord."),
    (FILE.replace("Zie bladzijde 3", "x" * 2001), "Bij ‘bereik’ is de notitie langer dan 2000 tekens."),
    ("a: &b c\n", "Een anker met & kan hier niet."),
    ("a: " + "[" * 60 + "]" * 60, "Dit is dieper genest dan 24 lagen."),
    (b"\xff\xfe\x00", "Dit bestand is geen UTF-8."),
    ("antwoorden:\n" + "".join(f"  vraag_{i}: ja\n" for i in range(501)) + f"vragenlijst: {TOPIC}\n",
     "In dit bestand staan meer dan 500 antwoorden."),
    ("antwoorden:\n" + "".join(f"  vraag_{i}: ja\n" for i in range(9)) + f"vragenlijst: {TOPIC}\n",
     "Er zijn nog 4 meldingen."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG, ids=range(len(WRONG)))
@pytest.mark.timeout(60)
def test_what_is_wrong_is_said_in_dutch_and_nothing_is_made(
    app: Flask, visitor: Visitor, text: str | bytes, message: str
) -> None:
    open_file(visitor, text if isinstance(text, bytes) else text.encode(), "antwoorden.yaml")
    assert visitor.status == 422
    page = visitor.page
    assert page.title.startswith("Fout: ")
    assert message in page.text, page.text
    database = app.extensions["basislijn"].repository.database
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from assessment").scalar() == 0


def test_a_large_file_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(FileError, match="Dit bestand is groter dan 512 kB"):
        read_upload(b"a: b\n" * (MAX_BYTES // 4), "a.yaml", snapshot)


def test_an_assessment_is_saved_as_an_example_that_is_true(
    visitor: Visitor, edit: str, snapshot: Snapshot
) -> None:
    for section, answers in OWN.items():
        visitor.answer(edit, section, answers, "hier")
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Vraag mevrouw Jansen", "b-bereik": "Anna"}, ("naar", "hier"))
    links = visitor.get(f"{edit}/bewaren").links
    assert f"{edit}/voorbeeld" in links
    response = visitor.client.get(f"{edit}/voorbeeld")
    assert response.content_type == "application/yaml; charset=utf-8"
    assert "basislijn-x-2026-11-23.yaml" in response.headers["Content-Disposition"]
    text = response.text
    assert "Jansen" not in text
    assert "Anna" not in text
    assert text.startswith(f"vragenlijst: {TOPIC}\nnaam: X\npeildatum: {TODAY}\nonderwerp: platform/x\n")
    assert "handhaving" not in text  # a fact of the profile, and not the municipality's own
    block = "".join(f"    {line}\n" for line in text.splitlines()[1:])
    whole = f"voorbeelden: {TOPIC}\ngevallen:\n  -\n{block}"
    examples, findings = build(Examples, read_source(whole, "voorbeelden"))
    assert not findings
    with closing(Engine(snapshot.content, TOPIC)) as engine:
        (case,) = examples.cases
        advice = engine.advise(example_answers(snapshot.content, engine, case), case.day)
    assert list(differences(case.expected, advice)) == []
    shown = visitor.advice(edit)
    assert advice_json(advice) == {key: part for key, part in shown.items() if key != "verandering"}
    assert opened(visitor, text, "voorbeeld.yaml") == shown


def test_the_reader_of_an_assessment_can_save_it_too(visitor: Visitor, edit: str) -> None:
    read = read_only(visitor, edit)
    assert visitor.client.get(f"{read}/voorbeeld").text == visitor.client.get(f"{edit}/voorbeeld").text


def test_every_real_example_opens_as_a_file(visitor: Visitor, snapshot: Snapshot) -> None:
    """The examples that are the tests of the rules, each as a file of its own."""
    cases = snapshot.content.examples[TOPIC].cases
    for case in cases[::12]:
        parts = {"vragenlijst": TOPIC, "naam": case.name, "peildatum": case.day.isoformat()}
        subject = {"onderwerp": case.subject} if case.subject else {}
        text = file_text({**parts, **subject, "antwoorden": dict(case.answers)})
        advice = opened(visitor, text, "geval.yaml")
        if case.expected.outcome:
            assert advice["uitkomst"] == case.expected.outcome, case.name


def test_what_would_change_an_advice_on_an_algorithm(visitor: Visitor, snapshot: Snapshot) -> None:
    """An answer can become "none of these", and what decides is the use, not a gap in what is arranged."""
    cases = snapshot.content.examples["ai-verordening/v1"].cases
    case = next(case for case in cases if case.name == "Boosheid herkennen in de stem van bellers")
    raw = {"vragenlijst": "ai-verordening/v1", "naam": case.name, "peildatum": TODAY}
    opened(visitor, json.dumps({**raw, "antwoorden": dict(case.answers)}))
    text = visitor.get(f"{visitor.url.removesuffix('/advies')}/verandering").text
    assert visitor.status == 200
    assert "Met alleen eigen maatregelen verandert dit advies niet" in text
    assert "Er moet iets veranderen aan het systeem zelf. Dit is de kortste weg." in text
    assert "Nu: emoties herkennen" in text
    assert "Waarom niet een van deze 10 adviezen?" in text
    assert "Dit gebruik staat op de lijst met een hoog risico (bijlage III)." in text
    assert "Niemand kijkt mee" not in text
