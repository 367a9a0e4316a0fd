"""The rules in plain Dutch: complete, and no keyword of the author's language in sight."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.outline import Line, Outline, Part, outline, words
from tests.engine.klein import RULES, load, small
from tests.engine.real import KEY, real


def find(parts: tuple[Part, ...], key: str) -> Part:
    return next(part for part in parts if part.id == key)


def test_every_rule_of_the_real_content_is_there() -> None:
    found, rules = outline(real(), KEY), real().rulesets[KEY]
    baseline = real().baselines[rules.baseline]
    assert [p.id for p in found.principles] == list(baseline.principles)
    assert round(sum(float(p.share) for p in found.principles)) == 100
    assert {part.id for part in found.criteria} == set(rules.criteria)
    for part in found.criteria:
        criterion = rules.criteria[part.id]
        assert [line.because for line in part.lines] == [
            row.because for row in (*criterion.verdicts.values(), *criterion.rules)
        ]
    assert [part.id for part in found.facts] == list(rules.facts)
    for part in found.facts:
        fact = rules.facts[part.id]
        assert len(part.lines) == len(fact.rules) + (len(fact.count) if isinstance(fact.count, list) else 0)
    assert [line.because for line in found.ladder] == [rung.because for rung in rules.ladder]
    assert [part.id for part in found.signals] == list(rules.signals)
    assert [part.id for part in found.reservations] == list(rules.reservations)
    assert [part.id for part in found.measures] == list(rules.measures)
    assert dict(found.thresholds) == {words(key): value for key, value in rules.thresholds.items()}


def texts(found: Outline) -> list[str]:
    groups = (*found.criteria, *found.facts, *found.signals, *found.reservations, *found.measures)
    lines = [*found.ladder, *(line for part in groups for line in part.lines)]
    return [text for line in lines for text in (line.when, line.then)]


def test_no_line_is_empty_or_speaks_in_keywords() -> None:
    for found in (outline(real(), KEY), outline(small(), "klein/v1")):
        for text in texts(found):
            for keyword in ("_", "minstens:", "niet:{", "None", "['", "{'", "ondergrens."):
                assert keyword not in text, text
        assert all(line.when for line in found.ladder)


def test_the_small_content_word_for_word() -> None:
    found = outline(small(), "klein/v1")
    assert found.title == "Een kleine vragenlijst"
    assert found.ladder == (
        Line("er is een blokkade", "Niet gebruiken", "De tijdlijn is vast."),
        Line(
            "het aantal beginselen onder de basislijn is minstens 1",
            "Soms gebruiken, binnen 6 maanden",
            "Er wordt een beginsel gemist.",
        ),
        Line("de score is minstens 80 (ruim)", "Gebruiken", "De score is ruim."),
        Line("in alle andere gevallen", "Soms gebruiken", "De score is niet ruim."),
    )
    assert find(found.criteria, "toezicht_goed") == Part(
        "toezicht_goed",
        "De toezichthouder is tevreden",
        "Wie hier niet voldoet, haalt de basislijn niet op dit beginsel.",
        (
            Line("antwoord “In orde”", "voldoet", "De toezichthouder is tevreden."),
            Line("antwoord “Niet in orde”", "voldoet niet", "De toezichthouder is niet tevreden."),
        ),
    )
    assert find(found.criteria, "tijdlijn_kiesbaar").note == (
        "Wie hier niet voldoet, wordt geblokkeerd: er is geen overgangstijd."
    )
    assert find(found.criteria, "bezwaar_kan").note == (
        "Onder de basislijn als het antwoord op “Kan een gebruiker bezwaar maken?” is “Nee” "
        "en het antwoord op “Hebt u al een account?” is “Ja”."
    )
    assert find(found.facts, "doelen").note == "Het aantal antwoorden op “Waarvoor gebruikt u het?”."
    assert (
        find(found.facts, "inzet").lines[1].when
        == ("het antwoord op “Hoeveel uur per week is er tijd?” is minstens 4")
        or find(found.facts, "inzet").lines[1].when == "Hoeveel uur per week is er tijd? is minstens 4"
    )
    assert find(found.signals, "oud").lines[0].when == "een feit is ouder dan 6 maanden"
    assert find(found.signals, "grens").lines[0].when == ("de score ligt hoogstens 5 (marge) van 50 (genoeg)")
    assert find(found.reservations, "veel_open").lines[0].when == (
        "het deel dat nog niet bekend is (in procenten) is hoger dan 40"
    )
    assert find(found.measures, "plannen") == Part(
        "plannen",
        "Maak een plan.",
        "Beheer, binnen 3 maanden",
        (
            Line(
                "“Nodig” is hoog en het antwoord op “Hebt u al een account?” is “Ja”", "", "U hebt dit nodig."
            ),
        ),
    )
    assert find(found.measures, "letten").lines == ()


SIGNAL = "als: {score: {rond: genoeg, marge: marge}}"
PHRASES = [
    ("{niet: {bereik: ja}}", "niet: (het antwoord op “Bereikt u inwoners?” is “Ja”)"),
    (
        "[{bereik: ja}, {account: [nieuw, bestaand]}]",
        "een van deze: het antwoord op “Bereikt u inwoners?” is “Ja”; "
        "of het antwoord op “Hebt u al een account?” is “Nog niet” of “Ja”",
    ),
    (
        "{alle: [{bereik: ja}, {blokkade: nee}]}",
        "(het antwoord op “Bereikt u inwoners?” is “Ja”) en (er is geen blokkade)",
    ),
    ("{een_van: [{bereik: ja}]}", "het antwoord op “Bereikt u inwoners?” is “Ja”"),
    ("{bereik: onbekend}", "het antwoord op “Bereikt u inwoners?” is onbekend"),
    ("{ondergrens.recht: gemist}", "het haalt de basislijn niet op “Recht”"),
    ("{ondergrens.recht: gehaald}", "het haalt de basislijn op “Recht”"),
    ("{score.keuze: {meer_dan: 10, hoogstens: ruim}}",
     "de score op “Keuze” is hoger dan 10 en hoogstens 80 (ruim)"),
    ("{score: geen}", "de score is geen"),
    ("{beginselen_gemist: 2}", "het aantal beginselen onder de basislijn is 2"),
    ("{tijdlijn_kiesbaar: voldoet_niet}", "het oordeel over “De tijdlijn is kiesbaar” is voldoet niet"),
    ("{doelen: veel}", "“Aantal doelen” is 2 (veel)"),
    ("{aandacht: tijd}", "“Wat aandacht vraagt” is tijd"),
    ("{aandacht: {aantal: {minstens: 2}}}", "het aantal waarden van “Wat aandacht vraagt” is minstens 2"),
    ("{doel: geen}", "het antwoord op “Waarvoor gebruikt u het?” is geen"),
    ("{doel: {aantal: 2}}",
     "het aantal antwoorden op “Waarvoor gebruikt u het?” is 2"),
    ("{doel: {aantal: {minder_dan: 2}}}",
     "het aantal antwoorden op “Waarvoor gebruikt u het?” is lager dan 2"),
    ("{kennislacune: {minstens: 10}}", "het deel dat nog niet bekend is (in procenten) is minstens 10"),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "phrase"), PHRASES)
def test_every_form_of_a_condition_as_a_phrase(condition: str, phrase: str, tmp_path: Path) -> None:
    content = load(tmp_path, (RULES, SIGNAL, f"als: {condition}"))
    assert find(outline(content, "klein/v1").signals, "grens").lines[0].when == phrase


def test_dates_as_a_phrase(tmp_path: Path) -> None:
    content = load(tmp_path, (RULES, SIGNAL, "als: {sinds: {voor: 2026-08-02, vanaf: 2020-01-01}}"))
    phrase = find(outline(content, "klein/v1").signals, "grens").lines[0].when
    assert phrase == "het antwoord op “Sinds wanneer?” is vóór 2026-08-02 en vanaf 2020-01-01"
