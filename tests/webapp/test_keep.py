"""Keeping: the file there and back, bad files, links, the werkmap, deleting for real."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.test_advice import OWN, read_only


def open_file(visitor: Visitor, content: bytes, name: str = "afweging.json") -> None:
    """Upload a file on the page to open one."""
    visitor.get("/open")
    form = visitor.page.forms[0]
    data = {**form.fields, "bestand": (io.BytesIO(content), name)}
    visitor.response = visitor.client.post("/open", data=data, follow_redirects=True)
    visitor.url = visitor.response.request.path


MEASURES = ("afbouwplan_maken", "archief_veiligstellen")


def timeless(data: dict[str, object]) -> dict[str, object]:
    """A file without its moments."""
    rest = {key: value for key, value in data.items() if key not in ("aangemaakt", "gewijzigd")}
    for part in ("antwoorden", "taken"):
        rest[part] = {
            key: {name: value for name, value in row.items() if name != "gewijzigd"}
            for key, row in data[part].items()
        }
    return rest


def test_a_file_comes_back_whole(app: Flask, visitor: Visitor, edit: str) -> None:
    for section, answers in OWN.items():
        visitor.answer(edit, section, answers, "hier")
    visitor.get(f"{edit}/vragen/1")
    visitor.submit(
        {"n-bereik": "Regel 1\nRegel “2”", "b-bereik": "é", "d-bereik": "2026-05-01"}, ("naar", "hier")
    )
    visitor.get(f"{edit}/feiten")
    visitor.submit(
        {"f-handhaving": "klopt", "f-tijdlijn": "onbekend", "w-tijdlijn": "jurist"}, ("naar", "hier")
    )
    visitor.get(f"{edit}/gesprek")
    visitor.submit({"aanwezig": "Anna", "opmerking-bereik": "Ja"})
    visitor.get(f"{edit}/plichten")
    first, second = MEASURES
    task = {f"e-{first}": "FG “é”", f"d-{first}": "2027-03-01", f"o-{first}": "Regel 1\nRegel 2"}
    visitor.submit({**task, f"s-{second}": "nvt", f"o-{second}": "Wij doen dit niet."})
    saved = visitor.file(edit)
    assert {key: row["stand"] for key, row in saved["taken"].items()} == {first: "te_doen", second: "nvt"}
    other = Visitor(app.test_client())
    open_file(other, json.dumps(saved).encode())
    assert other.status == 200, other.page.text
    again = other.url.removesuffix("/advies")
    assert again != edit
    assert timeless(other.file(again)) == timeless(saved)
    assert other.advice(again) == visitor.advice(edit)


def test_unknown_questions_and_options_are_reported_and_kept(visitor: Visitor, edit: str) -> None:
    saved = visitor.file(edit)
    saved["antwoorden"]["vraag_van_morgen"] = {"staat": "beantwoord", "waarde": "ja", "notitie": "bewaren"}
    saved["antwoorden"]["bereik"]["waarde"] = "optie_van_morgen"
    open_file(visitor, json.dumps(saved).encode())
    text = visitor.page.text
    assert "Deze vragen bestaan hier niet: vraag_van_morgen." in text
    assert "Het antwoord op GE2 past niet meer bij de vraag." in text
    again = visitor.file(visitor.url.removesuffix("/advies"))
    assert again["antwoorden"]["vraag_van_morgen"]["notitie"] == "bewaren"
    assert again["antwoorden"]["bereik"]["waarde"] == "optie_van_morgen"


def broken(change: Callable[[dict[str, object]], object]) -> Callable[[dict[str, object]], bytes]:
    """A good file with one thing wrong."""

    def make(data: dict[str, object]) -> bytes:
        change(data)
        return json.dumps(data).encode()

    return make


@pytest.mark.parametrize(
    "make",
    [
        lambda data: b"",
        lambda data: b"geen json",
        lambda data: b"\xff\xfe\x00",
        lambda data: b"[" * 100_000,
        lambda data: b"[]",
        lambda data: b'{"soort": NaN}',
        lambda data: b'"tekst"',
        broken(lambda data: data.pop("soort")),
        broken(lambda data: data.update(formaat=99)),
        broken(lambda data: data.update(vragenlijst="bestaat-niet/v1")),
        broken(lambda data: data.update(vragenlijst=["x"])),
        broken(lambda data: data.update(antwoorden=[])),
        broken(lambda data: data.update(antwoorden={f"v{i}": {"staat": "open"} for i in range(501)})),
        broken(lambda data: data.update(titel="x" * 121)),
        broken(lambda data: data["antwoorden"].update({"../etc": {"staat": "open"}})),
        broken(lambda data: data["antwoorden"].update(bereik="ja")),
        broken(lambda data: data["antwoorden"]["bereik"].update(staat="misschien")),
        broken(lambda data: data["antwoorden"]["bereik"].update(staat=["x"])),
        broken(lambda data: data["antwoorden"]["bereik"].update(waarde={"a": 1})),
        broken(lambda data: data["antwoorden"]["bereik"].update(waarde=None)),
        broken(lambda data: data["antwoorden"]["bereik"].update(waarde="x" * 8001)),
        broken(lambda data: data["antwoorden"]["bereik"].update(notitie=5)),
        broken(lambda data: data["antwoorden"]["bereik"].update(bron="x" * 501)),
        broken(lambda data: data["antwoorden"]["bereik"].update(peildatum="gisteren")),
        broken(lambda data: data.update(taken=[])),
        broken(lambda data: data.update(taken={f"m{i}": {"stand": "klaar"} for i in range(301)})),
        broken(lambda data: data.update(taken={"../etc": {"stand": "klaar"}})),
        broken(lambda data: data.update(taken={"m": "klaar"})),
        broken(lambda data: data.update(taken={"m": {"stand": "morgen"}})),
        broken(lambda data: data.update(taken={"m": {"stand": ["klaar"]}})),
        broken(lambda data: data.update(taken={"m": {"stand": "klaar", "eigenaar": "x" * 81}})),
        broken(lambda data: data.update(taken={"m": {"stand": "klaar", "opmerking": "x" * 2001}})),
        broken(lambda data: data.update(taken={"m": {"stand": "klaar", "klaar_op": "2027-02-31"}})),
        broken(lambda data: data.update(taken={"m": {"stand": "klaar", "klaar_op": "0027-02-01"}})),
    ],
)
def test_bad_files_get_a_dutch_answer(
    visitor: Visitor, edit: str, make: Callable[[dict[str, object]], bytes]
) -> None:
    open_file(visitor, make(visitor.file(edit)))
    assert visitor.status == 422
    page = visitor.page
    assert page.title.startswith("Fout: ")
    assert "Dit ging niet" in page.text


def test_too_big_a_file(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app(max_body=10_000).test_client())
    open_file(visitor, b" " * 11_000)
    assert visitor.status == 413
    assert "Dit is te groot" in visitor.page.text


def test_following_a_link(visitor: Visitor, edit: str) -> None:
    visitor.get("/open")
    form = visitor.page.forms[1]
    visitor.post("/open", {**form.fields, "link": f"https://elders.example{edit}/advies?x=1"})
    assert visitor.url == f"{edit}/advies"
    for link in ("https://elders.example/", "javascript:alert(1)", "//elders.example/w/kort", "x" * 5000):
        visitor.get("/open")
        page = visitor.post("/open", {**form.fields, "link": link})
        assert visitor.status == 422
        assert "Dit is geen link naar een afweging." in page.text


def test_deleting_is_real(app: Flask, visitor: Visitor, edit: str) -> None:
    read = read_only(visitor, edit)
    visitor.get(f"{edit}/plichten")
    visitor.submit({f"e-{MEASURES[0]}": "FG"})
    visitor.get(f"{edit}/verwijder")
    visitor.get(f"{edit}/advies")
    assert visitor.status == 200
    visitor.get(f"{edit}/verwijder")
    page = visitor.submit({})
    assert "is gewist" in page.text
    for address in (edit, read):
        page = visitor.get(f"{address}/advies")
        assert visitor.status == 410
        assert "Deze afweging is er niet meer" in page.text
    database = app.extensions["basislijn"].repository.database
    with database.engine.connect() as connection:
        for table in ("assessment", "answer", "change", "talking_point", "task"):
            assert connection.exec_driver_sql(f"select count(*) from {table}").scalar() == 0
        dump = str(connection.exec_driver_sql("select * from gone").all())
    assert edit.rpartition("/")[2] not in dump


def test_the_last_one_takes_the_organisation_answers_along(visitor: Visitor, edit: str) -> None:
    visitor.answer(edit, 2, {"betaald": "nee", "formele_berichten": "nee", "volgen_personen": "trends"})
    second = visitor.begin("platform/linkedin")
    for address, kept in ((edit, 2), (second, 0)):
        visitor.get(f"{address}/verwijder")
        visitor.submit({})
        third = visitor.begin("platform/mastodon")
        assert (
            visitor.get(f"{third}/vragen/2").text.count("Overgenomen: dit antwoord gaf u al eerder.") == kept
        )
        visitor.get(f"{third}/verwijder")
        visitor.submit({})


def test_expired_assessments_are_gone(make_app: Callable[..., Flask]) -> None:
    app = make_app(bewaar_dagen=10)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    repository = app.extensions["basislijn"].repository
    with repository.database.engine.begin() as connection:
        connection.exec_driver_sql("update assessment set updated_at = '2020-01-01 00:00:00.000000'")
    visitor.get(f"{edit}/advies")
    assert visitor.status == 410
    assert repository.by_edit_token(edit.rpartition("/")[2]) is None
    assert repository.gone(edit.rpartition("/")[2]) == "verlopen"
    second = visitor.begin()
    with repository.database.engine.begin() as connection:
        connection.exec_driver_sql("update assessment set updated_at = '2020-01-01 00:00:00.000000'")
    assert repository.purge(0, datetime(2026, 11, 23)) == 0
    assert repository.purge(10, datetime(2026, 11, 23)) == 1
    visitor.get(f"{second}/advies")
    assert visitor.status == 410


def test_our_channels_with_advice_and_review_date(visitor: Visitor, edit: str) -> None:
    visitor.begin("platform/mastodon")
    page = visitor.get("/afwegingen")
    assert "Uitfaseren, binnen 12 maanden" in page.text
    assert "Mastodon" in page.text
    assert any(link.endswith("/advies") for link in page.links)
    assert " 2027" in page.text


def test_the_werkmap_opens_elsewhere_after_a_question(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.get("/afwegingen")
    text = visitor.response.text
    start = text.index("/werkmap/")
    link = text[start : text.index('"', start)]
    other = Visitor(app.test_client())
    other.begin("platform/linkedin")
    page = other.get(link)
    assert "In deze werkmap staat X." in page.text
    assert "U werkt nu in een andere werkmap." in page.text
    assert "Uitfaseren, binnen" not in other.get("/afwegingen").text
    other.get(link)
    page = other.submit({})
    assert other.url == "/afwegingen"
    assert "Uitfaseren" in page.text
    other.get("/werkmap/" + "x" * 32)
    assert other.status == 404


def test_tokens_are_long_and_differ(visitor: Visitor, edit: str) -> None:
    read = read_only(visitor, edit)
    tokens = {address.rpartition("/")[2] for address in (edit, read, visitor.begin())}
    assert len(tokens) == 3
    assert all(len(token) == 32 for token in tokens)
