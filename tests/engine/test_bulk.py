"""`basislijn bulk`: good rows are scored as one by one, and everything wrong is named with its place."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from engine.answers import read_answers, subject_answers
from engine.batch import HEADER, Batch
from engine.cli import main
from engine.commands import bulk
from engine.engine import Engine
from engine.load import content_root, load_content
from engine.possible import settled
from engine.table_file import Table
from tests.engine.klein import small

TOPIC, DAY = "sociale-media/v1", "2026-12-20"
Run = Callable[..., tuple[int, list[dict[str, str]], str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command on a text; return the status, the result lines and what was reported."""

    def run(text: str | bytes, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        status = main(["bulk", str(path), "--vragenlijst", "sociale-media", "--peildatum", DAY, *options])
        out, err = capsys.readouterr()
        delimiter = ";" if ";" in out else ","
        return status, list(csv.DictReader(io.StringIO(out), delimiter=delimiter)), err

    return run


def random_cell(options: list[str], several: bool, rng: random.Random) -> str:
    dice = rng.random()
    if dice < 0.2:
        return rng.choice(["", "", "onbekend"])
    if several:
        return "|".join(o for o in options if rng.random() < 0.4) or "geen"
    return rng.choice(options or [""])


@pytest.mark.parametrize("coarse", [False, True])
def test_rows_get_what_a_single_assessment_gives(run: Run, coarse: bool) -> None:
    """Exact rows give what a single advice gives; coarse ones what three values give."""
    content, rng = load_content(content_root()), random.Random(11)
    form = content.questionnaires[TOPIC]
    subjects = ["", "platform/x", "platform/mastodon", "platform/linkedin"]
    rows = []
    for at in range(60):
        cells = {
            q.code: random_cell(list(q.options), q.kind == "meerkeuze", rng) for q in form.questions.values()
        }
        rows.append({"naam": f"Geval {at}", "onderwerp": rng.choice(subjects), **cells})
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    status, lines, err = run(stream.getvalue(), *(["--grof"] if coarse else []))
    assert (status, err, len(lines)) == (0, "", 60)
    with closing(Engine(content, TOPIC)) as engine:
        for row, line in zip(rows, lines, strict=True):
            assert_same(engine, row, line, coarse)
    assert {line["exact"] for line in lines} == ({"ja", "nee"} if coarse else {"ja"})


def assert_same(engine: Engine, row: dict[str, str], line: dict[str, str], coarse: bool) -> None:
    subject = engine.content.subjects.get(row["onderwerp"])
    base = subject_answers(engine.questionnaire, subject) if subject else {}
    several = {q.code for q in engine.questionnaire.questions.values() if q.kind == "meerkeuze"}
    raw = {
        code: text.split("|") if code in several and text not in ("geen", "onbekend") else text
        for code, text in row.items()
        if text and code not in ("naam", "onderwerp")
    }
    assessment = engine.assess(read_answers(engine.questionnaire, raw, base), date.fromisoformat(DAY))
    found, rules = assessment.evaluation, engine.ruleset
    symbols, left, scores = found.symbols, found.possible["uitkomst"], found.scores
    if not coarse:
        reach = engine.possible(assessment)
        symbols, scores = settled(assessment, reach), reach.scores
        left = tuple(reach.symbols["uitkomst"])
    rungs = [rules.ladder[int(s) - 1] for s in left]
    assert set(line["mogelijke_uitkomsten"].split()) == {r.outcome for r in rungs}
    assert line["uitkomst"] == (rungs[0].outcome if len({r.outcome for r in rungs}) == 1 else "")
    assert line["termijn"] == (rungs[0].term if len({r.term for r in rungs}) == 1 else "")
    score = scores["score"]
    for word, value in (("min", score.low), ("max", score.high), ("nu", score.now)):
        assert line[f"score_{word}"] == ("" if value is None else str(value))
    flags = {k: s for k, s in symbols.items() if k.startswith("ondergrens.")}
    assert set(line["gemist"].split()) == {k.partition(".")[2] for k, s in flags.items() if s == "gemist"}
    assert set(line["mogelijk_gemist"].split()) == {
        k.partition(".")[2] for k, s in flags.items() if s is None
    }
    stops = {k: symbols[f"signaal.{k}"] for k, s in rules.signals.items() if s.severity == "stop"}
    assert set(line["stop"].split()) == {k for k, s in stops.items() if s == "ja"}
    assert set(line["mogelijk_stop"].split()) == {k for k, s in stops.items() if s is None}


MIXED = """naam,onderwerp,peildatum,account,GE2,doel
Een,platform/x,2026-11-23,bestaand,nee,informeren
Twee,,,bestand,nee,informeren
=Drie,platform/y,23-11-2026,nieuw,,"informeren, vragen"
,,,,,
Vijf,,,nieuw,ook,alles
Zes,,,nieuw,nee
Zeven,,,Nieuw,onbekend,geen
"""


def test_every_error_has_its_row_and_column(run: Run) -> None:
    status, lines, err = run(MIXED)
    assert status == 1
    assert [line["rij"] for line in lines] == ["2", "8"]
    assert err.splitlines() == [
        "rij 3, kolom account: ‘bestand’ is hier geen antwoord (nieuw, bestaand); bedoelt u ‘bestaand’?",
        "rij 4, kolom onderwerp: ‘platform/y’ is niet bekend; bedoelt u ‘platform/x’?",
        "rij 4, kolom peildatum: ‘23-11-2026’ is geen datum; schrijf bijvoorbeeld 2026-11-23",
        "rij 6, kolom GE2: ‘ook’ is hier geen antwoord (aantoonbaar, aannemelijk, nee)",
        "rij 6, kolom doel: ‘alles’ is hier geen antwoord "
        "(informeren, vragen, participatie, arbeidsmarkt, crisis, luisteren)",
        "rij 7: deze rij heeft 5 vakken en de kop 6; vul ze aan of haal ze weg",
        "4 rij(en) met een fout; die rijen staan niet in de uitvoer",
    ]


def test_strict_writes_all_or_nothing(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "uit.csv"
    status, lines, err = run(MIXED, "--streng", "--uit", str(out))
    assert (status, lines, out.exists()) == (1, [], False)
    assert err.endswith("4 rij(en) met een fout; er is niets geschreven\n")
    good = "\n".join(MIXED.splitlines()[:2])
    assert run(good, "--streng", "--uit", str(out)) == (0, [], "")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    assert run(good, "--streng")[1][0]["naam"] == "Een"
    assert run(good, "--uit", str(out))[0] == 0
    assert out.read_text(encoding="utf-8").splitlines()[0] == ",".join(HEADER)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "het bestand is leeg; zet in de eerste rij de codes van de vragen"),
        ("naam\nx\n", "rij 1: er staat geen enkele vraag in de kop; gebruik de codes van de vragen"),
        ("GE2;bereik\n", "rij 1, kolom 2: de vraag ‘bereik’ staat al in kolom 1"),
        ("acount\n", "rij 1, kolom 1: ‘acount’ is geen vraag; bedoelt u ‘account’?"),
        ('account\n"' + 200_000 * "x" + '"\n', "rij 1 is niet te lezen"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(run: Run, text: str, message: str) -> None:
    status, lines, err = run(text)
    assert (status, lines) == (2, [])
    assert err.startswith(message)


def test_unusable_options_say_why(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    good = "account\nnieuw\n"
    assert "bedoelt u ‘sociale-media’?" in run(good, "--vragenlijst", "social-media")[2]
    assert "‘morgen’ is geen datum" in run(good, "--peildatum", "morgen")[2]
    assert main(["bulk", "bestaat-niet.csv", "--vragenlijst", "sociale-media"]) == 2
    assert "bestaat-niet.csv’ is niet te lezen" in capsys.readouterr().err


def test_bytes_that_are_no_utf8_are_an_error_in_their_cell(run: Run) -> None:
    _, _, err = run(b"account;doel\n" + b"nieu\xebw;geen\n")
    assert err.startswith("rij 2, kolom account: hier staat een teken dat geen UTF-8 is")


def test_a_name_never_becomes_a_formula(run: Run) -> None:
    _, lines, _ = run("\ufeffnaam;account\n=1+1;nieuw\n")
    assert lines[0]["naam"] == "'=1+1"


def test_blocks_give_the_same_as_one_block() -> None:
    content = load_content(content_root())
    text = "naam;account;GE2\n" + "".join(f"{i};nieuw;{('nee', 'x', '')[i % 3]}\n" for i in range(50))
    results = []
    for size in (7, 1_000):
        batch, problems = Batch(content, TOPIC, "platform/x", date.fromisoformat(DAY)), []
        table = Table(io.StringIO(text), batch.form)
        lines = [line for block in batch.lines(table, problems.append, size) for line in block]
        results.append((lines, problems))
    assert results[0] == results[1]
    assert len(results[0][0]) == 33


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_drawn_on_a_terminal_only() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = bulk.Progress(stream, 200)
        progress.show(100, 12_345)
        progress.clear()
    assert file.getvalue() == ""
    first, last = terminal.getvalue().split("\r")[1], terminal.getvalue()[-1]
    assert first == "█" * 15 + "░" * 15 + "  50%  12.345 rijen"
    assert last == "\r"
    unknown = Terminal()
    bulk.Progress(unknown, 0).show(0, 7)
    assert unknown.getvalue() == "\r7 rijen"


def test_numbers_dates_and_texts_count_as_in_a_single_assessment() -> None:
    content, rng, day = small(), random.Random(2), date.fromisoformat(DAY)
    batch = Batch(content, "klein/v1", "", day)
    questions = batch.form.questions
    makers: dict[str, Callable[[], str]] = {
        "getal": lambda: str(rng.randint(0, 90)),
        "datum": lambda: date.fromordinal(rng.randint(737_425, 741_425)).isoformat(),
        "tekst": lambda: "iets",
    }
    rows = []
    for _ in range(150):
        made = {k: makers[q.kind]() for k, q in questions.items() if q.kind in makers}
        chosen = {k: random_cell(list(q.options), q.kind == "meerkeuze", rng) for k, q in questions.items()}
        rows.append({k: made.get(k, cell) if rng.random() < 0.8 else "" for k, cell in chosen.items()})
    text = "\n".join([";".join(questions), *(";".join(row.values()) for row in rows)])
    problems: list[object] = []
    lines = [x for block in batch.lines(Table(io.StringIO(text), batch.form), problems.append) for x in block]
    given = [row for row in rows if any(row.values())]
    with closing(Engine(content, "klein/v1")) as engine:
        scored = {line[0]: line for line in lines}
        for number, row in enumerate(rows, 2):
            raw = {
                k: v.split("|") if questions[k].kind == "meerkeuze" and v not in ("geen", "onbekend") else v
                for k, v in row.items()
                if v
            }
            if number in scored:
                reach = engine.possible(engine.assess(read_answers(batch.form, raw), day))
                score = reach.scores["score"]
                ends = tuple("" if n is None else n for n in (score.low, score.high, score.now))
                assert scored[number][7:10] == ends
                rungs = {batch.rules.ladder[int(s) - 1].outcome for s in reach.symbols["uitkomst"]}
                assert set(str(scored[number][5]).split()) == rungs
    assert len(lines) + len({getattr(p, "row", 0) for p in problems}) == len(given)
    assert len(lines) > 50
