"""Listen to a browser context: everything a page should not say, ask or break on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urldefrag, urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError

#: Chromium writes this for an error page too, and an error page may be what a test asks for.
STATUS_NOISE = "Failed to load resource: the server responded with a status of"
PAGES = {"document", "fetch", "xhr"}
LOCAL = {"127.0.0.1", ""}


#: The watcher of every context.
WATCHERS: WeakKeyDictionary[BrowserContext, Watcher] = WeakKeyDictionary()


@contextmanager
def not_listening(page: Page) -> Iterator[None]:
    """Do something to a page that makes the browser complain, though the page is not at fault."""
    watcher = WATCHERS.get(page.context)
    if watcher is None:
        yield
        return
    watcher.listening = False
    yield
    page.wait_for_timeout(50)  # complaints arrive a moment later
    watcher.listening = True


class Watcher:
    """Collects console messages, script errors, refused parts and requests to other hosts."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self.listening = True
        WATCHERS[context] = self
        self._answered: set[str] = set()
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def check(self) -> None:
        """Fail when anything was heard."""
        assert not self.problems, "the browser complained:\n" + "\n".join(self.problems)

    def _console(self, message: ConsoleMessage) -> None:
        place = urldefrag(message.location.get("url", "")).url
        if message.text.startswith(STATUS_NOISE) and place in self._answered:
            return
        if self.listening:
            self.problems.append(f"{message.type}: {message.text} ({place})")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error.message}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            self.problems.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PAGES:
            self._answered.add(urldefrag(response.url).url)
