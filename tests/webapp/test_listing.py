"""The list of assessments: searched and filtered by address, a page at a time, and honest about time."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Page, Visitor
from webapp.services import overview
from webapp.storage.records import AnswerRecord
from webapp.storage.repository import Repository

LIST = "/afwegingen"


def store(app: Flask) -> Repository:
    """The store of an application."""
    return app.extensions["basislijn"].repository


def rows(page: Page) -> int:
    return sum(link.endswith("/advies") for link in page.links)


def test_search_filter_and_sort_stand_in_the_address(visitor: Visitor, edit: str) -> None:
    visitor.begin("platform/mastodon")
    visitor.answer(edit, 2, {}, "hier")
    visitor.get(f"{edit}/vragen/1")
    visitor.submit({"n-bereik": "Cijfers van de wijkraad"}, ("naar", "hier"))
    page = visitor.get(LIST)
    assert rows(page) == 2
    assert "2 afwegingen" in page.text
    for query, number in {
        "zoek=wijkraad": 1,
        "zoek=MASTO": 1,
        "zoek=nergens": 0,
        "vragenlijst=sociale-media/v1": 2,
        "vragenlijst=cloud/v1": 0,
        "stand=open": 1,
        "stand=voorlopig": 1,
        "stand=vast": 0,
        "stand=opnieuw": 0,
        "uitkomst=sociale-media/v1|uitfaseren": 1,
        "uitkomst=onzin": 0,
        "wie=!niemand": 2,
        "wie=FG": 0,
        "volgorde=naam": 2,
        "volgorde=opnieuw": 2,
        "pagina=99": 2,
        "stand=' or 1=1&pagina=-1&volgorde=x": 2,
    }.items():
        assert rows(visitor.get(f"{LIST}?{query}")) == number, query
        assert visitor.status == 200
    page = visitor.get(f"{LIST}?zoek=nergens")
    assert "Niets gevonden" in page.text
    assert "0 van 2 afwegingen" in page.text
    form = next(form for form in page.forms if form.method == "get")
    assert form.fields["zoek"] == ["nergens"]


def test_five_hundred_assessments_a_page_at_a_time(
    app: Flask, visitor: Visitor, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = store(app).by_edit_token(edit.rpartition("/")[2])
    assert team is not None
    for number in range(499):
        store(app).create(
            workspace_id=team.workspace_id,
            questionnaire=team.questionnaire,
            content_hash=team.content_hash,
            subject=team.subject,
            title=f"Kanaal {number:03}",
            answers=[AnswerRecord("bereik", "answered", "nee")],
            now=datetime(2026, 11, 1),
        )
    weighed: list[int] = []
    summary = overview.summarise(
        team, app.extensions["basislijn"].contents.current(), datetime(2026, 11, 23).date()
    )

    def count(record: object, *_rest: object) -> overview.Summary:
        weighed.append(1)
        return summary

    monkeypatch.setattr("webapp.services.listing.summarise", count)
    page = visitor.get(f"{LIST}?volgorde=naam")
    assert (rows(page), len(weighed)) == (25, 25)
    assert "500 afwegingen · pagina 1 van 20" in page.text
    page = visitor.get(next(link for link in page.links if "pagina=2" in link))
    assert (rows(page), len(weighed)) == (25, 50)
    assert "Kanaal 025" in page.text
    visitor.get(f"{LIST}?volgorde=naam")
    assert len(weighed) == 50


def test_without_time_the_list_says_what_it_did_not_reach(
    app: Flask, visitor: Visitor, edit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin("platform/mastodon")
    monkeypatch.setattr("webapp.views.home.PATIENCE", -1.0)
    page = visitor.get(f"{LIST}?volgorde=naam")
    assert "Van 1 afweging is het advies nog niet uitgerekend." in page.text
    assert "Nog niet uitgerekend" in page.text
    page = visitor.get(next(link for link in page.links if "volgorde=naam" in link))
    assert "uitgerekend" not in page.text


def test_the_list_follows_every_change(visitor: Visitor, edit: str) -> None:
    assert "Uitfaseren, binnen" in visitor.get(LIST).text
    visitor.answer(edit, 1, {**FIRST, "alternatief": "nee", "bereik": "aantoonbaar"}, "hier")
    changed = visitor.get(LIST).text
    assert "Uitfaseren, binnen 12 maanden" not in re.sub(r"Elk advies.*?Toegewezen", "", changed)
