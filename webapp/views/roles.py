"""Who may do what with shared knowledge: with accounts by role, without them by a key of the installation."""

from __future__ import annotations

import hashlib
import hmac

from flask import abort, current_app, session

from webapp.services.disputes import giver_of
from webapp.storage.records import AssessmentRecord
from webapp.views import common

CURATOR, NAME = "curator", "curator_naam"


def _mark(key: str) -> str:
    """What this browser keeps: another key, or another secret of the installation, ends it."""
    secret = str(current_app.secret_key).encode()
    return hmac.new(secret, f"curator:{key}".encode(), hashlib.sha256).hexdigest()


def _with_accounts() -> bool:
    return common.parts().settings.accounts


def curating() -> bool:
    """Whether this installation has a curator at all."""
    return _with_accounts() or bool(common.parts().settings.curator_sleutel)


def is_curator() -> bool:
    """Whether this browser may keep the shared knowledge."""
    if _with_accounts():
        who = common.signed_in()
        return who is not None and who.person.is_curator
    key, held = common.parts().settings.curator_sleutel, session.get(CURATOR)
    return bool(key) and isinstance(held, str) and hmac.compare_digest(held, _mark(key))


def curator_or_403() -> str:
    """The name of the curator; 404 without a curator, 403 for anybody else."""
    if not curating():
        abort(404)
    if not is_curator():
        abort(403)
    who = common.signed_in() if _with_accounts() else None
    return who.person.name if who else str(session.get(NAME, "Curator"))


def enter_as_curator(key: str, name: str) -> bool:
    """Let this browser in when the key is right."""
    right = common.parts().settings.curator_sleutel
    if not right or not hmac.compare_digest(key.encode(), right.encode()):
        return False
    session[CURATOR], session[NAME] = _mark(right), name
    return True


def leave_as_curator() -> None:
    """Forget that this browser is a curator's."""
    session.pop(CURATOR, None)
    session.pop(NAME, None)


def counts(record: AssessmentRecord) -> bool:
    """Whether this assessment speaks for an organisation: with accounts, only one that belongs to one.

    Anybody can open werkmappen: who fills a table with them would learn what the others chose.
    """
    return record.organisation_id is not None or not _with_accounts()


def organisation_key(record: AssessmentRecord) -> str:
    """Under which key an organisation counts, whoever of it fills something in."""
    return giver_of(record)
