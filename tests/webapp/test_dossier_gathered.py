"""What stands beside the answers comes from where people put it, into the dossier."""

from __future__ import annotations

import json
from datetime import datetime

from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.work_rows import fill_work
from webapp.storage.meeting_records import Agreement, Choice, Shape
from webapp.storage.repository import Repository

NOW = datetime(2026, 11, 23, 13, 3)


def test_what_people_decided_said_and_added_is_in_the_dossier(
    app: Flask, visitor: Visitor, edit: str
) -> None:
    store = app.extensions["basislijn"].repository
    record = store.by_edit_token(edit.rpartition("/")[2])
    assert record
    fill_work(store, record, NOW)
    store.comments.mark(record.id, store.comments.of(record.id)[0].id, True, NOW)
    hold_conversation(store, record.id)
    visitor.get(f"{edit}/dossier/lezen")
    for words in ("Eerst kijken.", "Zie de bijlage.", "https://voorbeeld.example/besluit", "Te vroeg."):
        assert words in visitor.page.text
    file = json.loads(visitor.client.get(f"{edit}/dossier/volledig.json").text)
    assert "Te vroeg." in json.dumps(file["afweging"], ensure_ascii=False)
    public = visitor.get(f"{edit}/dossier/publiceren").text
    assert "Noor" not in public.partition("Zo wordt het")[2]


def hold_conversation(store: Repository, assessment_id: int) -> None:
    """A round in which one participant disagreed."""
    questions = {"bereik": Shape("B1", "Bereikt u iedereen?", options={"ja": "Ja", "nee": "Nee"})}
    talk, _ = store.meetings.create(
        assessment_id, kind="afweging", minutes=5, questions=questions, content_hash="h", now=NOW
    )
    store.meetings.start(talk.id, NOW)
    store.meetings.close(talk.id, NOW)
    said = Agreement("bereik", "eens", Choice("answered", "ja"), "Zo is het.", "Te vroeg.", "FG")
    store.meetings.agree(talk.id, [said], {})
    store.meetings.finish(talk.id, {}, (), NOW)
