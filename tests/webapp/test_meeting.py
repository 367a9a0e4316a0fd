"""A round of conversation without scripts: from the choice of questions to the advice that is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from tests.webapp.pages import Page, Visitor

QUESTIONS = ("bereik", "alternatief", "account")
PAGES = ("advies", "notitie", "verandering", "plichten", "gesprek", "voorbeeld")
DATA = ("notitie.txt", "advies.json", "plichten.csv")


@pytest.fixture
def people(app: Flask) -> list[Visitor]:
    """Three telephones."""
    return [Visitor(app.test_client()) for _ in range(3)]


def post(visitor: Visitor, url: str, data: dict[str, object] | None = None, form: str = "") -> Page:
    """Send a form with the page's own token."""
    found = next(f for f in visitor.page.forms if f.method == "post" and (form or url) in (f.action or url))
    return visitor.post(url, {"csrf_token": found.fields["csrf_token"], **(data or {})})


def opened(
    visitor: Visitor, edit: str, questions: tuple[str, ...] = QUESTIONS, kind: str = "afweging"
) -> str:
    """Open a round; return its address."""
    visitor.get(f"{edit}/gesprek/nieuw")
    post(visitor, f"{edit}/gesprek/nieuw", {"soort": "afweging", "vraag": list(questions)})
    assert re.search(r"/gesprek/\d+$", visitor.url), visitor.page.text
    return visitor.url


def code_of(visitor: Visitor, room: str) -> str:
    visitor.get(room)
    return visitor.find(r"(?s)De code is </span>[A-Z0-9]{3} [A-Z0-9]{3}")[-7:]


def join(person: Visitor, code: str, role: str = "") -> str:
    person.get("/meedoen")
    post(person, "/meedoen", {"code": code, "functie": role})
    return person.url


def step(visitor: Visitor, room: str, name: str) -> Page:
    visitor.get(room)
    return post(visitor, f"{room}/{name}", form=name)


def answer(person: Visitor, place: str, **values: str) -> Page:
    person.get(place)
    return person.submit(
        {("v-" + key) if not key.startswith("r_") else "r-" + key[2:]: value for key, value in values.items()}
    )


def agree(visitor: Visitor, room: str, to: str = "hier", **values: object) -> Page:
    """Fill in the screen of the room; ``a_bereik`` is the agreement about bereik."""
    visitor.get(room)
    fields = {f"{key[0]}-{key[2:]}": value for key, value in values.items()}
    return visitor.submit(fields, ("naar", to))


@pytest.fixture
def room(visitor: Visitor, edit: str) -> str:
    """A round about three questions."""
    return opened(visitor, edit)


def test_the_whole_conversation(visitor: Visitor, edit: str, room: str, people: list[Visitor]) -> None:
    code = code_of(visitor, room)
    places = [
        join(person, code.lower(), role) for person, role in zip(people, ("jurist", "FG", ""), strict=True)
    ]
    assert "Wacht tot de gespreksleider begint" in people[0].page.text
    assert "3 deelnemers doen mee" in visitor.get(room).text
    step(visitor, room, "start")
    for person, place, bereik in zip(people, places, ("nee", "aantoonbaar", "nee"), strict=True):
        answer(person, place, bereik=bereik, account="bestaand", r_bereik=f"Reden {bereik}")
        assert "U bent klaar" in person.page.text
    assert "3 van 3 klaar" in visitor.get(room).text
    page = step(visitor, room, "sluit")
    assert "1 verschil om over te praten" in page.text
    assert "‘Reden aantoonbaar’" in page.text
    assert "Kijk naar het scherm" in people[0].get(places[0]).text
    agree(
        visitor,
        room,
        "bereik",
        a_bereik="aantoonbaar",
        o_bereik="Uit het onderzoek",
        m_bereik="Te weinig bewijs",
        f_bereik="jurist",
    )
    assert "Vastgelegd" in visitor.page.text
    page = agree(visitor, room, "open")
    assert visitor.url.endswith("/gesprek/1/verslag")
    for text in (
        "Het advies",
        "Uit het onderzoek",
        "Anders dacht: Te weinig bewijs (jurist)",
        "FG, jurist en 1 deelnemer zonder functie",
    ):
        assert text in page.text
    saved = visitor.file(edit)
    bereik = saved["antwoorden"]["bereik"]
    assert bereik["waarde"] == "aantoonbaar"
    assert bereik["bron"].startswith("gesprek van 23 november 2026")
    assert "Te weinig bewijs" in visitor.get(f"{edit}/notitie").text
    assert "Te weinig bewijs" in visitor.get(f"{edit}/notitie.txt").text
    assert "Eerdere gesprekken" in visitor.get(f"{edit}/gesprek").text


