"""The figures of an organisation: counted over the last looks, for who makes policy, of nobody else."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.people import Town, make_town, now
from webapp.storage.decision_records import DecisionRecord
from webapp.storage.meeting_records import Shape
from webapp.storage.records import AnswerRecord, TaskRecord
from webapp.storage.wall import Scope, within

GOOD = {"account": "nieuw", "bereik": "aantoonbaar", "alternatief": "nee"}


@pytest.fixture
def town(make_app: Callable[..., Flask]) -> Town:
    """Two organisations."""
    return make_town(make_app(accounts=True))


def numbers(town: Town) -> dict[tuple[str, str], int]:
    """The file of the policy officer, by what and name."""
    answer = town.as_role("beleidsmedewerker").client.get("/cijfers.csv")
    assert answer.status_code == 200
    lines = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert lines[0] == ["wat", "naam", "aantal"]
    return {(what, name): int(number) for what, name, number in lines[1:]}


def test_without_assessments_it_says_where_to_begin(town: Town) -> None:
    officer = town.as_role("beleidsmedewerker")
    assert "Er is nog geen afweging." in officer.get("/cijfers").text
    assert numbers(town)[("afwegingen", "alle")] == 0


def test_it_counts_what_is_weighed_decided_done_and_unknown(town: Town) -> None:
    first = town.assessment("Een", town.here, **FIRST)
    second = town.assessment("Twee", town.here, **GOOD)
    town.assessment("Van een ander", town.there, **FIRST)
    town.assessment("Van niemand", None, **FIRST)
    store = town.store
    with within(Scope(organisation=town.here.id)):
        store.save_answers(second.id, [AnswerRecord("betaald", "unknown", None)], {}, "h", now())
        decisions = [
            DecisionRecord("advies", "uitgelegd", "Wij wachten op het platform.", "FG", now().date()),
        ]
        store.decisions.save(first.id, decisions, {}, now())
        officer = town.as_role("beleidsmedewerker")
        plan = officer.get(f"/w/{first.edit_token}/plichten")
        measure = next(name for form in plan.forms for name in form.names if name.startswith("s-"))[2:]
        late = now().date() - timedelta(days=30)
        store.tasks.save(first.id, [TaskRecord(measure, owner="FG", due=late, state="bezig")], {}, now())
    page = officer.get("/cijfers").text
    assert "2 afwegingen, waarvan 0 vastgesteld." in page
    assert "Wij wachten op het platform." in page
    assert "1 maatregel is te laat." in page
    found = numbers(town)
    assert found[("afwegingen", "alle")] == 2
    assert found[("besluit: het advies", "uitgelegd")] == 1
    assert found[("besluit: het advies", "nog niet")] == 1
    assert (found[("maatregelen", "bezig")], found[("maatregelen", "te laat")]) == (1, 1)
    assert sum(number for (what, _), number in found.items() if what.startswith("advies: ")) == 2
    assert sum(number for (what, _), number in found.items() if what == "weten we nog niet") == 1


def test_what_falls_below_the_baseline_is_counted_by_principle(town: Town) -> None:
    filler = town.as_role("invuller")
    for _ in range(2):
        filler.answer(filler.begin(), 1, FIRST)
    assert numbers(town)[("ondergrens niet gehaald", "Rechtsnaleving")] == 2
    assert "Waar een ondergrens niet gehaald is" in town.as_role("beleidsmedewerker").get("/cijfers").text


def test_an_advice_that_a_conversation_hides_is_not_counted(town: Town) -> None:
    record = town.assessment("Een", town.here, **FIRST)
    with within(Scope(organisation=town.here.id)):
        town.store.meetings.create(
            record.id,
            kind="afweging",
            minutes=5,
            questions={"bereik": Shape("B1", "Bereikt u iedereen?", options={"ja": "Ja"})},
            content_hash="h",
            now=now(),
        )
    assert "Bij 1 afweging loopt een gesprek." in town.as_role("beleidsmedewerker").get("/cijfers").text
    assert not [what for what, _ in numbers(town) if what.startswith("advies: ")]


@pytest.mark.parametrize(
    ("role", "status"),
    [("beheerder", 200), ("invuller", 403), ("beoordelaar", 403), ("besluitnemer", 403), ("curator", 403)],
)
def test_who_sees_the_figures(town: Town, role: str, status: int) -> None:
    visitor = town.as_role(role)
    visitor.get("/cijfers")
    assert visitor.status == status
