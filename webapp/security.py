"""What protects the visitor: headers, CSRF, limits on rate and size."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", default_limits=["1200 per minute"])

#: limits of the ways in that cost the most or could be abused
STARTING = "60 per hour"
OPENING = "60 per hour"
REMARKS = "120 per hour"
COMPARING = "120 per minute"
SHARING = "60 per hour"
KEYS = "10 per hour"
LOOKING = "600 per hour"
UPLOADS = "120 per hour"

FORM_ROOM = 200_000  # for what else is in a form with a file
JOINING = "20 per minute; 100 per hour"  # only what fails counts: a whole room sits behind one address
#: only what failed counts here: per address of the network, and per account
SIGNING_IN = "30 per 10 minutes"
ONE_ACCOUNT = "10 per 15 minutes"
INVITATIONS = "120 per hour"
MAKING = "60 per minute"  # files of a dossier: each takes about a second of computing


def protect(app: Flask, settings: Settings) -> None:
    """Switch on every protection."""
    app.config.update(
        MAX_CONTENT_LENGTH=settings.max_body,
        MAX_FORM_MEMORY_SIZE=settings.max_body,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="basislijn",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=365 * 24 * 3600,
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_ENABLED=settings.limieten,
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.before_request(_room_for_files(settings))
    csrf.init_app(app)
    limiter.init_app(app)
    if settings.https:
        app.after_request(_strict_transport)
    app.after_request(_headers)


def _room_for_files(settings: Settings) -> Callable[[], None]:
    """A limit of its own for what takes files; set before the check of the form's token reads the form."""
    room = {
        "evidence.add": settings.bewijs_mb * 1_000_000 + FORM_ROOM,
        "keep.open_file": settings.most_to_open + FORM_ROOM,
    }

    def give_room() -> None:
        if request.endpoint in room:
            request.max_content_length = room[request.endpoint]

    return give_room


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint not in ("static", "home.theme"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _strict_transport(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    return response
