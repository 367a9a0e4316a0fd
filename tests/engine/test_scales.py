"""Values in order: comparisons on a scale, a fact by table, and the lowest of several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import HIDDEN, holds
from engine.desugar import compile_program
from engine.evaluate import world
from engine.kinds import ORDER_WORDS, ChoiceTerm
from engine.outline import outline
from engine.source import read_source
from engine.terms import Reader
from tests.engine.klein import EXAMPLES, RULES, Edit, lines, load

ORDER = ("laag", "midden", "hoog", "top")
VALUES = {value: frozenset([f"*{value}"]) for value in ORDER}
TERMS = {
    "eis": ChoiceTerm("eis", VALUES, order=ORDER),
    "stand": ChoiceTerm("stand", VALUES, order=ORDER),
    "los": ChoiceTerm("los", {"a": frozenset(["a"])}),
}
MEANING: dict[str, Callable[[int, int, int], bool]] = {
    "minstens": lambda at, other, _: at >= other,
    "hoogstens": lambda at, other, _: at <= other,
    "meer_dan": lambda at, other, steps: at >= other + steps,
    "minder_dan": lambda at, other, steps: at <= other - steps,
}


def read(text: str) -> tuple[object, list[str]]:
    source = read_source(f"als: {text}\n", "a.yaml")
    assert isinstance(source.value, dict)
    reader = Reader(source, TERMS, {}, frozenset())
    return reader.read(source.value["als"], ("als",)), [found.line for found in reader.findings]


@given(
    st.sampled_from(ORDER_WORDS), st.sampled_from(ORDER), st.sampled_from((*ORDER, None)), st.integers(1, 4)
)
def test_a_comparison_is_one_of_places_on_the_scale(
    word: str, stand: str, constant: str | None, steps: int
) -> None:
    more = f", trappen: {steps}" if word in ("meer_dan", "minder_dan") else ""
    condition, wrong = read(f"{{stand: {{{word}: {constant or 'eis'}{more}}}}}")
    assert not wrong
    for eis in ORDER:
        other = ORDER.index(constant or eis)
        wanted = MEANING[word](ORDER.index(stand), other, steps)
        assert holds(condition, {"stand": f"*{stand}", "eis": f"*{eis}"}) == wanted  # type: ignore[arg-type]


def test_what_is_hidden_compares_with_nothing() -> None:
    for word in ORDER_WORDS:
        condition, _ = read(f"{{stand: {{{word}: eis}}}}")
        assert holds(condition, {"stand": HIDDEN, "eis": "*laag"}) is False  # type: ignore[arg-type]
        assert holds(condition, {"stand": "*laag", "eis": HIDDEN}) is False  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{stand: {minstens: hog}}", "R002 ‘hog’ staat niet op deze schaal; bedoelt u ‘hoog’?"),
        ("{stand: {minstens: los}}", "R002 ‘los’ staat niet op deze schaal"),
        ("{stand: {rond: hoog}}", "R006 ‘rond’ is hier geen vergelijking"),
        ("{stand: {minstens: hoog, trappen: 2}}", "R006 ‘minstens’ is hier geen vergelijking"),
        ("{stand: {minder_dan: hoog, trappen: 0}}", "R006 ‘trappen’ is een heel getal, minstens 1"),
        ("{stand: {trappen: 2}}", "R006 hier ontbreekt een vergelijking"),
        ("{los: {minstens: a}}", "R006 ‘los’ heeft vaste antwoorden"),
    ],
)
def test_what_is_wrong_with_a_comparison(text: str, said: str) -> None:
    _, wrong = read(text)
    assert len(wrong) == 1
    assert said in wrong[0]


# -- in a whole rule set --------------------------------------------------------------------------------

SCALES: Edit = (RULES, "kenmerken:\n", "schalen:\n  ruimte: [vast, verstopt, vrij]\nkenmerken:\n")
FACTS = """\
  eis:
    titel: Wat nodig is
    per: account
    tabel: {nieuw: vast, bestaand: vrij}
    omdat: Zo veel ruimte vraagt uw gebruik.
    bronnen: [handboek]
  zwakste:
    titel: Het zwakste punt
    schaal: ruimte
    laagste: [tijdlijn, eis]
    omdat: Dit is de laagste van de twee.
  te_krap:
    titel: Te krap
    toon: ja
    regels:
      - als: {tijdlijn: {minder_dan: eis, trappen: 2}, zwakste: {hoogstens: verstopt}}
        is: ja
        omdat: De tijdlijn blijft ver achter bij wat nodig is.
      - {anders: ja, is: nee, omdat: Er is ruimte genoeg.}
