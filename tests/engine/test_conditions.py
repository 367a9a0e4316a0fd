"""Every form of the condition language against truths worked out by hand, and the laws of three values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import (
    FALSE,
    HIDDEN,
    NOTHING,
    TRUE,
    All,
    Between,
    Condition,
    Is,
    Not,
    holds,
    items,
    leaves,
    rewrite,
)
from engine.conditions import Any as Or
from engine.cut import Cut, cells_between
from engine.program import cell_of
from engine.source import read_source
from engine.terms import ChoiceTerm, DayTerm, NumberTerm, Reader, SetTerm, TextTerm

CHOICE = {name: frozenset([name]) for name in ("a", "b", "c")}
FLAGS = {name: f"rol.{name}" for name in ("x", "y", "z")}
TERMS = {
    "keus": ChoiceTerm("keus", CHOICE),
    "oordeel": ChoiceTerm("oordeel", {"goed": frozenset(["1", "3"]), "slecht": frozenset(["2"])}),
    "rol": SetTerm(FLAGS, "rol#"),
    "soms": SetTerm(FLAGS, "rol#", applies=Is("rol.x", frozenset(["ja", "nee"]))),
    "getal": NumberTerm("getal"),
    "bedrag": NumberTerm("bedrag", 2),
    "score": NumberTerm("score", may_be_nothing=True),
    "dag": DayTerm("dag"),
    "tekst": TextTerm(),
}
THRESHOLDS = {"genoeg": 45, "marge": 5}
BOUNDS = {"getal": (0, 100), "bedrag": (0, 10_000), "score": (0, 100), "dag": (1, 3_652_059), "rol#": (0, 3)}


def read(text: str, *, knowledge: bool = False) -> tuple[Condition, list[str]]:
    """Return the condition behind `als:` in this text, and what is wrong with it."""
    source = read_source(f"als: {text}\n", "a.yaml")
    assert isinstance(source.value, dict)
    reader = Reader(source, TERMS, THRESHOLDS, frozenset(["keus"]))
    condition = reader.read(source.value["als"], ("als",), knowledge=knowledge)
    return condition, [found.line for found in reader.findings]


def truth(text: str, **values: Any) -> bool | None:
    """Return whether a written condition holds; what is not given is unknown."""
    condition, wrong = read(text)
    assert not wrong
    used = {leaf for leaf in leaves(condition) if isinstance(leaf, Between)}
    ends = {name: {(b.low, b.high) for b in used if b.item == name} for name in BOUNDS}
    cells = {name: cells_between(BOUNDS[name], ends[name]) for name in BOUNDS}
    symbols: dict[str, str | None] = dict.fromkeys(items(condition))
    for name, value in values.items():
        item = name.replace("_", ".") if name.startswith("rol_") else name
        if isinstance(value, date):
            value = value.toordinal()
        symbols[item] = cell_of(cells[item], value) if isinstance(value, int) else value
    if "rol#" in symbols and "rol_x" in values:
        chosen = sum(values.get(f"rol_{name}") == "ja" for name in "xyz")
        symbols["rol#"] = cell_of(cells["rol#"], chosen)
    return holds(Cut(cells)(condition), symbols)


ROLES = {"rol_x": "ja", "rol_y": "nee", "rol_z": "ja"}
NO_ROLES = {"rol_x": "nee", "rol_y": "nee", "rol_z": "nee"}
HIDDEN_ROLES = {"rol_x": HIDDEN, "rol_y": HIDDEN, "rol_z": HIDDEN}

TRUTHS: list[tuple[str, dict[str, Any], bool | None]] = [
    ("{keus: a}", {"keus": "a"}, True),
    ("{keus: a}", {"keus": "b"}, False),
    ("{keus: a}", {}, None),
    ("{keus: [a, c]}", {"keus": "c"}, True),
    ("{keus: [a, c]}", {"keus": "b"}, False),
    ("{oordeel: goed}", {"oordeel": "3"}, True),
    ("{oordeel: goed}", {"oordeel": "2"}, False),
    # a mapping is and, a list is or
    ("{keus: a, getal: 5}", {"keus": "a", "getal": 5}, True),
    ("{keus: a, getal: 5}", {"keus": "a", "getal": 6}, False),
    ("{keus: a, getal: 5}", {"keus": "b"}, False),
    ("{keus: a, getal: 5}", {"keus": "a"}, None),
    ("[{keus: a}, {getal: 5}]", {"keus": "a"}, True),
    ("[{keus: a}, {getal: 5}]", {"keus": "b", "getal": 5}, True),
    ("[{keus: a}, {getal: 5}]", {"keus": "b"}, None),
    ("[{keus: a}, {getal: 5}]", {"keus": "b", "getal": 4}, False),
    ("[{keus: a}]", {"keus": "a"}, True),
    ("[{keus: a, getal: 5}, {keus: b}]", {"keus": "a", "getal": 4}, False),
    # niet, alle, een_van
    ("{niet: {keus: a}}", {"keus": "a"}, False),
    ("{niet: {keus: a}}", {"keus": "c"}, True),
    ("{niet: {keus: a}}", {}, None),
    ("{niet: [{keus: a}, {getal: 5}]}", {"keus": "b", "getal": 4}, True),
    ("{keus: a, niet: {getal: 5}}", {"keus": "a", "getal": 4}, True),
    ("{alle: [{keus: a}, {getal: 5}]}", {"keus": "a", "getal": 5}, True),
    ("{alle: [{keus: a}, {getal: 5}]}", {"keus": "a", "getal": 4}, False),
    ("{een_van: [{keus: a}, {getal: 5}], dag: 2026-01-01}", {"keus": "a", "dag": date(2026, 1, 1)}, True),
    ("{een_van: [{keus: a}, {getal: 5}], dag: 2026-01-01}", {"keus": "a", "dag": date(2026, 1, 2)}, False),
    # sets: contains, contains one of, none, how many
    ("{rol: x}", ROLES, True),
    ("{rol: y}", ROLES, False),
    ("{rol: [y, z]}", ROLES, True),
    ("{rol: [y]}", ROLES, False),
    ("{rol: geen}", NO_ROLES, True),
    ("{rol: geen}", ROLES, False),
    ("{rol: geen}", HIDDEN_ROLES, False),
    ("{rol: [geen, x]}", NO_ROLES, True),
    ("{rol: {aantal: 2}}", ROLES, True),
    ("{rol: {aantal: 1}}", ROLES, False),
    ("{rol: {aantal: {minstens: 2}}}", ROLES, True),
    ("{rol: {aantal: {meer_dan: 2}}}", ROLES, False),
    ("{rol: {aantal: {hoogstens: 0}}}", NO_ROLES, True),
    ("{soms: {aantal: {hoogstens: 3}}}", ROLES, True),
    ("{soms: {aantal: {hoogstens: 3}}}", HIDDEN_ROLES, False),
    ("{niet: {soms: {aantal: {hoogstens: 3}}}}", HIDDEN_ROLES, True),
    # numbers: every word, on its edge and beside it
    ("{getal: {minstens: 10}}", {"getal": 10}, True),
    ("{getal: {minstens: 10}}", {"getal": 9}, False),
    ("{getal: {hoogstens: 10}}", {"getal": 10}, True),
    ("{getal: {hoogstens: 10}}", {"getal": 11}, False),
    ("{getal: {meer_dan: 10}}", {"getal": 11}, True),
    ("{getal: {meer_dan: 10}}", {"getal": 10}, False),
    ("{getal: {minder_dan: 10}}", {"getal": 9}, True),
    ("{getal: {minder_dan: 10}}", {"getal": 10}, False),
    ("{getal: {meer_dan: 10, hoogstens: 12}}", {"getal": 12}, True),
    ("{getal: {meer_dan: 10, hoogstens: 12}}", {"getal": 13}, False),
    ("{getal: [3, {minstens: 90}]}", {"getal": 3}, True),
    ("{getal: [3, {minstens: 90}]}", {"getal": 89}, False),
    ("{getal: {minstens: 101}}", {"getal": 100}, False),
    ("{getal: {hoogstens: 100}}", {"getal": 0}, True),
    # thresholds by name, and within a margin of one
    ("{getal: {minstens: genoeg}}", {"getal": 45}, True),
    ("{getal: {minstens: genoeg}}", {"getal": 44}, False),
    ("{getal: genoeg}", {"getal": 45}, True),
    ("{getal: {rond: genoeg, marge: marge}}", {"getal": 40}, True),
    ("{getal: {rond: genoeg, marge: marge}}", {"getal": 50}, True),
    ("{getal: {rond: genoeg, marge: marge}}", {"getal": 39}, False),
    ("{getal: {rond: genoeg, marge: marge}}", {"getal": 51}, False),
    ("{getal: {rond: genoeg, marge: marge, minstens: 45}}", {"getal": 44}, False),
    # decimals, with a comma or a point; a threshold is a whole number
    ("{bedrag: 12.50}", {"bedrag": 1250}, True),
    ("{bedrag: '12,5'}", {"bedrag": 1250}, True),
    ("{bedrag: {minder_dan: 0.05}}", {"bedrag": 4}, True),
    ("{bedrag: {minder_dan: 0.05}}", {"bedrag": 5}, False),
    ("{bedrag: {minstens: genoeg}}", {"bedrag": 4500}, True),
    ("{bedrag: {minstens: genoeg}}", {"bedrag": 4499}, False),
    # dates
    ("{dag: {voor: 2026-08-02}}", {"dag": date(2026, 8, 1)}, True),
    ("{dag: {voor: 2026-08-02}}", {"dag": date(2026, 8, 2)}, False),
    ("{dag: {vanaf: 2026-08-02}}", {"dag": date(2026, 8, 2)}, True),
    ("{dag: {vanaf: 2026-08-02}}", {"dag": date(2026, 8, 1)}, False),
    ("{dag: 2026-08-02}", {"dag": date(2026, 8, 2)}, True),
    # a score over nothing: every comparison is false
    ("{score: {minstens: 0}}", {"score": NOTHING}, False),
    ("{score: {hoogstens: 100}}", {"score": NOTHING}, False),
    ("{niet: {score: {minder_dan: genoeg}}}", {"score": NOTHING}, True),
    ("{score: geen}", {"score": NOTHING}, True),
    ("{score: geen}", {"score": 45}, False),
    ("{score: geen}", {}, None),
    # hidden and not applicable: every test is false, and its niet is true
    *(("{keus: a}", {"keus": off}, False) for off in (HIDDEN, "*nvt")),
    *(("{keus: [a, b, c]}", {"keus": off}, False) for off in (HIDDEN, "*nvt")),
    *(("{niet: {keus: [a, b, c]}}", {"keus": off}, True) for off in (HIDDEN, "*nvt")),
    ("{niet: {getal: {minstens: 0}}}", {"getal": HIDDEN}, True),
    ("{getal: {minstens: 0}}", {"getal": HIDDEN}, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values", "expected"), TRUTHS)
def test_conditions_mean_what_they_say(text: str, values: dict[str, Any], expected: bool | None) -> None:
    assert truth(text, **values) is expected


KNOWLEDGE = (
    "R005 wat bekend is mag alleen in ‘signalen’ en ‘voorbehoud’ meetellen; "
    "laat dit weg; wie iets niet weet, mag daar geen voordeel van hebben"
)
WORDS = "minstens, hoogstens, meer_dan, minder_dan, voor, vanaf"
CONSTANT = "schrijf een getal of de naam van een drempel"
DAY = "schrijf een datum als 2026-11-23"
WRONG = [
    ("{keuze: a}", "1:7: R001 ‘keuze’ bestaat niet; bedoelt u ‘keus’?"),
    ("{qqq: a}", "1:7: R001 ‘qqq’ bestaat niet; gebruik een vraag, kenmerk of criterium dat bestaat"),
    ("{keus: d}", "1:13: R002 ‘d’ is geen antwoord op ‘keus’ (a, b, c)"),
    ("{keus: [a, d]}", "1:17: R002 ‘d’ is geen antwoord op ‘keus’ (a, b, c)"),
    ("{oordeel: goet}", "1:16: R002 ‘goet’ is geen antwoord op ‘oordeel’ (goed, slecht); bedoelt u ‘goed’?"),
    ("{keus: {minstens: 3}}", "1:13: R006 ‘keus’ heeft vaste antwoorden en kan niet zo vergeleken worden; "
     "noem het antwoord, of zet de antwoorden op volgorde in ‘schalen’"),
    ("{keus: []}", "1:13: R007 deze lijst is leeg; noem minstens één antwoord"),
    ("{rol: w}", "1:12: R002 ‘w’ is geen antwoord op ‘rol’ (x, y, z, geen)"),
    ("{rol: {minstens: 2}}",
     "1:12: R006 ‘rol’ is een lijst met antwoorden; noem een antwoord, of gebruik ‘aantal’"),
    ("{rol: {aantal: {minst: 2}}}", "1:22: R006 ‘minst’ is hier geen vergelijking; bedoelt u ‘minstens’?"),
    ("{getal: {aantal: 2}}", f"1:15: R006 ‘aantal’ is hier geen vergelijking; kies uit: {WORDS}"),
    ("{getal: {zzz: 2}}", f"1:15: R006 ‘zzz’ is hier geen vergelijking; kies uit: {WORDS}"),
    ("{getal: {minstens: veel}}", f"1:25: R006 met ‘veel’ kan hier niet vergeleken worden; {CONSTANT}"),
    ("{getal: {minstens: genoegg}}",
     "1:25: R006 met ‘genoegg’ kan hier niet vergeleken worden; bedoelt u ‘genoeg’?"),
    ("{getal: 1.5}", f"1:14: R006 met ‘1.5’ kan hier niet vergeleken worden; {CONSTANT}"),
    ("{getal: 1e1000000}", f"1:14: R006 met ‘1e1000000’ kan hier niet vergeleken worden; {CONSTANT}"),
    ("{getal: NaN}", f"1:14: R006 met ‘NaN’ kan hier niet vergeleken worden; {CONSTANT}"),
    ("{getal: {}}", "1:14: R006 hier hoort een getal, of een vergelijking zoals ‘minstens: 10’"),
    ("{getal: {rond: genoeg}}",
     "1:14: R006 ‘rond’ en ‘marge’ horen bij elkaar; schrijf bijvoorbeeld ‘{rond: genoeg, marge: marge}’"),
    ("{dag: {voor: morgen}}", f"1:19: R006 met ‘morgen’ kan hier niet vergeleken worden; {DAY}"),
    ("{dag: 2026-02-30}", f"1:12: R006 met ‘2026-02-30’ kan hier niet vergeleken worden; {DAY}"),
    ("{tekst: hallo}",
     "1:14: R006 ‘tekst’ is een tekst; een regel kan er niet in kijken; maak er een keuzevraag van"),
    ("ja", "1:6: R007 hier hoort een voorwaarde, zoals ‘vraag: antwoord’"),
    ("{}", "1:6: R007 hier hoort een voorwaarde, zoals ‘vraag: antwoord’"),
    ("[]", "1:6: R007 hier hoort een lijst met voorwaarden"),
    ("{alle: {keus: a}}", "1:13: R007 hier hoort een lijst met voorwaarden"),
    ("{keus: bekend}", f"1:13: {KNOWLEDGE}"),
    ("{keus: onbekend}", f"1:13: {KNOWLEDGE}"),
    ("{kennislacune: {meer_dan: 40}}", f"1:21: {KNOWLEDGE}"),
    ("{peildatum: {ouder_dan: 6 maanden}}", f"1:18: {KNOWLEDGE}"),
    ("{niet: {een_van: [{keus: bekend}]}}", f"1:31: {KNOWLEDGE}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_what_is_wrong_with_a_condition(text: str, line: str) -> None:
    _, found = read(text)
    assert found == [f"a.yaml:{line}"]


def test_too_deep_too_wide_and_too_long() -> None:
    deep = "{niet: " * 9 + "{keus: a}" + "}" * 9
    assert read(deep)[1][0].endswith(
        "R007 deze voorwaarde is dieper dan 8 lagen; maak van een deel een kenmerk"
    )
    wide = "[" + ", ".join(["{keus: a}"] * 33) + "]"
    assert read(wide)[1] == [
        "a.yaml:1:6: R007 deze lijst heeft meer dan 32 voorwaarden; maak van een deel een kenmerk"
    ]
    long = "[" + ", ".join(["{keus: a, getal: 1, dag: 2026-01-01}"] * 22) + "]"
    assert read(long)[1] == [
        "a.yaml:1:6: R007 deze voorwaarde heeft meer dan 64 vergelijkingen; maak van een deel een kenmerk"
    ]
    assert read("[" + ", ".join(["{keus: a, getal: 1}"] * 32) + "]")[1] == []


def test_every_mistake_in_a_condition_is_reported() -> None:
    assert len(read("[{keus: d, qqq: a}, {niet: {rol: w}}]")[1]) == 3


def test_knowledge_where_it_may_be_tested() -> None:
    for text in ("{keus: bekend}", "{keus: onbekend}", "{kennislacune: {meer_dan: genoeg}}"):
        assert read(text, knowledge=True)[1] == []
    assert read("{peildatum: {ouder_dan: 6 maanden}}", knowledge=True)[1] == []
    assert read("{rol: bekend}", knowledge=True)[1] == ["a.yaml:1:12: R001 ‘rol’ is geen vraag"]
    age = "a.yaml:1:18: R006 hier hoort een leeftijd, zoals ‘ouder_dan: 6 maanden’"
    for text in ("oud", "{ouder_dan: lang}", "{ouder_dan: [1]}", "{ouder: 6 maanden}"):
        assert read(f"{{peildatum: {text}}}", knowledge=True)[1][0].startswith(age)


# -- the laws of three truth values -----------------------------------------------------------------------

NAMES = st.sampled_from(["p", "q", "r"])
TESTS = st.builds(Is, NAMES, st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=3))
TREES: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(TESTS, st.sampled_from([TRUE, FALSE])),
    lambda part: st.one_of(
        st.builds(Not, part),
        st.builds(lambda parts: All(tuple(parts)), st.lists(part, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(part, max_size=3)),
    ),
    max_leaves=8,
)
SYMBOLS = st.fixed_dictionaries({n: st.sampled_from(["a", "b", "c", None]) for n in "pqr"})


@given(TREES, TREES, TREES, SYMBOLS)
def test_kleenes_laws(x: Condition, y: Condition, z: Condition, symbols: dict[str, str | None]) -> None:
    def same(left: Condition, right: Condition) -> None:
        assert holds(left, symbols) is holds(right, symbols)

    same(Not(Not(x)), x)
    same(Not(All((x, y))), Or((Not(x), Not(y))))
    same(Not(Or((x, y))), All((Not(x), Not(y))))
    same(All((x, y)), All((y, x)))
    same(Or((x, Or((y, z)))), Or((x, y, z)))
    same(All((x, Or((y, z)))), Or((All((x, y)), All((x, z)))))
    same(Or((x, FALSE)), x)
    same(All((x, TRUE)), x)
    same(All((x, FALSE)), FALSE)
    same(Or((x, TRUE)), TRUE)


@given(TREES, SYMBOLS, st.sampled_from(["a", "b", "c"]))
def test_knowing_more_never_changes_what_was_certain(
    tree: Condition, symbols: dict[str, str | None], symbol: str
) -> None:
    before = holds(tree, symbols)
    after = holds(tree, {name: found or symbol for name, found in symbols.items()})
    assert after is not None
    assert before in (None, after)


@given(TREES)
def test_walking_and_rewriting_a_tree(tree: Condition) -> None:
    assert [leaf.item for leaf in leaves(tree)] == list(items(tree))
    assert rewrite(tree, lambda leaf: leaf) == tree


def test_a_number_must_be_cut_before_it_can_be_tested() -> None:
    with pytest.raises(TypeError):
        holds(Between("getal", 1, 2), {"getal": "1..2"})


@given(st.sets(st.tuples(st.integers(-5, 25), st.integers(-5, 25)), max_size=6), st.integers(0, 20))
def test_intervals_cover_every_number_once(used: set[tuple[int, int]], number: int) -> None:
    cells = cells_between((0, 20), set(used))
    assert sum(cell.low <= number <= cell.high for cell in cells) == 1
    for low, high in used:
        inside = holds(Cut({"n": cells})(Between("n", low, high)), {"n": cell_of(cells, number)})
        assert inside is (low <= number <= high)
    with pytest.raises(ValueError, match="21"):
        cell_of(cells, 21)
