"""What differs between two versions, sentence by sentence and to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.difference import differences
from tests.engine.klein import BASELINE, FORM, RULES, Edit, load, small

ONE: list[tuple[Edit, list[str]]] = [
    (
        (BASELINE, "titel: Keuze, gewicht: 3", "titel: Keuze, gewicht: 5"),
        ["zwaarder: Keuze telt nu 5 in plaats van 3"],
    ),
    (
        (BASELINE, "titel: Keuze, gewicht: 3", "titel: Keuze, gewicht: 1"),
        ["lichter: Keuze telt nu 1 in plaats van 3"],
    ),
    ((BASELINE, ", wijkt: ja", ""), ["Recht wijkt niet meer voor andere beginselen"]),
    ((BASELINE, "deels: 1", "deels: 2"), ["schaal: het oordeel ‘deels’: 1 wordt 2"]),
    (
        (BASELINE, "  steun:", "  nieuws: {titel: Nieuws, gewicht: 4}\n  steun:"),
        ["nieuw: het beginsel ‘Nieuws’, met gewicht 4"],
    ),
    ((RULES, "ruim: 80", "ruim: 75"), ["drempel ruim: 80 wordt 75"]),
    ((RULES, "  veel: 2\n", "  veel: 2\n  weinig: 1\n"), ["nieuw: de drempel weinig (1)"]),
    ((RULES, "  veel: 2\n", ""), ["weg: de drempel veel (2)"]),
    (
        (FORM, "          werving: Werving", "          werving: Werving\n          spel: Spel"),
        ["nieuw: bij vraag A3 het antwoord ‘Spel’ (spel)"],
    ),
    ((FORM, "tot: 100", "tot: 90"), ["vraag A4: het grootste getal: 100 wordt 90"]),
    (
        (FORM, "        toon_als: {tijdlijn: [verstopt, vast]}\n", ""),
        ["vraag B2 is nu te zien: altijd"],
    ),
    (
        (FORM, "        toon_als: {tijdlijn: [verstopt, vast]}", "        toon_als: {tijdlijn: vast}"),
        ["vraag B2 is nu te zien: als het antwoord op “Kan een gebruiker een tijdlijn kiezen?” is “Nee”"],
    ),
    ((FORM, "onbekend: nee", "onbekend: ja"), ["vraag B2: ‘Dat weten we nog niet’ kan: nee wordt ja"]),
    ((FORM, "vraag: Bereikt u inwoners?", "vraag: Bereikt u iemand?"), ["andere tekst bij vraag: A2"]),
    (
        (RULES, "als: {bereik: ja, doel: [nieuws, hulp]}", "als: {bereik: ja}"),
        [
            "kenmerk ‘Nodig’: hoog gold als het antwoord op “Bereikt u inwoners?” is “Ja” en het antwoord op "
            "“Waarvoor gebruikt u het?” is “Nieuws” of “Hulp”, en geldt nu als het antwoord op "
            "“Bereikt u inwoners?” is “Ja”"
        ],
    ),
    ((RULES, "      - uren: {minstens: 4}\n", ""), ["kenmerk ‘Uw inzet’ telt iets anders"]),
    (
        (RULES, "slecht: {is: voldoet_niet", "slecht: {is: deels"),
        ["oordeel bij toezicht ‘slecht’: voldoet niet wordt deels"],
    ),
    (
        (RULES, "ondergrens: blokkade", "ondergrens: nee"),
        ["ondergrens bij ‘De tijdlijn is kiesbaar’: blokkade wordt nee"],
    ),
    (
        (RULES, "ondergrens: {bezwaar: nee, account: bestaand}", "ondergrens: ja"),
        [
            "ondergrens bij ‘Bezwaar kan’: als het antwoord op “Kan een gebruiker bezwaar maken?” is “Nee” "
            "en het antwoord op “Hebt u al een account?” is “Ja” wordt ja"
        ],
    ),
    (
        (RULES, "        oordeel: deels\n", "        oordeel: grotendeels\n"),
        [
            "criterium ‘De tijdlijn is kiesbaar’, als het antwoord op “Kan een gebruiker een tijdlijn "
            "kiezen?” is “Ja, maar verstopt”: deels wordt grotendeels"
        ],
    ),
    (
        (
            RULES,
            "  grens:\n    titel: Grensgeval\n    als: {score: {rond: genoeg, marge: marge}}\n    ernst:"
            " let_op",
            "  grens:\n    titel: Grensgeval\n    als: {score: {minder_dan: 9}}\n    ernst: stop",
        ),
        [
            "signaal ‘Grensgeval’ geldt nu als de score is lager dan 9",
            "signaal ‘Grensgeval’: ernst: let op wordt stop",
        ],
    ),
    (
        (
            RULES,
            "    omdat: De score ligt dicht bij de grens.\n    maatregelen: [letten]\n",
            "    omdat: De score ligt dicht bij de grens.\n",
        ),
        ["weg: bij signaal ‘Grensgeval’ hoort de maatregel letten niet meer"],
    ),
    (
        (RULES, "kennislacune: {meer_dan: 40}", "kennislacune: {meer_dan: 30}"),
        [
            "voorbehoud ‘Veel open’ geldt nu als het deel dat nog niet bekend is (in procenten) "
            "is hoger dan 30"
        ],
    ),
    (
        (RULES, "    termijn: direct", "    termijn: binnen 1 maand"),
        ["maatregel letten: termijn: direct wordt binnen 1 maand"],
    ),
    (
        (RULES, "titel: Soms gebruiken, rang: 2", "titel: Soms gebruiken, rang: 4"),
        ["uitkomst ‘Soms gebruiken’: rang: 2 wordt 4"],
    ),
    (
        (RULES, "    termijn: 6 maanden\n", "    termijn: 3 maanden\n"),
        [
            "ladder, als het aantal beginselen onder de basislijn is minstens 1: Soms gebruiken, binnen 6 "
            "maanden wordt Soms gebruiken, binnen 3 maanden"
        ],
    ),
    (
        (
            RULES,
            "  - als: {score: {minstens: ruim}}\n    uitkomst: ja_graag\n    omdat: De score is ruim.\n",
            "",
        ),
        ["weg: ladder, als de score is minstens 80 (ruim): Gebruiken"],
    ),
    (
        (RULES, "omdat: De feiten zijn oud.", "omdat: De feiten zijn van lang geleden."),
        ["andere tekst bij signaal: Oude feiten"],
    ),
]


@pytest.mark.parametrize(("edit", "sentences"), ONE, ids=range(len(ONE)))
def test_one_change_is_one_sentence(edit: Edit, sentences: list[str], tmp_path: Path) -> None:
    new = load(tmp_path, edit)
    assert [change.text for change in differences(small(), "klein/v1", new, "klein/v1")] == sentences


def test_the_same_gives_nothing() -> None:
    assert differences(small(), "klein/v1", small(), "klein/v1") == ()


def test_what_is_new_one_way_is_gone_the_other_way(tmp_path: Path) -> None:
    question = "      spel:\n        code: A9\n        over: inzet\n        vraag: Speelt u?\n"
    new = load(
        tmp_path,
        (FORM, "      opmerking:\n", question + "      opmerking:\n"),
        (
            RULES,
            "  oud:\n",
            "  spelen:\n    titel: Spelen\n    als: {spel: ja}\n    ernst: let_op\n"
            "    omdat: Leuk.\n  oud:\n",
        ),
        (
            RULES,
            "  plannen:\n",
            "  lachen: {doe: Lach., wie: Iedereen, termijn: direct, als: {spel: ja}}\n  plannen:\n",
        ),
        (
            RULES,
            "  - als: {blokkade: ja}\n",
            "  - als: {spel: ja}\n    uitkomst: soms\n    omdat: Spel.\n  - als: {blokkade: ja}\n",
        ),
    )
    there = [c.text for c in differences(small(), "klein/v1", new, "klein/v1")]
    back = [c.text for c in differences(new, "klein/v1", small(), "klein/v1")]
    assert there == [
        "nieuw: vraag A9 “Speelt u?”",
        "nieuw: signaal ‘Spelen’",
        "nieuw: de maatregel lachen: Lach.",
        "nieuw: ladder, als het antwoord op “Speelt u?” is “Ja”: Soms gebruiken",
    ]
    assert back == [sentence.replace("nieuw:", "weg:") for sentence in there]


def test_another_order_is_said_once(tmp_path: Path) -> None:
    first = "  - als: {blokkade: ja}\n    uitkomst: stoppen\n    omdat: De tijdlijn is vast.\n"
    second = "  - als: {score: {minstens: ruim}}\n    uitkomst: ja_graag\n    omdat: De score is ruim.\n"
    new = load(tmp_path, (RULES, first, ""), (RULES, second, second + first))
    texts = [(c.part, c.text) for c in differences(small(), "klein/v1", new, "klein/v1")]
    assert texts == [("ladder", "ladder: de regels staan in een andere volgorde")]
