"""A fact that the curator takes back: nobody starts with it, and who confirmed it is told why."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.curating import FACT, KEY, confirm, publish
from tests.webapp.pages import Visitor


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application with a curator."""
    return make_app(curator_sleutel=KEY)


def withdraw(curator: Visitor, reason: str) -> None:
    curator.get(FACT)
    form = next(form for form in curator.page.forms if form.action.endswith("/intrekken"))
    curator.post(form.action, {**form.fields, "reden": reason})


def test_a_fact_is_withdrawn_with_a_reason(curator: Visitor, visitor: Visitor, edit: str, app: Flask) -> None:
    confirm(visitor, edit)
    score = visitor.advice(edit)["score"]
    withdraw(curator, "")
    assert (curator.status, "Schrijf waarom u dit feit intrekt." in curator.page.text) == (422, True)
    withdraw(curator, "Het rapport is ingetrokken.")
    assert (curator.url, curator.status) == ("/curator/feiten/platform/x", 200)
    assert "ingetrokken, versie 1, Anna" in curator.page.text
    visitor.get(f"{edit}/advies")
    assert "De curator trok dit feit in. U antwoordde" in visitor.page.text
    assert "Het rapport is ingetrokken." in visitor.page.text
    assert visitor.advice(edit)["score"] == score, "an answer never changes by itself"
    form = next(form for form in visitor.page.forms if "/feit/melden" in form.action)
    visitor.post(form.action, form.fields, ("doe", "blijft"))
    assert "De curator trok dit feit in." not in visitor.page.text
    other = Visitor(app.test_client())
    fresh = other.begin()
    other.answer(fresh, 1, FIRST)
    other.get(f"{fresh}/advies")
    assert "De curator trok dit feit in." not in other.page.text
    other.get(f"{fresh}/feiten")
    asked = next(form for form in other.page.forms if "v-melden" in form.names)
    assert not asked.fields.get("v-melden"), "who begins looks it up"


def test_a_withdrawn_fact_can_come_back(curator: Visitor, visitor: Visitor, edit: str) -> None:
    confirm(visitor, edit)
    withdraw(curator, "Onzeker.")
    curator.get(FACT)
    assert "Versie 1: ingetrokken" in curator.page.text
    assert not [form for form in curator.page.forms if form.action.endswith("/intrekken")]
    publish(curator)
    visitor.get(f"{edit}/advies")
    assert "De curator trok dit feit in." not in visitor.page.text
    assert "Feit veranderd sinds u bevestigde" in visitor.page.text
