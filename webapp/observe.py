"""What the hosting party sees: one line per request, measurements, and whether the application is well.

A link is a secret: what is logged and counted is the endpoint, never the address with the token in it.
"""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from structlog.tracebacks import ExceptionDictTransformer

from webapp.settings import Settings

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Where several processes keep their counts together; the variable is prometheus_client's own.
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
FAULTS = "basislijn.faults"


class Measures:
    """Counts and times per endpoint, in the text format of Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "basislijn_requests",
            "Requests by endpoint, method and status.",
            ("endpoint", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "basislijn_request_seconds",
            "Seconds from request to answer, by endpoint.",
            ("endpoint",),
            buckets=SECONDS,
            registry=self.registry,
        )

    def count(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Add one request."""
        self.requests.labels(endpoint, method, str(status)).inc()
        self.seconds.labels(endpoint).observe(seconds)

    def text(self) -> bytes:
        """Everything counted; of all processes together when they share a folder."""
        if os.environ.get(TOGETHER):
            shared = CollectorRegistry()
            MultiProcessCollector(shared)
            return generate_latest(shared)
        return generate_latest(self.registry)


def observe(app: Flask, settings: Settings) -> Measures:
    """Log and count every request of the application."""
    measures = Measures()
    log = _logger(settings)

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)

    @app.after_request
    def _end(response: Response) -> Response:
        if "started" not in g:  # refused before the first of our own steps
            return response
        seconds = time.perf_counter() - g.started
        endpoint = request.endpoint or "unknown"
        measures.count(endpoint, request.method, response.status_code, seconds)
        response.headers["X-Request-ID"] = g.request_id
        log.info(
            "request",
            endpoint=endpoint,
            method=request.method,
            status=response.status_code,
            milliseconds=round(1000 * seconds, 1),
            request_id=g.request_id,
        )
        return response

    if settings.log == "json":
        app.extensions[FAULTS] = log
    return measures


def log_fault(app: Flask, error: BaseException) -> None:
    """Log a fault with its traceback, which names no values, and without the address, which holds a token."""
    if FAULTS not in app.extensions:
        app.logger.error("unexpected error", exc_info=error)
        return
    app.extensions[FAULTS].error(
        "fault",
        endpoint=request.endpoint,
        method=request.method,
        request_id=g.get("request_id"),
        exc_info=error,
    )


def _logger(settings: Settings) -> Any:
    level = logging.INFO if settings.log == "json" else logging.CRITICAL
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def metrics_page(measures: Measures, token: str) -> Response | None:
    """The measurements for who brings the token of the settings; nothing for anybody else."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        return None
    return Response(measures.text(), content_type=CONTENT_TYPE_LATEST)
