"""Receipts: they compute again to the same, and whatever was changed shows."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import receipt as receipt_module
from engine.answers import Given, read_answers
from engine.canonical import NotCanonical, digest, dump, parse
from engine.checks.examples import example_answers
from engine.cli import main
from engine.diagnostics import ContentError
from engine.engine import Engine
from engine.load import Content, load_content
from engine.receipt import make_receipt, result_hash, seal
from engine.replay import Replay, read_receipt, replay
from tests.conftest import ROOT
from tests.engine.klein import HOME, load, small, write

FOLDER = ROOT / "tests" / "data" / "kwitanties"
CORPUS = sorted(FOLDER.glob("*.json"))
DAY = date(2026, 11, 23)
ANSWERS: dict[str, object] = {
    "account": "bestaand",
    "bereik": "ja",
    "doel": ["hulp", "nieuws"],
    "uren": {"antwoord": "7,5", "bron": "Rooster", "peildatum": "2026-01-02", "notitie": "Vraag Els"},
    "sinds": "2020-02-29",
    "opmerking": "Bel mevrouw De Wit",
    "tijdlijn": "onbekend",
    "toezicht": "nvt",
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(Engine(small(), "klein/v1")) as made:
        yield made


def again(raw: bytes, engine: Engine) -> Replay:
    return replay(engine.content, read_receipt(raw, "kwitantie.json"), engine)


def made(engine: Engine, **options: bool) -> dict[str, Any]:
    return make_receipt(engine, read_answers(engine.questionnaire, ANSWERS), DAY, **options)


# --- the corpus ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, Engine]]:
    content = load_content(FOLDER / "inhoud")
    found = {key: Engine(content, key) for key in content.rulesets}
    yield found
    for one in found.values():
        one.close()


def test_there_are_a_dozen() -> None:
    assert len(CORPUS) >= 12


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_receipts_of_before_compute_to_the_same(path: Path, engines: dict[str, Engine]) -> None:
    raw = path.read_bytes()
    receipt = read_receipt(raw, path.name)
    found = replay(engines[receipt.questionnaire].content, receipt, engines[receipt.questionnaire])
    assert found.differs == ()
    assert dump(parse(raw)) == raw


# --- what a receipt holds -----------------------------------------------------------------------------


def test_every_example_gives_a_receipt_that_computes_to_the_same(engine: Engine) -> None:
    for case in engine.content.examples["klein/v1"].cases:
        answers = example_answers(engine.content, engine, case)
        raw = dump(make_receipt(engine, answers, case.day, case.subject))
        assert again(raw, engine) == Replay((), ())


def test_a_receipt_is_canonical(engine: Engine) -> None:
    raw = dump(made(engine))
    assert raw.endswith(b"}\n")
    assert raw == dump(dict(reversed(json.loads(raw).items())))
    assert b"." not in b"".join(line for line in raw.splitlines() if line.strip()[-1:].isdigit())


def test_a_receipt_holds_no_notes_and_no_free_text(engine: Engine) -> None:
    text = dump(made(engine)).decode()
    assert "Els" not in text
    assert "De Wit" not in text
    assert "Rooster" in text
    assert made(engine)["antwoorden"]["opmerking"] == {
        "bevestigd": True,
        "bron": "",
        "peildatum": None,
        "staat": "beantwoord",
        "waarde": None,
        "weggelaten": True,
    }


def test_notes_and_free_texts_come_along_when_asked(engine: Engine) -> None:
    receipt = made(engine, notes=True)
    assert receipt["antwoorden"]["uren"]["notitie"] == "Vraag Els"
    assert receipt["antwoorden"]["opmerking"]["waarde"] == "Bel mevrouw De Wit"
    assert again(dump(receipt), engine) == Replay((), ())


def test_a_receipt_tells_which_rule_gave_what(engine: Engine) -> None:
    trace = made(engine)["spoor"]
    assert trace["nodig"] == {"waarde": "hoog", "regel": 1, "omdat": "U bereikt inwoners met nieuws of hulp."}
    assert trace["doelen"] == {"min": 2, "max": 2}
    assert trace["tijdlijn_kiesbaar"] == {"mogelijk": ["deels", "voldoet", "voldoet_niet"]}
    assert trace["score"]["misschien_geen"] is False


def test_values_of_every_kind_are_written_as_text(engine: Engine) -> None:
    answers = made(engine)["antwoorden"]
    assert [answers[key]["waarde"] for key in ("doel", "uren", "sinds", "tijdlijn")] == [
        ["nieuws", "hulp"],
        "7.5",
        "2020-02-29",
        None,
    ]
    assert Given(None, "nvt").state == "nvt"
    assert answers["toezicht"]["staat"] == "nvt"


# --- what was changed shows ---------------------------------------------------------------------------


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [leaf for key, part in rows for leaf in leaves(part, (*path, key))]
    yield from inner or [path]


def detected(raw: bytes, engine: Engine) -> bool:
    try:
        return bool(again(raw, engine).differs)
    except ContentError:
        return True


OTHER = st.one_of(st.none(), st.booleans(), st.integers(-5, 200), st.text(max_size=8), st.just([]))


@given(st.data())
def test_any_value_that_is_changed_shows(engines: dict[str, Engine], data: st.DataObject) -> None:
    value = parse(CORPUS[0].read_bytes())
    path = data.draw(st.sampled_from(list(leaves(value))))
    changed = copy.deepcopy(value)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    holder[path[-1]] = data.draw(OTHER.filter(lambda new: dump(new) != dump(old)))
    assert detected(dump(changed), engines["klein/v1"])


@given(st.data())
def test_any_byte_that_is_changed_in_a_value_shows(engines: dict[str, Engine], data: st.DataObject) -> None:
    raw = CORPUS[1].read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + bytes([data.draw(st.integers(0, 255))]) + raw[place + 1 :]
    try:
        same = json.loads(changed) == json.loads(raw)
    except ValueError:
        same = False
    assert same or detected(changed, engines["klein/v1"])


def test_a_changed_answer_is_said(engine: Engine) -> None:
    receipt = made(engine)
    receipt["antwoorden"]["bereik"]["waarde"] = "nee"
    found = again(dump(receipt), engine)
    assert found.differs[0] == "de kwitantie is veranderd nadat zij is gemaakt"
    assert "het kenmerk ‘nodig’ was hoog en wordt laag" in found.differs
    assert found.differs[-1].startswith("het eerste verschil zit bij ‘nodig’ (rules/klein/v1.yaml:")


def test_a_changed_result_is_said_even_with_new_hashes(engine: Engine) -> None:
    receipt = made(engine)
    receipt["resultaat"]["score"]["min"] = 3
    assert again(dump(receipt), engine).differs[0] == (
        "het resultaat in de kwitantie is veranderd nadat zij is gemaakt"
    )
    receipt["resultaat_hash"] = result_hash(receipt["spoor"], receipt["resultaat"])
    receipt["kwitantie_hash"] = seal(receipt)
    assert again(dump(receipt), engine).differs == (
        "de score was min 3, max 100, nu niets en wordt min 0, max 100, nu niets",
    )


def test_changed_content_is_said_with_file_and_hash(engine: Engine, tmp_path: Path) -> None:
    content = load(tmp_path, ("rules/klein/v1.yaml", "titel: Oude feiten", "titel: Feiten van toen"))
    receipt = made(engine)
    with closing(Engine(content, "klein/v1")) as changed:
        found = again(dump(receipt), changed)
    old = receipt["inhoud"]["bestanden"]["rules/klein/v1.yaml"][:12]
    new = content.file_hash("regels", "klein/v1")[:12]
    assert found.differs == (
        f"rules/klein/v1.yaml is veranderd: de kwitantie hoort bij {old}, hier staat {new}",
    )
    assert found.remarks == ("het resultaat is wel hetzelfde",)


def test_a_remark_in_a_file_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    content = load(tmp_path, ("rules/klein/v1.yaml", "status: voorstel", "# let op\nstatus:   voorstel"))
    with closing(Engine(content, "klein/v1")) as changed:
        assert again(dump(made(engine)), changed) == Replay((), ())


def test_an_answer_that_no_longer_exists_is_said(engine: Engine, tmp_path: Path) -> None:
    content = load(tmp_path, ("questionnaires/klein/v1.yaml", "tot: 100", "tot: 5"))
    with closing(Engine(content, "klein/v1")) as changed:
        found = again(dump(made(engine)), changed)
    assert found.differs[-1] == (
        "het antwoord op ‘uren’ past niet bij de vragen: dit getal hoort tussen 0 en 5 te liggen"
    )


def test_another_version_of_basislijn_is_a_remark(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt_module, "engine_version", lambda: "0.0.1")
    raw = dump(made(engine))
    monkeypatch.undo()
    now = receipt_module.engine_version()
    assert again(raw, engine) == Replay((), (f"gemaakt met Basislijn 0.0.1, nagerekend met {now}",))


# --- canonical JSON -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [b'{"a": 1, "a": 1}', b"1.5", b"NaN", b"{", b"\xff", b'"\\ud800"', b"[" * 100_000],
    ids=["double key", "fraction", "not a number", "broken", "no text", "half a character", "deep"],
)
def test_what_can_be_read_in_two_ways_is_refused(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse(raw)


def test_a_fraction_is_not_written() -> None:
    with pytest.raises(TypeError, match="whole"):
        dump({"a": [0.5]})
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


# --- the commands -------------------------------------------------------------------------------------


def receipt_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    answers = tmp_path / "antwoorden.yaml"
    answers.write_text("bereik: ja\nopmerking: Bel Els\n", encoding="utf-8")
    words = ["--onderwerp", "dienst/acme", "--peildatum", "2026-11-23", "--inhoud", str(HOME)]
    assert main(["kwitantie", "klein", str(answers), *words]) == 0
    file = tmp_path / "kwitantie.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def test_the_commands_make_and_verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = receipt_file(tmp_path, capsys)
    value = json.loads(file.read_text(encoding="utf-8"))
    assert (value["onderwerp"], value["peildatum"]) == ("dienst/acme", "2026-11-23")
    assert main(["controleer", str(file), "--inhoud", str(HOME)]) == 0
    assert capsys.readouterr().out == (
        f"{file}: de kwitantie klopt. Opnieuw berekend is het resultaat hetzelfde.\n"
        f"klein/v1, 2026-11-23, inhoud {value['inhoud']['hash'][:12]}\n"
    )


def test_the_command_says_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = receipt_file(tmp_path, capsys)
    write(tmp_path / "inhoud", ("rules/klein/v1.yaml", "ruim: 80", "ruim: 75"))
    assert main(["controleer", str(file), "--inhoud", str(tmp_path / "inhoud")]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{file}: de kwitantie klopt niet met wat hier staat.\n- rules/klein/v1.yaml is ")
    assert "\nLet op: het resultaat is wel hetzelfde.\n" in out


def test_what_is_no_receipt_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kwitantie.json"
    file.write_text("{}", encoding="utf-8")
    assert main(["controleer", str(file), "--inhoud", str(HOME)]) == 2
    assert capsys.readouterr().err == (
        "kwitantie.json:1:1: A002 dit is geen leesbare kwitantie van Basislijn; "
        "kies een bestand dat ‘basislijn kwitantie’ maakte\n"
    )


def test_a_receipt_of_rules_that_are_not_here_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = receipt_file(tmp_path, capsys)
    assert main(["controleer", str(file), "--inhoud", str(ROOT)]) == 2
    assert capsys.readouterr().err.startswith("de vragenlijst ‘klein/v1’ van deze kwitantie is er niet; ")


def test_the_content_of_the_corpus_is_complete() -> None:
    content: Content = load_content(FOLDER / "inhoud")
    assert set(content.rulesets) == {"klein/v1", "sociale-media/v1"}
