"""Whom a change hits, why, and which line did it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from engine.answers import AnswerError, read_answers
from engine.canonical import dump
from engine.case_files import Assessed, example_cases, read_cases
from engine.cli import main
from engine.diagnostics import ContentError
from engine.engine import Engine
from engine.impact import Impact, impact
from engine.impact_report import as_html, as_json, as_text, summary
from engine.receipt import make_receipt
from tests.engine.klein import BASELINE, EXAMPLES, FORM, HOME, RULES, Edit, load, small, write

ON = date(2026, 11, 23)
IDEAL = Assessed(
    "Ideaal",
    {"account": "nieuw", "bereik": "ja", "doel": ["nieuws"], "tijdlijn": "vrij", "toezicht": "goed"},
)
HIDDEN = Assessed(
    "Verstopt",
    {**IDEAL.answers, "tijdlijn": "verstopt", "bezwaar": "ja"},
)


def compared(folder: Path, *edits: Edit, cases: tuple[Assessed, ...] = (IDEAL,)) -> Impact:
    return impact(small(), "klein/v1", load(folder, *edits), "klein/v1", cases, ON)


def test_nothing_changes_for_nobody(tmp_path: Path) -> None:
    found = compared(tmp_path, cases=(IDEAL, HIDDEN))
    assert found.moved == ()
    assert found.changes == ()
    assert summary(found) == "Alle 2 afwegingen houden hetzelfde advies."
    assert not any(case.other_work for case in found.cases)


def line(folder: Path, text: str, file: str = RULES) -> int:
    rows = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


CAUSES: list[tuple[Edit, Assessed, str, str, str, str]] = [
    (
        (RULES, "ruim: 80", "ruim: 60"),
        HIDDEN,
        "gunstiger",
        "drempel ruim: 80 wordt 60. Daardoor de ladder: soms wordt ja graag",
        "ruim: 60",
        RULES,
    ),
    (
        (BASELINE, "titel: Keuze, gewicht: 3", "titel: Keuze, gewicht: 1"),
        HIDDEN,
        "gunstiger",
        "gewicht van Keuze: 3 wordt 1. Daardoor de score: 67 wordt 83",
        "titel: Keuze",
        BASELINE,
    ),
    (
        (BASELINE, "deels: 1", "deels: 3"),
        HIDDEN,
        "gunstiger",
        "de score: 67 wordt 100",
        "schaal:",
        BASELINE,
    ),
    (
        (RULES, "goed: {is: voldoet,", "goed: {is: voldoet_niet,"),
        IDEAL,
        "strenger",
        "het oordeel over “De toezichthouder is tevreden”: voldoet wordt voldoet niet",
        "goed: {is: voldoet_niet",
        RULES,
    ),
    (
        (RULES, "    ondergrens: blokkade", "    ondergrens: {tijdlijn: vrij}"),
        IDEAL,
        "strenger",
        "het aantal beginselen onder de basislijn: 0 wordt 1",
        "ondergrens: {tijdlijn: vrij}",
        RULES,
    ),
    (
        (
            RULES,
            "  - als: {score: {minstens: ruim}}\n    uitkomst: ja_graag",
            "  - als: {bereik: ja}\n    uitkomst: stoppen",
        ),
        IDEAL,
        "strenger",
        "de ladder: ja graag wordt stoppen",
        "als: {bereik: ja}",
        RULES,
    ),
    (
        (
            FORM,
            "        toon_als: {tijdlijn: [verstopt, vast]}",
            "        toon_als: {tijdlijn: [vrij, vast]}",
        ),
        Assessed("Geen bezwaar", {**HIDDEN.answers, "account": "bestaand", "bezwaar": "nee"}),
        "termijn",
        "vraag B2: beantwoord wordt verborgen",
        "bezwaar:",
        FORM,
    ),
]


@pytest.mark.parametrize(("edit", "case", "direction", "text", "row", "file"), CAUSES, ids=range(len(CAUSES)))
def test_the_cause_is_the_line_that_was_changed(
    edit: Edit, case: Assessed, direction: str, text: str, row: str, file: str, tmp_path: Path
) -> None:
    (moved,) = compared(tmp_path, edit, cases=(case,)).cases
    assert moved.direction == direction
    assert moved.cause is not None
    assert moved.cause.text == text
    assert moved.cause.place is not None
    assert (moved.cause.place.file, moved.cause.place.line) == (file, line(tmp_path, row, file))


def test_a_new_question_that_decides_makes_the_advice_less_certain(tmp_path: Path) -> None:
    question = "      spel:\n        code: A9\n        over: inzet\n        vraag: Speelt u?\n"
    rung = "  - als: {spel: ja}\n    uitkomst: stoppen\n    omdat: U speelt.\n"
    found = compared(
        tmp_path,
        (FORM, "      opmerking:\n", question + "      opmerking:\n"),
        (RULES, "  - als: {blokkade: ja}\n", rung + "  - als: {blokkade: ja}\n"),
    )
    (moved,) = found.cases
    assert moved.direction == "onzekerder"
    assert moved.new.outcomes == ("ja_graag", "stoppen")
    assert moved.cause is not None
    assert moved.cause.text == "vraag A9 is nieuw"
    assert found.moves == {("Gebruiken", "Gebruiken of Niet gebruiken"): 1}


def test_another_term_is_a_move(tmp_path: Path) -> None:
    case = Assessed("Ontevreden", {**IDEAL.answers, "toezicht": "slecht"})
    (moved,) = compared(tmp_path, (RULES, "termijn: 6 maanden", "termijn: 3 maanden"), cases=(case,)).cases
    assert moved.direction == "termijn"
    assert (moved.old.label, moved.new.label) == (
        "Soms gebruiken, binnen 6 maanden",
        "Soms gebruiken, binnen 3 maanden",
    )


def test_an_answer_that_no_longer_fits_is_open_again(tmp_path: Path) -> None:
    old = load(
        tmp_path / "oud",
        (FORM, "opties: {goed: In orde,", "opties: {prima: Prima, goed: In orde,"),
        (RULES, "      goed: {is", "      prima: {is: voldoet, omdat: Prima.}\n      goed: {is"),
    )
    case = Assessed("Prima", {**IDEAL.answers, "toezicht": "prima"})
    (moved,) = impact(old, "klein/v1", small(), "klein/v1", [case], ON).cases
    assert moved.dropped == (
        "het antwoord op B3 past niet meer: ‘prima’ is hier geen antwoord (goed, slecht)",
    )
    assert moved.direction == "onzekerder"


def test_the_same_advice_with_other_work_is_listed_apart(tmp_path: Path) -> None:
    found = compared(tmp_path, (RULES, "    als: {nodig: hoog, account: bestaand}", "    als: {nodig: hoog}"))
    assert found.moved == ()
    assert as_text(found).endswith("Hetzelfde advies, ander werk\n- Ideaal: erbij: plannen")


def test_an_assessment_that_does_not_fit_the_old_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerError) as error:
        compared(tmp_path, cases=(Assessed("a.yaml", {"bereik": "soms"}),))
    assert error.value.problems[0].question == "a.yaml: bereik"
    with pytest.raises(AnswerError) as error:
        compared(tmp_path / "x", cases=(Assessed("a.yaml", {}, "dienst/weg"),))
    assert error.value.problems[0].message == "het onderwerp ‘dienst/weg’ is niet bekend"


# --- the report -----------------------------------------------------------------------------------------


def changed(folder: Path) -> Impact:
    return compared(folder, (RULES, "ruim: 80", "ruim: 60"), cases=(IDEAL, HIDDEN))


def test_the_text_to_the_letter(tmp_path: Path) -> None:
    found = changed(tmp_path)
    assert as_text(found) == (
        f"Van klein/v1 ({found.old.hash[:12]}) naar klein/v1 ({found.new.hash[:12]})\n"
        "\n"
        "Wat er verandert\n"
        "- drempel ruim: 80 wordt 60.\n"
        "\n"
        "Wie dat raakt\n"
        "1 van 2 afwegingen krijgt een ander advies: 1 gunstiger.\n"
        "- Soms gebruiken wordt Gebruiken: 1\n"
        "\n"
        "Verstopt (gunstiger)\n"
        "  Eerst: Soms gebruiken. De score is niet ruim.\n"
        "  Nu:    Gebruiken. De score is ruim.\n"
        "  Door:  drempel ruim: 80 wordt 60. Daardoor de ladder: soms wordt ja graag "
        f"({RULES}:{line(tmp_path, 'ruim: 60')}:3)"
    )


def test_the_json(tmp_path: Path) -> None:
    value = as_json(changed(tmp_path))
    assert json.loads(json.dumps(value)) == value
    assert value["richtingen"] == {"gunstiger": 1, "gelijk": 1}
    assert value["overgangen"] == [{"van": "Soms gebruiken", "naar": "Gebruiken", "aantal": 1}]
    assert value["afwegingen"][0]["oorzaak"] is None
    assert value["afwegingen"][1]["oorzaak"]["onderdeel"] == "uitkomst"


class Page(HTMLParser):
    """Checks that tags are closed, and gathers them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_on_its_own(tmp_path: Path) -> None:
    evil = Assessed("<script>alert(1)</script>", HIDDEN.answers)
    found = compared(tmp_path, (RULES, "ruim: 80", "ruim: 60"), cases=(evil,))
    text = as_html(found)
    page = Page()
    page.feed(text)
    assert page.open == []
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == 1
    assert not {"script", "link", "img"} & set(names)
    assert not [attrs for _, attrs in page.tags if "style" in attrs]
    assert ("html", {"lang": "nl"}) in page.tags
    assert ("th", {"scope": "col"}) in page.tags
    assert "&lt;script&gt;" in text
    assert "<dd>Gebruiken. De score is ruim.</dd>" in text


