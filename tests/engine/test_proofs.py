"""Each check with proof: content that fails it, and the content as it is, which passes every check."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from engine import solver
from engine.answer_file import example_files, read_answer_file
from engine.answers import read_answers
from engine.checks import check_content, prove, undecided
from engine.checks.evidence import Evidence, symbol_is
from engine.cli import main
from engine.desugar import compile_program
from engine.diagnostics import Diagnostic, render
from engine.engine import Engine
from engine.load import content_root, load_content
from engine.program import Decision
from engine.search import Search
from tests.engine.brute import DAY
from tests.engine.klein import BASELINE, FORM, LOKET, RULES, Edit, findings, load, small, write

CASES: dict[str, tuple[str, str, str, list[Edit]]] = {
    "a gap": (
        "G001",
        "geen regel van ‘tijdlijn_kiesbaar’ past bij tijdlijn: vast",
        "tijdlijn: vast",
        [(RULES, "      - anders: ja\n        oordeel",
          "      - als: {tijdlijn: vrij, bereik: ja}\n        oordeel")],
    ),
    "a gap through a fact and the score": (
        "G001",
        "geen regel van ‘tijdlijn_kiesbaar’ past bij bereik: ja, doel: nieuws, hulp, werving",
        "bereik: ja, doel: nieuws, hulp, werving",
        [(RULES, "      - als: {tijdlijn: vrij}", "      - als: {nodig: laag, tijdlijn: vrij}"),
         (RULES, "      - anders: ja\n        oordeel", "      - als: {nodig: laag}\n        oordeel"),
         (RULES, "als: {tijdlijn: verstopt}", "als: {nodig: laag, tijdlijn: verstopt}")],
    ),
    "a rule in the shadow of another": (
        "G002",
        "deze regel komt nooit aan de beurt: waar hij geldt, geldt al een regel hierboven",
        "bereik: ja, tijdlijn: vrij",
        [(RULES, "als: {tijdlijn: verstopt}", "als: {tijdlijn: vrij, bereik: ja}")],
    ),
    "a rule that can't hold": (
        "G002",
        "deze regel kan nooit gelden",
        "",
        [(RULES, "als: {uren: {minder_dan: 1}}", "als: {uren: {minder_dan: 1}, account: nieuw}")],
    ),
    "a question that never shows": (
        "G002",
        "de vraag ‘bezwaar’ verschijnt nooit",
        "",
        [(FORM, "toon_als: {tijdlijn: [verstopt, vast]}",
          "toon_als: {tijdlijn: vrij, niet: {tijdlijn: vrij}}")],
    ),
    "a rung that nothing reaches": (
        "G003",
        "deze trede kan nooit gelden",
        "",
        [(RULES, "beginselen_gemist: {minstens: 1}", "beginselen_gemist: {minstens: 3}")],
    ),
    "an outcome that no rung gives": (
        "G003",
        "geen trede van de ladder geeft ‘nooit’",
        "",
        [(RULES, "  stoppen: {titel", "  nooit: {titel: Nooit, rang: 4, advies: Nooit.}\n  stoppen: {titel")],
    ),
    "a criterion that can't be missed": (
        "G004",
        "geen enkel antwoord geeft ‘bezwaar_kan’ minder punten",
        "",
        [(RULES, "nee: {is: voldoet_niet, omdat: Bezwaar kan niet.}", "nee: {is: voldoet, omdat: Bezwaar.}")],
    ),
    "a criterion that can't be met": (
        "G004",
        "geen enkel antwoord geeft ‘bezwaar_kan’ het hoogste oordeel",
        "",
        [(RULES, "ja: {is: voldoet, omdat: Bezwaar kan.}", "ja: {is: deels, omdat: Bezwaar kan.}")],
    ),
    "a floor that can't be missed": (
        "G004",
        "de ondergrens van ‘toezicht_goed’ is nooit te missen",
        "",
        [(RULES, "slecht: {is: voldoet_niet,", "slecht: {is: deels,")],
    ),
    "a stop without a way out": (
        "G005",
        "‘weinig_tijd’ zegt stop bij het gunstigste advies, en er is niets aan te regelen",
        "account: bestaand, uren: 0.0, tijdlijn: vrij, toezicht: goed",
        [(FORM, "        te_regelen: ja\n", "")],
    ),
    "a signal that always holds": (
        "G005",
        "‘weinig_tijd’ geldt bij elk antwoord",
        "",
        [(RULES, "als: {uren: {minder_dan: 1}}", "als: {niet: {account: nieuw, niet: {account: nieuw}}}")],
    ),
    "a question without influence": (
        "G006",
        "de vraag ‘sinds’ maakt nergens verschil",
        "",
        [(RULES, "      - {als: {sinds: {voor: 2000-01-01}}, is: 2026-01-01}\n", ""),
         (LOKET, "vraag: sinds, vorm: maand, getoond: ja", "vast: 2026-01")],
    ),
    "a floor that the score hides": (
        "G007",
        "wie de ondergrens van ‘toezicht_goed’ mist, kan toch het gunstigste advies krijgen",
        "tijdlijn: vrij, toezicht: slecht",
        [(RULES, "  - als: {beginselen_gemist: {minstens: 1}}", "  - als: {ondergrens.steun: gemist}"),
         (RULES, "ruim: 80", "ruim: 55")],
    ),
    "a better answer with a worse outcome": (
        "G008",
        "het betere antwoord ‘goed’ op ‘toezicht’ kan een slechter advies geven dan ‘slecht’",
        "tijdlijn: vrij, toezicht: goed",
        [(RULES, "  - als: {beginselen_gemist: {minstens: 1}}", "  - als: {toezicht_goed: voldoet}"),
         (RULES, "ruim: 80", "ruim: 55")],
    ),
    "an item that nothing uses": (
        "R011",
        "de drempel ‘veel’ wordt nergens gebruikt",
        "",
        [(RULES, "meer_dan: veel}", "meer_dan: 2}")],
    ),
    "a source that nothing names": (
        "R011",
        "de bron ‘brief’ wordt nergens gebruikt",
        "",
        [(BASELINE, "  wet: {titel", "  brief: {titel: Een brief}\n  wet: {titel")],
    ),
    "a question shown by a later one": (
        "R012",
        "‘uren’ verschijnt door ‘tijdlijn’, en die vraag komt later",
        "",
        [(FORM, "        decimalen: 1\n        toon_als: {account: bestaand}",
          "        decimalen: 1\n        toon_als: {tijdlijn: [vrij, verstopt]}")],
    ),
    "a threshold repeated as a number": (
        "R013",
        "80 is hier de drempel ‘ruim’",
        "",
        [(RULES, "      - {als: {doelen:",
          "      - {als: {score: {minstens: 80}}, is: 2026-01-01}\n      - {als: {doelen:")],
    ),
    "points that go up and down": (
        "R014",
        "de punten van ‘tijdlijn_kiesbaar’ gaan met de antwoorden op en neer",
        "",
        [(RULES, """    regels:
      - als: {tijdlijn: vrij}
        oordeel: voldoet
        omdat: De tijdlijn is vrij.
        bronnen: [handboek]
      - als: {tijdlijn: verstopt}
        oordeel: deels
        omdat: De tijdlijn is verstopt.
      - anders: ja
        oordeel: voldoet_niet
        omdat: De tijdlijn is vast.
        maatregelen: [letten]
