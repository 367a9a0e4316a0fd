"""The duties of the AI Act: exactly those of the table, for every role, class, point, condition and date.

tests/data/ai-plichten.csv is the table of the law, transcribed once. A row holds when a role, a class,
a point that is not excluded (or a point that is named) and every condition fit. An empty cell asks
nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.content.ai_reader import RULES, Seen, content, reader, see, with_answers
from tests.content.ai_variants import CONDITIONS, in_roles, models, on_dates, under_conditions
from tests.content.ai_worlds import DEFAULTS, IN_USE, World, classes

TABLE = ROOT / "tests" / "data" / "ai-plichten.csv"

ADVICE = re.compile(r"w_|vraag_")  # what we advise and no law asks


class Row(NamedTuple):
    """One row of the table; an empty set asks nothing."""

    measure: str
    roles: frozenset[str]
    classes: frozenset[str]
    without: frozenset[str]
    only: frozenset[str]
    conditions: tuple[str, ...]
    starts: str
    on_paper: str


@cache
def table() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(map(_row, csv.DictReader(file)))


def _row(cells: dict[str, str]) -> Row:
    def several(column: str) -> frozenset[str]:
        return frozenset(filter(None, cells[column].replace("*", "").split("|")))

    conditions = tuple(filter(None, cells["voorwaarde"].split("&")))
    wanted = IN_USE if cells["klasse"] == "in_gebruik" else several("klasse")
    without, only = several("zonder"), several("alleen")
    dates = cells["vanaf"], cells["op_papier"]
    return Row(cells["maatregel"], several("rol"), wanted, without, only, conditions, *dates)


# -- what the law asks, by the table --------------------------------------------------------------------


def duties(world: World) -> dict[str, date | None]:
    """Return the measures that the table asks for in a world, with their first day."""
    rows = rows_for(table(), world.roles, world.classes, world.points)
    asked = (row for row in rows if all(condition(name, world) for name in row.conditions))
    return {row.measure: start(row.starts, world) for row in asked}


@cache
def rows_for(
    rows: tuple[Row, ...], roles: frozenset[str], found: frozenset[str], points: frozenset[str]
) -> tuple[Row, ...]:
    """Return the rows of which role, class and point fit."""
    return tuple(
        row
        for row in rows
        if (not row.roles or row.roles & roles)
        and (not row.classes or row.classes & found)
        and fits_point(row, points)
    )


def fits_point(row: Row, points: frozenset[str]) -> bool:
    """Whether a point that is named ("1" or "1a") is there, or one that is not excluded."""
    if row.only:
        return any(point[1:] in row.only or point[1] in row.only for point in points)
    return not row.without or any(point[1] not in row.without for point in points)


DECISION = frozenset({"besluit", "indeling"})

#: Conditions of the table that are more than a fact of a world, or the lack of one ("geen_…").
TOLD: dict[str, Callable[[World], bool]] = {
    "geldt": lambda w: w.high_from is not None,
    "niet_hoog": lambda w: not w.classes & {"hoog_i", "hoog_i_b", "hoog_iii"},
    "geen_product": lambda w: "hoog_i" not in w.classes,
    "geen_opsporing": lambda w: "opsporing" not in w.facts,
    "beslissing": lambda w: bool(w.facts & DECISION),
    "geen_beslissing": lambda w: not w.facts & DECISION,
    "hulpmiddel": lambda w: "automatisch" not in w.facts,
    "niet_verboden_door_aanbieder": lambda w: "verboden_door_aanbieder" not in w.facts,
    "grond": lambda w: "grond" in w.facts or ("grond_zonder_profiel" in w.facts and "profiel" not in w.facts),
    "geen_grond": lambda w: "geen_grond" in w.facts or {"grond_zonder_profiel", "profiel"} <= w.facts,
    "onderdeel_gesloten": lambda w: "onderdeel_open" not in w.facts,
    # the question about the test is asked about what affects people, or is high-risk
    "toets_bijzonder": lambda w: "bijzonder" in w.facts and (w.is_high or bool(w.facts & DECISION)),
}
PLAIN = """
    opsporing werk medewerkers besluit persoonsgegevens dpia restrisico automatisch leunt
    model_open model_gesloten systeemrisico geen_systeemrisico zonder_overeenkomst
