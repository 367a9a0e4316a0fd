"""The cloud rules against their table, worked out a second time: every minimum, and thousands of cases."""

from __future__ import annotations

import random
from functools import cache
from itertools import product

import pytest

from engine.columns import Columns
from engine.desugar import compile_program
from engine.program import Program
from tests.engine import cloud_table as by_hand
from tests.engine.cloud_table import PRINCIPLES
from tests.engine.real import real

KEY = "cloud/v1"
CLASSES = {
    "openbaar": ("nee", "openbaar", "nee"),
    "intern": ("nee", "intern", "nee"),
    "persoonlijk": ("gewone", "intern", "nee"),
    "bijzonder": ("bijzondere", "intern", "nee"),
    "kritiek_proces": ("nee", "openbaar", "ja"),
}
SAID = {"data_ai": "gegevens en AI", "werking": "doorwerken"}
Case = dict[str, str]


@cache
def program() -> Program:
    return compile_program(real(), KEY)


def options(question: str) -> tuple[str, ...]:
    return program().inputs_of[question][0].answers


def found(cases: list[Case]) -> list[Case]:
    """Return what the rules make of complete answers: values per item, the score and the counts."""
    columns = Columns(program())
    given = {
        item.id: [columns.code(item.id, case[item.question]) for case in cases] for item in program().inputs
    }
    seen = columns.assess(given)
    words = {item: program().values[item] for item in seen.codes if item in program().values}
    symbols = {item: seen.symbols(item) for item in words}
    score, missed = seen.scores["score"].now.tolist(), seen.counts["beginselen_gemist"][0].tolist()
    rows = []
    for row in range(len(cases)):
        values = {item: table.get(symbols[item][row] or "", "") for item, table in words.items()}
        rows.append(values | {"score": str(score[row]), "beginselen_gemist": str(int(missed[row]))})
    return rows


def listed(names: list[str]) -> str:
    return " en ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def expected(case: Case) -> Case:
    under, far = by_hand.short(case, 1), by_hand.short(case, 2)
    flags = {f"onder_minimum.{p}": name in under for name, p in PRINCIPLES.items()}
    flags |= {f"ver_onder_minimum.{p}": name in far for name, p in PRINCIPLES.items()}
    return {
        "dataklasse": by_hand.data_class(case),
        "laagste_niveau": by_hand.lowest(case),
        "score": str(by_hand.score(case)),
        "beginselen_gemist": str(len(under)),
        "uitkomst": by_hand.outcome(case),
        **{f"minimum_{name}": f"seal_{least}" for name, least in by_hand.minima(case).items()},
        **{flag: flag.split(".")[1] if holds else "" for flag, holds in flags.items()},
    }


def compare(cases: list[Case]) -> set[str]:
    """Compare the rules with the table; return the outcomes that occurred."""
    for case, row in zip(cases, found(cases), strict=True):
        wanted = expected(case)
        assert {item: row[item] for item in wanted} == wanted, case
    return {by_hand.outcome(case) for case in cases}


def base(kind: str) -> Case:
    """Return a service that is exactly on every minimum, with everything arranged."""
    case = dict(zip(("persoonsgegevens", "vertrouwelijkheid", "kritiek"), CLASSES[kind], strict=True))
    case |= dict.fromkeys(program().inputs_of, "ja") | case
    case |= {"datalocatie": "nl", "exit_plan": "getest", "alternatief": "nee"}
    case |= {"overstapkosten": "nee", "uitval": "dagen", "duurzaamheid": "seal_4"}
    return case | {name: f"seal_{least}" for name, least in by_hand.minima(case).items()}


def test_the_weights_are_those_of_the_table() -> None:
    weights = [row.weight for row in real().baselines["cloudsoevereiniteit/v1"].principles.values()]
    assert weights == [int(row["gewicht"]) for row in by_hand.table()]
    assert sum(weights) == 100


@pytest.mark.parametrize("kind", CLASSES)
def test_the_line_in_words_is_that_of_the_table(kind: str) -> None:
    levels: dict[int, list[str]] = {}
    for name, least in by_hand.minima(base(kind)).items():
        levels.setdefault(least, []).append(SAID.get(name, name))
    said = [f"niveau {at} voor {listed(names)}" for at, names in sorted(levels.items(), reverse=True)]
    label = real().rulesets[KEY].facts["lat"].labels[kind]
    assert label[0].lower() + label[1:] == "; ".join(said)


@pytest.mark.parametrize("kind", CLASSES)
def test_each_level_of_each_objective_beside_the_minimum(kind: str) -> None:
    cases = [
        base(kind) | {name: level, "alternatief": other}
        for name in (*PRINCIPLES, "duurzaamheid")
        for level in options(name)
        for other in options("alternatief")
    ]
    assert len(cases) == 8 * 5 * 3
    compare(cases)


@pytest.mark.parametrize("kind", CLASSES)
def test_two_objectives_at_every_pair_of_levels(kind: str) -> None:
    names = tuple(PRINCIPLES)
    pairs = [(a, b) for at, a in enumerate(names) for b in names[at + 1 :]]
    cases = [base(kind) | {a: x, b: y} for a, b in pairs for x, y in product(options(a), options(b))]
    compare(cases)


def test_every_way_to_arrange_it_oneself() -> None:
    asked = (
        "persoonsgegevens",
        "datalocatie",
        "verwerkersovereenkomst",
        "dpia",
        "exit_afspraak",
        "exit_plan",
    )
    high = dict.fromkeys((*PRINCIPLES, "duurzaamheid"), "seal_4")
    cases = [
        base("persoonlijk") | high | dict(zip(asked, row, strict=True))
        for row in product(*map(options, asked))
    ]
    assert len(cases) == 3 * 5 * 4 * 4 * 3 * 3
    compare(cases)


def test_random_services() -> None:
    chance = random.Random(5)
    cases = [{name: chance.choice(options(name)) for name in program().inputs_of} for _ in range(3_000)]
    for case in cases[::2]:  # half of them near the minimum, so that not everything is far below it
        for name, least in by_hand.minima(case).items():
            case[name] = f"seal_{min(4, max(0, least + chance.choice((-1, 0, 0, 0, 0, 1, 2))))}"
    assert compare(cases) == {by_hand.WORST, by_hand.BOARD, by_hand.MEASURES, by_hand.FINE}
