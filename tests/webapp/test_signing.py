"""Signing off: nothing changes after it, it can be checked, and a new look goes on from it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text as sql

from tests.webapp.conftest import FIRST, TODAY
from tests.webapp.pages import Page, Visitor
from tests.webapp.test_advice import read_only
from tests.webapp.test_decision import decide_all
from webapp.storage.records import AnswerRecord

#: What a POST under an edit link does on a signed-off dossier: refused, or allowed and why.
REFUSED = {
    "fill.save_section",
    "fill.save_one",
    "fill.undo",
    "facts.save_facts",
    "advice.keep_conversation",
    "decision.keep",
    "signing.sign",
    *("evidence.add", "evidence.add_link", "evidence.delete"),
    *("assignments.keep", "history.restore", "meeting.create", "meeting.move", "meeting.agree"),
    *("scenario.keep", "scenario.delete", "fact_changes.look"),
}
ALLOWED = {
    "duties.keep": "tasks are the work after the decision",
    "keep.delete": "a dossier can be destroyed when its time has come; the page warns",
    "matters.also": "makes another assessment; takes nothing over into this one",
    "profiles.download": "gives a file and stores nothing",
    "advice.remark": "goes to the makers, not into the dossier",
    "signing.look": "makes the new look",
    "comments.add": "colleagues may go on talking; the dossier holds what was marked before",
    "comments.change": "the same",
    "scenario.make_plan": "makes tasks, and those are the work after the decision",
    "cases.publish": "a case is told beside the dossier, in words of its own",
    "cases.withdraw": "the same",
    "benchmarks.given": "figures are given beside the dossier",
    "benchmarks.stop": "the same",
    "dossier.make_public": "gives a file and stores nothing",
    "history.name": "keeps a name in this browser",
}
CHANGE = "update dossier set snapshot = replace(snapshot, '{}', '{}')"
VALUES = {
    "number": 1,
    "version": 1,
    "step": "start",
    "key": "x",
    "question": "bereik",
    "batch": "x" * 20,
    "slug": "ai-verordening",
    "mode": "w",
}


def sign(visitor: Visitor, edit: str, **changes: object) -> Page:
    """Fill in the form to sign off, and send it."""
    visitor.get(f"{edit}/vaststellen")
    return visitor.submit({"door": "Het college", "zeker": "ja", **changes})


@pytest.fixture
def frozen(visitor: Visitor, edit: str) -> str:
    """A dossier that was signed off."""
    decide_all(visitor, edit)
    assert "Het dossier is vastgesteld." in sign(visitor, edit).text
    return edit


def test_signing_needs_a_decision_everywhere(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/vaststellen")
    assert "Dit is eerst nodig" in page.text
    assert "Hier is nog niets besloten." in page.text
    assert not [form for form in page.forms if "door" in form.names]
    token = visitor.get(f"{edit}/besluit").forms[0].fields["csrf_token"][0]
    data = {"csrf_token": token, "door": "FG", "dag": TODAY, "zeker": "ja", "stand": "x"}
    visitor.post(f"{edit}/vaststellen", data)
    assert visitor.status == 422
    assert visitor.client.get(f"{edit}/vastgesteld.json").status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"door": ""}, "Vul in wie dit vaststelt."),
        ({"door": "x" * 81}, "Deze tekst is te lang."),
        ({"dag": ""}, "Vul de dag in waarop het is vastgesteld."),
        ({"dag": "2026-12-01"}, "Deze dag moet nog komen."),
        ({"dag": "morgen"}, "Vul een datum in"),
        ({"zeker": ""}, "Vink aan dat u dit vaststelt."),
    ],
)
def test_signing_asks_who_when_and_whether_you_are_sure(
    visitor: Visitor, edit: str, changes: dict[str, object], message: str
) -> None:
    decide_all(visitor, edit)
    page = sign(visitor, edit, **changes)
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")
    assert message in page.text
    assert visitor.client.get(f"{edit}/vastgesteld.json").status_code == 404


def test_signing_what_changed_meanwhile_asks_to_look_again(visitor: Visitor, edit: str, app: Flask) -> None:
    decide_all(visitor, edit)
    visitor.get(f"{edit}/vaststellen")
    form = visitor.main_form()
    other = Visitor(app.test_client())
    decide_all(other, edit, who="Directeur")
    page = visitor.post(form.action, {**form.fields, "door": "Het college", "zeker": "ja"})
    assert visitor.status == 409
    assert "Er is iets veranderd sinds u deze pagina opende." in page.text
    assert "Het dossier is vastgesteld." in visitor.submit({}).text


def test_a_decision_on_an_older_advice_must_be_looked_at_first(visitor: Visitor, edit: str) -> None:
    decide_all(visitor, edit)
    visitor.answer(edit, 1, {"account": "nieuw"}, "hier")
    assert "Bekijk uw besluit opnieuw." in visitor.get(f"{edit}/vaststellen").text


def test_what_was_signed_off_is_shown_to_everybody(visitor: Visitor, frozen: str) -> None:
    for link in (frozen, read_only(visitor, frozen)):
        page = visitor.get(f"{link}/besluit")
        assert "Vastgesteld op 23 november 2026 door Het college." in page.text
        assert "We handelen ernaar" in page.text
        assert "Vastgesteld op 23 november 2026" in visitor.get(f"{link}/advies").text
        data = json.loads(visitor.client.get(f"{link}/vastgesteld.json").text)
        assert data["kwitantie"]["soort"] == "basislijn-kwitantie"
        assert data["afweging"]["antwoorden"]["bereik"]["waarde"] == FIRST["bereik"]
        assert data["vastgesteld_door"] == "Het college"
    assert "Begin een nieuwe blik" not in visitor.get(f"{read_only(visitor, frozen)}/besluit").text


def posts(app: Flask) -> dict[str, str]:
    """Every address under an edit link that takes a POST."""
    found = {}
    for rule in app.url_map.iter_rules():
        if (
            "POST" in (rule.methods or ())
            and "<token>" in rule.rule
            and rule.rule.startswith(("/w/", "/<any"))
        ):
            found[rule.endpoint] = rule.rule
    return found


def test_every_write_is_refused_or_explicitly_allowed(app: Flask, visitor: Visitor, frozen: str) -> None:
    """Walk the URL map: a new address that writes has to say what it does with a signed-off dossier."""
    found = posts(app)
    assert set(found) == REFUSED | set(ALLOWED)
    token = visitor.get(f"{frozen}/plichten").forms[0].fields["csrf_token"][0]
    before = visitor.client.get(f"{frozen}/bestand").data
    adapter = app.url_map.bind("localhost")
    for endpoint in sorted(REFUSED):
        arguments = next(iter(app.url_map.iter_rules(endpoint))).arguments
        values = {key: VALUES[key] for key in arguments - {"token"}}
        url = adapter.build(endpoint, {**values, "token": frozen.rpartition("/")[2]})
        sent = {"csrf_token": token, "v-bereik": "aantoonbaar", "n-bereik": "Wat ik net typte"}
        reply = visitor.client.post(url, data=sent)
        assert reply.status_code == 409, endpoint
        assert "Dit dossier is vastgesteld" in reply.text
        assert "Wat ik net typte" in reply.text
        assert "Begin een nieuwe blik" in reply.text
    assert visitor.client.get(f"{frozen}/bestand").data == before


def test_the_script_is_told_too(visitor: Visitor, frozen: str) -> None:
    token = visitor.get(f"{frozen}/plichten").forms[0].fields["csrf_token"][0]
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    reply = visitor.client.post(f"{frozen}/antwoord/bereik", data={"v-bereik": "ja"}, headers=headers)
    assert reply.status_code == 409
    assert reply.json is not None
    assert reply.json["title"] == "Dit dossier is vastgesteld"


@pytest.mark.parametrize("path", ["/vragen/1", "/feiten", "/vaststellen"])
def test_pages_to_fill_in_say_that_it_was_signed_off(visitor: Visitor, frozen: str, path: str) -> None:
    page = visitor.get(frozen + path)
    assert visitor.status == 200
    assert "Dit dossier is vastgesteld" in page.text
    assert f"{frozen}/nieuwe-blik" in [form.action for form in page.forms]


def test_tasks_go_on_after_signing(visitor: Visitor, frozen: str) -> None:
    visitor.get(f"{frozen}/plichten")
    field = next(name for name in visitor.main_form().names if name.startswith("e-"))
    assert "De lijst is opgeslagen." in visitor.submit({field: "Team web"}).text
    assert "Dit dossier klopt nog" in visitor.get(f"{frozen}/controleer").text


def test_nothing_on_the_advice_page_leads_to_filling_in(visitor: Visitor, frozen: str) -> None:
    page = visitor.get(f"{frozen}/advies")
    assert not [link for link in page.links if "/vragen/" in link or link.endswith("/feiten")]
    assert f"{frozen}/bewaren" in page.links


def test_checking_computes_the_advice_again(visitor: Visitor, frozen: str) -> None:
    page = visitor.get(f"{frozen}/controleer")
    assert "Dit dossier klopt nog" in page.text
    assert "Er komt hetzelfde uit." in page.text


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (
            CHANGE.format('"resultaat_hash": "', '"resultaat_hash": "0'),
            "het resultaat in de kwitantie is veranderd",
        ),
    ],
)
def test_checking_notices_what_was_changed_behind_our_back(
    app: Flask, visitor: Visitor, frozen: str, statement: str, message: str
) -> None:
    with app.extensions["basislijn"].repository.database.as_system() as session:
        session.execute(sql(statement))
    page = visitor.get(f"{frozen}/controleer")
    assert "Hier is iets anders dan bij het vaststellen" in page.text
    assert message.lower() in page.text.lower()


def test_a_dossier_does_not_expire_by_itself(app: Flask, visitor: Visitor, frozen: str) -> None:
    store = app.extensions["basislijn"].repository
    record = store.by_edit_token(frozen.rpartition("/")[2])
    assert store.purge(1, record.updated_at.replace(year=2040)) == 0
    page = visitor.get(f"{frozen}/bewaren")
    assert "Wij wissen het niet vanzelf." in page.text
    assert "Dit dossier is vastgesteld." in visitor.get(f"{frozen}/verwijder").text


# --- a new look -------------------------------------------------------------------------------------


def new_look(visitor: Visitor, frozen: str) -> str:
    """Begin a new look; give its address."""
    visitor.get(f"{frozen}/besluit")
    visitor.submit({})
    assert visitor.url.endswith("/wat-veranderde"), visitor.page.text
    return visitor.url.removesuffix("/wat-veranderde")


def test_a_new_look_takes_everything_along_and_says_what_changed(visitor: Visitor, frozen: str) -> None:
    before = visitor.file(frozen)
    new = new_look(visitor, frozen)
    assert new != frozen
    assert "Alle antwoorden zijn gelijk." in visitor.page.text
    assert "Het advies en de score zijn gelijk gebleven." in visitor.page.text
    after = visitor.file(new)
    assert {k: v["waarde"] for k, v in after["antwoorden"].items()} == {
        k: v["waarde"] for k, v in before["antwoorden"].items()
    }
    assert all(row["overgenomen"] for row in after["antwoorden"].values())
    assert after["besluiten"] == {}
    visitor.answer(new, 1, {"bereik": "aantoonbaar", "alternatief": "nee"}, "hier")
    page = visitor.get(f"{new}/wat-veranderde")
    assert "Toen:" in page.text
    assert "De vragen en regels zijn precies dezelfde als toen." in page.text
    assert "Nog geen besluit" in page.text
    if "Het advies en de score zijn gelijk gebleven." not in page.text:
        assert "Dat komt door andere antwoorden." in page.text
    assert visitor.file(frozen)["antwoorden"] == before["antwoorden"]


def test_a_second_click_goes_to_the_same_new_look(visitor: Visitor, frozen: str) -> None:
    assert new_look(visitor, frozen) == new_look(visitor, frozen)


def test_readers_do_not_see_what_is_still_being_worked_on(visitor: Visitor, frozen: str) -> None:
    read = read_only(visitor, frozen)
    new = new_look(visitor, frozen)
    hidden = read_only(visitor, new)
    assert hidden not in visitor.client.get(f"{read}/besluit").text
    assert "Alle blikken op" in visitor.get(f"{new}/besluit").text
    decide_all(visitor, new)
    sign(visitor, new)
    assert hidden in visitor.client.get(f"{read}/besluit").text
    page = visitor.get(f"{hidden}/wat-veranderde")
    assert "Deze blik naast die van 23 november 2026" in page.text


def test_the_overview_says_which_look_counts(visitor: Visitor, frozen: str) -> None:
    assert "vastgesteld" in visitor.get("/afwegingen").text
    new_look(visitor, frozen)
    assert "opgevolgd door een nieuwe blik" in visitor.get("/afwegingen").text


def test_a_look_that_is_not_signed_off_has_no_new_look(visitor: Visitor, edit: str) -> None:
    token = visitor.get(f"{edit}/besluit").forms[0].fields["csrf_token"][0]
    visitor.post(f"{edit}/nieuwe-blik", {"csrf_token": token})
    assert visitor.url == f"{edit}/besluit"
    assert visitor.client.get(f"{edit}/wat-veranderde").status_code == 404
    assert visitor.client.get(f"{edit}/controleer").status_code == 404


def test_old_facts_are_to_be_confirmed_again(app: Flask, visitor: Visitor, edit: str) -> None:
    store = app.extensions["basislijn"].repository
    record = store.by_edit_token(edit.rpartition("/")[2])
    topic = app.extensions["basislijn"].contents.current().topics[record.questionnaire]
    facts = [
        k for k, q in topic.questionnaire.questions.items() if q.about == "onderwerp" and q.kind == "keuze"
    ]
    old, fresh = facts[0], facts[1]
    option = {key: next(iter(topic.questionnaire.questions[key].options)) for key in facts}
    rows = [
        AnswerRecord(old, "answered", option[old], source="Bron", dated=date(2025, 11, 1)),
        AnswerRecord(fresh, "answered", option[fresh], source="Bron", dated=date(2026, 11, 1)),
    ]
    store.save_answers(record.id, rows, {}, record.content_hash, record.updated_at)
    decide_all(visitor, edit)
    sign(visitor, edit)
    answers = visitor.file(new_look(visitor, edit))["antwoorden"]
    assert answers[old]["bevestigd"] is False
    assert answers[fresh]["bevestigd"] is True


def test_questions_that_are_gone_are_named(app: Flask, visitor: Visitor, frozen: str) -> None:
    new = new_look(visitor, frozen)
    with app.extensions["basislijn"].repository.database.as_system() as session:
        session.execute(sql(CHANGE.format('"bereik":', '"weggehaald":')))
    page = visitor.get(f"{new}/wat-veranderde")
    assert "bestaan niet meer, of het antwoord past er niet meer bij: weggehaald." in page.text
    assert "Alle antwoorden zijn gelijk." not in page.text


def test_different_rules_are_named(app: Flask, visitor: Visitor, frozen: str) -> None:
    data = json.loads(visitor.client.get(f"{frozen}/vastgesteld.json").text)
    digest = next(iter(data["kwitantie"]["inhoud"]["bestanden"].values()))
    new = new_look(visitor, frozen)
    with app.extensions["basislijn"].repository.database.as_system() as session:
        session.execute(sql(CHANGE.format(data["kwitantie"]["inhoud"]["hash"], "0" * 64)))
        session.execute(sql(CHANGE.format(digest, "1" * 64)))
    page = visitor.get(f"{new}/wat-veranderde")
    assert "De vragen of regels zijn veranderd:" in page.text
    assert " is veranderd." in page.text
    assert " is veranderd: de kwitantie hoort bij " in visitor.get(f"{frozen}/controleer").text
