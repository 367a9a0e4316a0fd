"""Users of the load test: each fills in an assessment of its own and remembers what was kept."""

from __future__ import annotations

import http.client
import itertools
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

FIRST = {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}
#: Questions that a user goes on answering, with the values to alternate between.
WORK = {
    "betaald": ("nee", "platform_kiest"),
    "formele_berichten": ("nee", "ja"),
    "volgen_personen": ("nee", "ja"),
    "bereik": ("nee", "aannemelijk"),
    "alternatief": ("ja", "nee"),
}
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
#: Seconds after which a quiet connection is not used again: the server closes it after five.
FRESH = 3.0
CAUGHT = (OSError, http.client.HTTPException)


class Refused(Exception):
    """The server did not do what was asked."""


class User:
    """One browser without scripts' looks, with what its script would send."""

    def __init__(self, port: int, number: int) -> None:
        self.lock = threading.Lock()
        self.kept: dict[str, str] = {}
        self.unsure: dict[str, set[str]] = {}
        self._port = port
        self._address = f"10.0.{number // 250}.{number % 250 + 1}"
        self._cookie = ""
        self._csrf = ""
        self._edit = ""
        self._stamps: dict[str, str] = {}
        self._turns: Iterator[tuple[str, str]] = itertools.cycle(
            [(key, values[turn]) for turn in (1, 0) for key, values in WORK.items()]
        )
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def begin(self) -> None:
        """Start an assessment and answer the first page."""
        page = self._get("/begin/sociale-media")
        self._csrf = _csrf(page)
        place = self._post("/begin/sociale-media", {"onderwerp": "platform/x", "naam": ""})
        self._edit = place.partition("/vragen/")[0].partition("://")[2].partition("/")[2]
        self._edit = f"/{self._edit}" if self._edit else place.partition("/vragen/")[0]
        for key, value in FIRST.items():
            self._save(key, value)

    def save(self) -> None:
        """Answer the next question."""
        key, value = next(self._turns)
        try:
            self._save(key, value)
        except CAUGHT:
            self.unsure.setdefault(key, set()).add(value)
            raise

    def look(self) -> None:
        """Open the advice."""
        page = self._get(f"{self._edit}/advies")
        if "<h1" not in page:
            raise Refused("no advice on the page")

    def missing(self) -> list[str]:
        """What was said to be kept and is not in the file; an answer without a reply may be either."""
        stored = json.loads(self._get(f"{self._edit}/bestand"))["antwoorden"]
        found = []
        for key, value in self.kept.items():
            there = stored.get(key, {}).get("waarde")
            if there != value and there not in self.unsure.get(key, ()):
                found.append(f"{self._edit} {key}: {value} bevestigd, {there} gevonden")
        return found

    def _save(self, key: str, value: str) -> None:
        fields = {f"v-{key}": value, f"z-{key}": self._stamps.get(key, "0."), "aanwezig": ",".join(WORK)}
        reply = json.loads(
            self._ask("POST", f"{self._edit}/antwoord/{key}", fields, {"X-CSRFToken": self._csrf})[1]
        )
        if not reply["opgeslagen"]:
            if key in self.unsure:  # the one without a reply was kept after all: its stamp comes back here
                self._stamps[key] = reply["stempel"]
            raise Refused(f"{key}: {reply['tekst']} {reply['nodig']}")
        self._stamps[key] = reply["stempel"]
        # A page that showed this value already leaves a newer one alone: then it stays unsure.
        if self.kept.get(key) != value:
            self.unsure.pop(key, None)
        self.kept[key] = value

    def _get(self, path: str) -> str:
        return self._ask("GET", path, None, {})[1]

    def _post(self, path: str, fields: Mapping[str, str]) -> str:
        return self._ask("POST", path, {**fields, "csrf_token": self._csrf}, {})[0]

    def _ask(
        self, method: str, path: str, fields: Mapping[str, str] | None, more: Mapping[str, str]
    ) -> tuple[str, str]:
        connection = self._fresh_connection()
        headers = {"X-Forwarded-For": self._address, "Cookie": self._cookie, **more}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except CAUGHT:
            connection.close()
            raise
        self._connection, self._used = connection, time.monotonic()
        if cookie := response.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if response.status not in (200, 303):
            raise Refused(f"{method} {response.status}")
        return response.getheader("Location", ""), text

    def forget_connection(self) -> None:
        """Start with a new connection; the server was away."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _fresh_connection(self) -> http.client.HTTPConnection:
        if time.monotonic() - self._used > FRESH:
            self.forget_connection()
        connection, self._connection = self._connection, None
        return connection or http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)


def _csrf(page: str) -> str:
    found = CSRF.search(page)
    if found is None:
        raise Refused("no form on the page")
    return found[1]


def make_users(port: int, count: int) -> list[User]:
    """Start so many assessments."""
    users = [User(port, number) for number in range(count)]
    for user in users:
        user.begin()
    return users
