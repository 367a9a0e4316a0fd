"""Comparing: by choice, one organisation once, in whole batches, and never a small group."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Visitor
from tests.webapp.people import make_town
from webapp.content_store import Snapshot
from webapp.services.benchmarks import NO, OPEN, YES, least, tables
from webapp.storage.knowledge_records import ContributionRecord

PAGE = "/vergelijken/sociale-media"


def joined(app: Flask, how: str = "telt", naam: str = "", **answers: str) -> tuple[Visitor, str]:
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, {**FIRST, **answers})
    visitor.get(f"{edit}/vergelijken")
    visitor.submit({"hoe": how, "naam": naam})
    assert visitor.url == PAGE, visitor.page.text
    return visitor, edit


def test_nobody_takes_part_without_choosing(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vergelijken")
    assert "hoe" not in visitor.main_form().fields
    visitor.submit({})
    assert (visitor.status, visitor.page.title.startswith("Fout: ")) == (422, True)
    visitor.submit({"hoe": "naam", "naam": ""})
    assert "Vul de naam van uw organisatie in." in visitor.page.text
    visitor.submit({"hoe": "naam", "naam": "x" * 121})
    assert visitor.status == 422


def test_from_five_a_number_and_from_ten_what_they_chose(app: Flask, visitor: Visitor) -> None:
    for _ in range(4):
        joined(app)
    visitor.get(PAGE)
    assert "Er doen nog geen 5 organisaties mee." in visitor.page.text
    joined(app)
    visitor.get(PAGE)
    assert "Minstens 5 organisaties doen mee." in visitor.page.text
    assert "Nog niet te tonen zonder dat iemand kan raden wie wat koos." in visitor.page.text
    for _ in range(4):
        joined(app)
    visitor.get(PAGE)
    assert "Minstens 5 organisaties doen mee." in visitor.page.text
    joined(app)
    visitor.get(PAGE)
    assert "Minstens 10 organisaties doen mee." in visitor.page.text
    assert "minstens 10" in visitor.page.text


def test_one_organisation_counts_once(app: Flask, visitor: Visitor) -> None:
    for _ in range(4):
        joined(app)
    for _ in range(3):
        edit = visitor.begin()
        visitor.get(f"{edit}/vergelijken")
        visitor.submit({"hoe": "telt"})
    joined_by = app.extensions["basislijn"].repository.shared.benchmarks.contributions("sociale-media/v1")
    assert len(joined_by) == 5


def test_who_stops_is_erased_at_once_and_the_tables_wait_for_a_batch(app: Flask, visitor: Visitor) -> None:
    members = [joined(app) for _ in range(10)]
    visitor.get(PAGE)
    before = visitor.page.text
    assert "Minstens 10" in before
    store = app.extensions["basislijn"].repository.shared.benchmarks
    for left, (member, edit) in enumerate(members[:4]):
        member.get(f"{edit}/vergelijken")
        form = next(form for form in member.page.forms if form.action.endswith("/stop"))
        member.post(form.action, form.fields)
        assert "Uw gegevens zijn gewist" in member.page.text
        assert len(store.contributions("sociale-media/v1")) == 9 - left
        visitor.get(PAGE)
        assert visitor.page.text == before
    member, edit = members[4]
    member.get(f"{edit}/vergelijken")
    form = next(form for form in member.page.forms if form.action.endswith("/stop"))
    member.post(form.action, form.fields)
    visitor.get(PAGE)
    assert "Minstens 5 organisaties doen mee." in visitor.page.text


def test_a_name_is_shown_by_choice_and_goes_at_once(app: Flask, visitor: Visitor) -> None:
    member, edit = joined(app, "naam", "Gemeente <b>Voorbeeld</b>")
    visitor.get(PAGE)
    assert "Gemeente <b>Voorbeeld</b>" in visitor.page.text
    member.get(f"{edit}/vergelijken")
    member.submit({"hoe": "telt"})
    visitor.get(PAGE)
    assert "Voorbeeld</b>" not in visitor.page.text
    kept = app.extensions["basislijn"].repository.shared.benchmarks.contributions("sociale-media/v1")
    assert [row.organisation for row in kept] == [""], "without the choice there is no name to keep"


def test_with_accounts_only_an_organisation_counts(make_app: Callable[..., Flask]) -> None:
    town = make_town(make_app(accounts=True))
    loose, ours = town.assessment(), town.assessment(owner=town.here, **FIRST)
    filler = town.as_role("invuller")
    filler.get(f"/w/{loose.edit_token}/vergelijken")
    assert "Deze afweging hoort bij geen organisatie en telt daarom niet mee." in filler.page.text
    assert "Neem haar over voor Gemeente Voorbeeld." in filler.page.text
    filler.get(f"/w/{loose.edit_token}/opmerkingen")
    filler.post(f"/w/{loose.edit_token}/vergelijken", {**filler.main_form().fields, "hoe": "telt"})
    assert filler.status == 409
    filler.get(f"/w/{ours.edit_token}/vergelijken")
    assert "U staat op de lijst als Gemeente Voorbeeld" in filler.page.text
    assert "naam" not in filler.main_form().names
    filler.submit({"hoe": "naam"})
    assert (filler.url, filler.status) == (PAGE, 200)
    assert "Gemeente Voorbeeld" in filler.page.text


def test_werkmappen_from_before_accounts_no_longer_count(make_app: Callable[..., Flask]) -> None:
    before = make_app()
    for _ in range(5):
        joined(before)
    town = make_town(make_app(accounts=True))
    ours = town.assessment(owner=town.here, **FIRST)
    filler = town.as_role("invuller")
    filler.get(f"/w/{ours.edit_token}/vergelijken")
    filler.submit({"hoe": "telt"})
    assert len(town.store.shared.benchmarks.contributions(ours.questionnaire)) == 6
    assert town.store.shared.benchmarks.latest(ours.questionnaire).members == 5


def test_no_text_goes_along(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Geheime notitie", "b-bereik": "Geheime bron"}, ("naar", "hier"))
    visitor.get(f"{edit}/vergelijken")
    visitor.submit({"hoe": "telt", "naam": "Geheime naam"})
    (row,) = app.extensions["basislijn"].repository.shared.benchmarks.contributions("sociale-media/v1")
    assert "Geheime" not in repr(row)
    assert row.options["bereik"] == "nee"


@pytest.mark.parametrize(("setting", "k"), [(0, 5), (4, 5), (5, 5), (12, 12)])
def test_the_setting_can_only_raise_the_limit(setting: int, k: int) -> None:
    assert least(setting) == k


def test_a_higher_limit_hides_what_was_published_with_a_lower_one(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()
    for _ in range(5):
        joined(app)
    visitor = Visitor(make_app(vergelijk_vanaf=8).test_client())
    visitor.get(PAGE)
    assert "Er doen nog geen 8 organisaties mee." in visitor.page.text


@settings(max_examples=25)
@given(data=st.data())
def test_no_table_of_a_release_holds_a_small_number(snapshot: Snapshot, data: st.DataObject) -> None:
    """Whatever organisations give: every number is a whole batch, and so is what is left of the total."""
    topic = snapshot.topics["sociale-media/v1"]
    asked = {key: q for key, q in topic.questionnaire.questions.items() if q.kind in ("keuze", "meerkeuze")}
    some = data.draw(st.lists(st.sampled_from(sorted(asked)), unique=True, max_size=4))
    options = st.fixed_dictionaries({}, optional={key: _value(asked[key]) for key in some})
    gifts = st.tuples(st.sampled_from([*topic.ruleset.outcomes, OPEN, "oud"]), options, st.integers(0, 100))
    rows = [
        ContributionRecord(topic.id, str(n), n, topic.id, "", False, outcome, score, given_)
        for n, (outcome, given_, score) in enumerate(data.draw(st.lists(gifts, max_size=40)))
    ]
    made = tables(rows, topic, 5)
    found = [made["uitkomst"], made["score"], *made["vragen"].values()]
    numbers = [made["organisaties"], *(n for cells in found for n in cells.values() if n is not None)]
    assert all(number % 5 == 0 for number in numbers)
    assert all(n >= 5 for cells in found for n in cells.values() if n is not None)
    for cells in (made["uitkomst"], made["score"]):
        assert (made["organisaties"] - sum(n or 0 for n in cells.values())) % 5 == 0
    assert not {YES, NO} & set(made["vragen"])


def _value(question: object) -> st.SearchStrategy[object]:
    names = sorted(question.options)
    if question.kind == "keuze":
        return st.sampled_from(names)
    return st.lists(st.sampled_from(names), unique=True).map(tuple)
