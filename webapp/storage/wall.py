"""The wall between organisations: the one place that knows which rows belong to whom.

Every query and every write of the application passes here, because the session factories carry it: nobody
has to remember. A table says in `RULES`, in one line, how its rows find their organisation. On PostgreSQL the
same scope is told to the database, whose row-level security is the second wall (migrations/policies.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Integer, String, bindparam, event, exists, inspect, or_, select, text
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker, with_loader_criteria
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.util import find_tables

from webapp.storage.models import Base


class WallError(Exception):
    """A query or a write that the wall refuses; a fault in the program, never of the visitor."""


@dataclass(frozen=True)
class Scope:
    """On whose behalf the application reads and writes now.

    ``link`` is the read link of something that an organisation leaves open: reading only. ``system`` is for
    what belongs to nobody: signing in, cleaning up, commands.
    """

    organisation: int | None = None
    person: int | None = None
    link: str = ""
    system: bool = False


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("basislijn_scope", default=NOBODY)


def current() -> Scope:
    """The scope of this request or command; without one, only what belongs to no organisation."""
    return _scope.get()


def enter(scope: Scope) -> Token[Scope]:
    """Work in a scope from here; give the answer to :func:`leave`."""
    return _scope.set(scope)


def leave(token: Token[Scope]) -> None:
    """Go back to the scope from before."""
    _scope.reset(token)


@contextmanager
def within(scope: Scope) -> Iterator[Scope]:
    """Work in a scope for the block."""
    token = enter(scope)
    try:
        yield scope
    finally:
        leave(token)


@contextmanager
def system() -> Iterator[Scope]:
    """See everything for the block; who acts stays known, for the log."""
    with within(replace(current(), system=True)) as scope:
        yield scope


# --- the rules --------------------------------------------------------------------------------------

Columns = Any  # a mapped class or a table's columns: both give a column by its name
ORGANISATION = bindparam("wall_organisation", callable_=lambda: current().organisation, type_=Integer)
PERSON = bindparam("wall_person", callable_=lambda: current().person, type_=Integer)
LINK = bindparam("wall_link", callable_=lambda: current().link or None, type_=String)


@dataclass(frozen=True)
class Open:
    """Rows that belong to no organisation and say nothing about one; ``why`` tells the reader."""

    why: str

    def seen(self, _row: Columns) -> ColumnElement[bool] | None:
        """Everybody sees these."""
        return None


@dataclass(frozen=True)
class Own:
    """Rows with their own organisation; ``loose`` rows without one are found by their link only."""

    column: str = "organisation_id"
    loose: bool = False
    by_link: str = ""

    def seen(self, row: Columns) -> ColumnElement[bool]:
        """The rows of this organisation, those of nobody, and the one whose link is left open."""
        mine = getattr(row, self.column)
        ways = [mine == ORGANISATION]
        if self.loose:
            ways.append(mine.is_(None))
        if self.by_link:
            ways.append(row.read_token == LINK)
        if self.by_link == "assessment":
            matter = Base.metadata.tables["matter"].alias()
            through = exists().where(matter.c.id == row.matter_id, matter.c.read_token == LINK)
            ways[-1] = row.read_open & or_(row.read_token == LINK, through)
        return or_(*ways)


@dataclass(frozen=True)
class Through:
    """Rows that hang on another row, such as an answer on its assessment."""

    column: str
    parent: str

    def seen(self, row: Columns) -> ColumnElement[bool]:
        """The rows of which the parent may be seen."""
        parent = Base.metadata.tables[self.parent].alias()
        above = RULES[self.parent].seen(parent.c)
        conditions = [parent.c.id == getattr(row, self.column)] + ([] if above is None else [above])
        return exists().where(*conditions)


@dataclass(frozen=True)
class People:
    """Persons: oneself, and who has a role in this organisation."""

    def seen(self, row: Columns) -> ColumnElement[bool]:
        """Oneself and one's colleagues."""
        member = Base.metadata.tables["membership"].alias()
        colleague = exists().where(member.c.person_id == row.id, member.c.organisation_id == ORGANISATION)
        return or_(row.id == PERSON, colleague)


@dataclass(frozen=True)
class Mine:
    """Rows of the person who is signed in."""

    def seen(self, row: Columns) -> ColumnElement[bool]:
        """One's own rows."""
        return row.person_id == PERSON


Rule = Open | Own | Through | People | Mine
through_assessment = Through("assessment_id", "assessment")

#: One line per table. A table without a line is refused, and a test says so.
RULES: dict[str, Rule] = {
    "workspace": Own(loose=True),
    "workspace_answer": Through("workspace_id", "workspace"),
    "matter": Own(loose=True, by_link="matter"),
    "assessment": Own(loose=True, by_link="assessment"),
    "answer": through_assessment,
    "change": through_assessment,
    "talking_point": through_assessment,
    "task": through_assessment,
    "meeting": through_assessment,
    "meeting_item": Through("meeting_id", "meeting"),
    "meeting_participant": Through("meeting_id", "meeting"),
    "meeting_answer": Through("participant_id", "meeting_participant"),
    "decision": through_assessment,
    "dossier": through_assessment,
    "look": through_assessment,
    "assignment": through_assessment,
    "comment": through_assessment,
    "evidence": through_assessment,
    "answer_version": through_assessment,
    "scenario": through_assessment,
    "fact_look": through_assessment,
    "curated_fact": Open("what the curator publishes is for everybody"),
    "curated_subject": Open("what the curator publishes is for everybody"),
    "fact_dispute": Open("goes to the curator, without a name; a page shows it with its own assessment only"),
    "shared_case": Open("published by choice, for everybody"),
    "contribution": Open("given by choice; pages show counts of at least five, or names by choice"),
    "benchmark_release": Open("counts of at least five"),
    "feedback_ticket": Open("behind a secret of its own, and for the curator"),
    "feedback": Open("remarks carry no name and no link to an assessment"),
    "gone": Open("only digests of links that no longer work"),
    "organisation": Own("id"),
    "person": People(),
    "membership": Own(),
    "invitation": Own(),
    "sign_in": Mine(),
    "audit_entry": Own(),
}


