"""Tokens in links, and what is remembered of a deleted one."""

from __future__ import annotations

import hashlib
import secrets

#: Letters and digits that nobody mistakes for one another, also when read aloud or from a distance.
CODE_LETTERS = "ACDEFHJKMNPRTWXY34679"
CODE_LENGTH = 6


def new_code() -> str:
    """A short code to join a conversation; it holds for hours, and guessing is slowed down."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """An unguessable token for a link."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """The one-way digest under which a deleted link is remembered."""
    return hashlib.sha256(token.encode()).hexdigest()
