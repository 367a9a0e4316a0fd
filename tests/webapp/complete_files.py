"""Saving and opening the complete file in tests."""

from __future__ import annotations

import json

from flask import Flask

from tests.webapp.pages import Visitor
from tests.webapp.test_evidence import send
from webapp.storage.repository import Repository


def store_of(app: Flask) -> Repository:
    return app.extensions["basislijn"].repository


def number_of(app: Flask, edit: str) -> int:
    record = store_of(app).by_edit_token(edit.rpartition("/")[2])
    assert record
    return record.id


def complete(visitor: Visitor, edit: str) -> dict[str, object]:
    """The complete file."""
    answer = visitor.client.get(f"{edit}/bestand/alles")
    assert answer.status_code == 200
    return json.loads(answer.text)


def open_file(visitor: Visitor, content: bytes) -> None:
    """Upload a file on the page to open one; kept in memory, whatever its size."""
    send(visitor, "", "afweging.json", content, path="/open")
    assert visitor.response
    visitor.url = visitor.response.request.path


def opened(app: Flask, data: dict[str, object]) -> tuple[Visitor, str]:
    """Open a file in another browser; where it is then."""
    other = Visitor(app.test_client())
    open_file(other, json.dumps(data, ensure_ascii=False).encode())
    assert other.status == 200, other.page.text
    return other, other.url.removesuffix("/advies")
