"""Whose name stands with what somebody wrote: that of the account, until one gives another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.people import Town, make_town
from webapp.storage.wall import Scope, within


@pytest.fixture
def town(make_app: Callable[..., Flask]) -> Town:
    """Two organisations."""
    return make_town(make_app(accounts=True))


def test_an_account_gives_its_name_and_a_function_will_do(town: Town) -> None:
    record = town.assessment(owner=town.here, **FIRST)
    filler, edit, name = town.as_role("invuller"), f"/w/{record.edit_token}", town.people["invuller"].name
    filler.answer(edit, 1, {**FIRST, "bereik": "aantoonbaar"})
    filler.get(f"{edit}/geschiedenis")
    assert filler.main_form().fields["naam"] == [name]
    filler.get(f"{edit}/opmerkingen")
    filler.submit({"tekst": "Klopt dit?"})
    assert f"{name}, " in filler.page.text
    filler.get(f"{edit}/geschiedenis")
    filler.submit({"naam": "Jurist"})
    filler.answer(edit, 1, {**FIRST, "bereik": "nee"})
    with within(Scope(organisation=town.here.id)):
        authors = [row.author for row in town.store.history.of_question(record.id, "bereik")]
    assert {name, "Jurist"} <= set(authors)
