"""Facts that the advice shows: their values in words, certain or possible, each with its own reason."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from engine.advice import Advice, ShownFact
from engine.answers import read_answers
from engine.commands.advise import in_text
from engine.engine import Engine
from engine.report_json import advice_json
from engine.ways import Ways
from tests.engine.klein import RULES, Edit, load

DAY = date(2026, 11, 23)
NO_WAYS = Ways(False, (), (), True)
NEEDED: Edit = (
    RULES,
    "    titel: Nodig\n",
    "    titel: Nodig\n    toon: ja\n    waarden: {hoog: Hard nodig}\n",
)
ATTENTION: Edit = (
    RULES,
    "    titel: Wat aandacht vraagt\n",
    "    titel: Wat aandacht vraagt\n    toon: ja\n    waarden: {werving: De werving, tijd: De tijd}\n",
)
TWICE: Edit = (
    RULES,
    "      - als: {uren: {minder_dan: 4}}\n        is: tijd\n        omdat: U hebt er weinig tijd voor.\n",
    "      - als: {uren: {minder_dan: 4}}\n        is: tijd\n        omdat: U hebt er weinig tijd voor.\n"
    "      - als: {bereik: nee}\n        is: tijd\n        omdat: U bereikt niemand.\n"
    "        bronnen: [wet]\n",
)


def advice(folder: Path, **answers: object) -> Advice:
    content = load(folder, NEEDED, ATTENTION, TWICE)
    with closing(Engine(content, "klein/v1")) as engine:
        return engine.advise(read_answers(engine.questionnaire, answers), DAY)


def shown(folder: Path, **answers: object) -> dict[str, ShownFact]:
    return {fact.id: fact for fact in advice(folder, **answers).shown_facts}


def test_a_fact_with_one_value_says_why(tmp_path: Path) -> None:
    (value,) = shown(tmp_path, bereik="ja", doel=["nieuws"])["nodig"].values
    assert (value.value, value.label, value.certain) == ("hoog", "Hard nodig", True)
    assert [reason.text for reason in value.reasons] == ["U bereikt inwoners met nieuws of hulp."]
    assert str(value.reasons[0].place).startswith(RULES)


def test_an_open_fact_names_what_it_can_still_be(tmp_path: Path) -> None:
    values = shown(tmp_path, doel=["nieuws"])["nodig"].values
    assert [(value.label, value.certain) for value in values] == [("Hard nodig", False), ("laag", False)]


def test_a_collecting_fact_gives_each_value_its_own_reasons(tmp_path: Path) -> None:
    facts = shown(tmp_path, account="bestaand", bereik="nee", doel=["werving"], uren="2")
    found = {v.value: [r.text for r in v.reasons] for v in facts["aandacht"].values}
    assert found == {
        "werving": ["U werft hier mensen."],
        "tijd": ["U hebt er weinig tijd voor.", "U bereikt niemand."],
    }
    facts = shown(tmp_path, account="bestaand", bereik="nee", doel=[], uren="8")
    (value,) = facts["aandacht"].values
    assert [reason.text for reason in value.reasons] == ["U bereikt niemand."]
    assert [source.id for source in value.reasons[0].sources] == ["wet"]


def test_a_collecting_fact_without_values_is_shown_as_none(tmp_path: Path) -> None:
    found = advice(tmp_path, account="nieuw", bereik="ja", doel=[])
    assert {fact.id: fact.values for fact in found.shown_facts}["aandacht"] == ()
    assert "- Wat aandacht vraagt: geen" in in_text(found, NO_WAYS)


def test_counts_stay_where_they_are_shown_as_counts(tmp_path: Path) -> None:
    assert set(shown(tmp_path)) == {"nodig", "aandacht"}


def test_data_and_text_say_the_same(tmp_path: Path) -> None:
    found = advice(tmp_path, account="bestaand", doel=["werving"])
    rows = {row["kenmerk"]: row for row in advice_json(found)["getoonde_kenmerken"]}
    values = {v["waarde"]: v["geldt"] for v in rows["aandacht"]["waarden"]}
    assert values == {"werving": "geldt", "tijd": "mogelijk"}
    assert "- Wat aandacht vraagt: De werving; misschien de tijd" in in_text(found, NO_WAYS)


def test_none_is_said_only_of_what_was_asked(tmp_path: Path) -> None:
    no_way: Edit = (
        RULES,
        "kenmerken:\n",
        "kenmerken:\n  weg:\n    titel: Weg terug\n    verzamel: ja\n    toon: ja\n    regels:\n"
        "      - als: {bezwaar: nee}\n        is: geen\n        omdat: Bezwaar kan niet.\n",
    )
    with closing(Engine(load(tmp_path, no_way), "klein/v1")) as engine:

        def facts(**raw: object) -> dict[str, tuple[str, ...]]:
            found = engine.advise(read_answers(engine.questionnaire, raw), DAY).shown_facts
            return {fact.id: tuple(value.value for value in fact.values) for fact in found}

        assert facts(tijdlijn="vast", bezwaar="nee") == {"weg": ("geen",)}
        assert facts(tijdlijn="vast", bezwaar="ja") == {"weg": ()}
        assert facts(tijdlijn="vrij") == {}  # the question about it is not asked
