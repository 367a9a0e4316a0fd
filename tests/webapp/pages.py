"""Reading pages as a browser without scripts does: forms with what they hold, links, plain text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"input", "meta", "link", "br", "img", "hr"}


@dataclass
class Form:
    """A form with the values that a browser would send."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """One page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.title = ""
        self._text: list[str] = []
        self._stack: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select: str | None = None
        self.inline: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """What people read."""
        return " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._stack.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        if self._form is not None:
            self._field(tag, given)
            self._option(tag, given)

    def _option(self, tag: str, given: dict[str, str]) -> None:
        if tag != "option" or self._select is None or self._form is None:
            return
        if "selected" in given or not self._form.fields[self._select]:
            self._form.fields[self._select] = [given.get("value", "")]

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if not name or self._form is None:
            return
        self._form.names.add(name)
        if tag == "button":
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area = name
            self._form.fields[name] = [""]
        elif tag == "select":
            self._select = name
            self._form.fields[name] = []
        elif tag == "input":
            kind = given.get("type", "text")
            if kind in ("radio", "checkbox"):
                if "checked" in given:
                    self._form.fields.setdefault(name, []).append(given.get("value", ""))
            elif kind != "file":
                self._form.fields[name] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack.pop() != tag:
            pass
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if "title" in self._stack and "svg" not in self._stack:
            self.title += data
        elif "script" not in self._stack and "style" not in self._stack:
            self._text.append(data)
        if self._area and self._form is not None:
            self._form.fields[self._area] = [self._form.fields[self._area][0] + data.lstrip("\n")]


def _local(url: str) -> str:
    """The address without the name of the server."""
    return urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl()


class Visitor:
    """Somebody with a browser without scripts."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.response: TestResponse | None = None
        self.url = "/"

    def get(self, url: str) -> Page:
        """Open a page; follows redirects."""
        self.response = self.client.get(url, follow_redirects=True)
        self.url = self.response.request.path
        return self.page

    @property
    def status(self) -> int:
        """The status of the last answer."""
        assert self.response is not None
        return self.response.status_code

    @property
    def page(self) -> Page:
        """The page as it is now."""
        assert self.response is not None
        return Page(self.response.text)

    def find(self, pattern: str) -> str:
        """The first text of the last answer that fits a pattern."""
        assert self.response is not None
        found = re.search(pattern, self.response.text)
        assert found, pattern
        return found[0]

    def main_form(self) -> Form:
        """The form with the most fields."""
        return max(self.page.forms, key=lambda form: len(form.names))

    def submit(self, changes: dict[str, object], button: tuple[str, str] | None = None) -> Page:
        """Fill in the main form and press a button."""
        form = self.main_form()
        return self.post(form.action or self.url, {**form.fields, **changes}, button)

    def post(self, url: str, data: dict[str, object], button: tuple[str, str] | None = None) -> Page:
        """Send a form and follow where it leads."""
        if button:
            data = {**data, button[0]: button[1]}
        self.response = self.client.post(_local(url), data=data, follow_redirects=True)
        self.url = self.response.request.path
        return self.page

    def begin(self, subject: str = "platform/x", name: str = "", slug: str = "sociale-media") -> str:
        """Start an assessment; return the address to edit it, such as ``/w/…``."""
        self.get(f"/begin/{slug}")
        self.submit({"onderwerp": subject, "naam": name})
        assert "/vragen/" in self.url, self.page.text
        return self.url.partition("/vragen/")[0]

    def answer(self, edit: str, section: int, answers: dict[str, object], target: str = "verder") -> Page:
        """Answer the questions of one section."""
        self.get(f"{edit}/vragen/{section}")
        values = {f"v-{key}": value for key, value in answers.items()}
        return self.submit(values, ("naar", target))

    def save_one(self, edit: str, question: str, fields: dict[str, object]) -> dict[str, object]:
        """Save one answer as the script does."""
        token = Page(self.client.get("/open").text).forms[0].fields["csrf_token"][0]
        self.response = self.client.post(
            f"{edit}/antwoord/{question}", data=fields, headers={"X-CSRFToken": token}
        )
        return json.loads(self.response.text)

    def advice(self, edit: str) -> dict[str, object]:
        """The advice as data."""
        return json.loads(self.client.get(f"{edit}/advies.json").text)

    def file(self, edit: str) -> dict[str, object]:
        """The saved file."""
        return json.loads(self.client.get(f"{edit}/bestand").text)
