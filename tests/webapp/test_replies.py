"""A remark gets an answer: for whoever sent it, without the makers knowing who that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.curating import KEY
from tests.webapp.pages import Visitor
from webapp.views.sharing_help import MOST_TICKETS

HOSTILE = "<script>alert(1)</script>{{7*7}}"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An application with a curator."""
    return make_app(curator_sleutel=KEY)


def remark(visitor: Visitor, edit: str, text: str = "Dit is onduidelijk.") -> str:
    visitor.get(f"{edit}/advies")
    form = next(form for form in visitor.page.forms if "opmerking" in form.names)
    visitor.post(f"{edit}/advies", {**form.fields, "soort": "onduidelijk", "opmerking": text})
    assert "Hier komt het antwoord" in visitor.page.text
    return next(link for link in visitor.page.links if link.startswith("/reactie/"))


def answer(curator: Visitor, state: str, reply: str) -> None:
    curator.get("/curator/opmerkingen")
    curator.submit({"stand": state, "antwoord": reply})


def test_the_answer_reaches_the_sender(curator: Visitor, visitor: Visitor, edit: str) -> None:
    link = remark(visitor, edit)
    visitor.get(link)
    assert "Er is nog geen antwoord." in visitor.page.text
    answer(curator, "verwerkt", f"Aangepast. {HOSTILE}")
    assert curator.status == 200
    assert "Verwerkt in de vragenlijst (1)" in curator.page.text
    for page in ("/", "/afwegingen"):
        visitor.get(page)
        assert "Er is antwoord op uw opmerking." in visitor.page.text
    visitor.get(link)
    assert "Aangepast." in visitor.page.text
    assert "<script>alert" not in visitor.response.text
    visitor.get("/afwegingen")
    assert "Er is antwoord" not in visitor.page.text, "read is read"
    visitor.get(link)
    assert "Aangepast." in visitor.page.text, "the link keeps working"


def test_another_browser_sees_nothing(app: Flask, curator: Visitor, visitor: Visitor, edit: str) -> None:
    link = remark(visitor, edit)
    answer(curator, "beantwoord", "Dank.")
    other = Visitor(app.test_client())
    other.get("/")
    assert "Er is antwoord" not in other.page.text
    other.get(link[:-4] + "AAAA")
    assert other.status == 404
    assert "werkmap" not in repr(app.extensions["basislijn"].repository.shared.tickets.all())


def test_the_inbox_names_file_and_line_and_says_what_is_wrong(
    curator: Visitor, visitor: Visitor, edit: str
) -> None:
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"t-bereik": "onduidelijk", "o-bereik": HOSTILE}, ("naar", "hier"))
    curator.get("/curator/opmerkingen")
    assert "questionnaires/sociale-media/v1.yaml:" in curator.page.text
    assert "{{7*7}}" in curator.page.text
    assert "<script>alert" not in curator.response.text
    curator.submit({"stand": "beantwoord", "antwoord": ""})
    assert (curator.status, curator.page.title.startswith("Fout: ")) == (422, True)
    curator.submit({"stand": "verzonnen", "antwoord": "x"})
    assert curator.status == 422
    assert curator.main_form().fields["antwoord"] == ["x"]
    curator.submit({"stand": "beantwoord", "antwoord": "x" * 2001})
    assert curator.status == 422


def test_a_browser_keeps_only_its_last_remarks(visitor: Visitor, edit: str) -> None:
    for _ in range(MOST_TICKETS + 3):
        remark(visitor, edit)
    with visitor.client.session_transaction() as session:
        assert len(session["reacties"]) == MOST_TICKETS
