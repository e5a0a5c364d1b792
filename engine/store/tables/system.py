"""Keys of forms and signs of life."""

from sqlalchemy import (
    Column,
    String,
    Table,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

idempotency_keys = Table(
    "idempotency_keys", metadata,
    Column("key", String(64), primary_key=True),
    Column("actor_id", Id),
    Column("command", String(40), nullable=False),
    Column("result", Json),
    Column("at", Instant, nullable=False),
    Column("content", String(64), nullable=False, server_default=""),   # digest of what was sent
    sqlite_with_rowid=False,
)

heartbeats = Table(
    "heartbeats", metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)
