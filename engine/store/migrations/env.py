"""Run by Alembic for every upgrade, on the connection that ``upgrade`` opened."""

from alembic import context

from engine.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,   # lends its naming convention to the steps
    render_as_batch=True,       # SQLite changes a column by building the table anew
)
context.run_migrations()
