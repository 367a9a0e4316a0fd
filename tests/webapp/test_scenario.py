"""'Als wij dit regelen': exactly what saving those answers would give, and nothing is saved."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.report_json import advice_json
from tests.webapp.pages import Page, Visitor
from tests.webapp.test_advice import read_only
from webapp.content_store import Snapshot
from webapp.services.comparison import Column, compare
from webapp.services.scenarios import Choices, answered, offers, own_questions, play
from webapp.services.weighing import Weighing, weigh
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository
from webapp.storage.scenarios import MOST

TODAY = date(2026, 11, 23)
BOTH = ["dpia_afronden", "huisregels_publiceren"]
NOW = datetime(2026, 11, 23, 12)
OWN = {"account": "bestaand", "bereik": "nee", "alternatief": "ja", "dpia": "nee", "huisregels": "nee"}


def record(snapshot: Snapshot, subject: str, answers: dict[str, str]) -> AssessmentRecord:
    topic = snapshot.by_slug("sociale-media")
    assert topic is not None
    return AssessmentRecord(
        *(1, "w", "l", None, topic.id, topic.version_hash, subject, "Voorbeeld", "", NOW, NOW, NOW),
        answers={key: AnswerRecord(key, "answered", value) for key, value in answers.items()},
    )


def mastodon(snapshot: Snapshot) -> Weighing:
    return weigh(record(snapshot, "platform/mastodon", OWN), snapshot, TODAY)


def stored(app: Flask) -> Repository:
    return app.extensions["basislijn"].repository


def prepared(visitor: Visitor) -> str:
    """An assessment of Mastodon in which two things are not arranged."""
    edit = visitor.begin("platform/mastodon")
    for section, answers in ((1, {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}),):
        visitor.answer(edit, section, answers)
    for key in ("dpia", "huisregels"):
        visitor.save_one(edit, key, {f"v-{key}": "nee", f"z-{key}": "0."})
    return edit


# --- exactly what saving gives ----------------------------------------------------------------------------


@settings(max_examples=max(20, settings.default.max_examples // 2))
@given(data=st.data())
def test_a_scenario_is_the_advice_on_a_copy_with_those_answers_saved(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    subject = data.draw(st.sampled_from(["platform/x", "platform/mastodon", "platform/bluesky"]))
    topic = snapshot.by_slug("sociale-media")
    assert topic is not None
    own = [key for key, q in topic.questionnaire.questions.items() if q.about != "onderwerp"]

    def answers() -> dict[str, str]:
        keys = data.draw(st.lists(st.sampled_from(own), unique=True, max_size=6))
        questions = topic.questionnaire.questions
        return {key: data.draw(st.sampled_from(list(questions[key].options))) for key in keys}

    base = weigh(record(snapshot, subject, answers()), snapshot, TODAY)
    other = {k: answered(base, k, v) for k, v in answers().items() if k in own_questions(base)}
    measures = [offer.measure.id for offer in offers(base)]
    picked = (
        tuple(data.draw(st.lists(st.sampled_from(measures), unique=True, max_size=2))) if measures else ()
    )
    scenario = play(base, Choices(picked, other), snapshot)
    changed = dict(scenario.after.record.answers)
    copy = weigh(record(snapshot, subject, {k: str(a.value) for k, a in changed.items()}), snapshot, TODAY)
    assert advice_json(copy.advice) == advice_json(scenario.after.advice)
    again = play(base, Choices(picked[::-1], dict(reversed(other.items()))), snapshot)
    assert advice_json(again.after.advice) == advice_json(scenario.after.advice)


def test_a_scenario_is_what_the_store_gives_after_really_saving(app: Flask, snapshot: Snapshot) -> None:
    visitor = Visitor(app.test_client())
    edit = prepared(visitor)
    found = stored(app).by_edit_token(edit.removeprefix("/w/"))
    assert found is not None
    before = weigh(found, snapshot, TODAY)
    every = tuple(offer.measure.id for offer in offers(before))[:8]
    scenario = play(before, Choices(every), snapshot)
    assert scenario.steps
    changes = [
        answer for key, answer in scenario.after.record.answers.items() if answer != found.answers.get(key)
    ]
    seen = {key: answer.version for key, answer in found.answers.items()}
    stored(app).save_answers(found.id, changes, seen, found.content_hash, NOW)
    after = stored(app).by_edit_token(found.edit_token)
    assert after is not None
    saved = weigh(after, snapshot, TODAY)
    assert advice_json(saved.advice) == advice_json(scenario.after.advice)
    assert compare((Column("a", saved), Column("b", scenario.after)), everything=True).alike


def test_choosing_nothing_changes_nothing(snapshot: Snapshot) -> None:
    scenario = play(mastodon(snapshot), Choices(), snapshot)
    assert not scenario.changes
    assert scenario.comparison.alike
    assert scenario.steps == ()


def test_each_step_is_told_alone_and_left_out(snapshot: Snapshot) -> None:
    before = mastodon(snapshot)
    every = tuple(offer.measure.id for offer in offers(before))
    assert {"dpia_afronden", "huisregels_publiceren"} <= set(every)
    scenario = play(before, Choices(("huisregels_publiceren", "dpia_afronden")), snapshot)
    dpia, rules = (step for step in scenario.steps)
    assert dpia.moves[0].question in ("dpia", "huisregels")
    assert advice_json(dpia.without.advice) == advice_json(rules.alone.advice)
    assert advice_json(rules.without.advice) == advice_json(dpia.alone.advice)


def test_an_own_choice_goes_before_what_a_measure_would_answer(snapshot: Snapshot) -> None:
    before = mastodon(snapshot)
    no = answered(before, "dpia", "bezig")
    scenario = play(before, Choices(("dpia_afronden",), {"dpia": no}), snapshot)
    assert scenario.after.record.answers["dpia"].value == "bezig"
    assert len(scenario.left_out) == 1


# --- the page ---------------------------------------------------------------------------------------------


def test_choosing_shows_it_beside_the_present_and_saves_nothing(visitor: Visitor) -> None:
    edit = prepared(visitor)
    before = visitor.advice(edit), visitor.file(edit)["antwoorden"]
    page = visitor.get(f"{edit}/scenario")
    assert visitor.status == 200
    assert "Uw antwoorden veranderen niet" in page.text
    page = visitor.get(f"{edit}/scenario?regel=dpia_afronden&a-huisregels=ja&bereken=ja")
    assert visitor.status == 200
    for word in ("Als u dit regelt", "Wat elke stap doet", "Alleen deze stap", "Neem dit over als plan"):
        assert word in page.text
    assert (visitor.advice(edit), visitor.file(edit)["antwoorden"]) == before


def test_the_form_without_a_script(visitor: Visitor) -> None:
    edit = prepared(visitor)
    page = visitor.get(f"{edit}/scenario")
    form = visitor.main_form()
    assert (form.method, form.buttons) == ("get", [("bereken", "ja")])
    assert "regel" in form.names
    assert not page.inline


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("bereken=ja", "Kies minstens één maatregel"),
        ("a-dpia=zomaar", "Kies een van de antwoorden"),
        ("&".join(f"regel=m{n}" for n in range(13)), "Kies er hoogstens 12"),
    ],
)
def test_what_cannot_be_weighed_says_what_to_do(visitor: Visitor, query: str, says: str) -> None:
    edit = prepared(visitor)
    page = visitor.get(f"{edit}/scenario?{query}")
    assert visitor.status == 422
    assert says in page.text
    assert page.title.startswith("Fout: ")


def test_a_measure_that_is_not_there_is_named_and_does_no_harm(visitor: Visitor) -> None:
    edit = prepared(visitor)
    page = visitor.get(f"{edit}/scenario?regel=bestaat_niet")
    assert visitor.status == 200
    assert "Een maatregel die niet meer bestaat" in page.text
    assert "Het advies blijft hetzelfde" in page.text


def keep(visitor: Visitor, edit: str, name: str, **fields: str) -> Page:
    """Keep choices by name."""
    page = visitor.get(f"{edit}/scenario?regel=dpia_afronden")
    form = next(form for form in page.forms if form.method == "post" and form.action.endswith("/scenario"))
    return visitor.post(form.action, {"csrf_token": form.fields["csrf_token"], "naam": name, **fields})


def test_keep_open_compare_and_delete(visitor: Visitor) -> None:
    edit = prepared(visitor)
    page = visitor.get(f"{edit}/scenario/naast-elkaar")
    assert "nog geen scenario’s bewaard" in page.text
    page = keep(visitor, edit, "Alleen de DPIA", regel="dpia_afronden")
    assert "Scenario ‘Alleen de DPIA’ is bewaard" in page.text
    keep(visitor, edit, "Alleen de regels", **{"a-huisregels": "ja"})
    page = visitor.get(f"{edit}/scenario/naast-elkaar")
    assert visitor.status == 200
    for word in ("Nu", "Alleen de DPIA", "Alleen de regels"):
        assert word in page.text
    for query, says in (("toon=verschil", "nog geen"), ("kies=999", "is er niet")):
        page = visitor.get(f"{edit}/scenario/naast-elkaar?{query}")
        assert visitor.status == 422
        assert says in page.text
    page = visitor.get(f"{edit}/scenario")
    wipe = next(form for form in page.forms if form.action.endswith("/wis"))
    page = visitor.post(wipe.action, dict(wipe.fields))
    assert "gewist" in page.text
    visitor.post(wipe.action, dict(wipe.fields))
    assert visitor.status == 404


def test_a_scenario_needs_a_name_and_there_is_room_for_ten(app: Flask, visitor: Visitor) -> None:
    edit = prepared(visitor)
    page = keep(visitor, edit, " ", regel="dpia_afronden")
    assert visitor.status == 422
    assert "Geef het scenario een naam" in page.text
    keep(visitor, edit, "x" * 81, regel="dpia_afronden")
    assert visitor.status == 422
    found = stored(app).by_edit_token(edit.removeprefix("/w/"))
    assert found is not None
    for number in range(MOST):
        stored(app).scenarios.keep(found.id, f"Scenario {number}", {"regel": ("dpia_afronden",)}, NOW)
    page = keep(visitor, edit, "Nog een", regel="dpia_afronden")
    assert visitor.status == 422
    assert "Nog een" in [form.fields.get("naam", [""])[0] for form in page.forms]
    keep(visitor, edit, "SCENARIO 1", regel="huisregels_publiceren")
    assert visitor.status == 200


def test_a_plan_makes_tasks_and_leaves_agreements_alone(app: Flask, visitor: Visitor) -> None:
    edit = prepared(visitor)
    visitor.get(f"{edit}/plichten")
    visitor.submit({"e-dpia_afronden": "FG"})
    page = visitor.get(f"{edit}/scenario?regel={BOTH[0]}&regel={BOTH[1]}")
    form = next(form for form in page.forms if form.action.endswith("/plan"))
    page = visitor.post(form.action, {**form.fields, "regel": BOTH})
    assert visitor.url.endswith("/plichten")
    assert "1 maatregel staat nu in ‘Wie doet wat’" in page.text
    found = stored(app).by_edit_token(edit.removeprefix("/w/"))
    assert found is not None
    tasks = stored(app).tasks.of(found.id)
    assert tasks["dpia_afronden"].owner == "FG"
    assert tasks["dpia_afronden"].note == ""
    assert tasks["huisregels_publiceren"].note == "Overgenomen uit een scenario."
    page = visitor.post(form.action, {**form.fields, "regel": BOTH})
    assert "stond al in ‘Wie doet wat’" in page.text


def test_who_may_only_look_may_try_and_not_keep(visitor: Visitor) -> None:
    edit = prepared(visitor)
    read = read_only(visitor, edit)
    page = visitor.get(f"{read}/scenario?regel=dpia_afronden")
    assert visitor.status == 200
    assert [form.method for form in page.forms] == ["get"]
    token = Page(visitor.client.get("/open").text).forms[0].fields["csrf_token"][0]
    for path in ("/scenario", "/scenario/plan"):
        assert visitor.client.post(f"{read}{path}", data={"csrf_token": token}).status_code in (404, 405)
    assert visitor.client.post(f"{edit}/scenario", data={"naam": "x"}).status_code == 400