def rule_of(table: str) -> Rule:
    """The rule of a table.

    Raises:
        WallError: when nobody wrote one.
    """
    if table not in RULES:
        raise WallError(f"table {table} has no line in webapp/storage/wall.py: RULES")
    return RULES[table]


# --- where it holds ---------------------------------------------------------------------------------


EVERYWHERE = {
    "check_columns": True,
    "include_joins": True,
    "include_crud": True,
}


def _plain(table: Any) -> Any:
    """The table behind an alias."""
    while hasattr(table, "element"):
        table = table.element
    return table


@cache
def _criteria() -> dict[str, Any]:
    """For every table with a wall, what narrows a query on it; the same for every database."""
    found: dict[str, Any] = {}
    for mapper in Base.registry.mappers:
        condition = rule_of(mapper.local_table.name).seen(mapper.class_)
        if condition is not None:
            option = with_loader_criteria(mapper.class_, condition, include_aliases=True)
            found[mapper.local_table.name] = option
    return found


def build(sessions: sessionmaker[Session]) -> None:
    """Put the wall around every session that this factory makes."""
    criteria = _criteria()

    def narrow(state: ORMExecuteState) -> None:
        if current().system:
            return
        if not state.is_orm_statement or state.is_insert:
            raise WallError("outside the system scope, only queries on mapped classes")
        if not state.is_select:
            _may_write(state.statement.table.name)  # type: ignore[attr-defined]
        # Only the criteria of tables that occur: each costs time, and a query names one or two.
        tables = {getattr(_plain(table), "name", "") for table in find_tables(state.statement, **EVERYWHERE)}
        wanted = [criteria[name] for name in sorted(tables) if name in criteria]
        state.statement = state.statement.options(*wanted)  # type: ignore[attr-defined]

    event.listen(sessions, "do_orm_execute", narrow)
    event.listen(sessions, "before_flush", _guard)
    event.listen(sessions, "after_begin", _tell)


def _may_write(table: str) -> None:
    if current().link and not isinstance(rule_of(table), Open):
        raise WallError(f"a read link does not write in {table}")


def _guard(session: Session, *_more: object) -> None:
    """Refuse to write a row of another organisation, or to give one away."""
    if current().system:
        return
    for row in chain(session.new, session.dirty, session.deleted):
        _may_write(row.__table__.name)
        if not _within_scope(session, row):
            raise WallError(f"a row of {row.__table__.name} belongs to another organisation")


def _within_scope(session: Session, row: Any) -> bool:
    rule, scope = rule_of(row.__table__.name), current()
    if isinstance(rule, Open):
        return True
    if isinstance(rule, Own):
        allowed = {scope.organisation} | ({None} if rule.loose else set())
        return _values(row, rule.column) <= allowed
    if isinstance(rule, Mine):
        return _values(row, "person_id") <= {scope.person}
    if isinstance(rule, People):
        return _values(row, "id") <= {scope.person}
    return all(_parent_seen(session, rule, value) for value in _values(row, rule.column) - {None})


def _values(row: Any, column: str) -> set[Any]:
    """What a column is, and what it was."""
    history = inspect(row).attrs[column].history
    found = [*(history.added or ()), *(history.deleted or ()), *(history.unchanged or ())]
    return set(found) or {getattr(row, column)}


def _parent_seen(session: Session, rule: Through, value: int) -> bool:
    known: set[object] = session.info.setdefault("wall", set())
    key = (rule.parent, value, current())
    if key not in known:
        parent = Base.metadata.tables[rule.parent]
        above = RULES[rule.parent].seen(parent.c)
        query = select(parent.c.id).where(parent.c.id == value, *([] if above is None else [above]))
        if session.connection().execute(query).first() is None:
            return False
        known.add(key)
    return True


SCOPE_SETTINGS = text(
    "SELECT set_config('basislijn.organisatie', :organisation, true),"
    " set_config('basislijn.persoon', :person, true),"
    " set_config('basislijn.link', :link, true), set_config('basislijn.systeem', :system, true)"
)


def _tell(_session: Session, _transaction: object, connection: Any) -> None:
    """Tell PostgreSQL for whom this transaction is."""
    if connection.dialect.name != "postgresql":
        return
    scope = current()
    connection.execute(
        SCOPE_SETTINGS,
        {
            "organisation": "" if scope.organisation is None else str(scope.organisation),
            "person": "" if scope.person is None else str(scope.person),
            "link": scope.link,
            "system": "ja" if scope.system else "",
        },
    )
