"""The application as it runs in production, started and killed by the load test."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

STARTING = 240.0


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """Gunicorn with its own settings, on PostgreSQL."""

    def __init__(self, address: str, folder: Path, workers: int = 2) -> None:
        self.port = free_port()
        self._log = folder / "gunicorn.log"
        self._environment = {
            **os.environ,
            "BASISLIJN_DATABASE_URL": address,
            "BASISLIJN_GEGEVENS": str(folder),
            "BASISLIJN_BIND": f"127.0.0.1:{self.port}",
            "BASISLIJN_PROXIES": "1",  # every user has an address of their own, as behind a proxy
            "BASISLIJN_SECRET_KEY": "only for this measurement",
            "WEB_CONCURRENCY": str(workers),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it can serve."""
        command = [sys.executable, "-m", "gunicorn", "-c", "python:webapp.gunicorn_conf"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + STARTING
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self._log.read_text(encoding="utf-8")[-3000:])
            time.sleep(0.2)

    def kill(self) -> None:
        """End every process of it at once, without a chance to tidy up."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            self._process.wait(30)

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
