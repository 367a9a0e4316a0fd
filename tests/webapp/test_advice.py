"""The advice page and what goes with it; the same advice as the command line gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.cli import main
from tests.webapp.conftest import FIRST, TODAY
from tests.webapp.pages import Visitor
from tests.webapp.test_facts import confirm_groups

OWN = {
    2: {"betaald": "eigen_bestanden", "formele_berichten": "nee", "volgen_personen": "!onbekend"},
    3: {
        "eigen_website": "meestal",
        "dpia": "bezig",
        "huisregels": "ja",
        "archief": "deels",
        "capaciteit": "krap",
    },
    5: {"doel": ["informeren"], "gesprek": ["!geen"]},
}


def read_only(visitor: Visitor, edit: str) -> str:
    """The address to read."""
    page = visitor.get(f"{edit}/bewaren")
    assert page.forms == []
    text = visitor.response.text
    start = text.index("/l/")
    return text[start : text.index("/advies", start)]


def test_first_screen_is_in_the_order_of_the_page(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 2, OWN[2])
    text = visitor.get(f"{edit}/advies").text
    order = [
        "Stop hier vandaag mee. Berichten richten met eigen bestanden van inwoners.",
        "Uitfaseren, binnen 12 maanden",
        "Dit advies is voorlopig",
        "Wat dit bepaalt",
        "Er ligt een definitief besluit dat het platform de wet overtreedt.",
        "Europese Commissie, besluit over X",
        "stand van 1 juni 2026",
        "Wat u nu doet",
        "Communicatie direct",
        "Dit is een advies. U beslist, en legt uit als u afwijkt.",
        "Voor morgen",
        "Alle maatregelen",
        "Twaalf beginselen, één basislijn",
        "Uw eigen inzet: ",
        "Waarom, per beginsel",
        "Nog uit te zoeken",
        "Versie",
    ]
    places = [text.index(part, text.index("Voor morgen") if i > 10 else 0) for i, part in enumerate(order)]
    assert places == sorted(places)
    assert "37 van 100. Dat is geen rapportcijfer" in text
    assert text.index("37 van 100") > text.index("Alle maatregelen")


def test_several_outcomes_are_named_with_the_questions_that_decide(visitor: Visitor) -> None:
    edit = visitor.begin("platform/x")
    page = visitor.answer(edit, 1, {"account": "!onbekend", "bereik": "nee", "alternatief": "ja"})
    assert "Dit kan nog veranderen door 1 vraag" in page.text
    assert "Is dit een nieuw of een bestaand account?" in page.text
    assert "Uitfaseren" in page.text
    assert "niet gebruiken" in page.text.lower()


@pytest.mark.parametrize("subject", ["platform/x", "platform/pubhubs", "platform/mastodon"])
def test_same_advice_as_the_command_line(
    visitor: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str], subject: str
) -> None:
    edit = visitor.begin(subject)
    given: dict[str, object] = {}
    for section, answers in {1: FIRST, **OWN}.items():
        visitor.answer(edit, section, answers, "hier")
        given.update(answers)
    raw = {
        key: "onbekend" if value == "!onbekend" else [] if value == ["!geen"] else value
        for key, value in given.items()
    }
    path = tmp_path / "antwoorden.json"
    path.write_text(json.dumps({"antwoorden": raw}), encoding="utf-8")
    assert (
        main(["advies", "sociale-media", str(path), "--onderwerp", subject, "--peildatum", TODAY, "--json"])
        == 0
    )
    assert visitor.advice(edit) == json.loads(capsys.readouterr().out)


def test_reading_shows_everything_and_changes_nothing(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Zie het onderzoek"}, ("naar", "hier"))
    read = read_only(visitor, edit)
    token = edit.rpartition("/")[2]
    for name in ("advies", "gesprek", "notitie", "wie"):
        visitor.get(f"{read}/{name}")
        assert visitor.status == 200
        assert token not in visitor.response.text
    assert "Zie het onderzoek" in visitor.get(f"{read}/advies").text
    for name in ("vragen/1", "feiten", "bewaren", "verwijder"):
        visitor.get(f"{read}/{name}")
        assert visitor.status == 404
        visitor.get(f"/w/{read.rpartition('/')[2]}/{name}")
        assert visitor.status == 404


def test_conversation_has_at_most_eight_points_and_is_kept(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/gesprek")
    form = visitor.main_form()
    remarks = [name for name in form.names if name.startswith("opmerking-")]
    assert 4 <= len(remarks) <= 8
    assert "Bereikt u hier inwoners die u anders niet bereikt?" in page.text
    assert "Is er een ander kanaal" in page.text
    visitor.submit(
        {"aanwezig": "Anna, Bo", "oordeel-bereik": "niet_eens", "opmerking-bereik": "Jongeren zien het wel"}
    )
    fields = visitor.main_form().fields
    assert fields["aanwezig"] == ["Anna, Bo"]
    assert fields["oordeel-bereik"] == ["niet_eens"]
    assert fields["opmerking-bereik"] == ["Jongeren zien het wel"]
    visitor.submit({"aanwezig": "x" * 2001})
    assert visitor.status == 422
    visitor.get(f"{edit}/gesprek")
    assert visitor.main_form().fields["aanwezig"] == ["Anna, Bo"]


def test_note_as_page_and_as_text(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/notitie")
    assert "Het college volgt dit advies / wijkt af, omdat:" in page.text
    visitor.get(f"{edit}/notitie.txt")
    assert visitor.response.mimetype == "text/plain"
    text = visitor.response.text
    assert "Uitfaseren, binnen 12 maanden." in text
    assert "bron: Europese Commissie" in text
    assert max(len(line) for line in text.splitlines()) <= 78
    assert len(text.splitlines()) <= 60


def test_when_all_is_known_nothing_is_left_to_ask(visitor: Visitor, edit: str) -> None:
    confirm_groups(visitor, edit)
    page = visitor.get(f"{edit}/wie")
    assert "Er staat nog niets op deze lijst." in page.text


def test_remark_on_the_advice(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/advies")
    form = next(form for form in page.forms if "soort" in form.names)
    page = visitor.post(form.action, {**form.fields, "soort": ""})
    assert visitor.status == 422
    assert "Kies wat u ons wilt zeggen." in page.text
    page = visitor.post(form.action, {**form.fields, "soort": "klopt_niet", "opmerking": "Bij ons anders"})
    assert "Dank u wel" in page.text
    visitor.post(form.action, {**form.fields, "soort": "opmerking", "opmerking": "x" * 2001})
    assert visitor.status == 422


def test_rules_in_plain_dutch(visitor: Visitor) -> None:
    page = visitor.get("/uitleg/sociale-media")
    for part in ("De trap naar het advies", "Ruim", "80", "gewicht 14", "Maatregelen"):
        assert part in page.text


def test_open_questions_are_told_apart_by_what_they_can_change(visitor: Visitor) -> None:
    edit = visitor.begin("platform/x")
    visitor.answer(edit, 1, FIRST)
    text = visitor.get(f"{edit}/advies").text
    assert "Het advies zelf verandert niet meer. Deze vragen bepalen nog wat u moet regelen." in text
    assert "Dit bepaalt nog wat u regelt" in text
    assert "Dit kan het advies veranderen" not in text
    edit = visitor.begin("platform/x")
    text = visitor.get(f"{edit}/advies").text
    assert "Dit kan het advies veranderen" in text
    assert "Het advies zelf verandert niet meer" not in text


def test_what_would_change_the_advice(visitor: Visitor, edit: str) -> None:
    text = visitor.get(f"{edit}/verandering").text
    assert "Wat zou dit advies veranderen?" in text
    assert "Met alleen eigen maatregelen verandert dit advies niet" in text
    assert "Waarom niet: gebruiken, gebruiken onder voorwaarden of afbouwen?" in text
    assert "Er ligt een definitief besluit" in text
    open_page = visitor.begin("platform/x")
    assert "Er zijn nu nog meer adviezen mogelijk" in visitor.get(f"{open_page}/verandering").text


def test_own_conduct_that_gives_a_better_advice_is_named(visitor: Visitor) -> None:
    edit = visitor.begin("platform/mastodon")
    visitor.answer(edit, 1, {"account": "nieuw", "bereik": "aannemelijk", "alternatief": "nee"})
    own = {
        "eigen_website": "volledig",
        "dpia": "nee",
        "huisregels": "ja",
        "archief": "ja",
        "capaciteit": "ja",
    }
    visitor.answer(edit, 3, own)
    text = visitor.get(f"{edit}/verandering").text
    assert "Als u dit regelt" in text
    assert "Dan wordt het advies: gebruiken" in text, text
    measure = "Rond met de FG de DPIA af, leg de rollen vast en informeer inwoners in de privacyverklaring."
    assert measure in text
    assert "Nu: nee. Wordt: ja, alle drie." in text
    text = visitor.get(f"{edit}/advies").text
    assert f"Als u dit regelt, wordt het advies: gebruiken. {measure}" in text
    assert "Brengt u naar ‘gebruiken’" in text
    assert "Als wij dit regelen, wordt het advies: gebruiken" in visitor.get(f"{edit}/notitie").text
    assert "ALS WIJ DIT REGELEN, WORDT HET ADVIES: GEBRUIKEN" in visitor.get(f"{edit}/notitie.txt").text
    ways = json.loads(visitor.get(f"{edit}/advies.json").text)["verandering"]
    assert [[m["maatregel"] for m in way["maatregelen"]] for way in ways["eigen"]] == [["dpia_afronden"]]


def test_an_answer_without_a_measure_of_its_own_becomes_one(visitor: Visitor) -> None:
    edit = visitor.begin("platform/mastodon")
    visitor.answer(edit, 1, {"account": "nieuw", "bereik": "aannemelijk", "alternatief": "nee"})
    own = {"eigen_website": "volledig", "dpia": "ja", "huisregels": "ja", "archief": "ja"}
    visitor.answer(edit, 3, {**own, "capaciteit": "onbekend"})
    page = visitor.get(f"{edit}/advies").text
    assert "Regel dit: U hebt genoeg mensen en kennis. Uw antwoord wordt: Ja." not in page  # not settled
