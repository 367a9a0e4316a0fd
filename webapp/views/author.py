"""Who is at work in this browser: the name of an account or one that people give, and a key nobody sees."""

from __future__ import annotations

import hashlib
import secrets

from flask import session

from webapp.forms import tidy
from webapp.views import common

NAME, BROWSER = "naam", "eigen"
NAME_LENGTH = 80


def author() -> str:
    """The name or function that somebody gave here, else the name of the account; empty without both."""
    given = session.get(NAME, "")
    if isinstance(given, str) and given:
        return given
    who = common.signed_in()
    return who.person.name if who and who.chosen else ""


def one_line(text: str | None) -> str:
    """A name on one line."""
    return " ".join(tidy(text).split())


def remember_author(text: str) -> None:
    """Use this name from now on in this browser."""
    session[NAME] = text[:NAME_LENGTH]


def forget_author() -> None:
    """Let go of the name: somebody else signs in here, or nobody any more."""
    session.pop(NAME, None)


def browser(make: bool = False) -> str:
    """A digest of the key of this browser; empty when it has none."""
    key = session.get(BROWSER)
    if not isinstance(key, str) and make:
        key = session[BROWSER] = secrets.token_urlsafe(24)
    return hashlib.sha256(key.encode()).hexdigest() if isinstance(key, str) else ""