"""
MORE: Edit = (RULES, "criteria:\n  toezicht_goed:", f"{FACTS}criteria:\n  toezicht_goed:")


def edits(old: str = "", new: str = "") -> tuple[Edit, Edit]:
    assert not old or FACTS.count(old) == 1
    return SCALES, (RULES, MORE[1], MORE[2].replace(old, new) if old else MORE[2])


def test_the_short_forms_mean_what_they_say(tmp_path: Path) -> None:
    program = compile_program(load(tmp_path, *edits()), "klein/v1")
    order = ("vast", "verstopt", "vrij")
    base = {item.id: item.answers[0] for item in program.inputs}
    for account, eis in (("nieuw", "vast"), ("bestaand", "vrij")):
        for tijdlijn in order:
            symbols = world(program, {**base, "account": account, "tijdlijn": tijdlijn}, _known(program))
            value = {key: program.values[key][symbols[key]] for key in ("eis", "zwakste", "te_krap")}
            lowest = order[min(order.index(tijdlijn), order.index(eis))]
            krap = order.index(tijdlijn) <= order.index(eis) - 2 and lowest != "vrij"
            assert value == {"eis": eis, "zwakste": lowest, "te_krap": "ja" if krap else "nee"}


def _known(program: object) -> dict[str, str]:
    return {name: program.symbols()[name][0] for name in program.knowledge}  # type: ignore[attr-defined]


def test_the_rules_say_so_in_words(tmp_path: Path) -> None:
    parts = {part.id: part for part in outline(load(tmp_path, *edits()), "klein/v1").facts}
    assert [line.when for line in parts["eis"].lines] == [
        "het antwoord op “Hebt u al een account?” is “Nog niet”",
        "het antwoord op “Hebt u al een account?” is “Ja”",
    ]
    first = parts["te_krap"].lines[0].when
    assert "is lager dan “Wat nodig is” (minstens 2 trappen)" in first
    assert "“Het zwakste punt” is hoogstens verstopt" in first


def test_a_question_on_either_side_is_named_as_one(tmp_path: Path) -> None:
    turned = edits("{minder_dan: eis, trappen: 2}, zwakste: {hoogstens: verstopt}}", "{minder_dan: eis}}")
    swap = (
        turned[0],
        (
            RULES,
            turned[1][1],
            turned[1][2].replace("{tijdlijn: {minder_dan: eis}}", "{eis: {meer_dan: tijdlijn}}"),
        ),
    )
    parts = {part.id: part for part in outline(load(tmp_path, *swap), "klein/v1").facts}
    question = load(tmp_path).questionnaires["klein/v1"].questions["tijdlijn"].text
    assert parts["te_krap"].lines[0].when == f"“Wat nodig is” is hoger dan het antwoord op “{question}”"


def test_each_line_leads_back_to_its_place(tmp_path: Path) -> None:
    program = compile_program(load(tmp_path, *edits()), "klein/v1")
    text = (tmp_path / RULES).read_text(encoding="utf-8").splitlines()
    places = [case.note.place for case in program.by_name["eis"].cases]  # type: ignore[union-attr]
    assert all("tabel:" in text[place.line - 1] for place in places)
    assert [case.note.sources for case in program.by_name["eis"].cases] == [("handboek",)] * 2  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bestaand: vrij}", "bestand: vrij}", "R002 ‘bestand’ is geen antwoord op ‘account’"),
        ("nieuw: vast, ", "", "R002 het antwoord ‘nieuw’ heeft geen waarde; voeg ‘nieuw:’ toe"),
        ("    per: account\n", "", "M002 hier ontbreekt ‘per’; voeg ‘per:’ toe"),
        ("    schaal: ruimte\n", "", "M002 hier ontbreekt ‘schaal’; voeg ‘schaal:’ toe"),
        (
            "laagste: [tijdlijn, eis]",
            "laagste: [tijdlijn, account]",
            "R002 ‘account’ staat niet op de schaal",
        ),
        ("    omdat: Zo veel ruimte vraagt uw gebruik.\n", "", "M002 hier ontbreekt ‘omdat’; geen oordeel"),
        ("bronnen: [handboek]", "bronnen: [handbok]", "R001 de bron ‘handbok’ bestaat niet; bedoelt u"),
        ("    laagste: [", "    verzamel: ja\n    laagste: [", "R010 ‘verzamel’ kan hier niet"),
        (
            "    toon: ja\n",
            "    toon: ja\n    waarden: {jaa: Te krap}\n",
            "R001 de waarde ‘jaa’ bestaat niet",
        ),
        ("    toon: ja\n", "    toon: ja\n    tel: doel\n", "R010 ‘te_krap’ heeft niet precies één van"),
    ],
)
def test_what_an_author_reads(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = lines(tmp_path, *edits(old, new))
    assert any(said in line and line.startswith(RULES) for line in found), found


def test_a_value_stands_on_one_scale_and_a_scale_is_used(tmp_path: Path) -> None:
    twice = (RULES, SCALES[1], SCALES[2].replace("vrij]", "vrij]\n  dubbel: [vrij, open]"))
    assert any("R010 ‘vrij’ staat al op de schaal ‘ruimte’" in line for line in lines(tmp_path, twice))
    assert any("R011 de schaal ‘ruimte’ wordt nergens gebruikt" in line for line in lines(tmp_path, SCALES))


def test_sound_short_forms_are_clean(tmp_path: Path) -> None:
    case = """\
  - naam: Ver achter
    peildatum: 2026-11-23
    antwoorden: {account: bestaand, tijdlijn: vast}
    verwacht: {kenmerken: {te_krap: ja}}
  - naam: Ruim genoeg
    peildatum: 2026-11-23
    antwoorden: {account: nieuw, tijdlijn: vrij}
    verwacht: {kenmerken: {te_krap: nee}}
  - naam: Verstopt, en meer nodig
    peildatum: 2026-11-23
    antwoorden: {account: bestaand, tijdlijn: verstopt}
    verwacht: {kenmerken: {te_krap: nee}}
"""
    told: Edit = (EXAMPLES, "gevallen:\n", f"gevallen:\n{case}")
    assert lines(tmp_path, *edits(), told) == [] == lines(tmp_path)
