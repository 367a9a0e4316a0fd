"""The checks that prove something: gaps, examples, and rules that nothing reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.answers import AnswerError
from engine.cases import Expectation
from engine.checks import cases, check_content, check_names, examples, gaps, questions, reached, rules
from engine.checks.examples import differences, example_answers
from engine.desugar import compile_program, try_compile
from engine.diagnostics import ContentError
from engine.engine import Engine
from tests.engine.brute import DAY
from tests.engine.klein import EXAMPLES, FORM, RULES, SUBJECT, Edit, lines, load, small
from tests.engine.real import real

LAST = "      - anders: ja\n        oordeel: voldoet_niet\n"


def gap_of(folder: Path, condition: str) -> str:
    """Return what is said of the gap in a criterion whose last rule has this condition, or nothing."""
    rule = f"      - als: {condition}\n        oordeel: voldoet_niet\n"
    return next((line for line in lines(folder, (RULES, LAST, rule)) if "G001" in line), "")


def test_content_without_findings() -> None:
    assert check_content(small()) == []
    assert check_names(real()) == []


@pytest.mark.parametrize(
    "check", [cases, examples, gaps, questions, reached, rules], ids=lambda c: c.__name__
)
def test_every_check_says_what_why_wrong_and_right(check: object) -> None:
    text = str(getattr(check, "check").__doc__)  # noqa: B009
    assert [word for word in ("Wat:", "Waarom:", "Fout:", "Goed:") if word not in text] == []


GAPS = [
    ("{tijdlijn: vast}", ()),
    ("{tijdlijn: vast, bereik: ja}", ("bereik: nee", "tijdlijn: vast")),
    ("{nodig: hoog}", ("tijdlijn: vast",)),
    ("{nodig: [hoog, laag]}", ()),
    ("{doelen: {minstens: 0}}", ()),
    ("{doelen: {minstens: 1}}", ("tijdlijn: vast",)),
    ("{toezicht: [goed, slecht]}", ("tijdlijn: vast", "toezicht: nvt")),
    ("{uren: {minstens: 0}}", ("account: nieuw", "tijdlijn: vast")),
    ("{niet: {uren: {minder_dan: 4}}}", ("account: bestaand", "tijdlijn: vast")),
    ("{bezwaar: [ja, nee]}", ()),  # the question is shown for exactly what is left
]


@pytest.mark.parametrize(("condition", "expected"), GAPS)
def test_gaps_are_found_with_the_answers_that_fall_in_them(
    condition: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    said = gap_of(tmp_path, condition)
    assert bool(said) == bool(expected)
    assert [answer for answer in expected if answer not in said] == []


UNREACHED = "V001 geen voorbeeld raakt deze regel; voeg een voorbeeld toe"
REACHED: list[tuple[Edit, str]] = [
    ((EXAMPLES, "toezicht: slecht}", "toezicht: goed}"), "V001"),
    ((EXAMPLES, "uren: \"0,5\"", "uren: \"5\""), f"{RULES}:75:3: {UNREACHED}"),
    ((EXAMPLES, "doel: [werving]", "doel: [hulp]"), f"{RULES}:33:9: {UNREACHED}"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), REACHED)
def test_what_no_example_reaches_is_found(edit: Edit, expected: str, tmp_path: Path) -> None:
    assert any(expected in line for line in lines(tmp_path, edit))


def test_examples_are_measured_keyword_by_keyword() -> None:
    engine = Engine(small(), "klein/v1")
    try:
        case = small().examples["klein/v1"].cases[1]
        advice = engine.advise(example_answers(small(), engine, case), case.day)
    finally:
        engine.close()
    assert list(differences(case.expected, advice)) == []
    wrong = Expectation.model_validate(
        {
            "uitkomst": "soms",
            "mogelijke_uitkomsten": ["soms", "ja_graag"],
            "score": {"nu": "1", "min": "0", "max": "2"},
            "kenmerken": {"nodig": ["hoog", "laag"], "aandacht": "werving"},
            "criteria": {"toezicht_goed": "voldoet"},
            "signalen": [],
            "maatregelen": ["plannen"],
            "voorbehoud": ["veel_open"],
            "beginselen_gemist": "1",
            "blokkade": "nee",
        }
    )
    assert list(differences(wrong, advice)) == [
        ("uitkomst", "verwacht ‘soms’, maar het wordt ‘stoppen’"),
        ("mogelijke_uitkomsten", "verwacht ‘ja_graag’ of ‘soms’, maar het wordt ‘stoppen’"),
        ("score", "verwacht nu 1, maar het wordt 0"),
        ("score", "verwacht max 2, maar het wordt 0"),
        ("kenmerken", "verwacht nodig: ‘hoog’ of ‘laag’, maar het wordt ‘laag’"),
        ("kenmerken", "verwacht aandacht: ‘werving’, maar het wordt ‘tijd’ of ‘werving’"),
        ("criteria", "verwacht toezicht_goed: voldoet, maar het wordt ‘voldoet_niet’"),
        ("signalen", "er is ook oud, weinig_tijd"),
        ("maatregelen", "er ontbreekt plannen en er is ook letten, opnieuw"),
        ("voorbehoud", "er ontbreekt veel_open"),
        ("beginselen_gemist", "verwacht 1, maar het wordt 2"),
        ("blokkade", "verwacht ‘nee’, maar het wordt ‘ja’"),
    ]


def test_an_example_with_an_unknown_subject_cannot_be_answered(tmp_path: Path) -> None:
    content = load(tmp_path, (EXAMPLES, "onderwerp: dienst/acme", "onderwerp: dienst/acne"))
    engine = Engine(content, "klein/v1")
    try:
        with pytest.raises(AnswerError):
            example_answers(content, engine, content.examples["klein/v1"].cases[0])
    finally:
        engine.close()


def test_rules_without_examples_are_not_measured(tmp_path: Path) -> None:
    content = load(tmp_path)
    bare = type(content)(**{**content.__dict__, "examples": {}})
    assert check_content(bare) == []


def test_compiling_says_everything_that_is_wrong(tmp_path: Path) -> None:
    content = load(tmp_path, (RULES, "als: {tijdlijn: vrij}", "als: {tijdlyn: vrij}"))
    with pytest.raises(ContentError, match="R001 ‘tijdlyn’ bestaat niet"):
        compile_program(content, "klein/v1")
    circle = load(tmp_path / "b", (FORM, "toon_als: {tijdlijn: [verstopt, vast]}", "toon_als: {bezwaar: ja}"))
    program, found = try_compile(circle, "klein/v1")
    assert program is None
    assert [d.code for d in found] == ["R004"]


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ((FORM, "        van: 0\n        tot: 100\n", "        van: 100\n        tot: 0\n"), "R010"),
        ((FORM, "decimalen: 1", "decimalen: 999999999"), "R010"),
        ((SUBJECT, "antwoord: vrij", "antwoord: soms"), "R002"),
        ((EXAMPLES, "bezwaar: nee\n", "bezwaar: onbekend\n"), "R002"),
        ((RULES, "vragenlijst: klein/v1", "vragenlijst: klein/v9"), "R001"),
    ],
)
def test_what_cannot_be_compiled_or_measured_is_a_finding_and_no_traceback(
    edit: Edit, code: str, tmp_path: Path
) -> None:
    assert {line.split(": ")[1].split()[0] for line in lines(tmp_path, edit)} >= {code}


def test_dates_of_the_small_content_are_in_the_past_of_its_examples() -> None:
    assert all(case.day == DAY for case in small().examples["klein/v1"].cases)
