"""Alembic's entry: runs on the connection that the application hands over."""

from alembic import context

from webapp.storage.models import Base

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":  # what moves data in a migration sees all rows
    connection.exec_driver_sql("SELECT set_config('basislijn.systeem', 'ja', false)")
    connection.commit()
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
connection.commit()
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql("SELECT set_config('basislijn.systeem', '', false)")
    connection.commit()