def test_the_advice_is_hidden_while_it_runs(visitor: Visitor, edit: str, room: str) -> None:
    for name in PAGES:
        assert "Er loopt een gesprek" in visitor.get(f"{edit}/{name}").text, name
        assert "itfaseren" not in visitor.response.text, name
    for name in DATA:
        visitor.get(f"{edit}/{name}")
        assert visitor.status == 409, name
    assert "itfaseren" not in visitor.get(f"{edit}/vragen/1").text
    page = visitor.get("/afwegingen")
    assert "Er loopt een gesprek" in page.text
    assert "Uitfaseren, binnen" not in page.text
    only = visitor.get("/afwegingen?uitkomst=sociale-media/v1|uitfaseren")  # a filter must not tell it either
    assert "0 van 1 afweging" in only.text
    step(visitor, room, "stop")
    assert "itfaseren" in visitor.get(f"{edit}/advies").text
    assert "itfaseren" in visitor.get("/afwegingen").text


def test_whoever_reads_sees_no_advice_either(visitor: Visitor, edit: str, room: str, app: Flask) -> None:
    visitor.get(f"{edit}/bewaren")
    read = visitor.find(r"/l/[^/\"]+")
    reader = Visitor(app.test_client())
    for name in ("advies", "gesprek/1/verslag"):
        page = reader.get(f"{read}/{name}")
        assert "Er loopt een gesprek" in page.text
        assert "itfaseren" not in page.text
        assert edit not in reader.response.text


def test_a_participant_sees_nothing_of_others(
    visitor: Visitor, edit: str, room: str, people: list[Visitor]
) -> None:
    code = code_of(visitor, room)
    places = [join(person, code, "jurist") for person in people]
    step(visitor, room, "start")
    answer(people[0], places[0], bereik="aantoonbaar", r_bereik="Geheime reden")
    for person, place in zip(people[1:], places[1:], strict=True):
        html = person.get(place) and person.response.text
        assert "Geheime reden" not in html
        assert " checked" not in html
        assert "itfaseren" not in html
        assert edit not in html
    assert "Geheime reden" not in visitor.get(room).text
    assert "Geheime reden" in people[0].get(places[0] + "?wijzig=1").text + people[0].response.text


@pytest.mark.parametrize(
    ("code", "text"),
    [("", "zes tekens"), ("ABC", "zes tekens"), ("AAA AAA", "loopt geen gesprek"), ("O0I1L5", "zes tekens")],
)
def test_a_wrong_code_says_what_to_do(visitor: Visitor, code: str, text: str) -> None:
    join(visitor, code)
    assert visitor.status == 422
    assert visitor.page.title.startswith("Fout: ")
    assert text in visitor.page.text


def test_guessing_codes_is_slowed_down_and_a_room_is_not(make_app: Callable[..., Flask]) -> None:
    app = make_app(limieten=True)
    lead = Visitor(app.test_client())
    edit = lead.begin()
    room = opened(lead, edit, ("account",))
    code = code_of(lead, room)
    for _ in range(25):
        join(Visitor(app.test_client()), code)
    guesser = Visitor(app.test_client())
    for _ in range(20):
        join(guesser, "AAAAAA")
    join(guesser, code)
    assert guesser.status == 429


def test_joining_twice_counts_once_and_another_may_use_the_telephone(
    visitor: Visitor, room: str, people: list[Visitor]
) -> None:
    code, person = code_of(visitor, room), people[0]
    assert join(person, code) == join(person, code, "FG")
    assert "1 deelnemer doet mee" in visitor.get(room).text
    person.get(person.url)
    post(person, "/meedoen/ander")
    join(person, code)
    assert "2 deelnemers doen mee" in visitor.get(room).text


def test_too_late_shows_what_was_typed(visitor: Visitor, room: str, people: list[Visitor]) -> None:
    place = join(people[0], code_of(visitor, room))
    step(visitor, room, "start")
    people[0].get(place)
    late = people[0].main_form().fields
    step(visitor, room, "sluit")
    people[0].post(place, {**late, "v-bereik": "nee", "r-bereik": "Mijn reden"})
    assert people[0].status == 409
    assert "Mijn reden" in people[0].page.text


def test_nobody_joined_and_one_participant(
    visitor: Visitor, edit: str, room: str, people: list[Visitor]
) -> None:
    assert "Niemand deed mee" in step(visitor, room, "sluit").text
    agree(visitor, room, "open", a_account="nieuw")
    assert "Niemand deed mee met een telefoon" in visitor.page.text
    assert visitor.file(edit)["antwoorden"]["account"]["waarde"] == "nieuw"
    second = opened(visitor, edit, ("account",))
    assert second.endswith("/gesprek/2")
    place = join(people[0], code_of(visitor, second))
    step(visitor, second, "start")
    answer(people[0], place, account="bestaand")
    assert "Er deed één persoon mee" in step(visitor, second, "sluit").text


