"""Taking over what was made by link, the read link, and the log that only grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Visitor
from tests.webapp.people import COOKIE, Town, make_town, now
from webapp.storage import audit, wall
from webapp.storage.database import Database
from webapp.storage.repository import Repository


@pytest.fixture
def town(make_app: Callable[..., Flask], database_url: str) -> Town:
    """Two organisations, on a database of each kind."""
    return make_town(make_app(accounts=True, database_url=database_url))


@pytest.fixture
def loose(town: Town) -> tuple[Visitor, str]:
    """Somebody without an account, with an assessment."""
    visitor = Visitor(town.app.test_client())
    edit = visitor.begin()
    visitor.answer(edit, 1, FIRST)
    return visitor, edit


def press(visitor: Visitor, url: str, ending: str) -> None:
    """Open a page and press the button of one form."""
    visitor.get(url)
    form = next(f for f in visitor.page.forms if (f.action or url).endswith(ending))
    visitor.post(form.action or url, dict(form.fields))


def test_an_assessment_is_taken_over_and_then_asks_to_sign_in(town: Town, loose: tuple[Visitor, str]) -> None:
    other, edit = loose
    mine = town.as_role("invuller")
    assert "Neem haar over" in mine.get(f"{edit}/bewaren").text
    press(mine, f"{edit}/overnemen", "/overnemen")
    assert "nu van Gemeente Voorbeeld" in mine.page.text
    assert edit in mine.client.get("/afwegingen").text
    assert other.client.get(f"{edit}/advies").status_code == 303
    assert edit not in other.client.get("/afwegingen").text
    assert town.as_role("elders").client.get(f"{edit}/advies").status_code == 403


def test_what_weighs_the_same_subject_comes_along(town: Town, loose: tuple[Visitor, str]) -> None:
    other, edit = loose
    other.get(f"{edit}/advies")
    form = next(f for f in other.page.forms if f.action.endswith("/ook/ai-verordening"))
    other.post(form.action, dict(form.fields))
    second = other.url.partition("/vragen/")[0]
    mine = town.as_role("invuller")
    press(mine, f"{edit}/overnemen", "/overnemen")
    assert "Twee afwegingen zijn" in mine.page.text or "2 afwegingen zijn" in mine.page.text
    assert other.client.get(f"{second}/vragen/1").status_code == 303
    assert mine.client.get(f"{second}/vragen/1").status_code == 200


def test_a_whole_werkmap_is_taken_over_with_its_answers(town: Town, loose: tuple[Visitor, str]) -> None:
    visitor, edit = loose
    token = town.store.sign_ins.start(town.people["invuller"].id, "Proef", now(), timedelta(hours=1))
    visitor.client.set_cookie(COOKIE, token)
    page = visitor.get("/afwegingen")
    assert "Wat u zonder account begon" in page.text
    link = next(link for link in page.links if link.endswith("/overnemen"))
    press(visitor, link, "/overnemen")
    assert visitor.url == "/afwegingen"
    assert "Wat u zonder account begon" not in visitor.page.text
    assert edit in visitor.response.text  # type: ignore[union-attr]
    assert visitor.client.get(link).status_code == 200
    assert "niets om over te nemen" in visitor.get(link).text


def test_what_is_of_another_organisation_can_not_be_taken_over(town: Town) -> None:
    theirs = town.assessment("Geheim", town.there)
    mine = town.as_role("invuller")
    assert mine.client.get(f"/w/{theirs.edit_token}/overnemen").status_code == 404


def test_the_read_link_works_while_the_organisation_leaves_it_open(town: Town) -> None:
    record, mine = town.assessment("Proef", town.here, account="nieuw"), town.as_role("invuller")
    reader = Visitor(town.app.test_client())
    read, keep = f"/l/{record.read_token}/advies", f"/w/{record.edit_token}/bewaren"
    assert reader.client.get(read).status_code == 303
    press(mine, keep, "/leeslink")
    assert "staat nu open" in mine.page.text
    assert reader.client.get(read).status_code == 200
    assert reader.client.get(f"/w/{record.edit_token}/advies").status_code == 303
    press(mine, keep, "/leeslink")
    assert reader.client.get(read).status_code == 303


# --- the log ----------------------------------------------------------------------------------------


def actions(town: Town) -> list[str]:
    with wall.within(wall.Scope(organisation=town.here.id)):
        return [row.action for row in town.store.audit.latest()]


def test_the_log_tells_what_happened_and_only_ones_own(town: Town, loose: tuple[Visitor, str]) -> None:
    press(town.as_role("invuller"), f"{loose[1]}/overnemen", "/overnemen")
    town.assessment("Van elders", town.there)
    assert {"organisatie_gemaakt", "in_organisatie", "ingelogd", "overgenomen"} <= set(actions(town))
    page = town.as_role("beheerder").get("/logboek")
    assert "nam een afweging over" in page.text
    assert "begon een afweging" not in page.text
    assert list(town.store.audit.broken()) == []


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET who = 'niemand'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_log(town: Town, statement: str) -> None:
    with (
        town.store.database.engine.connect() as connection,
        pytest.raises(DBAPIError, match="the log only grows"),
    ):
        connection.exec_driver_sql(statement)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Repository]:
    """A log of three lines, without its triggers: somebody with power over the database."""
    database = Database(f"sqlite:///{tmp_path / 'proef.sqlite3'}")
    database.migrate()
    repository = Repository(database)
    with wall.system():
        for number in range(3):
            repository.audit.note("proef", f"ding {number}", now())
    with database.engine.begin() as connection:
        for what in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER logboek_blijft_{what}")
    yield repository
    database.close()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit_entry SET who = 'persoon 9' WHERE number = 2", "0/2: deze regel is veranderd"),
        ("UPDATE audit_entry SET details = '{\"a\": 1}' WHERE number = 1", "0/1: deze regel is veranderd"),
        ("DELETE FROM audit_entry WHERE number = 2", "0/3: er ontbreken regels na 1"),
        ("UPDATE audit_entry SET previous = hash WHERE number = 3", "0/3: volgt niet op de regel ervoor"),
    ],
)
def test_tampering_is_noticed(log: Repository, statement: str, found: str) -> None:
    assert list(log.audit.broken()) == []
    with log.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert found in list(log.audit.broken())


def test_a_cut_tail_shows_in_the_last_line(log: Repository) -> None:
    before = log.audit.ends()
    with log.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE number = 3")
    assert list(log.audit.broken()) == []
    assert log.audit.ends() != before
    assert before[0][1] == 3


def test_lines_written_at_the_same_time_make_one_chain(town: Town) -> None:
    def write(number: int) -> None:
        with (
            wall.within(wall.Scope(organisation=town.here.id)),
            town.store.database.writing.begin() as session,
        ):
            audit.write(session, "proef", f"ding {number}", now())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(12)))
    assert actions(town).count("proef") == 12
    assert list(town.store.audit.broken()) == []