"""
FACTS = frozenset(PLAIN.split())


def condition(name: str, world: World) -> bool:
    """Whether a condition of the table holds; a name that nobody defined is an error."""
    if name in TOLD:
        return TOLD[name](world)
    assert name in FACTS, name
    return name in world.facts


def start(cell: str, world: World) -> date | None:
    match cell:
        case "":
            return None
        case "hoog":
            return world.high_from
        case "inhoud":  # 111(4): systems that were marketed before 2 August 2026 have until 2 December
            return date(2026, 12, 2) if world.day < date(2026, 8, 2) else date(2026, 8, 2)
        case "model":  # 111(3)
            return date(2027, 8, 2) if "model_oud" in world.facts else date(2025, 8, 2)
        case "verbod":  # 113(a): (ba) and (bb) start later than the others
            return date(2026, 12, 2) if world.letters <= {"ba", "bb"} else date(2025, 2, 2)
    return date.fromisoformat(cell)


# -- what the rules give ----------------------------------------------------------------------------------


@cache
def blank() -> list[int]:
    """The inputs of a world that says nothing: the defaults, or else the first answers."""
    form = content().questionnaires[RULES]
    asked = {key: q for key, q in form.questions.items() if q.options or key in DEFAULTS}
    raw = {key: DEFAULTS[key] if key in DEFAULTS else next(iter(q.options)) for key, q in asked.items()}
    return with_answers([0] * len(reader().input_ids), raw)


def look(world: World) -> Seen:
    return see(with_answers(blank(), world.answers))


@cache
def measures() -> tuple[str, ...]:
    return tuple(m for m in content().rulesets[RULES].measures if not ADVICE.match(m))


def found(world: World) -> dict[str, date | None]:
    seen = look(world)
    return {m: seen.day(m) for m in measures() if seen[f"maatregel.{m}"] == "ja"}


def differing(worlds: Iterable[World]) -> tuple[int, list[str]]:
    """Return how many worlds were compared, and what differs in the first few that do."""
    count, wrong = 0, []
    for world in worlds:
        count += 1
        wanted, got = duties(world), found(world)
        if wanted != got and len(wrong) < 5:
            missing = {k: v for k, v in wanted.items() if got.get(k, "") != v}
            extra = {k: v for k, v in got.items() if wanted.get(k, "") != v}
            wrong.append(f"{world.name}: table {missing}, rules {extra}")
    return count, wrong


# -- the tests ----------------------------------------------------------------------------------------------


def test_every_duty_of_the_table_is_a_measure_and_the_other_way_round() -> None:
    assert {row.measure for row in table()} == set(measures())
    rules = content().rulesets[RULES]
    sources = {**content().baselines[rules.baseline].sources, **rules.sources}
    for key, measure in rules.measures.items():
        assert any(sources[name].title for name in measure.sources), f"{key} names no source"


def test_what_holds_on_paper_already_says_so() -> None:
    """D2: these articles are not postponed, but ask for a class that comes later; both dates are named."""
    told = "op papier al sinds 2 augustus 2026"
    rules = content().rulesets[RULES]
    wanted = {row.measure for row in table() if row.on_paper}
    assert {key for key, measure in rules.measures.items() if told in measure.explanation} == wanted
    assert {row.on_paper for row in table()} == {"", "2026-08-02"}


def test_the_duties_are_exactly_those_of_the_table() -> None:
    worlds = (w for c in classes() for r in in_roles(c) for w in under_conditions(r))
    count, wrong = differing(worlds)
    assert not wrong, "\n".join(wrong)
    assert count > 15_000


def test_every_duty_starts_on_the_day_of_the_law() -> None:
    everything, facts = CONDITIONS["alles"]
    worlds = (
        r.plus("alles", everything, facts=frozenset(facts.split())) for c in dated() for r in in_roles(c)
    )
    count, wrong = differing(d for world in worlds for d in on_dates(world))
    assert not wrong, "\n".join(wrong)
    assert count > 15_000


def dated() -> Iterator[World]:
    """Yield the worlds in which a duty can start on more than one day."""
    return (world for world in classes() if world.is_high or "t2" in world.classes)


def test_a_row_that_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its exception for point 2, or with another day, a row does not agree with the rules."""
    worlds = [c.plus("gebruikt", {}, roles=frozenset({"gebruiksverantwoordelijke"})) for c in dated()]
    worlds = [w.plus("gebruikt", {"positie": ["gebruikt"]}) for w in worlds]
    assert differing(worlds)[1] == []
    for change in ({"without": frozenset()}, {"starts": "2026-08-02"}, {"conditions": ("opsporing",)}):
        rows = tuple(r._replace(**change) if r.measure == "gb12_grondrechtentoets" else r for r in table())
        with monkeypatch.context() as patch:
            patch.setattr(f"{__name__}.table", lambda rows=rows: rows)
            assert all("gb12_grondrechtentoets" in line for line in differing(worlds)[1])
            assert differing(worlds)[1], change


def test_duties_of_general_models() -> None:
    count, wrong = differing(w for m in models() for w in under_conditions(m))
    assert not wrong, "\n".join(wrong)
    assert count == 4 * 8 * len(CONDITIONS)


@pytest.mark.parametrize(
    "world", [w for w in classes() if "verboden" in w.classes or "geen_algoritme" in w.classes]
)
def test_nothing_else_is_asked_of_what_is_prohibited_or_no_algorithm(world: World) -> None:
    seen = look(world)
    held = {m for m in content().rulesets[RULES].measures if seen[f"maatregel.{m}"] == "ja"}
    assert held == ({"stop_nu"} if "verboden" in world.classes else set())


def test_the_facts_say_what_the_world_is() -> None:
    """Class, points and roles of every world are the ones that it was made for."""
    for world in (r for c in classes() for r in in_roles(c)):
        seen = look(world)
        law = {c for c in world.classes if not re.fullmatch(r"t\d", c)}
        got = {c for c in ("geen_algoritme", "verboden", *IN_USE) if seen[f"klasse.{c}"] == "ja"}
        assert got == law, world.name
        openness = {c for c in world.classes if re.fullmatch(r"t\d", c)}
        assert {
            t for t in ("t1", "t2", "t3", "t4", "t5") if seen[f"transparantie.{t}"] == "ja"
        } == openness, world.name
        names = ("aanbieder", "gebruiksverantwoordelijke", "importeur", "distributeur", "gemachtigde")
        assert {r for r in names if seen[f"rol.{r}"] == "ja"} == world.roles & set(names), world.name
        high = {f"punt_{p[1]}" for p in world.points}
        assert {f"punt_{n}" for n in range(1, 9) if seen[f"punt.punt_{n}"] == "ja"} == high, world.name
