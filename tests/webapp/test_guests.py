"""Who has the code of an organisation's conversation takes part without an account, and sees nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.people import Town, make_town, now
from webapp.storage.meeting_records import Shape
from webapp.storage.wall import Scope, within


@pytest.fixture
def town(make_app: Callable[..., Flask], database_url: str) -> Town:
    """Two organisations, on a database of each kind."""
    return make_town(make_app(accounts=True, database_url=database_url))


def test_a_guest_answers_with_the_code_and_reaches_nothing_more(town: Town) -> None:
    record = town.assessment("Geheim", town.here, account="nieuw")
    questions = {"bereik": Shape("B1", "Bereikt u iedereen?", options={"ja": "Ja", "nee": "Nee"})}
    with within(Scope(organisation=town.here.id)):
        talk, _ = town.store.meetings.create(
            record.id, kind="afweging", minutes=5, questions=questions, content_hash="h", now=now()
        )
        town.store.meetings.start(talk.id, now())
    guest = Visitor(town.app.test_client())
    guest.get("/meedoen")
    guest.submit({"code": talk.code, "functie": "jurist"})
    assert guest.url.startswith("/meedoen/")
    assert "Bereikt u iedereen?" in guest.page.text
    name = next(name for name in guest.main_form().names if "bereik" in name)
    guest.submit({name: "nee"})
    assert guest.status == 200
    with within(Scope(organisation=town.here.id)):
        assert town.store.meetings.records(record.id)[0].done == 1
    guest.client.get(f"/w/{record.edit_token}/advies")
    assert guest.client.get(f"/w/{record.edit_token}/advies").status_code == 303
    assert guest.client.get(f"/l/{record.read_token}/advies").status_code == 303
    elsewhere = town.visitor(town.people["elders"])
    assert elsewhere.client.get(f"/w/{record.edit_token}/gesprek/1").status_code == 403
