"""As in production: gunicorn with several processes on PostgreSQL, many users at once, and a hard stop.

How fast it is stands in `python -m bench.load`; here it only has to be right.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.load import killed, lost
from bench.load_server import Server
from bench.load_users import make_users
from bench.load_work import run


@pytest.mark.slow
def test_what_was_kept_is_there_also_after_a_hard_stop(
    request: pytest.FixtureRequest, postgres_url: str, tmp_path: Path
) -> None:
    with Server(postgres_url, tmp_path) as server:
        users = make_users(server.port, 12)
        request.addfinalizer(lambda: [user.forget_connection() for user in users])
        before = run(users, 10, 10)
        assert before.reasons() == {}
        assert before.kept > 50
        assert lost(users) == []
        hit = killed(server, users, 8)
        assert hit.kept
        assert lost(users) == []
        after = run(users, 10, 3)
        assert after.kept
        assert lost(users) == []
