"""The application on a free port, and the browser that this system has."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

#: Tests and pictures are made on this day, whatever the calendar says.
TODAY = "2026-11-23"
#: Opens the curator's pages in tests.
CURATOR_KEY = "only for tests"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOK = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam", "reduced_motion": "reduce"}


@dataclass(frozen=True)
class LiveServer:
    """Where the application answers, the application itself, and the folder with its database."""

    url: str
    app: Any
    data: Path


@contextmanager
def serve(data: Path, **settings: object) -> Iterator[LiveServer]:
    """Serve the application in a thread, with an empty database in `data`."""
    import webapp
    from engine.load import load_content
    from webapp.content_store import ContentStore, compiled_snapshot

    def store(root: Path, watch: bool = False, proved: Path | None = None) -> ContentStore:
        """The content that `basislijn check` has seen, without checking it once more."""
        return ContentStore(root, watch=watch, make=lambda at, _memory: compiled_snapshot(load_content(at)))

    checked, webapp.ContentStore = webapp.ContentStore, store
    app = webapp.create_app(
        {
            "database_url": f"sqlite:///{data / 'basislijn.sqlite3'}",
            "gegevens": str(data),
            "secret_key": "only for tests",
            "limieten": False,
            "vandaag": TODAY,
            "curator_sleutel": CURATOR_KEY,
            "testing": True,
            **settings,
        }
    )
    webapp.ContentStore = checked
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="live-server")
    thread.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{server.server_port}", app, data)
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def launch_arguments() -> dict[str, Any]:
    """Start the system's own Chromium; a sandbox needs a user that is not root."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no browser: run scripts/systeem.sh"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": found, "args": [*FLAGS, *as_root]}
