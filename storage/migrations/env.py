"""Runs migrations on the connection that `storage.migration_steps` hands over; there is no other way to run them."""

from alembic import context

from storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
context.run_migrations()
