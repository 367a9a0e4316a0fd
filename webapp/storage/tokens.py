"""Tokens in links, and what is remembered of a deleted one."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """An unguessable token for a link."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """The one-way digest under which a deleted link is remembered."""
    return hashlib.sha256(token.encode()).hexdigest()