""", """    volgt: tijdlijn
    oordelen:
      vrij: {is: deels, omdat: Vrij., bronnen: [handboek]}
      verstopt: {is: voldoet, omdat: Verstopt.}
      vast: {is: voldoet_niet, omdat: Vast., maatregelen: [letten]}
""")],
    ),
    "a long sentence": (
        "B001",
        "deze zin heeft 26 woorden",
        "",
        [(FORM, "vraag: Bereikt u inwoners?", "vraag: " + "Bereikt " + "u " * 24 + "inwoners?")],
    ),
    "a hard word": (
        "B002",
        "‘indien’ is een moeilijk woord",
        "",
        [(RULES, "omdat: U werft hier mensen.", "omdat: Indien u werft, letten wij op.")],
    ),
    "a page last seen long ago": (
        "B003",
        "de pagina van ‘handboek’ is het laatst gezien op 2020-06-01",
        "",
        [(FORM, "gezien: 2026-06-01", "gezien: 2020-06-01")],
    ),
    "a page that nobody saw": (
        "B003",
        "bij de pagina van ‘handboek’ staat niet wanneer hij is gezien",
        "",
        [(FORM, ", gezien: 2026-06-01", "")],
    ),
}  # fmt: skip

WARNINGS = ("R011", "R013", "R014", "B001", "B002", "B003", "G006")


def shown(finding: Diagnostic) -> str:
    return ", ".join(f"{question}: {answer}" for question, answer in finding.example)


def test_the_content_as_it_is_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize("name", CASES)
def test_a_check_finds_what_is_wrong(tmp_path: Path, name: str) -> None:
    code, message, example, edits = CASES[name]
    found = [d for d in findings(tmp_path, *edits) if (d.code, d.message) == (code, message)]
    assert [shown(d) for d in found] == [example]
    assert (found[0].severity == "let op") == (code in WARNINGS or found[0].severity == "let op")


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning_does_not_stop_publication(tmp_path: Path, code: str) -> None:
    edits = next(edits for found, _, _, edits in CASES.values() if found == code)
    assert {d.severity for d in findings(tmp_path, *edits) if d.code == code} == {"let op"}


@pytest.mark.slow  # `make test` runs `basislijn check` itself
@pytest.mark.timeout(600)
def test_the_rules_in_use_have_no_findings() -> None:
    assert check_content(load_content(content_root())) == []


def test_the_example_of_a_better_answer_shows_it(tmp_path: Path) -> None:
    content = load(tmp_path, *CASES["a better answer with a worse outcome"][3])
    found = [d for d in prove(content, compile_program(content, "klein/v1")) if d.code == "G008"]
    given = dict(found[0].example)
    with closing(Engine(content, "klein/v1")) as engine:
        outcomes = [
            engine.possible(engine.assess(read_answers(engine.questionnaire, raw), DAY)).outcomes
            for raw in (given, given | {"toezicht": "slecht"})
        ]
    assert outcomes == [("soms",), ("ja_graag",)]


def test_what_is_not_decided_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise solver.Undecided

    monkeypatch.setattr(solver.Gates, "search", give_up)
    content = small()
    found = prove(content, compile_program(content, "klein/v1"))
    assert {(d.code, d.severity) for d in found} == {("G009", "let op")}
    said = {d.message for d in found}
    for check in (
        "elk antwoord een oordeel geeft bij ‘toezicht_goed’",
        "wie de ondergrens van ‘toezicht_goed’ mist, kan toch het gunstigste advies krijgen",
        "een beter antwoord op ‘toezicht’ nooit een slechter advies geeft",
    ):
        assert f"onbeslist: of {check}" in said


def test_two_doubts_about_one_place_are_both_said() -> None:
    content = small()
    with closing(Evidence(content, compile_program(content, "klein/v1"))) as evidence:
        for what in ("of dit kan", "of dat kan"):
            with evidence.doubt(("ladder",), what):
                raise solver.Undecided
        assert [d.message for d in undecided.check(content, evidence)] == [
            "onbeslist: of dit kan",
            "onbeslist: of dat kan",
        ]


def test_an_example_is_a_file_that_gives_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path / "inhoud", *CASES["a floor that the score hides"][3])
    assert main(["check", str(root), "--voorbeelden", str(tmp_path / "map")]) == 1
    assert "zo te zien: tijdlijn: vrij, toezicht: slecht" in capsys.readouterr().out
    file = tmp_path / "map" / "G007-1.yaml"
    assert read_answer_file(file.read_bytes(), file.name).answers == {
        "tijdlijn": "vrij",
        "toezicht": "slecht",
    }
    assert main(["advies", "klein", str(file), "--inhoud", str(root)]) == 0
    assert "Advies: Gebruiken" in capsys.readouterr().out


def test_every_kind_of_answer_can_be_written(tmp_path: Path) -> None:
    content = small()
    example = (("doel", "nieuws, hulp"), ("uren", "0.5"), ("sinds", "2026-01-01"), ("toezicht", "nvt"))
    finding = content.file("regels", "klein/v1").diagnostic("G001", ("ladder",), "iets")
    finding = Diagnostic(finding.place, "G001", "iets", example=example)
    files = dict(example_files(content, [finding], DAY))
    answers = read_answer_file(files["G001-1.yaml"].encode(), "G001-1.yaml").answers
    assert answers["doel"] == ["nieuws", "hulp"]
    assert set(read_answers(content.questionnaires["klein/v1"], answers).given) == set(dict(example))


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path / "inhoud", *CASES["a floor that the score hides"][3])
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    assert main(["check", str(root), "--voorbeelden", str(tmp_path / "bestand")]) == 2
    assert "kan niet worden geschreven" in capsys.readouterr().err


def test_a_warning_says_so_in_the_text(tmp_path: Path) -> None:
    found = findings(tmp_path, *CASES["a hard word"][3])
    assert render(found).splitlines()[0].endswith("schrijf ‘als’ (let op)")


@pytest.mark.parametrize("name", [name for name, (_, _, example, _) in CASES.items() if example])
def test_every_counter_example_is_a_file_with_these_answers(tmp_path: Path, name: str) -> None:
    code, message, _, edits = CASES[name]
    content = load(tmp_path / "inhoud", *edits)
    found = next(d for d in findings(tmp_path, *edits) if (d.code, d.message) == (code, message))
    ((file, text),) = example_files(content, [found], DAY)
    read = read_answer_file(text.encode(), file)
    assert (read.questionnaire, list(read.answers)) == ("klein/v1", [key for key, _ in found.example])
    read_answers(content.questionnaires["klein/v1"], read.answers)


def test_functions_tell_what_the_solver_tells() -> None:
    content = small()
    program, sure = compile_program(content, "klein/v1"), 0
    with closing(Evidence(content, program, worlds=0)) as evidence, closing(Search(program)) as search:
        for item in program.items:
            for symbol in getattr(item, "symbols", ()):
                test = symbol_is(item.id, symbol)
                assert evidence.possible(test) == (search.world(test) is not None), test
        names = [item.id for item in program.items if isinstance(item, Decision)]
        for question in program.inputs_of:
            for some in (names, *([name] for name in names)):
                known = evidence.influences(question, some)
                sure += known is not None
                assert known in (None, search.different(question, some) is not None), (question, some)
    assert sure > 50
