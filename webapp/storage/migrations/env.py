"""Alembic's entry: runs on the connection that the application hands over."""

from alembic import context
from sqlalchemy import Connection

from webapp.storage.models import Base


def see_all(connection: Connection, word: str) -> None:
    """Let what moves data in a migration see the rows of every organisation, and end that again."""
    if connection.dialect.name == "postgresql":
        connection.rollback()
        connection.exec_driver_sql(f"SELECT set_config('basislijn.systeem', '{word}', false)")
        connection.commit()


given = context.config.attributes["connection"]
see_all(given, "ja")
try:
    context.configure(connection=given, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    given.commit()
finally:
    see_all(given, "")
