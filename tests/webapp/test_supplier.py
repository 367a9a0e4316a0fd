"""'Vragen aan de leverancier': what is open, lacks evidence or is needed; nothing of our own goes along."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from engine.engine import Engine
from engine.load import Content
from tests.engine.klein import FORM, RULES, Edit, findings, load
from tests.example_file import example_file
from tests.webapp.pages import Visitor
from tests.webapp.test_advice import read_only
from tests.webapp.test_keep import open_file
from webapp.content_store import Snapshot, Topic
from webapp.services.supplier import SupplierPage, has_supplier, supplier_page, supplier_title
from webapp.services.weighing import Weighing, weigh
from webapp.services.who import people
from webapp.storage.records import AnswerRecord, AssessmentRecord, TaskRecord

NOW = datetime(2026, 11, 23)
TODAY = date(2026, 11, 23)

EXPERT: Edit = (FORM, "  beheer: Functioneel beheer\n", "  beheer: Beheer\n  leverancier: De leverancier\n")
KNOWS: Edit = (
    FORM,
    "        weet: [jurist]\n",
    "        weet: [leverancier, jurist]\n        waarom: Zo weten we wie kiest.\n        bewijs: gevraagd\n",
)
PROVES: Edit = (
    FORM,
    "        nvt: ja\n        opties: {goed",
    "        nvt: ja\n        bewijs: verplicht\n        opties: {goed",
)
ASKS: Edit = (
    RULES,
    "    termijn: elk jaar\n",
    "    termijn: elk jaar\n    vraag_aan: {leverancier: Meld ons elke wijziging.}\n",
)
ALL = (EXPERT, KNOWS, PROVES, ASKS)


def topic(content: Content) -> Topic:
    questionnaire, rules = content.questionnaires["klein/v1"], content.rulesets["klein/v1"]
    return Topic("klein/v1", questionnaire, rules, Engine(content, "klein/v1"), "h")


def weighed(content: Content, *answers: AnswerRecord, subject: str | None = None) -> Weighing:
    record = AssessmentRecord(
        id=1,
        edit_token="w",
        read_token="l",
        workspace_id=None,
        questionnaire="klein/v1",
        content_hash="h",
        subject=subject,
        title="Acme",
        attendees="",
        created_at=NOW,
        updated_at=NOW,
        touched_at=NOW,
        answers={answer.question: answer for answer in answers},
    )
    return weigh(record, Snapshot(content, {"klein/v1": topic(content)}), TODAY)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """The small content, with a supplier."""
    return load(tmp_path, *ALL)


def page_on(content: Content, *answers: AnswerRecord, **more: object) -> SupplierPage:
    return supplier_page(weighed(content, *answers, **more), {})


def said(question: str, value: str, **more: object) -> AnswerRecord:
    return AnswerRecord(question, "answered", value, **more)


# --- what is asked ----------------------------------------------------------------------------------


def test_only_a_questionnaire_with_a_supplier_has_it(content: Content, tmp_path: Path) -> None:
    assert has_supplier(weighed(content))
    assert supplier_title(weighed(content)) == "Vragen aan de leverancier"
    assert not has_supplier(weighed(load(tmp_path / "zonder")))


def test_an_open_question_comes_with_why_and_the_answers(content: Content) -> None:
    view = page_on(content)
    assert [ask.key for ask in view.asks] == ["tijdlijn"]
    text = view.letter.text
    for line in (
        "1. Kan een gebruiker een tijdlijn kiezen? (B1)",
        "   Mogelijke antwoorden:",
        "   - Ja, maar verstopt",
        "   Waarom wij dit vragen: Zo weten we wie kiest.",
        "   Stuur mee waar dat uit blijkt.",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        (AnswerRecord("tijdlijn", "unknown", None), True),
        (AnswerRecord("tijdlijn", "unknown", None, who="leverancier"), True),
        (AnswerRecord("tijdlijn", "unknown", None, who="jurist"), False),
        (AnswerRecord("tijdlijn", "open", None, note="later"), True),
        (said("tijdlijn", "vrij"), False),
        (AnswerRecord("bereik", "unknown", None, who="leverancier"), False),
    ],
)
def test_who_was_chosen_is_asked(content: Content, answer: AnswerRecord, asked: bool) -> None:
    view = page_on(content, answer)
    assert ("tijdlijn" in [ask.key for ask in view.asks]) == (asked or answer.question != "tijdlijn")
    assert ("bereik" in [ask.key for ask in view.asks]) == (answer.question == "bereik")


def test_a_found_fact_is_to_be_confirmed_by_the_first_who_knows(content: Content) -> None:
    view = page_on(content, subject="dienst/acme")
    (ask,) = view.asks
    assert ask.found
    assert f"Wij vonden: {ask.found}. Klopt dat?" in view.letter.text


def test_evidence_is_asked_for_facts_without_a_source(content: Content) -> None:
    view = page_on(content, said("tijdlijn", "vrij"), said("toezicht", "goed"))
    assert [(item.key, item.noted, item.must) for item in view.evidence] == [
        ("tijdlijn", "Ja", False),
        ("toezicht", "In orde", True),
    ]
    assert "Wij noteerden: In orde." in view.letter.text
    assert view.letter.text.count("Zonder bewijs telt dit niet.") == 1
    sourced = [said("tijdlijn", "vrij", source="Site"), AnswerRecord("toezicht", "nvt", None)]
    assert page_on(content, *sourced).evidence == ()
    assert [item.key for item in page_on(content).evidence] == ["toezicht"]
    assert page_on(content, subject="dienst/acme").evidence == ()


def test_a_measure_asks_in_the_words_to_send(content: Content) -> None:
    view = page_on(content, said("account", "nieuw"))
    (request,) = view.requests
    assert (request.text, request.when) == ("Meld ons elke wijziging.", "geldt vanaf 1 januari 2027")
    assert "Dit geldt vanaf 1 januari 2027." in view.letter.text
    (now,) = page_on(content, said("account", "bestaand"), said("sinds", "1990-01-01")).requests
    assert now.when == ""


@pytest.mark.parametrize(("state", "left"), [("te_doen", 1), ("bezig", 1), ("klaar", 0), ("nvt", 0)])
def test_what_is_settled_is_not_asked_again(content: Content, state: str, left: int) -> None:
    tasks = {"opnieuw": TaskRecord("opnieuw", state=state, note="x")}
    assert len(supplier_page(weighed(content), tasks).requests) == left


@pytest.mark.parametrize(
    ("who", "asked"),
    [("Beheer en leverancier", True), ("Leverancier", True), ("Inkoop", False), ("Toeleverancier", False)],
)
def test_a_measure_of_the_supplier_needs_no_keyword(tmp_path: Path, who: str, asked: bool) -> None:
    start = "    doe: Weeg opnieuw.\n    wie:"
    edit: Edit = (RULES, f"{start} Beheer\n", f"{start} {who}\n")
    view = page_on(load(tmp_path, EXPERT, KNOWS, edit))
    assert [request.text for request in view.requests] == (["Weeg opnieuw."] if asked else [])


def test_possible_measures_are_not_asked_for(tmp_path: Path) -> None:
    edit: Edit = (
        RULES,
        "    termijn: direct\n",
        "    termijn: direct\n    vraag_aan: {leverancier: Leg dit vast.}\n",
    )
    content = load(tmp_path, *ALL, edit)
    states = {measure.id: measure.certain for measure in weighed(content).advice.measures}
    assert states["letten"] is False
    assert [request.measure for request in page_on(content).requests] == ["opnieuw"]


def test_nothing_of_our_own_goes_along(content: Content) -> None:
    notes = {"note": "Alleen voor ons", "who": "leverancier"}
    view = page_on(content, AnswerRecord("tijdlijn", "unknown", None, **notes))
    assert "Alleen voor ons" not in view.letter.text
    weighing = weighed(content, AnswerRecord("tijdlijn", "unknown", None, note="Alleen voor ons"))
    letters = {person.key: person.letter for person in people(weighing, "https://geheim")}
    assert letters["leverancier"] is None
    assert letters["jurist"] is not None
    assert "Alleen voor ons" in letters["jurist"].text
    assert "https://geheim" in letters["jurist"].text


def test_a_long_letter_does_not_open_in_a_mail_program(content: Content) -> None:
    letter = page_on(content).letter
    assert letter.mailto.startswith("mailto:?subject=Vragen%20over%20Acme")
    assert type(letter)(letter.subject, "x" * 1800).mailto == ""


# --- the keyword ------------------------------------------------------------------------------------


def test_the_keyword_names_somebody_who_is_known(tmp_path: Path) -> None:
    wrong: Edit = (ASKS[0], ASKS[1], ASKS[2].replace("leverancier", "leveranciers"))
    (line,) = [f.line for f in findings(tmp_path, EXPERT, KNOWS, PROVES, wrong) if f.code == "R001"]
    assert line.endswith("R001 bij ‘weten’: ‘leveranciers’ bestaat niet; bedoelt u ‘leverancier’?")
    assert line.startswith("rules/klein/v1.yaml:")


@pytest.mark.parametrize(("edits", "unused"), [((EXPERT, ASKS), False), ((EXPERT,), True)])
def test_who_is_only_asked_by_a_measure_is_used(
    tmp_path: Path, edits: tuple[Edit, ...], unused: bool
) -> None:
    found = [f for f in findings(tmp_path, *edits) if "‘leverancier’" in f.message]
    assert bool(found) == unused


# --- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def system(visitor: Visitor) -> str:
    """A trained system that searches objections; when it came on the market is not known yet."""
    open_file(visitor, example_file("ai-verordening", "Zaakherkenner", op_de_markt="onbekend"))
    return visitor.url.removesuffix("/advies")


def test_the_page_and_the_text(visitor: Visitor, system: str) -> None:
    page = visitor.get(f"{system}/leverancier")
    assert page.title == "Vragen aan de leverancier of bouwer · Zaakherkenner"
    assert "Wanneer komt of kwam het systeem voor het eerst op de markt of in gebruik?" in page.text
    assert "Van deze dag hangt af vanaf wanneer plichten gelden." in page.text
    visitor.get(f"{system}/leverancier.txt")
    assert visitor.response.mimetype == "text/plain"
    text = visitor.response.text
    assert text.startswith("Goedendag,\n\nOnze gemeente weegt een keuze over Zaakherkenner.")
    assert system.rpartition("/")[2] not in text
    assert f"{system}/leverancier" in visitor.get(f"{system}/advies").links


def test_reading_it_is_possible_too(visitor: Visitor, system: str) -> None:
    read = read_only(visitor, system)
    visitor.get(f"{read}/leverancier")
    assert visitor.status == 200
    assert system.rpartition("/")[2] not in visitor.response.text


def test_what_is_done_on_the_list_leaves_the_letter(visitor: Visitor, system: str) -> None:
    asked = "Stuur ons recent bewijs van de beveiliging van het systeem."
    assert asked in visitor.client.get(f"{system}/leverancier.txt").text
    visitor.get(f"{system}/plichten")
    visitor.submit({"s-n10_beveiligen": "klaar"})
    assert asked not in visitor.client.get(f"{system}/leverancier.txt").text


def test_without_a_supplier_there_is_no_page(visitor: Visitor, edit: str) -> None:
    for name in ("leverancier", "leverancier.txt"):
        visitor.get(f"{edit}/{name}")
        assert visitor.status == 404
    assert not any("leverancier" in link for link in visitor.get(f"{edit}/advies").links)


def test_when_there_is_nothing_to_ask(visitor: Visitor) -> None:
    edit = visitor.begin("anders", "Kaartenbak", "ai-verordening")
    visitor.answer(edit, 1, {"techniek": "geen_algoritme"}, "hier")
    assert "Er is nu niets te vragen." in visitor.get(f"{edit}/leverancier").text
    assert visitor.client.get(f"{edit}/leverancier.txt").text == "Er is nu niets te vragen.\n"
