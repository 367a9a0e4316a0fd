"""The file of a publication: what it may say, and that it changes nothing about the advice."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checks import check_names
from engine.desugar import compile_program
from engine.load import load_content, read_content
from engine.mutants import mutants
from engine.side_questions import for_publications, only_for_publications
from tests.engine.klein import FORM, HOME, LOKET, lines, small, write


def test_the_newest_version_of_a_publication_is_read(tmp_path: Path) -> None:
    text = (HOME / LOKET).read_text(encoding="utf-8").replace("loket/v1", "loket/v10")
    write(tmp_path)
    (tmp_path / "rules/loket/v10.yaml").write_text(text, encoding="utf-8")
    assert load_content(tmp_path).publications_of("klein/v1")["loket"].id == "loket/v10"
    assert load_content(tmp_path).publications_of("groot/v1") == {}


def test_a_publication_is_no_part_of_the_version_of_the_rules(tmp_path: Path) -> None:
    changed = load_content(write(tmp_path, (LOKET, "titel: Naam", "titel: Hoe het heet")))
    assert changed.version_hash("klein/v1") == small().version_hash("klein/v1")
    assert changed.hash != small().hash


FIELDS = [
    (
        "vraag: tijdlijn}",
        "vraag: tijdlyn}",
        "21:38: R001 de vraag ‘tijdlyn’ bestaat niet; bedoelt u ‘tijdlijn’?",
    ),
    (
        "kenmerk: nodig",
        "kenmerk: nodigg",
        "24:14: R001 het kenmerk ‘nodigg’ bestaat niet; bedoelt u ‘nodig’?",
    ),
    (
        "regels: klein/v1",
        "regels: klien/v1",
        "4:9: R001 de regelset ‘klien/v1’ bestaat niet; bedoelt u ‘klein/v1’?",
    ),
    (
        "laag: Not needed}",
        "lag: Not needed}",
        "26:29: R002 ‘lag’ is geen waarde van ‘nodig’ (hoog, laag); bedoelt u ‘laag’?",
    ),
    (
        "hulp: Help, ",
        "",
        "18:5: R002 ‘hulp’ heeft geen woord van de standaard; "
        "voeg ‘hulp:’ toe; schrijf ‘geen’ als de standaard er geen heeft",
    ),
    (
        "bij: [ja], titel",
        "bij: [jaa], titel",
        "41:32: R002 ‘jaa’ is geen antwoord op ‘bezwaar’ (ja, nee); bedoelt u ‘ja’?",
    ),
    (
        "link: opmerking}",
        "link: doel}",
        "41:55: R010 ‘doel’ is geen tekstvraag; kies een vraag van soort ‘tekst’",
    ),
    ("{vraag: doel, bij", "{vraag: uren, bij", "R010 ‘uren’ heeft geen vaste antwoorden"),
    (
        "titel: Opmerking, vraag: opmerking",
        "titel: Opmerking",
        "R010 ‘remark’ heeft niet precies één van ‘gegeven’",
    ),
    (
        "titel: Uren, vraag: uren",
        "titel: Uren, vraag: uren, vast: x",
        "R010 ‘hours’ heeft niet precies één van",
    ),
    (
        "vraag: uren}",
        "vraag: uren, vorm: maand}",
        "R010 ‘maand’ past niet bij ‘uren’, een vraag van soort ‘getal’",
    ),
    ("kenmerk: nodig", "kenmerk: doelen", "R010 ‘doelen’ is een aantal; kies een kenmerk met waarden"),
    ("    waarden: {tijd: Time, werving: Hiring}\n", "", "M002 hier ontbreekt ‘waarden’"),
    (
        "vraag: uren}",
        "vraag: uren, waarden: {a: B}}",
        "R010 ‘uren’ heeft geen vaste antwoorden; laat ‘waarden’ weg",
    ),
    ('vast: "1.0"', 'vast: "1.0", vorm: link', "R010 ‘vorm’ kan hier niet; laat ‘vorm’ weg"),
    ('vast: "1.0"', 'vast: "1.0", aantal: 3', "R010 ‘aantal’ kan hier niet; laat ‘aantal’ weg"),
    (
        'vast: "1.0"',
        'vast: "1.0", tekens: 0',
        "R010 ‘tekens’ is minstens 1; laat het weg als er geen grens is",
    ),
    ('vast: "1.0"', 'vast: "1.0", waarden: {a: B}', "R010 ‘waarden’ kan hier niet; laat ‘waarden’ weg"),
    ("gegeven: naam", "gegeven: titel", "M003 ‘titel’ kan hier niet; kies uit: naam, organisatie, peildatum"),
]


@pytest.mark.parametrize(("old", "new", "message"), FIELDS, ids=[row[2][:40] for row in FIELDS])
def test_what_is_wrong_in_a_publication(tmp_path: Path, old: str, new: str, message: str) -> None:
    content, unreadable = read_content(write(tmp_path, (LOKET, old, new)))
    found = [d.line for d in (*unreadable, *check_names(content))]
    assert any(message in line and line.startswith(LOKET) for line in found), found


def test_a_question_for_a_publication_alone_is_of_use(tmp_path: Path) -> None:
    """Also a question that only shows such a question; without the publication both are findings."""
    more = (
        "      opmerking:\n        code: A6",
        "      meer:\n        code: A7\n        over: inzet\n        vraag: Wilt u meer vertellen?\n"
        "      stand:\n        code: A8\n        over: inzet\n        vraag: Hoe staat het ervoor?\n"
        "        toon_als: {meer: ja}\n"
        "      opmerking:\n        code: A6",
    )
    unused = [line for line in lines(tmp_path, (FORM, *more)) if "G006" in line]
    assert [line.partition("G006 ")[2][:20] for line in unused] == [
        "de vraag ‘meer’ maak",
        "de vraag ‘stand’ maa",
    ]
    field = (LOKET, "velden:\n", "velden:\n  state: {titel: Stand, vraag: stand}\n")
    assert lines(tmp_path, (FORM, *more), field) == []


def test_a_question_on_which_nothing_else_rests_is_no_part_of_what_examples_try(tmp_path: Path) -> None:
    more = (
        "      opmerking:\n        code: A6",
        "      meer:\n        code: A7\n        over: inzet\n        vraag: Wilt u meer vertellen?\n"
        "      opmerking:\n        code: A6\n        toon_als: {meer: ja}",
    )
    content = load_content(write(tmp_path, (FORM, *more)))
    program = compile_program(content, "klein/v1")
    read = {"doel", "uren", "sinds", "tijdlijn", "bezwaar", "opmerking", "account", "meer"}
    assert for_publications(content, program) == read, "account shows uren and sinds"
    assert only_for_publications(content, program) == {"opmerking", "meer"}
    assert not [m for m in mutants(content, "klein/v1") if "opmerking" in m.clause]
    assert only_for_publications(small(), compile_program(small(), "klein/v1")) == {"opmerking"}