# --- files and the command --------------------------------------------------------------------------------


def test_assessments_come_from_files_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    (tmp_path / "a.yaml").write_text("bereik: ja\n", encoding="utf-8")
    (tmp_path / "map/b.json").write_text('{"bereik": "nee"}', encoding="utf-8")
    (tmp_path / "map/c.txt").write_text("niets", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(
        "# kop\n" + (HOME / EXAMPLES).read_text(encoding="utf-8"), encoding="utf-8"
    )
    with closing(Engine(small(), "klein/v1")) as engine:
        receipt = make_receipt(engine, read_answers(engine.questionnaire, IDEAL.answers), ON)
    (tmp_path / "e.json").write_bytes(dump(receipt))
    cases = read_cases(tmp_path)
    examples = [case.name for case in example_cases(small().examples["klein/v1"])]
    assert [case.name for case in cases] == ["a.yaml", *examples, "e.json", "map/b.json"]
    assert cases[-2].on == ON
    assert read_cases(tmp_path / "a.yaml") == [Assessed("a.yaml", {"bereik": "ja"})]
    (tmp_path / "f.yaml").write_text("voorbeelden: klein/v1\ngevallen: x\n", encoding="utf-8")
    with pytest.raises(ContentError):
        read_cases(tmp_path / "f.yaml")


def test_the_command_compares_versions_in_one_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    main(["nieuw", "klein", "--inhoud", str(tmp_path)])
    rules = tmp_path / "rules/klein/v2.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("ruim: 80", "ruim: 60"), encoding="utf-8")
    capsys.readouterr()
    words = ["gevolgen", "klein/v1", "klein/v2", "--inhoud", str(tmp_path)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "Van klein/v1 (" in out
    assert "1 van 6 afwegingen krijgt een ander advies: 1 gunstiger." in out
    page = tmp_path / "gevolgen.html"
    assert main([*words, "--vorm", "html", "--uit", str(page)]) == 0
    assert capsys.readouterr().out == ""
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_compares_two_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, (RULES, "ruim: 80", "ruim: 60"))
    answers = tmp_path / "antwoorden.yaml"
    answers.write_text("\n".join(f"{k}: {v}" for k, v in HIDDEN.answers.items()), encoding="utf-8")
    words = ["--oud", str(HOME), "--nieuw", str(tmp_path), "--vorm", "json"]
    assert main(["gevolgen", "klein/v1", "klein/v1", str(answers), *words]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["richtingen"] == {"gunstiger": 1}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["klein/v1", "klein/v2"], "de versie ‘klein/v2’ bestaat niet; bedoelt u ‘klein/v1’?"),
        (["klein/v1", "klein/v1", "weg.yaml"], "‘weg.yaml’ is niet te lezen; kijk of de naam klopt"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gevolgen", *words, "--inhoud", str(HOME)]) == 2
    assert capsys.readouterr().err == message + "\n"