def test_not_agreed_leaves_the_question_open(visitor: Visitor, edit: str, room: str) -> None:
    step(visitor, room, "sluit")
    agree(visitor, room, "open", a_bereik="!niet_eens", m_bereik="Ik zie het anders")
    assert visitor.file(edit)["antwoorden"]["bereik"]["staat"] == "open"
    assert "Niet eens geworden" in visitor.page.text


def test_two_tabs_of_the_facilitator(visitor: Visitor, edit: str, room: str, app: Flask) -> None:
    other = Visitor(app.test_client())
    other.get(f"{edit}/gesprek/nieuw")
    assert other.url == room
    step(visitor, room, "start")
    other.get(room)
    step(other, room, "sluit")
    assert "al gebeurd" not in other.page.text
    visitor.get(room)
    first = visitor.main_form().fields
    agree(other, room, a_bereik="nee", o_bereik="Van de ander")
    page = visitor.post(f"{room}/vastleggen", {**first, "a-bereik": "aantoonbaar", "o-bereik": "Van mij"})
    assert visitor.status == 409
    assert "Van de ander" in page.text
    assert "Van mij" in page.text
    visitor.submit({"k-bereik": visitor.main_form().fields["z-bereik"][0], "a-bereik": "aantoonbaar"})
    visitor.get(room)
    stale = visitor.main_form().fields
    agree(other, room, "open")
    visitor.post(f"{room}/vastleggen", {**stale, "o-bereik": "Te laat"})
    assert "al gebeurd" in visitor.page.text


def test_what_is_wrong_is_told_and_nothing_is_lost(visitor: Visitor, edit: str, room: str) -> None:
    visitor.get(f"{edit}/gesprek")
    step(visitor, room, "sluit")
    agree(visitor, room, a_bereik="nee", o_account="x" * 2001, a_account="nieuw")
    assert visitor.status == 422
    assert visitor.page.title.startswith("Fout: ")
    assert "x" * 2001 in visitor.response.text
    agree(visitor, room, a_bereik="bestaat-niet")
    assert "staat niet bij de vraag" in visitor.page.text


@pytest.mark.parametrize(
    ("data", "text"), [({"soort": "x"}, "wat voor gesprek"), ({}, "ten minste één vraag")]
)
def test_a_round_needs_a_kind_and_a_question(
    visitor: Visitor, edit: str, data: dict[str, object], text: str
) -> None:
    visitor.get(f"{edit}/gesprek/nieuw")
    post(visitor, f"{edit}/gesprek/nieuw", {"soort": "afweging", "vraag": [], **data})
    assert visitor.status == 422
    assert text in visitor.page.text


def test_at_most_ten_questions(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/gesprek/nieuw")
    every = [at.removeprefix("vraag-") for at in page.ids if at.startswith("vraag-")]
    assert len(page.forms[-1].fields["vraag"]) <= 10
    post(visitor, f"{edit}/gesprek/nieuw", {"soort": "afweging", "vraag": every[:11]})
    assert "Kies er hoogstens 10" in visitor.page.text


def test_a_deleted_assessment_ends_the_conversation(
    visitor: Visitor, edit: str, room: str, people: list[Visitor]
) -> None:
    place = join(people[0], code_of(visitor, room))
    visitor.get(f"{edit}/verwijder")
    post(visitor, f"{edit}/verwijder")
    assert "Dit gesprek is er niet meer" in people[0].get(place).text
    assert people[0].status == 410


def test_the_file_brings_the_conversation_back(visitor: Visitor, edit: str, room: str, app: Flask) -> None:
    step(visitor, room, "sluit")
    agree(visitor, room, "open", a_bereik="nee", o_bereik="Onze reden", m_bereik="Hun reden")
    content = visitor.client.get(f"{edit}/bestand").data
    other = Visitor(app.test_client())
    other.get("/open")
    form = next(form for form in other.page.forms if form.method == "post")
    answer = other.client.post(
        "/open",
        data={
            "csrf_token": form.fields["csrf_token"][0],
            "bestand": (BytesIO(content), "a.json"),
        },
    )
    there = answer.headers["Location"].rpartition("/")[0]
    page = other.get(f"{there}/gesprek/1/verslag")
    assert "Onze reden" in page.text
    assert "Anders dacht: Hun reden" in page.text
    assert other.file(there)["gesprekken"] == visitor.file(edit)["gesprekken"]
