"""Alembic's way in: the connection comes from `dorsi.store.schema_version`, never from a file of settings."""

from alembic import context
from sqlalchemy import Connection

from dorsi.store.tables import Table

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
