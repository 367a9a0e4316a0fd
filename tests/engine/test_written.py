"""Examples and files with answers as text: what is written is read back the same."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.answer_file import read_answer_file
from engine.answers import Answers, Given, read_answers, subject_answers
from engine.cases import Example, Examples
from engine.checks.examples import differences, example_answers
from engine.cli import main
from engine.diagnostics import ContentError
from engine.engine import Engine
from engine.keeping import CannotKeep, with_example
from engine.keywords import build
from engine.source import read_source
from engine.written import answers_as_written, as_example, example_text, expectation, file_text
from tests.engine.brute import DAY
from tests.engine.klein import EXAMPLES, HOME, RULES, small, write

FORM = small().questionnaires["klein/v1"]
ACME = small().subjects["dienst/acme"]
BARE = "voorbeelden: klein/v1\ngevallen:\n"


def read_back(text: str) -> Example:
    """Return the last example of a file with these examples."""
    examples, findings = build(Examples, read_source(BARE + text, "voorbeelden"))
    assert not findings
    assert examples is not None
    return examples.cases[-1]


def test_answers_come_back_as_they_were() -> None:
    answers = Answers(
        {
            "account": Given("bestaand"),
            "bereik": Given(None, "unknown"),
            "doel": Given(("nieuws", "hulp")),
            "uren": Given(Decimal("0.5")),
            "sinds": Given(date(2020, 2, 29), dated=date(2026, 5, 22)),
            "toezicht": Given(None, "nvt"),
        }
    )
    table = answers_as_written(FORM, answers)
    assert table["sinds"] == {"antwoord": "2020-02-29", "peildatum": "2026-05-22"}
    text = file_text({"vragenlijst": "klein/v1", "naam": "Zo is het", "antwoorden": table})
    assert "  doel: [nieuws, hulp]\n" in text
    assert "  sinds: {antwoord: 2020-02-29, peildatum: 2026-05-22}\n" in text
    file = read_answer_file(text.encode(), "a.yaml")
    assert (file.questionnaire, file.title) == ("klein/v1", "Zo is het")
    assert read_answers(FORM, file.answers).given == answers.given


def test_nothing_chosen_is_written_as_such() -> None:
    table = answers_as_written(FORM, Answers({"doel": Given(())}))
    assert read_answers(FORM, table).given["doel"] == Given(())


def test_what_a_known_subject_says_is_left_out_and_a_free_text_stays_behind() -> None:
    base = subject_answers(FORM, ACME)
    own = {**base, "opmerking": Given("Bel mevrouw Jansen", note="geheim", source="Jan")}
    table = answers_as_written(FORM, Answers(own), ACME)
    assert table == {"opmerking": "tekst"}
    key = next(iter(base))
    other = replace(base[key], dated=date(2026, 10, 1))
    assert list(answers_as_written(FORM, Answers({**base, key: other}), ACME)) == [key]


def test_a_whole_example_is_true_of_the_rules_it_came_from() -> None:
    """Every example of the small content, written out whole: what the rules give is what it expects."""
    content = small()
    with closing(Engine(content, "klein/v1")) as engine:
        for case in content.examples["klein/v1"].cases:
            answers = example_answers(content, engine, case)
            advice = engine.advise(answers, case.day)
            parts = as_example(engine, answers, advice, case.name, case.subject)
            again = read_back(example_text(parts))
            assert (again.name, again.day, again.subject) == (case.name, case.day, case.subject)
            advice = engine.advise(example_answers(content, engine, again), again.day)
            assert list(differences(again.expected, advice)) == []
            everything = {**parts, "verwacht": expectation(engine.ruleset, advice)}
            assert list(differences(read_back(example_text(everything)).expected, advice)) == []


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)
STRANGE = ["null", "~", "nee", "1.10", "- a", "a: b", "a #b", "'", "[x]", "& x", "a\\b", '"', "a,b", "%a"]


@settings(max_examples=200)
@given(st.one_of(NAMES, st.sampled_from(STRANGE)))
def test_any_name_comes_back(name: str) -> None:
    text = example_text({"naam": name, "peildatum": "2026-11-23", "verwacht": {"omdat": {"uitkomst": name}}})
    try:
        case = read_back(text)
    except ContentError:  # a character that no file may hold
        assert not name.isprintable() or not name.isascii()
        return
    assert case.name == case.expected.because["uitkomst"] == name.strip()  # texts lose the spaces around them


# -- one more in a file -------------------------------------------------------------------------------

ONE = example_text({"naam": "Een", "peildatum": "2026-11-23", "verwacht": {"uitkomst": "soms"}})
LONG = (HOME / EXAMPLES).read_text(encoding="utf-8")
FILES = {
    "none yet": BARE,
    "no last line end": BARE.rstrip("\n"),
    "a blank line": BARE + "\n",
    "several": LONG,
    "a block after it": LONG + "\n# waarom niet\nzonder_voorbeeld:\n  - {fout: x, omdat: y}\n",
    "a block before it": LONG.replace("gevallen:", "zonder_voorbeeld: []\ngevallen:"),
    "dashes at the edge": BARE + "- naam: Twee\n  peildatum: 2026-11-23\n  verwacht: {}\n",
    "a remark at the end": LONG + "  # let op\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES.keys())
def test_one_more_example_leaves_the_rest_as_it_is(text: str) -> None:
    found = with_example(text, ONE)
    before = read_source(text, "voor").value["gevallen"] or []
    after, findings = build(Examples, read_source(found, "na"))
    assert not findings
    assert after is not None
    assert [case.name for case in after.cases] == [*(case["naam"] for case in before), "Een"]
    assert set(text.splitlines()) <= {*found.splitlines(), ""}
    assert len(found.splitlines()) == len(text.splitlines()) + len(ONE.splitlines())
    if "# waarom niet" in text:
        assert found.index("- naam: Een") < found.index("# waarom niet")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LONG + ONE, "er is al een voorbeeld met de naam ‘Een’; geef een andere met ‘--naam’"),
        ("voorbeelden: klein/v1\n",
         "in het bestand met voorbeelden ontbreekt ‘gevallen:’; zet dat woord erin"),
        ("voorbeelden: klein/v1\ngevallen: []\n",
         "schrijf ‘gevallen:’ zonder iets erachter; de gevallen komen eronder"),
        ("voorbeelden: klein/v1\ngevallen: [{naam: a, peildatum: 2026-11-23, verwacht: {}}]\n",
         "schrijf ‘gevallen’ eerst als een lijst, met een streepje per geval"),
        (LONG + "onzin: ja\n", "het bestand met voorbeelden is niet in orde; draai eerst ‘basislijn check’"),
    ],
)  # fmt: skip
def test_what_can_not_take_an_example_says_why(text: str, message: str) -> None:
    with pytest.raises(CannotKeep) as caught:
        with_example(text, ONE)
    assert str(caught.value) == message


# -- the command ---------------------------------------------------------------------------------------

ANSWERS = """\
vragenlijst: klein/v1
naam: Vrije tijdlijn
peildatum: 2026-11-23
antwoorden: {A1: nieuw, tijdlijn: vrij}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small content, and a file with answers beside it."""
    (tmp_path / "a.yaml").write_text(ANSWERS, encoding="utf-8")
    return write(tmp_path / "inhoud")


def test_answers_become_an_example(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["voorbeeld", "klein", str(folder.parent / "a.yaml"), "--inhoud", str(folder)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Dit geven de regels nu. Lees na of het klopt")
    case = read_back(out.partition("\n")[2])
    assert (case.name, case.answers) == ("Vrije tijdlijn", {"account": "nieuw", "tijdlijn": "vrij"})
    assert case.expected.possible == ("ja_graag", "soms")
    assert (folder / EXAMPLES).read_text(encoding="utf-8") == LONG


def test_an_example_is_added_and_then_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["voorbeeld", "klein", str(folder.parent / "a.yaml"), "--inhoud", str(folder), "--voeg-toe"]
    assert main([*words, "--onderwerp", "dienst/acme", "--naam", "Met profiel"]) == 0
    assert main(words) == 0
    assert "1 toegevoegd aan" in capsys.readouterr().out
    assert main(["check", str(folder)]) == 0
    text = (folder / EXAMPLES).read_text(encoding="utf-8")
    assert text.startswith(LONG)
    assert "  - naam: Met profiel\n    peildatum: 2026-11-23\n    onderwerp: dienst/acme\n" in text
    assert main(words) == 2
    assert "er is al een voorbeeld met de naam ‘Vrije tijdlijn’" in capsys.readouterr().err
    assert (folder / EXAMPLES).read_text(encoding="utf-8") == text


def test_rules_without_examples_get_their_first(folder: Path) -> None:
    (folder / EXAMPLES).unlink()
    words = ["voorbeeld", "klein", str(folder.parent / "a.yaml"), "--inhoud", str(folder), "--voeg-toe"]
    assert main(words) == 0
    assert (folder / EXAMPLES).read_text(encoding="utf-8").startswith(f"{BARE}  - naam: Vrije tijdlijn\n")
    assert DAY.isoformat() in (folder / EXAMPLES).read_text(encoding="utf-8")


def test_every_counter_example_of_the_checks_can_be_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = "      - anders: ja\n        oordeel"
    other = "      - als: {tijdlijn: vrij, bereik: ja}\n        oordeel"
    root = write(tmp_path / "inhoud", (RULES, last, other))
    assert main(["check", str(root), "--voorbeelden", str(tmp_path / "gezien")]) == 1
    files = sorted((tmp_path / "gezien").iterdir())
    assert len(files) > 1
    assert main(["voorbeeld", "klein", str(tmp_path / "gezien"), "--inhoud", str(root), "--voeg-toe"]) == 0
    assert f"{len(files)} toegevoegd" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["weg.yaml"], "‘weg.yaml’ is niet te lezen; kijk of de naam klopt"),
        (["MAP", "--naam", "x"], "‘--naam’ kan bij één geval, en hier staan er 2; laat ‘--naam’ weg"),
        (["LEEG"], "staat geen bestand met antwoorden; kies een andere map"),
    ],
)
def test_what_can_not_become_an_example(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    both, empty = folder.parent / "map", folder.parent / "leeg"
    both.mkdir()
    empty.mkdir()
    for name in ("b.yaml", "c.yaml"):
        (both / name).write_text(ANSWERS, encoding="utf-8")
    words = [str(both) if w == "MAP" else str(empty) if w == "LEEG" else w for w in words]
    assert main(["voorbeeld", "klein", *words, "--inhoud", str(folder)]) == 2
    assert message in capsys.readouterr().err
