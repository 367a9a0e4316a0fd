"""How gunicorn serves Basislijn in production: `gunicorn -c python:webapp.gunicorn_conf`.

The content is checked and compiled once, before the processes split off; each process then makes its own
connections to the database. `WEB_CONCURRENCY` sets the number of processes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

wsgi_app = "webapp:create_app()"
bind = os.environ.get("BASISLIJN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("BASISLIJN_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
#: A request line may be long enough for a link and no longer than that.
limit_request_line = 2048
#: The application logs by itself, without the address: an address holds the secret of a link.
accesslog = None
errorlog = "-"
#: The headers of a proxy are read by the application, which knows how many proxies there are.
forwarded_allow_ips = "127.0.0.1"
control_socket_disable = True

if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for left in Path(folder).glob("*.db"):  # counts of before the last start would be counted again
        left.unlink()


def post_fork(_server: Any, worker: Any) -> None:
    """Give the new process its own connections."""
    worker.app.wsgi().extensions["basislijn"].repository.database.forked()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the live counts of a process that ended; its totals stay."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        mark_process_dead(worker.pid)
